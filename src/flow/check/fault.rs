//! What can be wrong with an answer.
//!
//! Floor 0.

use crate::flow::InvalidProblem;
use crate::flow::Step;

/// Something that an answer says and that does not hold.
///
/// Routes, moves, arcs, nodes, sources and sinks are named by their numbers, from 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// There is no such problem.
    #[error(transparent)]
    Problem(InvalidProblem),
    /// A route refers to what is not there.
    #[error("route #{route}: expected {what} below {end}, found {found}")]
    NotThere {
        /// Which route.
        route: usize,
        /// What it refers to.
        what: &'static str,
        /// How many there are.
        end: usize,
        /// What it says.
        found: u32,
    },
    /// A list is longer or shorter than what it is about.
    #[error("{what}: expected {expected} entries, found {found}")]
    Length {
        /// Which list.
        what: &'static str,
        /// How many entries it should have.
        expected: usize,
        /// How many it has.
        found: usize,
    },
    /// A route goes on from where it is not, or ends elsewhere than at its sink.
    #[error("route #{route}, move #{at}: expected to be at node {expected}, found node {found}")]
    Torn {
        /// Which route.
        route: usize,
        /// Before which of its moves; their number for its end.
        at: usize,
        /// Where it has come to.
        expected: u32,
        /// From where it goes on.
        found: u32,
    },
    /// A route waits where nobody may, or goes on before it is there.
    #[error(
        "route #{route}, move #{at} at node {node}: expected to go on after {expected} steps, found {found}"
    )]
    OutOfTime {
        /// Which route.
        route: usize,
        /// Which of its moves.
        at: usize,
        /// Where.
        node: u32,
        /// When it is there, in steps after the departure.
        expected: u64,
        /// When it goes on.
        found: u64,
    },
    /// The departures of a route are not in order of steps, each once.
    #[error("route #{route}: expected departures in order, found step {found} after {before}")]
    Unordered {
        /// Which route.
        route: usize,
        /// A departure.
        before: Step,
        /// The one that is listed after it.
        found: Step,
    },
    /// A departure before anybody can leave.
    #[error(
        "route #{route}: expected to leave source #{source_number} from step {expected}, found {found}"
    )]
    TooEarly {
        /// Which route.
        route: usize,
        /// From where.
        source_number: u32,
        /// The first step in which people can leave.
        expected: Step,
        /// When they do.
        found: Step,
    },
    /// An arrival that does not count.
    #[error("route #{route}: expected to arrive before step {expected}, found {found}")]
    TooLate {
        /// Which route.
        route: usize,
        /// The horizon.
        expected: Step,
        /// When they arrive.
        found: u64,
    },
    /// More enter an arc in a step than may.
    #[error("arc #{arc}, step {step}: expected at most {expected} to enter, found {found}")]
    Crowded {
        /// Which arc.
        arc: usize,
        /// When.
        step: u64,
        /// How many may enter.
        expected: u64,
        /// How many do.
        found: u64,
    },
    /// Somebody is lost or counted twice.
    #[error("source #{number}: expected {expected} to leave or stay, found {found}")]
    Persons {
        /// Which source.
        number: usize,
        /// How many there are.
        expected: u64,
        /// How many leave and stay.
        found: u64,
    },
    /// More come to a sink than it has room for.
    #[error("sink #{number}: expected at most {expected} to come, found {found}")]
    NoRoom {
        /// Which sink.
        number: usize,
        /// For how many there is room.
        expected: u64,
        /// How many come.
        found: u64,
    },
    /// More or fewer arrive than the routes bring.
    #[error("arrivals in step {step}: expected {expected}, found {found}")]
    Arrivals {
        /// When.
        step: usize,
        /// How many arrive by the routes.
        expected: u64,
        /// How many are said to.
        found: u64,
    },
    /// The steps of labels have no length, or there are none.
    #[error("labels: expected buckets of a step or more, found {found}")]
    Width {
        /// Their length.
        found: Step,
    },
    /// On the clocks of the labels an arc leads back in time.
    #[error(
        "labels, arc #{arc}: expected delay and ahead at the head of at least {expected}, found {found}"
    )]
    BackInTime {
        /// Which arc.
        arc: usize,
        /// How far the clock of its tail runs ahead.
        expected: u64,
        /// Its delay and how far the clock of its head runs ahead.
        found: u64,
    },
    /// The clock of a sink does not show the time.
    #[error("labels, sink #{number}: expected a clock that runs 0 steps ahead, found {found}")]
    Clock {
        /// Which sink.
        number: usize,
        /// How far it runs ahead.
        found: Step,
    },
    /// Windows of a cut overlap, run backwards or are out of order.
    #[error(
        "cut #{cut}, node {node}: expected windows in order, found one from {from} until {until}"
    )]
    Windows {
        /// Which cut.
        cut: usize,
        /// Where.
        node: usize,
        /// The start of a window.
        from: Step,
        /// Its end.
        until: Step,
    },
    /// More may arrive by a step than is said, for all that is shown.
    #[error("most by step {step}: expected at least {expected}, found {found}")]
    MostBy {
        /// By the end of which step.
        step: usize,
        /// The least bound that is shown.
        expected: u64,
        /// The bound that is claimed.
        found: u64,
    },
    /// The sum of arrival steps may be smaller than is said, for all that is shown.
    #[error("least total: expected at most {expected}, found {found}")]
    LeastTotal {
        /// The largest bound that is shown.
        expected: u64,
        /// The bound that is claimed.
        found: u64,
    },
    /// An answer that is said to be exact does not meet its own bound.
    #[error("exact answer, {what}: expected {expected}, found {found}")]
    NotExact {
        /// What could be better.
        what: &'static str,
        /// The bound.
        expected: u64,
        /// What the answer comes to.
        found: u64,
    },
    /// By the prices, people move to where it costs more.
    #[error(
        "prices, arc #{arc}, step {step}: expected a move to where it costs at most {expected}, found {found}"
    )]
    Dearer {
        /// Which arc.
        arc: usize,
        /// When.
        step: u64,
        /// The price where they are.
        expected: u64,
        /// The price where they go.
        found: u64,
    },
    /// By the prices, more should have moved to where it costs less.
    #[error("prices, arc #{arc}, step {step}: expected {expected} to enter, found {found}")]
    NotFull {
        /// Which arc.
        arc: usize,
        /// When.
        step: u64,
        /// How many may.
        expected: u64,
        /// How many do.
        found: u64,
    },
    /// By the prices, it pays to wait where people do not, or they wait in vain.
    #[error(
        "prices, waiting at node {node} from step {step}: expected a price of {expected}, found {found}"
    )]
    Waiting {
        /// Where.
        node: u32,
        /// From when.
        step: u64,
        /// The price then (at least so much later, and as much if anybody waits).
        expected: u64,
        /// The price later.
        found: u64,
    },
    /// By the prices, a sink's place costs more than going in (or less, and people go in).
    #[error("prices, sink #{number}, step {step}: expected a price of {expected}, found {found}")]
    SinkPlace {
        /// Which sink.
        number: usize,
        /// When.
        step: u64,
        /// What going in costs.
        expected: u64,
        /// The price of being there.
        found: u64,
    },
    /// A sink with a price has room.
    #[error("prices, sink #{number} has one: expected {expected} in it, found {found}")]
    SinkNotFull {
        /// Which sink.
        number: usize,
        /// For how many there is room.
        expected: u64,
        /// How many come.
        found: u64,
    },
    /// By the prices, people leave when they should not, or stay or go when they should not.
    #[error("prices, source #{number}, {what}: expected a price of {expected}, found {found}")]
    SourcePrice {
        /// Which source.
        number: usize,
        /// Who.
        what: &'static str,
        /// The price that it should be (at most for who goes, at least for who stays).
        expected: u64,
        /// What it is.
        found: u64,
    },
}
