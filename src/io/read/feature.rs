//! Text of one feature to its parts.
//!
//! Floor 7.

use super::geojson::what_of;
use super::shape::RawGeometry;
use crate::scenario::rules::cut;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use std::fmt;

/// One feature, taken apart but not yet believed.
pub(super) struct RawFeature {
    pub(super) id: Option<String>,
    pub(super) geometry: Option<RawGeometry>,
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

/// Takes a feature apart. An error is what is wrong with it, in words.
pub(super) fn parse(text: &str) -> Result<RawFeature, String> {
    if !text.starts_with('{') {
        return Err(format!("expected a GeoJSON Feature, found {}", cut(text)));
    }
    let wrong =
        |error: serde_json::Error| format!("expected a GeoJSON Feature, found {}", what_of(&error));
    let members: Members<'_> = serde_json::from_str(text).map_err(wrong)?;
    let kind = members.kind.map_or("nothing", RawValue::get);
    if kind != "\"Feature\"" {
        return Err(format!("member \"type\": expected \"Feature\", found {}", cut(kind)));
    }
    let id = members.id.map(|raw| {
        let value = serde_json::from_str(raw.get()).ok();
        value.as_ref().and_then(identifier).ok_or_else(|| {
            format!("member \"id\": expected text or a number, found {}", cut(raw.get()))
        })
    });
    let geometry = members.geometry.map(|raw| {
        if !raw.get().starts_with('{') {
            return Err(format!(
                "member \"geometry\": expected a GeoJSON geometry, found {}",
                cut(raw.get())
            ));
        }
        serde_json::from_str::<RawGeometry>(raw.get()).map_err(|error| {
            format!("member \"geometry\": expected a GeoJSON geometry, found {}", what_of(&error))
        })
    });
    let properties = members.properties.map(|raw| {
        serde_json::from_str::<Properties>(raw.get()).map_err(|error| {
            format!("member \"properties\": expected an object, found {}", what_of(&error))
        })
    });
    let Properties { values, repeated } = properties.transpose()?.unwrap_or_default();
    Ok(RawFeature {
        id: id.transpose()?,
        geometry: geometry.transpose()?,
        properties: values,
        repeated,
    })
}

/// An identifier given as text or as a number; `None` for anything else and
/// for empty text. A number without a fraction is written without one.
pub(super) fn identifier(value: &Value) -> Option<String> {
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
