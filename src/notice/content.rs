//! What a notice says.
//!
//! Floor 2. Imports floors 0 and 1.

use crate::id::CheckpointId;
use crate::model::CheckpointStatus;
use crate::model::TravelModes;
use crate::units::Persons;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a notice says. Where and when stand beside it in the notice.
///
/// In JSON an object whose `kind` is the word of [`Content::kind`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Content {
    /// Movement is banned.
    Curfew,
    /// An area, a corridor or a checkpoint is closed, such as a closed military zone.
    Closure,
    /// A party announces that it will strike there, from the first instant of the time.
    Target,
    /// A corridor or crossing is open for civilians.
    CorridorOpening(CorridorTerms),
    /// A checkpoint lets people pass, holds them back, or nobody can tell.
    CheckpointStatus {
        /// Which of the three.
        status: CheckpointStatus,
    },
    /// Fighting is halted for a time. Opens nothing by itself.
    Pause,
    /// Fighting is ended. Opens nothing by itself.
    Ceasefire,
    /// What the notice cancels no longer holds from when this is said.
    Cancellation,
    /// People displaced, as counted by somebody.
    DisplacementCount(DisplacementCount),
    /// Places opened to receive people.
    ShelterOpening {
        /// How many places.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sites: Option<u64>,
    },
    /// Whether those who left may come back. Opens no way out.
    Returns {
        /// Whether they may.
        permitted: ReturnRule,
    },
    /// Anything else; has no effect on any status.
    Other,
}

/// The kinds of [`Content`], as words.
pub const CONTENT_KINDS: [&str; 12] = [
    "curfew",
    "closure",
    "target",
    "corridor-opening",
    "checkpoint-status",
    "pause",
    "ceasefire",
    "cancellation",
    "displacement-count",
    "shelter-opening",
    "returns",
    "other",
];

/// What a statement does to a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stance {
    /// It says that people cannot or may not pass.
    Closes,
    /// It says that nobody can tell whether people pass.
    Doubts,
    /// It says that people may pass.
    Opens,
    /// It says nothing about passing.
    Neither,
}

impl Content {
    /// The word for its kind in JSON, on the command line and in messages.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Curfew => "curfew",
            Self::Closure => "closure",
            Self::Target => "target",
            Self::CorridorOpening(_) => "corridor-opening",
            Self::CheckpointStatus { .. } => "checkpoint-status",
            Self::Pause => "pause",
            Self::Ceasefire => "ceasefire",
            Self::Cancellation => "cancellation",
            Self::DisplacementCount(_) => "displacement-count",
            Self::ShelterOpening { .. } => "shelter-opening",
            Self::Returns { .. } => "returns",
            Self::Other => "other",
        }
    }

    /// What it does to a way.
    pub const fn stance(&self) -> Stance {
        match self {
            Self::Curfew
            | Self::Closure
            | Self::Target
            | Self::CheckpointStatus { status: CheckpointStatus::Closed } => Stance::Closes,
            Self::CheckpointStatus { status: CheckpointStatus::Unknown } => Stance::Doubts,
            Self::CorridorOpening(_)
            | Self::CheckpointStatus { status: CheckpointStatus::Open } => Stance::Opens,
            _ => Stance::Neither,
        }
    }

    /// Whether it bans being in an area, so that the area becomes a zone.
    pub const fn bans_area(&self) -> bool {
        matches!(self, Self::Curfew | Self::Closure | Self::Target)
    }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind())
    }
}

/// What was announced of a corridor, beside place and time. Each item is one
/// that the ICRC asked the parties for at Mariupol (statement of 6 March 2022).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorridorTerms {
    /// Where it begins, as named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Where it ends, as named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// By which streets, as named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// Who may leave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// Whether leaving is said to be voluntary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voluntary: Option<bool>,
    /// Whether aid may come in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aid_may_enter: Option<bool>,
    /// Who guarantees it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guaranteed_by: Vec<String>,
    /// The checkpoints on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checkpoints: Vec<CheckpointId>,
    /// For which travel modes; empty if none were named.
    #[serde(default = "TravelModes::empty", skip_serializing_if = "none_named")]
    pub modes: TravelModes,
}

/// Whether those who left may come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReturnRule {
    /// They may.
    Permitted,
    /// They may with a permit.
    WithPermit,
    /// They are told not to.
    NotPermitted,
}

/// People displaced, as counted by somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisplacementCount {
    /// The figure as stated: persons, or families if `persons_per_family` is there.
    pub figure: u64,
    /// Persons counted for one family, in thousandths, if families were counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub persons_per_family_thousandths: Option<u64>,
    /// What stood before the figure.
    #[serde(default)]
    pub qualifier: Qualifier,
    /// People who are displaced at an instant, or who moved in a period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Measure>,
}

impl DisplacementCount {
    /// The figure in persons: families times persons a family, rounded to the
    /// nearest person. `None` if that is more than can be counted.
    pub fn persons(&self) -> Option<Persons> {
        match self.persons_per_family_thousandths {
            None => Some(Persons(self.figure)),
            Some(factor) => {
                self.figure.checked_mul(factor)?.checked_add(500).map(|sum| Persons(sum / 1000))
            }
        }
    }
}

/// What stood before a figure.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Qualifier {
    /// Nothing.
    #[default]
    Total,
    /// "About".
    About,
    /// "More than".
    MoreThan,
    /// "At least".
    AtLeast,
}

/// What a count of displaced people measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// People displaced at an instant.
    Stock,
    /// People who moved in a period.
    Flow,
}

// The signature that serde asks for.
#[allow(clippy::trivially_copy_pass_by_ref)]
const fn none_named(modes: &TravelModes) -> bool {
    modes.is_empty()
}
