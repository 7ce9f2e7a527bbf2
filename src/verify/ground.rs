//! Where somebody is in a zone: the checker's own geometry.
//!
//! Floor 4. Imports nothing of the crate.
//!
//! Of a zone only those sides are looked at that lie at the heights of the plan
//! and not wholly to the west of it, filed in bands of latitude. What meets what
//! is decided by `geo`, which uses exact predicates.

use geo::kernels::RobustKernel;
use geo::line_intersection::{LineIntersection, line_intersection};
use geo::{Coord, Kernel, Line, LineString, MultiPolygon, Orientation, Rect};

/// A record's geometry, as far as it bans.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape<'a> {
    Area(&'a MultiPolygon),
    Line(&'a LineString),
}

impl Shape<'_> {
    pub(super) const fn is_line(&self) -> bool {
        matches!(self, Self::Line(_))
    }

    /// Every side, with the number of its polygon.
    fn each_side(&self, mut visit: impl FnMut(u32, Coord, Coord)) {
        let mut chain = |number, line: &LineString| {
            for pair in line.0.windows(2) {
                visit(number, pair[0], pair[1]);
            }
        };
        match self {
            Self::Line(line) => chain(0, line),
            Self::Area(area) => {
                for (number, polygon) in (0..).zip(&area.0) {
                    chain(number, polygon.exterior());
                    polygon.interiors().iter().for_each(|ring| chain(number, ring));
                }
            }
        }
    }

    /// The box around it.
    pub(super) fn around(&self) -> Option<Rect> {
        let outer: &mut dyn Iterator<Item = &Coord> = match self {
            Self::Line(line) => &mut line.0.iter(),
            Self::Area(area) => &mut area.0.iter().flat_map(|one| &one.exterior().0),
        };
        around(outer)
    }
}

/// The least box around some places.
pub(super) fn around<'a>(places: impl Iterator<Item = &'a Coord>) -> Option<Rect> {
    let mut corners: Option<(Coord, Coord)> = None;
    for &at in places {
        let (low, high) = corners.get_or_insert((at, at));
        *low = Coord { x: low.x.min(at.x), y: low.y.min(at.y) };
        *high = Coord { x: high.x.max(at.x), y: high.y.max(at.y) };
    }
    corners.map(|(low, high)| Rect::new(low, high))
}

/// Whether two boxes share a point.
pub(super) fn meet(a: &Rect, b: &Rect) -> bool {
    a.min().x <= b.max().x
        && b.min().x <= a.max().x
        && a.min().y <= b.max().y
        && b.min().y <= a.max().y
}

#[derive(Clone, Copy, Debug)]
struct Side {
    polygon: u32,
    from: Coord,
    to: Coord,
}

impl Side {
    fn lies_between(&self, west: f64, east: f64, south: f64, north: f64) -> bool {
        self.from.x.min(self.to.x) <= east
            && self.from.x.max(self.to.x) >= west
            && self.from.y.min(self.to.y) <= north
            && self.from.y.max(self.to.y) >= south
    }
}

/// The sides of one zone that matter within a box.
#[derive(Debug)]
pub(super) struct Near {
    encloses: bool,
    south: f64,
    bands_per_degree: f64,
    /// Where each band starts in `sides`, and where the last ends.
    starts: Vec<u32>,
    /// In each band by polygon; a side stands in every band that it reaches.
    sides: Vec<Side>,
}

impl Near {
    pub(super) fn new(shape: Shape<'_>, within: &Rect) -> Self {
        let (low, high) = (within.min(), within.max());
        let mut kept = Vec::new();
        let mut climb = 0.0;
        shape.each_side(|polygon, from, to| {
            let side = Side { polygon, from, to };
            if side.lies_between(low.x, f64::INFINITY, low.y, high.y) {
                climb += from.y.max(to.y).min(high.y) - from.y.min(to.y).max(low.y);
                kept.push(side);
            }
        });
        // Bands about as high as a side: then a side reaches into few.
        let height = high.y - low.y;
        let count = (height / climb * kept.len() as f64).min(kept.len() as f64);
        // A plan that has no height has one band.
        let count = if height > 0.0 && count >= 1.0 { count as usize } else { 1 };
        let mut this = Self {
            encloses: !shape.is_line(),
            south: low.y,
            bands_per_degree: if count > 1 { count as f64 / height } else { 0.0 },
            starts: vec![0; count + 1],
            sides: Vec::new(),
        };
        if count == 1 {
            this.starts[1] = kept.len() as u32;
            this.sides = kept;
            return this;
        }
        for side in &kept {
            for band in this.bands(side.from.y, side.to.y) {
                this.starts[band + 1] += 1;
            }
        }
        for band in 0..count {
            this.starts[band + 1] += this.starts[band];
        }
        let nowhere = Side { polygon: 0, from: low, to: low };
        this.sides = vec![nowhere; this.starts[count] as usize];
        let mut next = this.starts.clone();
        for side in kept {
            for band in this.bands(side.from.y, side.to.y) {
                this.sides[next[band] as usize] = side;
                next[band] += 1;
            }
        }
        this
    }

