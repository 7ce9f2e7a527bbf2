//! Checks a certificate against the scenario's records.
//!
//! Floor 4.

use super::certificate::{Act, Certificate};
use crate::geodesy::LocalFrame;
use crate::geodesy::distance;
use crate::id::FeatureRef;
use crate::model::Checkpoint;
use crate::model::CheckpointStatus;
use crate::model::CorridorDirection;
use crate::model::Feature;
use crate::model::SafeCorridor;
use crate::model::TravelMode;
use crate::scenario::Scenario;
use crate::time::State;
use crate::time::TimeWindow;
use geo::{
    BooleanOps, BoundingRect, Coord, Geometry, Intersects, Line, LineString, MultiPolygon, Point,
    Rect,
};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

/// The fastest a mode may be in a certificate, in metres a second: nobody
/// walks faster than 3 m/s, nobody drives faster than 50 m/s.
const fn fastest_m_s(mode: TravelMode) -> f64 {
    match mode {
        TravelMode::Foot | TravelMode::Wheelchair => 3.0,
        TravelMode::Vehicle | TravelMode::Convoy => 50.0,
    }
}

/// Parts of a line inside a zone that are shorter than this are where cutting
/// rounds, not where anybody walks. Metres.
const SLIVER_M: f64 = 0.01;

/// How far apart places are asked about where a corridor may lift a ban. Metres.
const STEP_M: f64 = 2.0;

/// Something that a certificate does and may not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Violation {
    /// What it does, such as `in-zone-while-active`.
    pub code: &'static str,
    /// Which act, the first being 0.
    pub act: usize,
    /// What it does it to.
    pub of: Option<FeatureRef>,
    /// When.
    pub at: Option<Timestamp>,
}

/// Everything that a certificate does and may not, by the scenario's own
/// records. Empty if it keeps every rule; that says nothing of danger.
///
/// O(acts × records), each by exact cutting.
pub fn check(certificate: &Certificate, scenario: &Scenario) -> Vec<Violation> {
    let mut checker = Checker { certificate, scenario, violations: Vec::new() };
    checker.continuity();
    checker.zones();
    checker.checkpoints();
    checker.violations
}

struct Checker<'a> {
    certificate: &'a Certificate,
    scenario: &'a Scenario,
    violations: Vec<Violation>,
}

