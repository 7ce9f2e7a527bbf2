//! Lines as drawn, cut where they meet.
//!
//! Floor 3.
//!
//! Three rules make junctions of drawn streets:
//! 1. *Crossing.* Where two lines on one level cross or touch, both are cut. On
//!    different levels they pass over each other.
//! 2. *Ends.* Ends within [`JOIN_WITHIN`] of each other are one junction,
//!    whatever their levels: a bridge comes down where its line ends.
//! 3. *T.* An end within [`JOIN_WITHIN`] of the middle of a line meets it, if
//!    both are on one level or the line is on the ground and the end is not.

use super::NetworkBuilder;
use super::NetworkError;
use super::PointId;
use super::StreetNetwork;
use super::WayAttributes;
use super::WayOrigin;
use super::junctions::Junctions;
use crate::geodesy::LocalFrame;
use crate::model::Feature;
use crate::model::Street;
use crate::model::TravelModes;
use crate::units::Metres;
use geo::Coord;
use geo::Line;
use geo::line_intersection::LineIntersection;
use geo::line_intersection::line_intersection;
use rstar::AABB;
use rstar::RTree;
use rstar::RTreeObject;

/// Ends this near to each other, or to a line, are joined.
pub const JOIN_WITHIN: Metres = Metres(0.5);

/// A cut: at share `share` of segment `segment`, at junction `junction`.
#[derive(Clone, Copy, Debug)]
struct Cut {
    segment: usize,
    share: f64,
    junction: usize,
}

/// One straight piece of one street.
#[derive(Clone, Copy, Debug)]
struct Segment {
    street: usize,
    number: usize,
    line: Line,
}

impl RTreeObject for Segment {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(
            [self.line.start.x, self.line.start.y],
            [self.line.end.x, self.line.end.y],
        )
    }
}

impl StreetNetwork {
    /// A network of streets drawn as lines: cut where lines on one level cross,
    /// ends within [`JOIN_WITHIN`] joined to each other and to lines they fall
    /// short of. People on foot may go both ways along a one-way street.
    ///
    /// Near-linear time for streets as towns have them; every crossing of two
    /// segments costs once.
    ///
    /// # Errors
    ///
    /// [`NetworkError`] if there are more streets or points than can be numbered.
    pub fn from_streets<'a>(
        streets: impl IntoIterator<Item = &'a Street>,
    ) -> Result<Self, NetworkError> {
        let streets: Vec<&Street> = streets.into_iter().collect();
        let noding = Noding::new(&streets);
        let mut builder = NetworkBuilder::new();
        let mut points: Vec<Option<PointId>> = vec![None; noding.junctions.len()];
        for (number, street) in streets.iter().enumerate() {
            let mut refs = Vec::new();
            for stop in noding.along(number) {
                refs.push(match stop {
                    Stop::Shape(at) => builder.add_point(at)?,
                    Stop::Junction(junction) => {
                        if let Some(point) = points[junction] {
                            point
                        } else {
                            let point = builder.add_point(noding.junctions.at(junction))?;
                            points[junction] = Some(point);
                            point
                        }
                    }
                });
            }
            builder.add_way(&refs, attributes(street, number))?;
        }
        builder.build()
    }
}

fn attributes(street: &Street, number: usize) -> WayAttributes {
    let names = street.names();
    let main = (!names.main().is_empty()).then(|| (String::new(), names.main().to_owned()));
    let others = names.by_language().map(|(language, text)| (language.into(), text.into()));
    let modes = street.modes();
    let back = if street.one_way() { TravelModes::walking() } else { TravelModes::all() };
    WayAttributes {
        class: street.class(),
        names: main.into_iter().chain(others).collect(),
        forward: modes,
        backward: modes.intersection(back),
        width: street.width(),
        max_speed: street.max_speed(),
        vehicles_per_hour: [street.vehicles_per_hour(); 2],
        lanes: [street.lanes(); 2],
        layer: street.level().clamp(-100, 100) as i8,
        bridge: street.bridge(),
        ferry: street.class() == crate::model::StreetClass::Ferry,
        origin: WayOrigin::Street(number as u32),
        ..WayAttributes::default()
    }
}

enum Stop {
    Shape(Coord),
    Junction(usize),
}

struct Noding<'a> {
    lines: Vec<&'a [Coord]>,
    junctions: Junctions,
    /// Junctions at both ends of each street.
    ends: Vec<[usize; 2]>,
    /// Cuts of each street, in order along it.
    cuts: Vec<Vec<Cut>>,
}

