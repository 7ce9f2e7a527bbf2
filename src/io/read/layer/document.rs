//! A file as features one after another: what stands around them.
//!
//! Read are a `FeatureCollection`, one `Feature`, and `Feature`s one after another,
//! a line each or between record separators (RFC 8142).

use super::ReadLayerError;
use super::source::{Piece, Source};
use crate::io::read::geojson::{crs_name, is_wgs84};
use crate::record::RecordRef;
use crate::scenario::rules::cut;
use std::io::Read;
use std::ops::Range;

/// What the collection says of itself.
#[derive(Debug, Default)]
pub(super) struct About {
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum At {
    /// Before the first byte.
    Start,
    /// In the array of features; whether one came before.
    Features {
        some: bool,
    },
    /// Among features that stand alone; whether one came before.
    Sequence {
        some: bool,
    },
    End,
}

/// How far ahead of the cursor something stands.
enum Members {
    /// The array of features.
    Features(usize),
    /// The end of the object.
    End(usize),
}

/// A file of features.
#[derive(Debug)]
pub(super) struct Document {
    source: Source,
    place: At,
    kind: Option<String>,
    pub(super) about: About,
    /// Bytes of the piece that was given out last.
    given: usize,
    /// Features that were begun.
    features: u64,
}

const COLLECTION: &str = "a GeoJSON FeatureCollection or Feature";

impl Document {
    pub(super) fn new(at: RecordRef, input: Box<dyn Read + Send>, limit: u64) -> Self {
        Self {
            source: Source::new(at, input, limit),
            place: At::Start,
            kind: None,
            about: About::default(),
            given: 0,
            features: 0,
        }
    }

    /// The file, for errors.
    pub(super) const fn at(&self) -> &RecordRef {
        &self.source.at
    }

    /// Goes to the first feature; `crs` and other members that stand before the
    /// features are looked at, those behind them when they come.
    fn open(&mut self) -> Result<(), ReadLayerError> {
        self.source.begin()?;
        let separators = self.source.blank(0, true)?;
        self.source.take(separators);
        match self.source.next_byte(0)?.1 {
            Some(b'{') => {}
            None => return Err(self.not_geojson("nothing")),
            Some(b'[') => return Err(self.not_geojson("an array")),
            Some(_) => return Err(self.source.unexpected(0, COLLECTION)),
        }
        match self.members(1, false)? {
            Members::Features(begin) => {
                self.source.take(begin + 1);
                self.place = At::Features { some: false };
            }
            Members::End(_) if self.kind.as_deref() == Some("Feature") => {
                self.place = At::Sequence { some: false };
            }
            Members::End(_) => {
                let found = match self.kind.as_deref() {
                    Some("FeatureCollection") => "a FeatureCollection without features".to_owned(),
                    Some(kind) => format!("an object of type {:?}", cut(kind)),
                    None => "an object without a type".to_owned(),
                };
                return Err(self.not_geojson(&found));
            }
        }
        Ok(())
    }

    fn not_geojson(&self, found: &str) -> ReadLayerError {
        let found = found.to_owned();
        ReadLayerError::NotGeoJson { at: self.at().clone(), expected: COLLECTION, found }
    }

    /// Reads members of an object from so far ahead of the cursor, behind its brace
    /// or behind a comma. The cursor stays.
    fn members(&mut self, mut ahead: usize, mut comma: bool) -> Result<Members, ReadLayerError> {
        loop {
            let (at, byte) = self.source.next_byte(ahead)?;
            let begin = match byte {
                Some(b'}') if !comma => return Ok(Members::End(at)),
                Some(b'"') => at,
                _ => return Err(self.source.unexpected(at, "a member's name")),
            };
            let end = self.source.value_end(begin)?;
            let name = self.text(begin..end)?;
            let (colon, byte) = self.source.next_byte(end)?;
            if byte != Some(b':') {
                return Err(self.source.unexpected(colon, "\":\""));
            }
            let (begin, byte) = self.source.next_byte(colon + 1)?;
            if name.as_deref() == Some("features") && self.kind.as_deref() != Some("Feature") {
                if byte == Some(b'[') {
                    return Ok(Members::Features(begin));
                }
                let end = self.source.value_end(begin)?;
                let found = cut(self.source.piece(begin..end)?.text);
                let expected = "an array of features";
                return Err(ReadLayerError::NotGeoJson { at: self.at().clone(), expected, found });
            }
            let end = self.source.value_end(begin)?;
            self.member(name.as_deref().unwrap_or_default(), begin..end)?;
            let (at, byte) = self.source.next_byte(end)?;
            match byte {
                Some(b'}') => return Ok(Members::End(at)),
                Some(b',') => (ahead, comma) = (at + 1, true),
                _ => return Err(self.source.unexpected(at, "\",\" or \"}\"")),
            }
        }
    }

