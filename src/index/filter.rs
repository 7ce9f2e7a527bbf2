//! Which entries a question is about: by kind and by time.
//!
//! Floor 3. Imports `id`, `time`.

use crate::id::Kind;
use crate::time::Schedule;
use crate::time::State;
use crate::time::TimeWindow;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// How many pieces of a schedule a window is followed over: a century of daily hours.
const MAX_PIECES: usize = 100_000;

/// Which entries a question is about.
///
/// Time is read with caution. An entry of a kind that
/// [forbids](Kind::forbids) passes when its state is `Holds` or `Unknown`: not
/// knowing that a curfew is over is no ground to leave it out. An entry of any
/// other kind passes only when its state is `Holds`, unless
/// [`Filter::include_unknown`] is set. A hit says which state it was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// Only these kinds; all if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<Kind>,
    /// Only entries active then; entries of all times if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<TimeFilter>,
    /// Also entries that permit rather than forbid and of which it is not known
    /// whether they are active.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub include_unknown: bool,
}

/// When an entry must be active.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeFilter {
    /// At an instant.
    At(Timestamp),
    /// At some instant of a window. The state is the strongest one in it:
    /// `Holds` before `Unknown` before `DoesNotHold`.
    AnyTimeIn(TimeWindow),
    /// At every instant of a window. The state is the weakest one in it.
    Throughout(TimeWindow),
}

impl TimeFilter {
    /// The state of a schedule that this filter looks at.
    ///
    /// Of hours that recur over an endless window, a century of them is looked at.
    pub fn state_of(&self, schedule: &Schedule) -> State {
        match *self {
            Self::At(at) => schedule.active_at(at),
            Self::AnyTimeIn(window) => {
                strongest(schedule, window, State::DoesNotHold, State::Holds, State::max)
            }
            Self::Throughout(window) => {
                strongest(schedule, window, State::Holds, State::DoesNotHold, State::min)
            }
        }
    }
}

/// Folds the states in a window from `first` on, until `last` is reached.
fn strongest(
    schedule: &Schedule,
    window: TimeWindow,
    first: State,
    last: State,
    choose: impl Fn(State, State) -> State,
) -> State {
    let mut state = first;
    for (_, piece) in schedule.pieces(window).take(MAX_PIECES) {
        state = choose(state, piece);
        if state == last {
            break;
        }
    }
    state
}

impl Filter {
    /// Lets every entry pass.
    pub fn all() -> Self {
        Self::default()
    }

    /// Adds a kind; entries of any of the kinds added pass.
    #[must_use]
    pub fn kind(mut self, kind: Kind) -> Self {
        if !self.kinds.contains(&kind) {
            self.kinds.push(kind);
        }
        self
    }

    /// Only entries active at an instant. Replaces an earlier time filter.
    #[must_use]
    pub fn active_at(mut self, at: Timestamp) -> Self {
        self.time = Some(TimeFilter::At(at));
        self
    }

    /// Only entries active at some instant of a window. Replaces an earlier time filter.
    #[must_use]
    pub fn active_any_time_in(mut self, window: TimeWindow) -> Self {
        self.time = Some(TimeFilter::AnyTimeIn(window));
        self
    }

    /// Only entries active at every instant of a window. Replaces an earlier time filter.
    #[must_use]
    pub fn active_throughout(mut self, window: TimeWindow) -> Self {
        self.time = Some(TimeFilter::Throughout(window));
        self
    }

    /// Entries of every kind pass when it is not known whether they are active.
    #[must_use]
    pub fn include_unknown(mut self) -> Self {
        self.include_unknown = true;
        self
    }

    /// Whether entries of a kind pass, time left aside.
    pub fn takes(&self, kind: Kind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }

    /// `None` if an entry does not pass; otherwise its state, if there is a time filter.
    // The outer option is the answer, the inner one what is known: no clearer type.
    #[allow(clippy::option_option)]
    pub fn check(&self, kind: Kind, schedule: &Schedule) -> Option<Option<State>> {
        if !self.takes(kind) {
            return None;
        }
        let Some(time) = &self.time else { return Some(None) };
        let state = time.state_of(schedule);
        let passes = match state {
            State::Holds => true,
            State::Unknown => kind.forbids() || self.include_unknown,
            State::DoesNotHold => false,
        };
        passes.then_some(Some(state))
    }
}
