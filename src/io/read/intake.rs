//! One file's text into the builder, feature by feature.
//!
//! Floor 7.

use super::ReadError;
use super::ReadMode;
use super::feature::{self, RawFeature};
use super::fields::{Field, Fields};
use super::geojson::{self, is_wgs84};
use super::known;
use super::mapping::Mapping;
use super::nouns;
use super::shape::NoShape;
use super::shape::Shape;
use super::when::Clock;
use crate::id::Kind;
use crate::record::RecordRef;
use crate::scenario::Issue;
use crate::scenario::ScenarioBuilder;
use crate::scenario::rules::RawShape;
use crate::scenario::rules::altitude_dropped;
use crate::scenario::rules::check_shape;
use crate::scenario::rules::cut;
use crate::scenario::rules::duplicate_property;
use crate::scenario::rules::foreign_crs;
use crate::scenario::rules::foreign_id_repeated;
use crate::scenario::rules::geometry_missing;
use crate::scenario::rules::geometry_type_mixed;
use crate::scenario::rules::missing_id;
use crate::scenario::rules::sensitivity_missing;
use crate::scenario::rules::unknown_kind;
use crate::scenario::rules::unknown_property;
use crate::scenario::rules::unreadable_feature;
use crate::severity::Severity;
use std::collections::BTreeMap;

/// A text to read, and what is known of it beforehand.
pub(in crate::io) struct Input<'a> {
    /// The name to use in messages.
    pub(in crate::io) name: &'a str,
    /// The name without folder and endings, for identifiers that are not given.
    pub(in crate::io) stem: &'a str,
    /// What its features are, unless they say otherwise.
    pub(in crate::io) kind: Option<Kind>,
    /// How its properties map to ours.
    pub(in crate::io) mapping: Option<&'a Mapping>,
    /// Whether it holds one feature a line.
    pub(in crate::io) lines: bool,
}

/// One record, its properties under our names, not yet believed.
pub(in crate::io) struct Parts {
    /// The identifier that stands beside the properties.
    pub(in crate::io) id: Option<String>,
    pub(in crate::io) geometry: Option<Result<Shape, NoShape>>,
    pub(in crate::io) properties: Vec<Field>,
    /// Names of properties given more than once; the last value is kept.
    pub(in crate::io) repeated: Vec<String>,
}

/// Takes records in.
#[derive(Default)]
pub(in crate::io) struct Intake {
    pub(in crate::io) builder: ScenarioBuilder,
    pub(in crate::io) mode: ReadMode,
    pub(in crate::io) clock: Clock,
    /// Of a table: the header and letter of each column, to be named in errors.
    pub(in crate::io) columns: BTreeMap<String, String>,
}

/// What is said once for a whole file.
#[derive(Default)]
pub(in crate::io) struct Tally {
    /// Identifiers of a foreign file, and how often each has come.
    identifiers: BTreeMap<(Kind, String), u64>,
    /// Names of unknown properties: how many features have it, and the kind of the first.
    unknown: BTreeMap<String, (u64, Kind)>,
    altitudes: u64,
    without_sensitivity: u64,
}

impl Intake {
    /// Takes an issue in.
    ///
    /// # Errors
    ///
    /// The issue, if it is an error and the mode is strict.
    pub(in crate::io) fn issue(&mut self, issue: Issue) -> Result<(), ReadError> {
        if self.mode == ReadMode::Strict && issue.severity == Severity::Error {
            return Err(issue.into());
        }
        self.builder.issue(issue);
        Ok(())
    }

    /// Takes an error in as an issue.
    ///
    /// # Errors
    ///
    /// The error itself, if the mode is strict.
    pub(in crate::io) fn problem(&mut self, problem: ReadError) -> Result<(), ReadError> {
        match self.mode {
            ReadMode::Strict => Err(problem),
            ReadMode::Lenient => self.issue(problem.into_issue()),
        }
    }

