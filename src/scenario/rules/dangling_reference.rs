//! `dangling-reference`: a record names another that does not exist.
//!
//! Floor 2.

use super::Review;
use super::Rule;
use super::cut;
use crate::id::FeatureRef;
use crate::model::Feature;
use crate::scenario::Issue;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::scenario(
    "dangling-reference",
    Severity::Error,
    "a record names another record that does not exist",
    check,
);

/// Looks up every reference that a corridor or an assembly point makes.
fn check(review: &Review<'_>, issues: &mut Vec<Issue>) {
    for corridor in review.scenario.corridors() {
        let from = corridor.reference();
        let ends = [
            ("entry_checkpoint", corridor.entry_checkpoint()),
            ("exit_checkpoint", corridor.exit_checkpoint()),
        ];
        for (property, id) in ends {
            if let Some(id) = id {
                look_up(review, &from, property, &id.to_ref(), issues);
            }
        }
        for id in corridor.serves() {
            look_up(review, &from, "serves", &id.to_ref(), issues);
        }
        for zone in corridor.exempt_from() {
            look_up(review, &from, "exempt_from", zone, issues);
        }
    }
    for point in review.scenario.assembly_points() {
        if let Some(id) = point.neighbourhood() {
            look_up(review, &point.reference(), "neighbourhood", &id.to_ref(), issues);
        }
    }
}

fn look_up(
    review: &Review<'_>,
    from: &FeatureRef,
    property: &str,
    to: &FeatureRef,
    issues: &mut Vec<Issue>,
) {
    if review.scenario.feature(to).is_none() {
        let text = format!(
            "property {property:?}: expected the id of a {}, found {:?}, which there is not",
            to.kind(),
            cut(to.id())
        );
        issues.push(RULE.issue(review.at(from), text));
    }
}
