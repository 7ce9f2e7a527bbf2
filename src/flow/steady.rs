//! A flow that does not know of steps: how many go along each arc, all in all.
//!
//! Floor 0.
//!
//! Everybody who arrives before some step enters each arc on the way between the
//! first step in which anybody can be there and the last from which a sink is
//! reached in time. So as many as those steps let in are the capacity of the arc, and
//! what such a flow brings to sinks bounds what can arrive (Ford and Fulkerson 1958
//! build flows over time from flows without time the other way round). Where
//! capacities stay as they are the bound is close, and the ways of the flow, used all
//! the time, make a good plan.

use super::Step;
use super::bits::Bits;
use super::fitting::Fitting;
use super::ground::{Around, Ground, NONE};
use super::proof::Cut;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

mod shares;

/// Nothing leads from here.
const FAR: u32 = u32::MAX;

/// People on the arcs of a problem, up to a step.
pub(super) struct Steady<'g, 'p> {
    pub(super) ground: &'g Ground<'p>,
    /// By twice the number of each arc how many more may enter, and next to it how
    /// many do.
    free: Vec<u64>,
    /// Whether that is any: what a search reads.
    open: Bits,
    supply: Vec<u64>,
    room: Vec<u64>,
    /// How many leave each source.
    pub(super) departed: Vec<u64>,
    /// How many enter each sink.
    pub(super) entered: Vec<u64>,
    pub(super) arrived: u64,
    /// Only who arrives before this step counts.
    until: Step,
    /// How much later than without detours people are, from each node to room, going
    /// as well as they still can.
    late: Vec<u64>,
    /// Whether only ways count on which nobody is later than that.
    direct: bool,
    /// How near each node is to room in the search at hand.
    near: Vec<u32>,
    /// The neighbour that the search at hand stands at.
    next: Vec<u32>,
    reached: Vec<u32>,
}

impl<'g, 'p> Steady<'g, 'p> {
    /// Nobody, and no time yet. `ground` is in buckets of one step.
    pub(super) fn on(ground: &'g Ground<'p>) -> Self {
        let nodes = ground.nodes.len();
        let sources = ground.sources.iter();
        let persons = |node: u32, many: u64| if node == NONE { 0 } else { many };
        let sinks = ground.problem.sinks.iter().zip(&ground.sinks);
        let mut open = Bits::default();
        open.extend(std::iter::repeat_n(false, 2 * ground.arcs.len()));
        Self {
            ground,
            free: vec![0; 2 * ground.arcs.len()],
            open,
            supply: sources.map(|source| persons(source.node, source.persons.into())).collect(),
            room: sinks.map(|(sink, &node)| persons(node, sink.places)).collect(),
            departed: vec![0; ground.sources.len()],
            entered: vec![0; ground.sinks.len()],
            arrived: 0,
            until: 0,
            late: vec![0; nodes],
            direct: false,
            near: vec![FAR; nodes],
            next: vec![0; nodes],
            reached: Vec::new(),
        }
    }

    /// How many could arrive if time did not matter, but for room.
    pub(super) fn able(&self) -> u64 {
        self.supply.iter().sum::<u64>() + self.arrived
    }

    /// Lets people enter as long as they arrive before a step, which is no earlier
    /// than before.
    pub(super) fn until(&mut self, until: Step) {
        self.until = until;
        for arc in 0..self.ground.arcs.len() {
            let free = self.capacity(arc, until).saturating_sub(self.free[2 * arc + 1]);
            self.set(2 * arc, free);
        }
    }

    /// Nobody yet, on what others leave of people, room and capacities.
    pub(super) fn beside(ground: &'g Ground<'p>, fitting: &Fitting<'_>, until: Step) -> Self {
        let mut steady = Self { until, ..Self::on(ground) };
        for (number, arc) in ground.arcs.iter().enumerate() {
            let steps = steady.steps(number, until);
            if arc.arc != NONE && !steps.is_empty() {
                steady.set(2 * number, fitting.free_within(arc.arc, steps));
            }
        }
        for (left, &supply) in steady.supply.iter_mut().zip(fitting.supply()) {
            *left = supply.min(*left);
        }
        for (left, &room) in steady.room.iter_mut().zip(fitting.room()) {
            *left = room.min(*left);
        }
        steady
    }

