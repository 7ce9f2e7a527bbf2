//! Checks a certificate against the scenario's records.
//!
//! Floor 4.

mod gates;
mod lifting;
mod walk;

use self::walk::{OnWay, Walk, ends, later, lengths_m, longest_m};
use super::certificate::{Act, Certificate};
use super::ground::{Near, Shape, meet};
use crate::geodesy::distance;
use crate::id::FeatureRef;
use crate::model::Area;
use crate::model::Feature;
use crate::model::SafeCorridor;
use crate::model::TravelMode;
use crate::scenario::Scenario;
use crate::time::State;
use crate::time::TimeWindow;
use geo::{Coord, Rect};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use std::collections::BTreeMap;

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

/// Time inside a zone is claimed to so many seconds.
const SLACK_S: f64 = 0.1;

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
/// O(v + a·z + s·log s): v vertices of zones, a acts, z zones whose box meets
/// the plan's, and s sides of zones beside what is done.
pub fn check(certificate: &Certificate, scenario: &Scenario) -> Vec<Violation> {
    let mut checker =
        Checker { certificate, scenario, violations: Vec::new(), inside_s: BTreeMap::new() };
    checker.continuity();
    checker.zones();
    checker.exposure();
    checker.checkpoints();
    checker.violations
}

struct Checker<'a> {
    certificate: &'a Certificate,
    scenario: &'a Scenario,
    violations: Vec<Violation>,
    /// How long the certificate is in each zone that it says it is in.
    inside_s: BTreeMap<FeatureRef, f64>,
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
                if place != start && distance(place, start).0 > SLIVER_M {
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
                let seconds = exit.duration_since(*enter).as_secs_f64();
                let most_m = fastest_m_s(self.certificate.mode) * seconds + SLIVER_M;
                // Measured only where a bound does not settle it.
                if longest_m(line) > most_m && lengths_m(line).iter().sum::<f64>() > most_m {
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
        let Some(stay) = self.stay() else { return };
        let walks: Vec<Walk> = self.certificate.acts.iter().map(Walk::new).collect();
        let plan = walks.iter().filter_map(|walk| walk.around);
        let Some(plan) = plan.reduce(|a, b| hull(&a, &b)) else { return };
        let wall_from = self.certificate.policy.wall_from;
        let curfews = scenario.curfew_zones().iter().map(|z| ban(z, z.area(), true));
        let closed = scenario.restricted_zones().iter().map(|z| ban(z, z.area(), true));
        let hazards = scenario.hazard_zones().iter();
        let hazards = hazards.map(|z| ban(z, z.area(), z.severity() >= wall_from));
        let fronts = scenario.front_lines().iter();
        let fronts = fronts.map(|l| (l as &dyn Feature, Shape::Line(l.path().line()), true));
        for (feature, shape, wall) in curfews.chain(closed).chain(hazards).chain(fronts) {
            let Some(around) = shape.around() else { continue };
            // Longitudes of a walk run on past 180°; zones come round to them.
            for east in [0.0, -360.0, 360.0] {
                let plan = moved(&plan, east);
                if meet(&plan, &around) {
                    let near = Near::new(shape, &plan);
                    let mut zone =
                        Zone { feature, shape, wall, near, stay, off: None, lifted: None };
                    for (number, walk) in walks.iter().enumerate() {
                        let there = walk.around.is_some_and(|at| meet(&moved(&at, east), &around));
                        if there {
                            self.zone(&mut zone, walk, east, number);
                        }
                    }
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

    fn zone(&mut self, zone: &mut Zone<'_>, walk: &Walk<'_>, east: f64, number: usize) {
        let by = Coord { x: east, y: 0.0 };
        match walk.act {
            &Act::Stay { at, from, until, .. } => {
                if from < until
                    && zone.near.covers(at + by)
                    && !zone.is_off()
                    && !self.crosses_at_checkpoint(zone.feature, at)
                {
                    let lifting = self.lifting(zone.feature, at, None);
                    self.presence(zone.feature, number, &lifting, from, until);
                }
            }
            &Act::Move { enter, exit, .. } if zone.wall => {
                for (segment, pair) in walk.line.windows(2).enumerate() {
                    let shares = zone.near.shares(pair[0] + by, pair[1] + by);
                    if shares.is_empty() || zone.is_off() {
                        continue;
                    }
                    let lengths_m = walk.lengths_m();
                    let total_m: f64 = lengths_m.iter().sum();
                    if total_m == 0.0 {
                        // A move to where one is is a stay, if it takes any time.
                        if enter < exit {
                            let lifting = self.lifting(zone.feature, pair[0], None);
                            self.presence(zone.feature, number, &lifting, enter, exit);
                        }
                        continue;
                    }
                    let pace = exit.duration_since(enter).as_secs_f64() / total_m.max(1e-9);
                    let on = OnWay {
                        from: pair[0],
                        way: pair[1] - pair[0],
                        before_m: lengths_m[..segment].iter().sum(),
                        length_m: lengths_m[segment],
                        enter,
                        pace,
                    };
                    for (from, to) in shares {
                        self.part(zone, number, &on, on.length_m * from, on.length_m * to);
                    }
                }
            }
            Act::Move { .. } => {}
        }
    }

    /// Part of a segment lies in a zone.
    fn part(&mut self, zone: &mut Zone<'_>, number: usize, on: &OnWay, from_m: f64, to_m: f64) {
        // A touch is an instant; ask about the millisecond around it.
        if zone.shape.is_line() {
            let place = on.place(from_m);
            if !self.crosses_at_checkpoint(zone.feature, place) {
                let (start, end) = (on.at(from_m), later(on.at(to_m), 0.001));
                let lifting = self.lifting(zone.feature, place, Some(on.way));
                self.presence(zone.feature, number, &lifting, start, end);
            }
            return;
        }
        if to_m - from_m < SLIVER_M && on.length_m > 0.0 {
            return;
        }
        let feature = zone.feature;
        let (from_m, to_m) = (from_m + SLIVER_M / 2.0, to_m - SLIVER_M / 2.0);
        if !*zone.lifted.get_or_insert_with(|| self.may_be_lifted(feature)) {
            self.presence(feature, number, &[], on.at(from_m), on.at(to_m));
            return;
        }
        // Where a ban may be lifted, ask step by step.
        let steps = ((to_m - from_m) / STEP_M).ceil().max(1.0);
        for step in 0..steps as u32 {
            let m = |step: u32| from_m + (to_m - from_m).max(0.0) * f64::from(step) / steps;
            self.step(feature, number, on, m(step), m(step + 1));
        }
    }

    /// A step of somebody in a zone, cut where another corridor begins to lift
    /// the ban or ceases to.
    fn step(&mut self, zone: &dyn Feature, number: usize, on: &OnWay, from_m: f64, to_m: f64) {
        let middle_m = f64::midpoint(from_m, to_m);
        let lifting = |m: f64| self.lifting(zone, on.place(m), Some(on.way));
        let middle = lifting(middle_m);
        if lifting(from_m) != middle || lifting(to_m) != middle {
            // What is shorter is where cutting rounds, not where anybody walks.
            if to_m - from_m > SLIVER_M {
                self.step(zone, number, on, from_m, middle_m);
                self.step(zone, number, on, middle_m, to_m);
            }
            return;
        }
        self.presence(zone, number, &middle, on.at(from_m), on.at(to_m));
    }

    /// Somebody is in a zone from `from` until `until`, where these corridors may
    /// lift its ban: reports the first instant at which that is banned and not lifted.
    fn presence(
        &mut self,
        zone: &dyn Feature,
        number: usize,
        lifting: &[usize],
        from: Timestamp,
        until: Timestamp,
    ) {
        let schedule = zone.particulars().schedule.as_ref();
        let corridors = self.scenario.corridors();
        let lifting: Vec<&SafeCorridor> = lifting.iter().map(|&one| &corridors[one]).collect();
        let mut instant = from;
        while instant < until || instant == from {
            // Hours that are not stated are unknown, and ban.
            let state = schedule.map_or(State::Unknown, |hours| hours.active_at(instant));
            let banned = state != State::DoesNotHold;
            let lifted = lifting
                .iter()
                .any(|corridor| corridor.schedule().active_at(instant) == State::Holds);
            let inside = banned && !lifted;
            let claimed = inside && self.claims(&zone.reference());
            if inside && !claimed {
                self.report("in-zone-while-active", number, Some(zone.reference()), instant);
                return;
            }
            let changes = lifting.iter().map(|corridor| corridor.schedule().next_change(instant));
            let own = schedule.map(|hours| hours.next_change(instant));
            let next = changes.chain(own).flatten().min();
            if claimed {
                let end = next.map_or(until, |next| next.min(until)).max(instant);
                *self.inside_s.entry(zone.reference()).or_default() +=
                    end.duration_since(instant).as_secs_f64();
            }
            match next {
                Some(next) if next > instant => instant = next,
                _ => return,
            }
        }
    }

    /// Whether the certificate says that it is in a zone, of a kind through which
    /// its policy lets a way lead.
    fn claims(&self, zone: &FeatureRef) -> bool {
        !self.certificate.policy.never_through.contains(&zone.kind())
            && self.certificate.exposed_in.iter().any(|claim| claim.zone == *zone)
    }

    /// Nobody is in a zone for longer than the certificate says.
    fn exposure(&mut self) {
        for claim in &self.certificate.exposed_in {
            let inside_s = self.inside_s.get(&claim.zone).copied().unwrap_or_default();
            if inside_s > claim.inside_s + SLACK_S {
                let of = Some(claim.zone.clone());
                let code = "more-exposed-than-claimed";
                self.violations.push(Violation { code, act: 0, of, at: None });
            }
        }
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
}

fn ban<'a>(
    feature: &'a dyn Feature,
    area: &'a Area,
    wall: bool,
) -> (&'a dyn Feature, Shape<'a>, bool) {
    (feature, Shape::Area(area.polygons()), wall)
}

/// One zone or front line, beside what is done.
struct Zone<'a> {
    feature: &'a dyn Feature,
    shape: Shape<'a>,
    /// Passing is banned, not only staying.
    wall: bool,
    near: Near,
    stay: TimeWindow,
    /// Whether it is off at every instant of the plan, once that was asked.
    off: Option<bool>,
    /// Whether some corridor may lift it, once that was asked.
    lifted: Option<bool>,
}

impl Zone<'_> {
    fn is_off(&mut self) -> bool {
        let (feature, stay) = (self.feature, self.stay);
        *self.off.get_or_insert_with(|| {
            let hours = feature.particulars().schedule.as_ref();
            let forbids = hours.map(|hours| hours.forbidding_in(stay));
            forbids.is_some_and(|windows| windows.is_ok_and(|windows| windows.is_empty()))
        })
    }
}

fn hull(a: &Rect, b: &Rect) -> Rect {
    let (low, high) = (a.min(), a.max());
    let low = Coord { x: low.x.min(b.min().x), y: low.y.min(b.min().y) };
    Rect::new(low, Coord { x: high.x.max(b.max().x), y: high.y.max(b.max().y) })
}

fn moved(of: &Rect, east: f64) -> Rect {
    let by = Coord { x: east, y: 0.0 };
    Rect::new(of.min() + by, of.max() + by)
}

#[cfg(test)]
mod tests;
