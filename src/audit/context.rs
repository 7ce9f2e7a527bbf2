//! What every check of one corridor can look at.
//!
//! Floor 5.

use crate::geodesy::distance;
use crate::id::FeatureRef;
use crate::id::Kind;
use crate::model::Checkpoint;
use crate::model::CorridorDirection;
use crate::model::Feature;
use crate::model::SafeCorridor;
use crate::model::TravelMode;
use crate::model::TravelModes;
use crate::picture::OperationalPicture;
use crate::planar::Outline;
use crate::planar::running_m;
use crate::scenario::Scenario;
use crate::time::RangeTooLong;
use crate::time::TimeWindow;
use crate::units::Metres;
use crate::units::MetresPerSecond;
use geo::{Coord, Geometry, MultiPolygon};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// The distances and paces that checks use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AuditPolicy {
    /// A zone nearer to a corridor than this is reported. Default: 100 m.
    pub near: Metres,
    /// The pace at which people are taken to walk a corridor. Default: 0.8 m/s,
    /// a family group with children and old people.
    pub pace: MetresPerSecond,
    /// A shelter this near to the exit, as the crow flies, is within reach.
    /// Default: 5 km.
    pub shelter_reach: Metres,
    /// How far an end of a corridor may be from a street. Default: 15 m, or
    /// half the corridor's width if that is more.
    pub street_reach: Metres,
    /// How far a checkpoint may be mapped from the corridor it stands on.
    /// Default: 30 m beyond half the corridor's width.
    pub checkpoint_reach: Metres,
    /// A ban that begins this long after a corridor closes, or sooner, is taken
    /// to belong to it. Default: 6 hours.
    pub gap_s: i64,
}

impl Default for AuditPolicy {
    fn default() -> Self {
        Self {
            near: Metres(100.0),
            pace: MetresPerSecond(0.8),
            shelter_reach: Metres(5_000.0),
            street_reach: Metres(15.0),
            checkpoint_reach: Metres(30.0),
            gap_s: 6 * 3600,
        }
    }
}

/// A thing that forbids, prepared for questions about one corridor.
#[derive(Clone, Debug)]
pub struct Ban {
    /// The record.
    pub reference: FeatureRef,
    /// Its name.
    pub label: String,
    /// Its sides.
    pub outline: Outline,
    /// When it is in force, or may be, within the audit's window and the gap after it.
    pub windows: Vec<TimeWindow>,
    /// Whether the corridor's announcement lifts it on the corridor.
    pub lifted: bool,
}

/// One corridor, one window, and everything known around it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AuditContext<'a> {
    /// Scenario and streets.
    pub picture: &'a OperationalPicture,
    /// The corridor.
    pub corridor: &'a SafeCorridor,
    /// The window that is looked at.
    pub window: TimeWindow,
    /// Distances and paces.
    pub policy: &'a AuditPolicy,
    /// When the corridor is announced as open within the window.
    pub open: Vec<TimeWindow>,
    /// The corridor's line in the direction of travel.
    pub line: Vec<Coord>,
    /// Metres from the start of the line to each of its points.
    pub ends_m: Vec<f64>,
    /// Every curfew, restricted and hazard zone and front line.
    pub bans: Vec<Ban>,
}

impl<'a> AuditContext<'a> {
    pub(super) fn new(
        picture: &'a OperationalPicture,
        corridor: &'a SafeCorridor,
        window: TimeWindow,
        policy: &'a AuditPolicy,
    ) -> Result<Self, RangeTooLong> {
        let mut line = corridor.path().line().0.clone();
        if corridor.direction() == CorridorDirection::Backward {
            line.reverse();
        }
        Ok(Self {
            picture,
            corridor,
            window,
            policy,
            open: corridor.schedule().permitting_in(window)?,
            ends_m: running_m(&line),
            line,
            bans: bans(picture.scenario(), corridor, and_after(window, policy.gap_s))?,
        })
    }

