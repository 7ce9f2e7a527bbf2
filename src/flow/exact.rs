//! The exact method: most people by the horizon, then the earliest arrivals.
//!
//! Floor 0.
//!
//! Three stages. (1) Step after step, as many more as can arrive by its end do,
//! sinks taken as large enough. What is left unreached when no more can arrive
//! by a step need never be looked at again: nothing enters it any more. (2) If
//! sinks hold too many, it is found how early everybody can be in at all.
//! (3) The surplus is moved to other sinks where that costs least, by prices of
//! places and sinks (the primal-dual method of Ford and Fulkerson 1962).

use super::FlowAnswer;
use super::FlowError;
use super::FlowProblem;
use super::FlowProgress;
use super::Method;
use super::augment::{At, Search};
use super::bounds::Bounds;
use super::ground::{Ground, NONE};
use super::layers::{Layers, UNSET};
use super::proof::{Labels, Proof};
use super::routes;
use super::settle;
use std::ops::ControlFlow;
use std::sync::Arc;

pub(super) fn find(
    problem: &FlowProblem,
    tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
) -> Result<FlowAnswer, FlowError> {
    let mut layers = Layers::new(Ground::of(problem, 1));
    let mut search = Search::default();
    let most_by = fill(&mut layers, &mut search, tell)?;
    search.clear(&mut layers);
    let mut bounds = bounds(&mut layers, most_by, Spare::Clone);
    let persons: u64 = problem.sources.iter().map(|source| source.persons).sum();
    let arriving = layers.arrived;
    let mut tell = |step| tell(FlowProgress { step, arriving, persons }).is_break();
    let stay = settle::at_least_cost(&mut layers, &mut tell)?;
    let potentials = Some(settle::potentials(&layers, stay));
    let routes = routes::take_apart(&mut layers);
    let arrivals = routes::arrivals(problem, &routes);
    // The least sum may need longer than the earliest end.
    bounds.reach(arrivals.len());
    let total = arrivals.iter().zip(0u64..).map(|(persons, step)| persons * step).sum();
    Ok(FlowAnswer {
        method: Method::Exact,
        routes,
        arrivals,
        left: layers.left(),
        most_by: bounds.most_by,
        least_total: total,
        proof: Proof { potentials, ..bounds.proof },
    })
}

/// The bounds by step that stage 1 and stage 2 show. Stage 2 moves people if it
/// may keep what it changes.
pub(super) fn bounds(layers: &mut Layers<'_>, by_bucket: Vec<u64>, spare: Spare) -> Bounds {
    let ground = Arc::clone(&layers.ground);
    let problem = ground.problem;
    let mut bounds = Bounds::new(problem.horizon, Vec::new());
    bounds.proof.labels = labels(layers);
    for most in by_bucket {
        bounds.most_by.extend(std::iter::repeat_n(most, ground.width as usize));
    }
    bounds.most_by.truncate(problem.horizon as usize);
    let persons: u64 = problem.sources.iter().map(|source| source.persons).sum();
    let arriving = layers.arrived;
    if arriving < persons && layers.buckets() < ground.buckets {
        bounds.add(settle::all_with_a_way(&ground), arriving, problem.horizon);
    }
    let places = problem.sinks.iter().fold(0u64, |sum, sink| sum.saturating_add(sink.places));
    bounds.most_by.iter_mut().for_each(|most| *most = (*most).min(places));
    if settle::is_overfull(layers) {
        let found = match spare {
            Spare::Clone => settle::earliest_end(&mut layers.clone()),
            Spare::Keep => settle::earliest_end(layers),
        };
        if let Some((cut, most)) = found {
            let until = cut.by + 1;
            bounds.add(cut, most, until);
        }
    }
    bounds
}

/// Whether stage 2 works on the flow itself or on a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spare {
    Clone,
    Keep,
}

/// Stage 1: as many as can arrive by the end of each bucket, sinks taken as large
/// enough; returns how many that are, bucket by bucket. Labels are set for all
/// places from which somebody could have arrived in time, had they been there.
pub(super) fn fill(
    layers: &mut Layers<'_>,
    search: &mut Search,
    tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
) -> Result<Vec<u64>, FlowError> {
    let persons: u64 = layers.supply.iter().map(|&left| u64::from(left)).sum();
    let able: u64 = people_with_a_way(layers);
    let mut most_by = Vec::new();
    while layers.arrived < able && layers.buckets() < layers.ground.buckets {
        let bucket = layers.buckets();
        layers.add_bucket(UNSET);
        arrive_in(layers, search, bucket);
        most_by.push(layers.arrived);
        let progress = FlowProgress { step: bucket, arriving: layers.arrived, persons };
        if tell(progress).is_break() {
            return Err(FlowError::Stopped { step: bucket });
        }
    }
    Ok(most_by)
}

fn people_with_a_way(layers: &Layers<'_>) -> u64 {
    let sources = layers.ground.sources.iter().zip(&layers.supply);
    sources.filter(|(source, _)| source.node != NONE).map(|(_, &left)| u64::from(left)).sum()
}

/// Sends as many as can arrive in the last bucket; labels what was looked at when
/// no more can.
fn arrive_in(layers: &mut Layers<'_>, search: &mut Search, bucket: u32) {
    let here = layers.nodes_in(bucket);
    let sinks: Vec<u32> =
        layers.ground.sinks.iter().copied().filter(|&node| node != NONE && node < here).collect();
    let is_end = |layers: &Layers<'_>, at: At| {
        let sink = at.as_node().filter(|&(when, _)| when == bucket);
        let sink = sink.is_some_and(|(_, node)| layers.ground.sink_at[node as usize] != NONE);
        if sink { u64::MAX } else { 0 }
    };
    loop {
        search.look(layers, sinks.iter().map(|&node| At::node(bucket, node)));
        let mut any = false;
        for source in 0..layers.supply.len() as u32 {
            let left = layers.supply[source as usize];
            if left == 0 || !search.has_reached(layers, At::source(source)) {
                continue;
            }
            any = true;
            let arrive = |layers: &mut Layers<'_>, end: At, sent: u32| {
                let Some((_, node)) = end.as_node() else { return };
                let sink = layers.ground.sink_at[node as usize] as usize;
                layers.entered[sink][bucket as usize] += sent;
                layers.room[sink] -= i64::from(sent);
                layers.supply[source as usize] -= sent;
                layers.arrived += u64::from(sent);
            };
            search.send(layers, At::source(source), u64::from(left), is_end, arrive);
        }
        if !any {
            break;
        }
    }
    for at in &search.reached {
        if let Some((when, node)) = at.as_node() {
            let place = layers.place(when, node);
            layers.labels[place] = bucket;
        } else if let Some(source) = at.as_source() {
            layers.source_label[source as usize] = bucket;
        }
    }
}

/// Labels by the problem's nodes.
pub(super) fn labels(layers: &Layers<'_>) -> Labels {
    let ground = &layers.ground;
    // Where nobody can be, or from where nobody arrives: in no set.
    let mut of = vec![(0, Vec::new()); ground.first_of.len()];
    for (rank, &node) in (0u32..).zip(&ground.nodes) {
        let first = ground.first[rank as usize];
        let laid = first..layers.buckets();
        let labels = laid.map(|bucket| layers.labels[layers.place(bucket, rank)]).collect();
        of[node as usize] = (first, labels);
    }
    let width = ground.width;
    Labels { width, ahead: ground.ahead_of.clone(), of }
}
