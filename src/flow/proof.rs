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
    /// How far each node's clock runs ahead; 0 at sinks. No arc has
    /// `delay + ahead[head] < ahead[tail]`.
    pub ahead: Vec<Step>,
    /// For each node the first bucket that has a label, and the labels of that
    /// and the following ones. Buckets before it and after it have none and are in
    /// no set.
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

/// Prices of being at a place, and of places in sinks.
///
/// The price of a place is the least cost from there: arriving at a sink costs
/// the step of arrival and the sink's price. A plan has the smallest sum of
/// arrival steps if (1) nobody moves to where it costs more, (2) an arc that
/// leads to where it costs less is full, (3) those who leave a source leave to
/// places where it costs least of all that they could leave to, (4) sinks with
/// a price are full, and (5) from where anybody stays behind nothing is left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Potentials {
    /// For each node the first step with a price, and the prices of that and the
    /// following ones.
    pub of: Vec<(Step, Vec<u32>)>,
    /// The price of each sink.
    pub sinks: Vec<u32>,
}
