//! What may be believed of a corridor or checkpoint at an instant, and why.
//!
//! Floor 2. Plain data.

use super::statement::NoticeId;
use super::timing::Reading;
use crate::id::FeatureRef;
use crate::units::Metres;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What may be believed of a corridor or checkpoint at an instant.
///
/// The order is by how much is forbidden: [`Status::Closed`] first,
/// [`Status::Open`] last. A closing notice never moves a status up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Somebody credible says that it is closed, and nobody later that it is open.
    Closed,
    /// An announced window has ended and nothing new was said.
    Expired,
    /// Nothing that is known speaks of this instant, or only what is too old.
    Unknown,
    /// Statements contradict each other.
    Contested,
    /// Said to be open, but not by all whose word it takes, or not lately.
    OpenUnconfirmed,
    /// Said to be open by all whose word it takes, lately, and by nobody denied.
    Open,
}

impl Status {
    /// Every status, in order.
    pub const ALL: [Self; 6] = [
        Self::Closed,
        Self::Expired,
        Self::Unknown,
        Self::Contested,
        Self::OpenUnconfirmed,
        Self::Open,
    ];

    /// The word for it in JSON, on the command line and in messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Expired => "expired",
            Self::Unknown => "unknown",
            Self::Contested => "contested",
            Self::OpenUnconfirmed => "open-unconfirmed",
            Self::Open => "open",
        }
    }

    /// How open it is: 0 closed; 1 expired, unknown or contested; 2
    /// open-unconfirmed; 3 open. A closing notice never raises it.
    pub const fn openness(self) -> u8 {
        match self {
            Self::Closed => 0,
            Self::Expired | Self::Unknown | Self::Contested => 1,
            Self::OpenUnconfirmed => 2,
            Self::Open => 3,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Status {
    type Err = UnknownStatus;

    fn from_str(text: &str) -> Result<Self, UnknownStatus> {
        let word = text.trim().to_ascii_lowercase();
        Self::ALL
            .into_iter()
            .find(|status| status.as_str() == word)
            .ok_or_else(|| UnknownStatus { found: text.chars().take(40).collect() })
    }
}

/// Text that names no [`Status`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected closed, expired, unknown, contested, open-unconfirmed or open, found {found:?}")]
#[non_exhaustive]
pub struct UnknownStatus {
    /// What stood there, cut to 40 characters.
    pub found: String,
}

/// The rule that decided a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StatusRule {
    /// A credible closing is in force and no opening is.
    ClosedWithoutOpening,
    /// Who controls or announced the way closed it after every opening.
    ClosedByAuthority,
    /// A credible closing and an opening are both in force.
    BothInForce,
    /// All conditions are met.
    AllConditionsMet,
    /// All conditions are met, but a closing that cannot be judged stands against it.
    Doubted,
    /// An opening is in force, but a condition is not met.
    ConditionMissing,
    /// An opening is in force, but too long ago to be believed.
    TooOld,
    /// The opening that would be in force was taken back.
    TakenBack,
    /// The last announced window has ended.
    WindowEnded,
    /// An announced window has not begun.
    NotBegun,
    /// No notice that is known opens or closes it at this instant.
    Silence,
}

/// What a status lacks to be Open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Missing {
    /// An opening for this instant.
    Opening,
    /// The word of a party that controls part of the way, or of an observer.
    WordOf {
        /// The party.
        party: String,
    },
    /// Any record of who controls the way; then only an observer's word would do.
    Control,
    /// A record of who controls this much of the way.
    ControlOf {
        /// How much.
        length: Metres,
    },
    /// A confirmation younger than this.
    Confirmation {
        /// How young it has to be.
        within: SignedDuration,
    },
    /// A statement made before the instant, not after it.
    SaidBefore,
    /// An opening that is credible enough to count.
    Credibility,
    /// That the issuer of this closing takes it back, or says that it is open.
    Lifting {
        /// The closing.
        notice: NoticeId,
        /// Who said it.
        issuer: String,
    },
    /// That this report, which cannot be judged, is cleared up.
    Clearing {
        /// The report.
        notice: NoticeId,
    },
}

impl fmt::Display for Missing {
    /// In a few words of English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Opening => f.write_str("an announcement for this time"),
            Self::WordOf { party } => write!(f, "the word of {party}"),
            Self::Control => f.write_str("a record of who controls the way"),
            Self::ControlOf { length } => {
                write!(f, "a record of who controls {length} of the way")
            }
            Self::Confirmation { within } => {
                write!(f, "a confirmation in the last {} hours", within.as_hours())
            }
            Self::SaidBefore => f.write_str("a statement made before the time, not after it"),
            Self::Credibility => f.write_str("an announcement that is credible enough"),
            Self::Lifting { notice, issuer } => {
                write!(f, "that {issuer} lifts its closing ({notice})")
            }
            Self::Clearing { notice } => {
                write!(f, "that a report which cannot be judged is cleared up ({notice})")
            }
        }
    }
}

/// A question about one corridor or checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusQuery {
    /// The corridor or checkpoint.
    pub subject: FeatureRef,
    /// The instant asked about.
    pub at: Timestamp,
    /// Only what was learnt by then counts.
    pub known_at: Timestamp,
    /// How unclear hours are read.
    pub reading: Reading,
}

impl StatusQuery {
    /// The status of `subject` at an instant, by all that is known, read cautiously.
    pub fn new(subject: FeatureRef, at: Timestamp) -> Self {
        Self { subject, at, known_at: Timestamp::MAX, reading: Reading::Cautious }
    }

    /// Only what was learnt by then counts.
    #[must_use]
    pub const fn known_at(mut self, at: Timestamp) -> Self {
        self.known_at = at;
        self
    }

    /// Sets how unclear hours are read.
    #[must_use]
    pub const fn reading(mut self, reading: Reading) -> Self {
        self.reading = reading;
        self
    }
}

/// What may be believed of a corridor or checkpoint at an instant, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatusReport {
    /// What was asked.
    #[serde(flatten)]
    pub query: StatusQuery,
    /// The answer.
    pub status: Status,
    /// The rule that gave it.
    pub rule: StatusRule,
    /// The name of the policy.
    pub policy: String,
    /// The smallest set of notices that gives this answer by this rule.
    pub decided_by: Vec<NoticeId>,
    /// What is missing to be Open; empty if it is.
    pub missing: Vec<Missing>,
    /// The status under each way to read unclear hours.
    pub by_reading: ByReading,
    /// The closings in force, whether or not an opening answers them.
    pub closings: Vec<NoticeId>,
    /// The openings in force.
    pub openings: Vec<NoticeId>,
}

/// One status for each way to read unclear hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByReading {
    /// Whatever keeps less open.
    pub cautious: Status,
    /// Unclear hours for the first day only.
    pub once: Status,
    /// Unclear hours for every day.
    pub daily: Status,
}

impl ByReading {
    /// Whether the answer depends on the reading.
    pub fn differ(&self) -> bool {
        self.cautious != self.once || self.once != self.daily
    }

    /// The status under a reading.
    pub const fn under(&self, reading: Reading) -> Status {
        match reading {
            Reading::Cautious => self.cautious,
            Reading::Once => self.once,
            Reading::Daily => self.daily,
        }
    }
}
