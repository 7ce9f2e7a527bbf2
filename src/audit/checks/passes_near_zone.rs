//! `corridor-passes-near-zone`: it passes a zone within the set distance while
//! both are active, without entering it.

use crate::audit::{AuditContext, Check, Finding};
use crate::geodesy::LocalFrame;
use crate::model::Feature;
use crate::severity::Severity;
use geo::{Coord, Distance, Euclidean, Line, Point};

#[derive(Debug)]
pub(super) struct PassesNearZone;

impl Check for PassesNearZone {
    fn code(&self) -> &'static str {
        "corridor-passes-near-zone"
    }

    fn run(&self, context: &AuditContext<'_>, findings: &mut Vec<Finding>) {
        // A degree of latitude is at least 110.5 km; of longitude less, so widen.
        let least_cos = context.line.iter().map(|at| at.y.to_radians().cos()).fold(1.0, f64::min);
        let by_deg = context.policy.near.0 / 110_500.0 / least_cos.max(0.01);
        for ban in &context.bans {
            let both = context.both(ban);
            if both.is_empty()
                || !ban.outline.may_meet(&context.line, by_deg)
                || !ban.outline.spans(&context.line).is_empty()
            {
                continue;
            }
            let Some((near_m, place)) = nearest(&ban.outline.sides(), &context.line) else {
                continue;
            };
            if near_m > context.policy.near.0 {
                continue;
            }
            for window in both {
                let text = format!(
                    "passes {near_m:.0} m from {} ({}) while both are active",
                    ban.label, ban.reference,
                );
                findings.push(
                    Finding::new(self.code(), Severity::Warning, text)
                        .at(Point(place))
                        .when(window)
                        .because(ban.reference.clone())
                        .because(context.corridor.reference()),
                );
            }
        }
    }
}

/// The least distance between sides and a line that do not meet, and where on
/// the line or the sides it is. The nearest place of two segments that do not
/// meet is an end of one of them.
fn nearest(sides: &[(Coord, Coord)], line: &[Coord]) -> Option<(f64, Coord)> {
    let frame = LocalFrame::around(*line.first()?);
    let line: Vec<Coord> = line.iter().map(|&at| frame.to_metres(at)).collect();
    let mut best: Option<(f64, Coord)> = None;
    for &(a, b) in sides {
        let side = Line::new(frame.to_metres(a), frame.to_metres(b));
        for pair in line.windows(2) {
            let part = Line::new(pair[0], pair[1]);
            for (at, other) in
                [(pair[0], side), (pair[1], side), (side.start, part), (side.end, part)]
            {
                let near_m = Euclidean.distance(&Point(at), &other);
                if best.is_none_or(|(least_m, _)| near_m < least_m) {
                    best = Some((near_m, at));
                }
            }
        }
    }
    best.map(|(near_m, at)| (near_m, frame.to_degrees(at)))
}
