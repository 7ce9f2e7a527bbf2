//! Where towns lie, how large they are, and which roads join them.

use super::Class;
use super::distance;
use super::road;
use super::town::{Joined, radius_m};
use crate::random::Random;
use geo::Coord;
use std::collections::BTreeMap;

/// Nodes of the smallest village.
const LEAST_NODES: f64 = 12.0;
/// Nodes of roads in open country for each town: what they come to, about.
const RURAL_NODES: f64 = 30.0;
/// Nodes of a country on one square kilometre.
const DENSITY: f64 = 28.0;
/// Metres: towns are placed on ground that is free by squares of this side.
const PLOT_M: f64 = 500.0;

/// A town before it is built.
#[derive(Clone, Debug)]
pub(super) struct Town {
    /// Its middle, in metres.
    pub(super) at: Coord,
    /// How many nodes it should have, before scaling.
    pub(super) nodes: f64,
}

/// A road before it is built.
#[derive(Clone, Copy, Debug)]
pub(super) struct Road {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) class: Class,
}

/// Towns, the largest first, and roads between them.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) side_m: f64,
    pub(super) towns: Vec<Town>,
    pub(super) roads: Vec<Road>,
    /// What to multiply town sizes with, so that the country has the size asked for.
    pub(super) scale: f64,
}

impl Plan {
    pub(super) fn draw(nodes: usize, seed: u64) -> Self {
        let mut random = Random::new(seed, 1);
        let side_m = (nodes as f64 / DENSITY).sqrt() * 1000.0;
        let towns = towns(nodes as f64, side_m, &mut random);
        let roads = roads(&towns);
        let rural: f64 = roads
            .iter()
            .map(|road| {
                let (from, to) = (&towns[road.from], &towns[road.to]);
                let built = radius_m(from.nodes) + radius_m(to.nodes);
                road::nodes_of(road.class, distance(from.at, to.at) - built)
            })
            .sum();
        let urban: f64 = towns.iter().map(|town| town.nodes).sum();
        let scale = ((nodes as f64 - rural) / urban).clamp(0.4, 2.0);
        Self { side_m, towns, roads, scale }
    }
}

/// As many towns as the nodes suffice for, sizes falling as one over rank.
fn towns(nodes: f64, side_m: f64, random: &mut Random) -> Vec<Town> {
    let mut count = 2.0;
    while count * (LEAST_NODES * f64::ln(count) + LEAST_NODES * 0.58 + RURAL_NODES) < nodes {
        count += f64::ceil(count / 200.0);
    }
    let mut ground = Ground::new(side_m);
    let mut towns = Vec::new();
    for rank in 1..=count as usize {
        let size = LEAST_NODES * count / rank as f64 * random.between(0.85, 1.15);
        let size = size.max(LEAST_NODES);
        let radius = radius_m(size);
        let free = (0..60).find_map(|_| {
            let mut within =
                || random.between(radius.min(side_m / 2.0), (side_m - radius).max(side_m / 2.0));
            let at = Coord { x: within(), y: within() };
            ground.take(at, radius * 1.1 + 100.0).then_some(at)
        });
        towns.extend(free.map(|at| Town { at, nodes: size }));
    }
    towns.sort_by(|a, b| b.nodes.total_cmp(&a.nodes));
    towns
}

/// Which plots are built on.
struct Ground {
    width: usize,
    taken: Vec<bool>,
}

impl Ground {
    fn new(side_m: f64) -> Self {
        let width = (side_m / PLOT_M).ceil() as usize + 1;
        Self { width, taken: vec![false; width * width] }
    }

    /// Takes the plots about `at`, unless one is taken.
    fn take(&mut self, at: Coord, radius: f64) -> bool {
        let plot = |metres: f64| ((metres / PLOT_M).max(0.0) as usize).min(self.width - 1);
        let columns = plot(at.x - radius)..=plot(at.x + radius);
        let rows = plot(at.y - radius)..=plot(at.y + radius);
        let all = |rows: std::ops::RangeInclusive<usize>| {
            let width = self.width;
            rows.flat_map(move |row| columns.clone().map(move |column| row * width + column))
        };
        if all.clone()(rows.clone()).any(|plot| self.taken[plot]) {
            return false;
        }
        let plots: Vec<usize> = all(rows).collect();
        for plot in plots {
            self.taken[plot] = true;
        }
        true
    }
}

