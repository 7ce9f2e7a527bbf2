//! `checkpoint-one-way-against`: a checkpoint on it lets people pass only the other way.

use crate::audit::{AuditContext, Check, Finding};
use crate::geodesy::LocalFrame;
use crate::model::{CorridorDirection, Feature};
use crate::severity::Severity;
use geo::Coord;

#[derive(Debug)]
pub(super) struct CheckpointOneWay;

impl Check for CheckpointOneWay {
    fn code(&self) -> &'static str {
        "checkpoint-one-way-against"
    }

    fn run(&self, context: &AuditContext<'_>, findings: &mut Vec<Finding>) {
        for gate in context.checkpoints() {
            let Some(bearing_deg) = heading_deg(&context.line, gate.place().coord()) else {
                continue;
            };
            let backwards = (bearing_deg + 180.0).rem_euclid(360.0);
            let against = !gate.passage().allows(bearing_deg)
                || (context.corridor.direction() == CorridorDirection::Both
                    && !gate.passage().allows(backwards));
            if !against {
                continue;
            }
            for open in &context.open {
                let text = format!(
                    "{} ({}) lets people pass only against the corridor",
                    gate.label(),
                    gate.reference()
                );
                findings.push(
                    Finding::new(self.code(), Severity::Error, text)
                        .at(gate.geometry())
                        .when(*open)
                        .because(gate.reference()),
                );
            }
        }
    }
}

/// The bearing of the part of the line that is nearest to a place.
fn heading_deg(line: &[Coord], at: Coord) -> Option<f64> {
    let frame = LocalFrame::around(at);
    let line: Vec<Coord> = line.iter().map(|&at| frame.to_metres(at)).collect();
    let nearest = line.windows(2).min_by(|a, b| to_origin(a).total_cmp(&to_origin(b)))?;
    let way = nearest[1] - nearest[0];
    Some(way.x.atan2(way.y).to_degrees().rem_euclid(360.0))
}

fn to_origin(pair: &[Coord]) -> f64 {
    let way = pair[1] - pair[0];
    let square = way.x * way.x + way.y * way.y;
    let share = -(pair[0].x * way.x + pair[0].y * way.y) / square;
    let at = pair[0] + way * if square > 0.0 { share.clamp(0.0, 1.0) } else { 0.0 };
    at.x.hypot(at.y)
}