    /// The text that a JSON value is, if it is text. The value must be JSON.
    fn text(&self, value: Range<usize>) -> Result<Option<String>, ReadLayerError> {
        let piece = self.source.piece(value)?;
        let bad = |error| piece.malformed(self.at().clone(), &error);
        if piece.text.starts_with('"') {
            serde_json::from_str(piece.text).map(Some).map_err(bad)
        } else {
            serde_json::from_str(piece.text).map(|serde::de::IgnoredAny| None).map_err(bad)
        }
    }

    fn member(&mut self, name: &str, value: Range<usize>) -> Result<(), ReadLayerError> {
        let text = self.text(value.clone())?;
        match name {
            "type" => self.kind = text,
            "title" => self.about.title = text,
            "description" => self.about.description = text,
            "crs" => {
                let stated = self.source.piece(value)?.text;
                let named = crs_name(stated);
                if stated != "null" && !named.as_deref().is_some_and(is_wgs84) {
                    let found = cut(named.as_deref().unwrap_or(stated));
                    return Err(ReadLayerError::ForeignCrs { at: self.at().clone(), found });
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The next feature's text; `None` at the end of the file.
    pub(super) fn next(&mut self) -> Result<Option<Piece<'_>>, ReadLayerError> {
        if self.place == At::Start {
            self.open()?;
        }
        self.source.take(std::mem::take(&mut self.given));
        let some = match self.place {
            At::Start | At::End => return Ok(None),
            At::Features { some } => {
                let (mut at, byte) = self.source.next_byte(0)?;
                match byte {
                    Some(b']') => return self.close(at).map(|()| None),
                    Some(b',') if some => at += 1,
                    _ if some => return Err(self.source.unexpected(at, "\",\" or \"]\"")),
                    _ => {}
                }
                self.place = At::Features { some: true };
                self.source.take(at);
                true
            }
            At::Sequence { some } => {
                self.place = At::Sequence { some: true };
                some
            }
        };
        let sequence = matches!(self.place, At::Sequence { .. });
        let at = self.source.blank(0, sequence)?;
        self.source.take(at);
        if sequence && some && self.source.next_byte(0)?.1.is_none() {
            self.place = At::End;
            return Ok(None);
        }
        if self.source.next_byte(0)?.1 != Some(b'{') {
            return Err(self.source.unexpected(0, "a feature"));
        }
        self.features += 1;
        let here = self.at().clone().feature(self.features);
        let end = self.source.value_end(0).map_err(|error| error.located(here.clone()))?;
        self.given = end;
        self.source.piece(0..end).map(Some).map_err(|error| error.located(here))
    }

    /// Reads what comes after the features; `bracket`: how far ahead they end.
    fn close(&mut self, bracket: usize) -> Result<(), ReadLayerError> {
        self.source.take(bracket + 1);
        let (at, byte) = self.source.next_byte(0)?;
        let end = match byte {
            Some(b'}') => at,
            Some(b',') => match self.members(at + 1, true)? {
                Members::Features(_) => return Err(self.not_geojson("features twice")),
                Members::End(at) => at,
            },
            _ => return Err(self.source.unexpected(at, "\",\" or \"}\"")),
        };
        self.source.take(end + 1);
        if self.kind.as_deref() != Some("FeatureCollection") {
            let found = match &self.kind {
                Some(kind) => format!("an object of type {:?}", cut(kind)),
                None => "an object without a type".to_owned(),
            };
            return Err(self.not_geojson(&found));
        }
        let (at, byte) = self.source.next_byte(0)?;
        if byte.is_some() {
            return Err(self.source.unexpected(at, "nothing after the collection"));
        }
        self.place = At::End;
        Ok(())
    }
}
