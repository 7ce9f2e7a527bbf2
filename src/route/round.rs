//! What a way goes round.
//!
//! Floor 5.

use super::desk::{Desk, Ends};
use super::doors::{ArcOf, RouteGraph};
use super::error::PlanError;
use super::plan::RoutePlan;
use super::scratch::Scratch;
use super::search::Way;
use super::ticks::instant;
use crate::id::CheckpointId;
use crate::id::FeatureRef;
use crate::network::Ban;
use crate::time::TimeWindow;
use std::collections::BTreeSet;
use std::sync::Arc;

impl Desk<'_> {
    /// What stands in force on the way that would be quickest if nothing were
    /// shut, when one would be there, without what `plan` meets itself.
    pub(super) fn went_round(
        &self,
        plan: &RoutePlan,
        ends: &Ends,
        scratch: &mut Scratch,
    ) -> Result<Vec<FeatureRef>, PlanError> {
        let conditions = &self.graph.conditions;
        if conditions.closures.edges().next().is_none() && conditions.gates.is_empty() {
            return Ok(Vec::new());
        }
        let bare = self.with_conditions(Arc::clone(&self.bare));
        let from = |&start: &u32| self.graph.doors.iter().position(|&door| door == Some(start));
        let starts: Vec<u32> =
            ends.starts.iter().filter_map(from).filter_map(|door| bare.doors[door]).collect();
        let goals: Vec<u32> =
            ends.goals.iter().filter_map(from).filter_map(|door| bare.doors[door]).collect();
        // Who leaves when this plan leaves.
        let first = plan.departure.as_millisecond();
        let ends = Ends { starts, goals, first, until: ends.until };
        let Scratch { search, bounds, .. } = scratch;
        let takes = plan.arrival.as_millisecond() - first;
        if self.least(&bare, &ends, bounds) == Some(takes) {
            return Ok(Vec::new());
        }
        let Some(way) = self.earliest(&bare, &ends, search, bounds)? else {
            return Ok(Vec::new());
        };
        let mut met = self.on_way(&bare, &way);
        for stop in &plan.stops {
            met.retain(|one| !stop.waits_for.contains(one));
            met.retain(|one| {
                stop.checkpoint.as_ref().map(CheckpointId::to_ref).as_ref() != Some(one)
            });
        }
        Ok(met.into_iter().collect())
    }

    /// What is in force on a way in a graph where nothing is, while one is there.
    fn on_way(&self, bare: &RouteGraph<'_>, way: &Way) -> BTreeSet<FeatureRef> {
        let conditions = &self.graph.conditions;
        let mut met = BTreeSet::new();
        let mut gates: BTreeSet<FeatureRef> = BTreeSet::new();
        for step in &way.steps {
            let (enter, exit) = (instant(step.enter), instant(step.exit + 1));
            let holds = |ban: &Ban| {
                let meets = |window: &TimeWindow| {
                    window.start_or_min() < exit && window.end_or_max() > enter
                };
                ban.windows.iter().any(meets)
            };
            match bare.arc(step.arc) {
                ArcOf::Street(edge, from_m, to_m) => {
                    let shut = conditions.closures.on_edge(edge).iter();
                    let shut = shut.filter(|shut| shut.from_m <= to_m && shut.to_m >= from_m);
                    met.extend(
                        shut.filter(|shut| holds(&shut.ban)).map(|shut| shut.ban.cause.clone()),
                    );
                    let stretch = conditions.ground.network().edge(edge).stretch();
                    let on_it = conditions.stops.get(&stretch).into_iter().flatten();
                    for &(_, node) in on_it {
                        gates.extend(self.graph.gates_at(node).iter().map(CheckpointId::to_ref));
                    }
                }
                ArcOf::Access(from, to) => {
                    let shut = conditions.barriers.on_line(&[from, to]);
                    met.extend(
                        shut.iter()
                            .filter(|shut| holds(&shut.ban))
                            .map(|shut| shut.ban.cause.clone()),
                    );
                }
            }
            let node = bare.graph.to(step.arc);
            if bare.graph.is_street_node(node) {
                gates.extend(self.graph.gates_at(node).iter().map(CheckpointId::to_ref));
            }
        }
        met.extend(gates);
        met
    }
}