impl Checker<'_> {
    fn report(&mut self, code: &'static str, act: usize, of: Option<FeatureRef>, at: Timestamp) {
        self.violations.push(Violation { code, act, of, at: Some(at) });
    }

    /// Each act begins where and when the one before ended, in the window, at a
    /// pace that the mode can keep.
    fn continuity(&mut self) {
        let mut last: Option<(Coord, Timestamp)> = None;
        for (number, act) in self.certificate.acts.iter().enumerate() {
            let (start, from, end, until) = ends(act);
            if let Some((place, time)) = last {
                if distance(place, start).0 > SLIVER_M {
                    self.report("jumps-in-space", number, None, from);
                }
                if time != from {
                    self.report("jumps-in-time", number, None, from);
                }
            }
            if until < from {
                self.report("goes-back-in-time", number, None, from);
            }
            if !self.certificate.window.contains(from)
                || until > self.certificate.window.end_or_max()
            {
                self.report("outside-the-window", number, None, from);
            }
            if let Act::Move { line, enter, exit } = act {
                let length_m: f64 = line.windows(2).map(|p| distance(p[0], p[1]).0).sum();
                let seconds = exit.duration_since(*enter).as_secs_f64();
                if length_m > fastest_m_s(self.certificate.mode) * seconds + SLIVER_M {
                    self.report("too-fast", number, None, *enter);
                }
            }
            last = Some((end, until));
        }
    }

    /// Nobody is in a zone, or crosses a front line, while it is in force or
    /// its state is unknown, unless the ban was announced as lifted there.
    fn zones(&mut self) {
        let scenario = self.scenario;
        let zones = scenario.curfew_zones().iter().map(|z| (z as &dyn Feature, true));
        let zones =
            zones.chain(scenario.restricted_zones().iter().map(|z| (z as &dyn Feature, true)));
        let wall_from = self.certificate.policy.wall_from;
        let hazards = scenario.hazard_zones().iter();
        let zones = zones.chain(hazards.map(|z| (z as &dyn Feature, z.severity() >= wall_from)));
        let zones = zones.chain(scenario.front_lines().iter().map(|l| (l as &dyn Feature, true)));
        let Some(stay) = self.stay() else { return };
        let boxes: Vec<Option<Rect>> = self.certificate.acts.iter().map(box_of).collect();
        for (zone, wall) in zones {
            // Nothing to look at where the zone is off at every instant of the plan.
            if zone.schedule().forbidding_in(stay).is_ok_and(|windows| windows.is_empty()) {
                continue;
            }
            let geometry = zone.geometry();
            let Some(around) = geometry.bounding_rect() else { continue };
            for (number, act) in boxes.iter().enumerate() {
                if act.is_none_or(|act| act.intersects(&around)) {
                    self.zone(zone, &geometry, wall, number);
                }
            }
        }
    }

    /// From the first instant of the certificate to just after its last.
    fn stay(&self) -> Option<TimeWindow> {
        let acts = &self.certificate.acts;
        let first = acts.iter().map(|act| ends(act).1).min()?;
        let last = acts.iter().map(|act| ends(act).3).max()?;
        TimeWindow::new(first, last.max(first) + SignedDuration::from_secs(1)).ok()
    }

    fn zone(&mut self, zone: &dyn Feature, geometry: &Geometry, wall: bool, number: usize) {
        let act = self.certificate.acts[number].clone();
        match act {
            Act::Stay { at, from, until, .. } => {
                if geometry.intersects(&Point(at))
                    && !self.crosses_at_checkpoint(zone, at)
                    && from < until
                {
                    self.presence(zone, number, at, None, from, until);
                }
            }
            Act::Move { line, enter, exit } if wall => {
                let total: f64 = line.windows(2).map(|p| distance(p[0], p[1]).0).sum();
                let pace = exit.duration_since(enter).as_secs_f64() / total.max(1e-9);
                let mut before = 0.0;
                for pair in line.windows(2) {
                    let segment = distance(pair[0], pair[1]).0;
                    for (from, to) in inside(pair[0], pair[1], geometry) {
                        let (from_m, to_m) = (segment * from, segment * to);
                        let touch = matches!(geometry, Geometry::LineString(_));
                        if to_m - from_m < SLIVER_M && !touch {
                            continue;
                        }
                        let heading = pair[1] - pair[0];
                        let at = |m: f64| later(enter, (before + m) * pace);
                        // A touch is an instant; ask about the millisecond around it.
                        if touch {
                            let place = pair[0] + heading * from;
                            if !self.crosses_at_checkpoint(zone, place) {
                                let (start, end) = (at(from_m), later(at(to_m), 0.001));
                                self.presence(zone, number, place, Some(heading), start, end);
                            }
                            continue;
                        }
                        // Where a ban may be lifted, ask step by step.
                        let steps = if self.may_be_lifted(zone) {
                            ((to_m - from_m) / STEP_M).ceil().max(1.0)
                        } else {
                            1.0
                        };
                        let length_m = to_m - from_m - SLIVER_M;
                        for step in 0..steps as u32 {
                            let m = |part: f64| {
                                from_m
                                    + SLIVER_M / 2.0
                                    + length_m * (f64::from(step) + part) / steps
                            };
                            let place = pair[0] + heading * (m(0.5) / segment);
                            self.presence(
                                zone,
                                number,
                                place,
                                Some(heading),
                                at(m(0.0)),
                                at(m(1.0)),
                            );
                        }
                    }
                    before += segment;
                }
            }
            Act::Move { .. } => {}
        }
    }

    /// Somebody is in a zone from `from` until `until`: reports the first
    /// instant of it at which that is banned and not lifted.
    fn presence(
        &mut self,
        zone: &dyn Feature,
        number: usize,
        at: Coord,
        heading: Option<Coord>,
        from: Timestamp,
        until: Timestamp,
    ) {
        let schedule = zone.schedule();
        let lifting: Vec<&SafeCorridor> = self
            .scenario
            .corridors()
            .iter()
            .filter(|corridor| {
                corridor.exempt_from().contains(&zone.reference())
                    && is_for(corridor, self.certificate.mode)
                    && is_on(corridor, at, heading)
            })
            .collect();
        let mut instant = from;
        while instant < until || instant == from {
            let banned = schedule.active_at(instant) != State::DoesNotHold;
            let lifted = lifting
                .iter()
                .any(|corridor| corridor.schedule().active_at(instant) == State::Holds);
            if banned && !lifted {
                self.report("in-zone-while-active", number, Some(zone.reference()), instant);
                return;
            }
            let changes = lifting.iter().map(|corridor| corridor.schedule().next_change(instant));
            let next = changes.chain([schedule.next_change(instant)]).flatten().min();
            match next {
                Some(next) if next > instant => instant = next,
                _ => return,
            }
        }
    }

    fn may_be_lifted(&self, zone: &dyn Feature) -> bool {
        let zone = zone.reference();
        self.scenario.corridors().iter().any(|corridor| corridor.exempt_from().contains(&zone))
    }

    /// Whether a front line is crossed here at a checkpoint.
    fn crosses_at_checkpoint(&self, zone: &dyn Feature, at: Coord) -> bool {
        let reach = self.certificate.policy.checkpoint_reach.0;
        zone.reference().kind() == crate::id::Kind::FrontLine
            && self
                .scenario
                .checkpoints()
                .iter()
                .any(|gate| distance(gate.place().coord(), at).0 <= reach)
    }

    /// Every checkpoint that is passed is open for all of its delay.
    fn checkpoints(&mut self) {
        for (number, act) in self.certificate.acts.iter().enumerate() {
            let Act::Stay { at, from, until, checkpoint: Some(id) } = act else { continue };
            let Some(checkpoint) = self.scenario.checkpoint(id) else {
                self.violations.push(Violation {
                    code: "unknown-checkpoint",
                    act: number,
                    of: Some(id.to_ref()),
                    at: Some(*from),
                });
                continue;
            };
            let reach = self.certificate.policy.checkpoint_reach.0 + SLIVER_M;
            let near = distance(checkpoint.place().coord(), *at).0 <= reach;
            if !near || !self.passed(checkpoint, *from, *until) {
                self.violations.push(Violation {
                    code: "checkpoint-not-passed-while-open",
                    act: number,
                    of: Some(id.to_ref()),
                    at: Some(*from),
                });
            }
        }
    }

    /// Whether the delay fits into the stay while the checkpoint is open.
    fn passed(&self, checkpoint: &Checkpoint, from: Timestamp, until: Timestamp) -> bool {
        let Ok(stay) = TimeWindow::new(from, until.max(from + SignedDuration::from_millis(1)))
        else {
            return false;
        };
        let open = |at: Timestamp| match checkpoint.passable_at(at) {
            State::Holds => true,
            State::Unknown => {
                self.certificate.policy.pass_unknown_checkpoints
                    && checkpoint.status() != CheckpointStatus::Closed
            }
            State::DoesNotHold => false,
        };
        let delay = checkpoint.delay();
        // The stay is cut at every change of hours; open stretches that touch are joined.
        let mut begun: Option<Timestamp> = None;
        let mut instant = from;
        loop {
            let next = checkpoint
                .particulars()
                .schedule
                .as_ref()
                .and_then(|hours| hours.next_change(instant))
                .filter(|&next| next < stay.end_or_max());
            let end = next.unwrap_or(stay.end_or_max());
            if open(instant) {
                let start = *begun.get_or_insert(instant);
                if end.duration_since(start) >= delay {
                    return true;
                }
            } else {
                begun = None;
            }
            match next {
                Some(next) => instant = next,
                None => return false,
            }
        }
    }
}

