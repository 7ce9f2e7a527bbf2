//! What a feature is and how it stands, for a map to draw.

use crate::id::Kind;
use crate::model::Sensitivity;
use crate::time::State;
use std::fmt;

/// What a feature shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Subject {
    /// A record of a scenario.
    Record(Kind),
    /// A planned route.
    Route,
    /// A street that people come to, or from which they get to a destination.
    Reached,
    /// A street with how many people travel it.
    Flow,
    /// Whose people a shelter takes.
    Catchment,
    /// Something that holds people up.
    Bottleneck,
    /// A stretch or place that cuts a route or a corridor off.
    Cut,
    /// People for whom no way was found.
    Unserved,
    /// People at a place, as seen.
    Crowd,
    /// Where one person or vehicle went.
    Trace,
    /// A finding of level information.
    FindingInfo,
    /// A finding of level warning.
    FindingWarning,
    /// A finding of level error.
    FindingError,
    /// Something else.
    Other,
}

impl Subject {
    /// The word for it in style sheets.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Record(kind) => kind.as_str(),
            Self::Route => "route",
            Self::Reached => "reached",
            Self::Flow => "flow",
            Self::Catchment => "catchment",
            Self::Bottleneck => "bottleneck",
            Self::Cut => "cut",
            Self::Unserved => "unserved",
            Self::Crowd => "crowd",
            Self::Trace => "trace",
            Self::FindingInfo => "finding-info",
            Self::FindingWarning => "finding-warning",
            Self::FindingError => "finding-error",
            Self::Other => "other",
        }
    }

    /// The least sensitivity of anything of this sort, whatever is said of the
    /// record: a planned way, a flow or a crowd says where people are or will be,
    /// and the trace of one is never published.
    pub const fn least_sensitivity(self) -> Sensitivity {
        match self {
            Self::Route | Self::Reached | Self::Flow | Self::Unserved | Self::Crowd => {
                Sensitivity::High
            }
            Self::Catchment | Self::Bottleneck | Self::Cut => Sensitivity::Moderate,
            Self::Trace => Sensitivity::Severe,
            Self::Record(_)
            | Self::FindingInfo
            | Self::FindingWarning
            | Self::FindingError
            | Self::Other => Sensitivity::Low,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How a feature is drawn: what it is, and whether that holds at the map's time.
///
/// Prints as `checkpoint/unknown`, one word for each symbol of a style sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StyleClass {
    subject: Subject,
    state: State,
}

impl StyleClass {
    /// A feature of this sort in this state. For what is always there, such as
    /// a neighbourhood, the state is [`State::Holds`].
    pub const fn new(subject: Subject, state: State) -> Self {
        Self { subject, state }
    }

    /// What the feature shows.
    pub const fn subject(self) -> Subject {
        self.subject
    }

    /// Whether it is in force, open or in place at the map's time.
    pub const fn state(self) -> State {
        self.state
    }
}

impl Default for StyleClass {
    fn default() -> Self {
        Self::new(Subject::Other, State::Holds)
    }
}

impl From<Kind> for StyleClass {
    fn from(kind: Kind) -> Self {
        Self::new(Subject::Record(kind), State::Holds)
    }
}

impl fmt::Display for StyleClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.subject, self.state)
    }
}
