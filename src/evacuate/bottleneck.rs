//! What holds people up, when, and how many.
//!
//! Floor 5.
//!
//! A street or checkpoint holds people up in the steps in which as many enter as
//! may, and in which it leads from where one is late to where one is early: from
//! a place with a greater label of the proof to one with a smaller or, if it has no
//! labels, into one of its cuts. There lies the border that shows that no more can arrive.

use super::answer::Telling;
use super::meaning::ArcMeans;
use super::plan::{Bottleneck, BottleneckKind, ShelterUse};
use super::words::{name, number};
use crate::flow::Cut;
use crate::flow::Labels;
use crate::flow::Profile;
use crate::flow::Proof;
use crate::flow::Step;
use crate::id::FeatureRef;
use crate::route::ArcOf;
use crate::route::instant;
use std::collections::{BTreeMap, BTreeSet};

/// So many are told of at most: those with the most people behind.
const MOST: usize = 24;

/// Who enters an arc when, and from which sources.
#[derive(Debug, Default)]
struct Entered {
    steps: BTreeMap<Step, u64>,
    sources: BTreeSet<u32>,
}

impl Telling<'_, '_> {
    /// What holds people up, in order of time.
    pub(super) fn bottlenecks(&self, shelters: &[ShelterUse]) -> Vec<Bottleneck> {
        let mut entered: BTreeMap<u32, Entered> = BTreeMap::new();
        for route in &self.answer.routes {
            for one in &route.moves {
                let profile = self.problem.arcs[one.arc as usize].profile;
                if self.problem.profiles[profile as usize] == Profile::Unlimited
                    || matches!(self.expansion.arcs[one.arc as usize], ArcMeans::Shelter(_))
                {
                    continue;
                }
                let arc = entered.entry(one.arc).or_default();
                arc.sources.insert(route.source);
                for departure in &route.departures {
                    *arc.steps.entry(departure.step + one.after).or_default() += departure.persons;
                }
            }
        }
        let room = self.with_room();
        let mut found: Vec<Bottleneck> =
            entered.iter().flat_map(|(&arc, entered)| self.full(arc, entered, &room)).collect();
        // Of streets that hold up the same people one is enough: the one that
        // holds up the most, and the longest.
        let length = |one: &Bottleneck| one.until.duration_since(one.from);
        found.sort_by(|a, b| {
            let more = b.persons_behind.cmp(&a.persons_behind).then(length(b).cmp(&length(a)));
            a.kind.cmp(&b.kind).then(more).then(a.edge.cmp(&b.edge))
        });
        let mut kept: Vec<Bottleneck> = Vec::new();
        for one in found {
            let alike = |other: &Bottleneck| {
                one.kind == BottleneckKind::Street
                    && other.kind == one.kind
                    && match (self.street(one.edge), self.street(other.edge)) {
                        (None, None) => {
                            let same = |rate: f64| (rate - one.persons_per_hour).abs() < 0.5;
                            other.edge == one.edge
                                || other.at == one.at
                                || (other.persons_behind == one.persons_behind
                                    && same(other.persons_per_hour))
                        }
                        (name, other) => name == other,
                    }
                    && other.from < one.until
                    && one.from < other.until
            };
            if kept.len() < MOST && !kept.iter().any(alike) {
                kept.push(one);
            }
        }
        kept.extend(shelters.iter().filter_map(|shelter| self.full_shelter(shelter)));
        kept.sort_by(|a, b| {
            a.from.cmp(&b.from).then(a.kind.cmp(&b.kind)).then(a.text.cmp(&b.text))
        });
        kept
    }

    /// The stretches of time in which an arc holds people up.
    fn full(&self, arc: u32, entered: &Entered, room: &[bool]) -> Vec<Bottleneck> {
        let of = self.problem.arcs[arc as usize];
        let profile = &self.problem.profiles[of.profile as usize];
        let proof = &self.answer.proof;
        let mut runs: Vec<(Step, Step)> = Vec::new();
        for (&step, &persons) in &entered.steps {
            let then = step.saturating_add(of.delay);
            if persons < profile.at(step) || !holds_up(proof, (of.tail, step), (of.head, then)) {
                continue;
            }
            match runs.last_mut() {
                // Steps in which nobody may enter do not end it.
                Some(run) if run.1 == step || profile.within(run.1, step) == 0 => run.1 = step + 1,
                _ => runs.push((step, step + 1)),
            }
        }
        // A full step or two is chance.
        let long = runs.into_iter().filter(|(from, until)| until - from > 1);
        long.filter_map(|run| self.bottleneck(arc, (entered, room), run)).collect()
    }

    fn bottleneck(
        &self,
        arc: u32,
        (entered, room): (&Entered, &[bool]),
        (from, until): (Step, Step),
    ) -> Option<Bottleneck> {
        let of = self.problem.arcs[arc as usize];
        let profile = &self.problem.profiles[of.profile as usize];
        let persons_per_hour = match profile {
            Profile::Pieces(pieces) => {
                let piece = pieces.iter().find(|piece| piece.until > from)?;
                piece.persons as f64 * 3_600_000.0 / (piece.per as f64 * self.expansion.step as f64)
            }
            Profile::Unlimited => return None,
        };
        let still: u64 = entered.steps.range(from..).map(|(_, persons)| persons).sum();
        // Those for whom there is no room would stay behind without it, too.
        let held = entered.sources.iter().map(|&source| source as usize);
        let held = held.filter(|&source| room[self.problem.sources[source].node as usize]);
        let left = held.map(|source| self.answer.left[source]);
        let persons_behind = still + left.sum::<u64>();
        let tail = of.tail;
        let (starts, ends) = (self.expansion.tick(tail, from), self.expansion.tick(tail, until));
        let (kind, refers, edge, at, what) = self.what(arc)?;
        let since = self.clock.time(instant(starts));
        let rate = number(persons_per_hour.round() as u64);
        let behind = number(persons_behind);
        let text = match kind {
            BottleneckKind::Convoy => {
                format!("from {since} {what} has no free seats and {behind} people wait for it")
            }
            _ => format!(
                "from {since} {what} passes {rate} an hour and {behind} people are behind it"
            ),
        };
        Some(Bottleneck {
            kind,
            of: refers,
            edge,
            at,
            from: instant(starts),
            until: instant(ends),
            persons_per_hour,
            persons_behind,
            text,
        })
    }

