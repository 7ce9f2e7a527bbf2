//! Which stretches of a line lie on an announced corridor.
//!
//! Floor 3.
//!
//! A curfew bans movement in its area; an announcement may lift the ban on a
//! corridor through it while the corridor is open. Only what is announced as
//! lifted is lifted, only within the corridor's width, and only in its direction.

use crate::geodesy::LocalFrame;
use crate::id::CorridorId;
use crate::id::FeatureRef;
use crate::model::CorridorDirection;
use crate::model::SafeCorridor;
use crate::model::TravelMode;
use crate::model::TravelModes;
use crate::time::TimeWindow;
use geo::Coord;

/// Who goes across a corridor, or steps onto it from the side, does not go
/// against it: that takes a heading whose cosine to the corridor's is less than this.
const AGAINST: f64 = -0.1;

/// An announced corridor, prepared to ask what lies on it.
#[derive(Clone, Debug)]
pub(crate) struct CorridorStrip {
    pub(crate) id: CorridorId,
    pub(crate) exempt_from: Vec<FeatureRef>,
    /// When it is announced as open, within the horizon.
    pub(crate) open: Vec<TimeWindow>,
    direction: CorridorDirection,
    modes: TravelModes,
    frame: LocalFrame,
    /// The corridor's line in the frame's metres.
    line: Vec<Coord>,
    half_width_m: f64,
}

impl CorridorStrip {
    pub(crate) fn new(corridor: &SafeCorridor, open: Vec<TimeWindow>) -> Self {
        let frame = LocalFrame::around(corridor.path().first());
        // An announcement that names no mode is taken to speak of people on foot.
        let named = corridor.modes();
        Self {
            id: corridor.id().clone(),
            exempt_from: corridor.exempt_from().to_vec(),
            open,
            direction: corridor.direction(),
            modes: if named.is_empty() { TravelModes::walking() } else { named },
            line: corridor.path().line().0.iter().map(|&at| frame.to_metres(at)).collect(),
            frame,
            half_width_m: corridor.width_or_default().0 / 2.0,
        }
    }

    /// Whether it was announced for this way of travelling.
    pub(crate) fn is_for(&self, mode: TravelMode) -> bool {
        self.modes.contains(mode)
    }

    /// The shares of the segment from `p` to `q`, in degrees, that lie on the
    /// corridor while one travels it in an announced direction. Sorted, disjoint.
    pub(crate) fn shares(&self, p: Coord, q: Coord) -> Vec<(f64, f64)> {
        let (p, q) = (self.frame.to_metres(p), self.frame.to_metres(q));
        let way = q - p;
        let mut shares = Vec::new();
        for pair in self.line.windows(2) {
            let along = pair[1] - pair[0];
            let heading = way.x * along.x + way.y * along.y;
            let against = AGAINST * way.x.hypot(way.y) * along.x.hypot(along.y);
            let allowed = match self.direction {
                CorridorDirection::Forward => heading >= against,
                CorridorDirection::Backward => -heading >= against,
                CorridorDirection::Both => true,
            };
            if allowed {
                shares.extend(share_within(p, q, pair[0], pair[1], self.half_width_m));
            }
        }
        merge(shares)
    }

    /// Whether a place, in degrees, lies on the corridor.
    pub(crate) fn covers(&self, at: Coord) -> bool {
        let at = self.frame.to_metres(at);
        self.line.windows(2).any(|pair| to_segment_m(at, pair[0], pair[1]) <= self.half_width_m)
    }
}

/// The share of the segment `p`–`q` that is within `reach` of the segment
/// `a`–`b`, all in metres. What is near a segment is convex, so it is one share.
fn share_within(p: Coord, q: Coord, a: Coord, b: Coord, reach: f64) -> Option<(f64, f64)> {
    let way = q - p;
    let along = b - a;
    let length = along.x.hypot(along.y);
    let mut candidates = vec![0.0, 1.0];
    for end in [a, b] {
        // |p + t·way − end| = reach
        let gap = p - end;
        let (square, half, rest) = (
            way.x * way.x + way.y * way.y,
            gap.x * way.x + gap.y * way.y,
            gap.x * gap.x + gap.y * gap.y - reach * reach,
        );
        let root = (half * half - square * rest).sqrt();
        candidates.extend([(-half - root) / square, (-half + root) / square]);
    }
    // The two lines beside a–b.
    let cross = |v: Coord| (along.x * v.y - along.y * v.x) / length;
    let (offset, slope) = (cross(p - a), cross(way));
    candidates.extend([(reach - offset) / slope, (-reach - offset) / slope]);
    let near = candidates
        .into_iter()
        .filter(|t| (0.0..=1.0).contains(t))
        .filter(|&t| to_segment_m(p + way * t, a, b) <= reach + 1e-6);
    near.fold(None, |span: Option<(f64, f64)>, t| {
        Some(span.map_or((t, t), |(from, to)| (from.min(t), to.max(t))))
    })
}

/// Distance from a point to a segment in the plane.
fn to_segment_m(at: Coord, a: Coord, b: Coord) -> f64 {
    let (along, gap) = (b - a, at - a);
    let square = along.x * along.x + along.y * along.y;
    let t = if square > 0.0 { (gap.x * along.x + gap.y * along.y) / square } else { 0.0 };
    let nearest = a + along * t.clamp(0.0, 1.0);
    (at.x - nearest.x).hypot(at.y - nearest.y)
}

/// Sorted, disjoint shares.
fn merge(mut shares: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    shares.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut merged: Vec<(f64, f64)> = Vec::new();
    for (from, to) in shares {
        match merged.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}

#[cfg(test)]
mod tests;
