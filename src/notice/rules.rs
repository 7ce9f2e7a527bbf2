//! What can be wrong with a notice: the codes of its issues.
//!
//! Floor 2. Each has a section in `docs/ISSUES.md`; a test holds them together.

use crate::scenario::rules::Rule;
use crate::severity::Severity;

/// Every rule about notices, by code.
pub const RULES: &[Rule] = &[
    CLOCK_IN_WRONG_ZONE,
    DUPLICATE_ID,
    ISSUER_MISSING,
    KNOWN_BEFORE_SAID,
    KNOWN_OUT_OF_ORDER,
    LINE_DAMAGED,
    LINE_TORN,
    PLACE_MISSING,
    PLACE_UNKNOWN,
    PLACE_UNRESOLVED,
    REFERENCE_UNKNOWN,
    REPEATED,
    TIME_MISSING,
    UPDATE_CYCLE,
    UPDATES_LATER,
];

/// Known before it was said, by what looks like the offset of a time zone.
pub(crate) const CLOCK_IN_WRONG_ZONE: Rule = Rule::door(
    "notice-clock-in-wrong-zone",
    Severity::Error,
    "a notice was learnt before it was said, by what looks like the offset of a time zone; it was refused",
);

/// Two different notices with one identifier.
pub(crate) const DUPLICATE_ID: Rule = Rule::door(
    "notice-duplicate-id",
    Severity::Error,
    "two different notices have the same identifier; the later was refused",
);

/// Nobody is named as having said it.
pub(crate) const ISSUER_MISSING: Rule = Rule::door(
    "notice-issuer-missing",
    Severity::Error,
    "a notice names nobody who said it, or has no identifier; it was refused",
);

/// Learnt before it was said.
pub(crate) const KNOWN_BEFORE_SAID: Rule = Rule::door(
    "notice-known-before-said",
    Severity::Error,
    "a notice was learnt before it was said; it was refused",
);

/// Learnt before what the ledger already holds.
pub(crate) const KNOWN_OUT_OF_ORDER: Rule = Rule::door(
    "notice-known-out-of-order",
    Severity::Error,
    "a notice is said to have been learnt before the last one that the ledger holds; it was refused",
);

/// A line of a ledger is not what was written.
pub(crate) const LINE_DAMAGED: Rule = Rule::door(
    "notice-line-damaged",
    Severity::Error,
    "a line of a ledger is not what was written there; the ledger was refused",
);

/// The last line of a ledger was cut short.
pub(crate) const LINE_TORN: Rule = Rule::door(
    "notice-line-torn",
    Severity::Warning,
    "the last line of a ledger was cut short; the lines before it were kept",
);

/// A notice that needs a place has none.
pub(crate) const PLACE_MISSING: Rule = Rule::door(
    "notice-place-missing",
    Severity::Warning,
    "a notice that opens or closes something names no place; it decides nothing",
);

/// A place is a record that the scenario does not have.
pub(crate) const PLACE_UNKNOWN: Rule = Rule::door(
    "notice-place-unknown",
    Severity::Warning,
    "a notice speaks of a record that the scenario does not have",
);

/// A place is only a name.
pub(crate) const PLACE_UNRESOLVED: Rule = Rule::door(
    "notice-place-unresolved",
    Severity::Warning,
    "a notice names a place that is not resolved; it decides nothing there",
);

/// A reference to a notice that is not there.
pub(crate) const REFERENCE_UNKNOWN: Rule = Rule::door(
    "notice-reference-unknown",
    Severity::Warning,
    "a notice updates, cancels or copies one that the ledger does not hold",
);

/// The very same notice again.
pub(crate) const REPEATED: Rule = Rule::door(
    "notice-repeated",
    Severity::Info,
    "the very same notice came again; it was kept once",
);

/// An opening without a time.
pub(crate) const TIME_MISSING: Rule = Rule::door(
    "notice-time-missing",
    Severity::Warning,
    "a notice opens something and names no time; it opens nothing",
);

/// Notices that update each other in a circle.
pub(crate) const UPDATE_CYCLE: Rule = Rule::door(
    "notice-update-cycle",
    Severity::Warning,
    "notices update or cancel each other in a circle",
);

/// An update dated before what it updates.
pub(crate) const UPDATES_LATER: Rule = Rule::door(
    "notice-updates-later-notice",
    Severity::Warning,
    "a notice updates or cancels one that was said after it; that part of it has no effect",
);