    /// What an arc is, in structure and in words.
    #[allow(clippy::type_complexity, reason = "taken apart where it is asked for")]
    fn what(
        &self,
        arc: u32,
    ) -> Option<(BottleneckKind, Option<FeatureRef>, Option<u32>, [f64; 2], String)> {
        match self.expansion.arcs[arc as usize] {
            ArcMeans::Street { layer, arc } => {
                let graph = &self.expansion.layers[layer].graph;
                let ArcOf::Street(edge, ..) = graph.arc(arc) else { return None };
                let at = graph.place(graph.graph.from(arc));
                let what = self.street(Some(edge.0)).map_or_else(
                    || format!("the street at {:.5}, {:.5}", at.y, at.x),
                    str::to_owned,
                );
                Some((BottleneckKind::Street, None, Some(edge.0), [at.x, at.y], what))
            }
            ArcMeans::Gate(gate) => {
                let gate = &self.expansion.gates[gate];
                let id = gate.checkpoints.first()?;
                let at = self.scenario.checkpoint(id)?.place().coord();
                let named = gate.checkpoints.iter().map(|id| name(self.scenario, &id.to_ref()));
                let what = format!("the checkpoint {}", named.collect::<Vec<_>>().join(" with "));
                Some((BottleneckKind::Checkpoint, Some(id.to_ref()), None, [at.x, at.y], what))
            }
            ArcMeans::Boarding(convoy) => {
                let convoy = &self.case.request.convoys[convoy];
                let of = convoy.neighbourhood.to_ref();
                let (layer, node) = self.expansion.slots.iter().find_map(|slot| {
                    let group = &self.case.groups[slot.group];
                    let here = slot.mode == crate::model::TravelMode::Convoy
                        && group.neighbourhood == convoy.neighbourhood;
                    slot.at.filter(|_| here)
                })?;
                let at = self.expansion.layers[layer].graph.place(node);
                let what = format!("the convoy {}", convoy.id);
                Some((BottleneckKind::Convoy, Some(of), None, [at.x, at.y], what))
            }
            ArcMeans::Shelter(_) | ArcMeans::Turn => None,
        }
    }

    /// The name of the street that an edge belongs to.
    fn street(&self, edge: Option<u32>) -> Option<&str> {
        let layer = self.expansion.layers.first()?;
        let network = layer.graph.conditions.ground.network();
        network.edge(crate::network::EdgeId(edge?)).name("")
    }

    fn full_shelter(&self, shelter: &ShelterUse) -> Option<Bottleneck> {
        let from = shelter.full_at?;
        let record = self.scenario.shelter(&shelter.shelter)?;
        let number_of = |one: &usize| self.case.shelters[*one].id == shelter.shelter;
        let sink = self.expansion.sinks.iter().position(number_of)?;
        let leads = self.leads_to(vec![self.problem.sinks[sink].node]);
        let sources = self.problem.sources.iter().zip(&self.answer.left);
        let here = sources.filter(|(source, _)| leads[source.node as usize]);
        let behind: u64 = here.map(|(_, left)| left).sum();
        let at = record.place().coord();
        let until = self.window().end_or_max();
        (behind > 0).then(|| Bottleneck {
            kind: BottleneckKind::Shelter,
            of: Some(shelter.shelter.to_ref()),
            edge: None,
            at: [at.x, at.y],
            from,
            until,
            persons_per_hour: 0.0,
            persons_behind: behind,
            text: format!(
                "from {} the shelter {} is full and {} people who could reach it are left behind",
                self.clock.time(from),
                shelter.name,
                number(behind)
            ),
        })
    }
}

/// Whether an arc leads from a place with a greater label to one with a smaller, or,
/// if there are none, from outside a cut into it; true of all if nothing is shown.
fn holds_up(proof: &Proof, tail: (u32, Step), head: (u32, Step)) -> bool {
    if proof.labels.of.is_empty() && proof.cuts.is_empty() {
        return true;
    }
    if !proof.labels.of.is_empty() {
        return label(&proof.labels, tail) > label(&proof.labels, head);
    }
    let inside = |cut: &Cut, (node, step): (u32, Step)| {
        let windows = cut.inside.get(node as usize).map(Vec::as_slice).unwrap_or_default();
        windows.iter().any(|&(from, until)| (from..until).contains(&step))
    };
    proof.cuts.iter().any(|cut| inside(cut, head) && !inside(cut, tail))
}

/// The label of a place: less than any before the first, more than any after the last.
fn label(labels: &Labels, (node, step): (u32, Step)) -> i64 {
    let Some((first, of)) = labels.of.get(node as usize) else { return i64::MAX };
    let ahead = labels.ahead.get(node as usize).copied().unwrap_or(0);
    let bucket = step.saturating_add(ahead) / labels.width.max(1);
    match bucket.checked_sub(*first) {
        None => -1,
        Some(at) => of.get(at as usize).map_or(i64::MAX, |&label| i64::from(label)),
    }
}
