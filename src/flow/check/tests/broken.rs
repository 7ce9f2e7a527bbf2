//! One broken answer for each fault.

use super::with;
use crate::flow::Departure;
use crate::flow::FlowAnswer;
use crate::flow::FlowSink;
use crate::flow::InvalidProblem;
use crate::flow::Labels;
use crate::flow::Potentials;
use crate::flow::check::Fault;

/// The route of two moves.
fn long(answer: &FlowAnswer) -> usize {
    answer.routes.iter().position(|route| route.moves.len() == 2).expect("there is one")
}

fn prices(answer: &mut FlowAnswer) -> &mut Potentials {
    answer.proof.potentials.as_mut().expect("it has prices")
}

/// Labels at which every place is in every set.
fn all_inside() -> Labels {
    Labels { width: 1, ahead: vec![0; 4], of: vec![(0, vec![0; 12]); 4] }
}

macro_rules! found {
    ($faults:expr, $pattern:pat) => {
        let faults = $faults;
        assert!(faults.iter().any(|fault| matches!(fault, $pattern)), "{faults:?}");
    };
}

#[test]
fn a_problem_that_is_none() {
    let faults = with(|problem, _| problem.sinks.push(FlowSink { node: 0, places: 1 }));
    assert_eq!(faults, [Fault::Problem(InvalidProblem::TwoSinks { number: 2, node: 0 })]);
}

#[test]
fn routes_to_what_is_not_there() {
    found!(
        with(|_, a| a.routes[0].source = 2),
        Fault::NotThere { what: "a source", end: 2, found: 2, .. }
    );
    found!(
        with(|_, a| a.routes[0].sink = 7),
        Fault::NotThere { what: "a sink", end: 2, found: 7, .. }
    );
    let arc = with(|_, answer| {
        let route = long(answer);
        answer.routes[route].moves[0].arc = 3;
    });
    found!(arc, Fault::NotThere { what: "an arc", end: 3, found: 3, .. });
}

#[test]
fn lists_too_long_or_too_short() {
    found!(with(|_, a| a.left.truncate(1)), Fault::Length { what: "left", expected: 2, found: 1 });
    found!(
        with(|_, a| a.arrivals.push(0)),
        Fault::Length { what: "arrivals", expected: 8, found: 9 }
    );
    found!(
        with(|_, a| a.most_by.truncate(3)),
        Fault::Length { what: "most_by", expected: 8, found: 3 }
    );
    found!(
        with(|_, a| a.proof.cuts[0].sinks.clear()),
        Fault::Length { what: "sinks of a cut", expected: 2, found: 0 }
    );
    found!(
        with(|_, a| a.proof.cuts[0].inside.clear()),
        Fault::Length { what: "inside of a cut", expected: 4, found: 0 }
    );
    found!(
        with(|_, a| prices(a).of.clear()),
        Fault::Length { what: "prices of places", expected: 4, found: 0 }
    );
    found!(
        with(|_, a| prices(a).sinks.clear()),
        Fault::Length { what: "prices of sinks", expected: 2, found: 0 }
    );
    let labels = with(|_, a| a.proof.labels = Labels { ahead: Vec::new(), ..all_inside() });
    found!(labels, Fault::Length { what: "clocks of labels", expected: 4, found: 0 });
    let labels = with(|_, a| a.proof.labels = Labels { of: Vec::new(), ..all_inside() });
    found!(labels, Fault::Length { what: "labels", expected: 4, found: 0 });
}

#[test]
fn routes_that_do_not_hang_together() {
    let swapped = with(|_, answer| {
        let route = long(answer);
        answer.routes[route].moves[0].arc = 1;
    });
    found!(swapped, Fault::Torn { at: 0, expected: 0, found: 1, .. });
    let short = with(|_, answer| {
        let route = long(answer);
        answer.routes[route].moves.truncate(1);
    });
    found!(short, Fault::Torn { at: 1, expected: 1, found: 2, .. });
}

#[test]
fn waits_where_nobody_may_and_haste() {
    // At its source nobody waits once they have left.
    let waits = with(|_, answer| {
        let route = long(answer);
        answer.routes[route].moves[0].after = 1;
    });
    found!(waits, Fault::OutOfTime { at: 0, node: 0, expected: 0, found: 1, .. });
    let hurries = with(|_, answer| {
        let route = long(answer);
        answer.routes[route].moves[1].after = 0;
    });
    found!(hurries, Fault::OutOfTime { at: 1, node: 1, expected: 1, found: 0, .. });
}

#[test]
fn departures_out_of_order_too_early_and_too_late() {
    let twice = with(|_, answer| {
        let route = long(answer);
        let first = answer.routes[route].departures[0];
        answer.routes[route].departures.insert(0, first);
    });
    found!(twice, Fault::Unordered { before: 1, found: 1, .. });
    let early = with(|_, a| a.routes[0].departures[0].step = 0);
    found!(early, Fault::TooEarly { source_number: 0, expected: 1, found: 0, .. });
    let late = with(|_, answer| {
        let route = long(answer);
        answer.routes[route].departures.push(Departure { step: 9, persons: 1 });
    });
    found!(late, Fault::TooLate { expected: 12, found: 12, .. });
}