    /// The bands between two latitudes, both included.
    fn bands(&self, a: f64, b: f64) -> std::ops::RangeInclusive<usize> {
        let last = self.starts.len() - 2;
        // What lies south of the first band counts to it, and so at the other end.
        let band = |y: f64| (((y - self.south) * self.bands_per_degree) as usize).min(last);
        band(a.min(b))..=band(a.max(b))
    }

    fn in_bands(&self, bands: std::ops::RangeInclusive<usize>) -> &[Side] {
        let (from, to) = (self.starts[*bands.start()], self.starts[*bands.end() + 1]);
        &self.sides[from as usize..to as usize]
    }

    /// Whether a place within the box is in the zone or on its boundary.
    pub(super) fn covers(&self, at: Coord) -> bool {
        let mut polygon = None;
        let mut inside = false;
        for side in self.in_bands(self.bands(at.y, at.y)) {
            if polygon != Some(side.polygon) {
                if inside && self.encloses {
                    return true;
                }
                (polygon, inside) = (Some(side.polygon), false);
            }
            if !side.lies_between(at.x, f64::INFINITY, at.y, at.y) {
                continue;
            }
            let turn = RobustKernel::orient2d(side.from, side.to, at);
            if turn == Orientation::Collinear && side.lies_between(at.x, at.x, at.y, at.y) {
                return true;
            }
            let up = side.to.y > at.y;
            if up != (side.from.y > at.y) {
                inside ^= up == (turn == Orientation::CounterClockwise);
            }
        }
        inside && self.encloses
    }

    /// The shares of the segment from `p` to `q` in the zone, in order; a place
    /// where it only touches has no length.
    pub(super) fn shares(&self, p: Coord, q: Coord) -> Vec<(f64, f64)> {
        if p == q {
            return if self.covers(p) { vec![(0.0, 1.0)] } else { Vec::new() };
        }
        let way = q - p;
        let share = |at: Coord| {
            let share = if way.x.abs() >= way.y.abs() {
                (at.x - p.x) / way.x
            } else {
                (at.y - p.y) / way.y
            };
            share.clamp(0.0, 1.0)
        };
        let (west, east) = (p.x.min(q.x), p.x.max(q.x));
        let (south, north) = (p.y.min(q.y), p.y.max(q.y));
        let mut parts: Vec<(f64, f64)> = Vec::new();
        for side in self.in_bands(self.bands(p.y, q.y)) {
            if !side.lies_between(west, east, south, north) {
                continue;
            }
            match line_intersection(Line::new(p, q), Line::new(side.from, side.to)) {
                None => {}
                Some(LineIntersection::SinglePoint { intersection, .. }) => {
                    let at = share(intersection);
                    parts.push((at, at));
                }
                Some(LineIntersection::Collinear { intersection }) => {
                    let (a, b) = (share(intersection.start), share(intersection.end));
                    parts.push((a.min(b), a.max(b)));
                }
            }
        }
        if self.encloses {
            let mut cuts = vec![0.0, 1.0];
            cuts.extend(parts.iter().flat_map(|&(from, to)| [from, to]));
            cuts.sort_unstable_by(f64::total_cmp);
            cuts.dedup();
            let between = cuts
                .windows(2)
                .filter(|pair| self.covers(p + way * f64::midpoint(pair[0], pair[1])));
            parts.extend(between.map(|pair| (pair[0], pair[1])));
        }
        parts.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        parts.dedup_by(|next, last| {
            let joins = next.0 <= last.1;
            if joins {
                last.1 = last.1.max(next.1);
            }
            joins
        });
        parts
    }
}

#[cfg(test)]
mod tests;
