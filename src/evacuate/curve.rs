//! Who had arrived by when, and what became of shelters and checkpoints.
//!
//! Floor 5.

use super::answer::Telling;
use super::gates::rate_of;
use super::plan::{CheckpointUse, Curve, CurvePoint, ShelterUse};
use super::words::name;
use crate::flow::Step;
use crate::id::FeatureRef;
use crate::model::Feature;
use crate::route::instant;
use std::collections::BTreeMap;

/// How many arrive in each step.
pub(super) type Arrivals = BTreeMap<Step, u64>;

impl Telling<'_, '_> {
    /// How many arrive in each step, by group and by shelter.
    pub(super) fn arrivals(&self) -> (Vec<Arrivals>, Vec<Arrivals>) {
        let mut groups = vec![Arrivals::new(); self.case.groups.len()];
        let mut shelters = vec![Arrivals::new(); self.case.shelters.len()];
        for route in &self.answer.routes {
            let slot = self.expansion.sources[route.source as usize];
            let group = self.expansion.slots[slot].group;
            let shelter = self.expansion.sinks[route.sink as usize];
            for departure in &route.departures {
                let step = departure.step + self.arrives(route);
                *groups[group].entry(step).or_default() += departure.persons;
                *shelters[shelter].entry(step).or_default() += departure.persons;
            }
        }
        (groups, shelters)
    }

    /// The curves of all, of each neighbourhood and of each shelter.
    pub(super) fn curves(&self, groups: &[Arrivals], shelters: &[Arrivals]) -> Vec<Curve> {
        let mut all = Arrivals::new();
        for (step, persons) in groups.iter().flatten() {
            *all.entry(*step).or_default() += persons;
        }
        let mut curves = vec![self.curve(None, &all)];
        let named = self.case.groups.iter().zip(groups);
        curves.extend(named.map(|(group, at)| self.curve(Some(group.neighbourhood.to_ref()), at)));
        let named = self.case.shelters.iter().zip(shelters);
        curves.extend(named.map(|(shelter, at)| self.curve(Some(shelter.id.to_ref()), at)));
        curves
    }

    fn curve(&self, of: Option<FeatureRef>, arrivals: &Arrivals) -> Curve {
        let mut persons = 0;
        let point = |(&step, count): (&Step, &u64)| {
            persons += count;
            CurvePoint { at: instant(self.expansion.arrived(step)), persons }
        };
        Curve { of, points: arrivals.iter().map(point).collect() }
    }

    /// What became of each shelter.
    pub(super) fn shelters(&self, arrivals: &[Arrivals]) -> Vec<ShelterUse> {
        let shelters = self.case.shelters.iter().zip(arrivals).enumerate();
        shelters
            .map(|(number, (shelter, arrivals))| {
                let persons: u64 = arrivals.values().sum();
                let last = arrivals.keys().last().filter(|_| persons >= shelter.places);
                ShelterUse {
                    shelter: shelter.id.clone(),
                    name: name(self.scenario, &shelter.id.to_ref()),
                    places: shelter.places,
                    persons,
                    full_at: last.map(|&step| instant(self.expansion.arrived(step))),
                    reached: !self.expansion.shelters_unreached.contains(&number),
                }
            })
            .collect()
    }

    /// What became of each checkpoint that somebody passes, or that is not counted on.
    pub(super) fn checkpoints(&self) -> Vec<CheckpointUse> {
        let passings = self.passings();
        let mut all = Vec::new();
        for checkpoint in self.scenario.checkpoints() {
            let mut found = CheckpointUse {
                checkpoint: checkpoint.id().clone(),
                name: checkpoint.label(),
                persons_per_hour: rate_of(self.case, checkpoint).map(super::Estimate::likely),
                persons: 0,
                first: None,
                last: None,
                mean_wait_s: 0.0,
                longest_wait_s: 0,
            };
            let step_s = self.case.request.step_s;
            let mut waited = 0.0;
            for passing in &passings {
                let gate = &self.expansion.gates[passing.gate];
                if !gate.checkpoints.contains(checkpoint.id()) {
                    continue;
                }
                let tail = self.problem.arcs[gate.arc as usize].tail;
                let from = instant(self.expansion.tick(tail, passing.step));
                let until = instant(self.expansion.tick(tail, passing.step + 1));
                found.first = Some(found.first.map_or(from, |first| first.min(from)));
                found.last = Some(found.last.map_or(until, |last| last.max(until)));
                let wait_s = u64::from(passing.waited) * u64::from(step_s);
                found.longest_wait_s = found.longest_wait_s.max(wait_s);
                waited += wait_s as f64 * passing.persons as f64;
                found.persons += passing.persons;
            }
            if found.persons > 0 {
                found.mean_wait_s = waited / found.persons as f64;
            }
            if found.persons > 0 || found.persons_per_hour.is_none() {
                all.push(found);
            }
        }
        all
    }
}
