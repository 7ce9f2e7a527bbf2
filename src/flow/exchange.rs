//! Who can be sent elsewhere at the prices as they are.
//!
//! Floor 0.
//!
//! From sinks that hold too many, and sources with people for whom nothing is
//! settled, it is looked forward over places of the same price. From every place
//! reached that takes somebody, ways are then followed back to a start, each move
//! to a place that was reached earlier, until no such way is left; a place from
//! which none leads back is not looked at again before the next look (Dinic 1970,
//! from the other end). It is looked anew until nobody can be sent.

use super::augment::{At, Hop, apply, most};
use super::before::{Before, before};
use super::ground::{Ground, NONE};
use super::layers::Layers;
use std::sync::Arc;

/// Places reached from where somebody has to be sent on.
#[derive(Debug, Default)]
pub(super) struct Exchange {
    /// In the order in which they were reached. The mark of a place is its number,
    /// from 1.
    pub(super) trail: Vec<At>,
    source_mark: Vec<u32>,
    sink_mark: Vec<u32>,
    /// Where following back stands at each place of the trail: which of those before
    /// it is looked at.
    stands: Vec<u32>,
}

/// People sent from where they were too many to where they are not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sent {
    pub(super) from: At,
    pub(super) to: At,
    pub(super) persons: u32,
}

