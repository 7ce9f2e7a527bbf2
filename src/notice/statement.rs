//! One statement as it reached us.
//!
//! Floor 2. Imports floors 0 and 1.

use super::content::Content;
use super::rating::Rating;
use super::timing::Timing;
use crate::id::FeatureRef;
use crate::model::Area;
use crate::model::Sensitivity;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// Identifies a [`Notice`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NoticeId(String);

impl NoticeId {
    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for NoticeId {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for NoticeId {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for NoticeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One statement as it reached us: who said it, who carried it, when it was
/// said, when it was learnt, what it says, of which place, for which time, and
/// what it updates or cancels.
///
/// Plain data: a ledger checks it when it is added, and keeps it as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Its identifier, unique in a ledger.
    pub id: NoticeId,
    /// The originator: the party or body that said it, whoever carried it.
    pub issuer: String,
    /// The outlet that carried it, if it did not come from the issuer directly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// Where it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When the issuer said it; not when an outlet printed it.
    pub said_at: Timestamp,
    /// When it was learnt here.
    pub known_at: Timestamp,
    /// What it says.
    pub content: Content,
    /// The places it speaks of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<NoticePlace>,
    /// The time it speaks of.
    #[serde(default)]
    pub time: Timing,
    /// Parties that agreed to it, as the notice says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agreed_by: Vec<String>,
    /// Earlier notices that it takes the place of from when it was said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub updates: Vec<NoticeId>,
    /// Earlier notices that no longer hold from when it was said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cancels: Vec<NoticeId>,
    /// Whether it is a statement of its own or a copy. `None`: to be inferred.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lineage: Option<Lineage>,
    /// How far source and information are trusted. `None`: not rated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// The harm there would be if it were known. `None` counts as high.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sensitivity: Option<Sensitivity>,
    /// The words of the statement, by language tag; `""` if the language is not known.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub text: BTreeMap<String, String>,
}

impl Notice {
    /// A statement said, and learnt, at `said_at`; of no place or time yet.
    pub fn new(
        id: impl Into<NoticeId>,
        issuer: impl Into<String>,
        said_at: Timestamp,
        content: Content,
    ) -> Self {
        Self {
            id: id.into(),
            issuer: issuer.into(),
            outlet: None,
            url: None,
            said_at,
            known_at: said_at,
            content,
            places: Vec::new(),
            time: Timing::Unstated,
            agreed_by: Vec::new(),
            updates: Vec::new(),
            cancels: Vec::new(),
            lineage: None,
            rating: None,
            sensitivity: None,
            text: BTreeMap::new(),
        }
    }

    /// Sets when it was learnt.
    #[must_use]
    pub const fn known_at(mut self, at: Timestamp) -> Self {
        self.known_at = at;
        self
    }

    /// Sets who carried it.
    #[must_use]
    pub fn carried_by(mut self, outlet: impl Into<String>) -> Self {
        self.outlet = Some(outlet.into());
        self
    }

    /// Adds a place it speaks of.
    #[must_use]
    pub fn about(mut self, place: impl Into<NoticePlace>) -> Self {
        self.places.push(place.into());
        self
    }

    /// Sets the time it speaks of.
    #[must_use]
    pub fn during(mut self, time: Timing) -> Self {
        self.time = time;
        self
    }

    /// Adds a party that agreed to it.
    #[must_use]
    pub fn agreed_with(mut self, party: impl Into<String>) -> Self {
        self.agreed_by.push(party.into());
        self
    }

    /// Adds a notice that it takes the place of.
    #[must_use]
    pub fn updating(mut self, earlier: impl Into<NoticeId>) -> Self {
        self.updates.push(earlier.into());
        self
    }

    /// Adds a notice that it cancels.
    #[must_use]
    pub fn cancelling(mut self, earlier: impl Into<NoticeId>) -> Self {
        self.cancels.push(earlier.into());
        self
    }

    /// Sets whether it is a copy.
    #[must_use]
    pub fn lineage(mut self, lineage: Lineage) -> Self {
        self.lineage = Some(lineage);
        self
    }

    /// Sets how far source and information are trusted.
    #[must_use]
    pub const fn rated(mut self, rating: Rating) -> Self {
        self.rating = Some(rating);
        self
    }

    /// Sets the words of the statement in a language.
    #[must_use]
    pub fn text(mut self, language: impl Into<String>, words: impl Into<String>) -> Self {
        self.text.insert(language.into(), words.into());
        self
    }

    /// Every earlier notice it updates or cancels.
    pub fn supersedes(&self) -> impl Iterator<Item = &NoticeId> {
        self.updates.iter().chain(&self.cancels)
    }
}

/// Whether a notice is a statement of its own or a copy of another.
///
/// In JSON `"original"` or `{"echo-of": "…"}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lineage {
    /// A statement of its own, even if its issuer said the same before.
    Original,
    /// A copy of that notice: adds no witness.
    EchoOf(NoticeId),
}

/// A place that a notice speaks of: a record of the scenario, an area, or only
/// a name as written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticePlace {
    /// The record that is meant.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "feature_or_text"
    )]
    pub feature: Option<FeatureRef>,
    /// The area that is meant, as a GeoJSON geometry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Area>,
    /// The name as the notice wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Codes by scheme, such as a P-code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub codes: BTreeMap<String, String>,
}

impl NoticePlace {
    /// Only a name, still to be resolved.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..Self::default() }
    }

    /// An area.
    pub fn area(area: Area) -> Self {
        Self { area: Some(area), ..Self::default() }
    }

    /// Whether it is known where this is.
    pub const fn is_placed(&self) -> bool {
        self.feature.is_some() || self.area.is_some()
    }
}

impl From<FeatureRef> for NoticePlace {
    fn from(feature: FeatureRef) -> Self {
        Self { feature: Some(feature), ..Self::default() }
    }
}

/// Reads `{"kind": "safe-corridor", "id": "x"}` as well as `"safe-corridor/x"`.
fn feature_or_text<'de, D>(deserializer: D) -> Result<Option<FeatureRef>, D::Error>
where
    D: serde::Deserializer<'de>,
{
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Form {
        Text(String),
        Object(FeatureRef),
    }
    match Option::<Form>::deserialize(deserializer)? {
        None => Ok(None),
        Some(Form::Object(feature)) => Ok(Some(feature)),
        Some(Form::Text(text)) => text.parse().map(Some).map_err(serde::de::Error::custom),
    }
}
