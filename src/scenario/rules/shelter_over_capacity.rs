//! `shelter-over-capacity`: more people are in a shelter than it can hold.
//!
//! Floor 2.

use super::Review;
use super::Rule;
use crate::model::Feature;
use crate::scenario::Issue;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::scenario(
    "shelter-over-capacity",
    Severity::Warning,
    "more people are in a shelter than it can hold",
    check,
);

fn check(review: &Review<'_>, issues: &mut Vec<Issue>) {
    for shelter in review.scenario.shelters() {
        if let (Some(capacity), Some(occupancy)) = (shelter.capacity(), shelter.occupancy())
            && occupancy > capacity
        {
            let text = format!("expected at most {capacity} in it, found {occupancy}");
            let issue = RULE.issue(review.at(&shelter.reference()), text);
            issues.push(issue.hint("it is taken to have no room"));
        }
    }
}
