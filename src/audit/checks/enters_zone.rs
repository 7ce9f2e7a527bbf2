//! `corridor-enters-…`: it runs into a curfew, restricted or hazard zone, or
//! across a front line, while both are active.

use crate::audit::{AuditContext, Check, Finding};
use crate::geodesy::distance;
use crate::id::Kind;
use crate::model::Feature;
use crate::planar::part;
use crate::severity::Severity;
use geo::{Geometry, LineString, MultiLineString};

/// Of one kind of thing that forbids.
#[derive(Debug)]
pub(super) struct EntersZone(pub(super) Kind);

impl Check for EntersZone {
    fn code(&self) -> &'static str {
        match self.0 {
            Kind::CurfewZone => "corridor-enters-curfew-zone",
            Kind::RestrictedZone => "corridor-enters-restricted-zone",
            Kind::FrontLine => "corridor-crosses-front-line",
            _ => "corridor-enters-hazard-zone",
        }
    }

    fn run(&self, context: &AuditContext<'_>, findings: &mut Vec<Finding>) {
        for ban in context.bans.iter().filter(|ban| ban.reference.kind() == self.0) {
            let both = context.both(ban);
            if both.is_empty() {
                continue;
            }
            let spans = ban.outline.spans(&context.line);
            let at_gate = |at| {
                let gates = context.checkpoints();
                let reach_m = context.policy.checkpoint_reach.0;
                gates.iter().any(|gate| distance(gate.place().coord(), at).0 <= reach_m)
            };
            let spans: Vec<_> = spans
                .into_iter()
                .filter(|span| {
                    self.0 != Kind::FrontLine || !at_gate(span.from.coord(&context.line))
                })
                .collect();
            if spans.is_empty() {
                continue;
            }
            let inside_m: f64 = spans
                .iter()
                .map(|span| span.to.offset_m(&context.ends_m) - span.from.offset_m(&context.ends_m))
                .sum();
            let (severity, note) = if ban.lifted {
                (Severity::Info, "; its announcement says that the ban is lifted on it")
            } else {
                (Severity::Error, "")
            };
            let parts = spans.iter().map(|span| LineString(part(&context.line, *span)));
            let inside = MultiLineString(parts.collect());
            for window in both {
                let text = format!(
                    "announced as open while {} ({}) is in force or may be: {inside_m:.0} m of it{note}",
                    ban.label, ban.reference,
                );
                findings.push(
                    Finding::new(self.code(), severity, text)
                        .at(Geometry::MultiLineString(inside.clone()))
                        .when(window)
                        .because(ban.reference.clone())
                        .because(context.corridor.reference()),
                );
            }
        }
    }
}
