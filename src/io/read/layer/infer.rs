//! A whole file as a layer whose columns follow from its values.

use super::LoadedLayer;
use super::ReadLayerError;
use super::columns::Target;
use super::rows::Rows;
use super::value::{self, Sorts};
use crate::layer::{Field, FieldType, Layer, LayerFeature, Value};
use crate::record::RecordRef;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Most characters of a column's name.
const LONGEST_NAME: usize = 63;

/// Reads all rows, then says what the columns are.
pub(super) fn layer(mut rows: Rows, name: &str) -> Result<LoadedLayer, ReadLayerError> {
    let (mut features, mut numbers) = (Vec::new(), Vec::new());
    while let Some(feature) = rows.next()? {
        features.push(feature);
        numbers.push(rows.report.features);
    }
    check_keys(&features, &numbers, rows.at())?;
    let types = types(&mut rows, &mut features);
    let geometry_type =
        rows.geometry_type.ok_or_else(|| ReadLayerError::NoGeometry { at: rows.at().clone() })?;
    let names = column_names(&rows);
    for (column, name) in names.iter().enumerate() {
        if name != rows.parts.columns.name(column) {
            let found = rows.parts.columns.name(column).to_owned();
            rows.report.renamed.push((found, name.clone()));
        }
    }
    let fields = names.into_iter().zip(types).map(|(name, holds)| Field::new(name, holds, ""));
    let mut layer = Layer::builder(name, geometry_type).fields(fields).features(features);
    let columns = &rows.parts.columns;
    if columns.has(Target::Start) || columns.has(Target::End) {
        layer = layer.timed();
    }
    if rows.multi {
        layer = layer.multi();
    }
    if let Some(title) = rows.document.about.title.take() {
        layer = layer.title(title);
    }
    if let Some(description) = rows.document.about.description.take() {
        layer = layer.description(description);
    }
    let at = rows.at().clone();
    let layer =
        layer.build().map_err(|source| ReadLayerError::Layer { at, source: Box::new(source) })?;
    Ok(LoadedLayer { layer, report: rows.report() })
}

/// Keys in ascending order need no second look; others are sorted for it.
fn check_keys(
    features: &[LayerFeature],
    numbers: &[u64],
    at: &RecordRef,
) -> Result<(), ReadLayerError> {
    if features.windows(2).all(|pair| pair[0].key() < pair[1].key()) {
        return Ok(());
    }
    let mut keys: Vec<(&str, u64)> =
        features.iter().map(LayerFeature::key).zip(numbers.iter().copied()).collect();
    keys.sort_unstable();
    let twice = keys.windows(2).filter(|pair| pair[0].0 == pair[1].0);
    // Of several pairs that of which the second stands first in the file.
    match twice.min_by_key(|pair| pair[1].1) {
        None => Ok(()),
        Some(pair) => Err(ReadLayerError::DuplicateKey {
            at: at.clone().feature(pair[1].1).id(pair[1].0),
            first: pair[0].1,
        }),
    }
}

/// The type of each column; the values are made to be of it.
fn types(rows: &mut Rows, features: &mut [LayerFeature]) -> Vec<FieldType> {
    let count = rows.parts.columns.len();
    rows.sorts.resize(count, Sorts::default());
    let mut types = Vec::with_capacity(count);
    for (column, sorts) in rows.sorts.iter().enumerate() {
        let name = rows.parts.columns.name(column);
        let (mut holds, mixed) = sorts.field_type();
        if mixed {
            rows.report.mixed.push(name.to_owned());
        }
        if sorts.has(Sorts::NESTED) {
            rows.report.nested.push(name.to_owned());
        }
        if holds == FieldType::Time {
            match instants(features, column) {
                Some((instants, offsets)) => {
                    for (feature, at) in features.iter_mut().zip(instants) {
                        if let Some(there) = feature.values_mut().get_mut(column) {
                            *there = at.map(Value::Time);
                        }
                    }
                    rows.report.offsets_dropped += offsets;
                }
                None => holds = FieldType::Text,
            }
        }
        types.push(holds);
    }
    let convert: Vec<(usize, FieldType)> = (0..count)
        .zip(&types)
        .filter(|(column, holds)| {
            let sorts = rows.sorts.get(*column).copied().unwrap_or_default();
            match holds {
                FieldType::Real => sorts.has(Sorts::INTEGER),
                FieldType::Text => sorts.field_type().1,
                _ => false,
            }
        })
        .map(|(column, holds)| (column, *holds))
        .collect();
    for feature in features {
        let values = feature.values_mut();
        values.resize(count, None);
        for (column, to) in &convert {
            let Some(there) = values.get_mut(*column) else { continue };
            // Every value goes into the type that holds all of the column.
            *there =
                there.take().and_then(|value| value::as_type(value, Sorts::default(), *to).ok());
        }
    }
    types
}

/// The instants that all texts of a column say, and how many say them with another
/// offset than `Z`; `None` if one does not, such as on the 30th of February.
fn instants(features: &[LayerFeature], column: usize) -> Option<(Vec<Option<Timestamp>>, u64)> {
    let mut offsets = 0;
    let one = |feature: &LayerFeature| match feature.values().get(column) {
        Some(Some(Value::Text(text))) => {
            offsets += u64::from(value::has_offset(text));
            value::instant(text).map(Some).ok_or(())
        }
        _ => Ok(None),
    };
    let instants: Result<Vec<_>, ()> = features.iter().map(one).collect();
    Some((instants.ok()?, offsets))
}

/// A name for each column that a layer can have: the property's own if it can be,
/// else one made out of it. A property whose name can be has it before others.
fn column_names(rows: &Rows) -> Vec<String> {
    let columns = &rows.parts.columns;
    let mut taken: BTreeSet<String> = ["key", "start", "end"].map(str::to_owned).into();
    let found: Vec<&str> = (0..columns.len()).map(|column| columns.name(column)).collect();
    let keeps: Vec<bool> =
        found.iter().map(|name| can_be(name) && taken.insert(name.to_lowercase())).collect();
    let mut names = Vec::with_capacity(found.len());
    // The number to be tried next behind each name, so that none is tried twice.
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for (name, keeps) in found.into_iter().zip(keeps) {
        if keeps {
            names.push(name.to_owned());
            continue;
        }
        let plain: String =
            name.chars().map(|one| if one.is_control() { '_' } else { one }).collect();
        let base = if plain.is_empty() { "column" } else { plain.as_str() };
        let number = numbers.entry(base.to_lowercase()).or_insert(1);
        loop {
            let end = if *number == 1 { String::new() } else { format!("_{number}") };
            let room = LONGEST_NAME - end.len();
            let name: String = base.chars().take(room).chain(end.chars()).collect();
            *number += 1;
            if taken.insert(name.to_lowercase()) {
                names.push(name);
                break;
            }
        }
    }
    names
}

fn can_be(name: &str) -> bool {
    !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control)
}
