//! Sends people along ways on which nothing is lost.
//!
//! Floor 0.
//!
//! A round looks backwards from where there is room, over places of equal label
//! that have some capacity left or flow to give back, then sends people forward
//! along ways that come nearer with each move until no such way is left (Dinic
//! 1970, with ways of any length that come nearer, not only the shortest).

use super::Step;
use super::ground::Ground;
use super::layers::{Layers, UNSET};
use std::sync::Arc;

/// Bucket numbers that stand for a source, and for a sink as such.
pub(super) const SOURCE: Step = Step::MAX;
pub(super) const SINK: Step = Step::MAX - 1;

/// Farther than anything that a search reaches.
const FARTHEST: u32 = UNSET - 1;

/// A node in a bucket, a source, or a sink.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct At {
    pub(super) bucket: Step,
    pub(super) node: u32,
}

impl At {
    pub(super) const fn node(bucket: Step, node: u32) -> Self {
        Self { bucket, node }
    }

    pub(super) const fn source(source: u32) -> Self {
        Self { bucket: SOURCE, node: source }
    }

    pub(super) const fn sink(sink: u32) -> Self {
        Self { bucket: SINK, node: sink }
    }

    /// The bucket and the node, if it is one.
    pub(super) fn as_node(self) -> Option<(Step, u32)> {
        (self.bucket < SINK).then_some((self.bucket, self.node))
    }

    /// The source, if it is one.
    pub(super) fn as_source(self) -> Option<u32> {
        (self.bucket == SOURCE).then_some(self.node)
    }

    /// The sink, if it is one.
    pub(super) fn as_sink(self) -> Option<u32> {
        (self.bucket == SINK).then_some(self.node)
    }
}

/// One move of a way, forward or giving back what moved.
#[derive(Clone, Copy, Debug)]
pub(super) enum Hop {
    Along { bucket: Step, arc: u32 },
    Back { bucket: Step, arc: u32 },
    Leave { source: u32, bucket: Step },
    Return { bucket: Step, source: u32 },
    Enter { bucket: Step, sink: u32 },
    Exit { sink: u32, bucket: Step },
}

/// How near each place is to the end, and where its search stands. Reused.
#[derive(Debug, Default)]
pub(super) struct Search {
    source_near: Vec<u32>,
    source_next: Vec<u32>,
    sink_near: Vec<u32>,
    sink_next: Vec<u32>,
    /// What was reached, in order.
    pub(super) reached: Vec<At>,
    way: Vec<(At, Hop)>,
    /// Whether ways lead through sinks that are full, and between any labels.
    through_sinks: bool,
}

impl Search {
    /// A search that leads through sinks, and between places of any labels.
    pub(super) fn through_sinks() -> Self {
        Self { through_sinks: true, ..Self::default() }
    }

