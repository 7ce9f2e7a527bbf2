//! What a front is held against: every state at every tick.

use super::super::cost::Cost;
use super::super::interval::{Tick, Ticks};
use super::super::search::{Bound, Question, Start, Way};
use super::super::test_graph::HORIZON;
use super::super::time_graph::{ArcIndex, NodeIndex, TimeGraph};
use super::Front;
use proptest::prelude::*;

/// What things cost, said tick by tick.
pub(super) struct Tariff<'a> {
    pub(super) graph: &'a TimeGraph,
    pub(super) starts: &'a [Start],
    pub(super) begin: &'a dyn Fn(&Start, Tick) -> i64,
    pub(super) arc: &'a dyn Fn(ArcIndex, Tick) -> i64,
    pub(super) rate: &'a dyn Fn(NodeIndex, Tick) -> i64,
}

const NEVER: i64 = i64::MAX;

pub(super) fn has(set: &Ticks, at: Tick) -> bool {
    set.containing(at).is_some()
}

impl Tariff<'_> {
    /// The slow oracle: every state at every tick, one tick at a time. Shares no
    /// code with the search; sets are asked tick by tick only.
    ///
    /// Gives, for each tick, the least cost of having been ready at a goal by it.
    fn least_by_tick(&self, goals: &[NodeIndex]) -> Vec<i64> {
        let graph = self.graph;
        let arcs = graph.arc_count();
        let states = arcs + self.starts.len(); // the arc by which one came, or "began here"
        let ticks = HORIZON as usize;
        let lower = |cost: &mut i64, to: i64| {
            let lower = to < *cost;
            *cost = to.min(*cost);
            lower
        };
        let plus = |cost: i64, more: i64| if cost == NEVER { NEVER } else { cost + more };
        let mut came = vec![vec![NEVER; ticks]; states];
        let mut waiting = vec![vec![NEVER; ticks]; states];
        let mut ready = vec![vec![NEVER; ticks]; states];
        let mut at_goal = vec![NEVER; ticks];
        for (index, start) in self.starts.iter().enumerate() {
            for t in start.first.max(0)..start.end.min(HORIZON) {
                came[arcs + index][t as usize] = (self.begin)(start, t);
            }
        }
        for t in 0..ticks {
            let now = t as Tick;
            loop {
                // Arcs of no duration may chain within one tick.
                let mut changed = false;
                for state in 0..states {
                    let began = state.checked_sub(arcs).map(|index| self.starts[index].node);
                    let at = began.unwrap_or_else(|| graph.to(state as ArcIndex));
                    let node = graph.node(at);
                    let may_stand =
                        |tick: Tick| !has(&node.absent, tick) && !has(&node.no_standing, tick);
                    if has(&node.absent, now) {
                        continue;
                    }
                    let stays = t > 0 && may_stand(now) && may_stand(now - 1);
                    changed |= lower(&mut waiting[state][t], came[state][t]);
                    if stays {
                        let stood = plus(waiting[state][t - 1], (self.rate)(at, now - 1));
                        changed |= lower(&mut waiting[state][t], stood);
                        let stood = plus(ready[state][t - 1], (self.rate)(at, now - 1));
                        changed |= lower(&mut ready[state][t], stood);
                    }
                    match &node.gate {
                        Some(gate) if began.is_none() => {
                            let begun = now - gate.delay;
                            if begun >= 0 {
                                let open = if gate.delay == 0 {
                                    has(&gate.open, now)
                                } else {
                                    (begun..now).all(|tick| has(&gate.open, tick))
                                };
                                let stood = gate.delay == 0 || (begun..=now).all(may_stand);
                                if open && stood {
                                    let cost: i64 =
                                        (begun..now).map(|tick| (self.rate)(at, tick)).sum();
                                    let cost = plus(waiting[state][begun as usize], cost);
                                    changed |= lower(&mut ready[state][t], cost);
                                }
                            }
                        }
                        _ => changed |= lower(&mut ready[state][t], waiting[state][t]),
                    }
                    if goals.contains(&at) {
                        changed |= lower(&mut at_goal[t], ready[state][t]);
                    }
                    if ready[state][t] == NEVER {
                        continue;
                    }
                    for out in graph.out(at) {
                        let turn = began.is_some() || graph.turn_allowed(state as ArcIndex, out);
                        let arrive = now + graph.duration(out);
                        if turn && !has(graph.banned(out), now) && arrive < HORIZON {
                            let cost = ready[state][t] + (self.arc)(out, now);
                            changed |= lower(&mut came[out as usize][arrive as usize], cost);
                        }
                    }
                }
                if !changed {
                    break;
                }
            }
        }
        for t in 1..ticks {
            at_goal[t] = at_goal[t].min(at_goal[t - 1]);
        }
        at_goal
    }

    /// Walks a way tick by tick, fails where it does what it may not, and gives
    /// what it costs.
    fn walk(&self, way: &Way, goals: &[NodeIndex]) -> i64 {
        let graph = self.graph;
        let (mut at, mut last) = (way.start, None);
        // Some start that one could have begun at, as cheaply as can be.
        let node = graph.node(at);
        let may_stand = |tick: Tick| !has(&node.absent, tick) && !has(&node.no_standing, tick);
        let mut cost = NEVER;
        for start in self.starts.iter().filter(|start| start.node == at) {
            for begun in start.first.max(0)..start.end.min(way.departure + 1) {
                if begun == way.departure || (begun..=way.departure).all(may_stand) {
                    let waited: i64 = (begun..way.departure).map(|t| (self.rate)(at, t)).sum();
                    cost = cost.min((self.begin)(start, begun) + waited);
                }
            }
        }
        assert_ne!(cost, NEVER, "does not begin where and when it may");
        let mut now = way.departure;
        let ends =
            way.steps.iter().map(|step| (step.enter, Some(step.arc))).chain([(way.arrival, None)]);
        for (leave, arc) in ends {
            assert!(leave >= now, "goes back in time");
            let node = graph.node(at);
            for tick in now..=leave {
                assert!(!has(&node.absent, tick), "is where nobody may be");
                assert!(now == leave || !has(&node.no_standing, tick), "stands where nobody may");
            }
            if let (Some(gate), true) = (&node.gate, last.is_some()) {
                assert!((now..=leave - gate.delay).any(|begun| if gate.delay == 0 {
                    has(&gate.open, begun)
                } else {
                    (begun..begun + gate.delay).all(|tick| has(&gate.open, tick))
                }));
            }
            cost += (now..leave).map(|tick| (self.rate)(at, tick)).sum::<i64>();
            let Some(arc) = arc else { break };
            assert_eq!(graph.from(arc), at);
            assert!(!has(graph.banned(arc), leave), "enters while banned");
            assert!(last.is_none_or(|last| graph.turn_allowed(last, arc)));
            cost += (self.arc)(arc, leave);
            (at, now, last) = (graph.to(arc), leave + graph.duration(arc), Some(arc));
        }
        let exits = way.steps.iter().map(|step| (step.exit, step.enter + graph.duration(step.arc)));
        assert!(exits.into_iter().all(|(exit, due)| exit == due));
        assert_eq!(at, way.goal);
        assert!(goals.contains(&at));
        cost
    }

    /// Holds every answer of the search against the oracle.
    pub(super) fn holds(
        &self,
        goals: &[NodeIndex],
        cost: &mut impl Cost,
        bound: &mut impl Bound,
    ) -> Result<(), TestCaseError> {
        let graph = self.graph;
        let asked = Question { graph, starts: self.starts, goals, until: HORIZON, cancel: None };
        let expected = self.least_by_tick(goals);
        let mut front = Front::default();
        let stretches = front.front(&asked, cost, bound).unwrap();
        let mut found = vec![NEVER; HORIZON as usize];
        for stretch in &stretches {
            for tick in stretch.line.first..HORIZON {
                found[tick as usize] = stretch.line.at(tick.min(stretch.line.end - 1));
            }
            for tick in stretch.line.first..stretch.line.end {
                let way = front.way_by(graph, tick).unwrap();
                prop_assert_eq!(way.arrival, tick);
                prop_assert_eq!(self.walk(&way, goals), stretch.line.at(tick));
            }
            prop_assert_eq!(stretch.first.arrival, stretch.line.first);
            let last = stretch.last.as_ref().unwrap_or(&stretch.first);
            prop_assert_eq!(last.arrival, stretch.line.end - 1);
        }
        prop_assert_eq!(&found, &expected);
        for pair in stretches.windows(2) {
            prop_assert!(pair[0].line.last() > pair[1].line.cost);
        }

        let least = expected.last().copied().filter(|&cost| cost != NEVER);
        let found = front.least(&asked, cost, bound).unwrap();
        prop_assert_eq!(found.as_ref().map(|found| found.cost), least);
        if let Some(found) = found {
            let first = expected.iter().position(|&cost| Some(cost) == least).unwrap();
            prop_assert_eq!(found.way.arrival, first as Tick);
            prop_assert_eq!(self.walk(&found.way, goals), found.cost);
        }

        let mut limits = expected.clone();
        limits.dedup();
        for limit in limits.into_iter().flat_map(|limit| [limit, limit.saturating_sub(1)]) {
            let found = front.cheapest_by(&asked, cost, bound, limit).unwrap();
            let first = expected.iter().position(|&cost| cost <= limit && cost != NEVER);
            prop_assert_eq!(
                found.as_ref().map(|found| found.way.arrival),
                first.map(|t| t as Tick)
            );
            if let Some(found) = found {
                prop_assert_eq!(found.cost, expected[first.unwrap()]);
                prop_assert_eq!(self.walk(&found.way, goals), found.cost);
            }
        }
        Ok(())
    }
}
