//! The sides of areas or lines, prepared for repeated questions.
//!
//! Floor 0. Imports nothing of the crate.

use super::along::{Along, Span, between};
use super::chains::{Bounds, Chains, Where};
use geo::kernels::RobustKernel;
use geo::{Coord, Kernel, LineString, MultiPolygon, Orientation};

/// The sides of areas or lines in a tree.
///
/// Building takes O(n) for n sides of one ring; a question O(log n + sides near it).
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    pub(super) chains: Chains,
    /// Whether the sides bound areas, rather than being lines.
    encloses: bool,
}

/// How a box lies to an outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BoxLies {
    /// All of it is inside.
    Inside,
    /// All of it is outside.
    Outside,
    /// A side may pass through it.
    Across,
}

impl Outline {
    /// The sides of areas; what any polygon encloses is inside, its holes are not.
    pub fn of_area(area: &MultiPolygon) -> Self {
        let polygons = area.0.iter().map(|polygon| {
            let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
            rings.map(|ring| ring.0.as_slice()).filter(|ring| ring.len() > 1)
        });
        Self { chains: Chains::new(polygons), encloses: true }
    }

    /// The segments of a line. Only the line itself is inside.
    pub fn of_line(line: &LineString) -> Self {
        let chain = Some(line.0.as_slice()).filter(|line| !line.is_empty());
        Self { chains: Chains::new(std::iter::once(chain.into_iter())), encloses: false }
    }

    /// The least box, in degrees, around all sides: west-south and east-north.
    pub fn bounds(&self) -> (Coord, Coord) {
        let Bounds { low, high } = self.chains.bounds();
        (low, high)
    }

    /// The sides, each from its first end to its second, in no stated order.
    pub fn sides(&self) -> Vec<(Coord, Coord)> {
        self.chains.sides().collect()
    }

    /// Memory held, in bytes.
    pub fn memory_bytes(&self) -> usize {
        size_of::<Self>() + self.chains.memory_bytes()
    }

    /// Whether a place is inside or on a side. Exact.
    pub fn covers(&self, at: Coord) -> bool {
        match self.chains.locate(at) {
            Where::On => true,
            Where::Inside => self.encloses,
            Where::Outside => false,
        }
    }

    /// How a box lies to the areas; across wherever a side's box meets it.
    pub(crate) fn lies(&self, window: &Bounds) -> BoxLies {
        if !self.chains.near(window, |_, _| false) {
            BoxLies::Across
        } else if self.covers(window.low) {
            BoxLies::Inside
        } else {
            BoxLies::Outside
        }
    }

    /// The stretches of a line that are inside or on a side, in order, not
    /// touching each other. A line that only touches gives a stretch of no length.
    pub fn spans(&self, line: &[Coord]) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        let mut cutter = Cutter::near(&self.chains, line);
        // Whether a segment begins inside, if the one before met no side.
        let mut begins_inside = None;
        for (segment, pair) in line.windows(2).enumerate() {
            cutter.meet(&self.chains, pair[0], pair[1]);
            if cutter.met.is_empty() {
                // All of it is where its start is.
                if *begins_inside.get_or_insert_with(|| self.covers(pair[0])) {
                    add(&mut spans, segment, 0.0, 1.0);
                }
            } else {
                begins_inside = None;
                cutter.cut(|middle| self.covers(between(pair[0], pair[1], middle)));
                for &(from, to) in &cutter.parts {
                    add(&mut spans, segment, from, to);
                }
            }
        }
        spans
    }

    /// The box around the sides, grown by `by` degrees, meets the box of a line.
    pub fn may_meet(&self, line: &[Coord], by: f64) -> bool {
        let Bounds { low, high } = self.chains.bounds();
        let by = Coord { x: by, y: by };
        let of_line = line.iter().fold(Bounds::NOTHING, |mut all, &at| {
            all.add(&Bounds { low: at, high: at });
            all
        });
        Bounds { low: low - by, high: high + by }.meets(&of_line)
    }
}

/// Adds the shares `from` to `to` of a segment, joined to what they touch.
fn add(spans: &mut Vec<Span>, segment: usize, from: f64, to: f64) {
    let (from, to) = (Along { segment, t: from }, Along { segment, t: to });
    match spans.last_mut() {
        Some(last) if last.to.order(&from).is_ge() => {
            if last.to.order(&to).is_lt() {
                last.to = to;
            }
        }
        _ => spans.push(Span { from, to }),
    }
}

/// The most sides near a line that are looked at one by one for each segment.
const FEW: usize = 8;

/// Cuts one segment of a line after another, in the same memory.
struct Cutter {
    /// The sides near the line, if there are few.
    few: Option<Vec<(Coord, Coord)>>,
    /// The box around the sides.
    sides: Bounds,
    /// Shares of the segment at which it meets a side.
    met: Vec<f64>,
    /// Shares along which it runs on a side.
    overlaps: Vec<(f64, f64)>,
    cuts: Vec<f64>,
    /// Shares that are inside, sorted; they may touch.
    parts: Vec<(f64, f64)>,
}

