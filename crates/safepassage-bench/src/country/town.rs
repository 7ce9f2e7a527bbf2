//! The streets of one town.

use super::plan::Town;
use super::{Class, Works};
use crate::random::Random;
use geo::Coord;

/// Metres from one junction to the next.
const BLOCK_M: f64 = 90.0;
/// Nodes for each junction, crossings and dead ends included.
const NODES_A_JUNCTION: f64 = 2.03;
/// Directions in which roads leave.
pub(super) const GATES: usize = 16;
/// No junction stands there.
const NOWHERE: u32 = u32::MAX;
/// Blocks between one obstacle and the next.
const DISTRICT: usize = 8;

/// Metres from the middle of a town of so many nodes to its edge.
pub(super) fn radius_m(nodes: f64) -> f64 {
    ((nodes / NODES_A_JUNCTION).max(4.0) / std::f64::consts::PI).sqrt() * BLOCK_M
}

/// A street between two junctions that could be built.
struct Candidate {
    ends: [u32; 2],
    class: Class,
    /// How hard it is to cross what lies between; 0 for nothing.
    obstacle: u32,
    lot: u32,
}

/// Builds the streets, and gives the junction at which a road leaves in each of
/// [`GATES`] directions, east first, anticlockwise.
pub(super) fn build(
    works: &mut Works,
    town: &Town,
    scale: f64,
    random: &mut Random,
) -> [u32; GATES] {
    let radius = radius_m(town.nodes * scale) / BLOCK_M;
    let half = radius.ceil() as usize;
    let side = 2 * half + 1;
    let turn = random.between(0.0, std::f64::consts::FRAC_PI_2).sin_cos();
    let mut grid = vec![NOWHERE; side * side];
    let mut gates = [NOWHERE; GATES];
    let mut best = [f64::NEG_INFINITY; GATES];
    for row in 0..side {
        for column in 0..side {
            let at = Coord { x: column as f64 - half as f64, y: row as f64 - half as f64 };
            if at.x.hypot(at.y) > radius + 0.01 {
                continue;
            }
            let offset = rotated(
                Coord {
                    x: (at.x + random.between(-0.25, 0.25)) * BLOCK_M,
                    y: (at.y + random.between(-0.25, 0.25)) * BLOCK_M,
                },
                turn,
            );
            let node = works.node(town.at + offset);
            grid[row * side + column] = node;
            for gate in 0..GATES {
                let (sin, cos) = (gate as f64 / GATES as f64 * std::f64::consts::TAU).sin_cos();
                let reach = offset.x * cos + offset.y * sin;
                if reach > best[gate] {
                    (best[gate], gates[gate]) = (reach, node);
                }
            }
        }
    }
    let first = grid.iter().copied().find(|&node| node != NOWHERE).unwrap_or_default();
    let junctions = works.nodes.len() - first as usize;
    let mut streets = candidates(&grid, side, random);
    // Main streets first, then what no obstacle hinders, then by lot: a tree of
    // the first ones that join anything is always built, and always two-way.
    streets.sort_unstable_by_key(|street| (street.obstacle, street.class, street.lot, street.ends));
    let mut joined = Joined::new(junctions);
    for street in &streets {
        let tree = joined.join(street.ends.map(|node| (node - first) as usize));
        let main = street.class < Class::Residential && street.obstacle < 3;
        let kept = tree || main || random.happens(0.46 / f64::from(1_u32 << street.obstacle));
        if kept {
            let one_way = !tree && street.class == Class::Residential && random.happens(0.25);
            pave(works, street, one_way, random);
        }
    }
    for node in first..first + junctions as u32 {
        if random.happens(0.14) {
            let aside = random.between(0.25, 0.4) * BLOCK_M;
            let end = works.place(node) + rotated(Coord { x: aside, y: aside }, turn);
            let end = works.node(end);
            works.street([node, end], Class::Service, 1.05, false);
        }
    }
    gates
}

/// Every street of the grid, with what it would cross.
fn candidates(grid: &[u32], side: usize, random: &mut Random) -> Vec<Candidate> {
    let (along, across) = (random.below(32), random.below(32));
    let mut streets = Vec::new();
    for row in 0..side {
        for column in 0..side {
            let here = grid[row * side + column];
            let mut candidate = |there: Option<&u32>, line: usize, step: usize| {
                let there = there.copied().unwrap_or(NOWHERE);
                if here != NOWHERE && there != NOWHERE {
                    let lot = (random.bits() >> 32) as u32;
                    let ends = [here, there];
                    streets.push(Candidate { ends, class: class(line), obstacle: wall(step), lot });
                }
            };
            if column + 1 < side {
                candidate(grid.get(row * side + column + 1), row + across, column + along);
            }
            candidate(grid.get((row + 1) * side + column), column + along, row + across);
        }
    }
    streets
}

/// The kind of the streets of one line of the grid.
fn class(line: usize) -> Class {
    match line % 32 {
        0 => Class::Primary,
        8 | 16 | 24 => Class::Secondary,
        4 | 12 | 20 | 28 => Class::Tertiary,
        _ => Class::Residential,
    }
}

/// How hard the step from one line of the grid to the next is: each eighth step
/// meets an obstacle, each sixteenth a harder one, and so on to five.
fn wall(step: usize) -> u32 {
    if step % DISTRICT == DISTRICT / 2 { 1 + (step / DISTRICT).trailing_zeros().min(4) } else { 0 }
}

/// Builds one street, with crossings or bends on the way.
fn pave(works: &mut Works, street: &Candidate, one_way: bool, random: &mut Random) {
    let [from, to] = street.ends;
    let (start, end) = (works.place(from), works.place(to));
    let between = match random.unit() {
        lot if lot < 0.45 => 0,
        lot if lot < 0.90 => 1,
        _ => 2,
    };
    let mut last = from;
    for step in 1..=between {
        let share = f64::from(step) / f64::from(between + 1);
        let aside = random.between(-0.06, 0.06);
        let along = end - start;
        let at = start + along * share + Coord { x: -along.y, y: along.x } * aside;
        let next = works.node(at);
        works.street([last, next], street.class, 1.02, one_way);
        last = next;
    }
    works.street([last, to], street.class, 1.02, one_way);
}

fn rotated(at: Coord, (sin, cos): (f64, f64)) -> Coord {
    Coord { x: at.x * cos - at.y * sin, y: at.x * sin + at.y * cos }
}

/// Which junctions are joined by what is built (union-find with halved paths).
pub(super) struct Joined {
    parents: Vec<u32>,
}

impl Joined {
    pub(super) fn new(count: usize) -> Self {
        Self { parents: (0..count as u32).collect() }
    }

    fn root(&mut self, mut of: usize) -> usize {
        while self.parents[of] as usize != of {
            self.parents[of] = self.parents[self.parents[of] as usize];
            of = self.parents[of] as usize;
        }
        of
    }

    /// Joins two, and says whether they were apart.
    pub(super) fn join(&mut self, [a, b]: [usize; 2]) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        self.parents[a.max(b)] = a.min(b) as u32;
        a != b
    }
}
