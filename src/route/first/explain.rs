//! Why there is no way: what would have to be lifted for one to open.
//!
//! Floor 5.
//!
//! Whatever stands between what can be reached and what cannot is lifted, until
//! a way opens; then each thing is put back that is not needed for it. What is
//! left is a set of which nothing can be left out, and naming it is true:
//! lifting it opens a way.

use super::desk::{Desk, Ends};
use super::graph::{RouteGraph, instant};
use super::plan::{NoWay, NoWayReason};
use super::planner::PlanError;
use super::search::Outcome;
use super::time_graph::ArcIndex;
use crate::id::FeatureRef;
use std::collections::BTreeSet;
use std::ops::Range;

/// Says why some starts have no way, given where the search stopped.
pub(super) fn explain_no_way(
    desk: &Desk<'_>,
    starts: Range<usize>,
    ends: &Ends,
    stopped: &Outcome,
) -> Result<NoWay, PlanError> {
    let basis = || desk.basis().cloned();
    let none =
        |reason| NoWay { reason, closed_by: Vec::new(), cut_off_since: None, basis: basis() };
    let graph = desk.graph();
    if ends.starts.is_empty() {
        return Ok(none(NoWayReason::NoStreetNearStart));
    }
    if ends.goals.is_empty() {
        return Ok(none(NoWayReason::NoDestination));
    }
    if !connected(graph, ends) && graph.one_way.is_empty() {
        return Ok(none(NoWayReason::NotConnected));
    }
    let mut lifted = BTreeSet::new();
    let mut frontier = frontier(graph, ends, stopped);
    let opens = |lifted: &BTreeSet<FeatureRef>| -> Result<(bool, BTreeSet<FeatureRef>), PlanError> {
        let graph = desk.without(lifted)?;
        let ends = desk.ends(&graph, starts.clone(), desk.window());
        let outcome = ends.outcome(&graph);
        Ok((outcome.way.is_some(), self::frontier(&graph, &ends, &outcome)))
    };
    loop {
        let before = lifted.len();
        lifted.append(&mut frontier);
        if lifted.len() == before {
            // Nothing more to lift, and still no way.
            let bare = desk.without(&lifted)?;
            let connected = connected(&bare, &desk.ends(&bare, starts, desk.window()));
            return Ok(none(if connected {
                NoWayReason::WindowTooShort
            } else {
                NoWayReason::NotConnected
            }));
        }
        let (open, next) = opens(&lifted)?;
        if open {
            break;
        }
        frontier = next;
    }
    for cause in lifted.clone() {
        let mut fewer = lifted.clone();
        fewer.remove(&cause);
        if opens(&fewer)?.0 {
            lifted = fewer;
        }
    }
    let start_shut = !ends.starts.iter().any(|&start| stopped.reached[start as usize]);
    Ok(NoWay {
        reason: if start_shut { NoWayReason::StartShut } else { NoWayReason::CutOff },
        closed_by: lifted.into_iter().collect(),
        cut_off_since: desk.last_way_out(starts)?.map(instant),
        basis: basis(),
    })
}

/// Everything that bans going on from a node that was reached.
fn frontier(graph: &RouteGraph<'_>, ends: &Ends, outcome: &Outcome) -> BTreeSet<FeatureRef> {
    let mut causes: BTreeSet<FeatureRef> = BTreeSet::new();
    for &start in &ends.starts {
        causes.extend(graph.causes_at(start));
    }
    for (index, arc) in graph.graph.arcs.iter().enumerate() {
        let index = index as ArcIndex;
        let leads_on = !outcome.reached[arc.to as usize];
        let refused = outcome.refused.binary_search(&index).is_ok();
        if outcome.reached[arc.from as usize] && (leads_on || refused) {
            causes.extend(graph.causes(index));
        }
    }
    // A checkpoint that may only be passed the other way has no arc to ask.
    let passed = graph.one_way.iter().filter(|&(&node, _)| outcome.reached[node as usize]);
    causes.extend(passed.map(|(_, checkpoint)| checkpoint.to_ref()));
    causes
}

/// Whether streets lead from a start to a goal, closures or not.
fn connected(graph: &RouteGraph<'_>, ends: &Ends) -> bool {
    let mut seen = vec![false; graph.graph.nodes.len()];
    let mut queue = ends.starts.clone();
    while let Some(node) = queue.pop() {
        if std::mem::replace(&mut seen[node as usize], true) {
            continue;
        }
        queue.extend(graph.graph.out(node).iter().map(|&arc| graph.graph.arc(arc).to));
    }
    ends.goals.iter().any(|&goal| seen[goal as usize])
}
