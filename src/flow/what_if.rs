//! What would be if an arc took more or fewer, or a sink had more room.
//!
//! Floor 0.
//!
//! As many as can arrive are sent once. Each change then starts from there: who
//! entered where that is no longer possible goes home, and whoever can get on
//! after the change is sent (the flow before is the start of the flow after). A
//! change that lets no more across the cut that holds people up brings nothing.

use super::FlowError;
use super::FlowProblem;
use super::FlowProgress;
use super::Profile;
use super::Step;
use super::augment::{At, Search};
use super::ground::{Ground, NONE};
use super::layers::{Cell, Layers};
use super::most;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

/// Something that might be otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Arcs, and how many may enter them instead.
    pub arcs: Vec<(u32, Profile)>,
    /// Sinks, and how many places they have instead.
    pub sinks: Vec<(u32, u64)>,
}

/// As many as can arrive, kept for questions of what would be if.
///
/// With a `width` of 1 the numbers are exact. With wider buckets all times are
/// rounded down and people may wait anywhere for a bucket: what arrives then is
/// an upper bound, and what a change brings an estimate.
#[derive(Clone, Debug)]
pub struct WhatIf<'p> {
    /// With what leads to room, as the last search found it: the side of a cut.
    layers: Layers<'p>,
    /// The sinks on that side.
    inside: Vec<bool>,
    persons: u64,
}

impl<'p> WhatIf<'p> {
    /// Sends as many as can arrive before step `by`. Arcs that only a change opens
    /// have to be in `changes`. O(arcs · steps) for a search, of which there may
    /// be as many as steps.
    ///
    /// # Errors
    ///
    /// [`FlowError`] if the problem cannot be one, if a change refers to what is not
    /// there, or if `tell` says to stop.
    pub fn of(
        problem: &'p FlowProblem,
        changes: &[Change],
        by: Step,
        width: Step,
        tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
    ) -> Result<Self, FlowError> {
        problem.validate()?;
        for change in changes {
            problem.validate_change(change)?;
        }
        let width = width.max(1);
        let opened = changes.iter().flat_map(|change| &change.arcs);
        let opened = opened.filter(|(_, profile)| profile.within(0, Step::MAX) > 0);
        let ground = Ground::with(problem, width, opened.map(|&(arc, _)| arc));
        let mut layers = Layers::new(ground);
        let mut search = Search::through_sinks();
        let persons = problem.sources.iter().map(|source| source.persons).sum();
        layers.lay_out(by.min(problem.horizon).div_ceil(width));
        let progress = |layers: &Layers<'_>| FlowProgress {
            step: layers.buckets() * width,
            arriving: layers.arrived,
            persons,
        };
        while most::arrive_once(&mut layers, &mut search, NONE) {
            if tell(progress(&layers)).is_break() {
                return Err(FlowError::Stopped { step: layers.buckets() * width });
            }
        }
        let sinks = 0..layers.room.len() as u32;
        let inside = sinks.map(|sink| search.has_reached(&layers, At::sink(sink))).collect();
        Ok(Self { layers, inside, persons })
    }

    /// How many arrive as things are.
    pub fn served(&self) -> u64 {
        self.layers.arrived
    }

    /// How many would arrive after a change.
    ///
    /// # Errors
    ///
    /// [`FlowError`] if the change refers to what is not there.
    pub fn served_if(&self, change: &Change) -> Result<u64, FlowError> {
        self.layers.ground.problem.validate_change(change)?;
        let most = if self.widens_the_cut(change) { self.persons } else { self.layers.arrived };
        if most == self.layers.arrived && !self.lessens(change) {
            return Ok(most);
        }
        let mut layers = self.layers.clone();
        let mut search = Search::through_sinks();
        let mut torn = Torn::default();
        for (arc, profile) in &change.arcs {
            replace(&mut layers, *arc, profile, &mut torn);
        }
        for &(sink, places) in &change.sinks {
            let before = self.layers.ground.problem.sinks[sink as usize].places;
            let more = i64::try_from(places).unwrap_or(i64::MAX / 2)
                - i64::try_from(before).unwrap_or(i64::MAX / 2);
            layers.room[sink as usize] += more;
        }
        torn.mend(&mut layers, &mut search);
        leave_full(&mut layers, &mut search);
        while layers.arrived < most && most::arrive_once(&mut layers, &mut search, NONE) {}
        Ok(layers.arrived)
    }

    /// Whether a change lets more cross the cut that holds people up: nothing else
    /// lets more arrive.
    fn widens_the_cut(&self, change: &Change) -> bool {
        let Layers { ground, cells, seen, .. } = &self.layers;
        let more = |&(sink, places): &(u32, u64)| {
            !self.inside[sink as usize] && places > ground.problem.sinks[sink as usize].places
        };
        change.sinks.iter().any(more)
            || change.arcs.iter().any(|(arc, profile)| {
                let Some(number) = ground.arc_of(*arc) else { return false };
                let arc = ground.arcs[number as usize];
                let first = ground.first[arc.tail as usize];
                let last = self.layers.buckets().saturating_sub(arc.delay);
                (first..last).any(|bucket| {
                    let tail = self.layers.place(bucket, arc.tail);
                    let head = self.layers.place(bucket + arc.delay, arc.head);
                    let flow = cells[self.layers.arc(bucket, number)].flow;
                    seen.has(head)
                        && !seen.has(tail)
                        && ground.capacity_by(profile, arc.tail, bucket) > flow
                })
            })
    }

    /// Whether a change can take anything away.
    fn lessens(&self, change: &Change) -> bool {
        let problem = self.layers.ground.problem;
        let ground = &self.layers.ground;
        let fewer = |&(sink, places): &(u32, u64)| places < problem.sinks[sink as usize].places;
        change.sinks.iter().any(fewer)
            || change.arcs.iter().any(|(arc, profile)| {
                let Some(number) = ground.arc_of(*arc) else { return false };
                let arc = ground.arcs[number as usize];
                (ground.first[arc.tail as usize]..self.layers.buckets()).any(|bucket| {
                    let cell = self.layers.cells[self.layers.arc(bucket, number)];
                    ground.capacity_by(profile, arc.tail, bucket) < cell.flow
                })
            })
    }
}

