//! What bans people from places, and when, over one horizon.
//!
//! Floor 3.
//!
//! Zones and front lines become windows of a horizon and outlines that can be
//! asked about any line or place: streets, and the footsteps from a door to the
//! nearest street. An unknown state counts as in force.

use super::exemption::CorridorStrip;
use super::policy::RoutePolicy;
use crate::id::FeatureRef;
use crate::model::Feature;
use crate::model::TravelMode;
use crate::planar::Outline;
use crate::planar::running_m;
use crate::scenario::Scenario;
use crate::time::RangeTooLong;
use crate::time::TimeWindow;
use geo::Coord;
use geo::Geometry;
use geo::MultiPolygon;
use std::collections::BTreeSet;

/// A millimetre more of a zone on either side, so that rounding never lets
/// anybody stand on its edge.
const MARGIN_M: f64 = 0.001;

/// A stretch of a line that is shut in a window.
#[derive(Clone, Debug, PartialEq)]
pub struct Closure {
    /// Where on the line it begins, in metres from its start.
    pub from_m: f64,
    /// Where it ends; both ends are shut.
    pub to_m: f64,
    /// When.
    pub window: TimeWindow,
    /// What shuts it.
    pub cause: FeatureRef,
}

/// A window in which nobody may be at a place, or may only pass through.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceBan {
    /// When.
    pub window: TimeWindow,
    /// What bans it.
    pub cause: FeatureRef,
    /// Whether passing through is allowed; standing is not in either case.
    pub may_pass: bool,
}

/// Everything of a scenario that bans, prepared for one horizon and mode.
#[derive(Clone, Debug)]
pub struct Barriers {
    zones: Vec<PreparedZone>,
    corridors: Vec<CorridorStrip>,
    /// Places of checkpoints: a front line is crossed there, if anywhere.
    crossings: Vec<Coord>,
    crossing_reach_m: f64,
}

#[derive(Clone, Debug)]
struct PreparedZone {
    cause: FeatureRef,
    outline: Outline,
    windows: Vec<TimeWindow>,
    /// Passing is banned, not only standing.
    wall: bool,
    /// A line, which bans crossing; not an area.
    line: bool,
    /// Corridors, by number, on which the ban is announced as lifted.
    lifted_on: Vec<usize>,
}

impl Barriers {
    /// Prepares everything that bans within `horizon`, in identifier order.
    ///
    /// # Errors
    ///
    /// [`RangeTooLong`] if the horizon is open or longer than a schedule can be
    /// expanded over.
    pub fn prepare(
        scenario: &Scenario,
        horizon: TimeWindow,
        mode: TravelMode,
        policy: &RoutePolicy,
    ) -> Result<Self, RangeTooLong> {
        let mut corridors = Vec::new();
        for corridor in scenario.corridors() {
            let strip = CorridorStrip::new(corridor, corridor.schedule().permitting_in(horizon)?);
            if strip.is_for(mode) {
                corridors.push(strip);
            }
        }
        let mut barriers = Self {
            zones: Vec::new(),
            corridors,
            crossings: scenario.checkpoints().iter().map(|gate| gate.place().coord()).collect(),
            crossing_reach_m: policy.checkpoint_reach.0,
        };
        for zone in scenario.curfew_zones() {
            barriers.add(zone, horizon, true)?;
        }
        for zone in scenario.restricted_zones() {
            barriers.add(zone, horizon, true)?;
        }
        for zone in scenario.hazard_zones() {
            barriers.add(zone, horizon, zone.severity() >= policy.wall_from)?;
        }
        for line in scenario.front_lines() {
            barriers.add(line, horizon, true)?;
        }
        Ok(barriers)
    }

    fn add(
        &mut self,
        feature: &dyn Feature,
        horizon: TimeWindow,
        wall: bool,
    ) -> Result<(), RangeTooLong> {
        let windows = feature.schedule().forbidding_in(horizon)?;
        let cause = feature.reference();
        let (outline, line) = match feature.geometry() {
            Geometry::LineString(line) => (Outline::of_line(&line), true),
            Geometry::Polygon(polygon) => (Outline::of_area(&MultiPolygon(vec![polygon])), false),
            Geometry::MultiPolygon(area) => (Outline::of_area(&area), false),
            _ => return Ok(()),
        };
        let lifted_on = (0..self.corridors.len())
            .filter(|&number| self.corridors[number].exempt_from.contains(&cause))
            .collect();
        if !windows.is_empty() {
            self.zones.push(PreparedZone { cause, outline, windows, wall, line, lifted_on });
        }
        Ok(())
    }

    /// Takes away what is in `lifted`, as if it did not exist.
    pub(crate) fn lift(&mut self, lifted: &BTreeSet<FeatureRef>) {
        self.zones.retain(|zone| !lifted.contains(&zone.cause));
    }

    /// How many things ban something at some time within the horizon.
    pub fn len(&self) -> usize {
        self.zones.len()
    }

    /// Whether nothing bans anything within the horizon.
    pub fn is_empty(&self) -> bool {
        self.zones.is_empty()
    }

