//! Audiences from files.
//!
//! Floor 7.
//!
//! An audience file is one JSON object; only `name` must be there:
//!
//! ```json
//! {
//!   "name": "press",
//!   "ceiling": "low",
//!   "decimals": 3,
//!   "least_count": 10,
//!   "layers": ["corridors", "shelters", "incidents"],
//!   "fields": {"shelters": ["name", "name_ar"]},
//!   "delay_hours": {"incidents": 24},
//!   "units": {"incidents": {"file": "districts.geojson", "code": "pcode", "name": "name"}},
//!   "masks": {"shelters": {"key_file": "mask.key", "least_m": 150, "most_m": 400,
//!                          "persons": 50, "population": "population.geojson"}}
//! }
//! ```
//!
//! Files are sought beside it. What is not said is as for the public. A property
//! that is not known is an error: it may have been meant to hold something back.

mod error;
mod places;

pub use error::AudienceError;

use crate::model::Sensitivity;
use crate::publish::Audience;
use crate::publish::Mask;
use crate::publish::MaskKey;
use crate::units::Metres;
use jiff::SignedDuration;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stated {
    name: String,
    ceiling: Option<Sensitivity>,
    decimals: Option<u8>,
    least_count: Option<u64>,
    layers: Option<Vec<String>>,
    #[serde(default)]
    fields: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    delay_hours: BTreeMap<String, u32>,
    #[serde(default)]
    units: BTreeMap<String, StatedUnits>,
    #[serde(default)]
    masks: BTreeMap<String, StatedMask>,
    #[serde(default)]
    sees_embargoed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatedUnits {
    file: String,
    #[serde(default = "code")]
    code: String,
    #[serde(default = "name")]
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatedMask {
    key_file: String,
    least_m: f64,
    most_m: f64,
    persons: u32,
    population: String,
    #[serde(default = "persons")]
    persons_property: String,
}

fn code() -> String {
    "code".to_owned()
}

fn name() -> String {
    "name".to_owned()
}

fn persons() -> String {
    "persons".to_owned()
}

/// Reads an audience and the files that it names.
///
/// # Errors
///
/// [`AudienceError`] naming the file and the property.
pub fn read(path: &Path) -> Result<Audience, AudienceError> {
    let text = text_of(path)?;
    let stated: Stated =
        serde_json::from_str(&text).map_err(|error| AudienceError::json(path, &error))?;
    let beside = |name: &str| path.parent().unwrap_or(Path::new("")).join(name);
    let mut audience = Audience::builder(stated.name);
    if let Some(ceiling) = stated.ceiling {
        audience = audience.ceiling(ceiling);
    }
    if let Some(decimals) = stated.decimals {
        audience = audience.decimals(decimals);
    }
    if let Some(least) = stated.least_count {
        audience = audience.least_count((least > 1).then_some(least));
    }
    if let Some(layers) = stated.layers {
        audience = audience.only_layers(layers);
    }
    for (layer, fields) in stated.fields {
        audience = audience.only_fields(layer, fields);
    }
    for (layer, hours) in stated.delay_hours {
        audience = audience.delayed(layer, SignedDuration::from_hours(hours.into()));
    }
    for (layer, units) in stated.units {
        let units = places::units(&beside(&units.file), &units.code, &units.name)?;
        audience = audience.by_units(layer, units);
    }
    for (layer, mask) in stated.masks {
        let key = key(&beside(&mask.key_file))?;
        let population = places::population(&beside(&mask.population), &mask.persons_property)?;
        let (least, most) = (Metres(mask.least_m), Metres(mask.most_m));
        let mask = Mask::new(key, least, most, mask.persons, population).map_err(|source| {
            AudienceError::Mask { file: path.display().to_string(), layer: layer.clone(), source }
        })?;
        audience = audience.masked(layer, mask);
    }
    if stated.sees_embargoed {
        audience = audience.sees_embargoed();
    }
    let file = || path.display().to_string();
    audience.build().map_err(|source| AudienceError::Audience { file: file(), source })
}

/// The 64 hexadecimal digits of a mask's key.
fn key(path: &Path) -> Result<MaskKey, AudienceError> {
    let text = text_of(path)?;
    let digits = text.trim();
    let pair = |n: usize| u8::from_str_radix(digits.get(2 * n..2 * n + 2)?, 16).ok();
    let mut key = [0; 32];
    let read = digits.len() == 64
        && key.iter_mut().enumerate().all(|(n, byte)| pair(n).map(|read| *byte = read).is_some());
    if read {
        Ok(MaskKey::new(key))
    } else {
        // What stands there is a secret, even where it is none.
        let expected = "64 hexadecimal digits, such as 32 random bytes";
        Err(AudienceError::wrong(path, "", "", expected, "something else"))
    }
}

fn text_of(path: &Path) -> Result<String, AudienceError> {
    let fail = |source| AudienceError::Io { file: path.display().to_string(), source };
    fs::read_to_string(path).map_err(fail)
}

#[cfg(test)]
mod tests;
