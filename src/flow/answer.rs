//! What was found.
//!
//! Floor 0.

use super::Proof;
use super::Step;

/// How an answer was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Nothing better exists, and the proof shows it.
    Exact,
    /// Everybody in as early as possible, and the proof shows it; in which order is
    /// left open. Where not everybody can be by the horizon, as many as can: those of
    /// one class as early as possible, too, of several classes the lower first.
    Quickest,
    /// Routes filled one after another; the proof bounds what could be better.
    Fast,
}

/// Who goes where and when, how good that is, and why nothing can be better
/// than its bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowAnswer {
    /// How it was found.
    pub method: Method,
    /// Who travels how, by source, sink and moves.
    pub routes: Vec<FlowRoute>,
    /// How many arrive in each step, up to the last in which anybody does.
    pub arrivals: Vec<u64>,
    /// How many stay behind, source by source.
    pub left: Vec<u64>,
    /// For each step, the most who can have arrived by its end under any plan
    /// (each step taken alone); as long as `arrivals` or longer, and the last
    /// holds for all later ones. None at all says that nobody can ever arrive.
    pub most_by: Vec<u64>,
    /// No plan that brings as many people of each class out before the horizon has
    /// a smaller sum of arrival steps, the step of each person added up.
    pub least_total: u64,
    /// What shows that `most_by` and `least_total` hold.
    pub proof: Proof,
}

/// People who travel alike, some in one step and some in another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FlowRoute {
    /// The source they leave, by its number.
    pub source: u32,
    /// The sink they enter, by its number.
    pub sink: u32,
    /// The arcs they travel, in order.
    pub moves: Vec<Move>,
    /// When they leave, and how many, in order of steps.
    pub departures: Vec<Departure>,
}

/// The use of one arc.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Move {
    /// The arc.
    pub arc: u32,
    /// It is entered so many steps after the departure.
    pub after: Step,
}

/// A number of people who leave in one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Departure {
    /// When.
    pub step: Step,
    /// How many.
    pub persons: u64,
}

impl FlowAnswer {
    /// How many arrive.
    pub fn served(&self) -> u64 {
        self.arrivals.iter().sum()
    }

    /// The sum of the steps in which people arrive.
    pub fn total(&self) -> u64 {
        self.arrivals.iter().zip(0u64..).map(|(persons, step)| persons * step).sum()
    }

    /// The last step in which anybody arrives.
    pub fn last_arrival(&self) -> Option<Step> {
        self.arrivals.iter().rposition(|&persons| persons > 0).map(|step| step as Step)
    }

    /// The first step by whose end as many people as arrive here could have
    /// arrived under any plan: nobody is quicker.
    pub fn least_last_arrival(&self) -> Option<Step> {
        let served = self.served();
        if served == 0 {
            return None;
        }
        self.most_by.iter().position(|&most| most >= served).map(|step| step as Step)
    }
}
