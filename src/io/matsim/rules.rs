//! What can be wrong with an evacuation scenario: the codes of its issues.
//!
//! Floor 7. Each has a section in `docs/ISSUES.md`; a test holds them together.

use crate::scenario::rules::Rule;
use crate::severity::Severity;

/// Every rule about evacuation scenarios, by code.
pub const RULES: &[Rule] = &[
    AGENTS_OUTSIDE,
    CELL_UNREADABLE,
    CLOSURE_WIDER,
    HOME_MISSING,
    LAST_COMMA,
    LINK_LEFT_OUT,
    SLOWED_AS_CLOSED,
    UNKNOWN_LINK,
    UNKNOWN_ZONE,
];

/// Agents live in no zone.
pub(crate) const AGENTS_OUTSIDE: Rule = Rule::door(
    "matsim-agents-outside",
    Severity::Warning,
    "agents live in no zone and are counted in none",
);

/// A cell of a fire cannot be read.
pub(crate) const CELL_UNREADABLE: Rule = Rule::door(
    "matsim-cell-unreadable",
    Severity::Error,
    "a cell of a fire grid has no usable shape or hour",
);

/// A closure shuts more than its links.
pub(crate) const CLOSURE_WIDER: Rule = Rule::door(
    "matsim-closure-wider",
    Severity::Warning,
    "the zone drawn for a closure also shuts links that it does not name",
);

/// Agents without a home.
pub(crate) const HOME_MISSING: Rule = Rule::door(
    "matsim-home-missing",
    Severity::Warning,
    "agents have no home with coordinates and are counted in no zone",
);

/// A comma before a closing bracket.
pub(crate) const LAST_COMMA: Rule = Rule::door(
    "matsim-last-comma",
    Severity::Warning,
    "a JSON file has a comma before a closing bracket",
);

/// A link that makes no edge.
pub(crate) const LINK_LEFT_OUT: Rule = Rule::door(
    "matsim-link-left-out",
    Severity::Warning,
    "links lead from a node to itself, or are open to nobody",
);

/// A closure that only slows.
pub(crate) const SLOWED_AS_CLOSED: Rule = Rule::door(
    "matsim-slowed-as-closed",
    Severity::Warning,
    "a disruption leaves some speed and is taken to close its links",
);

/// A link that does not exist.
pub(crate) const UNKNOWN_LINK: Rule =
    Rule::door("matsim-unknown-link", Severity::Error, "a record names a link that does not exist");

/// A zone that does not exist.
pub(crate) const UNKNOWN_ZONE: Rule =
    Rule::door("matsim-unknown-zone", Severity::Error, "a record names a zone that does not exist");
