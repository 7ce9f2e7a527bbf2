//! Where sinks hold too many: how early all can be in, and who goes elsewhere.
//!
//! Floor 0.

use super::FlowError;
use super::Step;
use super::augment::{At, Search};
use super::ground::NONE;
use super::layers::{Layers, UNSET};
use super::proof::{Cut, Potentials};
use std::sync::Arc;

/// Whether more people entered a sink than it has places for.
pub(super) fn is_overfull(layers: &Layers<'_>) -> bool {
    layers.room.iter().any(|&room| room < 0)
}

fn overfull(layers: &Layers<'_>) -> Vec<u32> {
    (0u32..).zip(&layers.room).filter(|&(_, &room)| room < 0).map(|(sink, _)| sink).collect()
}

fn with_room(layers: &Layers<'_>) -> Vec<At> {
    let sinks = (0u32..).zip(&layers.room).zip(&layers.ground.sinks);
    let sinks = sinks.filter(|&((_, &room), &node)| room > 0 && node != NONE);
    sinks.map(|((sink, _), _)| At::sink(sink)).collect()
}

/// As many as a sink still takes, for [`Search::send`].
fn takes(layers: &Layers<'_>, at: At) -> u64 {
    at.as_sink().map_or(0, |sink| layers.room[sink as usize].max(0).unsigned_abs())
}

/// Sends people on from sinks that hold too many to sinks with room; true if
/// anybody was sent.
fn relieve(layers: &mut Layers<'_>, search: &mut Search) -> bool {
    let mut any = false;
    for sink in overfull(layers) {
        if !search.has_reached(layers, At::sink(sink)) {
            continue;
        }
        let surplus = (-layers.room[sink as usize]).unsigned_abs();
        for (end, sent) in search.send(layers, At::sink(sink), surplus, takes) {
            let Some(end) = end.as_sink() else { continue };
            layers.room[sink as usize] += i64::from(sent);
            layers.room[end as usize] -= i64::from(sent);
            any = true;
        }
    }
    any
}

/// Stage 2: lays out buckets until everybody has a place in some sink or the
/// horizon is there. The cut shows that one bucket less is not enough, or that no
/// more have a place by the horizon; the number is how many are in by then. Takes layers as stage 1 leaves them.
pub(super) fn earliest_end(layers: &mut Layers<'_>) -> Option<(Cut, u64)> {
    let mut search = Search::through_sinks(true);
    let mut cut = None;
    while is_overfull(layers) {
        let ends = with_room(layers);
        search.look(layers, ends.into_iter());
        if relieve(layers, &mut search) {
            continue;
        }
        let surplus: i64 = layers.room.iter().map(|&room| room.min(0)).sum();
        let most = layers.arrived.saturating_sub(surplus.unsigned_abs());
        cut = Some((cut_of(layers, &search), most));
        if layers.buckets() >= layers.ground.buckets {
            break;
        }
        layers.add_bucket(UNSET);
    }
    cut
}

/// What the last search reached: inside.
fn cut_of(layers: &Layers<'_>, search: &Search) -> Cut {
    let ground = &layers.ground;
    let mut inside = vec![Vec::new(); ground.first_of.len()];
    for (rank, &node) in (0u32..).zip(&ground.nodes) {
        let windows: &mut Vec<(Step, Step)> = &mut inside[node as usize];
        let ahead = ground.ahead[rank as usize];
        for bucket in ground.first[rank as usize]..layers.buckets() {
            if !search.has_reached(layers, At::node(bucket, rank)) {
                continue;
            }
            // Before its clock shows so much nobody is anywhere.
            let Some(step) = bucket.checked_sub(ahead) else { continue };
            match windows.last_mut() {
                Some(last) if last.1 == step => last.1 = step + 1,
                _ => windows.push((step, step + 1)),
            }
        }
    }
    let sinks =
        (0..layers.room.len() as u32).map(|sink| search.has_reached(layers, At::sink(sink)));
    Cut { by: layers.buckets() - 1, inside, sinks: sinks.collect() }
}

/// Stage 3: sends surplus elsewhere at the least cost, then back home. Takes
/// layers as stage 1 leaves them. Returns the prices that show it.
pub(super) fn at_least_cost(
    layers: &mut Layers<'_>,
    tell: &mut dyn FnMut(Step) -> bool,
) -> Result<Vec<(u32, u64)>, FlowError> {
    Pricing::begin(layers).run(tell)
}

/// The primal-dual method: prices rise where nobody gets on, one by one.
struct Pricing<'l, 'p> {
    layers: &'l mut Layers<'p>,
    search: Search,
    /// Classes whose people may stay, and the price of that.
    stay: Vec<(u32, u64)>,
}