    /// Reads all features of a text.
    ///
    /// # Errors
    ///
    /// Strict: the first error. Lenient: only if the text as a whole is not
    /// GeoJSON.
    pub(super) fn read(&mut self, input: &Input<'_>, text: &str) -> Result<(), ReadError> {
        let file = RecordRef::file(input.name);
        let document = geojson::split(text, &file, input.lines)?;
        if let Some(crs) = document.crs.filter(|crs| !is_wgs84(crs)) {
            let text = format!(
                "member \"crs\": expected WGS 84 longitude and latitude, found {:?}",
                cut(&crs)
            );
            self.issue(foreign_crs::RULE.issue(file.clone(), text).hint("read as if it were"))?;
        }
        let mut tally = Tally::default();
        let mut number = 0;
        for piece in document.features {
            number += 1;
            let at = file.clone().feature(number);
            match piece.and_then(feature::parse) {
                Ok(raw) => self.feature(input, at, number, raw, &mut tally)?,
                Err(why) => self.issue(
                    unreadable_feature::RULE
                        .issue(at, why.to_string())
                        .hint("the feature is left out"),
                )?,
            }
        }
        self.summary(&file, &tally)?;
        match document.broken {
            Some(broken) if self.mode == ReadMode::Strict => Err(broken),
            Some(broken) => {
                let hint = format!("read as far as there: {}", features(number));
                self.issue(broken.into_issue().hint(hint))
            }
            None => Ok(()),
        }
    }

    fn feature(
        &mut self,
        input: &Input<'_>,
        at: RecordRef,
        number: u64,
        raw: RawFeature,
        tally: &mut Tally,
    ) -> Result<(), ReadError> {
        let RawFeature { id, geometry, properties, repeated } = raw;
        let properties = match input.mapping {
            Some(mapping) => mapping.apply(properties),
            None => properties.into_iter().map(own_field).collect(),
        };
        self.record(input, at, number, Parts { id, geometry, properties, repeated }, tally)
    }

    /// Takes one record in.
    ///
    /// # Errors
    ///
    /// Strict: the first error.
    pub(in crate::io) fn record(
        &mut self,
        input: &Input<'_>,
        at: RecordRef,
        number: u64,
        parts: Parts,
        tally: &mut Tally,
    ) -> Result<(), ReadError> {
        let Parts { id, geometry, mut properties, repeated } = parts;
        let (mut id, generated) = identify(input, number, id, &mut properties);
        let at = at.id(cut(&id));
        for name in repeated {
            let text = format!("expected each property once, found {:?} twice", cut(&name));
            let issue = duplicate_property::RULE.issue(at.clone(), text);
            self.issue(issue.hint("the last value was taken"))?;
        }
        let Some(kind) = self.kind(input, &at, &mut properties)? else { return Ok(()) };
        if generated {
            let text = format!("expected an id, found none; it is called {id:?} here");
            self.issue(missing_id::RULE.issue(at.clone(), text))?;
        }
        if input.mapping.is_some() {
            let times = tally.identifiers.entry((kind, id.clone())).or_default();
            *times += 1;
            if *times > 1 {
                let text = format!("expected an id that comes once, found {:?} again", cut(&id));
                id = format!("{id}-{times}");
                let issue = foreign_id_repeated::RULE.issue(at.clone(), text);
                self.issue(issue.hint(format!("it is called {:?} here", cut(&id))))?;
            }
        }
        let mut fields = Fields::new(at.clone(), kind, properties);
        for name in ["key", "state"] {
            fields.take(name);
        }
        let Some(geometry) = geometry else {
            let text = "expected a geometry, found null";
            let issue = geometry_missing::RULE.issue(at, text);
            return self.issue(issue.hint("the record is left out"));
        };
        let shape = match geometry {
            Ok(shape) => shape,
            Err(no_shape) => return self.no_shape(no_shape, at, kind),
        };
        tally.altitudes += u64::from(shape.has_altitude);
        let fits = match shape.raw {
            RawShape::Point(_) => nouns::needed(kind) == "Point",
            RawShape::Line(_) => nouns::needed(kind) == "LineString",
            RawShape::Area(_) => nouns::needed(kind).starts_with("Polygon"),
        };
        if !fits {
            return self.wrong_geometry(at, kind, shape.type_name.to_owned());
        }
        if shape.collected {
            let text = format!("expected a {}, found a GeometryCollection", nouns::needed(kind));
            let issue = geometry_type_mixed::RULE.issue(at.clone(), text);
            self.issue(issue.hint("its parts were put together"))?;
        }
        let mut raw_shape = shape.raw;
        let mut notes = Vec::new();
        let checked = check_shape(&mut raw_shape, &mut notes);
        for note in notes {
            self.issue(note.into_issue(at.clone()))?;
        }
        if let Err(note) = checked {
            return self.issue(note.into_issue(at));
        }
        let geometry = raw_shape.into_geometry();
        tally.without_sensitivity += u64::from(!fields.has("sensitivity"));
        let added = nouns::add(&mut self.builder, &id, geometry, &mut fields, &self.clock);
        for name in fields.rest() {
            tally.unknown.entry(name.to_owned()).or_insert((0, kind)).0 += 1;
        }
        for problem in fields.problems {
            self.problem(problem.in_column(&self.columns))?;
        }
        for remark in fields.remarks {
            self.issue(remark)?;
        }
        added.or_else(|problem| self.problem(problem))
    }

