//! Streets that the same people travel one after another, as one.
//!
//! Floor 6.

use super::EvacuationView;
use crate::evacuate::{Movement, PlannedRoute};
use crate::layer::LayerError;
use crate::network::EdgeId;
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
