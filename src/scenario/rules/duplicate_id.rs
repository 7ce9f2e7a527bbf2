//! `duplicate-id`: two records of one kind have the same identifier.
//!
//! Floor 2.

use super::Review;
use super::Rule;
use super::cut;
use crate::scenario::Issue;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::scenario(
    "duplicate-id",
    Severity::Error,
    "two records of one kind have the same identifier; the first was kept",
    check,
);

/// One issue for each record after the first. Linear time.
fn check(review: &Review<'_>, issues: &mut Vec<Issue>) {
    for (reference, places) in review.origins {
        let [first, later @ ..] = places.as_slice() else { continue };
        for at in later {
            let text = format!(
                "expected an id that no other {} has, found \"{}\", which is that of {first}",
                reference.kind(),
                cut(reference.id())
            );
            issues.push(RULE.issue(at.clone(), text).hint("the first was kept"));
        }
    }
}