impl<'l, 'p> Pricing<'l, 'p> {
    fn begin(layers: &'l mut Layers<'p>) -> Self {
        let last = layers.buckets().saturating_sub(1);
        for bucket in 0..layers.buckets() {
            for node in 0..layers.nodes_in(bucket) {
                let place = layers.place(bucket, node);
                let label = &mut layers.spots[place].label;
                *label = (*label).min(last);
            }
        }
        for label in &mut layers.source_label {
            *label = (*label).min(last);
        }
        let search = Search::through_sinks(false);
        Self { layers, search, stay: Vec::new() }
    }

    fn run(mut self, tell: &mut dyn FnMut(Step) -> bool) -> Result<Vec<(u32, u64)>, FlowError> {
        if self.layers.buckets() < self.layers.ground.buckets {
            self.layers.add_bucket(self.layers.buckets());
        }
        while is_overfull(self.layers) || self.is_unsettled() {
            if tell(self.layers.buckets()) {
                return Err(FlowError::Stopped { step: self.layers.buckets() });
            }
            let mut ends = with_room(self.layers);
            ends.extend(self.homes());
            self.search.look(self.layers, ends.into_iter());
            if self.settle() {
                continue;
            }
            if self.layers.buckets() < self.layers.ground.buckets {
                self.raise(1);
                self.layers.add_bucket(self.layers.buckets());
            } else if let Some(by) = self.gap() {
                self.raise(by);
            } else if !self.let_stay() {
                break;
            }
        }
        Ok(self.stay)
    }

    /// Whether people are left at sources for whom it is not settled that they stay.
    fn is_unsettled(&self) -> bool {
        (0..self.layers.supply.len()).any(|source| {
            self.layers.supply[source] > 0
                && self.layers.ground.sources[source].node != NONE
                && !self.is_home(source)
        })
    }

    /// Whether people may stay at a source at the price that it has.
    fn is_home(&self, source: usize) -> bool {
        let class = self.layers.ground.sources[source].class;
        let price = u64::from(self.layers.source_label[source]);
        self.stay.iter().any(|&(of, stay)| of == class && stay == price)
    }

    fn homes(&self) -> Vec<At> {
        let sources = 0..self.layers.supply.len();
        let placed = |&source: &usize| self.layers.ground.sources[source].node != NONE;
        let homes = sources.filter(placed).filter(|&source| self.is_home(source));
        homes.map(|source| At::source(source as u32)).collect()
    }