impl Cutter {
    fn near(chains: &Chains, line: &[Coord]) -> Self {
        let mut around = Bounds::NOTHING;
        for &at in line {
            around.add(&Bounds { low: at, high: at });
        }
        let mut few = Vec::new();
        let mut sides = Bounds::NOTHING;
        let all = chains.near(&around, |a, b| {
            few.push((a, b));
            sides.add(&Bounds::of(a, b));
            few.len() <= FEW
        });
        Self {
            few: all.then_some(few),
            sides: if all { sides } else { chains.bounds() },
            met: Vec::new(),
            overlaps: Vec::new(),
            cuts: Vec::new(),
            parts: Vec::new(),
        }
    }

    /// Finds where the segment from `p` to `q` meets sides.
    fn meet(&mut self, chains: &Chains, p: Coord, q: Coord) {
        let Self { few, sides, met, overlaps, .. } = self;
        met.clear();
        overlaps.clear();
        let around = Bounds::of(p, q);
        if !around.meets(sides) {
            return;
        }
        let mut look = |a, b| match meet(p, q, a, b) {
            Meeting::Apart => {}
            Meeting::At(t) => met.push(t),
            Meeting::Along(from, to) => {
                met.extend([from, to]);
                overlaps.push((from, to));
            }
        };
        if let Some(few) = few {
            for &(a, b) in few.iter().filter(|(a, b)| Bounds::of(*a, *b).meets(&around)) {
                look(a, b);
            }
        } else {
            chains.near(&around, |a, b| {
                look(a, b);
                true
            });
        }
    }

    /// Finds the parts of the segment that are inside, asking about the middle
    /// of each part between two meetings.
    fn cut(&mut self, covers: impl Fn(f64) -> bool) {
        let Self { met, overlaps, cuts, parts, .. } = self;
        cuts.clear();
        cuts.extend(met.iter().copied().chain([0.0, 1.0]));
        cuts.sort_unstable_by(f64::total_cmp);
        cuts.dedup();
        parts.clear();
        parts.extend(met.iter().map(|&t| (t, t)));
        for pair in cuts.windows(2) {
            let middle = f64::midpoint(pair[0], pair[1]);
            let on_side = overlaps.iter().any(|&(from, to)| from <= middle && middle <= to);
            if on_side || covers(middle) {
                parts.push((pair[0], pair[1]));
            }
        }
        parts.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    }
}

enum Meeting {
    Apart,
    At(f64),
    Along(f64, f64),
}

/// Where the segment from `p` to `q` meets a side, as shares of the segment.
fn meet(p: Coord, q: Coord, a: Coord, b: Coord) -> Meeting {
    use Orientation::Collinear;
    let (a_side, b_side) = (orient(p, q, a), orient(p, q, b));
    if p == q {
        let on = orient(a, b, p) == Collinear && in_box(p, a, b);
        return if on { Meeting::At(0.0) } else { Meeting::Apart };
    }
    if a_side == Collinear && b_side == Collinear {
        let share = |at: Coord| {
            let way = q - p;
            if way.x.abs() >= way.y.abs() { (at.x - p.x) / way.x } else { (at.y - p.y) / way.y }
        };
        let (from, to) = (share(a).min(share(b)), share(a).max(share(b)));
        let (from, to) = (from.max(0.0), to.min(1.0));
        // Zeros of either sign are one place.
        return if from < to {
            Meeting::Along(from, to)
        } else if from == to {
            Meeting::At(from)
        } else {
            Meeting::Apart
        };
    }
    if a_side == b_side {
        return Meeting::Apart;
    }
    let (p_side, q_side) = (orient(a, b, p), orient(a, b, q));
    match (p_side, q_side) {
        _ if a == b => Meeting::Apart,
        (Collinear, _) => Meeting::At(0.0),
        (_, Collinear) => Meeting::At(1.0),
        _ if p_side == q_side => Meeting::Apart,
        _ => {
            let (way, side) = (q - p, b - a);
            let cross = way.x * side.y - way.y * side.x;
            let gap = a - p;
            let t = (gap.x * side.y - gap.y * side.x) / cross;
            // The signs above prove that they meet, whatever rounding says of where.
            Meeting::At(if t.is_finite() { t.clamp(0.0, 1.0) } else { 0.0 })
        }
    }
}

fn in_box(at: Coord, a: Coord, b: Coord) -> bool {
    (a.x.min(b.x)..=a.x.max(b.x)).contains(&at.x) && (a.y.min(b.y)..=a.y.max(b.y)).contains(&at.y)
}

fn orient(a: Coord, b: Coord, c: Coord) -> Orientation {
    RobustKernel::orient2d(a, b, c)
}

#[cfg(test)]
mod tests;
