//! The curves of a released clearance layer.

use super::Each;
use crate::layer::Layer;
use crate::layer::LayerFeature;
use crate::layer::Value;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// So many by then: seconds since 1970, persons.
pub(super) type At = (f64, f64);

/// Curves that reach less than this part of those who are there would lie flat.
const FLAT: f64 = 2.5;

/// What a chart shows.
#[derive(Debug, Default)]
pub(super) struct Curves {
    /// How many had arrived by when; empty if that is not to be seen.
    pub(super) all: Vec<At>,
    /// Of each shelter or neighbourhood, those with most people first.
    pub(super) each: Vec<(String, Vec<At>)>,
    /// When; low, middle, high.
    pub(super) band: Vec<(f64, [f64; 3])>,
    /// Before when no plan has so many arrive.
    pub(super) at_least: Option<At>,
    /// How many there are.
    pub(super) people: Option<f64>,
}

/// The columns that are to be seen.
struct Columns<'a> {
    layer: &'a Layer,
}

impl<'a> Columns<'a> {
    fn value(&self, feature: &'a LayerFeature, name: &str) -> Option<&'a Value> {
        feature.values().get(self.layer.field_index(name)?)?.as_ref()
    }

    fn text(&self, feature: &'a LayerFeature, name: &str) -> Option<&'a str> {
        self.value(feature, name)?.as_text()
    }

    fn number(&self, feature: &'a LayerFeature, name: &str) -> Option<f64> {
        match self.value(feature, name)? {
            Value::Integer(number) => Some(*number as f64),
            _ => None,
        }
    }

    fn time(&self, feature: &'a LayerFeature) -> Option<f64> {
        match self.value(feature, "at")? {
            Value::Time(at) => Some(seconds(*at)),
            _ => None,
        }
    }
}

/// Seconds since 1970.
pub(super) fn seconds(at: Timestamp) -> f64 {
    at.as_millisecond() as f64 / 1000.0
}

impl Curves {
    /// What of a layer is drawn. Features come in the order of their keys, and
    /// so of time.
    pub(super) fn of(layer: &Layer, each: Each) -> Self {
        let columns = Columns { layer };
        let wanted = match each {
            Each::None => None,
            Each::Shelter => Some("shelter"),
            Each::Neighbourhood => Some("neighbourhood"),
        };
        let mut found = Self::default();
        let mut named: BTreeMap<(&str, &str), Vec<At>> = BTreeMap::new();
        for feature in layer.features() {
            let Some(at) = columns.time(feature) else { continue };
            let kind = columns.text(feature, "of_kind");
            let persons = columns.number(feature, "persons");
            match (columns.text(feature, "series"), persons) {
                (Some("arrived"), Some(persons)) if kind == Some("everybody") => {
                    found.all.push((at, persons));
                }
                (Some("arrived"), Some(persons)) if kind.is_some() && kind == wanted => {
                    let id = columns.text(feature, "of").unwrap_or_default();
                    let name = columns.text(feature, "name").unwrap_or(id);
                    named.entry((id, name)).or_default().push((at, persons));
                }
                (Some("at-least"), Some(persons)) => found.at_least = Some((at, persons)),
                (Some("people"), Some(persons)) => found.people = Some(persons),
                (Some("band"), _) => {
                    let part = ["low", "middle", "high"].map(|one| columns.number(feature, one));
                    if let [Some(low), Some(middle), Some(high)] = part {
                        found.band.push((at, [low, middle, high]));
                    }
                }
                _ => {}
            }
        }
        let each = named.into_iter().map(|((_, name), points)| (name.to_owned(), points));
        found.each = each.filter(|(_, points)| last(points) > 0.0).collect();
        found.each.sort_by(|a, b| last(&b.1).total_cmp(&last(&a.1)));
        found
    }

    /// The first and the last instant at which anything happens.
    pub(super) fn span(&self) -> Option<(f64, f64)> {
        let points = self.all.iter().chain(self.each.iter().flat_map(|(_, points)| points));
        let times = points
            .map(|point| point.0)
            .chain(self.band.iter().map(|point| point.0))
            .chain(self.at_least.iter().map(|point| point.0));
        times.fold(None, |span, at| {
            Some(span.map_or((at, at), |(from, to): (f64, f64)| (from.min(at), to.max(at))))
        })
    }

    /// The most persons that anything reaches; also those who are there, unless
    /// the curves would lie flat beneath so many.
    pub(super) fn most(&self) -> f64 {
        let band = self.band.iter().map(|point| point.1[2]);
        let each = self.each.iter().map(|(_, points)| last(points));
        let most = band.chain(each).chain([last(&self.all)]).fold(0.0, f64::max);
        self.people.filter(|&people| people <= most * FLAT).unwrap_or(0.0).max(most)
    }
}

/// How many at last.
pub(super) fn last(points: &[At]) -> f64 {
    points.last().map_or(0.0, |point| point.1)
}

/// A curve that only steps up, as a line that does, on to `until`.
pub(super) fn steps(points: impl IntoIterator<Item = At>, until: f64) -> Vec<At> {
    let mut line: Vec<At> = Vec::new();
    for (at, persons) in points {
        if let Some(&(_, before)) = line.last() {
            line.push((at, before));
        }
        line.push((at, persons));
    }
    if let Some(&(at, persons)) = line.last()
        && at < until
    {
        line.push((until, persons));
    }
    line
}
