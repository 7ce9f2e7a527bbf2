//! Why nothing better exists.
//!
//! Floor 0.
//!
//! Each part is a statement about the problem alone that anybody can hold
//! against it: a set of places whose borders let only so many through, or
//! prices at which no other plan is cheaper.

use super::Step;

/// What shows that the bounds of an answer hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// Shows how many can have arrived by the end of each step, sinks taken as
    /// large enough for everybody. Together with the places of all sinks it gives
    /// [`most_by`](super::FlowAnswer::most_by), but where `cuts` say less.
    pub labels: Labels,
    /// Shows, for single steps, that no more can have arrived by their end.
    pub cuts: Vec<Cut>,
    /// Shows that the sum of arrival steps cannot be smaller.
    pub potentials: Option<Potentials>,
}

/// From where one can still be in by when.
///
/// Steps are counted on each node's own clock, which runs `ahead` of the common
/// one by the node's entry, and are taken together `width` at a time: the place
/// (node, bucket) is being at the node in a step `t` with
/// `(t + ahead) / width == bucket`. Its label is a bucket. For each bucket `b`
/// the places with labels up to `b`, and the sources that can go to one of
/// them, are a set `B`, and nobody arrives by the end of bucket `b` who neither
/// starts in `B` nor enters it on an arc: which gives the bound.
///
/// Within `width` steps people may wait anywhere, and an arc between two places
/// takes as many buckets as its delay on the two clocks is sure to take.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels {
    /// Steps in a bucket; 1 for an exact answer.
    pub width: Step,
    /// How far each node's clock runs ahead; 0 at sinks. No arc that ever lets
    /// anybody in has `delay + ahead[head] < ahead[tail]`.
    pub ahead: Vec<Step>,
    /// For each node a bucket and the labels of that and the following ones.
    /// Nobody can be at the node in an earlier bucket: those places are in every
    /// set (and no source or arc leads there from outside a set). Buckets after
    /// the last label are in no set.
    pub of: Vec<(Step, Vec<Step>)>,
}

/// A set of places at the border of which people are held up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// It is about arrivals up to the end of this step.
    pub by: Step,
    /// For each node the steps, as windows `[from, until)` in order, at which
    /// being there is inside.
    pub inside: Vec<Vec<(Step, Step)>>,
    /// Whether each sink is inside. If so, being at its node in any step up to
    /// `by` is inside too.
    pub sinks: Vec<bool>,
}

/// Prices of being at a place, of places in sinks, and of staying behind.
///
/// The price of a place is at most what it costs to go on from there: arriving
/// at a sink in step `t` costs `t` and the sink's price. No plan that leaves as
/// many of each class behind has a smaller sum of arrival steps if
///
/// 1. nobody moves, or waits, from one place to another with another price but
///    where the arc is full and leads to where it costs less;
/// 2. an arc (or waiting, where it is allowed) that leads to where it costs less
///    is full;
/// 3. a sink's place in step `t` before the horizon costs at most `t` and the
///    sink's price, and as much where anybody arrives; a sink with a price is full;
/// 4. the price of a source is the least of the places it can go to, and people
///    go only to such places; it is at most that of staying for its class, and
///    as much where anybody stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Potentials {
    /// For each node the first step at which anybody can be there (on the
    /// common clock), and the prices of that and the following steps. Later
    /// steps have the last price or more: nobody is there.
    pub of: Vec<(Step, Vec<u64>)>,
    /// The price of each sink.
    pub sinks: Vec<u64>,
    /// The price of staying, by class in order.
    pub stay: Vec<(u32, u64)>,
}