/// Replaces how many may enter an arc; `torn` is told of those who no longer can.
fn replace(layers: &mut Layers<'_>, arc: u32, profile: &Profile, torn: &mut Torn) {
    let ground = Arc::clone(&layers.ground);
    let Some(number) = ground.arc_of(arc) else { return };
    let arc = ground.arcs[number as usize];
    for bucket in ground.first[arc.tail as usize]..layers.buckets() {
        let most = ground.capacity_by(profile, arc.tail, bucket);
        let Cell { flow, .. } = layers.cells[layers.arc(bucket, number)];
        let over = flow.saturating_sub(most);
        if over > 0 {
            torn.add(At::node(bucket, arc.tail), At::node(bucket + arc.delay, arc.head), over);
        }
        let flow = flow - over;
        let free = if most == NONE { NONE } else { most - flow };
        layers.set(bucket, number, Cell { free, flow });
    }
}

/// People who came to a place and do not go on, and places from which people go
/// on who never came.
#[derive(Debug, Default)]
struct Torn {
    stranded: BTreeMap<(Step, u32), u64>,
    missing: RefCell<BTreeMap<(Step, u32), u64>>,
}

impl Torn {
    fn add(&mut self, tail: At, head: At, persons: u32) {
        *self.stranded.entry((tail.bucket, tail.node)).or_default() += u64::from(persons);
        *self.missing.get_mut().entry((head.bucket, head.node)).or_default() += u64::from(persons);
    }

    /// Sends the stranded back to where they came from, which may be where somebody
    /// is missing, then takes those still missing out of sinks. What is left of
    /// both is nothing: a flow is made of ways between them, sources and sinks.
    fn mend(mut self, layers: &mut Layers<'_>, search: &mut Search) {
        while !self.stranded.is_empty() {
            self.look_back(layers, search);
            for (&(bucket, node), persons) in &mut self.stranded {
                let from = At::node(bucket, node);
                *persons -= send_back(layers, search, from, *persons, &self.missing);
            }
            self.stranded.retain(|_, persons| *persons > 0);
            self.missing.get_mut().retain(|_, persons| *persons > 0);
        }
        while !self.missing.borrow().is_empty() {
            search.look(layers, self.missing_places().into_iter());
            for sink in 0..layers.room.len() as u32 {
                let from = At::sink(sink);
                let entered = layers.entered[sink as usize].iter().map(|&here| u64::from(here));
                let sent = send_back(layers, search, from, entered.sum(), &self.missing);
                layers.room[sink as usize] += i64::try_from(sent).unwrap_or(i64::MAX);
                layers.arrived -= sent;
            }
            self.missing.get_mut().retain(|_, persons| *persons > 0);
        }
    }

    fn missing_places(&self) -> Vec<At> {
        self.missing.borrow().keys().map(|&(bucket, node)| At::node(bucket, node)).collect()
    }

    /// Looks for ways back to sources, and to where somebody is missing.
    fn look_back(&self, layers: &mut Layers<'_>, search: &mut Search) {
        let sources = (0..layers.supply.len() as u32).map(At::source);
        search.look(layers, sources.chain(self.missing_places()));
    }
}

/// Sends those back who entered a sink that has no room for them any more.
fn leave_full(layers: &mut Layers<'_>, search: &mut Search) {
    let none = Torn::default();
    while layers.room.iter().any(|&room| room < 0) {
        none.look_back(layers, search);
        for sink in 0..layers.room.len() as u32 {
            let over = layers.room[sink as usize].min(0).unsigned_abs();
            let sent = send_back(layers, search, At::sink(sink), over, &none.missing);
            layers.room[sink as usize] += i64::try_from(sent).unwrap_or(i64::MAX);
            layers.arrived -= sent;
        }
    }
}

/// Sends people back to sources and to where somebody is missing; how many.
fn send_back(
    layers: &mut Layers<'_>,
    search: &mut Search,
    from: At,
    persons: u64,
    missing: &RefCell<BTreeMap<(Step, u32), u64>>,
) -> u64 {
    if persons == 0 || !search.has_reached(layers, from) {
        return 0;
    }
    let takes = |_: &Layers<'_>, at: At| match at.as_node() {
        Some(place) => missing.borrow().get(&place).copied().unwrap_or(0),
        None => at.as_source().map_or(0, |_| u64::MAX),
    };
    let mut back = 0;
    search.send(layers, from, persons, takes, |layers, end, sent| {
        if let Some(source) = end.as_source() {
            layers.supply[source as usize] += sent;
        } else if let Some(missing) = missing.borrow_mut().get_mut(&(end.bucket, end.node)) {
            *missing -= u64::from(sent);
        }
        back += u64::from(sent);
    });
    back
}

#[cfg(test)]
mod tests;
