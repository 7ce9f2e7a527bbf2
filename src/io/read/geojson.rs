//! Text of a file to features, each still text.
//!
//! Floor 7.
//!
//! Features are taken apart one at a time, so that a bad one costs only itself
//! and no more than one is ever held as a tree. What is read: a
//! `FeatureCollection`, a single `Feature`, a GeoJSON text sequence (RFC 8142), or
//! one `Feature` a line.

use super::ReadError;
use crate::record::RecordRef;
use crate::scenario::rules::cut;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// Why one feature cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(in crate::io) struct Unreadable(pub(in crate::io) String);

/// What a file holds.
#[derive(Default)]
pub(in crate::io) struct Document<'t> {
    /// The text of each feature, or why that piece of a sequence is not JSON.
    pub(in crate::io) features: Vec<Result<&'t str, Unreadable>>,
    /// The name of a coordinate reference system, if the file gives one.
    pub(in crate::io) crs: Option<String>,
    /// Why reading stopped before the end, if it did.
    pub(in crate::io) broken: Option<ReadError>,
}

/// Splits the text of a file into features. `lines`: the file's name says that
/// it holds one feature a line.
pub(in crate::io) fn split<'t>(
    text: &'t str,
    at: &RecordRef,
    lines: bool,
) -> Result<Document<'t>, ReadError> {
    const SEPARATOR: char = '\u{1E}';
    let body = text.trim_start();
    if body.starts_with(SEPARATOR) {
        return Ok(sequence(body.split(SEPARATOR)));
    }
    if lines || first_line_is_a_feature(body) {
        return Ok(sequence(text.lines()));
    }
    collection(text, at)
}

fn first_line_is_a_feature(body: &str) -> bool {
    body.split_once('\n').is_some_and(|(first, rest)| {
        let first = first.trim();
        rest.trim_start().starts_with('{')
            && first.starts_with('{')
            && serde_json::from_str::<&RawValue>(first).is_ok()
    })
}

fn sequence<'t>(pieces: impl Iterator<Item = &'t str>) -> Document<'t> {
    let pieces = pieces.map(str::trim).filter(|piece| !piece.is_empty());
    let features = pieces
        .map(|piece| match serde_json::from_str::<&RawValue>(piece) {
            Ok(raw) => Ok(raw.get()),
            Err(error) => Err(Unreadable(format!("expected JSON, found {}", what_of(&error)))),
        })
        .collect();
    Document { features, ..Document::default() }
}

fn collection<'t>(text: &'t str, at: &RecordRef) -> Result<Document<'t>, ReadError> {
    let mut top = Top::default();
    let mut parser = serde_json::Deserializer::from_str(text);
    let parsed = (&mut top).deserialize(&mut parser).and_then(|()| parser.end());
    let Top { features, kind, has_features, crs, not_an_array } = top;
    if let Some(found) = not_an_array {
        let expected = "an array of features";
        return Err(ReadError::NotGeoJson { at: at.clone(), expected, found });
    }
    let mut document =
        Document { features: features.into_iter().map(Ok).collect(), crs, broken: None };
    if let Err(error) = parsed {
        let broken = if error.is_data() {
            let expected = "a GeoJSON FeatureCollection or Feature";
            ReadError::NotGeoJson { at: at.clone(), expected, found: what_of(&error) }
        } else {
            malformed(&error, at)
        };
        if document.features.is_empty() {
            return Err(broken);
        }
        document.broken = Some(broken);
        return Ok(document);
    }
    match (kind.as_deref(), has_features) {
        (Some("FeatureCollection"), true) => Ok(document),
        (Some("Feature"), false) => {
            document.features = vec![Ok(text.trim())];
            Ok(document)
        }
        (found, _) => {
            let found = match found {
                Some("FeatureCollection") => "a FeatureCollection without features".into(),
                Some(other) => format!("an object of type {:?}", cut(other)),
                None => "an object without a type".into(),
            };
            let expected = "a GeoJSON FeatureCollection or Feature";
            Err(ReadError::NotGeoJson { at: at.clone(), expected, found })
        }
    }
}

/// What a JSON parser said, as an error that points at the place.
pub(in crate::io) fn malformed(error: &serde_json::Error, at: &RecordRef) -> ReadError {
    ReadError::MalformedJson {
        at: at.clone(),
        line: error.line(),
        column: error.column(),
        found: what_of(error),
    }
}

/// What a JSON parser said, without the place, in fewer words than there is text.
pub(in crate::io) fn what_of(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
    match what {
        "recursion limit exceeded" => "more than 127 levels of nesting".into(),
        "EOF while parsing a value" if error.column() == 0 => "nothing".into(),
        _ => cut(&plainly(what)),
    }
}

/// `invalid type: sequence, expected a map` as `an array`: what was expected is
/// said already, in words of GeoJSON.
fn plainly(what: &str) -> String {
    if let Some(cut_off) = what.strip_prefix("EOF while parsing ") {
        return format!("the end of the text inside {cut_off}");
    }
    let Some((found, _)) = what
        .strip_prefix("invalid type: ")
        .or_else(|| what.strip_prefix("invalid value: "))
        .and_then(|rest| rest.rsplit_once(", expected "))
    else {
        return what.to_owned();
    };
    match found {
        "sequence" => "an array".into(),
        "map" => "an object".into(),
        other => other.replace('`', ""),
    }
}

/// The members of the top-level object that matter.
#[derive(Default)]
struct Top<'t> {
    features: Vec<&'t str>,
    kind: Option<String>,
    has_features: bool,
    crs: Option<String>,
    not_an_array: Option<String>,
}

impl<'t> DeserializeSeed<'t> for &mut Top<'t> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'t> Visitor<'t> for &mut Top<'t> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a GeoJSON object")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "type" => {
                    let raw: &RawValue = map.next_value()?;
                    self.kind = serde_json::from_str(raw.get()).ok();
                }
                "features" => {
                    self.has_features = true;
                    map.next_value_seed(Features(self))?;
                }
                "crs" => {
                    let raw: &RawValue = map.next_value()?;
                    self.crs = crs_name(raw.get());
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// Collects the text of features, so that those before a break are kept.
struct Features<'a, 't>(&'a mut Top<'t>);

impl<'t> DeserializeSeed<'t> for Features<'_, 't> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'t> Visitor<'t> for Features<'_, 't> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of features")
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(raw) = list.next_element::<&RawValue>()? {
            self.0.features.push(raw.get());
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<(), A::Error> {
        self.0.not_an_array = Some("an object".into());
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.0.not_an_array = Some("null".into());
        Ok(())
    }
}

/// The name in an old `crs` member.
pub(super) fn crs_name(text: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Crs {
        properties: Named,
    }
    #[derive(Deserialize)]
    struct Named {
        name: String,
    }
    serde_json::from_str::<Crs>(text).ok().map(|crs| crs.properties.name)
}

/// Whether a named coordinate reference system is WGS 84 in degrees.
pub(in crate::io) fn is_wgs84(crs: &str) -> bool {
    let name = crs.to_ascii_uppercase();
    ["CRS84", "EPSG::4326", "EPSG:4326", "CRS:84", "WGS84", "WGS 84"]
        .iter()
        .any(|known| name.ends_with(known))
}
