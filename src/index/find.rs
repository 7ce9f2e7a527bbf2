//! Answers to single questions.
//!
//! Floor 3. Imports `geodesy`, `time`, `units`.

use super::along::{Track, meet};
use super::cover::Part;
use super::fresh::Item;
use super::packed::Bounds;
use super::query::checked;
use super::shapes::{Chunk, Shapes};
use super::{Filter, Hit, Position, PreparedArea, Query, QueryError, Question, SpatialIndex, wrap};
use crate::geodesy::Probe;
use crate::geodesy::ecef_box_of;
use crate::geodesy::longest_chord_m;
use crate::time::State;
use crate::units::Metres;
use geo::{Coord, LineString, Polygon};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry::Vacant;

/// Added to a distance limit so that a tie is measured and not cut off.
const TIE_M: f64 = 1e-3;

impl SpatialIndex {
    /// The answers to a question, nearest first, those at the same distance in
    /// ascending order of reference.
    ///
    /// O(log n + hits) for entries that overlap little, and for an area or line
    /// that is measured or crossed its vertices nearby.
    ///
    /// # Errors
    ///
    /// [`QueryError`] if the question has a coordinate that is no place on
    /// earth, a negative distance, a count of 0, or a line or ring too short.
    pub fn find(&self, query: &Query) -> Result<Vec<Hit>, QueryError> {
        let filter = query.filters();
        match query.question() {
            Question::Covering(point) => {
                let mut found = Vec::new();
                self.covering(checked(*point)?, |entry| found.push((entry, 0.0)));
                Ok(self.hits(&found, filter))
            }
            Question::Near { point, within_m } => {
                let Metres(within) = *within_m;
                if within.is_nan() || within < 0.0 {
                    return Err(QueryError::Distance { found: within });
                }
                Ok(self.hits(&self.near(checked(*point)?, within), filter))
            }
            Question::Nearest { point, count } => {
                let point = checked(*point)?;
                if *count == 0 {
                    return Err(QueryError::Count);
                }
                let found =
                    self.nearest(point, *count, |entry| self.passes(entry, filter).is_some());
                Ok(self.hits(&found, filter))
            }
            Question::Crossing(line) => {
                if line.len() < 2 {
                    return Err(QueryError::Line { found: line.len() });
                }
                let coords = line.iter().map(|&at| checked(at)).collect::<Result<Vec<_>, _>>()?;
                Ok(self.crossing(&coords, filter))
            }
            Question::Intersecting(polygons) => {
                let polygons =
                    polygons.iter().map(|p| polygon(p)).collect::<Result<Vec<_>, _>>()?;
                if polygons.is_empty() {
                    return Err(QueryError::Ring { found: 0 });
                }
                Ok(self.hits(&self.intersecting(&polygons), filter))
            }
        }
    }

    /// The state of an entry if it is still there and passes the filter.
    // See `Filter::check`.
    #[allow(clippy::option_option)]
    pub(super) fn passes(&self, number: u32, filter: &Filter) -> Option<Option<State>> {
        let entry = self.entry_at(number)?;
        filter.check(entry.reference.kind(), &entry.schedule)
    }

    /// Hits of the entries that pass, in order.
    fn hits(&self, found: &[(u32, f64)], filter: &Filter) -> Vec<Hit> {
        let mut hits: Vec<Hit> = found
            .iter()
            .filter_map(|&(number, distance)| {
                let state = self.passes(number, filter)?;
                let reference = self.entry_at(number)?.reference.clone();
                Some(Hit { reference, distance: Metres(distance), state, crossed: Vec::new() })
            })
            .collect();
        hits.sort_by(|a, b| {
            a.distance.0.total_cmp(&b.distance.0).then_with(|| a.reference.cmp(&b.reference))
        });
        hits
    }

    /// Calls `visit` once for each entry with an area that holds the point.
    pub(super) fn covering(&self, at: Coord, mut visit: impl FnMut(u32)) {
        let mut found = Vec::new();
        self.covering_into(at, &mut found);
        for entry in found {
            visit(entry);
        }
    }