    /// The box of each thing that bans, in degrees, with its number.
    pub(super) fn boxes(&self) -> impl Iterator<Item = (usize, (Coord, Coord))> + '_ {
        self.zones.iter().enumerate().map(|(number, zone)| (number, zone.outline.bounds()))
    }

    /// The corridors announced for this mode, with their open windows.
    pub(crate) fn corridors(&self) -> &[CorridorStrip] {
        &self.corridors
    }

    /// Everything that shuts part of a line of coordinates in degrees.
    pub fn on_line(&self, line: &[Coord]) -> Vec<Closure> {
        let ends_m = running_m(line);
        (0..self.zones.len()).flat_map(|number| self.one_on_line(number, line, &ends_m)).collect()
    }

    /// What one barrier shuts of a line. `ends_m` as [`running_m`] gives them.
    pub(super) fn one_on_line(
        &self,
        number: usize,
        line: &[Coord],
        ends_m: &[f64],
    ) -> Vec<Closure> {
        let zone = &self.zones[number];
        if !zone.wall {
            return Vec::new();
        }
        let length_m = ends_m.last().copied().unwrap_or_default();
        let mut closures = Vec::new();
        for span in zone.outline.spans(line) {
            if zone.line && self.is_crossing(span.from.coord(line)) {
                continue;
            }
            let from_m = (span.from.offset_m(ends_m) - MARGIN_M).max(0.0);
            let to_m = (span.to.offset_m(ends_m) + MARGIN_M).min(length_m);
            for (from_m, to_m, windows) in self.unlifted(zone, line, ends_m, from_m, to_m) {
                closures.extend(windows.into_iter().map(|window| Closure {
                    from_m,
                    to_m,
                    window,
                    cause: zone.cause.clone(),
                }));
            }
        }
        closures
    }

    /// Everything that bans being at, or standing at, a place in degrees.
    pub fn at_place(&self, at: Coord) -> Vec<PlaceBan> {
        (0..self.zones.len()).flat_map(|number| self.one_at_place(number, at)).collect()
    }

    /// What one barrier bans at a place.
    pub(super) fn one_at_place(&self, number: usize, at: Coord) -> Vec<PlaceBan> {
        let zone = &self.zones[number];
        if !zone.outline.covers(at) || (zone.line && self.is_crossing(at)) {
            return Vec::new();
        }
        let mut windows = zone.windows.clone();
        for &number in &zone.lifted_on {
            let corridor = &self.corridors[number];
            if corridor.covers(at) {
                windows = without(&windows, &corridor.open);
            }
        }
        let ban = |window| PlaceBan { window, cause: zone.cause.clone(), may_pass: !zone.wall };
        windows.into_iter().map(ban).collect()
    }

    /// The parts of `from_m..to_m`, each with the windows in which the zone's
    /// ban is not lifted on it.
    fn unlifted(
        &self,
        zone: &PreparedZone,
        line: &[Coord],
        ends_m: &[f64],
        from_m: f64,
        to_m: f64,
    ) -> Vec<(f64, f64, Vec<TimeWindow>)> {
        let mut parts = vec![(from_m, to_m, zone.windows.clone())];
        for &number in &zone.lifted_on {
            let corridor = &self.corridors[number];
            let covered = covered_m(corridor, line, ends_m);
            parts = parts
                .into_iter()
                .flat_map(|(from, to, windows)| {
                    let lifted = without(&windows, &corridor.open);
                    split(from, to, &covered).into_iter().map(move |(from, to, on)| {
                        (from, to, if on { lifted.clone() } else { windows.clone() })
                    })
                })
                .filter(|(_, _, windows)| !windows.is_empty())
                .collect();
        }
        parts
    }

    /// Whether a front line may be crossed here, at a checkpoint.
    fn is_crossing(&self, at: Coord) -> bool {
        self.crossings
            .iter()
            .any(|&gate| crate::geodesy::distance(gate, at).0 <= self.crossing_reach_m)
    }
}

/// The stretches of a line on a corridor, in metres from its start.
pub(crate) fn covered_m(
    corridor: &CorridorStrip,
    line: &[Coord],
    ends_m: &[f64],
) -> Vec<(f64, f64)> {
    let mut covered: Vec<(f64, f64)> = Vec::new();
    for (index, pair) in line.windows(2).enumerate() {
        let (start, length) = (ends_m[index], ends_m[index + 1] - ends_m[index]);
        for (from, to) in corridor.shares(pair[0], pair[1]) {
            let (from, to) = (start + length * from, start + length * to);
            match covered.last_mut() {
                // Two segments that meet share their point, give or take rounding.
                Some(last) if from <= last.1 + MARGIN_M => last.1 = last.1.max(to),
                _ => covered.push((from, to)),
            }
        }
    }
    covered
}

/// Parts `from..to` at the ends of sorted, disjoint spans; says of each part
/// whether it lies on a span. A part that ends where a span begins is off it,
/// and both keep the shared point.
fn split(from: f64, to: f64, spans: &[(f64, f64)]) -> Vec<(f64, f64, bool)> {
    let mut parts = Vec::new();
    let mut at = from;
    for &(start, end) in spans {
        if end < from || start > to {
            continue;
        }
        if start > at {
            parts.push((at, start, false));
        }
        parts.push((start.max(at), end.min(to), true));
        at = end.min(to);
    }
    if at < to || parts.is_empty() {
        parts.push((at, to, false));
    }
    parts
}

/// The parts of `windows` that are in none of `lifted`.
fn without(windows: &[TimeWindow], lifted: &[TimeWindow]) -> Vec<TimeWindow> {
    lifted.iter().fold(windows.to_vec(), |left, lift| {
        left.iter().flat_map(|window| window.difference(lift)).collect()
    })
}
