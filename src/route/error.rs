//! Why a plan cannot be asked for.
//!
//! Floor 5.

use super::control::Cancelled;
use super::cost::ExposureError;
use super::front::Stopped;
use crate::hierarchy::HierarchyError;
use crate::id::FeatureRef;
use crate::time::RangeTooLong;
use crate::time::TimeWindow;

/// Why a plan cannot be asked for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// The window has an open end.
    #[error("expected a window with a start and an end, found {window}")]
    OpenWindow {
        /// The window asked for.
        window: TimeWindow,
    },
    /// A schedule cannot be expanded over the window.
    #[error("the window is too long to plan in")]
    WindowTooLong(#[from] RangeTooLong),
    /// There are no streets.
    #[error("expected streets to plan on, found none")]
    NoStreets,
    /// The prepared streets are not those of the picture.
    #[error("expected prepared streets of the picture's network, found those of another")]
    OtherStreets,
    /// The question needs streets for which a hierarchy was prepared.
    #[error("expected prepared streets, found streets without a hierarchy")]
    NotPrepared,
    /// The hierarchy cannot answer.
    #[error(transparent)]
    Hierarchy(#[from] HierarchyError),
    /// A coordinate is not a place on earth.
    #[error("expected longitude −180 to 180 and latitude −90 to 90, found ({lon}, {lat})")]
    NotOnEarth {
        /// The longitude given.
        lon: f64,
        /// The latitude given.
        lat: f64,
    },
    /// A plan was made that the checker refuses: a fault of this library.
    #[error("the checker refuses the plan to {destination}: {code}")]
    Refused {
        /// Where the plan went.
        destination: FeatureRef,
        /// The first rule it broke.
        code: &'static str,
    },
    /// There are more choices between time and exposure than there is room for.
    #[error("expected fewer than {most} pieces of choices, found more")]
    TooManyChoices {
        /// How many there is room for.
        most: usize,
    },
    /// Exposures or times are too great to be added up exactly.
    #[error(
        "expected a window of less than 34 years and zones whose weights add up to less than 2^20, found more"
    )]
    OutOfRange,
    /// Somebody stopped the question.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl From<Stopped> for PlanError {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Cancelled(cancelled) => Self::Cancelled(cancelled),
            Stopped::Full(most) => Self::TooManyChoices { most },
            Stopped::OutOfRange => Self::OutOfRange,
        }
    }
}

impl From<ExposureError> for PlanError {
    fn from(_: ExposureError) -> Self {
        Self::OutOfRange
    }
}