/// Roads of three ranks; where ranks coincide, the higher.
fn roads(towns: &[Town]) -> Vec<Road> {
    let mut all: BTreeMap<(usize, usize), Class> = BTreeMap::new();
    let ranks = [
        (towns.len(), Class::Secondary),
        ((towns.len() / 8).max(3), Class::Primary),
        ((towns.len() / 60).max(3), Class::Motorway),
    ];
    for (count, class) in ranks {
        let places: Vec<Coord> = towns.iter().take(count).map(|town| town.at).collect();
        all.extend(gabriel(&places).into_iter().map(|pair| (pair, class)));
    }
    all.into_iter().map(|((from, to), class)| Road { from, to, class }).collect()
}

/// The Gabriel graph: pairs in whose circle no other point lies. It is planar
/// and connected (K. Gabriel, R. Sokal, 1969).
///
/// All points in the circle over `ab` are nearer to `a` than `b` is, so the
/// nearest neighbours of `a` up to `b` decide. Only so many are looked at; where
/// that leaves the graph in pieces, twice as many are.
fn gabriel(places: &[Coord]) -> Vec<(usize, usize)> {
    let mut looked_at = 24;
    loop {
        let mut pairs = Vec::new();
        let cells = Cells::new(places);
        for (a, &at) in places.iter().enumerate() {
            let near = cells.nearest(places, a, looked_at);
            for (place, &b) in near.iter().enumerate() {
                let middle = (at + places[b]) / 2.0;
                let reach = distance(at, places[b]) / 2.0;
                if near[..place].iter().all(|&c| distance(places[c], middle) >= reach) {
                    pairs.push((a.min(b), a.max(b)));
                }
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut joined = Joined::new(places.len());
        let joins = pairs.iter().filter(|&&(a, b)| joined.join([a, b])).count();
        if joins + 1 >= places.len() || looked_at >= places.len() {
            return pairs;
        }
        looked_at *= 2;
    }
}

/// Points in square cells of about two points.
struct Cells {
    size: f64,
    width: usize,
    lists: Vec<Vec<usize>>,
}

impl Cells {
    fn new(places: &[Coord]) -> Self {
        let most = places.iter().fold(1.0_f64, |most, at| most.max(at.x).max(at.y));
        let width = ((places.len() as f64 / 2.0).sqrt() as usize).max(1);
        let size = most / width as f64 * 1.000_001;
        let mut lists = vec![Vec::new(); width * width];
        for (number, at) in places.iter().enumerate() {
            lists[(at.y / size) as usize * width + (at.x / size) as usize].push(number);
        }
        Self { size, width, lists }
    }

    /// The nearest other points, nearest first: `count` of them where there are as many.
    fn nearest(&self, places: &[Coord], of: usize, count: usize) -> Vec<usize> {
        let at = places[of];
        let (row, column) = ((at.y / self.size) as usize, (at.x / self.size) as usize);
        let mut found: Vec<(f64, usize)> = Vec::new();
        for ring in 0..self.width {
            let rows = row.saturating_sub(ring)..=(row + ring).min(self.width - 1);
            for y in rows {
                let columns = column.saturating_sub(ring)..=(column + ring).min(self.width - 1);
                for x in columns.filter(|&x| x.abs_diff(column).max(y.abs_diff(row)) == ring) {
                    let list = self.lists[y * self.width + x].iter();
                    let others = list.copied().filter(|&other| other != of);
                    found.extend(others.map(|other| (distance(at, places[other]), other)));
                }
            }
            // Whatever lies further out is further off than this.
            let sure = ring as f64 * self.size;
            if found.iter().filter(|(distance, _)| *distance <= sure).count() >= count {
                break;
            }
        }
        found.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        found.truncate(count);
        found.into_iter().map(|(_, other)| other).collect()
    }
}
