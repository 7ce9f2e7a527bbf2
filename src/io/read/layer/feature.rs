//! One feature out of its text, in one pass.

use super::columns::Columns;
use super::place::{Place, Word, twice};
use super::value::Sorts;
use crate::layer::Value;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Unexpected, Visitor};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// The parts of a feature. Kept from feature to feature.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) columns: Columns,
    pub(super) place: Place,
    pub(super) id: Option<String>,
    /// Members that GeoJSON does not know, with how many features had them.
    pub(super) foreign: BTreeMap<String, u64>,
}

impl Parts {
    /// Reads a feature; `number` is its number in the file, the first being 1.
    pub(super) fn read(&mut self, text: &str, number: u64) -> Result<(), serde_json::Error> {
        self.columns.begin(number);
        self.place.clear();
        self.id = None;
        let mut parser = serde_json::Deserializer::from_str(text);
        (&mut *self).deserialize(&mut parser)?;
        parser.end()?;
        if self.columns.nested { self.nested(text) } else { Ok(()) }
    }

    /// Reads a feature that has arrays or objects as properties once more, for
    /// their text as it stands.
    fn nested(&mut self, text: &str) -> Result<(), serde_json::Error> {
        let again: Again<'_> = serde_json::from_str(text)?;
        for (name, raw) in again.properties.0 {
            let Some(column) = self.columns.column(&name) else { continue };
            if self.columns.sorts.get(column) == Some(&Sorts::NESTED)
                && let Some(value) = self.columns.values.get_mut(column)
            {
                *value = Some(Value::Text(raw.get().to_owned()));
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Again<'t> {
    #[serde(borrow)]
    properties: Texts<'t>,
}

/// Properties with the text of their values.
struct Texts<'t>(Vec<(String, &'t RawValue)>);

impl<'de: 't, 't> Deserialize<'de> for Texts<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(TextsVisitor)
    }
}

struct TextsVisitor;

impl<'t> Visitor<'t> for TextsVisitor {
    type Value = Texts<'t>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of properties")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<Texts<'t>, A::Error> {
        let mut texts = Vec::new();
        while let Some(entry) = map.next_entry()? {
            texts.push(entry);
        }
        Ok(Texts(texts))
    }
}

enum Member {
    Type,
    Geometry,
    Properties,
    Id,
    /// Follows from the geometry.
    Bbox,
    Other(String),
}

impl Member {
    fn of(name: &str) -> Self {
        match name {
            "type" => Self::Type,
            "geometry" => Self::Geometry,
            "properties" => Self::Properties,
            "id" => Self::Id,
            "bbox" => Self::Bbox,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl<'t> DeserializeSeed<'t> for &mut Parts {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'t> Visitor<'t> for &mut Parts {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a feature")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<(), A::Error> {
        let (mut is_feature, mut geometry, mut properties, mut id) = (false, false, false, false);
        let once = |there: &mut bool, name| {
            if std::mem::replace(there, true) { Err(twice(name)) } else { Ok(()) }
        };
        while let Some(member) = map.next_key_seed(Word(Member::of))? {
            match member {
                Member::Type => {
                    once(&mut is_feature, "type")?;
                    map.next_value_seed(IsFeature)?;
                }
                Member::Geometry => {
                    once(&mut geometry, "geometry")?;
                    map.next_value_seed(&mut self.place)?;
                }
                Member::Properties => {
                    once(&mut properties, "properties")?;
                    map.next_value_seed(&mut self.columns)?;
                }
                Member::Id => {
                    once(&mut id, "id")?;
                    self.id = map.next_value_seed(Id)?;
                }
                Member::Bbox => {
                    map.next_value::<IgnoredAny>()?;
                }
                Member::Other(name) => {
                    map.next_value::<IgnoredAny>()?;
                    // The names of a hostile file shall not fill the memory.
                    if self.foreign.len() < super::columns::MOST_COLUMNS {
                        *self.foreign.entry(name).or_default() += 1;
                    }
                }
            }
        }
        if is_feature {
            Ok(())
        } else {
            Err(A::Error::custom("invalid value: an object without a type, expected a Feature"))
        }
    }
}

/// The type of a feature, which is `Feature`.
struct IsFeature;

impl<'t> DeserializeSeed<'t> for IsFeature {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for IsFeature {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of type \"Feature\"")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        if text == "Feature" { Ok(()) } else { Err(E::invalid_value(Unexpected::Str(text), &self)) }
    }
}

/// A feature's identifier as text.
struct Id;

impl<'t> DeserializeSeed<'t> for Id {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for Id {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text or a number as id")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(text.to_owned()).filter(|text| !text.is_empty()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Some(serde_json::Value::from(number).to_string()))
    }
}
