//! Streets that the same people travel one after another, as one.
//!
//! Floor 6.

use super::EvacuationView;
use crate::evacuate::{Movement, PlannedRoute};
use crate::layer::LayerError;
use crate::network::EdgeId;
use geo::Coord;
use jiff::Timestamp;
use jiff::ToSpan;
use std::collections::BTreeMap;

/// A route's number in the plan's list, and which of its edges.
type Passage = (usize, usize);

/// Edges in a row that the same routes pass.
#[derive(Debug)]
pub(super) struct Segment {
    pub(super) edges: Vec<EdgeId>,
    /// Who enters its first edge.
    pub(super) passages: Vec<Passage>,
}

impl EvacuationView<'_> {
    /// All streets that somebody travels, in segments: edges in a row that the
    /// same people travel, of one name, with no checkpoint between, and entered
    /// within a slice of the first. Linear in the edges of all routes, but for
    /// sorting.
    pub(super) fn segments(&self, layer: &str) -> Result<Vec<Segment>, LayerError> {
        let mut passed: BTreeMap<u32, Vec<Passage>> = BTreeMap::new();
        for (number, route) in self.plan.routes.iter().enumerate() {
            for (place, &edge) in route.edges.iter().enumerate() {
                passed.entry(edge).or_default().push((number, place));
            }
        }
        let edges = self.picture.network().edge_count();
        if let Some((&edge, _)) = passed.last_key_value()
            && edge as usize >= edges
        {
            let layer = layer.to_owned();
            return Err(LayerError::OtherStreets { layer, edge, edges });
        }
        let next: BTreeMap<u32, u32> = passed
            .iter()
            .filter_map(|(&edge, all)| Some((edge, self.goes_on(&passed, edge, all)?)))
            .collect();
        let mut firsts: Vec<u32> = passed.keys().copied().collect();
        let continued: std::collections::BTreeSet<u32> = next.values().copied().collect();
        // Rings without a beginning come last.
        firsts.sort_by_key(|edge| (continued.contains(edge), *edge));
        let mut segments = Vec::new();
        for first in firsts {
            let mut at = first;
            while let Some(passages) = passed.remove(&at) {
                let begun = self.enters(&passages);
                let mut segment = Segment { edges: vec![EdgeId(at)], passages };
                let mut follows = next.get(&at);
                while let Some(&then) = follows
                    && let Some(passages) = passed.get(&then)
                    && self.enters(passages).saturating_sub(begun)
                        < u64::from(self.slice_length_s())
                {
                    passed.remove(&then);
                    segment.edges.push(EdgeId(then));
                    at = then;
                    follows = next.get(&then);
                }
                segments.push(segment);
                match next.get(&at) {
                    Some(&then) => at = then,
                    None => break,
                }
            }
        }
        segments.sort_by_key(|segment| segment.edges[0]);
        Ok(segments)
    }

    /// The edge that all who travel one go on to, if nobody joins them there.
    fn goes_on(
        &self,
        passed: &BTreeMap<u32, Vec<Passage>>,
        edge: u32,
        passages: &[Passage],
    ) -> Option<u32> {
        let &(route, place) = passages.first()?;
        let route = &self.plan.routes[route];
        let then = *route.edges.get(place + 1)?;
        let named = |edge: u32| self.picture.network().edge(EdgeId(edge)).name("");
        let on = passages.iter().map(|&(route, place)| (route, place + 1));
        let alike = passed.get(&then)?.iter().copied().eq(on);
        let gate = route.edges_before.contains(&(place as u32 + 1));
        (alike && !gate && then != edge && named(edge) == named(then)).then_some(then)
    }

    /// Seconds from departure to the edge, for the first of some passages.
    fn enters(&self, passages: &[Passage]) -> u64 {
        let first = passages.first();
        first.map_or(0, |&(route, place)| enters_s(&self.plan.routes[route], place))
    }

    /// Who enters a segment when: the first of each movement.
    pub(super) fn entries<'s>(
        &'s self,
        segment: &'s Segment,
    ) -> impl Iterator<Item = (&'s PlannedRoute, Timestamp, u64)> + 's {
        segment.passages.iter().flat_map(move |&(route, place)| {
            let route = &self.plan.routes[route];
            let at = move |one: &Movement| entered(route, place, one);
            route.movements.iter().map(move |one| (route, at(one), one.persons))
        })
    }
}

