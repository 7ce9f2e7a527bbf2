//! Names that records go by: one identifier type for each noun, and [`Kind`].
//!
//! Floor 0. Imports nothing of the crate.
//!
//! Identifiers are the source's own strings, compared byte by byte. Two nouns of
//! different kinds may share an identifier; [`FeatureRef`] tells them apart.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident => $kind:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// This identifier together with its kind.
            pub fn to_ref(&self) -> FeatureRef {
                FeatureRef::new(Kind::$kind, self.0.clone())
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// Identifies a [`Neighbourhood`](crate::model::Neighbourhood).
    NeighbourhoodId => Neighbourhood,
    /// Identifies a [`CurfewZone`](crate::model::CurfewZone).
    CurfewZoneId => CurfewZone,
    /// Identifies a [`RestrictedZone`](crate::model::RestrictedZone).
    RestrictedZoneId => RestrictedZone,
    /// Identifies a [`HazardZone`](crate::model::HazardZone).
    HazardZoneId => HazardZone,
    /// Identifies a [`FrontLine`](crate::model::FrontLine).
    FrontLineId => FrontLine,
    /// Identifies an [`AreaOfControl`](crate::model::AreaOfControl).
    AreaOfControlId => AreaOfControl,
    /// Identifies a [`Checkpoint`](crate::model::Checkpoint).
    CheckpointId => Checkpoint,
    /// Identifies a [`SafeCorridor`](crate::model::SafeCorridor).
    CorridorId => SafeCorridor,
    /// Identifies a [`Shelter`](crate::model::Shelter).
    ShelterId => Shelter,
    /// Identifies an [`AssemblyPoint`](crate::model::AssemblyPoint).
    AssemblyPointId => AssemblyPoint,
    /// Identifies an [`Incident`](crate::model::Incident).
    IncidentId => Incident,
    /// Identifies a [`Street`](crate::model::Street).
    StreetId => Street,
}

/// What sort of thing a record describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
    /// A named area where people live.
    Neighbourhood,
    /// An area where movement is banned at set hours.
    CurfewZone,
    /// An area closed by whoever controls it.
    RestrictedZone,
    /// An area dangerous to enter.
    HazardZone,
    /// A line between areas of control, as reported.
    FrontLine,
    /// An area held by a named party, as reported.
    AreaOfControl,
    /// A controlled crossing point.
    Checkpoint,
    /// An announced passage for civilians.
    SafeCorridor,
    /// A place that receives people.
    Shelter,
    /// A place where people gather before they leave.
    AssemblyPoint,
    /// One reported event.
    Incident,
    /// A stretch of way as mapped.
    Street,
}

impl Kind {
    /// Every kind, in the order in which files and layers list them.
    pub const ALL: [Self; 12] = [
        Self::Neighbourhood,
        Self::CurfewZone,
        Self::RestrictedZone,
        Self::HazardZone,
        Self::FrontLine,
        Self::AreaOfControl,
        Self::Checkpoint,
        Self::SafeCorridor,
        Self::Shelter,
        Self::AssemblyPoint,
        Self::Incident,
        Self::Street,
    ];

    /// The word for it in JSON, on the command line and in messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Neighbourhood => "neighbourhood",
            Self::CurfewZone => "curfew-zone",
            Self::RestrictedZone => "restricted-zone",
            Self::HazardZone => "hazard-zone",
            Self::FrontLine => "front-line",
            Self::AreaOfControl => "area-of-control",
            Self::Checkpoint => "checkpoint",
            Self::SafeCorridor => "safe-corridor",
            Self::Shelter => "shelter",
            Self::AssemblyPoint => "assembly-point",
            Self::Incident => "incident",
            Self::Street => "street",
        }
    }

    /// Whether a record of this kind says "do not be here": a curfew,
    /// restricted or hazard zone, or a front line.
    ///
    /// A point on the boundary of such a record counts as inside it, and a time
    /// at which its state is unknown counts as in force.
    pub const fn forbids(self) -> bool {
        matches!(self, Self::CurfewZone | Self::RestrictedZone | Self::HazardZone | Self::FrontLine)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Kind {
    type Err = UnknownKind;

    /// Reads the word for a kind. Also takes the American spelling, plurals,
    /// underscores for hyphens, and `corridor` for `safe-corridor`.
    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        let lower = text.trim().to_ascii_lowercase().replace(['_', ' '], "-");
        let word = match lower.strip_suffix('s').unwrap_or(&lower) {
            "neighborhood" => "neighbourhood",
            "corridor" => "safe-corridor",
            "areas-of-control" | "control-area" => "area-of-control",
            other => other,
        };
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == word)
            .ok_or_else(|| UnknownKind { text: text.to_owned() })
    }
}

/// Text that names no [`Kind`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a kind such as \"curfew-zone\" or \"checkpoint\", found {text:?}")]
#[non_exhaustive]
pub struct UnknownKind {
    /// What was given.
    pub text: String,
}

/// A kind and an identifier: names one record of a scenario. Written
/// `curfew-zone/sheikh-maqsoud`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FeatureRef {
    kind: Kind,
    id: String,
}

impl FeatureRef {
    /// Names the record `id` among those of `kind`.
    pub fn new(kind: Kind, id: impl Into<String>) -> Self {
        Self { kind, id: id.into() }
    }

    /// The sort of record.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The identifier, unique among records of that kind.
    pub fn id(&self) -> &str {
        &self.id
    }
}

impl std::str::FromStr for FeatureRef {
    type Err = ParseRefError;

    /// Reads `curfew-zone/sheikh-maqsoud`; the kind in any spelling that
    /// [`Kind`] takes.
    fn from_str(text: &str) -> Result<Self, ParseRefError> {
        text.split_once('/')
            .and_then(|(kind, id)| Some(Self::new(kind.parse().ok()?, id.trim())))
            .filter(|reference| !reference.id.is_empty())
            .ok_or_else(|| ParseRefError { found: text.chars().take(80).collect() })
    }
}

/// Text that names no record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a kind and an identifier such as \"checkpoint/north-gate\", found {found:?}")]
#[non_exhaustive]
pub struct ParseRefError {
    /// What was given, cut to 80 characters.
    pub found: String,
}

impl fmt::Display for FeatureRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.id)
    }
}
