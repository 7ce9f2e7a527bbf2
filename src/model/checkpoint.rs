//! A controlled crossing point.
//!
//! Floor 1.

use super::UnknownWord;
use super::feature::{Particulars, noun};
use super::provenance::words;
use super::shape::Place;
use crate::id::CheckpointId;
use crate::time::State;
use crate::units::{Persons, PersonsPerHour};
use jiff::SignedDuration;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A controlled crossing point with hours, a delay, a queue and a rate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Checkpoint {
    id: CheckpointId,
    place: Place,
    #[serde(flatten)]
    particulars: Particulars,
    #[serde(default)]
    status: CheckpointStatus,
    #[serde(default)]
    passage: Passage,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    controlled_by: Option<String>,
    /// Whole seconds.
    #[serde(default)]
    delay_s: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    queue_persons: Option<Persons>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    persons_per_hour: Option<PersonsPerHour>,
}

noun!(Checkpoint, CheckpointId, place: Place);

impl Checkpoint {
    /// A checkpoint whose status nobody has reported.
    pub fn new(id: impl Into<CheckpointId>, place: Place) -> Self {
        Self {
            id: id.into(),
            place,
            particulars: Particulars::default(),
            status: CheckpointStatus::default(),
            passage: Passage::default(),
            controlled_by: None,
            delay_s: 0,
            queue_persons: None,
            persons_per_hour: None,
        }
    }

    /// Sets the reported status.
    #[must_use]
    pub const fn with_status(mut self, status: CheckpointStatus) -> Self {
        self.status = status;
        self
    }

    /// Sets the direction in which people may pass.
    #[must_use]
    pub const fn with_passage(mut self, passage: Passage) -> Self {
        self.passage = passage;
        self
    }

    /// Sets who controls it.
    #[must_use]
    pub fn with_controller(mut self, party: impl Into<String>) -> Self {
        self.controlled_by = Some(party.into());
        self
    }

    /// Sets how long passing takes once it is one's turn, in whole seconds.
    #[must_use]
    pub const fn with_delay_s(mut self, delay_s: u32) -> Self {
        self.delay_s = delay_s;
        self
    }

    /// Sets how many people are reported to be waiting there.
    #[must_use]
    pub const fn with_queue(mut self, persons: Persons) -> Self {
        self.queue_persons = Some(persons);
        self
    }

    /// Sets how many people it passes in an hour.
    #[must_use]
    pub const fn with_persons_per_hour(mut self, rate: PersonsPerHour) -> Self {
        self.persons_per_hour = Some(rate);
        self
    }

    /// The reported status.
    pub const fn status(&self) -> CheckpointStatus {
        self.status
    }

    /// The direction in which people may pass.
    pub const fn passage(&self) -> Passage {
        self.passage
    }

    /// Who controls it.
    pub fn controlled_by(&self) -> Option<&str> {
        self.controlled_by.as_deref()
    }

    /// How long passing takes once it is one's turn, in whole seconds.
    pub const fn delay_s(&self) -> u32 {
        self.delay_s
    }

    /// How many people are reported to be waiting there, if anybody has said.
    pub const fn queue(&self) -> Option<Persons> {
        self.queue_persons
    }

    /// How long those who are reported to be waiting take to pass, in whole
    /// seconds, rounded up: the queue divided by the rate. 0 without a queue;
    /// `None` if there is one and the rate is unknown or 0.
    pub fn queue_s(&self) -> Option<u32> {
        let Some(Persons(persons @ 1..)) = self.queue_persons else { return Some(0) };
        let rate = self.persons_per_hour.filter(|rate| rate.0 > 0.0)?;
        // A cast from above u32::MAX gives u32::MAX.
        Some((persons as f64 * 3600.0 / rate.0).ceil() as u32)
    }