impl<'a> Noding<'a> {
    fn new(streets: &[&'a Street]) -> Self {
        let lines: Vec<&[Coord]> = streets.iter().map(|s| s.path().line().0.as_slice()).collect();
        let levels: Vec<i32> = streets.iter().map(|street| street.level()).collect();
        let mut junctions = Junctions::new(JOIN_WITHIN.0);
        let mut ends = Vec::with_capacity(lines.len());
        for (line, level) in lines.iter().zip(&levels) {
            let first = line.first().copied().unwrap_or_default();
            let last = line.last().copied().unwrap_or_default();
            ends.push([junctions.end(first, *level), junctions.end(last, *level)]);
        }
        let segments = lines.iter().enumerate().flat_map(|(street, line)| {
            line.windows(2).enumerate().map(move |(number, pair)| Segment {
                street,
                number,
                line: Line::new(pair[0], pair[1]),
            })
        });
        let tree = RTree::bulk_load(segments.filter(|s| s.line.start != s.line.end).collect());
        let mut cuts = vec![Vec::new(); lines.len()];
        let mut noding = Self { lines, junctions, ends, cuts: Vec::new() };
        noding.fall_short(&tree, &levels, &mut cuts);
        noding.cross(&tree, &levels, &mut cuts);
        for list in &mut cuts {
            list.sort_by(|a, b| {
                (a.segment.cmp(&b.segment))
                    .then(a.share.total_cmp(&b.share))
                    .then(a.junction.cmp(&b.junction))
            });
        }
        noding.cuts = cuts;
        noding
    }

    /// Rule 3: ends near the middle of a line.
    fn fall_short(&mut self, tree: &RTree<Segment>, levels: &[i32], cuts: &mut [Vec<Cut>]) {
        for street in 0..self.lines.len() {
            for side in 0..2 {
                let line = self.lines[street];
                let Some(end) = (if side == 0 { line.first() } else { line.last() }) else {
                    continue;
                };
                let mut near: Vec<(Segment, f64, Coord)> = tree
                    .locate_in_envelope_intersecting(&around(*end))
                    .filter(|segment| segment.street != street)
                    .filter(|segment| {
                        let (own, other) = (levels[street], levels[segment.street]);
                        own == other || other == 0
                    })
                    .filter_map(|segment| {
                        let (distance_m, share, at) = project(*end, &segment.line);
                        (distance_m <= JOIN_WITHIN.0).then_some((*segment, distance_m, share, at))
                    })
                    .map(|(segment, _, share, at)| (segment, share, at))
                    .collect();
                near.sort_by_key(|(segment, _, _)| (segment.street, segment.number));
                let junction = self.ends[street][side];
                for (segment, share, at) in near {
                    if self.ends[segment.street].contains(&junction) {
                        continue;
                    }
                    self.junctions.move_once(junction, at);
                    self.junctions.add_level(junction, levels[segment.street]);
                    cuts[segment.street].push(Cut { segment: segment.number, share, junction });
                }
            }
        }
    }

    /// Rule 1: lines that cross or touch.
    fn cross(&mut self, tree: &RTree<Segment>, levels: &[i32], cuts: &mut [Vec<Cut>]) {
        let mut pairs: Vec<(Segment, Segment)> = tree
            .intersection_candidates_with_other_tree(tree)
            .filter(|(a, b)| (a.street, a.number) < (b.street, b.number))
            .filter(|(a, b)| levels[a.street] == levels[b.street])
            .filter(|(a, b)| a.street != b.street || b.number > a.number + 1)
            .map(|(a, b)| (*a, *b))
            .collect();
        pairs.sort_by_key(|(a, b)| (a.street, a.number, b.street, b.number));
        for (a, b) in pairs {
            let places = match line_intersection(a.line, b.line) {
                None => continue,
                Some(LineIntersection::SinglePoint { intersection, .. }) => vec![intersection],
                Some(LineIntersection::Collinear { intersection }) => {
                    vec![intersection.start, intersection.end]
                }
            };
            for at in places {
                let junction = self.junctions.crossing(at, levels[a.street]);
                for segment in [a, b] {
                    let share = share_along(&segment.line, at);
                    cuts[segment.street].push(Cut { segment: segment.number, share, junction });
                }
            }
        }
    }

    /// The points of a street in order: its own and its junctions.
    fn along(&self, street: usize) -> Vec<Stop> {
        let line = self.lines[street];
        let last = line.len().saturating_sub(1);
        let mut cuts = self.cuts[street].iter().peekable();
        let mut stops = vec![Stop::Junction(self.ends[street][0])];
        let mut cut_before = false;
        for (segment, start) in line.iter().enumerate().take(last) {
            let cut_here = cuts.peek().is_some_and(|c| c.segment == segment && c.share <= 0.0);
            if segment > 0 && !cut_here && !cut_before {
                stops.push(Stop::Shape(*start));
            }
            cut_before = false;
            while let Some(cut) = cuts.next_if(|cut| cut.segment == segment) {
                stops.push(Stop::Junction(cut.junction));
                cut_before = cut.share >= 1.0;
            }
        }
        stops.push(Stop::Junction(self.ends[street][1]));
        stops
    }
}

/// A box of degrees that holds everything within the joining distance.
fn around(at: Coord) -> AABB<[f64; 2]> {
    // No degree of latitude is shorter than 110.5 km; a little is added.
    let lat = JOIN_WITHIN.0 / 110_000.0;
    let lon = (lat / at.y.to_radians().cos().abs().max(1e-9)).min(360.0);
    AABB::from_corners([at.x - lon, at.y - lat], [at.x + lon, at.y + lat])
}

/// Distance from a point to a line in metres, and where along it the nearest place is.
fn project(point: Coord, line: &Line) -> (f64, f64, Coord) {
    let frame = LocalFrame::around(point);
    let (a, b) = (frame.to_metres(line.start), frame.to_metres(line.end));
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let square = dx * dx + dy * dy;
    let share = if square > 0.0 { (-(a.x * dx + a.y * dy) / square).clamp(0.0, 1.0) } else { 0.0 };
    let nearest = Coord { x: a.x + share * dx, y: a.y + share * dy };
    let at = Coord {
        x: line.start.x + share * (line.end.x - line.start.x),
        y: line.start.y + share * (line.end.y - line.start.y),
    };
    (nearest.x.hypot(nearest.y), share, at)
}

/// How far along `line` a point on it is, 0 to 1; exactly 0 or 1 at its ends.
fn share_along(line: &Line, at: Coord) -> f64 {
    if at == line.start {
        return 0.0;
    }
    if at == line.end {
        return 1.0;
    }
    let (dx, dy) = (line.end.x - line.start.x, line.end.y - line.start.y);
    let share =
        if dx.abs() > dy.abs() { (at.x - line.start.x) / dx } else { (at.y - line.start.y) / dy };
    share.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests;
