//! Which places a query lets in: by kind, level and what they are part of.
//!
//! Floor 2.

use super::answer::MatchRule;
use super::build::{Gazetteer, code_form};
use super::query::PlaceQuery;
use std::collections::BTreeSet;

/// A chain of parents longer than this is a loop.
const DEEPEST: usize = 32;

/// What a query lets in.
#[derive(Debug, Default)]
pub(super) struct Scope {
    within: Vec<Within>,
}

/// One place that is stated to be around.
#[derive(Debug)]
struct Within {
    /// The places that the text may mean.
    places: BTreeSet<u32>,
    /// The text as a code.
    code: String,
    /// Whether some place is known to lie in it.
    known: bool,
}

impl Gazetteer {
    /// What is around, by name or code.
    pub(super) fn scope(&self, texts: &[&str]) -> Scope {
        Scope { within: texts.iter().map(|text| self.around(text)).collect() }
    }

    fn around(&self, text: &str) -> Within {
        let hits = self.hits(text, &PlaceQuery::new(text), &Scope::default());
        let best =
            hits.first().map(|hit| hit.rule).filter(|rule| *rule <= MatchRule::Transliterated);
        let places: BTreeSet<u32> = hits
            .iter()
            .filter(|hit| Some(hit.rule) <= best && best.is_some())
            .map(|hit| hit.place)
            .collect();
        let code = code_form(text);
        let parent = |place: usize| self.parents.get(place).copied().flatten();
        let known = (0..self.places.len()).any(|place| {
            parent(place).is_some_and(|parent| places.contains(&parent))
                || self.parent_code_is(place, &code)
        });
        Within { places, code, known }
    }

    fn parent_code_is(&self, place: usize, code: &str) -> bool {
        let parent = self.places.get(place).and_then(|entry| entry.parent.as_ref());
        parent.is_some_and(|parent| code_form(parent.id()) == *code)
    }

    /// Whether a place may be the answer to a query.
    pub(super) fn lets_in(&self, query: &PlaceQuery, scope: &Scope, place: u32) -> bool {
        let Some(entry) = self.places.get(place as usize) else { return false };
        query.kind.is_none_or(|kind| entry.place.kind() == Some(kind))
            && query.level.is_none_or(|level| entry.level == Some(level))
            && scope.within.iter().all(|within| self.lies_in(place, within))
    }

    fn lies_in(&self, place: u32, within: &Within) -> bool {
        let Some(entry) = self.places.get(place as usize) else { return false };
        if entry.parent.is_none() {
            return !within.known;
        }
        let mut here = place as usize;
        for _ in 0..DEEPEST {
            if self.parent_code_is(here, &within.code) {
                return true;
            }
            let Some(parent) = self.parents.get(here).copied().flatten() else { return false };
            if within.places.contains(&parent) {
                return true;
            }
            here = parent as usize;
        }
        false
    }

    /// Whether `place` lies in `other`, at whatever depth.
    pub(super) fn is_part_of(&self, place: u32, other: u32) -> bool {
        let mut here = place as usize;
        for _ in 0..DEEPEST {
            match self.parents.get(here).copied().flatten() {
                Some(parent) if parent == other => return true,
                Some(parent) => here = parent as usize,
                None => return false,
            }
        }
        false
    }
}
