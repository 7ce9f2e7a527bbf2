//! What it takes to believe that a way is open.
//!
//! Floor 2. Imports floors 0 and 1.

use super::rating::{Credibility, Rating, Reliability};
use crate::units::Metres;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// What it takes to believe that a way is open. Every status says which policy
/// it was found under.
///
/// The defaults are judgement, made to err towards "not open"; docs/NOTICES.md
/// gives the reason for each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StatusPolicy {
    /// What this policy is called in results. Default: `cautious`.
    pub name: String,
    /// Whose word it takes. Default: every party that controls part of the way.
    pub authority: Authority,
    /// Neutral observers, whose confirmation does in place of the parties'.
    /// Default: ICRC, OCHA, UNHCR and the UN, under the names they go by.
    pub observers: Vec<String>,
    /// Names that mean the same party; the first of each list is shown.
    pub parties: Vec<Vec<String>>,
    /// An opening said no longer ago than this can be Open. Default: 12 hours.
    pub confirmed_within: SignedDuration,
    /// An opening said no longer ago than this can be open, unconfirmed; after
    /// that it is unknown. Default: 48 hours.
    pub believed_within: SignedDuration,
    /// The same content by the same issuer, said no longer after the first
    /// than this, is taken for a copy unless it says otherwise. Default: 48
    /// hours, so that a copy never makes an opening fresher.
    pub echo_within: SignedDuration,
    /// What it takes for a closing to count. Default: D4 or better, or not rated.
    pub closing: Bar,
    /// What it takes for an opening to count. Default: D4 or better, or not rated.
    pub opening: Bar,
    /// How much of a corridor may lie in no recorded area of control, where
    /// there are such areas. Default: 50 m.
    pub uncovered: Metres,
}

/// Whose word it takes for a way to be Open, if no neutral observer confirms it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Authority {
    /// Every party that controls part of the way has said so or agreed.
    #[default]
    EveryController,
    /// One of the parties that control part of the way has.
    AnyController,
    /// Whoever announced it.
    Announcer,
}

/// The least that a rating must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bar {
    /// Source and information at least this good.
    pub rating: Rating,
    /// Whether a notice that is not rated counts.
    pub unrated: bool,
}

impl Default for Bar {
    fn default() -> Self {
        Self { rating: Rating::new(Reliability::D, Credibility::Four), unrated: true }
    }
}

/// How far a notice counts under a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// It counts.
    Full,
    /// It casts doubt, no more.
    Doubtful,
    /// It does not count at all.
    None,
}

impl Bar {
    /// How far a notice of that rating counts. One that is rated E or 5 does
    /// not count; one that cannot be judged, or is worse than the bar, casts doubt.
    pub(super) fn weigh(self, rating: Option<Rating>) -> Weight {
        let counts = rating.map_or(self.unrated, |rating| {
            rating.reliability <= self.rating.reliability
                && rating.credibility <= self.rating.credibility
        });
        match rating {
            Some(rating) if rating.is_disbelieved() => Weight::None,
            _ if counts => Weight::Full,
            _ => Weight::Doubtful,
        }
    }
}

impl Default for StatusPolicy {
    fn default() -> Self {
        let observers = [
            "ICRC",
            "International Committee of the Red Cross",
            "OCHA",
            "UN OCHA",
            "UNHCR",
            "UN",
            "United Nations",
        ];
        Self {
            name: "cautious".to_owned(),
            authority: Authority::EveryController,
            observers: observers.map(str::to_owned).to_vec(),
            parties: Vec::new(),
            confirmed_within: SignedDuration::from_hours(12),
            believed_within: SignedDuration::from_hours(48),
            echo_within: SignedDuration::from_hours(48),
            closing: Bar::default(),
            opening: Bar::default(),
            uncovered: Metres(50.0),
        }
    }
}

impl StatusPolicy {
    /// The default, under its name.
    pub fn cautious() -> Self {
        Self::default()
    }

    /// Takes the word of whoever announced it; otherwise as the default. For
    /// comparing what was announced with what was confirmed.
    pub fn announced() -> Self {
        Self { name: "announced".to_owned(), authority: Authority::Announcer, ..Self::default() }
    }
}

#[cfg(test)]
mod tests;
