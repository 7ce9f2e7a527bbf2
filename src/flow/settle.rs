//! Where sinks hold too many: how early all can be in, and who goes elsewhere.
//!
//! Floor 0.

use super::FlowError;
use super::Step;
use super::augment::{At, Search};
use super::exchange::{self, Exchange, Sent, Terms};
use super::ground::{Ground, NONE};
use super::layers::{Layers, UNSET};
use super::most::{takes, with_room};
use super::proof::{Cut, Potentials};

/// Whether more people entered a sink than it has places for.
pub(super) fn is_overfull(layers: &Layers<'_>) -> bool {
    layers.room.iter().any(|&room| room < 0)
}

fn overfull(layers: &Layers<'_>) -> Vec<u32> {
    (0u32..).zip(&layers.room).filter(|&(_, &room)| room < 0).map(|(sink, _)| sink).collect()
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
        search.send(layers, At::sink(sink), surplus, takes, |layers, end, sent| {
            let Some(end) = end.as_sink() else { return };
            layers.room[sink as usize] += i64::from(sent);
            layers.room[end as usize] -= i64::from(sent);
            any = true;
        });
    }
    any
}

/// Stage 2: lays out buckets until everybody has a place in some sink or the
/// horizon is there. The cut shows that one bucket less is not enough, or that no
/// more have a place by the horizon; the number is how many are in by then. Takes layers as stage 1 leaves them.
pub(super) fn earliest_end(layers: &mut Layers<'_>) -> Option<(Cut, u64)> {
    let mut search = Search::through_sinks();
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

/// Shows that nobody arrives but those from whose place some way leads to a sink
/// before the horizon.
pub(super) fn all_with_a_way(ground: &Ground<'_>) -> Cut {
    let horizon = ground.problem.horizon;
    let inside = ground.ahead_of.iter().map(|&ahead| match horizon.checked_sub(ahead) {
        Some(until) if until > 0 => vec![(0, until)],
        _ => Vec::new(),
    });
    let sinks = vec![true; ground.sinks.len()];
    Cut { by: horizon.saturating_sub(1), inside: inside.collect(), sinks }
}

/// What the last search reached: inside.
pub(super) fn cut_of(layers: &Layers<'_>, search: &Search) -> Cut {
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
            let from = (bucket * ground.width).saturating_sub(ahead);
            let until = ((bucket + 1) * ground.width).saturating_sub(ahead);
            match windows.last_mut() {
                Some(last) if last.1 == from => last.1 = until,
                _ if from < until => windows.push((from, until)),
                _ => {}
            }
        }
    }
    let sinks =
        (0..layers.room.len() as u32).map(|sink| search.has_reached(layers, At::sink(sink)));
    let by = (layers.buckets() * ground.width).min(ground.problem.horizon) - 1;
    Cut { by, inside, sinks: sinks.collect() }
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
    exchange: Exchange,
    /// Classes whose people may stay, and the price of that.
    stay: Vec<(u32, u64)>,
}

impl<'l, 'p> Pricing<'l, 'p> {
    fn begin(layers: &'l mut Layers<'p>) -> Self {
        let last = layers.buckets().saturating_sub(1);
        for label in &mut layers.labels {
            *label = (*label).min(last);
        }
        for label in &mut layers.source_label {
            *label = (*label).min(last);
        }
        Self { layers, exchange: Exchange::default(), stay: Vec::new() }
    }

    fn run(mut self, tell: &mut dyn FnMut(Step) -> bool) -> Result<Vec<(u32, u64)>, FlowError> {
        let buckets = self.layers.ground.buckets;
        if self.layers.buckets() < buckets {
            self.layers.add_bucket(self.layers.buckets());
        }
        loop {
            if tell(self.layers.buckets()) {
                return Err(FlowError::Stopped { step: self.layers.buckets() });
            }
            self.settle();
            if self.exchange.trail.is_empty() {
                break;
            }
            if self.layers.buckets() < buckets {
                self.raise(1);
                self.layers.add_bucket(self.layers.buckets());
            } else if let Some(by) = self.gap() {
                self.raise(by);
            } else if !self.let_stay() {
                break;
            }
        }
        self.exchange.forget(self.layers);
        Ok(self.stay)
    }

    /// Whether people may stay at a source at the price that it has.
    fn is_home(stay: &[(u32, u64)], layers: &Layers<'_>, source: u32) -> bool {
        let class = layers.ground.sources[source as usize].class;
        let price = u64::from(layers.source_label[source as usize]);
        stay.iter().any(|&(of, stay)| of == class && stay == price)
    }

