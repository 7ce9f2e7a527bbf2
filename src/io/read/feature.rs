//! Text of one feature to its parts.
//!
//! Floor 7.

use super::geojson::Unreadable;
use super::geojson::what_of;
use super::shape::NoShape;
use super::shape::RawGeometry;
use super::shape::Shape;
use crate::scenario::rules::cut;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use std::fmt;

/// One feature, taken apart but not yet believed.
pub(super) struct RawFeature {
    pub(super) id: Option<String>,
    pub(super) geometry: Option<Result<Shape, NoShape>>,
    pub(super) properties: Vec<(String, Value)>,
    /// Names of properties given more than once; the last value is kept.
    pub(super) repeated: Vec<String>,
}

#[derive(Deserialize)]
struct Members<'t> {
    #[serde(rename = "type", borrow)]
    kind: Option<&'t RawValue>,
    #[serde(borrow)]
    id: Option<&'t RawValue>,
    #[serde(borrow)]
    geometry: Option<&'t RawValue>,
    #[serde(borrow)]
    properties: Option<&'t RawValue>,
}

/// Takes a feature apart.
pub(super) fn parse(text: &str) -> Result<RawFeature, Unreadable> {
    if !text.starts_with('{') {
        return Err(Unreadable(format!("expected a GeoJSON Feature, found {}", cut(text))));
    }
    let members: Members<'_> = serde_json::from_str(text).map_err(|error| {
        Unreadable(format!("expected a GeoJSON Feature, found {}", what_of(&error)))
    })?;
    let kind = members.kind.map_or("nothing", RawValue::get);
    if kind != "\"Feature\"" {
        return Err(wrong("type", "\"Feature\"", &cut(kind)));
    }
    let id = members.id.map(|raw| {
        let value = serde_json::from_str(raw.get()).ok();
        value
            .as_ref()
            .and_then(identifier)
            .ok_or_else(|| wrong("id", "text or a number", &cut(raw.get())))
    });
    let geometry = members.geometry.map(|raw| {
        let expected = "a GeoJSON geometry";
        if !raw.get().starts_with('{') {
            return Err(wrong("geometry", expected, &cut(raw.get())));
        }
        let geometry = serde_json::from_str::<RawGeometry>(raw.get());
        geometry.map_err(|error| wrong("geometry", expected, &what_of(&error)))
    });
    let properties = members.properties.map(|raw| {
        let properties = serde_json::from_str::<Properties>(raw.get());
        properties.map_err(|error| wrong("properties", "an object", &what_of(&error)))
    });
    let Properties { values, repeated } = properties.transpose()?.unwrap_or_default();
    let (id, geometry) = (id.transpose()?, geometry.transpose()?);
    let geometry = geometry.map(RawGeometry::into_shape);
    Ok(RawFeature { id, geometry, properties: values, repeated })
}

fn wrong(member: &str, expected: &str, found: &str) -> Unreadable {
    Unreadable(format!("member {member:?}: expected {expected}, found {found}"))
}

/// An identifier given as text or as a number; `None` for anything else and
/// for empty text. A number without a fraction is written without one.
pub(in crate::io) fn identifier(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e15 => {
                format!("{float:.0}")
            }
            _ => number.to_string(),
        }),
        _ => None,
    }
}

#[derive(Default)]
struct Properties {
    values: Vec<(String, Value)>,
    repeated: Vec<String>,
}

impl<'t> Deserialize<'t> for Properties {
    fn deserialize<D: Deserializer<'t>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'t> Visitor<'t> for Collect {
            type Value = Properties;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<Properties, A::Error> {
                let mut all = std::collections::BTreeMap::new();
                let mut found = Properties::default();
                while let Some((name, value)) = map.next_entry::<String, Value>()? {
                    if all.insert(name.clone(), value).is_some() {
                        found.repeated.push(name);
                    }
                }
                found.values = all.into_iter().collect();
                Ok(found)
            }
        }
        deserializer.deserialize_map(Collect)
    }
}