    /// Sends whoever can get on at the prices as they are.
    fn settle(&mut self) -> bool {
        let homes: Vec<bool> =
            (0..self.layers.supply.len()).map(|source| self.is_home(source)).collect();
        let takes = |layers: &Layers<'_>, at: At| match at.as_source() {
            Some(source) if homes[source as usize] => u64::MAX,
            _ => takes(layers, at),
        };
        let mut any = false;
        for sink in overfull(self.layers) {
            if !self.search.has_reached(self.layers, At::sink(sink)) {
                continue;
            }
            let surplus = (-self.layers.room[sink as usize]).unsigned_abs();
            for (end, sent) in self.search.send(self.layers, At::sink(sink), surplus, takes) {
                self.layers.room[sink as usize] += i64::from(sent);
                if let Some(end) = end.as_sink() {
                    self.layers.room[end as usize] -= i64::from(sent);
                } else if let Some(source) = end.as_source() {
                    self.layers.supply[source as usize] += sent;
                    self.layers.arrived -= u64::from(sent);
                }
                any = true;
            }
        }
        for source in 0..self.layers.supply.len() {
            let left = self.layers.supply[source];
            let at = At::source(source as u32);
            if left == 0 || homes[source] || !self.search.has_reached(self.layers, at) {
                continue;
            }
            for (end, sent) in self.search.send(self.layers, at, u64::from(left), takes) {
                self.layers.supply[source] -= sent;
                if let Some(end) = end.as_sink() {
                    self.layers.room[end as usize] -= i64::from(sent);
                    self.layers.arrived += u64::from(sent);
                } else if let Some(home) = end.as_source() {
                    self.layers.supply[home as usize] += sent;
                }
                any = true;
            }
        }
        any
    }

    /// Raises the price of everything from which nobody gets on.
    fn raise(&mut self, by: u32) {
        for bucket in 0..self.layers.buckets() {
            for node in 0..self.layers.nodes_in(bucket) {
                if !self.search.has_reached(self.layers, At::node(bucket, node)) {
                    let place = self.layers.place(bucket, node);
                    self.layers.spots[place].label += by;
                }
            }
        }
        for source in 0..self.layers.supply.len() {
            if !self.search.has_reached(self.layers, At::source(source as u32)) {
                self.layers.source_label[source] += by;
            }
        }
        for sink in 0..self.layers.room.len() {
            if !self.search.has_reached(self.layers, At::sink(sink as u32)) {
                self.layers.price[sink] += by;
            }
        }
    }

    /// The least by which prices have to rise until somebody gets on, if that
    /// ever is.
    fn gap(&self) -> Option<u32> {
        let layers = &*self.layers;
        let ground = Arc::clone(&layers.ground);
        let price = |at: At| layers.spots[layers.place(at.bucket, at.node)].label;
        let in_reach = |at: At| self.search.has_reached(layers, at);
        let mut gap: Option<u32> = None;
        let mut see = |from: u32, to: u32| {
            let by = to.saturating_sub(from);
            gap = Some(gap.map_or(by, |gap| gap.min(by)));
        };
        for bucket in 0..layers.buckets() {
            for node in 0..layers.nodes_in(bucket) {
                let at = At::node(bucket, node);
                if in_reach(at) {
                    for &source in ground.sources_at.of_node(node) {
                        let from = ground.sources[source as usize].from;
                        if bucket >= from && !in_reach(At::source(source)) {
                            see(layers.source_label[source as usize], price(at));
                        }
                    }
                    continue;
                }
                for link in ground.out.of_node(node) {
                    let to = At::node(bucket + link.delay, link.other);
                    if to.bucket >= layers.buckets() {
                        break;
                    }
                    if layers.cells[layers.arc(bucket, link.arc)].free > 0 && in_reach(to) {
                        see(price(at), price(to));
                    }
                }
                for link in ground.into.of_node(node) {
                    let Some(before) = bucket.checked_sub(link.delay) else { continue };
                    if link.other < layers.nodes_in(before)
                        && layers.cells[layers.arc(before, link.arc)].flow > 0
                        && in_reach(At::node(before, link.other))
                    {
                        see(price(at), price(At::node(before, link.other)));
                    }
                }
                let sink = ground.sink_at[node as usize];
                if sink != NONE && in_reach(At::sink(sink)) {
                    see(price(at), bucket + layers.price[sink as usize]);
                }
                for &source in ground.sources_at.of_node(node) {
                    let from = ground.sources[source as usize].from;
                    if bucket >= from
                        && in_reach(At::source(source))
                        && layers.departed[source as usize][(bucket - from) as usize] > 0
                    {
                        see(price(at), layers.source_label[source as usize]);
                    }
                }
            }
        }
        for (sink, &node) in (0u32..).zip(&ground.sinks) {
            if node == NONE || in_reach(At::sink(sink)) {
                continue;
            }
            for (bucket, &entered) in (0..).zip(&layers.entered[sink as usize]) {
                if entered > 0 && in_reach(At::node(bucket, node)) {
                    see(bucket + layers.price[sink as usize], price(At::node(bucket, node)));
                }
            }
        }
        // Those of a class who may stay do so at one price.
        for (source, at) in (0u32..).zip(&ground.sources) {
            let stay = self.stay.iter().find(|&&(class, _)| class == at.class);
            if let (Some(&(_, stay)), false, true) =
                (stay, in_reach(At::source(source)), at.node != NONE)
            {
                see(layers.source_label[source as usize], u32::try_from(stay).unwrap_or(UNSET));
            }
        }
        gap
    }

    /// Lets the class stay that comes last of those who may not yet; false if all
    /// may.
    fn let_stay(&mut self) -> bool {
        let sources = self.layers.ground.sources.iter().enumerate();
        let class = sources
            .clone()
            .filter(|(_, source)| source.node != NONE)
            .map(|(_, source)| source.class)
            .filter(|class| self.stay.iter().all(|(of, _)| of != class))
            .max();
        let Some(class) = class else { return false };
        let outside = sources.filter(|&(number, source)| {
            source.class == class
                && source.node != NONE
                && !self.search.has_reached(self.layers, At::source(number as u32))
        });
        let price = outside.map(|(number, _)| self.layers.source_label[number]).max();
        self.stay.push((class, u64::from(price.unwrap_or(UNSET))));
        true
    }
}

/// The prices of places by the problem's nodes, on the common clock.
pub(super) fn potentials(layers: &Layers<'_>, mut stay: Vec<(u32, u64)>) -> Potentials {
    let ground = &layers.ground;
    let mut of = vec![(0, Vec::new()); ground.first_of.len()];
    for (rank, &node) in (0u32..).zip(&ground.nodes) {
        let first = ground.first[rank as usize];
        let price = |bucket| u64::from(layers.spots[layers.place(bucket, rank)].label);
        let prices = (first..layers.buckets()).map(price).collect();
        of[node as usize] = (first - ground.ahead[rank as usize], prices);
    }
    for source in &ground.sources {
        if stay.iter().all(|&(class, _)| class != source.class) {
            stay.push((source.class, u64::from(UNSET)));
        }
    }
    stay.sort_unstable();
    Potentials { of, sinks: layers.price.iter().map(|&price| u64::from(price)).collect(), stay }
}
