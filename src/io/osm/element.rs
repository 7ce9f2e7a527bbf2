//! Nodes, ways and relations as a reader meets them, whatever the format.
//!
//! Floor 7. Imports nothing of the crate.

use super::Problem;
use geo::Coord;

/// The tags of an element, in file order.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tags<'a>(pub(super) &'a [(&'a str, &'a str)]);

impl<'a> Tags<'a> {
    /// The value of `key`, the first if it is given twice.
    pub(super) fn get(self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(k, _)| *k == key).map(|(_, value)| *value)
    }

    /// Whether `key` has `value`.
    pub(super) fn is(self, key: &str, value: &str) -> bool {
        self.get(key) == Some(value)
    }

    pub(super) fn iter(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().copied()
    }
}

/// What a relation member is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MemberKind {
    Node,
    Way,
    Relation,
}

/// One member of a relation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member<'a> {
    pub(super) kind: MemberKind,
    pub(super) id: i64,
    pub(super) role: &'a str,
}

/// Which elements somebody wants to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pass {
    /// Ways and relations.
    Ways,
    /// Nodes.
    Nodes,
}

/// Is shown the elements of a file in file order.
pub(super) trait Visitor {
    fn node(&mut self, id: i64, at: Coord, tags: Tags<'_>) -> Result<(), Problem>;
    fn way(&mut self, id: i64, nodes: &[i64], tags: Tags<'_>) -> Result<(), Problem>;
    fn relation(&mut self, id: i64, members: &[Member<'_>], tags: Tags<'_>) -> Result<(), Problem>;
}