    /// The kind of a feature: its own word, else the file's.
    fn kind(
        &mut self,
        input: &Input<'_>,
        at: &RecordRef,
        properties: &mut Vec<Field>,
    ) -> Result<Option<Kind>, ReadError> {
        let own = properties.iter().position(|field| field.name == "kind");
        let own = own.map(|own| properties.swap_remove(own)).filter(|field| !field.value.is_null());
        let file = input.mapping.and_then(Mapping::kind).or(input.kind);
        let text = match &own {
            None => {
                if file.is_none() {
                    "property \"kind\": expected a kind such as \"curfew-zone\", found nothing"
                        .into()
                } else {
                    return Ok(file);
                }
            }
            Some(field) => {
                if let Some(kind) = field.value.as_str().and_then(|word| word.parse().ok()) {
                    return Ok(Some(kind));
                }
                format!(
                    "property {:?}: expected a kind such as \"curfew-zone\" or \"checkpoint\", found {}",
                    field.source,
                    super::fields::json(&field.value)
                )
            }
        };
        let hint = match file {
            Some(kind) => format!("read as a {kind}, as the file's name says"),
            None => "the record is left out".into(),
        };
        self.issue(unknown_kind::RULE.issue(at.clone(), text).hint(hint))?;
        Ok(file)
    }

    fn no_shape(&mut self, why: NoShape, at: RecordRef, kind: Kind) -> Result<(), ReadError> {
        let left_out = "the record is left out";
        match why {
            NoShape::Empty => {
                let text = "expected a geometry, found one without coordinates";
                self.issue(geometry_missing::RULE.issue(at, text).hint(left_out))
            }
            NoShape::Unreadable(text) => {
                self.issue(unreadable_feature::RULE.issue(at, text).hint(left_out))
            }
            NoShape::Unusable(found) => self.wrong_geometry(at, kind, found),
        }
    }

    fn wrong_geometry(
        &mut self,
        at: RecordRef,
        kind: Kind,
        found: String,
    ) -> Result<(), ReadError> {
        let expected = nouns::needed(kind);
        self.problem(ReadError::WrongGeometry { at, noun: kind.as_str(), expected, found })
    }

    /// Says what is said once a file.
    ///
    /// # Errors
    ///
    /// Strict: the first error.
    pub(in crate::io) fn summary(
        &mut self,
        file: &RecordRef,
        tally: &Tally,
    ) -> Result<(), ReadError> {
        for (name, (count, kind)) in &tally.unknown {
            let features = features(*count);
            let text =
                format!("property {:?} of {features}: expected a property of a {kind}", cut(name));
            let issue = unknown_property::RULE.issue(file.clone(), text);
            let issue = match unknown_property::suggestion(name, &known::of(*kind)) {
                Some(meant) => issue.hint(format!("do you mean {meant:?}? it is left out")),
                None => issue.hint("it is left out"),
            };
            self.issue(issue)?;
        }
        if tally.altitudes > 0 {
            let text = format!(
                "expected two numbers in each position, found more in {}",
                features(tally.altitudes)
            );
            let issue = altitude_dropped::RULE.issue(file.clone(), text);
            self.issue(issue.hint("only longitude and latitude are used"))?;
        }
        if tally.without_sensitivity > 0 {
            let text = format!(
                "property \"sensitivity\": expected low, moderate, high or severe, found nothing in {}",
                features(tally.without_sensitivity)
            );
            let issue = sensitivity_missing::RULE.issue(file.clone(), text);
            self.issue(issue.hint("they count as high"))?;
        }
        Ok(())
    }
}

fn features(count: u64) -> String {
    if count == 1 { "1 feature".into() } else { format!("{count} features") }
}

/// A property of a file in our own format.
fn own_field((name, value): (String, serde_json::Value)) -> Field {
    let ours = known::our_name(&name).to_owned();
    Field { name: ours, source: name, value }
}

/// The identifier of a feature, and whether it had to be made up.
fn identify(
    input: &Input<'_>,
    number: u64,
    feature_id: Option<String>,
    properties: &mut Vec<Field>,
) -> (String, bool) {
    let at = properties.iter().position(|field| field.name == "id");
    let own = at.and_then(|at| feature::identifier(&properties.swap_remove(at).value));
    let given = own.or(feature_id);
    let generated = given.is_none();
    let id = given.unwrap_or_else(|| format!("{}-{number}", input.stem));
    (input.mapping.map_or_else(|| id.clone(), |mapping| mapping.prefixed(&id)), generated)
}
