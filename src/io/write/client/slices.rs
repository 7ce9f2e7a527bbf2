//! One instant a feature: features repeated for each instant at which they hold.

use super::WriteError;
use crate::layer::{Field, FieldType, Layer, LayerError, LayerFeature};
use crate::publish::ReleasedLayer;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

/// How long before the first change it is shown what held before that.
const BEFORE: SignedDuration = SignedDuration::from_hours(1);

/// The timed layers with each feature once for each instant of change, of any of the
/// layers, at which it holds; the instant stands in the column `name`.
pub(super) fn sliced(
    layers: &[ReleasedLayer],
    name: &str,
) -> Result<Vec<ReleasedLayer>, WriteError> {
    let instants = instants(layers);
    super::each(layers, |layer| {
        if layer.is_timed() { slice(layer, name, &instants) } else { Ok(layer.clone()) }
    })
}

/// Every instant at which something begins or ends; where something held before the
/// first of them, also one before.
fn instants(layers: &[ReleasedLayer]) -> Vec<Timestamp> {
    let windows = || {
        let features = layers.iter().flat_map(|layer| layer.layer().features());
        features.filter_map(LayerFeature::window)
    };
    let mut found: BTreeSet<Timestamp> =
        windows().flat_map(|window| [window.start(), window.end()]).flatten().collect();
    if let Some(first) = found.first().copied()
        && windows().any(|window| window.start().is_none())
        && let Ok(before) = first.checked_sub(BEFORE)
    {
        found.insert(before);
    }
    found.into_iter().collect()
}

/// The key of a record at an instant. In seconds since 1970, since kepler.gl takes a column
/// of texts with a date in them for one of times.
fn key_at(key: &str, at: Timestamp) -> String {
    match at.subsec_nanosecond() {
        0 => format!("{key}@{}", at.as_second()),
        _ => format!("{key}@{}ns", at.as_nanosecond()),
    }
}

fn slice(layer: &Layer, name: &str, instants: &[Timestamp]) -> Result<Layer, LayerError> {
    let mut features = Vec::with_capacity(layer.features().len());
    for feature in layer.features() {
        let window = feature.window();
        let (from, to) = match window {
            Some(window) => (
                instants.partition_point(|at| *at < window.start_or_min()),
                instants.partition_point(|at| *at < window.end_or_max()),
            ),
            None => (0, instants.len()),
        };
        let known = window.is_some();
        let held = instants.get(from..to).unwrap_or_default();
        let mut repeat = |at: Option<Timestamp>, key: String| {
            let mut values =
                vec![Some(feature.key().into()), at.map(Into::into), Some(known.into())];
            values.extend(feature.values().iter().cloned());
            features.push(feature.with_values(key, values).at_no_time());
        };
        for at in held {
            repeat(Some(*at), key_at(feature.key(), *at));
        }
        if held.is_empty() {
            repeat(None, feature.key().to_owned());
        }
    }
    let columns = [
        Field::harmless("of", FieldType::Text, "the key of the record that is repeated"),
        Field::harmless(name, FieldType::Time, "an instant at which it holds"),
        Field::harmless("time_known", FieldType::Boolean, "whether it is known when it holds"),
    ];
    layer.schema().with_more_columns(columns).untimed().builder().features(features).build()
}
