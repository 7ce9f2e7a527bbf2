//! Units and populations out of GeoJSON.

use super::AudienceError;
use super::text_of;
use crate::publish::Population;
use crate::publish::Units;
use geo::{Geometry, MultiPolygon};
use geojson::{Feature, FeatureCollection, JsonValue};
use std::path::Path;

/// Areas with the properties `code` and `name`.
pub(super) fn units(path: &Path, code: &str, name: &str) -> Result<Units, AudienceError> {
    let mut units = Vec::new();
    for (record, feature) in features(path)? {
        let fail = |property: &str, expected: &str, found: &str| {
            AudienceError::wrong(path, &record, property, expected, found)
        };
        let area = match geometry(&feature) {
            Some(Geometry::Polygon(area)) => MultiPolygon(vec![area]),
            Some(Geometry::MultiPolygon(areas)) => areas,
            Some(_) => return Err(fail("", "a Polygon or MultiPolygon", "another geometry")),
            None => return Err(fail("", "a Polygon or MultiPolygon", "no geometry")),
        };
        let code = match feature.property(code) {
            Some(JsonValue::String(code)) => code.clone(),
            Some(JsonValue::Number(code)) => code.to_string(),
            other => return Err(fail(code, "a code", &found(other))),
        };
        let name = feature.property(name).and_then(JsonValue::as_str).unwrap_or_default();
        units.push((code, name.to_owned(), area));
    }
    let file = || path.display().to_string();
    Units::new(units).map_err(|source| AudienceError::Units { file: file(), source })
}

/// Points with the property `persons`.
pub(super) fn population(path: &Path, persons: &str) -> Result<Population, AudienceError> {
    let mut points = Vec::new();
    for (record, feature) in features(path)? {
        let fail = |property: &str, expected: &str, found: &str| {
            AudienceError::wrong(path, &record, property, expected, found)
        };
        let Some(Geometry::Point(at)) = geometry(&feature) else {
            return Err(fail("", "a Point", "no geometry or another"));
        };
        let value = feature.property(persons);
        match value.and_then(JsonValue::as_f64) {
            Some(persons) if persons >= 0.0 => points.push((at, persons)),
            _ => return Err(fail(persons, "a number of persons, 0 or more", &found(value))),
        }
    }
    Ok(Population::new(points))
}

fn features(path: &Path) -> Result<Vec<(String, Feature)>, AudienceError> {
    let collection: FeatureCollection = text_of(path)?.parse().map_err(|error| {
        let error: geojson::Error = error;
        AudienceError::wrong(path, "", "", "a GeoJSON FeatureCollection", &error.to_string())
    })?;
    let numbered = collection.features.into_iter().enumerate();
    Ok(numbered.map(|(number, feature)| (format!("feature {}", number + 1), feature)).collect())
}

fn geometry(feature: &Feature) -> Option<Geometry> {
    let geometry = feature.geometry.clone()?;
    Geometry::<f64>::try_from(geometry).ok()
}

fn found(value: Option<&JsonValue>) -> String {
    value.map_or("none".to_owned(), |value| value.to_string().chars().take(80).collect())
}
