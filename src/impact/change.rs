//! What changed between two sets of areas.
//!
//! Floor 3.

use super::Covered;
use super::Impact;
use super::ImpactError;
use super::PersonsRange;
use super::Surveyed;
use super::Surveyor;
use super::clean::without;
use super::ground::km2;
use super::people::count;
use crate::id::AssemblyPointId;
use crate::id::CheckpointId;
use crate::id::CorridorId;
use crate::id::NeighbourhoodId;
use crate::id::ShelterId;
use serde::{Deserialize, Serialize};

/// What changed from the areas before to those after: of one notice and the
/// next, or of one day and the next.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ImpactChange {
    /// What was covered before.
    pub before: Impact,
    /// What is covered after.
    pub after: Impact,
    /// Area after less area before, in square kilometres.
    pub net_km2: f64,
    /// Ground covered now and not before.
    pub gained: GroundPart,
    /// Ground covered before and not now.
    pub lost: GroundPart,
    /// Persons after less persons before.
    pub persons: Option<PersonsChange>,
    /// Neighbourhoods inside, at least in part, that were not before.
    pub neighbourhoods_entered: Vec<NeighbourhoodId>,
    /// Neighbourhoods that were inside, at least in part, and no longer are.
    pub neighbourhoods_left: Vec<NeighbourhoodId>,
    /// Neighbourhoods wholly inside that were not before.
    pub neighbourhoods_wholly_entered: Vec<NeighbourhoodId>,
    /// Shelters inside that were not before.
    pub shelters_entered: Vec<ShelterId>,
    /// Shelters that were inside and no longer are.
    pub shelters_left: Vec<ShelterId>,
    /// Checkpoints inside that were not before.
    pub checkpoints_entered: Vec<CheckpointId>,
    /// Checkpoints that were inside and no longer are.
    pub checkpoints_left: Vec<CheckpointId>,
    /// Assembly points inside that were not before.
    pub assembly_points_entered: Vec<AssemblyPointId>,
    /// Assembly points that were inside and no longer are.
    pub assembly_points_left: Vec<AssemblyPointId>,
    /// Corridors cut that were not before.
    pub corridors_entered: Vec<CorridorId>,
    /// Corridors that were cut and no longer are.
    pub corridors_left: Vec<CorridorId>,
    /// Street length inside after less before, in metres.
    pub net_streets_m: f64,
}

/// A piece of ground and its people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GroundPart {
    /// Square kilometres, geodesic on WGS 84.
    pub area_km2: f64,
    /// Its people, as in [`Impact::persons`].
    pub persons: Option<PersonsRange>,
}

/// How many persons more (or fewer, below 0), at least, most likely, at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonsChange {
    /// The fewest that are in the ground gained less the most in that lost.
    pub low: i64,
    /// The best figure after less the best before.
    pub best: i64,
    /// The most that are in the ground gained less the fewest in that lost.
    pub high: i64,
}

impl Surveyor {
    /// What changed from the areas in force before to those in force after.
    ///
    /// # Errors
    ///
    /// As [`Surveyor::impact`], of either.
    pub fn change(
        &self,
        before: &[Covered],
        after: &[Covered],
    ) -> Result<ImpactChange, ImpactError> {
        let (before, after) = (self.survey(before)?, self.survey(after)?);
        Ok(self.difference(&before, &after))
    }

    /// What changed from one survey to another, both made by this surveyor.
    ///
    /// `net_km2` is the difference of two geodesic areas, so that gained less
    /// lost may differ from it where long sides were cut in two: by less than
    /// a millionth of the area.
    pub fn difference(&self, before: &Surveyed, after: &Surveyed) -> ImpactChange {
        let (old, new) = (&before.impact, &after.impact);
        let part = |from: &Surveyed, less: &Surveyed| {
            let ground = without(&from.ground.parts, &less.ground.parts);
            let persons =
                if self.homes.is_empty() { None } else { count(&self.homes, &ground).persons };
            GroundPart { area_km2: km2(&ground), persons }
        };
        let (gained, lost) = (part(after, before), part(before, after));
        let touched = |impact: &Impact| -> Vec<NeighbourhoodId> {
            impact.neighbourhoods().into_iter().map(|one| one.id.clone()).collect()
        };
        let wholly = |impact: &Impact| -> Vec<NeighbourhoodId> {
            impact.neighbourhoods_wholly.iter().map(|one| one.id.clone()).collect()
        };
        let shelters = |impact: &Impact| -> Vec<ShelterId> {
            impact.shelters.inside.iter().map(|one| one.id.clone()).collect()
        };
        let corridors = |impact: &Impact| -> Vec<CorridorId> {
            impact.corridors.iter().map(|one| one.id.clone()).collect()
        };
        ImpactChange {
            net_km2: new.area_km2 - old.area_km2,
            persons: persons_change(old, new, gained, lost),
            neighbourhoods_entered: only_in(&touched(new), &touched(old)),
            neighbourhoods_left: only_in(&touched(old), &touched(new)),
            neighbourhoods_wholly_entered: only_in(&wholly(new), &wholly(old)),
            shelters_entered: only_in(&shelters(new), &shelters(old)),
            shelters_left: only_in(&shelters(old), &shelters(new)),
            checkpoints_entered: only_in(&new.checkpoints, &old.checkpoints),
            checkpoints_left: only_in(&old.checkpoints, &new.checkpoints),
            assembly_points_entered: only_in(&new.assembly_points, &old.assembly_points),
            assembly_points_left: only_in(&old.assembly_points, &new.assembly_points),
            corridors_entered: only_in(&corridors(new), &corridors(old)),
            corridors_left: only_in(&corridors(old), &corridors(new)),
            net_streets_m: new.streets.inside.0 - old.streets.inside.0,
            before: old.clone(),
            after: new.clone(),
            gained,
            lost,
        }
    }
}

fn persons_change(
    before: &Impact,
    after: &Impact,
    gained: GroundPart,
    lost: GroundPart,
) -> Option<PersonsChange> {
    let (before, after) = (before.persons?, after.persons?);
    let (gained, lost) = (gained.persons?, lost.persons?);
    let less = |a: u64, b: u64| (i128::from(a) - i128::from(b)).clamp(MOST.0, MOST.1) as i64;
    let best = less(after.best.0, before.best.0);
    Some(PersonsChange {
        low: less(gained.low.0, lost.high.0).min(best),
        best,
        high: less(gained.high.0, lost.low.0).max(best),
    })
}

/// What a change can hold.
const MOST: (i128, i128) = (i64::MIN as i128, i64::MAX as i128);

/// What is in the first and not in the second; both are sorted.
fn only_in<T: Ord + Clone>(first: &[T], second: &[T]) -> Vec<T> {
    first.iter().filter(|one| second.binary_search(one).is_err()).cloned().collect()
}
