//! A country of towns, streets and roads, made by seed.
//!
//! Town sizes fall as one over their rank. A town is a grid of streets bent out
//! of shape and cut by obstacles (as railways and rivers cut real ones), with
//! crossings, side streets, dead ends and one-way streets. Roads of three ranks
//! join near towns of three ranks along the Gabriel graph of their centres.
//! Everything is in metres on a plane until it is written as degrees.

mod network;
mod plan;
mod road;
mod town;

use crate::random::Random;
use geo::Coord;
use plan::Plan;

/// Where the country lies: its south-west corner, in degrees.
const CORNER: Coord = Coord { x: 34.0, y: 30.0 };
/// Metres in one degree of latitude, near enough for an invented country.
const DEGREE_M: f64 = 111_200.0;

/// What kind of way an arc is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Class {
    /// Between the largest towns.
    Motorway,
    /// Between larger towns, and the widest streets of cities.
    Primary,
    /// Between near towns, and main streets.
    Secondary,
    /// Streets that collect others.
    Tertiary,
    /// Where people live.
    Residential,
    /// To a house or a field.
    Service,
}

impl Class {
    /// Metres a second.
    const fn speed(self) -> f64 {
        match self {
            Self::Motorway => 30.0,
            Self::Primary => 20.0,
            Self::Secondary => 16.0,
            Self::Tertiary => 11.0,
            Self::Residential => 7.0,
            Self::Service => 4.0,
        }
    }
}

/// A street network as plain columns: nodes, and arcs sorted by tail.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Country {
    /// Where each node is, in degrees, to the seventh decimal.
    pub places: Vec<Coord>,
    /// Node where each arc starts.
    pub tails: Vec<u32>,
    /// Node where each arc ends.
    pub heads: Vec<u32>,
    /// Milliseconds of travel along each arc, 1 at least.
    pub millis: Vec<u32>,
    /// Kind of way of each arc.
    pub classes: Vec<Class>,
}

impl Country {
    /// A country of about `nodes` nodes, within some per cent. The same bytes
    /// for the same seed.
    ///
    /// Time O(n log n); memory about 120 bytes a node at most, while arcs are sorted.
    pub fn generate(nodes: usize, seed: u64) -> Self {
        let plan = Plan::draw(nodes, seed);
        let mut works = Works::default();
        let mut gates = Vec::with_capacity(plan.towns.len());
        for (number, town) in plan.towns.iter().enumerate() {
            let mut random = Random::new(seed, 1_000_000_000 + number as u64);
            gates.push(town::build(&mut works, town, plan.scale, &mut random));
        }
        for (number, road) in plan.roads.iter().enumerate() {
            let mut random = Random::new(seed, 2_000_000_000 + number as u64);
            road::build(&mut works, &plan, &gates, road, &mut random);
        }
        works.finish(plan.side_m)
    }

    /// How many nodes there are.
    pub fn node_count(&self) -> usize {
        self.places.len()
    }

    /// How many arcs there are.
    pub fn arc_count(&self) -> usize {
        self.tails.len()
    }
}

/// Streets in the making, in metres.
#[derive(Debug, Default)]
struct Works {
    nodes: Vec<Coord>,
    tails: Vec<u32>,
    heads: Vec<u32>,
    millis: Vec<u32>,
    classes: Vec<Class>,
}

impl Works {
    fn node(&mut self, at: Coord) -> u32 {
        self.nodes.push(at);
        (self.nodes.len() - 1) as u32
    }

    fn place(&self, node: u32) -> Coord {
        self.nodes[node as usize]
    }

    /// A street from one node to another; `winding` is how much longer than straight.
    fn street(&mut self, ends: [u32; 2], class: Class, winding: f64, one_way: bool) {
        let [from, to] = ends;
        let length = distance(self.place(from), self.place(to)) * winding;
        let millis = ((length / class.speed() * 1000.0).round() as u32).max(1);
        let mut arc = |tail, head| {
            self.tails.push(tail);
            self.heads.push(head);
            self.millis.push(millis);
            self.classes.push(class);
        };
        arc(from, to);
        if !one_way {
            arc(to, from);
        }
    }

    /// Degrees for metres, arcs in the order of their tails.
    fn finish(self, side_m: f64) -> Country {
        let middle = (CORNER.y + side_m / DEGREE_M / 2.0).to_radians().cos();
        let decimals = |degrees: f64| (degrees * 1e7).round() / 1e7;
        let places: Vec<Coord> = self
            .nodes
            .iter()
            .map(|at| Coord {
                x: decimals(CORNER.x + at.x / DEGREE_M / middle),
                y: decimals(CORNER.y + at.y / DEGREE_M),
            })
            .collect();
        let order = by_tail(places.len(), &self.tails);
        Country {
            tails: picked(&self.tails, &order),
            heads: picked(&self.heads, &order),
            millis: picked(&self.millis, &order),
            classes: picked(&self.classes, &order),
            places,
        }
    }
}

/// Arc numbers in the order of their tails, the order given among equals.
fn by_tail(nodes: usize, tails: &[u32]) -> Vec<u32> {
    let mut next = vec![0_u32; nodes + 1];
    for &tail in tails {
        next[tail as usize + 1] += 1;
    }
    for node in 0..nodes {
        next[node + 1] += next[node];
    }
    let mut order = vec![0_u32; tails.len()];
    for (arc, &tail) in tails.iter().enumerate() {
        order[next[tail as usize] as usize] = arc as u32;
        next[tail as usize] += 1;
    }
    order
}

fn picked<T: Copy>(from: &[T], order: &[u32]) -> Vec<T> {
    order.iter().map(|&arc| from[arc as usize]).collect()
}

fn distance(a: Coord, b: Coord) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

#[cfg(test)]
mod tests;