    /// The steps in which an arc may be entered.
    fn steps(&self, number: usize, until: Step) -> Range<Step> {
        let arc = self.ground.arcs[number];
        let ahead = self.ground.ahead[arc.tail as usize];
        let last = until.saturating_sub(arc.delay).saturating_sub(ahead);
        self.ground.first[arc.tail as usize] - ahead..last
    }

    fn capacity(&self, number: usize, until: Step) -> u64 {
        let arc = self.ground.arcs[number].arc;
        let steps = self.steps(number, until);
        // There is no need to wait where any step is as good.
        if arc == NONE || steps.is_empty() {
            return 0;
        }
        let problem = self.ground.problem;
        let profile = &problem.profiles[problem.arcs[arc as usize].profile as usize];
        profile.within(steps.start, steps.end)
    }

    /// Sends as many as can arrive, up to a class, on any ways (Dinic 1970).
    pub(super) fn fill(&mut self, class: u32) {
        self.direct = false;
        while self.look(class) && self.send(class) {}
    }

    /// Likewise, with the least sum of how much later each is than without detours
    /// (the primal-dual method of Ford and Fulkerson 1962).
    pub(super) fn fill_directly(&mut self, class: u32) {
        self.direct = true;
        while self.look(class) && self.send(class) {}
        loop {
            self.raise();
            if !self.look(class) {
                break;
            }
            while self.send(class) && self.look(class) {}
        }
    }

    /// Whether somebody of a class is still at a source.
    fn is_left(&self, source: usize, class: u32) -> bool {
        let at = self.ground.sources[source];
        self.supply[source] > 0 && at.class <= class && at.from < self.until
    }

    fn with_room(&self) -> impl Iterator<Item = u32> {
        let sinks = self.ground.sinks.iter().zip(&self.room);
        sinks.filter(|&(_, &room)| room > 0).map(|(&node, _)| node)
    }

    /// Whether a hop from a node is one that counts.
    fn counts(&self, node: u32, hop: &Around) -> bool {
        !self.direct
            || self.late[hop.other as usize].checked_add_signed(hop.later.into())
                == Some(self.late[node as usize])
    }

    /// Looks back from room; whether anybody can come there.
    fn look(&mut self, class: u32) -> bool {
        self.near.fill(FAR);
        let mut reached = std::mem::take(&mut self.reached);
        reached.clear();
        reached.extend(self.with_room());
        for &node in &reached {
            self.near[node as usize] = 0;
        }
        let mut done = 0;
        while let Some(&node) = reached.get(done) {
            done += 1;
            for hop in self.ground.around.of_node(node) {
                // The same hop, seen from the other end.
                let there = Around { other: node, pass: hop.pass ^ 1, later: -hop.later };
                if self.open.has(there.pass as usize)
                    && self.near[hop.other as usize] == FAR
                    && self.counts(hop.other, &there)
                {
                    self.near[hop.other as usize] = self.near[node as usize] + 1;
                    reached.push(hop.other);
                }
            }
        }
        self.reached = reached;
        let sources = self.ground.sources.iter().enumerate();
        let mut left = sources.filter(|&(number, _)| self.is_left(number, class));
        left.any(|(_, source)| self.near[source.node as usize] != FAR)
    }

    /// Sends people along ways that come nearer with each hop; whether any were.
    fn send(&mut self, class: u32) -> bool {
        self.next.fill(0);
        let before = self.arrived;
        for source in 0..self.supply.len() {
            let start = self.ground.sources[source].node;
            while self.is_left(source, class) && self.near[start as usize] != FAR {
                let sent = self.send_from(start, self.supply[source]);
                if sent == 0 {
                    break;
                }
                self.supply[source] -= sent;
                self.departed[source] += sent;
                self.arrived += sent;
            }
        }
        self.arrived > before
    }

