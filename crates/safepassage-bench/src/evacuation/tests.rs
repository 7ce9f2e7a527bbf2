//! Instances read or refused, problems by seed, and the route planner.

use super::BadInstance;
use super::BadTntp;
use super::City;
use super::Links;
use super::Town;
use super::made;
use super::plan;
use super::read;
use crate::country::Country;
use safepassage::flow::FlowAnswer;
use safepassage::flow::FlowProblem;
use safepassage::flow::Method;
use safepassage::flow::Proof;
use safepassage::flow::Solve;
use safepassage::flow::check;
use std::ops::ControlFlow;

const THREE: &str = "3 2 1 1\n0 1 1 2\n1 2 2 3\n0 5\n2 9\n";

#[test]
fn an_instance_is_read() {
    let problem = read(THREE, 20).unwrap();
    assert_eq!((problem.nodes, problem.arcs.len(), problem.horizon), (3, 2, 20));
    assert_eq!(problem.arcs[1].delay, 2);
    assert_eq!(problem.profiles[problem.arcs[1].profile as usize].at(7), 3);
    assert_eq!((problem.sources[0].persons, problem.sinks[0].places), (5, 9));
}

#[test]
fn what_is_no_instance_is_refused_by_line() {
    let said = |text: &str| read(text, 20).unwrap_err().to_string();
    assert_eq!(
        said("3 2 1\n"),
        "line 1: expected the numbers of nodes, arcs, sources and sinks, found \"3 2 1\""
    );
    assert_eq!(said(&THREE.replace("2 9\n", "")), "expected a sink: node, places, found the end");
    assert_eq!(
        said(&THREE.replace("1 2 2 3", "1 2 -2 3")),
        "line 3: expected an arc: tail, head, steps, capacity, found \"1 2 -2 3\""
    );
    assert_eq!(said(&format!("{THREE}1 1")), "line 6: expected the end, found \"1 1\"");
    let elsewhere = read(&THREE.replace("0 5", "3 5"), 20);
    assert!(matches!(elsewhere, Err(BadInstance::Problem(_))), "{elsewhere:?}");
}

/// The planner's answer, with a bound that says nothing.
fn answer(problem: &FlowProblem) -> FlowAnswer {
    let found = plan(problem);
    let persons = problem.sources.iter().map(|source| source.persons).sum();
    FlowAnswer {
        method: Method::Fast,
        most_by: vec![persons; found.arrivals.len().max(1)],
        routes: found.routes,
        arrivals: found.arrivals,
        left: found.left,
        least_total: 0,
        proof: Proof::default(),
    }
}

#[test]
fn the_planner_sends_people_one_way_after_another() {
    let problem = read(THREE, 20).unwrap();
    let answer = answer(&problem);
    assert_eq!(answer.arrivals, [0, 0, 0, 2, 2, 1]);
    assert_eq!(check::check(&problem, &answer), []);
}

#[test]
fn what_the_planner_plans_keeps_every_law_where_waiting_is_allowed() {
    let mut arrived = 0;
    for number in 0..400 {
        let mut problem = made(3, number);
        problem.validate().unwrap();
        problem.waiting = (0..problem.nodes).collect();
        let answer = answer(&problem);
        assert_eq!(check::check(&problem, &answer), [], "problem {number}");
        arrived += answer.served();
    }
    assert!(arrived > 3_000, "{arrived}");
}

/// 0 to 1 to 2, 25 s and 20 s, and back; a way round by 3 that takes 90 s.
fn four() -> City {
    let mut city = City { nodes: 4, ..City::default() };
    for (tail, head, millis) in [(0, 1, 25_000), (1, 2, 20_000), (0, 3, 50_000), (3, 2, 40_000)] {
        city.arc((tail, head), millis, 100);
        city.arc((head, tail), millis, 100);
    }
    city
}