    /// Puts the entries with an area that holds the point into `found`, in
    /// ascending order of number.
    #[inline]
    pub(super) fn covering_into(&self, at: Coord, found: &mut Vec<u32>) {
        let start = found.len();
        let (low, high) = self.packed.cover.corners();
        let shapes = &self.packed.shapes;
        let mut try_at = |at: Coord| {
            self.packed.cover.visit(at, |number, part| {
                let area = &shapes.areas[number as usize];
                let sure = match part {
                    Part::Whole => Some(true),
                    Part::Edges(nearby) => nearby.covers(&shapes.coords, at),
                    Part::Unknown => None,
                };
                if sure.unwrap_or_else(|| area.prepared.covers_as_is(at)) {
                    found.push(area.entry);
                }
            });
        };
        try_at(at);
        if high.x >= 180.0 {
            try_at(Coord { x: at.x + 360.0, y: at.y });
        }
        if low.x <= -180.0 {
            try_at(Coord { x: at.x - 360.0, y: at.y });
        }
        if !self.fresh.is_empty() {
            for item in self.fresh.search(ecef_box_of(at, at)) {
                if let Item::Area(number) = item {
                    let area = &self.fresh.shapes.areas[number as usize];
                    if area.prepared.covers(at) {
                        found.push(area.entry);
                    }
                }
            }
        }
        if found.len() > start + 1 {
            found[start..].sort_unstable();
            let mut kept = start + 1;
            for at in start + 1..found.len() {
                if found[at] != found[kept - 1] {
                    found[kept] = found[at];
                    kept += 1;
                }
            }
            found.truncate(kept);
        }
    }

    /// Entries at most `within` metres away, with their distance.
    fn near(&self, at: Coord, within: f64) -> Vec<(u32, f64)> {
        let probe = Probe::new(at);
        let mut found = Vec::new();
        self.covering(at, |entry| found.push((entry, 0.0)));
        let chord = longest_chord_m(within) + TIE_M;
        let limit_2 = chord * chord;
        let mut measure = |shapes: &Shapes, chunk: Chunk| {
            let metres = shapes.distance_m(chunk, &probe, within + TIE_M);
            if metres <= within {
                found.push((chunk.entry, metres));
            }
        };
        let shapes = &self.packed.shapes;
        self.packed.metres.nearest(probe.ecef.0, limit_2, |number, _| {
            measure(shapes, shapes.chunks[number as usize]);
            limit_2
        });
        let shapes = &self.fresh.shapes;
        for (item, distance_2) in self.fresh.nearest(probe.ecef.0) {
            if distance_2 > limit_2 {
                break;
            }
            if let Item::Chunk(number) = item {
                measure(shapes, shapes.chunks[number as usize]);
            }
        }
        found.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        found.dedup_by_key(|&mut (entry, _)| entry);
        found
    }

    /// The `count` nearest entries that pass, with their distance, in order.
    pub(super) fn nearest(
        &self,
        at: Coord,
        count: usize,
        passes: impl Fn(u32) -> bool,
    ) -> Vec<(u32, f64)> {
        let probe = Probe::new(at);
        let mut best = Best { index: self, count, found: Vec::new() };
        self.covering(at, |entry| {
            if passes(entry) {
                best.offer(entry, 0.0);
            }
        });
        let measure = |best: &mut Best<'_>, shapes: &Shapes, chunk: Chunk, distance_2: f64| {
            let limit = best.limit_m();
            let metres = shapes.distance_from_box_m(chunk, &probe, distance_2, limit + TIE_M);
            if metres <= limit && passes(chunk.entry) {
                best.offer(chunk.entry, metres);
            }
        };
        let shapes = &self.packed.shapes;
        self.packed.metres.nearest(probe.ecef.0, best.limit_2(), |number, distance_2| {
            measure(&mut best, shapes, shapes.chunks[number as usize], distance_2);
            best.limit_2()
        });
        let shapes = &self.fresh.shapes;
        for (item, distance_2) in self.fresh.nearest(probe.ecef.0) {
            if distance_2 > best.limit_2() {
                break;
            }
            if let Item::Chunk(number) = item {
                measure(&mut best, shapes, shapes.chunks[number as usize], distance_2);
            }
        }
        best.found
    }

    /// Calls `visit` for each chunk whose box in degrees meets a box, with what
    /// to add to its longitudes to bring it there.
    fn chunks_in(&self, low: Coord, high: Coord, mut visit: impl FnMut(&Shapes, Chunk, f64)) {
        for turn in [0.0, 360.0, -360.0] {
            let window = Bounds { min: [low.x - turn, low.y], max: [high.x - turn, high.y] };
            if !window.intersects(self.packed.flat.bounds()) {
                continue;
            }
            let shapes = &self.packed.shapes;
            self.packed.flat.search(&window, |number| {
                visit(shapes, shapes.chunks[number as usize], turn);
            });
        }
        if self.fresh.is_empty() {
            return;
        }
        let shapes = &self.fresh.shapes;
        for item in self.fresh.search(ecef_box_of(low, high)) {
            if let Item::Chunk(number) = item {
                for turn in [0.0, 360.0, -360.0] {
                    visit(shapes, shapes.chunks[number as usize], turn);
                }
            }
        }
    }

    fn crossing(&self, line: &[Coord], filter: &Filter) -> Vec<Hit> {
        let track = Track::new(wrap::line(line));
        let mut met: BTreeMap<u32, Vec<(f64, f64)>> = BTreeMap::new();
        self.covering(line[0], |entry| {
            met.entry(entry).or_default();
        });
        for (number, a, b) in track.segments() {
            let (low, high) = corners(&[a, b]);
            self.chunks_in(low, high, |shapes, chunk, turn| {
                let over = Coord { x: turn, y: 0.0 };
                for (c, d) in shapes.segments(chunk) {
                    if let Some((from, to)) = meet(a, b, c + over, d + over) {
                        let place = number as f64;
                        met.entry(chunk.entry).or_default().push((place + from, place + to));
                    }
                }
            });
        }
        let found: Vec<(u32, f64)> = met.keys().map(|&entry| (entry, 0.0)).collect();
        let mut hits = self.hits(&found, filter);
        for hit in &mut hits {
            if let Some((number, met)) =
                self.number(&hit.reference).and_then(|n| Some((n, met.get(&n)?)))
            {
                let (shapes, span) = self.shapes_of(number);
                hit.crossed = track.stretches(met, |at| shapes.any_covers(&span.areas, at));
            }
        }
        hits
    }

    fn intersecting(&self, polygons: &[Polygon]) -> Vec<(u32, f64)> {
        let mut found: BTreeMap<u32, f64> = BTreeMap::new();
        for polygon in polygons {
            let rings = wrap::rings(polygon);
            let area = PreparedArea::of_rings(&rings);
            // What a side of the area meets.
            for pair in rings.iter().flat_map(|ring| ring.windows(2)) {
                let (low, high) = corners(pair);
                self.chunks_in(low, high, |shapes, chunk, turn| {
                    let over = Coord { x: turn, y: 0.0 };
                    let Vacant(slot) = found.entry(chunk.entry) else { return };
                    let mut sides = shapes.segments(chunk);
                    if sides.any(|(c, d)| meet(pair[0], pair[1], c + over, d + over).is_some()) {
                        slot.insert(0.0);
                    }
                });
            }
            // What lies within it: no side meets it, so one vertex tells of all.
            let (low, high) = area.corners();
            self.chunks_in(low, high, |shapes, chunk, turn| {
                if let Vacant(vacant) = found.entry(chunk.entry) {
                    let at = shapes.coords[chunk.first as usize];
                    if area.covers_as_is(Coord { x: at.x + turn, y: at.y }) {
                        vacant.insert(0.0);
                    }
                }
            });
            // What it lies within.
            if let Some(corner) = polygon.exterior().coords().next() {
                self.covering(*corner, |entry| {
                    found.insert(entry, 0.0);
                });
            }
        }
        found.into_iter().collect()
    }
}

