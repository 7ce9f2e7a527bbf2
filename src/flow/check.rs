//! Holds an answer against its problem, knowing nothing of how it was found.
//!
//! Floor 0.
//!
//! Each law is held in a file of its own: who travels how in `travel`, how many
//! enter an arc in a step in `load`, what the labels show in `labels`, what the
//! cuts show in `cuts`, and what the prices show in `prices`. None needs more
//! memory than a few times what the answer and the problem take.

mod bounds;
mod cuts;
mod fault;
mod labels;
mod late;
mod load;
mod prices;
mod reach;
#[cfg(test)]
mod tests;
mod travel;

pub use self::fault::Fault;

use self::load::Uses;
use self::prices::Prices;
use self::reach::Reach;
use super::FlowAnswer;
use super::FlowProblem;

/// Everything that does not hold. Empty if every capacity is kept in every step,
/// nobody is lost or counted twice, and every bound is proven.
///
/// O(uses of arcs · log + arcs · steps), a use being one arc on one route at one
/// departure.
pub fn check(problem: &FlowProblem, answer: &FlowAnswer) -> Vec<Fault> {
    let mut faults = Vec::new();
    // Where nobody moves nobody goes round in circles.
    let valid =
        if answer.routes.is_empty() { problem.validate_parts() } else { problem.validate() };
    if let Err(invalid) = valid {
        faults.push(Fault::Problem(invalid));
        return faults;
    }
    let travel = travel::follow(problem, answer, &mut faults);
    let reach = Reach::find(problem);
    let prices = Prices::of(problem, &reach, answer, &mut faults);
    let uses = Uses::of(problem, answer);
    for arc in 0..problem.arcs.len() {
        let loads = uses.loads(answer, arc);
        load::hold(problem, arc, &loads, &mut faults);
        if let Some(prices) = &prices {
            prices.hold_arc(arc, &loads, &mut faults);
        }
    }
    if let Some(prices) = &prices {
        prices.hold_ends(answer, &travel, &mut faults);
    }
    bounds::hold(problem, &reach, answer, &travel, &mut faults);
    faults
}
