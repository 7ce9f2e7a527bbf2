//! Prices of places after the last that has one listed.
//!
//! Floor 0.
//!
//! Nobody is there, so any price will do at which no arc out of them leads to
//! where it costs less. The highest such prices forbid the least elsewhere:
//! they are what it costs to go on from there on arcs that let anybody in at
//! all. Prices above all listed ones are alike to every law, so that they are
//! cut off at `top`, and no step from `top` on need be looked at.

use super::load::may_enter;
use super::reach::Outgoing;
use super::reach::Reach;
use crate::flow::FlowProblem;
use crate::flow::Potentials;

/// The price of a place: its own if it is listed, none (0) before, and after it
/// the most that can be.
#[derive(Debug)]
pub(super) struct PriceList<'a> {
    of: &'a Potentials,
    /// For each node the prices of the steps after the listed ones.
    late: Vec<(u64, Vec<u64>)>,
    /// More than any listed price.
    pub(super) top: u64,
    horizon: u64,
}

impl<'a> PriceList<'a> {
    /// O(arcs · late steps). The lists are as many as nodes and sinks.
    pub(super) fn of(problem: &FlowProblem, reach: &Reach, of: &'a Potentials) -> Self {
        let most = of.of.iter().flat_map(|(_, prices)| prices).max().copied().unwrap_or(0);
        let (top, horizon) = (most.saturating_add(1), u64::from(problem.horizon));
        let end = horizon.min(top);
        let late = (0..problem.nodes)
            .map(|node| {
                let (first, prices) = &of.of[node as usize];
                let listed = u64::from(*first).saturating_add(prices.len() as u64);
                let steps = reach.first(node).map_or(0, |_| end.saturating_sub(listed));
                (listed, vec![top; steps as usize])
            })
            .collect();
        let mut list = Self { of, late, top, horizon };
        list.fill(problem, end);
        list
    }

    /// The price of being at a node in a step.
    pub(super) fn at(&self, node: u32, step: u64) -> u64 {
        if step >= self.horizon {
            return self.top;
        }
        let (first, prices) = &self.of.of[node as usize];
        let Some(at) = step.checked_sub(u64::from(*first)) else { return 0 };
        if let Some(&price) = prices.get(at as usize) {
            return price;
        }
        let (first, prices) = &self.late[node as usize];
        prices.get((step - first) as usize).map_or(self.top, |&price| price)
    }

    fn fill(&mut self, problem: &FlowProblem, end: u64) {
        let begin = self.late.iter().filter(|(_, prices)| !prices.is_empty());
        let Some(begin) = begin.map(|&(first, _)| first).min() else { return };
        let out = Outgoing::of(problem);
        let order = heads_first(problem, &out);
        let mut entry: Vec<Option<u64>> = vec![None; problem.nodes as usize];
        for (sink, &price) in problem.sinks.iter().zip(&self.of.sinks) {
            entry[sink.node as usize] = Some(price);
        }
        for step in (begin..end).rev() {
            for &node in &order {
                let Some(at) = step.checked_sub(self.late[node].0) else { continue };
                if at as usize >= self.late[node].1.len() {
                    continue;
                }
                let mut price = entry[node].map_or(self.top, |entry| entry.saturating_add(step));
                if problem.waiting.binary_search(&(node as u32)).is_ok() {
                    price = price.min(self.at(node as u32, step + 1));
                }
                for &arc in out.of_node(node) {
                    let (head, delay) = (problem.arcs[arc].head, problem.arcs[arc].delay);
                    let next = self.at(head, step + u64::from(delay));
                    if next < price && may_enter(problem, arc, step) > 0 {
                        price = next;
                    }
                }
                self.late[node].1[at as usize] = price.min(self.top);
            }
        }
    }
}

/// The nodes in an order in which arcs without delay lead backwards.
fn heads_first(problem: &FlowProblem, out: &Outgoing) -> Vec<usize> {
    let nodes = problem.nodes as usize;
    let instant = |&&arc: &&usize| problem.arcs[arc].delay == 0;
    let mut leading = vec![0usize; nodes];
    for arc in problem.arcs.iter().filter(|arc| arc.delay == 0) {
        leading[arc.head as usize] += 1;
    }
    let mut order: Vec<usize> = (0..nodes).filter(|&node| leading[node] == 0).collect();
    let mut done = 0;
    while done < order.len() {
        for &arc in out.of_node(order[done]).iter().filter(instant) {
            let head = problem.arcs[arc].head as usize;
            leading[head] -= 1;
            if leading[head] == 0 {
                order.push(head);
            }
        }
        done += 1;
    }
    order.reverse();
    order
}
