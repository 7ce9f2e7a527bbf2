//! Why there is no way: the fewest closures that must be lifted for one to open.
//!
//! Floor 5.
//!
//! Whoever wants a way must lift something of every set of closures that shuts
//! it off on its own: a cut. A search that finds no way gives such a cut, namely
//! everything that stood in its way; so the closures sought are a smallest set
//! that hits every cut. Cuts are found as they are needed: the smallest set that
//! hits those known so far is lifted; if that opens a way no smaller set can,
//! else the search gives the next cut (implicit hitting sets: E. Moreno-Centeno,
//! R. Karp, "The implicit hitting set approach", Operations Research 61, 2013).

use super::desk::{Desk, Ends};
use super::doors::RouteGraph;
use super::error::PlanError;
use super::hitting::smallest_hitting_set;
use super::plan::{NoWay, NoWayReason};
use super::scratch::Scratch;
use super::search::Touched;
use super::ticks::instant;
use crate::id::FeatureRef;
use std::collections::BTreeSet;
use std::ops::Range;

/// After so many cuts whatever opens a way is taken, and made as small as
/// leaving out one thing after the other can make it.
const MOST_CUTS: usize = 48;

/// Says why some starts have no way.
pub(super) fn explain_no_way(
    desk: &Desk<'_>,
    starts: Range<usize>,
    ends: &Ends,
    scratch: &mut Scratch,
) -> Result<NoWay, PlanError> {
    let none = |reason| NoWay {
        reason,
        closed_by: Vec::new(),
        smallest: true,
        cut_off_since: None,
        least_exposed: None,
        basis: desk.basis().cloned(),
    };
    if ends.starts.is_empty() {
        return Ok(none(NoWayReason::NoStreetNearStart));
    }
    if ends.goals.is_empty() {
        return Ok(none(NoWayReason::NoDestination));
    }
    let everything = desk.everything();
    let bare = desk.without(&everything)?;
    let bare_ends = desk.ends(&bare, starts.clone(), desk.ground().horizon);
    if desk.earliest(&bare, &bare_ends, &mut scratch.search, &mut scratch.bounds)?.is_none() {
        return Ok(none(if connected(&bare, &bare_ends) {
            NoWayReason::WindowTooShort
        } else {
            NoWayReason::NotConnected
        }));
    }
    let mut asking = Asking { desk, starts: starts.clone(), scratch };
    // Nothing lifted yet: says what stands first in the way, and whether anybody got out.
    let mut cut = asking.cut(&BTreeSet::new())?.unwrap_or_default();
    let start_shut = asking.scratch.noting.reached().next().is_none();
    let mut cuts: Vec<BTreeSet<FeatureRef>> = Vec::new();
    let (closed_by, smallest) = loop {
        // Lifting everything opens a way, so that every cut has something to lift.
        cuts.push(std::mem::take(&mut cut));
        let Some(lifted) = smallest_hitting_set(&cuts).filter(|_| cuts.len() <= MOST_CUTS) else {
            let all = cuts.into_iter().flatten().collect();
            break (asking.fewer(all, &everything)?, false);
        };
        match asking.cut(&lifted)? {
            None => break (lifted, true),
            Some(next) => cut = next,
        }
    };
    let since = desk.last_way_out(starts, asking.scratch)?;
    Ok(NoWay {
        reason: if start_shut { NoWayReason::StartShut } else { NoWayReason::CutOff },
        closed_by: closed_by.into_iter().collect(),
        smallest,
        cut_off_since: since.map(instant),
        least_exposed: None,
        basis: desk.basis().cloned(),
    })
}

struct Asking<'d, 'a> {
    desk: &'d Desk<'a>,
    starts: Range<usize>,
    scratch: &'d mut Scratch,
}

impl Asking<'_, '_> {
    /// What stands in the way when `lifted` is lifted; `None` if a way opens.
    fn cut(
        &mut self,
        lifted: &BTreeSet<FeatureRef>,
    ) -> Result<Option<BTreeSet<FeatureRef>>, PlanError> {
        let graph = self.desk.without(lifted)?;
        let ends = self.desk.ends(&graph, self.starts.clone(), self.desk.ground().horizon);
        let Scratch { noting, bounds, .. } = &mut *self.scratch;
        Ok(match self.desk.earliest(&graph, &ends, noting, bounds)? {
            Some(_) => None,
            None => Some(causes(&graph, &noting.touched())),
        })
    }

    /// Lifts more until a way opens, then puts back what is not needed: nothing
    /// of what is left can be left out.
    fn fewer(
        &mut self,
        mut lifted: BTreeSet<FeatureRef>,
        everything: &BTreeSet<FeatureRef>,
    ) -> Result<BTreeSet<FeatureRef>, PlanError> {
        while let Some(cut) = self.cut(&lifted)? {
            let before = lifted.len();
            lifted.extend(cut);
            if lifted.len() == before {
                lifted.clone_from(everything);
            }
        }
        for cause in lifted.clone() {
            let mut fewer = lifted.clone();
            fewer.remove(&cause);
            if self.cut(&fewer)?.is_none() {
                lifted = fewer;
            }
        }
        Ok(lifted)
    }
}

/// Everything that stood in the way of a search.
fn causes(graph: &RouteGraph<'_>, touched: &Touched) -> BTreeSet<FeatureRef> {
    let arcs = touched.arcs.iter().flat_map(|&arc| graph.causes(arc));
    arcs.chain(touched.nodes.iter().flat_map(|&node| graph.causes_at(node))).collect()
}

/// Whether streets lead from a start to a goal, closures or not.
fn connected(graph: &RouteGraph<'_>, ends: &Ends) -> bool {
    let mut seen = vec![false; graph.graph.node_count()];
    let mut queue = ends.starts.clone();
    while let Some(node) = queue.pop() {
        if std::mem::replace(&mut seen[node as usize], true) {
            continue;
        }
        queue.extend(graph.graph.out(node).map(|arc| graph.graph.to(arc)));
    }
    ends.goals.iter().any(|&goal| seen[goal as usize])
}