    /// Sends whoever can get on at the prices as they are.
    fn settle(&mut self) {
        let mut starts: Vec<At> = (0..self.layers.room.len() as u32).map(At::sink).collect();
        let sources = (0u32..).zip(&self.layers.ground.sources);
        let placed = sources.filter(|(_, source)| source.node != NONE);
        starts.extend(placed.map(|(source, _)| At::source(source)));
        let stay = &self.stay;
        let takes = |layers: &Layers<'_>, at: At| match (at.as_sink(), at.as_source()) {
            (Some(sink), _) => layers.room[sink as usize].max(0).unsigned_abs(),
            (_, Some(source)) if Self::is_home(stay, layers, source) => u64::MAX,
            _ => 0,
        };
        let has = |layers: &Layers<'_>, at: At| match (at.as_sink(), at.as_source()) {
            (Some(sink), _) => layers.room[sink as usize].min(0).unsigned_abs(),
            (_, Some(source)) if !Self::is_home(stay, layers, source) => {
                u64::from(layers.supply[source as usize])
            }
            _ => 0,
        };
        let mut sent = |layers: &mut Layers<'_>, sent: Sent| {
            match (sent.from.as_sink(), sent.from.as_source()) {
                (Some(sink), _) => {
                    layers.room[sink as usize] += i64::from(sent.persons);
                    layers.arrived -= u64::from(sent.persons);
                }
                (_, Some(source)) => layers.supply[source as usize] -= sent.persons,
                _ => {}
            }
            match (sent.to.as_sink(), sent.to.as_source()) {
                (Some(sink), _) => {
                    layers.room[sink as usize] -= i64::from(sent.persons);
                    layers.arrived += u64::from(sent.persons);
                }
                (_, Some(source)) => layers.supply[source as usize] += sent.persons,
                _ => {}
            }
        };
        let terms = Terms { starts: &starts, has: &has, takes: &takes };
        self.exchange.find(self.layers, &terms, &mut sent);
    }

    /// Raises the price of everything that those who cannot get on can reach.
    fn raise(&mut self, by: u32) {
        for &at in &self.exchange.trail {
            if let Some(source) = at.as_source() {
                self.layers.source_label[source as usize] += by;
            } else if let Some(sink) = at.as_sink() {
                self.layers.price[sink as usize] += by;
            } else {
                let place = self.layers.place(at.bucket, at.node);
                self.layers.labels[place] += by;
            }
        }
    }

    /// The least by which prices have to rise until somebody gets on, if that
    /// ever is.
    fn gap(&self) -> Option<u32> {
        let layers = &*self.layers;
        let price = |at: At| layers.labels[layers.place(at.bucket, at.node)];
        let mut gap = UNSET;
        let mut see = |to: Option<At>, from: u32, there: u32| {
            if to.is_none_or(|to| !self.exchange.has(layers, to)) {
                gap = gap.min(there.saturating_sub(from));
            }
        };
        for &at in &self.exchange.trail {
            if let Some(source) = at.as_source() {
                let here = layers.source_label[source as usize];
                let of = layers.ground.sources[source as usize];
                for bucket in (of.from..).take(layers.departed[source as usize].len()) {
                    let to = At::node(bucket, of.node);
                    see(Some(to), here, price(to));
                }
                // Those of a class who may stay do so at one price.
                if let Some(&(_, stay)) = self.stay.iter().find(|&&(class, _)| class == of.class) {
                    see(None, here, u32::try_from(stay).unwrap_or(UNSET));
                }
            } else if let Some(sink) = at.as_sink() {
                let node = layers.ground.sinks[sink as usize];
                for (bucket, &entered) in (0..).zip(&layers.entered[sink as usize]) {
                    if entered > 0 {
                        let to = At::node(bucket, node);
                        see(Some(to), bucket + layers.price[sink as usize], price(to));
                    }
                }
            } else {
                let here = price(at);
                exchange::any_onward(layers, at, &mut |to, there| see(Some(to), here, there));
            }
        }
        (gap < UNSET).then_some(gap)
    }

    /// Lets the class stay that comes last of those who may not yet; false if all
    /// may.
    fn let_stay(&mut self) -> bool {
        let sources = (0u32..).zip(&self.layers.ground.sources);
        let placed = sources.filter(|(_, source)| source.node != NONE);
        let classes = placed.clone().map(|(_, source)| source.class);
        let class = classes.filter(|class| self.stay.iter().all(|(of, _)| of != class)).max();
        let Some(class) = class else { return false };
        let of_class = placed.filter(|(_, source)| source.class == class);
        let price = |number: u32| self.layers.source_label[number as usize];
        let all = of_class.clone().map(|(number, _)| price(number)).max().unwrap_or(0);
        let reached =
            of_class.filter(|&(number, _)| self.exchange.has(self.layers, At::source(number)));
        // No way leads on from what was reached: all of it may cost more.
        let rise =
            reached.map(|(number, _)| price(number)).max().map_or(0, |reached| all - reached);
        self.raise(rise);
        self.stay.push((class, u64::from(all)));
        true
    }
}

/// The prices of places by the problem's nodes, on the common clock.
pub(super) fn potentials(layers: &Layers<'_>, mut stay: Vec<(u32, u64)>) -> Potentials {
    let ground = &layers.ground;
    let mut of = vec![(0, Vec::new()); ground.first_of.len()];
    for (rank, &node) in (0u32..).zip(&ground.nodes) {
        let first = ground.first[rank as usize];
        let price = |bucket| u64::from(layers.labels[layers.place(bucket, rank)]);
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