    fn near<'a>(&'a mut self, layers: &'a mut Layers<'_>, at: At) -> &'a mut u32 {
        match at.bucket {
            SOURCE => &mut self.source_near[at.node as usize],
            SINK => &mut self.sink_near[at.node as usize],
            bucket => {
                let place = layers.place(bucket, at.node);
                &mut layers.near[place]
            }
        }
    }

    fn next<'a>(&'a mut self, layers: &'a mut Layers<'_>, at: At) -> &'a mut u32 {
        match at.bucket {
            SOURCE => &mut self.source_next[at.node as usize],
            SINK => &mut self.sink_next[at.node as usize],
            bucket => {
                let place = layers.place(bucket, at.node);
                &mut layers.next[place]
            }
        }
    }

    /// Whether an end was found to lead there by the last [`look`](Self::look).
    pub(super) fn has_reached(&self, layers: &Layers<'_>, at: At) -> bool {
        match at.bucket {
            SOURCE => self.source_near[at.node as usize] > 0,
            SINK => self.sink_near[at.node as usize] > 0,
            bucket => layers.seen.has(layers.place(bucket, at.node)),
        }
    }

    /// Forgets what was reached.
    pub(super) fn clear(&mut self, layers: &mut Layers<'_>) {
        self.reached.clear();
        layers.seen.clear();
        self.source_near.clear();
        self.sink_near.clear();
        self.source_near.resize(layers.supply.len(), 0);
        self.source_next.resize(layers.supply.len(), 0);
        self.sink_near.resize(layers.room.len(), 0);
        self.sink_next.resize(layers.room.len(), 0);
    }

    /// Looks backwards from `ends`; what leads to one of them is in `reached`
    /// afterwards. O(what is reached).
    pub(super) fn look(&mut self, layers: &mut Layers<'_>, ends: impl Iterator<Item = At>) {
        self.clear(layers);
        for end in ends {
            self.reach(layers, end, 1);
        }
        let ground = Arc::clone(&layers.ground);
        let mut done = 0;
        while let Some(&at) = self.reached.get(done) {
            done += 1;
            let near = *self.near(layers, at) + 1;
            match at.bucket {
                SOURCE => self.before_source(&ground, layers, at.node, near),
                SINK => self.before_sink(layers, at.node, near),
                _ => self.before_node(&ground, layers, at, near),
            }
        }
    }

    fn reach(&mut self, layers: &mut Layers<'_>, at: At, near: u32) {
        if !self.has_reached(layers, at) {
            if let Some((bucket, node)) = at.as_node() {
                let place = layers.place(bucket, node);
                layers.seen.set(place, true);
            }
            *self.near(layers, at) = near;
            *self.next(layers, at) = 0;
            self.reached.push(at);
        }
    }

    fn before_node(&mut self, ground: &Ground<'_>, layers: &mut Layers<'_>, at: At, near: u32) {
        let At { bucket, node } = at;
        let label = layers.labels[layers.place(bucket, node)];
        let any = self.through_sinks;
        let Layers { laid, labels, seen, near: nears, next, passes, .. } = &mut *layers;
        let here = laid[bucket as usize].arcs;
        for around in ground.around.of_node(node) {
            let when = bucket.wrapping_add_signed(around.later);
            let Some(there) = laid.get(when as usize) else { continue };
            let place = (there.places + around.other) as usize;
            if around.other >= there.nodes || seen.has(place) || !(any || labels[place] == label) {
                continue;
            }
            // From there to here: along an arc that leads here, or back on another.
            let arcs = if around.later < 0 { there.arcs } else { here };
            if passes.has((2 * arcs + (around.pass ^ 1)) as usize) {
                seen.set(place, true);
                (nears[place], next[place]) = (near, 0);
                self.reached.push(At::node(when, around.other));
            }
        }
        if !ground.hubs.has(node as usize) {
            return;
        }
        for &source in ground.sources_at.of_node(node) {
            let from = ground.sources[source as usize].from;
            if bucket >= from && self.alike(layers.source_label[source as usize], label) {
                self.reach(layers, At::source(source), near);
            }
        }
        let sink = ground.sink_at[node as usize];
        if self.through_sinks && sink != UNSET && layers.entered[sink as usize][bucket as usize] > 0
        {
            self.reach(layers, At::sink(sink), near);
        }
    }

    fn before_source(
        &mut self,
        ground: &Ground<'_>,
        layers: &mut Layers<'_>,
        source: u32,
        near: u32,
    ) {
        let at = ground.sources[source as usize];
        let label = layers.source_label[source as usize];
        for number in 0..layers.departed[source as usize].len() {
            let bucket = at.from + number as Step;
            let departed = layers.departed[source as usize][number];
            let place = layers.place(bucket, at.node);
            if departed > 0 && self.alike(layers.labels[place], label) {
                self.reach(layers, At::node(bucket, at.node), near);
            }
        }
    }

    fn before_sink(&mut self, layers: &mut Layers<'_>, sink: u32, near: u32) {
        let node = layers.ground.sinks[sink as usize];
        if node == UNSET {
            return;
        }
        for bucket in layers.ground.first[node as usize]..layers.buckets() {
            self.reach(layers, At::node(bucket, node), near);
        }
    }

    /// Sends up to `persons` from a start to any end, as many as there are ways
    /// for. `is_end` says how many an end takes, nothing if it is none; `arrive` is
    /// told of whoever is sent to one.
    pub(super) fn send(
        &mut self,
        layers: &mut Layers<'_>,
        start: At,
        mut persons: u64,
        is_end: impl Fn(&Layers<'_>, At) -> u64,
        mut arrive: impl FnMut(&mut Layers<'_>, At, u32),
    ) {
        self.way.clear();
        let mut at = start;
        // It may go on anywhere that leads to an end, not only to the nearest.
        *self.near(layers, start) = FARTHEST;
        while persons > 0 && *self.near(layers, start) != UNSET {
            let takes = is_end(layers, at);
            if takes > 0 {
                let most = self.way.iter().map(|&(_, hop)| most(layers, hop)).min();
                let amount = most.map_or(u64::MAX, u64::from).min(persons).min(takes) as u32;
                let mut cut = 0;
                for number in (0..self.way.len()).rev() {
                    let hop = self.way[number].1;
                    apply(layers, hop, amount);
                    if self::most(layers, hop) == 0 {
                        cut = number;
                    }
                }
                persons -= u64::from(amount);
                arrive(layers, at, amount);
                at = self.way.get(cut).map_or(start, |&(from, _)| from);
                self.way.truncate(cut);
                continue;
            }
            if let Some((hop, to)) = self.onward(layers, at) {
                self.way.push((at, hop));
                at = to;
            } else {
                *self.near(layers, at) = UNSET;
                match self.way.pop() {
                    Some((from, _)) => {
                        *self.next(layers, from) += 1;
                        at = from;
                    }
                    None => break,
                }
            }
        }
    }

    fn alike(&self, one: u32, other: u32) -> bool {
        self.through_sinks || one == other
    }

    /// The next hop from a place that comes nearer, from where its search stands.
    fn onward(&mut self, layers: &mut Layers<'_>, at: At) -> Option<(Hop, At)> {
        let near = *self.near(layers, at);
        match at.bucket {
            SOURCE => self.onward_from_source(layers, at.node, near),
            SINK => self.onward_from_sink(layers, at.node, near),
            bucket => self.onward_from_node(layers, bucket, at.node, near),
        }
    }

    fn onward_from_node(
        &mut self,
        layers: &mut Layers<'_>,
        bucket: Step,
        node: u32,
        near: u32,
    ) -> Option<(Hop, At)> {
        let ground = &layers.ground;
        let place = layers.place(bucket, node);
        let label = layers.labels[place];
        let nearer = |near_there: u32| near_there > 0 && near_there < near;
        let leads_nearer =
            |layers: &Layers<'_>, there: usize| layers.seen.has(there) && layers.near[there] < near;
        let (out, into) = (ground.out.of_node(node), ground.into.of_node(node));
        loop {
            let next = layers.next[place] as usize;
            if let Some(link) = out.get(next) {
                let after = bucket + link.delay;
                if after < layers.buckets() {
                    let there = layers.place(after, link.other);
                    if leads_nearer(layers, there)
                        && layers.is_open(bucket, link.arc)
                        && self.alike(layers.labels[there], label)
                    {
                        let hop = Hop::Along { bucket, arc: link.arc };
                        return Some((hop, At::node(after, link.other)));
                    }
                }
            } else if let Some(link) = into.get(next - out.len()) {
                if let Some(before) = bucket.checked_sub(link.delay)
                    && link.other < layers.nodes_in(before)
                {
                    let there = layers.place(before, link.other);
                    if leads_nearer(layers, there)
                        && layers.is_used(before, link.arc)
                        && self.alike(layers.labels[there], label)
                    {
                        let hop = Hop::Back { bucket: before, arc: link.arc };
                        return Some((hop, At::node(before, link.other)));
                    }
                }
            } else {
                let number = next - out.len() - into.len();
                let sources = ground.sources_at.of_node(node);
                if let Some(&source) = sources.get(number) {
                    let from = ground.sources[source as usize].from;
                    if bucket >= from
                        && nearer(self.source_near[source as usize])
                        && layers.departed[source as usize][(bucket - from) as usize] > 0
                        && self.alike(layers.source_label[source as usize], label)
                    {
                        return Some((Hop::Return { bucket, source }, At::source(source)));
                    }
                } else {
                    let sink = ground.sink_at[node as usize];
                    if number == sources.len()
                        && sink != UNSET
                        && nearer(self.sink_near[sink as usize])
                    {
                        return Some((Hop::Enter { bucket, sink }, At::sink(sink)));
                    }
                    return None;
                }
            }
            layers.next[place] += 1;
        }
    }

    fn onward_from_source(
        &mut self,
        layers: &mut Layers<'_>,
        source: u32,
        near: u32,
    ) -> Option<(Hop, At)> {
        let at = layers.ground.sources[source as usize];
        let label = layers.source_label[source as usize];
        let departed = layers.departed[source as usize].len() as u32;
        let mut next = self.source_next[source as usize];
        let mut found = None;
        while next < departed && found.is_none() {
            let bucket = at.from + next;
            let there = layers.place(bucket, at.node);
            let nearer = layers.seen.has(there) && layers.near[there] < near;
            if nearer && self.alike(layers.labels[there], label) {
                found = Some((Hop::Leave { source, bucket }, At::node(bucket, at.node)));
            } else {
                next += 1;
            }
        }
        self.source_next[source as usize] = next;
        found
    }

    fn onward_from_sink(
        &mut self,
        layers: &mut Layers<'_>,
        sink: u32,
        near: u32,
    ) -> Option<(Hop, At)> {
        let node = layers.ground.sinks[sink as usize];
        let next = &mut self.sink_next[sink as usize];
        while *next < layers.buckets() {
            let bucket = *next;
            if layers.entered[sink as usize][bucket as usize] > 0 {
                let there = layers.place(bucket, node);
                if layers.seen.has(there) && layers.near[there] < near {
                    return Some((Hop::Exit { sink, bucket }, At::node(bucket, node)));
                }
            }
            *next += 1;
        }
        None
    }
}

/// How many a hop takes at most.
pub(super) fn most(layers: &Layers<'_>, hop: Hop) -> u32 {
    match hop {
        Hop::Along { bucket, arc } => layers.cells[layers.arc(bucket, arc)].free,
        Hop::Back { bucket, arc } => layers.cells[layers.arc(bucket, arc)].flow,
        Hop::Leave { .. } | Hop::Enter { .. } => u32::MAX,
        Hop::Return { bucket, source } => {
            let from = layers.ground.sources[source as usize].from;
            layers.departed[source as usize][(bucket - from) as usize]
        }
        Hop::Exit { sink, bucket } => layers.entered[sink as usize][bucket as usize],
    }
}

pub(super) fn apply(layers: &mut Layers<'_>, hop: Hop, persons: u32) {
    match hop {
        Hop::Along { bucket, arc } => layers.send(bucket, arc, persons),
        Hop::Back { bucket, arc } => layers.take_back(bucket, arc, persons),
        Hop::Leave { source, bucket } => {
            let from = layers.ground.sources[source as usize].from;
            layers.departed[source as usize][(bucket - from) as usize] += persons;
        }
        Hop::Return { bucket, source } => {
            let from = layers.ground.sources[source as usize].from;
            layers.departed[source as usize][(bucket - from) as usize] -= persons;
        }
        Hop::Enter { bucket, sink } => {
            layers.entered[sink as usize][bucket as usize] += persons;
        }
        Hop::Exit { sink, bucket } => layers.entered[sink as usize][bucket as usize] -= persons,
    }
}
