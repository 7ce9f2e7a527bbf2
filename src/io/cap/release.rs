//! Between alerts and a writer: what may leave, for whom.
//!
//! Floor 7.

use super::alert::{Alert, Ring};
use super::word::Scope;
use crate::layer::grid::Grid;
use crate::model::Sensitivity;
use crate::publish::Audience;
use crate::publish::DropReason;
use geo::Coord;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// Alerts as an audience may see them, and what was held back.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AlertRelease {
    /// The alerts.
    pub alerts: ReleasedAlerts,
    /// What was held back, in numbers and without values.
    pub report: AlertRedaction,
}

/// Alerts that have passed an audience: the only thing a
/// [`CapWriter`](super::CapWriter) takes.
///
/// ```compile_fail,E0308
/// use safepassage::io::cap::{Alert, CapWriter};
///
/// // An alert is not a released alert: this does not compile.
/// CapWriter::new().to_strings(&[Alert::default()]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ReleasedAlerts {
    pub(super) alerts: Vec<Alert>,
    audience: String,
    decimals: u8,
}

impl ReleasedAlerts {
    pub(super) fn new(alerts: Vec<Alert>, audience: &Audience) -> Self {
        let (name, decimals) = (audience.name().to_owned(), audience.decimals());
        Self { alerts, audience: name, decimals }
    }

    /// The alerts.
    pub fn alerts(&self) -> &[Alert] {
        &self.alerts
    }

    /// The name of the audience that they are for.
    pub fn audience(&self) -> &str {
        &self.audience
    }

    /// The decimals of a degree that their coordinates are rounded to.
    pub const fn decimals(&self) -> u8 {
        self.decimals
    }
}

/// What was held back from an audience, in numbers and without values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AlertRedaction {
    /// The audience's name.
    pub audience: String,
    /// Alerts let through.
    pub kept: usize,
    /// Alerts or notices held back, by reason.
    pub dropped: BTreeMap<DropReason, usize>,
    /// Alerts left out because they lack an element that every alert must have.
    pub incomplete: usize,
    /// References to notices that were held back, left out.
    pub references_withheld: usize,
    /// References that CAP cannot state because it is not known when what they
    /// refer to was said; they stand in the parameters of this library only.
    pub references_unstated: usize,
    /// Alerts let through whose coordinates lost decimals.
    pub rounded: usize,
    /// Polygons of kept alerts of which nothing was left at the audience's decimals.
    pub parts_lost: usize,
}

impl AlertRedaction {
    pub(super) fn of(audience: &Audience) -> Self {
        Self { audience: audience.name().to_owned(), ..Self::default() }
    }

    pub(super) fn drop(&mut self, reason: DropReason) {
        *self.dropped.entry(reason).or_default() += 1;
    }
}

impl fmt::Display for AlertRedaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "alerts for {}: {} kept", self.audience, self.kept)?;
        for (reason, count) in &self.dropped {
            write!(f, ", {count} {reason}")?;
        }
        for (count, what) in [
            (self.incomplete, "incomplete"),
            (self.references_withheld, "references withheld"),
            (self.references_unstated, "references not stated"),
        ] {
            if count > 0 {
                write!(f, ", {count} {what}")?;
            }
        }
        Ok(())
    }
}

/// What of alerts an audience may see.
///
/// A public alert counts as of low sensitivity; a restricted or private one, or
/// one that does not say, as high. Coordinates are rounded to the audience's
/// decimals. Linear in the number of corners.
pub fn release_alerts(alerts: &[Alert], audience: &Audience) -> AlertRelease {
    let mut report = AlertRedaction::of(audience);
    let mut kept = Vec::new();
    for alert in alerts {
        let public = alert.scope.as_ref().is_some_and(|scope| scope.is(Scope::Public));
        let sensitivity = if public { Sensitivity::Low } else { Sensitivity::High };
        if !audience.may_see_whole_layer("alerts") {
            report.drop(DropReason::LayerNotAllowed);
        } else if !audience.may_see(sensitivity) {
            report.drop(DropReason::TooSensitive);
        } else if !is_complete(alert) {
            report.incomplete += 1;
        } else {
            let mut alert = alert.clone();
            let lost = round(&mut alert, audience.decimals());
            report.rounded += usize::from(lost.is_some());
            report.parts_lost += lost.unwrap_or_default();
            kept.push(alert);
        }
    }
    report.kept = kept.len();
    AlertRelease { alerts: ReleasedAlerts::new(kept, audience), report }
}

/// Whether an alert has what every alert must have.
fn is_complete(alert: &Alert) -> bool {
    !alert.identifier.is_empty()
        && !alert.sender.is_empty()
        && alert.sent.instant().is_some()
        && alert.status.is_some()
        && alert.msg_type.is_some()
        && alert.scope.is_some()
}

/// Rounds every coordinate. If any changed, how many polygons were lost.
fn round(alert: &mut Alert, decimals: u8) -> Option<usize> {
    let grid = Grid::new(decimals);
    let (mut changed, mut lost) = (false, 0);
    let mut snap = |at: &mut [f64; 2]| {
        let to = grid.degrees(grid.cell(Coord { x: at[0], y: at[1] }));
        changed |= [to.x, to.y] != *at;
        *at = [to.x, to.y];
    };
    for area in alert.infos.iter_mut().flat_map(|info| &mut info.areas) {
        for circle in &mut area.circles {
            snap(&mut circle.centre);
        }
        area.polygons.retain_mut(|ring| {
            let before = corners(ring);
            ring.0.iter_mut().for_each(&mut snap);
            let keeps = before < 3 || corners(ring) >= 3;
            lost += usize::from(!keeps);
            keeps
        });
    }
    changed.then_some(lost)
}

/// How many corners a ring has, those that fall together counted once.
fn corners(ring: &Ring) -> usize {
    let mut corners: Vec<(u64, u64)> =
        ring.0.iter().map(|[lon, lat]| (lon.to_bits(), lat.to_bits())).collect();
    corners.sort_unstable();
    corners.dedup();
    corners.len()
}