    /// The records.
    pub fn scenario(&self) -> &'a Scenario {
        self.picture.scenario()
    }

    /// The corridor's length along the ground.
    pub fn length_m(&self) -> f64 {
        self.ends_m.last().copied().unwrap_or_default()
    }

    /// Where people leave the corridor.
    pub fn exit(&self) -> Coord {
        self.line.last().copied().unwrap_or_default()
    }

    /// Where people enter it.
    pub fn entry(&self) -> Coord {
        self.line.first().copied().unwrap_or_default()
    }

    /// The modes to look for streets in: those announced, or walking.
    pub fn modes(&self) -> TravelModes {
        let named = self.corridor.modes();
        if named.is_empty() { TravelModes::only(TravelMode::Foot) } else { named }
    }

    /// The checkpoints that it names, and those that stand on it.
    pub fn checkpoints(&self) -> Vec<&'a Checkpoint> {
        let corridor = self.corridor;
        let reach_m = corridor.width_or_default().0 / 2.0 + self.policy.checkpoint_reach.0;
        let named = [corridor.entry_checkpoint(), corridor.exit_checkpoint()];
        let on_it = |gate: &&Checkpoint| {
            named.contains(&Some(gate.id())) || self.distance_m(gate.place().coord()) <= reach_m
        };
        self.scenario().checkpoints().iter().filter(on_it).collect()
    }

    /// How long it takes to walk the corridor and pass its checkpoints, at least:
    /// a queue of which nobody can say how long it takes counts as none.
    pub fn walk(&self) -> SignedDuration {
        let gates = self.checkpoints();
        let passing_s: i64 = gates.iter().map(|gate| gate.least_passing().as_secs()).sum();
        let seconds = self.length_m() / self.policy.pace.0;
        SignedDuration::from_secs(passing_s + seconds.ceil() as i64)
    }

    /// Distance from a place to the corridor's line, in metres.
    pub fn distance_m(&self, at: Coord) -> f64 {
        let frame = crate::geodesy::LocalFrame::around(at);
        let near = self.line.windows(2).map(|pair| {
            let (a, b) = (frame.to_metres(pair[0]), frame.to_metres(pair[1]));
            let way = b - a;
            let square = way.x * way.x + way.y * way.y;
            let t = if square > 0.0 {
                (-(a.x * way.x + a.y * way.y) / square).clamp(0.0, 1.0)
            } else {
                0.0
            };
            distance(at, pair[0] + (pair[1] - pair[0]) * t).0
        });
        near.fold(f64::INFINITY, f64::min)
    }

    /// The windows in which both the corridor is announced as open and a ban
    /// is in force, or may be.
    pub fn both(&self, ban: &Ban) -> Vec<TimeWindow> {
        let open = self.open.iter();
        open.flat_map(|open| ban.windows.iter().filter_map(|shut| open.intersection(shut)))
            .collect()
    }
}

/// The window and so many seconds after it.
pub(super) fn and_after(window: TimeWindow, seconds: i64) -> TimeWindow {
    let end = window.end_or_max().saturating_add(SignedDuration::from_secs(seconds));
    end.ok().and_then(|end| TimeWindow::new(window.start_or_min(), end).ok()).unwrap_or(window)
}

/// Every record that forbids, in identifier order by kind.
pub(super) fn bans(
    scenario: &Scenario,
    corridor: &SafeCorridor,
    range: TimeWindow,
) -> Result<Vec<Ban>, RangeTooLong> {
    let mut bans = Vec::new();
    let forbidding = scenario.features().filter(|feature| feature.reference().kind().forbids());
    for feature in forbidding {
        let outline = match feature.geometry() {
            Geometry::LineString(line) => Outline::of_line(&line),
            Geometry::Polygon(polygon) => Outline::of_area(&MultiPolygon(vec![polygon])),
            Geometry::MultiPolygon(area) => Outline::of_area(&area),
            _ => continue,
        };
        let reference = feature.reference();
        bans.push(Ban {
            label: feature.label(),
            outline,
            windows: feature.schedule().forbidding_in(range)?,
            lifted: corridor.exempt_from().contains(&reference)
                && matches!(reference.kind(), Kind::CurfewZone | Kind::RestrictedZone),
            reference,
        });
    }
    Ok(bans)
}
