//! Plans on the embedded place, held against its records by the checker of
//! plans, person by person.

use super::*;
use crate::evacuate::meaning::ArcMeans;
use crate::flow::FlowProblem;
use crate::route::Tick;
use crate::route::instant;
use crate::verify;
use crate::verify::{Act, Certificate};

/// What the first and the last do who travel a route from a step on.
fn acts(
    expansion: &crate::evacuate::meaning::Expansion<'_>,
    problem: &FlowProblem,
    route: &FlowRoute,
    (step, later): (Step, Tick),
) -> Vec<Act> {
    let mut acts = Vec::new();
    let mut now: Option<Tick> = None;
    let mut passing = None;
    for one in &route.moves {
        let tail = problem.arcs[one.arc as usize].tail;
        let enters = expansion.tick(tail, step + one.after) + later;
        match expansion.arcs[one.arc as usize] {
            ArcMeans::Street { layer, arc } => {
                let graph = &expansion.layers[layer].graph;
                let at = graph.place(graph.graph.from(arc));
                if let Some(from) = now.filter(|&now| now < enters || passing.is_some()) {
                    let (from, until, checkpoint) =
                        (instant(from), instant(enters), passing.take());
                    acts.push(Act::Stay { at, from, until, checkpoint });
                }
                let exits = enters + graph.graph.duration(arc);
                let (enter, exit) = (instant(enters), instant(exits));
                acts.push(Act::Move { line: graph.line(arc), enter, exit });
                now = Some(exits);
            }
            ArcMeans::Gate(gate) => passing = expansion.gates[gate].checkpoints.first().cloned(),
            _ => {}
        }
    }
    acts
}

fn everybody_keeps_the_records(from: &str, until: &str, mode: TravelMode) -> (u64, usize) {
    let scenario = crate::place::northern_aleppo().unwrap().scenario;
    let picture = OperationalPicture::prepare(scenario).unwrap();
    let scenario = picture.scenario();
    let window = TimeWindow::new(from.parse().unwrap(), until.parse().unwrap()).unwrap();
    let mut request = EvacuationRequest::new(window).step_s(120);
    request = request.start_from(StartFrom::AssemblyPoints);
    for one in scenario.neighbourhoods() {
        // The slow solver is slow: a fortieth of the people, in long steps.
        let persons = one.population().unwrap().persons.0 / 40;
        let group = GroupRequest::new(one.id().clone()).persons(persons as f64);
        request = request.group(group.modes([(mode, 1.0)]));
    }
    let case = Case::of(&request, scenario).unwrap();
    let planner = EvacuationPlanner::new(&picture);
    let (expansion, draw) = planner.expansion(&case, scenario).unwrap();
    let problem = expansion.drawn(&case, scenario, &draw);
    let answer = slow::solve(&problem);
    let mut held = 0;
    for route in &answer.routes {
        for departure in &route.departures {
            for later in [0, case.step - 1] {
                let certificate = Certificate {
                    mode,
                    policy: request.policy.clone(),
                    window,
                    exposed_in: Vec::new(),
                    acts: acts(&expansion, &problem, route, (departure.step, later)),
                };
                assert_eq!(verify::check(&certificate, scenario), [], "{:?}", certificate.acts);
                held += 1;
            }
        }
    }
    let found = plan(&picture, &request);
    assert_eq!(found.bounds.moved, answer.served());
    (answer.served(), held)
}

#[test]
fn before_the_curfew_of_7_january() {
    // Printed at 12:53, in force from 15:00, local time; no shelter takes people yet.
    let (served, _) = everybody_keeps_the_records(
        "2026-01-07T09:53:00Z",
        "2026-01-07T12:00:00Z",
        TravelMode::Foot,
    );
    assert_eq!(served, 0);
}

#[test]
fn while_the_corridors_of_8_january_are_open() {
    for mode in [TravelMode::Foot, TravelMode::Vehicle] {
        let (served, held) =
            everybody_keeps_the_records("2026-01-08T06:30:00Z", "2026-01-08T11:00:00Z", mode);
        assert!(served > 100 && held > 10, "{mode}: {served} by {held}");
    }
}
