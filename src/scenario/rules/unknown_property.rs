//! `unknown-property`: a property has a name that means nothing for records of this kind
//!
//! Floor 2. Looked for by the readers.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "unknown-property",
    Severity::Info,
    "a property has a name that means nothing for records of this kind",
);

/// The known name that a reader most likely meant: the nearest one, if at most
/// two letters (one, for names under five letters) are wrong, missing or too many.
pub(crate) fn suggestion<'a>(found: &str, known: &[&'a str]) -> Option<&'a str> {
    let lower = found.to_lowercase().replace(['-', ' ', ':'], "_");
    let limit = if lower.chars().count() < 5 { 1 } else { 2 };
    known
        .iter()
        .map(|name| (letters_apart(&lower, name), *name))
        .filter(|(apart, _)| *apart <= limit)
        .min()
        .map(|(_, name)| name)
}

/// Letters to change, add or drop to make `a` into `b` (Levenshtein distance).
/// Names longer than 40 bytes are too far from every known one.
fn letters_apart(a: &str, b: &str) -> usize {
    if a.len() > 40 {
        return usize::MAX;
    }
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (line, from) in a.chars().enumerate() {
        let mut before = row[0];
        row[0] = line + 1;
        for (column, to) in b.iter().enumerate() {
            let change = before + usize::from(from != *to);
            before = row[column + 1];
            row[column + 1] = change.min(before + 1).min(row[column] + 1);
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}