#[test]
fn too_many_in_an_arc_and_in_a_sink() {
    let crowd = with(|_, answer| {
        let route = long(answer);
        answer.routes[route].departures[0].persons += 2;
    });
    found!(crowd, Fault::Crowded { arc: 1, expected: 2, .. });
    found!(with(|p, _| p.sinks[1].places = 1), Fault::NoRoom { number: 1, expected: 1, found: 2 });
    // Every use of an arc counts, whatever the route.
    let same_again = with(|_, answer| {
        let route = answer.routes[long(answer)].clone();
        answer.routes.push(route);
    });
    found!(same_again, Fault::Crowded { arc: 1, expected: 2, found: 4, .. });
}

#[test]
fn people_lost_or_counted_twice() {
    found!(with(|_, a| a.left[1] = 3), Fault::Persons { number: 1, expected: 4, found: 3 });
    found!(with(|_, a| a.left[0] = 1), Fault::Persons { number: 0, expected: 10, found: 11 });
    found!(with(|_, a| a.arrivals[4] = 3), Fault::Arrivals { step: 4, expected: 2, found: 3 });
    found!(with(|_, a| a.arrivals.truncate(7)), Fault::Arrivals { step: 7, expected: 2, found: 0 });
}

#[test]
fn labels_that_cannot_be_read() {
    found!(
        with(|_, a| a.proof.labels = Labels { width: 0, ..all_inside() }),
        Fault::Width { found: 0 }
    );
    let back = with(|_, a| a.proof.labels = Labels { ahead: vec![0, 3, 0, 0], ..all_inside() });
    found!(back, Fault::BackInTime { arc: 1, expected: 3, found: 2 });
    let clock = with(|_, a| a.proof.labels = Labels { ahead: vec![0, 0, 1, 0], ..all_inside() });
    found!(clock, Fault::Clock { number: 0, found: 1 });
}

#[test]
fn labels_that_show_too_little() {
    // With every place in every set all people start inside.
    let cuts_gone = with(|_, answer| {
        answer.proof.cuts.clear();
        answer.proof.labels = all_inside();
    });
    found!(cuts_gone, Fault::MostBy { step: 0, expected: 14, found: 0 });
}

#[test]
fn cuts_that_cannot_be_read_or_show_too_little() {
    let backwards = with(|_, a| a.proof.cuts[3].inside[2] = vec![(2, 4), (3, 5)]);
    found!(backwards, Fault::Windows { cut: 3, node: 2, from: 3, until: 5 });
    let none = with(|_, a| a.proof.cuts[5].inside[2].clear());
    found!(none, Fault::MostBy { step: 5, expected: 8, found: 6 });
}

#[test]
fn bounds_that_are_not_shown() {
    found!(with(|_, a| a.most_by[6] = 7), Fault::MostBy { step: 6, expected: 8, found: 7 });
    let ends_early = with(|_, answer| {
        answer.most_by.truncate(8);
        answer.most_by[7] = 9;
    });
    found!(ends_early, Fault::MostBy { step: 7, expected: 10, found: 9 });
    found!(with(|_, a| a.least_total += 1), Fault::LeastTotal { expected: 46, found: 47 });
}

#[test]
fn exact_answers_that_are_not() {
    let total = with(|_, a| a.least_total -= 1);
    assert_eq!(total, [Fault::NotExact { what: "sum of arrival steps", expected: 45, found: 46 }]);
    let most = with(|_, a| *a.most_by.last_mut().expect("there are some") = 11);
    assert_eq!(most, [Fault::NotExact { what: "persons who arrive", expected: 11, found: 10 }]);
}

#[test]
fn prices_that_do_not_hold() {
    // It costs more at the end of an arc that people take.
    let dearer = with(|_, a| prices(a).of[1].1.fill(90));
    found!(dearer, Fault::Dearer { arc: 0, .. });
    // It costs less at the end of an arc that has room.
    let room = with(|_, a| prices(a).of[1].1[9] = 0);
    found!(room, Fault::NotFull { arc: 0, step: 8, expected: 3, found: 0 });
    let waiting = with(|_, a| prices(a).of[1].1[6] = 0);
    found!(waiting, Fault::Waiting { node: 1, step: 5, found: 0, .. });
    let dear_sink = with(|_, a| prices(a).of[2].1[5] = 6);
    found!(dear_sink, Fault::SinkPlace { number: 0, step: 5, expected: 5, found: 6 });
    let cheap_sink = with(|_, a| prices(a).of[2].1[5] = 4);
    found!(cheap_sink, Fault::SinkPlace { number: 0, step: 5, expected: 5, found: 4 });
    found!(
        with(|_, a| prices(a).sinks[0] = 1),
        Fault::SinkNotFull { number: 0, expected: 20, found: 8 }
    );
}

#[test]
fn prices_at_which_others_should_go() {
    let goes = with(|_, a| prices(a).stay[0].1 = 1);
    found!(goes, Fault::SourcePrice { number: 0, what: "who goes", expected: 1, .. });
    let stays = with(|_, a| prices(a).of[3].1[2] = 1);
    found!(stays, Fault::SourcePrice { number: 1, what: "who stays", found: 1, .. });
    let when = with(|_, a| prices(a).of[0].1[8] = 0);
    found!(
        when,
        Fault::SourcePrice { number: 0, what: "who goes when it costs more", expected: 0, .. }
    );
}