#[test]
fn clocks_run_ahead_so_that_shortest_ways_are_not_rounded() {
    let problem = four().problem(&[(0, 7)], &[(2, 9)], 60, 100);
    let delay = |tail, head| {
        let mut arcs = problem.arcs.iter();
        arcs.find(|arc| (arc.tail, arc.head) == (tail, head)).map(|arc| arc.delay)
    };
    // 45 s, 20 s and 40 s before the shelter: nothing is lost on the shortest way.
    assert_eq!((delay(0, 1), delay(1, 2), delay(3, 2)), (Some(0), Some(0), Some(0)));
    // By 3 it takes 45 s longer, back to 0 from 1 50 s.
    assert_eq!((delay(0, 3), delay(1, 0)), (Some(1), Some(1)));
    // Nobody from 0 is there before the first minute is over.
    assert_eq!(problem.sources[0].from, 1);
    // 100 an hour are 5 in three minutes.
    let profile = &problem.profiles[problem.arcs[0].profile as usize];
    assert_eq!((profile.within(0, 3), profile.within(0, 60)), (5, 100));
}

#[test]
fn a_made_country_is_evacuated() {
    let city = City::of_country(&Country::generate(600, 7));
    let town =
        Town { persons: 3_000, sources: 12, shelters: 4, step_s: 60, horizon: 2_000, seed: 7 };
    let problem = city.evacuated(&town);
    assert_eq!(problem.sources.iter().map(|source| source.persons).sum::<u64>(), 3_000);
    assert!(problem.sinks.iter().map(|sink| sink.places).sum::<u64>() >= 4_500);
    assert_eq!(problem, city.evacuated(&town));
    for method in [Method::Fast, Method::Quickest] {
        let solve = Solve { method: Some(method) };
        let answer = solve.find(&problem, &mut |_| ControlFlow::Continue(())).unwrap();
        assert_eq!(check::check(&problem, &answer), []);
        assert_eq!(answer.served(), 3_000);
    }
}

const NET: &str = "<NUMBER OF ZONES> 2\t\n<NUMBER OF NODES> 4\n<FIRST THRU NODE> 3\n\
    <NUMBER OF LINKS> 4\n<END OF METADATA>\n\n~ heading ;\n\
    1\t3\t900\t1\t0\t0.15\t4\t0\t0\t1\t;\n3 4 600 1 1.5 ;\n4 2 900 1 0 ;\n2 4 900 1 0 ;\n";

#[test]
fn tntp_networks_and_trips_are_read() {
    let links = Links::read(NET).unwrap();
    assert_eq!((links.zones, links.nodes, links.first_through), (2, 4, 2));
    // Who comes to zone 2 is at a node of its own, from which nothing leads on.
    assert_eq!((links.city.tails[2], links.city.heads[2], links.city.tails[3]), (3, 5, 1));
    assert_eq!(
        (links.city.millis[1], links.city.per_hour[1], links.city.millis[0]),
        (90_000, 600, 1)
    );
    let trips = links.trips("<END OF METADATA>\nOrigin 1\n 1 : 2.5; 2 : 40.25;\n").unwrap();
    assert_eq!(trips.into_iter().collect::<Vec<_>>(), [(0, 42.75)]);
}

#[test]
fn what_is_not_tntp_is_refused() {
    let said = |text: &str| Links::read(text).unwrap_err().to_string();
    let found = Links::read(&NET.replace("<NUMBER OF LINKS> 4", "<NUMBER OF LINKS> 5"));
    assert_eq!(found, Err(BadTntp::Links { expected: 5, found: 4 }));
    assert_eq!(
        said(&NET.replace("4 2 900", "4 7 900")),
        "line 10: expected nodes within the number of the heading, found \"4 7 900 1 0 ;\""
    );
    assert_eq!(
        said(&NET.replace("4 2 900", "4 2 -900")),
        "line 10: expected a link: tail, head, capacity, length, minutes, found \"4 2 -900 1 0 ;\""
    );
    let links = Links::read(NET).unwrap();
    let said = |text: &str| links.trips(text).unwrap_err().to_string();
    assert_eq!(said("Origin 3\n"), "line 1: expected a zone, found \"Origin 3\"");
    assert_eq!(said("1 : 2;\n"), "line 1: expected an origin, found \"1 : 2;\"");
    assert_eq!(said("Origin 1\n1 2;\n"), "line 2: expected a zone and its trips, found \"1 2;\"");
}