    /// How long passing takes somebody who comes now: behind everybody who is
    /// reported to be waiting, and then the delay. `None` if nobody can say,
    /// because [`queue_s`](Self::queue_s) cannot.
    ///
    /// The queue is taken to be as long as reported whenever one comes; nobody
    /// reports how it will grow.
    pub fn passing(&self) -> Option<SignedDuration> {
        self.queue_s()?;
        Some(self.least_passing())
    }

    /// How long passing takes at least: as [`passing`](Self::passing), but a queue
    /// of which nobody can say how long it takes counts as none.
    pub fn least_passing(&self) -> SignedDuration {
        let queue_s = i64::from(self.queue_s().unwrap_or_default());
        SignedDuration::from_secs(queue_s + i64::from(self.delay_s))
    }

    /// How many people it passes in an hour, if known.
    pub const fn persons_per_hour(&self) -> Option<PersonsPerHour> {
        self.persons_per_hour
    }

    /// Whether it lets people pass at an instant: status and hours together.
    ///
    /// Closed whatever the hours if the status is closed; open only in its
    /// hours, and only if the status is open. An open status without hours
    /// speaks of no time, so it is unknown.
    pub fn passable_at(&self, at: Timestamp) -> State {
        let hours = self.particulars.schedule.as_ref().map(|hours| hours.active_at(at));
        self.status.and_hours(hours)
    }
}

/// What is reported of a checkpoint.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum CheckpointStatus {
    /// Reported to let people pass, in its hours.
    Open,
    /// Reported to hold people back.
    Closed,
    /// Nobody has said, or those who have disagree.
    #[default]
    Unknown,
}

words!(
    CheckpointStatus,
    "open, closed or unknown",
    Open = "open",
    Closed = "closed",
    Unknown = "unknown"
);

impl CheckpointStatus {
    /// Whether people can pass, given the state of the hours (`None`: no hours
    /// are stated).
    pub const fn and_hours(self, hours: Option<State>) -> State {
        match (self, hours) {
            (Self::Closed, _) | (_, Some(State::DoesNotHold)) => State::DoesNotHold,
            (Self::Open, Some(State::Holds)) => State::Holds,
            _ => State::Unknown,
        }
    }
}

/// The direction in which people may pass a checkpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "direction")]
pub enum Passage {
    /// Either way.
    #[default]
    Both,
    /// Only towards a bearing, within 90° of it.
    OneWay {
        /// Degrees clockwise from north.
        bearing_deg: f64,
    },
}

impl Passage {
    /// Whether somebody heading towards `bearing_deg` (clockwise from north) may pass.
    pub fn allows(self, bearing_deg: f64) -> bool {
        match self {
            Self::Both => true,
            Self::OneWay { bearing_deg: allowed } => {
                let apart = (bearing_deg - allowed).rem_euclid(360.0);
                apart.min(360.0 - apart) <= 90.0
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_passes_behind_those_who_wait() {
        let gate = Checkpoint::new("gate", Place::new(37.1, 36.2).unwrap()).with_delay_s(60);
        assert_eq!(gate.passing(), Some(SignedDuration::from_secs(60)));
        let waiting = gate.with_queue(Persons(250));
        assert_eq!((waiting.queue_s(), waiting.passing()), (None, None));
        assert_eq!(waiting.least_passing(), SignedDuration::from_secs(60));
        let passed = waiting.clone().with_persons_per_hour(PersonsPerHour(600.0));
        assert_eq!(passed.passing(), Some(SignedDuration::from_secs(25 * 60 + 60)));
        // Three people at 7 an hour: 1542.86 s, rounded up.
        let slow =
            waiting.clone().with_queue(Persons(3)).with_persons_per_hour(PersonsPerHour(7.0));
        assert_eq!(slow.queue_s(), Some(1543));
        let nobody_passes = waiting.with_persons_per_hour(PersonsPerHour(0.0));
        assert_eq!(nobody_passes.queue_s(), None);
        assert_eq!(nobody_passes.with_queue(Persons(0)).queue_s(), Some(0));
    }
}
