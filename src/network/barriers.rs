//! What bans people from places, and when, over one horizon.
//!
//! Floor 3.
//!
//! Zones and front lines become windows of a horizon and outlines that can be
//! asked about any line or place: streets, and the footsteps from a door to the
//! nearest street. An unknown state counts as in force.

use super::crossing::unwrapped;
use super::exemption::CorridorStrip;
use super::footprint::{RoundLine, covers_round, outline_of};
use super::footprints::Footprints;
use super::policy::RoutePolicy;
use crate::id::FeatureRef;
use crate::model::Feature;
use crate::model::TravelMode;
use crate::planar::Along;
use crate::planar::Outline;
use crate::planar::running_m;
use crate::scenario::Scenario;
use crate::time::RangeTooLong;
use crate::time::TimeWindow;
use geo::Coord;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A millimetre more of a zone on either side, so that rounding never lets
/// anybody stand on its edge.
const MARGIN_M: f64 = 0.001;

/// What bans, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ban {
    /// What bans.
    pub cause: FeatureRef,
    /// When; sorted and disjoint, one or more.
    pub windows: Vec<TimeWindow>,
}

/// A stretch of a line that is shut. Cheap to clone: what one zone shuts in the
/// same windows shares one [`Ban`].
#[derive(Clone, Debug, PartialEq)]
pub struct Closure {
    /// Where on the line it begins, in metres from its start.
    pub from_m: f64,
    /// Where it ends; both ends are shut.
    pub to_m: f64,
    /// When, and what shuts it.
    pub ban: Arc<Ban>,
}

/// A place at which nobody may be, or that one may only pass through.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceBan {
    /// When, and what bans it.
    pub ban: Arc<Ban>,
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
pub(super) struct PreparedZone {
    pub(super) ban: Arc<Ban>,
    pub(super) outline: Arc<Outline>,
    /// Passing is banned, not only standing.
    pub(super) wall: bool,
    /// A line, which bans crossing; not an area.
    line: bool,
    /// Corridors, by number, on which the ban is announced as lifted.
    lifted_on: Vec<usize>,
}

impl PreparedZone {
    /// Whether the ban is the same wherever the zone is.
    pub(super) fn is_even(&self) -> bool {
        !self.line && self.lifted_on.is_empty()
    }
}