    fn send_from(&mut self, start: u32, most: u64) -> u64 {
        let mut way: Vec<u32> = Vec::new();
        let mut at = start;
        loop {
            let sink = self.ground.sink_at[at as usize];
            if sink != NONE && self.room[sink as usize] > 0 {
                let free = way.iter().map(|&pass| self.free[pass as usize]);
                let sent = free.min().map_or(most, |free| free.min(most));
                let sent = sent.min(self.room[sink as usize]);
                for pass in way {
                    self.shift(pass, sent);
                }
                self.room[sink as usize] -= sent;
                self.entered[sink as usize] += sent;
                return sent;
            }
            let hops = self.ground.around.of_node(at);
            let near = self.near[at as usize];
            let onward = hops.iter().skip(self.next[at as usize] as usize).position(|hop| {
                self.open.has(hop.pass as usize)
                    && self.near[hop.other as usize] < near
                    && self.counts(at, hop)
            });
            if let Some(skipped) = onward {
                self.next[at as usize] += skipped as u32;
                let hop = hops[self.next[at as usize] as usize];
                way.push(hop.pass);
                at = hop.other;
            } else {
                self.next[at as usize] = hops.len() as u32;
                let Some(pass) = way.pop() else { return 0 };
                let arc = self.ground.arcs[pass as usize / 2];
                at = if pass % 2 == 0 { arc.tail } else { arc.head };
                self.next[at as usize] += 1;
            }
        }
    }

    /// Finds anew how late people are from each node, going as well as they still
    /// can. O(arcs log nodes).
    fn raise(&mut self) {
        let mut more = vec![u64::MAX; self.late.len()];
        let mut queue = BinaryHeap::new();
        for node in self.with_room() {
            more[node as usize] = 0;
            queue.push(Reverse((0, node)));
        }
        let mut most = 0;
        while let Some(Reverse((at, node))) = queue.pop() {
            if at > more[node as usize] {
                continue;
            }
            most = at;
            for hop in self.ground.around.of_node(node) {
                if !self.open.has(hop.pass as usize ^ 1) {
                    continue;
                }
                // Never less than nothing: what is found is as late as it must be.
                let through = self.late[node as usize].saturating_add_signed(-i64::from(hop.later));
                let there = at + through.saturating_sub(self.late[hop.other as usize]);
                if there < more[hop.other as usize] {
                    more[hop.other as usize] = there;
                    queue.push(Reverse((there, hop.other)));
                }
            }
        }
        for (late, more) in self.late.iter_mut().zip(more) {
            *late += more.min(most);
        }
    }

    /// The nodes from which the last look found a way to room: so many can come
    /// through their border, or to room outside it, before a step.
    pub(super) fn through(&self, until: Step) -> u64 {
        let inside = |node: u32| node != NONE && self.near[node as usize] != FAR;
        let mut sum = 0u64;
        let mut add = |persons: u64| sum = sum.saturating_add(persons);
        for (number, source) in self.ground.sources.iter().enumerate() {
            if inside(source.node) && source.from < until {
                add(self.supply[number] + self.departed[number]);
            }
        }
        for (number, arc) in self.ground.arcs.iter().enumerate() {
            if inside(arc.head) && !inside(arc.tail) {
                add(self.capacity(number, until));
            }
        }
        for (sink, &node) in self.ground.problem.sinks.iter().zip(&self.ground.sinks) {
            if node != NONE && !inside(node) {
                add(sink.places);
            }
        }
        sum
    }

    /// That border as a cut.
    pub(super) fn cut(&self, until: Step) -> Cut {
        let ground = self.ground;
        let inside = |node: u32| node != NONE && self.near[node as usize] != FAR;
        let mut windows = vec![Vec::new(); ground.first_of.len()];
        for &rank in &self.reached {
            // Who is there later arrives too late.
            let end = until.saturating_sub(ground.ahead[rank as usize]);
            if end > 0 {
                windows[ground.nodes[rank as usize] as usize] = vec![(0, end)];
            }
        }
        let sinks = ground.sinks.iter().map(|&node| inside(node)).collect();
        Cut { by: until.saturating_sub(1), inside: windows, sinks }
    }

    /// How many go along an arc.
    pub(super) fn along(&self, arc: u32) -> u64 {
        self.free[2 * arc as usize + 1]
    }

    /// Takes people back from an arc.
    pub(super) fn take_back(&mut self, arc: u32, persons: u64) {
        self.shift(2 * arc + 1, persons);
    }

    /// Sends people along an arc, or takes them back.
    fn shift(&mut self, pass: u32, persons: u64) {
        let (pass, other) = (pass as usize, pass as usize ^ 1);
        self.set(pass, self.free[pass] - persons);
        self.set(other, self.free[other] + persons);
    }

    fn set(&mut self, pass: usize, free: u64) {
        self.free[pass] = free;
        self.open.set(pass, free > 0);
    }
}
