//! `corridor-capacity-below-need`: fewer people can pass it while it is open
//! than are thought to need it.

use crate::audit::{AuditContext, Check, Finding};
use crate::model::Feature;
use crate::severity::Severity;

#[derive(Debug)]
pub(super) struct CapacityBelowNeed;

impl Check for CapacityBelowNeed {
    fn code(&self) -> &'static str {
        "corridor-capacity-below-need"
    }

    fn run(&self, context: &AuditContext<'_>, findings: &mut Vec<Finding>) {
        let served: Vec<_> = context
            .corridor
            .serves()
            .iter()
            .filter_map(|id| context.scenario().neighbourhood(id))
            .collect();
        let need: u64 =
            served.iter().filter_map(|area| area.population()).map(|known| known.persons.0).sum();
        let gates = context.checkpoints();
        let rates = gates.iter().filter_map(|gate| gate.persons_per_hour());
        let rates = rates.chain(context.corridor.persons_per_hour());
        let slowest = rates.map(|rate| rate.0).reduce(f64::min);
        let (Some(rate), true) = (slowest, need > 0 && !context.open.is_empty()) else { return };
        let hours: f64 = context
            .open
            .iter()
            .filter_map(crate::time::TimeWindow::duration)
            .map(|lasts| lasts.as_secs_f64() / 3600.0)
            .sum();
        let can_pass = (rate * hours).floor();
        if can_pass >= need as f64 {
            return;
        }
        let text = format!(
            "{need} people are thought to need it; at {rate:.0} an hour, {can_pass:.0} can pass in the {hours:.1} h it is open",
        );
        let mut finding = Finding::new(self.code(), Severity::Warning, text)
            .at(context.corridor.geometry())
            .when(context.window)
            .because(context.corridor.reference());
        for area in served {
            finding = finding.because(area.reference());
        }
        findings.push(finding);
    }
}
