//! How many a checkpoint passes in each step.
//!
//! Floor 5.
//!
//! A checkpoint has one rate, but may stand on several streets, and those on
//! foot pass it as well as those in vehicles. Each of these has a share of the
//! rate. Those who are reported to be waiting pass first.

use super::case::Case;
use super::estimate::Estimate;
use super::meaning::{Expansion, GateArc};
use super::open::in_steps;
use crate::flow::Piece;
use crate::flow::Profile;
use crate::flow::Step;
use crate::id::CheckpointId;
use crate::model::Checkpoint;
use crate::route::Tick;
use crate::scenario::Scenario;
use std::collections::BTreeMap;

/// Persons an hour that a checkpoint passes: as asked for, else as reported,
/// else as asked for those of which nobody has said. `None` if nobody has said.
pub(super) fn rate_of(case: &Case<'_>, checkpoint: &Checkpoint) -> Option<Estimate> {
    let request = case.request;
    let asked = request.checkpoint_rates.get(checkpoint.id()).copied();
    let stated = checkpoint.persons_per_hour().map(|rate| Estimate::Number(rate.0));
    asked.or(stated).or(request.unknown_checkpoint_rate)
}

impl GateArc {
    /// How many pass in each step at some rates, behind those who wait already.
    pub(super) fn profile(
        &self,
        rates: &BTreeMap<CheckpointId, f64>,
        scenario: &Scenario,
        step: Tick,
    ) -> Profile {
        let mut least = f64::INFINITY;
        let mut waiting: f64 = 0.0;
        for (id, share) in self.checkpoints.iter().zip(&self.shares) {
            least = least.min(rates.get(id).copied().unwrap_or(0.0) * share);
            let queue = scenario.checkpoint(id).and_then(Checkpoint::queue);
            waiting = waiting.max((queue.map_or(0, |queue| queue.0) as f64 * share).ceil());
        }
        let (persons, per) = in_steps(if least.is_finite() { least } else { 0.0 }, step);
        let mut waiting = waiting as u64;
        let mut pieces = Vec::new();
        for &(from, until) in &self.open {
            // As many steps as those who wait take, rounded up.
            let of_queue =
                (u128::from(waiting) * u128::from(per)).div_ceil(u128::from(persons.max(1)));
            let begins = u32::try_from(of_queue).unwrap_or(Step::MAX).saturating_add(from);
            if begins < until {
                waiting = 0;
                pieces.push(Piece { from: begins, until, persons, per });
            } else {
                let passed = u128::from(until - from) * u128::from(persons) / u128::from(per);
                waiting = waiting.saturating_sub(u64::try_from(passed).unwrap_or(u64::MAX));
            }
        }
        Profile::Pieces(pieces)
    }
}

impl Expansion<'_> {
    /// Gives every arc of a checkpoint its share of the rate.
    ///
    /// Between modes by the people who could pass it; between the streets on
    /// which it stands by the people whose quickest way leads over each, or
    /// evenly if it is nobody's.
    pub(super) fn share_gates(&mut self, persons: &[u64]) {
        let mut of: BTreeMap<CheckpointId, Vec<(usize, usize)>> = BTreeMap::new();
        for (gate, arc) in self.gates.iter().enumerate() {
            for (at, id) in arc.checkpoints.iter().enumerate() {
                of.entry(id.clone()).or_default().push((gate, at));
            }
        }
        if of.values().all(|arcs| arcs.len() == 1) {
            return;
        }
        let quickest = self.quickest(persons);
        for arcs in of.values().filter(|arcs| arcs.len() > 1) {
            let mut by_layer: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
            for &(gate, at) in arcs {
                by_layer.entry(self.layer_of(self.gates[gate].arc)).or_default().push((gate, at));
            }
            let could: Vec<u64> = by_layer
                .values()
                .map(|gates| {
                    let nodes = gates.iter().map(|&(gate, _)| self.gates[gate].arc);
                    self.behind(nodes.collect(), persons)
                })
                .collect();
            let all: u64 = could.iter().sum();
            for (gates, could) in by_layer.into_values().zip(could) {
                let share = if all == 0 { 0.0 } else { could as f64 / all as f64 };
                let over: u64 = gates.iter().map(|&(gate, _)| quickest[gate]).sum();
                let count = gates.len() as f64;
                for (gate, at) in gates {
                    let part =
                        if over == 0 { 1.0 / count } else { quickest[gate] as f64 / over as f64 };
                    self.gates[gate].shares[at] = share * part;
                }
            }
        }
    }

    /// The layer that an arc of a checkpoint is in.
    fn layer_of(&self, arc: u32) -> usize {
        let tail = self.problem.arcs[arc as usize].tail;
        self.layer_starts.partition_point(|&start| start <= tail).saturating_sub(1)
    }

    /// How many people could come to the tail of one of some arcs.
    fn behind(&self, arcs: Vec<u32>, persons: &[u64]) -> u64 {
        let mut into: Vec<Vec<u32>> = vec![Vec::new(); self.problem.nodes as usize];
        for arc in &self.problem.arcs {
            into[arc.head as usize].push(arc.tail);
        }
        let mut seen = vec![false; self.problem.nodes as usize];
        let mut queue: Vec<u32> =
            arcs.into_iter().map(|arc| self.problem.arcs[arc as usize].tail).collect();
        while let Some(node) = queue.pop() {
            if !std::mem::replace(&mut seen[node as usize], true) {
                queue.extend(&into[node as usize]);
            }
        }
        let sources = self.problem.sources.iter().zip(persons);
        sources.filter(|(source, _)| seen[source.node as usize]).map(|(_, count)| count).sum()
    }

    /// How many people's quickest way leads over each checkpoint's arc.
    fn quickest(&self, persons: &[u64]) -> Vec<u64> {
        let mut next: Vec<Option<u32>> = vec![None; self.problem.nodes as usize];
        for (number, arc) in self.problem.arcs.iter().enumerate() {
            // Without delay on running clocks: a quickest way.
            if arc.delay == 0 && next[arc.tail as usize].is_none() {
                next[arc.tail as usize] = Some(number as u32);
            }
        }
        let mut over = vec![0; self.gates.len()];
        let gates: BTreeMap<u32, usize> =
            self.gates.iter().enumerate().map(|(gate, arc)| (arc.arc, gate)).collect();
        for (source, count) in self.problem.sources.iter().zip(persons) {
            let mut at = source.node;
            while let Some(arc) = next[at as usize] {
                if let Some(&gate) = gates.get(&arc) {
                    over[gate] += count;
                }
                at = self.problem.arcs[arc as usize].head;
            }
        }
        over
    }
}
