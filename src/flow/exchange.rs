//! Who can be sent elsewhere at the prices as they are.
//!
//! Floor 0.
//!
//! From sinks that hold too many, and sources with people for whom nothing is
//! settled, it is looked forward over places of the same price. People change
//! their price only at sinks, so that a search from one entry into a sink stays
//! among the few places of one price; what led nowhere once does so until prices
//! change.

use super::Step;
use super::augment::{At, Hop, apply, most};
use super::ground::NONE;
use super::layers::Layers;

/// Places reached from where somebody has to be sent on.
#[derive(Debug, Default)]
pub(super) struct Exchange {
    /// In the order in which they were reached: the place, and from which other by
    /// which hop. The mark of a place is its number, from 1.
    pub(super) trail: Vec<(At, Option<(u32, Hop)>)>,
    source_mark: Vec<u32>,
    sink_mark: Vec<u32>,
}

/// People sent from where they were too many to where they are not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sent {
    pub(super) from: At,
    pub(super) to: At,
    pub(super) persons: u32,
}

impl Exchange {
    pub(super) fn has(&self, layers: &Layers<'_>, at: At) -> bool {
        self.mark(layers, at) > 0
    }

    fn mark(&self, layers: &Layers<'_>, at: At) -> u32 {
        if let Some(source) = at.as_source() {
            self.source_mark[source as usize]
        } else if let Some(sink) = at.as_sink() {
            self.sink_mark[sink as usize]
        } else {
            layers.spots[layers.place(at.bucket, at.node)].near
        }
    }

    fn set_mark(&mut self, layers: &mut Layers<'_>, at: At, mark: u32) {
        if let Some(source) = at.as_source() {
            self.source_mark[source as usize] = mark;
        } else if let Some(sink) = at.as_sink() {
            self.sink_mark[sink as usize] = mark;
        } else {
            let place = layers.place(at.bucket, at.node);
            layers.spots[place].near = mark;
        }
    }

    /// Forgets all but the first so many places.
    pub(super) fn forget(&mut self, layers: &mut Layers<'_>, keep: usize) {
        for number in keep..self.trail.len() {
            self.set_mark(layers, self.trail[number].0, 0);
        }
        self.trail.truncate(keep);
    }

