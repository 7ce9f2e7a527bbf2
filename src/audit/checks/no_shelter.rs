//! `corridor-no-shelter-in-reach`: no shelter with room is within reach of its exit.

use crate::audit::{AuditContext, Check, Finding};
use crate::geodesy::distance;
use crate::model::Feature;
use crate::severity::Severity;
use crate::units::Persons;
use geo::Point;

#[derive(Debug)]
pub(super) struct NoShelter;

impl Check for NoShelter {
    fn code(&self) -> &'static str {
        "corridor-no-shelter-in-reach"
    }

    fn run(&self, context: &AuditContext<'_>, findings: &mut Vec<Finding>) {
        let reach = context.policy.shelter_reach;
        for open in &context.open {
            let receives = context.scenario().shelters().iter().any(|shelter| {
                shelter.free_places() != Some(Persons(0))
                    && distance(shelter.place().coord(), context.exit()).0 <= reach.0
                    && shelter.schedule().permitting_in(*open).is_ok_and(|hours| !hours.is_empty())
            });
            if receives {
                continue;
            }
            let text = format!(
                "no shelter with room, announced as open, within {reach} of its exit as the crow flies"
            );
            findings.push(
                Finding::new(self.code(), Severity::Warning, text)
                    .at(Point(context.exit()))
                    .when(*open)
                    .because(context.corridor.reference()),
            );
        }
    }
}