/// Who may be sent, and where to.
pub(super) struct Terms<'a> {
    /// Where people may start.
    pub(super) starts: &'a [At],
    /// How many a start has to send.
    pub(super) has: &'a dyn Fn(&Layers<'_>, At) -> u64,
    /// How many a place takes.
    pub(super) takes: &'a dyn Fn(&Layers<'_>, At) -> u64,
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
            let place = layers.place(at.bucket, at.node);
            if layers.seen.has(place) { layers.near[place] } else { 0 }
        }
    }

    fn set_mark(&mut self, layers: &mut Layers<'_>, at: At, mark: u32) {
        if let Some(source) = at.as_source() {
            self.source_mark[source as usize] = mark;
        } else if let Some(sink) = at.as_sink() {
            self.sink_mark[sink as usize] = mark;
        } else {
            let place = layers.place(at.bucket, at.node);
            layers.seen.set(place, mark > 0);
            layers.near[place] = mark;
        }
    }

    /// Forgets what was reached.
    pub(super) fn forget(&mut self, layers: &mut Layers<'_>) {
        self.trail.clear();
        layers.seen.clear();
        self.source_mark.fill(0);
        self.sink_mark.fill(0);
        self.stands.clear();
    }

    /// Sends whoever can be sent at the prices as they are. What can be reached by
    /// those who cannot is in `trail` afterwards. O(what is reached) for each look.
    pub(super) fn find(
        &mut self,
        layers: &mut Layers<'_>,
        terms: &Terms<'_>,
        sent: &mut dyn FnMut(&mut Layers<'_>, Sent),
    ) {
        self.source_mark.resize(layers.supply.len(), 0);
        self.sink_mark.resize(layers.room.len(), 0);
        loop {
            let ends = self.look(layers, terms);
            if ends.is_empty() {
                return;
            }
            self.stands.clear();
            self.stands.resize(self.trail.len(), 0);
            for end in ends {
                self.send(layers, end, terms, sent);
            }
        }
    }

    /// Looks from the starts; the numbers of places that take somebody.
    fn look(&mut self, layers: &mut Layers<'_>, terms: &Terms<'_>) -> Vec<u32> {
        self.forget(layers);
        for &start in terms.starts {
            if (terms.has)(layers, start) > 0 {
                self.reach(layers, start);
            }
        }
        let ground = Arc::clone(&layers.ground);
        let mut ends = Vec::new();
        let mut found = Vec::new();
        let mut done = 0;
        while let Some(&at) = self.trail.get(done) {
            done += 1;
            if at.as_node().is_some() {
                self.reach_from(&ground, layers, at);
                continue;
            }
            if (terms.takes)(layers, at) > 0 {
                ends.push(done as u32 - 1);
                continue;
            }
            onward_from_hub(layers, at, &mut found);
            for to in found.drain(..) {
                if self.mark(layers, to) == 0 {
                    self.reach(layers, to);
                }
            }
        }
        ends
    }

    /// Reaches what a hop at the same price leads to from a place.
    fn reach_from(&mut self, ground: &Ground<'_>, layers: &mut Layers<'_>, at: At) {
        let At { bucket, node } = at;
        let label = layers.labels[layers.place(bucket, node)];
        let Layers { laid, labels, seen, near, passes, .. } = &mut *layers;
        let here = laid[bucket as usize].arcs;
        for around in ground.around.of_node(node) {
            let when = bucket.wrapping_add_signed(around.later);
            let Some(there) = laid.get(when as usize) else { continue };
            let place = (there.places + around.other) as usize;
            if around.other >= there.nodes || labels[place] != label || seen.has(place) {
                continue;
            }
            let arcs = if around.later < 0 { there.arcs } else { here };
            if passes.has((2 * arcs + around.pass) as usize) {
                self.trail.push(At::node(when, around.other));
                seen.set(place, true);
                near[place] = self.trail.len() as u32;
            }
        }
        if !ground.hubs.has(node as usize) {
            return;
        }
        for &source in ground.sources_at.of_node(node) {
            let from = ground.sources[source as usize].from;
            if bucket >= from
                && layers.source_label[source as usize] == label
                && layers.departed[source as usize][(bucket - from) as usize] > 0
                && self.source_mark[source as usize] == 0
            {
                self.reach(layers, At::source(source));
            }
        }
        let sink = ground.sink_at[node as usize];
        if sink != NONE
            && bucket + layers.price[sink as usize] == label
            && self.sink_mark[sink as usize] == 0
        {
            self.reach(layers, At::sink(sink));
        }
    }

    fn reach(&mut self, layers: &mut Layers<'_>, at: At) {
        self.trail.push(at);
        self.set_mark(layers, at, self.trail.len() as u32);
    }

    /// Sends as many to an end as ways lead back from it.
    fn send(
        &mut self,
        layers: &mut Layers<'_>,
        end: u32,
        terms: &Terms<'_>,
        sent: &mut dyn FnMut(&mut Layers<'_>, Sent),
    ) {
        let to = self.trail[end as usize];
        // The places from the end back, each with the hop that leads on from it.
        let mut way: Vec<(u32, Hop)> = Vec::new();
        let mut at = end;
        loop {
            let takes = (terms.takes)(layers, to);
            if takes == 0 {
                break;
            }
            let from = self.trail[at as usize];
            let has = (terms.has)(layers, from);
            if has > 0 && !way.is_empty() {
                let fits = way.iter().map(|&(_, hop)| u64::from(most(layers, hop))).min();
                let persons = fits.unwrap_or(0).min(has).min(takes) as u32;
                let mut cut = way.len();
                for (number, &(_, hop)) in way.iter().enumerate().rev() {
                    apply(layers, hop, persons);
                    if most(layers, hop) == 0 {
                        cut = number;
                    }
                }
                sent(layers, Sent { from, to, persons });
                // Back to where something is full now. If nothing is, the start is
                // done with, and others may lead there.
                if cut < way.len() {
                    way.truncate(cut);
                    at = way.last().map_or(end, |&(place, _)| place);
                    continue;
                }
                if (terms.has)(layers, from) > 0 {
                    continue;
                }
            }
            match self.backward(layers, at) {
                Some((before, hop)) => {
                    way.push((before, hop));
                    at = before;
                }
                None => {
                    // Nothing leads there any more.
                    match way.pop() {
                        Some(_) => {
                            at = way.last().map_or(end, |&(place, _)| place);
                            self.stands[at as usize] += 1;
                        }
                        None => break,
                    }
                }
            }
        }
    }

    /// The next place that was reached earlier and leads to this one.
    fn backward(&mut self, layers: &Layers<'_>, number: u32) -> Option<(u32, Hop)> {
        let at = self.trail[number as usize];
        let mut stand = self.stands[number as usize];
        let found = loop {
            match before(layers, at, stand) {
                Before::End => break None,
                Before::Nothing => {}
                Before::Hop(from, hop) => {
                    let mark = self.mark(layers, from);
                    if mark > 0 && mark <= number {
                        break Some((mark - 1, hop));
                    }
                }
            }
            stand += 1;
        };
        self.stands[number as usize] = stand;
        found
    }
}

/// The places to which people can come from a source or a sink at its price.
fn onward_from_hub(layers: &Layers<'_>, hub: At, found: &mut Vec<At>) {
    let label = |bucket, node| layers.labels[layers.place(bucket, node)];
    if let Some(source) = hub.as_source() {
        let of = layers.ground.sources[source as usize];
        let price = layers.source_label[source as usize];
        let buckets = (of.from..).take(layers.departed[source as usize].len());
        let same = buckets.filter(|&bucket| label(bucket, of.node) == price);
        found.extend(same.map(|bucket| At::node(bucket, of.node)));
    } else if let Some(sink) = hub.as_sink() {
        let node = layers.ground.sinks[sink as usize];
        let price = layers.price[sink as usize];
        let entered = (0..).zip(&layers.entered[sink as usize]);
        let entered = entered.filter(|&(_, &persons)| persons > 0).map(|(bucket, _)| bucket);
        let same = entered.filter(|&bucket| label(bucket, node) == bucket + price);
        found.extend(same.map(|bucket| At::node(bucket, node)));
    }
}

/// Where one hop leads from a place at any price, and the price there.
pub(super) fn any_onward(layers: &Layers<'_>, at: At, see: &mut impl FnMut(At, u32)) {
    let ground = &layers.ground;
    let At { bucket, node } = at;
    for link in ground.out.of_node(node) {
        let after = bucket + link.delay;
        if after >= layers.buckets() {
            break;
        }
        if layers.is_open(bucket, link.arc) {
            let there = layers.labels[layers.place(after, link.other)];
            see(At::node(after, link.other), there);
        }
    }
    for link in ground.into.of_node(node) {
        let Some(before) = bucket.checked_sub(link.delay) else { continue };
        if link.other < layers.nodes_in(before) && layers.is_used(before, link.arc) {
            let there = layers.labels[layers.place(before, link.other)];
            see(At::node(before, link.other), there);
        }
    }
    for &source in ground.sources_at.of_node(node) {
        let from = ground.sources[source as usize].from;
        if bucket >= from && layers.departed[source as usize][(bucket - from) as usize] > 0 {
            let there = layers.source_label[source as usize];
            see(At::source(source), there);
        }
    }
    let sink = ground.sink_at[node as usize];
    if sink != NONE {
        let there = bucket + layers.price[sink as usize];
        see(At::sink(sink), there);
    }
}