    /// Looks from `starts` until somebody can be sent, and sends; nothing if nobody
    /// can be at the prices as they are: what was reached is in `trail` then.
    /// `takes` says how many a place takes, `has` how many a start has to send.
    pub(super) fn find(
        &mut self,
        layers: &mut Layers<'_>,
        starts: &[At],
        takes: &dyn Fn(&Layers<'_>, At) -> u64,
        has: &dyn Fn(&Layers<'_>, At) -> u64,
        sent: &mut dyn FnMut(&mut Layers<'_>, Sent),
    ) {
        self.source_mark.resize(layers.supply.len(), 0);
        self.sink_mark.resize(layers.room.len(), 0);
        'anew: loop {
            self.forget(layers, 0);
            for &start in starts {
                if has(layers, start) > 0 && self.mark(layers, start) == 0 {
                    self.reach(layers, start, None);
                }
            }
            // Starts and full sinks, one after another; all else right away.
            let mut hubs: Vec<u32> = (0..self.trail.len() as u32).collect();
            let mut next = 0;
            while let Some(&hub) = hubs.get(next) {
                next += 1;
                for bucket in doors(layers, self.trail[hub as usize].0) {
                    let kept = self.trail.len();
                    while let Some(end) = self.search(layers, hub, bucket, &mut hubs, takes) {
                        let direct = self.send(layers, end, takes, has, sent);
                        if !direct {
                            continue 'anew;
                        }
                        hubs.retain(|&hub| (hub as usize) < kept);
                        self.forget(layers, kept);
                        if has(layers, self.trail[hub as usize].0) == 0 {
                            // The start is done with; others may have been reached from it.
                            continue 'anew;
                        }
                    }
                }
            }
            return;
        }
    }

    fn reach(&mut self, layers: &mut Layers<'_>, at: At, from: Option<(u32, Hop)>) -> u32 {
        self.trail.push((at, from));
        let mark = self.trail.len() as u32;
        self.set_mark(layers, at, mark);
        mark - 1
    }

    /// Looks from one door of a hub; the number of a place that takes somebody.
    fn search(
        &mut self,
        layers: &mut Layers<'_>,
        hub: u32,
        bucket: Step,
        hubs: &mut Vec<u32>,
        takes: &dyn Fn(&Layers<'_>, At) -> u64,
    ) -> Option<u32> {
        let (door, hop) = door(layers, self.trail[hub as usize].0, bucket)?;
        if self.mark(layers, door) > 0 {
            return None;
        }
        let mut done = self.reach(layers, door, Some((hub, hop))) as usize;
        let mut found = Vec::new();
        while done < self.trail.len() {
            let at = self.trail[done].0;
            if at.as_sink().is_none() {
                onward(layers, at, &mut found);
                for (to, hop) in found.drain(..) {
                    if self.mark(layers, to) > 0 {
                        continue;
                    }
                    let number = self.reach(layers, to, Some((done as u32, hop)));
                    if takes(layers, to) > 0 {
                        return Some(number);
                    }
                    if to.as_sink().is_some() {
                        hubs.push(number);
                    }
                }
            }
            done += 1;
        }
        None
    }

    /// Sends as many as the way to a place takes; true if it passes no other hub.
    fn send(
        &self,
        layers: &mut Layers<'_>,
        end: u32,
        takes: &dyn Fn(&Layers<'_>, At) -> u64,
        has: &dyn Fn(&Layers<'_>, At) -> u64,
        sent: &mut dyn FnMut(&mut Layers<'_>, Sent),
    ) -> bool {
        let to = self.trail[end as usize].0;
        let mut hops = Vec::new();
        let mut number = end;
        let mut hubs = 0;
        while let (at, Some((before, hop))) = self.trail[number as usize] {
            hubs += usize::from(at.as_sink().is_some() && number != end);
            hops.push(hop);
            number = before;
        }
        let from = self.trail[number as usize].0;
        let way = hops.iter().map(|&hop| most(layers, hop)).min().unwrap_or(0);
        let persons = u64::from(way).min(takes(layers, to)).min(has(layers, from)) as u32;
        for hop in hops {
            apply(layers, hop, persons);
        }
        sent(layers, Sent { from, to, persons });
        hubs == 0
    }
}

/// The buckets in which people can be sent on from a sink or a source.
fn doors(layers: &Layers<'_>, hub: At) -> std::ops::Range<Step> {
    match hub.as_source() {
        Some(source) => {
            let from = layers.ground.sources[source as usize].from;
            from..from + layers.departed[source as usize].len() as Step
        }
        None => 0..layers.buckets(),
    }
}

/// The place that people come to from a sink or a source in a bucket.
fn door(layers: &Layers<'_>, hub: At, bucket: Step) -> Option<(At, Hop)> {
    if let Some(source) = hub.as_source() {
        let node = layers.ground.sources[source as usize].node;
        let same =
            layers.spots[layers.place(bucket, node)].label == layers.source_label[source as usize];
        return same.then_some((At::node(bucket, node), Hop::Leave { source, bucket }));
    }
    let sink = hub.as_sink()?;
    let node = layers.ground.sinks[sink as usize];
    let entered = layers.entered[sink as usize][bucket as usize] > 0;
    entered.then_some((At::node(bucket, node), Hop::Exit { sink, bucket }))
}

/// Where one hop at the same price leads from a place or a source.
fn onward(layers: &Layers<'_>, at: At, found: &mut Vec<(At, Hop)>) {
    if let Some(source) = at.as_source() {
        found.extend(
            doors(layers, at).filter_map(|bucket| door(layers, At::source(source), bucket)),
        );
        return;
    }
    let label = layers.spots[layers.place(at.bucket, at.node)].label;
    hops(layers, at, &mut |to, hop, there| {
        if there == label {
            found.push((to, hop));
        }
    });
}

/// Where one hop leads from a place at any price, and the price there.
pub(super) fn any_onward(layers: &Layers<'_>, at: At, see: &mut dyn FnMut(At, u32)) {
    hops(layers, at, &mut |to, _, there| see(to, there));
}

/// Every hop from a place, and the price where it leads.
fn hops(layers: &Layers<'_>, at: At, see: &mut impl FnMut(At, Hop, u32)) {
    let ground = &layers.ground;
    let At { bucket, node } = at;
    let here = layers.laid[bucket as usize].arcs;
    for link in ground.out.of_node(node) {
        let after = bucket + link.delay;
        if after >= layers.buckets() {
            break;
        }
        if layers.cells[(here + link.arc) as usize].free > 0 {
            let there = layers.spots[layers.place(after, link.other)].label;
            see(At::node(after, link.other), Hop::Along { bucket, arc: link.arc }, there);
        }
    }
    for link in ground.into.of_node(node) {
        let Some(before) = bucket.checked_sub(link.delay) else { continue };
        if link.other < layers.nodes_in(before)
            && layers.cells[layers.arc(before, link.arc)].flow > 0
        {
            let there = layers.spots[layers.place(before, link.other)].label;
            see(At::node(before, link.other), Hop::Back { bucket: before, arc: link.arc }, there);
        }
    }
    for &source in ground.sources_at.of_node(node) {
        let from = ground.sources[source as usize].from;
        if bucket >= from && layers.departed[source as usize][(bucket - from) as usize] > 0 {
            let there = layers.source_label[source as usize];
            see(At::source(source), Hop::Return { source, bucket }, there);
        }
    }
    let sink = ground.sink_at[node as usize];
    if sink != NONE {
        let there = bucket + layers.price[sink as usize];
        see(At::sink(sink), Hop::Enter { sink, bucket }, there);
    }
}