/// What is left of one zone's ban on each set of corridors that lift it.
#[derive(Debug, Default)]
pub(super) struct Lifted(BTreeMap<Vec<usize>, Option<Arc<Ban>>>);

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
        Self::prepare_over(&Footprints::default(), scenario, horizon, mode, policy)
    }

    /// The same; outlines that stand in `footprints` are shared, not built again.
    ///
    /// # Errors
    ///
    /// [`RangeTooLong`] as [`Barriers::prepare`].
    pub fn prepare_over(
        footprints: &Footprints,
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
            barriers.add(footprints, zone, horizon, true)?;
        }
        for zone in scenario.restricted_zones() {
            barriers.add(footprints, zone, horizon, true)?;
        }
        for zone in scenario.hazard_zones() {
            barriers.add(footprints, zone, horizon, zone.severity() >= policy.wall_from)?;
        }
        for line in scenario.front_lines() {
            barriers.add(footprints, line, horizon, true)?;
        }
        Ok(barriers)
    }

    fn add(
        &mut self,
        footprints: &Footprints,
        feature: &dyn Feature,
        horizon: TimeWindow,
        wall: bool,
    ) -> Result<(), RangeTooLong> {
        let windows = feature.schedule().forbidding_in(horizon)?;
        if windows.is_empty() {
            return Ok(());
        }
        let cause = feature.reference();
        let Some((outline, line)) = outline_of(&feature.geometry()) else { return Ok(()) };
        let kept = footprints.get(&cause).map(|footprint| footprint.outline());
        let outline = match kept.filter(|kept| ***kept == outline) {
            Some(kept) => Arc::clone(kept),
            None => Arc::new(outline),
        };
        let lifted_on = (0..self.corridors.len())
            .filter(|&number| self.corridors[number].exempt_from.contains(&cause))
            .collect();
        let ban = Arc::new(Ban { cause, windows });
        self.zones.push(PreparedZone { ban, outline, wall, line, lifted_on });
        Ok(())
    }

    /// Takes away what is in `lifted`, as if it did not exist.
    pub(crate) fn lift(&mut self, lifted: &BTreeSet<FeatureRef>) {
        self.zones.retain(|zone| !lifted.contains(&zone.ban.cause));
    }

    /// As if these corridors were never open.
    pub(crate) fn close_corridors(&mut self, closed: &BTreeSet<FeatureRef>) {
        for corridor in &mut self.corridors {
            if closed.contains(&corridor.id.to_ref()) {
                corridor.open.clear();
            }
        }
    }

    /// How many things ban something at some time within the horizon.
    pub fn len(&self) -> usize {
        self.zones.len()
    }

    /// Whether nothing bans anything within the horizon.
    pub fn is_empty(&self) -> bool {
        self.zones.is_empty()
    }

    /// Everything that bans, by number.
    pub(super) fn zones(&self) -> &[PreparedZone] {
        &self.zones
    }

    /// The corridors announced for this mode, with their open windows.
    pub(crate) fn corridors(&self) -> &[CorridorStrip] {
        &self.corridors
    }

    /// Everything that shuts part of a line of coordinates in degrees.
    pub fn on_line(&self, line: &[Coord]) -> Vec<Closure> {
        let ends_m = running_m(line);
        let round = RoundLine::new(line);
        let mut closures = Vec::new();
        for zone in self.zones.iter().filter(|zone| zone.wall) {
            let mut lifted = Lifted::default();
            for span in round.spans(&zone.outline) {
                let span_m = (span.from.offset_m(&ends_m), span.to.offset_m(&ends_m));
                self.shut(zone, line, &ends_m, span_m, &mut lifted, &mut closures);
            }
        }
        closures
    }

    /// What a zone shuts of a line within a span of it in metres, in order along
    /// the line. `ends_m` as [`running_m`] gives them.
    pub(super) fn shut(
        &self,
        zone: &PreparedZone,
        line: &[Coord],
        ends_m: &[f64],
        (from_m, to_m): (f64, f64),
        lifted: &mut Lifted,
        closures: &mut Vec<Closure>,
    ) {
        if zone.line && self.is_crossing(place_at(line, ends_m, from_m)) {
            return;
        }
        let length_m = ends_m.last().copied().unwrap_or_default();
        let (from_m, to_m) = with_margin(from_m, to_m, length_m);
        let mut parts = vec![(from_m, to_m, Vec::new())];
        for &number in &zone.lifted_on {
            let covered = covered_m(&self.corridors[number], line, ends_m);
            parts = parts
                .into_iter()
                .flat_map(|(from, to, lifting): (f64, f64, Vec<usize>)| {
                    split(from, to, &covered).into_iter().map(move |(from, to, on)| {
                        let mut lifting = lifting.clone();
                        lifting.extend(on.then_some(number));
                        (from, to, lifting)
                    })
                })
                .collect();
        }
        for (from_m, to_m, lifting) in parts {
            let ban = self.left_of(zone, lifting, lifted);
            closures.extend(ban.map(|ban| Closure { from_m, to_m, ban }));
        }
    }

    /// Everything that bans being at, or standing at, a place in degrees.
    pub fn at_place(&self, at: Coord) -> Vec<PlaceBan> {
        let there = self.zones.iter().filter(|zone| covers_round(&zone.outline, at));
        there.filter_map(|zone| self.ban_at(zone, at, &mut Lifted::default())).collect()
    }

    /// What a zone bans at a place that it covers.
    pub(super) fn ban_at(
        &self,
        zone: &PreparedZone,
        at: Coord,
        lifted: &mut Lifted,
    ) -> Option<PlaceBan> {
        if zone.line && self.is_crossing(at) {
            return None;
        }
        let lifting =
            zone.lifted_on.iter().copied().filter(|&number| self.corridors[number].covers(at));
        let ban = self.left_of(zone, lifting.collect(), lifted)?;
        Some(PlaceBan { ban, may_pass: !zone.wall })
    }

    /// What is left of a zone's ban where these corridors lift it while open.
    fn left_of(
        &self,
        zone: &PreparedZone,
        lifting: Vec<usize>,
        lifted: &mut Lifted,
    ) -> Option<Arc<Ban>> {
        if lifting.is_empty() {
            return Some(Arc::clone(&zone.ban));
        }
        let left = lifted.0.entry(lifting).or_insert_with_key(|lifting| {
            let open = lifting.iter().map(|&number| &self.corridors[number].open);
            let windows =
                open.fold(zone.ban.windows.clone(), |windows, open| without(&windows, open));
            let cause = zone.ban.cause.clone();
            (!windows.is_empty()).then(|| Arc::new(Ban { cause, windows }))
        });
        left.clone()
    }

    /// Whether a front line may be crossed here, at a checkpoint.
    fn is_crossing(&self, at: Coord) -> bool {
        self.crossings
            .iter()
            .any(|&gate| crate::geodesy::distance(gate, at).0 <= self.crossing_reach_m)
    }
}

/// A span of a line so many metres long, a little wider than it is.
pub(super) fn with_margin(from_m: f64, to_m: f64, length_m: f64) -> (f64, f64) {
    ((from_m - MARGIN_M).max(0.0), (to_m + MARGIN_M).min(length_m))
}

/// The place so many metres along a line, whose longitudes may run on past ±180°.
fn place_at(line: &[Coord], ends_m: &[f64], offset_m: f64) -> Coord {
    let line: Vec<Coord> = unwrapped(line).collect();
    let segment =
        ends_m.partition_point(|&end| end <= offset_m).clamp(1, ends_m.len().max(2) - 1) - 1;
    let length = ends_m[segment + 1] - ends_m[segment];
    let t = if length > 0.0 { (offset_m - ends_m[segment]) / length } else { 0.0 };
    Along { segment, t: t.clamp(0.0, 1.0) }.coord(&line)
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