/// The nearest so far, in order of distance and then reference.
struct Best<'a> {
    index: &'a SpatialIndex,
    count: usize,
    found: Vec<(u32, f64)>,
}

impl Best<'_> {
    fn limit_m(&self) -> f64 {
        if self.found.len() < self.count {
            f64::INFINITY
        } else {
            self.found.last().map_or(f64::INFINITY, |worst| worst.1)
        }
    }

    /// The square of the longest chord that may still win.
    fn limit_2(&self) -> f64 {
        let limit = self.limit_m();
        if limit == f64::INFINITY { limit } else { (longest_chord_m(limit) + TIE_M).powi(2) }
    }

    fn offer(&mut self, entry: u32, metres: f64) {
        if let Some(at) = self.found.iter().position(|&(other, _)| other == entry) {
            if self.found[at].1 <= metres {
                return;
            }
            self.found.remove(at);
        }
        let reference = |number: u32| self.index.entry_at(number).map(|entry| &entry.reference);
        let at = self.found.partition_point(|&(other, distance)| {
            distance < metres || (distance == metres && reference(other) < reference(entry))
        });
        self.found.insert(at, (entry, metres));
        self.found.truncate(self.count);
    }
}

fn corners(coords: &[Coord]) -> (Coord, Coord) {
    let infinite = f64::INFINITY;
    coords.iter().fold(
        (Coord { x: infinite, y: infinite }, Coord { x: -infinite, y: -infinite }),
        |(low, high), c| {
            (
                Coord { x: low.x.min(c.x), y: low.y.min(c.y) },
                Coord { x: high.x.max(c.x), y: high.y.max(c.y) },
            )
        },
    )
}

fn polygon(rings: &[Vec<Position>]) -> Result<Polygon, QueryError> {
    let mut lines = rings.iter().map(|ring| {
        let coords = ring.iter().map(|&at| checked(at)).collect::<Result<Vec<_>, _>>()?;
        let closed = coords.first() == coords.last();
        if coords.len() + usize::from(!closed) < 4 {
            return Err(QueryError::Ring { found: coords.len() });
        }
        Ok(LineString::new(coords))
    });
    let outer = lines.next().ok_or(QueryError::Ring { found: 0 })??;
    Ok(Polygon::new(outer, lines.collect::<Result<_, _>>()?))
}
