//! Whole cities: people at seeded places, shelters at others.

use crate::country::{Class, Country};
use crate::random::Random;
use safepassage::flow::FlowArc;
use safepassage::flow::FlowProblem;
use safepassage::flow::FlowSink;
use safepassage::flow::FlowSource;
use safepassage::flow::Piece;
use safepassage::flow::Profile;
use safepassage::flow::Step;
use safepassage::model::StreetClass;
use safepassage::model::TravelMode;
use safepassage::network::StreetNetwork;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::BinaryHeap;

/// Persons in a vehicle, as the library takes them where nothing is stated.
const PERSONS_PER_VEHICLE: u32 = 3;
const NEVER: u64 = u64::MAX;

/// Streets for vehicles as plain columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct City {
    /// How many nodes there are.
    pub nodes: usize,
    /// Node where each arc starts.
    pub tails: Vec<u32>,
    /// Node where each arc ends.
    pub heads: Vec<u32>,
    /// Milliseconds of travel along each arc, 1 at least.
    pub millis: Vec<u32>,
    /// Persons an hour that each arc takes.
    pub per_hour: Vec<u32>,
}

/// Who is to leave a city, and how time is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Town {
    /// How many people there are.
    pub persons: u64,
    /// At how many places they are.
    pub sources: usize,
    /// How many shelters there are, all alike, with room for half as many again.
    pub shelters: usize,
    /// Seconds in a step.
    pub step_s: u32,
    /// How many steps there are.
    pub horizon: Step,
    /// Says which places.
    pub seed: u64,
}

impl City {
    /// A made country.
    pub fn of_country(country: &Country) -> Self {
        let per_hour = |class: &Class| {
            let vehicles = match class {
                Class::Motorway => 3000,
                Class::Primary => 900,
                Class::Secondary => 800,
                Class::Tertiary => 600,
                Class::Residential => 400,
                Class::Service => 200,
            };
            vehicles * PERSONS_PER_VEHICLE
        };
        Self {
            nodes: country.node_count(),
            tails: country.tails.clone(),
            heads: country.heads.clone(),
            millis: country.millis.clone(),
            per_hour: country.classes.iter().map(per_hour).collect(),
        }
    }

    /// The streets of a network along which vehicles may go; turns are free.
    pub fn of_network(network: &StreetNetwork) -> Self {
        let mut city = Self { nodes: network.node_count(), ..Self::default() };
        for edge in network.edges().map(|edge| network.edge(edge)) {
            let vehicles = vehicles_per_hour(edge.class());
            if !edge.modes().contains(TravelMode::Vehicle) || vehicles == 0 {
                continue;
            }
            let seconds = edge.length().0 / edge.speed(TravelMode::Vehicle).0;
            let ends = (edge.tail().0, edge.head().0);
            city.arc(ends, (seconds * 1000.0).round() as u32, vehicles * PERSONS_PER_VEHICLE);
        }
        city
    }

    /// Rows of tail, head, metres, seconds and vehicles an hour.
    pub fn of_rows(rows: impl Iterator<Item = [f64; 5]>) -> Self {
        let mut city = Self::default();
        for [tail, head, _, seconds, vehicles] in rows {
            let ends = (tail as u32, head as u32);
            let millis = (seconds * 1000.0).round() as u32;
            city.arc(ends, millis, vehicles as u32 * PERSONS_PER_VEHICLE);
            city.nodes = city.nodes.max(ends.0.max(ends.1) as usize + 1);
        }
        city
    }

    /// Adds an arc; none takes no time.
    pub fn arc(&mut self, (tail, head): (u32, u32), millis: u32, per_hour: u32) {
        self.tails.push(tail);
        self.heads.push(head);
        self.millis.push(millis.max(1));
        self.per_hour.push(per_hour);
    }

    /// People at seeded places, as many here as there within a factor of three,
    /// and shelters at others, all in the part where everybody gets everywhere.
    pub fn evacuated(&self, town: &Town) -> FlowProblem {
        let mut random = Random::new(town.seed, 4_000_000_000);
        let part = self.part(&mut random);
        let place = |random: &mut Random| part[random.below(part.len())];
        let mut shelters: Vec<u32> = (0..town.shelters).map(|_| place(&mut random)).collect();
        shelters.sort_unstable();
        shelters.dedup();
        let room = (town.persons * 3 / 2).div_ceil(shelters.len().max(1) as u64);
        let shelters: Vec<(u32, u64)> = shelters.into_iter().map(|node| (node, room)).collect();
        let shares: Vec<(u32, f64)> =
            (0..town.sources).map(|_| (place(&mut random), random.between(0.5, 1.5))).collect();
        let all: f64 = shares.iter().map(|share| share.1).sum();
        let (mut so_far, mut counted, mut groups) = (0.0, 0, Vec::new());
        for (node, share) in shares {
            so_far += share;
            let until = (so_far / all * town.persons as f64).round() as u64;
            groups.push((node, until - counted));
            counted = until;
        }
        self.problem(&groups, &shelters, town.step_s, town.horizon)
    }

