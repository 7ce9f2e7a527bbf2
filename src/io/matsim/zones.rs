//! Evacuation zones, and how many people live in each.
//!
//! Floor 7.

use super::error::MatsimError;
use super::rules;
use super::text;
use crate::id::Kind;
use crate::id::NeighbourhoodId;
use crate::index::Entry;
use crate::index::Filter;
use crate::index::SpatialIndex;
use crate::io::read::Mapping;
use crate::io::read::ScenarioReader;
use crate::io::read::identifier;
use crate::io::read::split_features;
use crate::model::Feature;
use crate::model::Neighbourhood;
use crate::record::RecordRef;
use crate::scenario::Issue;
use crate::scenario::rules::Looks;
use crate::scenario::rules::RULES;
use geo::Coord;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// The zones of a file.
pub(super) struct Zones {
    pub(super) at: RecordRef,
    /// The zones and where each was read, by id.
    pub(super) all: Vec<(Neighbourhood, RecordRef)>,
    /// The zones that bear an id in the file; several if it repeats there.
    pub(super) named: BTreeMap<String, Vec<NeighbourhoodId>>,
    pub(super) issues: Vec<Issue>,
}

#[derive(Deserialize)]
struct Properties {
    #[serde(default)]
    properties: Option<BTreeMap<String, Value>>,
}

/// Reads zones whose id stands in the property `id`.
pub(super) fn read(path: &Path, id: &str) -> Result<Zones, MatsimError> {
    let at = text::record_of(path);
    let body = text::read(path, &at)?;
    let mapping = Mapping::of(Kind::Neighbourhood).id(id).name(id);
    let mut named = BTreeMap::<String, Vec<NeighbourhoodId>>::new();
    let mut origins = BTreeMap::<NeighbourhoodId, RecordRef>::new();
    let features = split_features(&body, &at, false)?.features;
    for (number, feature) in (1..).zip(&features) {
        let Some(name) = feature.as_ref().ok().and_then(|text| id_of(text, id)) else { continue };
        let same = named.entry(name.clone()).or_default();
        // As readers of foreign files number the later ones.
        let own = if same.is_empty() { name } else { format!("{name}-{}", same.len() + 1) };
        let own = NeighbourhoodId::from(own);
        origins.entry(own.clone()).or_insert(at.clone().feature(number).id(own.as_str()));
        same.push(own);
    }
    let loaded = ScenarioReader::new().mapped_text(at.file_name(), body, mapping).read()?;
    let known = |issue: &Issue| {
        // What is looked for in whole scenarios will be found in the one to be built.
        let at_scenario = |looks| matches!(looks, Looks::AtTheScenario(_));
        RULES.iter().any(|rule| rule.code == issue.code && at_scenario(rule.looks))
    };
    let issues = loaded.issues.into_iter().filter(|issue| !known(issue)).collect();
    let scenario = loaded.scenario;
    for ids in named.values_mut() {
        ids.retain(|id| scenario.neighbourhood(id).is_some());
    }
    named.retain(|_, ids| !ids.is_empty());
    let all = scenario.neighbourhoods().iter().map(|zone| {
        let origin = origins.get(zone.id()).cloned();
        (zone.clone(), origin.unwrap_or_else(|| at.clone().id(zone.id().as_str())))
    });
    Ok(Zones { all: all.collect(), at, named, issues })
}

fn id_of(feature: &str, property: &str) -> Option<String> {
    let Properties { properties } = serde_json::from_str(feature).ok()?;
    identifier(&properties?.remove(property)?)
}

/// How many of the homes lie in each zone. A home in several counts in the
/// first by id, one in none is reported.
pub(super) fn count(zones: &Zones, homes: &[Coord], issues: &mut Vec<Issue>) -> Vec<u64> {
    let mut counts = vec![0; zones.all.len()];
    let entries = zones.all.iter().map(|(zone, _)| Entry::new(zone.id().to_ref(), zone.geometry()));
    let Ok(index) = SpatialIndex::build(entries) else { return counts };
    let Ok(covered) = index.covering_many(homes, &Filter::all()) else { return counts };
    let numbers: BTreeMap<_, usize> =
        zones.all.iter().enumerate().map(|(at, (zone, _))| (zone.id().to_ref(), at)).collect();
    let zone_of = |entry: &u32| numbers.get(&index.entry_at(*entry)?.reference).copied();
    let mut outside = 0_u64;
    for home in 0..homes.len() {
        match covered.of(home).iter().filter_map(zone_of).min() {
            Some(zone) => counts[zone] += 1,
            None => outside += 1,
        }
    }
    if outside > 0 {
        let all = homes.len();
        let text = format!("expected homes in zones, found {outside} of {all} in none");
        issues.push(rules::AGENTS_OUTSIDE.issue(zones.at.clone(), text));
    }
    counts
}
