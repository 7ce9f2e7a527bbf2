//! All the times at which a thing holds.
//!
//! Floor 0. Imports `time` only.

use super::{State, TimeWindow};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// All the times at which a thing holds, does not hold, or is not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    windows: Vec<TimeWindow>,
    otherwise: State,
}

impl Schedule {
    /// Holds at all times.
    pub fn always() -> Self {
        Self { windows: vec![TimeWindow::ALWAYS], otherwise: State::DoesNotHold }
    }

    /// Nothing is known at any time.
    pub fn unknown() -> Self {
        Self { windows: Vec::new(), otherwise: State::Unknown }
    }

    /// Holds in `window` and at no other time.
    pub fn during(window: TimeWindow) -> Self {
        Self { windows: vec![window], otherwise: State::DoesNotHold }
    }

    /// The state at an instant.
    pub fn active_at(&self, at: Timestamp) -> State {
        if self.windows.iter().any(|window| window.contains(at)) {
            State::Holds
        } else {
            self.otherwise
        }
    }
}