fn enters_s(route: &PlannedRoute, place: usize) -> u64 {
    route.enters_s.get(place).copied().unwrap_or(0)
}

/// When the first of a movement enter an edge of their route. Who waits at
/// several checkpoints is taken to wait before the first.
fn entered(route: &PlannedRoute, place: usize, movement: &Movement) -> Timestamp {
    let past_gate = route.edges_before.first().is_some_and(|&before| before as usize <= place);
    let wait = if past_gate { movement.wait_s } else { 0 };
    let after = enters_s(route, place).saturating_add(wait).min(1 << 40);
    movement.departure.saturating_add((after as i64).seconds()).unwrap_or(movement.departure)
}

impl EvacuationView<'_> {
    /// The line of a segment: of an edge on which all who take it begin or end
    /// their way, only the part that somebody takes.
    pub(super) fn line(&self, segment: &Segment) -> Vec<Coord> {
        let mut line: Vec<Coord> = Vec::new();
        for (number, &edge) in segment.edges.iter().enumerate() {
            let whole: Vec<Coord> = self.picture.network().edge(edge).line().collect();
            let (mut from, mut to) = (1.0_f64, 0.0_f64);
            for &(route, place) in &segment.passages {
                let (route, place) = (&self.plan.routes[route], place + number);
                let begins = (place == 0).then(|| first_on(&whole, route.line.iter()));
                let ends = (place + 1 == route.edges.len())
                    .then(|| first_on(&whole, route.line.iter().rev()));
                from = from.min(begins.flatten().unwrap_or(0.0));
                to = to.max(ends.flatten().unwrap_or(1.0));
            }
            let part = if from < to { part(&whole, from, to) } else { whole };
            for at in part {
                if line.last() != Some(&at) {
                    line.push(at);
                }
            }
        }
        line
    }
}

/// How far off a line a point may lie to be on it, in degrees: about 1 cm.
const ON_LINE_DEG: f64 = 1e-7;

/// The share of a line at which the first of some points lies that lies on it.
fn first_on<'p>(line: &[Coord], points: impl Iterator<Item = &'p [f64; 2]>) -> Option<f64> {
    let whole: f64 = steps(line).map(|(.., length)| length).sum();
    for &at in points {
        let at = Coord::from(at);
        let mut gone = 0.0;
        for (a, b, length) in steps(line) {
            let (to, along) = (at - a, b - a);
            let share = (to.x * along.x + to.y * along.y) / (length * length);
            let share = share.clamp(0.0, 1.0);
            let off = to - along * share;
            if off.x.hypot(off.y) < ON_LINE_DEG {
                return Some((gone + length * share) / whole);
            }
            gone += length;
        }
    }
    None
}

/// The part of a line between two shares of it.
fn part(line: &[Coord], from: f64, to: f64) -> Vec<Coord> {
    if from <= 0.0 && to >= 1.0 {
        return line.to_vec();
    }
    let whole: f64 = steps(line).map(|(.., length)| length).sum();
    let (from, to) = (from * whole, to * whole);
    let mut part = Vec::new();
    let mut gone = 0.0;
    for (a, b, length) in steps(line) {
        let (starts, ends) = ((from - gone).max(0.0), (to - gone).min(length));
        if starts <= ends && starts < length {
            let along = (b - a) / length;
            part.push(if starts == 0.0 { a } else { a + along * starts });
            part.push(if ends == length { b } else { a + along * ends });
        }
        gone += length;
    }
    part.dedup();
    if part.len() < 2 { line.to_vec() } else { part }
}

/// The straight parts of a line that have a length, in degrees.
fn steps(line: &[Coord]) -> impl Iterator<Item = (Coord, Coord, f64)> + '_ {
    let lengths = line.windows(2).map(|pair| {
        let along = pair[1] - pair[0];
        (pair[0], pair[1], along.x.hypot(along.y))
    });
    lengths.filter(|(.., length)| *length > 0.0)
}

#[cfg(test)]
mod tests;
