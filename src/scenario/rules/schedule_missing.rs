//! `schedule-missing`: a record does not say when it holds.
//!
//! Floor 2.

use super::Review;
use super::Rule;
use crate::id::Kind;
use crate::scenario::Issue;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::scenario(
    "schedule-missing",
    Severity::Info,
    "a zone, front line, checkpoint or corridor does not say when it holds",
    check,
);

/// Zones, front lines, checkpoints and corridors without a schedule. Areas of
/// control and incidents bind nobody; the other kinds simply are there.
fn check(review: &Review<'_>, issues: &mut Vec<Issue>) {
    for feature in review.scenario.features() {
        let reference = feature.reference();
        let kind = reference.kind();
        let binds = kind.forbids() || matches!(kind, Kind::Checkpoint | Kind::SafeCorridor);
        if !binds || feature.particulars().schedule.is_some() {
            continue;
        }
        let hint = if kind.forbids() {
            "its state is unknown, so it is taken to be in force"
        } else {
            "its state is unknown, so it is never taken to be open"
        };
        let text = format!("expected a {kind} to say when it holds, found no schedule");
        issues.push(RULE.issue(review.at(&reference), text).hint(hint));
    }
}
