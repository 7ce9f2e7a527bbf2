//! An alert as plain data: every element of CAP 1.0, 1.1 and 1.2.
//!
//! Floor 7. Source: OASIS, *Common Alerting Protocol* 1.2, section 3.2.

use super::reference::Reference;
use super::time::CapTime;
use super::word::{AlertSeverity, Category, Certainty, MsgType, ResponseType};
use super::word::{Scope, Status, Urgency, Word};
use serde::{Deserialize, Serialize};

/// Which edition of the protocol.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum CapVersion {
    /// 1.0, of 2004.
    #[serde(rename = "1.0")]
    V1_0,
    /// 1.1, of 2005.
    #[serde(rename = "1.1")]
    V1_1,
    /// 1.2, of 2010.
    #[default]
    #[serde(rename = "1.2")]
    V1_2,
}

impl CapVersion {
    /// The XML namespace of its elements.
    pub const fn namespace(self) -> &'static str {
        match self {
            Self::V1_0 => "http://www.incident.com/cap/1.0",
            Self::V1_1 => "urn:oasis:names:tc:emergency:cap:1.1",
            Self::V1_2 => "urn:oasis:names:tc:emergency:cap:1.2",
        }
    }

    pub(super) fn of_namespace(namespace: &str) -> Option<Self> {
        [Self::V1_0, Self::V1_1, Self::V1_2].into_iter().find(|one| one.namespace() == namespace)
    }
}

/// One alert. Text is kept as it was written, without white space at its ends;
/// an element that is missing or empty is `None`, or an empty text where CAP
/// requires one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Alert {
    /// The edition it was written in.
    pub version: CapVersion,
    /// Its identifier, unique for its sender.
    pub identifier: String,
    /// Who sent it, as an identifier.
    pub sender: String,
    /// When it was sent.
    pub sent: CapTime,
    /// Whether it is meant.
    pub status: Option<Word<Status>>,
    /// What it does.
    pub msg_type: Option<Word<MsgType>>,
    /// A word of CAP 1.0, to check who sent it.
    pub password: Option<String>,
    /// The operator or device that it came from.
    pub source: Option<String>,
    /// Who may have it.
    pub scope: Option<Word<Scope>>,
    /// The rule that limits a restricted alert.
    pub restriction: Option<String>,
    /// Whom a private alert is for, as written.
    pub addresses: Option<String>,
    /// Codes for its handling.
    pub codes: Vec<String>,
    /// What it is for, mostly of a cancellation or an error.
    pub note: Option<String>,
    /// Earlier alerts that it refers to.
    pub references: Vec<Reference>,
    /// Names of incidents that it belongs to, as written.
    pub incidents: Option<String>,
    /// What it says; one block for each language, event, time and area that differs.
    pub infos: Vec<Info>,
}

/// One `info` block.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Info {
    /// The language, as an RFC 3066 tag. `None` stands for `en-US`.
    pub language: Option<String>,
    /// What sort of event.
    pub categories: Vec<Word<Category>>,
    /// The event in words.
    pub event: String,
    /// What to do.
    pub response_types: Vec<Word<ResponseType>>,
    /// How soon.
    pub urgency: Option<Word<Urgency>>,
    /// How grave.
    pub severity: Option<Word<AlertSeverity>>,
    /// How sure.
    pub certainty: Option<Word<Certainty>>,
    /// Whom it concerns.
    pub audience: Option<String>,
    /// The event by code.
    pub event_codes: Vec<NamedValue>,
    /// From when the information holds.
    pub effective: Option<CapTime>,
    /// When the event is expected to begin.
    pub onset: Option<CapTime>,
    /// When the information ends. `None`: not by itself.
    pub expires: Option<CapTime>,
    /// The name of who issues it, for people.
    pub sender_name: Option<String>,
    /// A short text.
    pub headline: Option<String>,
    /// A long text.
    pub description: Option<String>,
    /// What to do, in words.
    pub instruction: Option<String>,
    /// Where there is more to read.
    pub web: Option<String>,
    /// Whom to ask.
    pub contact: Option<String>,
    /// Anything else, by name.
    pub parameters: Vec<NamedValue>,
    /// Files that belong to it.
    pub resources: Vec<Resource>,
    /// Where.
    pub areas: Vec<AlertArea>,
}

impl Info {
    /// The language; `en-US` if none is written, as CAP has it.
    pub fn language_or_default(&self) -> &str {
        self.language.as_deref().unwrap_or("en-US")
    }

    /// The first value of the parameter of that name.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        NamedValue::find(&self.parameters, name)
    }
}

/// A name and a value: an event code, a parameter or a geocode.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct NamedValue {
    /// What the value is of.
    pub name: String,
    /// The value.
    pub value: String,
}

impl NamedValue {
    /// The two together.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into() }
    }

    pub(super) fn find<'a>(all: &'a [Self], name: &str) -> Option<&'a str> {
        all.iter().find(|one| one.name == name).map(|one| one.value.as_str())
    }
}

/// A file that belongs to an alert. Never fetched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Resource {
    /// What it is.
    pub description: String,
    /// Its MIME type.
    pub mime_type: Option<String>,
    /// Its size in bytes, as written.
    pub size: Option<String>,
    /// Where it is.
    pub uri: Option<String>,
    /// The file itself in base 64.
    pub deref_uri: Option<String>,
    /// Its SHA-1 digest.
    pub digest: Option<String>,
}

/// A place that an alert speaks of: the polygons, circles and codes together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AlertArea {
    /// The place in words.
    pub description: String,
    /// Polygons, each one ring as it was written.
    pub polygons: Vec<Ring>,
    /// Circles.
    pub circles: Vec<Circle>,
    /// Codes of places.
    pub geocodes: Vec<NamedValue>,
    /// The height, or the least height, in feet above mean sea level, as written.
    pub altitude: Option<String>,
    /// The greatest height in feet above mean sea level, as written.
    pub ceiling: Option<String>,
}

/// The corners of a polygon, `[lon, lat]` in degrees, in the order in which
/// they were written. CAP writes latitude first; it is turned round at the
/// door. The ring may be open or cross itself: [`AlertArea::shape`] looks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ring(pub Vec<[f64; 2]>);

/// A circle on the earth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Circle {
    /// The middle, `[lon, lat]` in degrees.
    pub centre: [f64; 2],
    /// The radius in kilometres.
    pub radius_km: f64,
}