    /// People as node and number, shelters as node and room, to a problem.
    ///
    /// An edge takes seconds and a step a minute or so. Each node's clock therefore
    /// runs ahead by the time from there to the nearest shelter, and an arc takes
    /// the steps by which going along it is later than that: none on a shortest
    /// way, so that only who leaves it is rounded up.
    pub fn problem(
        &self,
        groups: &[(u32, u64)],
        shelters: &[(u32, u64)],
        step_s: u32,
        horizon: Step,
    ) -> FlowProblem {
        let step = u64::from(step_s) * 1000;
        let ahead = self.search(shelters.iter().map(|shelter| shelter.0), &self.heads, &self.tails);
        let mut problem =
            FlowProblem { nodes: self.nodes as u32, horizon, ..FlowProblem::default() };
        let mut profiles: BTreeMap<u32, u32> = BTreeMap::new();
        for arc in 0..self.tails.len() {
            let (tail, head) = (self.tails[arc], self.heads[arc]);
            let (here, there) = (ahead[tail as usize], ahead[head as usize]);
            if there == NEVER {
                continue;
            }
            let later = u64::from(self.millis[arc]) + there - here;
            let delay = Step::try_from(later.div_ceil(step)).unwrap_or(Step::MAX).min(horizon);
            let profile = *profiles.entry(self.per_hour[arc]).or_insert_with_key(|&per_hour| {
                problem.profiles.push(rate(per_hour, step_s));
                problem.profiles.len() as u32 - 1
            });
            problem.arcs.push(FlowArc { tail, head, delay, profile });
        }
        for &(node, persons) in groups {
            let from = ahead[node as usize].div_ceil(step);
            let from = Step::try_from(from).unwrap_or(Step::MAX).min(horizon);
            problem.sources.push(FlowSource { node, persons, from, class: 0 });
        }
        problem.sinks = shelters.iter().map(|&(node, places)| FlowSink { node, places }).collect();
        problem
    }

    /// The first part found, by seed, of at least half of all nodes within which
    /// everybody gets everywhere; the largest of a hundred tries if none has half.
    fn part(&self, random: &mut Random) -> Vec<u32> {
        let mut best = Vec::new();
        for _ in 0..100 {
            let root = random.below(self.nodes) as u32;
            let to = self.search([root].into_iter(), &self.tails, &self.heads);
            let from = self.search([root].into_iter(), &self.heads, &self.tails);
            let both = |&node: &u32| to[node as usize] < NEVER && from[node as usize] < NEVER;
            let part: Vec<u32> = (0..self.nodes as u32).filter(both).collect();
            if part.len() > best.len() {
                best = part;
            }
            if best.len() * 2 >= self.nodes {
                break;
            }
        }
        best
    }

    /// Milliseconds from the nearest of some nodes along the arcs.
    fn search(&self, begins: impl Iterator<Item = u32>, tails: &[u32], heads: &[u32]) -> Vec<u64> {
        let mut first = vec![0_u32; self.nodes + 1];
        for &tail in tails {
            first[tail as usize + 1] += 1;
        }
        for node in 0..self.nodes {
            first[node + 1] += first[node];
        }
        let mut next = first.clone();
        let mut out = vec![0_u32; tails.len()];
        for (arc, &tail) in tails.iter().enumerate() {
            out[next[tail as usize] as usize] = arc as u32;
            next[tail as usize] += 1;
        }
        let mut times = vec![NEVER; self.nodes];
        let mut queue = BinaryHeap::new();
        for node in begins {
            times[node as usize] = 0;
            queue.push(Reverse((0, node)));
        }
        while let Some(Reverse((time, node))) = queue.pop() {
            if time > times[node as usize] {
                continue;
            }
            let arcs = first[node as usize] as usize..first[node as usize + 1] as usize;
            for &arc in &out[arcs] {
                let head = heads[arc as usize];
                let later = time + u64::from(self.millis[arc as usize]);
                if later < times[head as usize] {
                    times[head as usize] = later;
                    queue.push(Reverse((later, head)));
                }
            }
        }
        times
    }
}

/// So many an hour, in steps.
fn rate(per_hour: u32, step_s: u32) -> Profile {
    let (persons, per) = (u64::from(per_hour) * u64::from(step_s), 3600);
    let common = divisor(persons, per).max(1);
    let (persons, per) = (persons / common, per / common);
    Profile::Pieces(vec![Piece { from: 0, until: Step::MAX, persons, per }])
}

fn divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { divisor(b, a % b) }
}

/// Vehicles an hour in one direction: the library's lanes times vehicles an hour
/// and lane, where nothing is mapped.
const fn vehicles_per_hour(class: StreetClass) -> u32 {
    match class {
        StreetClass::Motorway => 3000,
        StreetClass::Trunk => 2400,
        StreetClass::Primary => 900,
        StreetClass::Secondary => 800,
        StreetClass::Tertiary => 600,
        StreetClass::Unclassified => 500,
        StreetClass::Residential => 400,
        StreetClass::LivingStreet | StreetClass::Service => 200,
        StreetClass::Ferry => 0,
        _ => 100,
    }
}
