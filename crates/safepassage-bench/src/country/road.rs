//! A road between two towns.

use super::distance;
use super::plan::{Plan, Road};
use super::town::GATES;
use super::{Class, Works};
use crate::random::Random;
use geo::Coord;
use std::f64::consts::TAU;

/// Share of the nodes of lesser roads from which a lane leads to a house.
const LANES: f64 = 0.2;

/// Metres from one node of a road to the next.
const fn spacing_m(class: Class) -> f64 {
    match class {
        Class::Motorway => 700.0,
        Class::Primary => 300.0,
        _ => 220.0,
    }
}

/// About how many nodes a road of that length has.
pub(super) fn nodes_of(class: Class, length_m: f64) -> f64 {
    let lanes = if class == Class::Motorway { 0.0 } else { LANES };
    (length_m / spacing_m(class)).max(0.0) * (1.0 + lanes)
}

/// Builds a road that winds from the gate of the one town to that of the other.
pub(super) fn build(
    works: &mut Works,
    plan: &Plan,
    gates: &[[u32; GATES]],
    road: &Road,
    random: &mut Random,
) {
    let (start, end) = (plan.towns[road.from].at, plan.towns[road.to].at);
    let from = gates[road.from][gate(end - start)];
    let to = gates[road.to][gate(start - end)];
    let (start, end) = (works.place(from), works.place(to));
    let along = end - start;
    let sideways = Coord { x: -along.y, y: along.x };
    let steps = (distance(start, end) / spacing_m(road.class)).ceil().max(1.0);
    let bend = random.between(-0.12, 0.12);
    let (wave, waves) = (random.between(-0.03, 0.03), random.between(2.0, 6.0));
    let mut last = from;
    for step in 1..steps as usize {
        let share = step as f64 / steps;
        let rise = share * (1.0 - share);
        let aside = rise * (bend + wave * (share * waves * TAU).sin());
        let at = start + along * share + sideways * aside;
        let next = works.node(at);
        works.street([last, next], road.class, 1.01, false);
        if road.class != Class::Motorway && random.happens(LANES) {
            let side = if random.happens(0.5) { 1.0 } else { -1.0 };
            let reach = side * random.between(40.0, 160.0) / distance(start, end);
            let house = works.node(at + sideways * reach);
            works.street([next, house], Class::Service, 1.1, false);
        }
        last = next;
    }
    works.street([last, to], road.class, 1.01, false);
}

/// The gate that looks in a direction.
fn gate(direction: Coord) -> usize {
    let turn = direction.y.atan2(direction.x).rem_euclid(TAU) / TAU;
    (turn * GATES as f64).round() as usize % GATES
}
