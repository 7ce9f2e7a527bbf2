//! What was taken for want of anything better, in words.
//!
//! Floor 5.

use super::answer::Telling;
use super::gates::rate_of;
use super::request::StartFrom;
use crate::model::Feature;
use crate::model::TravelMode;

impl Telling<'_, '_> {
    pub(super) fn assumptions(&self) -> Vec<String> {
        let table = &self.case.request.capacities;
        let mut all = Vec::new();
        let walks = self.case.uses(TravelMode::Foot) || self.case.uses(TravelMode::Wheelchair);
        if walks {
            all.push(format!(
                "on foot {} persons a second pass a metre of effective width ({} on steps); of a \
                 street with vehicles people on foot use {} of the width less {} m; where no \
                 width is mapped it is taken by class",
                table.walking_flow, table.steps_flow, table.walkable_share, table.edge_margin_m
            ));
        }
        if self.case.uses(TravelMode::Wheelchair) {
            all.push(format!(
                "a person in a wheelchair takes the room of {} on foot",
                table.wheelchair_as_persons
            ));
        }
        if self.case.uses(TravelMode::Vehicle) {
            all.push(format!(
                "{} persons travel in a vehicle; vehicles an hour and lane are taken by class of \
                 street where none are stated",
                table.persons_per_vehicle
            ));
        }
        if self.case.uses(TravelMode::Convoy) {
            all.push(format!(
                "a vehicle of a convoy counts as {} others on the street and comes back at the \
                 speed at which it went",
                table.convoy_vehicle_as_vehicles
            ));
        }
        if self.expansion.layers.len() > 1 {
            all.push(
                "each way of travelling has the streets to itself; the rate of a checkpoint is \
                 shared between them by the people who could pass it"
                    .to_owned(),
            );
        }
        all.push(
            "a street passes as many whichever way people come on it, and everybody keeps to the \
             usual speed while no more enter than it passes"
                .to_owned(),
        );
        all.push(
            match self.case.request.start_from {
                StartFrom::Streets => {
                    "people start at up to 24 junctions of their neighbourhood, as many at each"
                }
                StartFrom::AssemblyPoints => {
                    "people start at the assembly points of their neighbourhood, as many at each; \
                 where there are none, at up to 24 junctions"
                }
            }
            .to_owned(),
        );
        all.push(
            "people wait where they start and before checkpoints, not elsewhere; they use a \
             street or checkpoint only in steps in all of which it is open"
                .to_owned(),
        );
        let limited = self.scenario.corridors().iter();
        for corridor in limited {
            if let Some(rate) = corridor.persons_per_hour() {
                all.push(format!(
                    "streets along the announced corridor {} pass {} persons an hour at most",
                    corridor.label(),
                    rate.0
                ));
            }
        }
        for checkpoint in self.scenario.checkpoints() {
            let stated = checkpoint.persons_per_hour().is_some()
                && self.original.is_none_or(|scenario| {
                    let own = scenario.checkpoint(checkpoint.id());
                    own.is_some_and(|own| own.persons_per_hour().is_some())
                });
            let asked = self.case.request.checkpoint_rates.contains_key(checkpoint.id());
            if let Some(rate) = rate_of(self.case, checkpoint).filter(|_| !stated || asked) {
                all.push(format!(
                    "the checkpoint {} passes {} persons an hour, as the request has it",
                    checkpoint.label(),
                    rate.likely()
                ));
            }
        }
        all
    }

    pub(super) fn warnings(&self) -> Vec<String> {
        let mut all = self.case.warnings.clone();
        for &shelter in &self.expansion.shelters_unreached {
            let id = &self.case.shelters[shelter].id;
            all.push(format!("no street reaches the shelter {:?}", id.as_str()));
        }
        for id in &self.unknown {
            all.push(format!(
                "the checkpoint {:?} is not counted on: nobody has said how many it passes",
                id.as_str()
            ));
        }
        all
    }
}