/// The least box around what is done.
fn box_of(act: &Act) -> Option<Rect> {
    match act {
        Act::Move { line, .. } => LineString(line.clone()).bounding_rect(),
        Act::Stay { at, .. } => Some(Rect::new(*at, *at)),
    }
}

fn ends(act: &Act) -> (Coord, Timestamp, Coord, Timestamp) {
    match act {
        Act::Move { line, enter, exit } => {
            let first = line.first().copied().unwrap_or_default();
            (first, *enter, line.last().copied().unwrap_or(first), *exit)
        }
        Act::Stay { at, from, until, .. } => (*at, *from, *at, *until),
    }
}

/// The shares of the segment from `p` to `q` that geo finds inside a geometry.
fn inside(p: Coord, q: Coord, geometry: &Geometry) -> Vec<(f64, f64)> {
    let share = |at: Coord| {
        let way = q - p;
        if way.x.abs() >= way.y.abs() { (at.x - p.x) / way.x } else { (at.y - p.y) / way.y }
    };
    let cut = |area: &MultiPolygon| {
        if p == q {
            return if area.intersects(&Point(p)) { vec![(0.0, 1.0)] } else { Vec::new() };
        }
        let line = LineString(vec![p, q]);
        let kept = area.clip(&geo::MultiLineString(vec![line]), false);
        let parts = kept.0.iter().filter_map(|part| {
            let (a, b) = (share(*part.0.first()?), share(*part.0.last()?));
            Some((a.min(b).clamp(0.0, 1.0), a.max(b).clamp(0.0, 1.0)))
        });
        parts.collect()
    };
    match geometry {
        Geometry::Polygon(polygon) => cut(&MultiPolygon(vec![polygon.clone()])),
        Geometry::MultiPolygon(area) => cut(area),
        Geometry::LineString(other) => other
            .lines()
            .filter_map(|side| {
                use geo::line_intersection::{LineIntersection, line_intersection};
                match line_intersection(Line::new(p, q), side)? {
                    LineIntersection::SinglePoint { intersection, .. } => {
                        Some((share(intersection), share(intersection)))
                    }
                    LineIntersection::Collinear { intersection } => {
                        let (a, b) = (share(intersection.start), share(intersection.end));
                        Some((a.min(b), a.max(b)))
                    }
                }
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn is_for(corridor: &SafeCorridor, mode: TravelMode) -> bool {
    let named = corridor.modes();
    let walking = matches!(mode, TravelMode::Foot | TravelMode::Wheelchair);
    if named.is_empty() { walking } else { named.contains(mode) }
}

/// Whether a place is on a corridor, and the heading is one it was announced for.
fn is_on(corridor: &SafeCorridor, at: Coord, heading: Option<Coord>) -> bool {
    let frame = LocalFrame::around(at);
    let reach = corridor.width_or_default().0 / 2.0 + SLIVER_M;
    corridor.path().line().lines().any(|line| {
        let (a, b) = (frame.to_metres(line.start), frame.to_metres(line.end));
        let near =
            geo::Distance::distance(&geo::Euclidean, &Point::new(0.0, 0.0), &Line::new(a, b));
        let along = line.end - line.start;
        let agrees = heading.is_none_or(|way| {
            let way = frame.to_metres(at + way);
            let along = frame.to_metres(at + along);
            let dot = way.x * along.x + way.y * along.y;
            // More than 96° away from the corridor's heading is against it.
            let least = -0.1001 * way.x.hypot(way.y) * along.x.hypot(along.y);
            match corridor.direction() {
                CorridorDirection::Forward => dot >= least,
                CorridorDirection::Backward => -dot >= least,
                CorridorDirection::Both => true,
            }
        });
        near <= reach && agrees
    })
}

fn later(at: Timestamp, seconds: f64) -> Timestamp {
    SignedDuration::try_from_secs_f64(seconds)
        .ok()
        .and_then(|by| at.checked_add(by).ok())
        .unwrap_or(at)
}

#[cfg(test)]
mod tests;
