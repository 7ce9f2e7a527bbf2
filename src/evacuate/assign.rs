//! Who goes to which shelter, apart from when: least walking in all, families
//! kept together, no shelter over its places.
//!
//! Floor 5.
//!
//! With single people, or families of one size, the assignment is a
//! transportation problem and solved exactly. With families of several sizes it
//! is hard (places are bins); then the problem is solved as if families could be
//! divided, which gives a bound, and families are placed one by one, the
//! largest first, close to that solution.

mod transport;

use self::transport::transport;
use crate::id::FeatureRef;
use crate::id::NeighbourhoodId;
use crate::id::ShelterId;
use crate::model::TravelMode;
use crate::route::Cell;
use crate::route::PlanError;
use crate::route::RoutePlanner;
use crate::time::TimeWindow;
use geo::Coord;
use serde::{Deserialize, Serialize};

/// Families of one size at one place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FamilyGroup {
    /// Where they are from.
    pub neighbourhood: NeighbourhoodId,
    /// Where they start, in degrees, `[lon, lat]`.
    pub at: [f64; 2],
    /// Persons in each family, 1 or more.
    pub size: u64,
    /// How many families.
    pub families: u64,
}

/// Families of a group that go to one shelter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Assigned {
    /// The number of the group in the question, from 0.
    pub group: usize,
    /// Where they go.
    pub shelter: ShelterId,
    /// How many families.
    pub families: u64,
    /// How many persons.
    pub persons: u64,
    /// How long each walks, in seconds.
    pub walk_s: f64,
}

/// Who goes where.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Assignment {
    /// Who goes where, by group and shelter.
    pub assigned: Vec<Assigned>,
    /// How many families of each group have no place within reach.
    pub left: Vec<u64>,
    /// How many persons have a place.
    pub persons: u64,
    /// No assignment has places for more, be families divided or not.
    pub persons_at_most: u64,
    /// Seconds walked in all.
    pub walk_s: f64,
    /// If as many have places as can: no assignment of them walks less.
    pub walk_at_least_s: f64,
}

/// Why there is no assignment.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AssignmentError {
    /// A family of nobody.
    #[error("group #{group}: expected families of 1 person or more, found 0")]
    NobodyInFamily {
        /// The number of the group, from 0.
        group: usize,
    },
    /// The table of times has other rows or columns.
    #[error("expected a time for each of {expected} pairs of group and shelter, found {found}")]
    OtherTable {
        /// Groups times shelters.
        expected: usize,
        /// Entries.
        found: usize,
    },
    /// Times cannot be found.
    #[error(transparent)]
    Plan(#[from] PlanError),
}

impl Assignment {
    /// Assigns families to shelters by walking times found on the streets as
    /// they are throughout `window`: shut at some time counts as shut.
    ///
    /// # Errors
    ///
    /// [`AssignmentError`] if a family is empty or times cannot be found; the
    /// planner needs prepared streets.
    pub fn on(
        planner: &RoutePlanner<'_>,
        families: &[FamilyGroup],
        shelters: &[(ShelterId, Coord, u64)],
        window: TimeWindow,
    ) -> Result<Self, AssignmentError> {
        let snapshot = planner.snapshot(TravelMode::Foot, window)?;
        let from: Vec<Coord> = families.iter().map(|family| Coord::from(family.at)).collect();
        let to: Vec<Coord> = shelters.iter().map(|(_, at, _)| *at).collect();
        let matrix = snapshot.matrix(&from, &to)?;
        let times: Vec<Option<u32>> = matrix
            .cells
            .iter()
            .map(|cell| match cell {
                Cell::Milliseconds(ms) => Some(*ms),
                Cell::NoWay(_) => None,
            })
            .collect();
        let places: Vec<(ShelterId, u64)> =
            shelters.iter().map(|(id, _, places)| (id.clone(), *places)).collect();
        Self::of(families, &places, &times)
    }

    /// Assigns families to shelters with so many places, by a table of walking
    /// times in milliseconds: a row for each group, a column for each shelter;
    /// `None` where there is no way.
    ///
    /// As many persons as possible (families taken as divisible), then the least
    /// walking. Exact where all families are of one size.
    ///
    /// # Errors
    ///
    /// [`AssignmentError`] if a family is empty or the table is not one.
    pub fn of(
        families: &[FamilyGroup],
        shelters: &[(ShelterId, u64)],
        times_ms: &[Option<u32>],
    ) -> Result<Self, AssignmentError> {
        let (expected, found) = (families.len() * shelters.len(), times_ms.len());
        if expected != found {
            return Err(AssignmentError::OtherTable { expected, found });
        }
        if let Some(group) = families.iter().position(|family| family.size == 0) {
            return Err(AssignmentError::NobodyInFamily { group });
        }
        let size = families.first().map_or(1, |family| family.size);
        let even = families.iter().all(|family| family.size == size);
        let unit = if even { size } else { 1 };
        // In units: families if all are alike, else persons.
        let supplies: Vec<u64> =
            families.iter().map(|family| family.size * family.families / unit).collect();
        let places: Vec<u64> = shelters.iter().map(|(_, places)| places / unit).collect();
        let flow = transport(&supplies, &places, times_ms);
        let columns = shelters.len();
        let cost = |flow: &[u64], unit: u64| -> f64 {
            let walked = flow.iter().zip(times_ms).map(|(&count, time)| {
                (count * unit) as f64 * f64::from(time.unwrap_or(0)) / 1000.0
            });
            walked.sum()
        };
        let persons_at_most = flow.iter().sum::<u64>() * unit;
        let walk_at_least_s = cost(&flow, unit);
        let whole = if even { flow } else { whole_families(families, shelters, times_ms, &flow) };
        let mut assignment = Self {
            assigned: Vec::new(),
            left: families.iter().map(|family| family.families).collect(),
            persons: 0,
            persons_at_most,
            walk_s: 0.0,
            walk_at_least_s,
        };
        for (cell, &count) in whole.iter().enumerate().filter(|(_, count)| **count > 0) {
            let (group, shelter) = (cell / columns, cell % columns);
            let persons = count * families[group].size;
            let walk_s = f64::from(times_ms[cell].unwrap_or(0)) / 1000.0;
            assignment.left[group] -= count;
            assignment.persons += persons;
            assignment.walk_s += walk_s * persons as f64;
            let shelter = shelters[shelter].0.clone();
            assignment.assigned.push(Assigned { group, shelter, families: count, persons, walk_s });
        }
        Ok(assignment)
    }

    /// By how much the walking may be above the least, in per cent of it, if as
    /// many have places as can; `None` if fewer have.
    pub fn gap_percent(&self) -> Option<f64> {
        let comparable = self.persons == self.persons_at_most && self.walk_at_least_s > 0.0;
        comparable.then(|| (self.walk_s / self.walk_at_least_s - 1.0) * 100.0)
    }

    /// Which shelters take somebody, in order of their identifiers.
    pub fn shelters(&self) -> Vec<FeatureRef> {
        let mut all: Vec<FeatureRef> =
            self.assigned.iter().map(|one| one.shelter.to_ref()).collect();
        all.sort();
        all.dedup();
        all
    }
}

/// Whole families in the place of persons: as many as the flow has whole, then
/// what is left one by one, the largest families first, each to the nearest
/// shelter that has room for all of it.
fn whole_families(
    families: &[FamilyGroup],
    shelters: &[(ShelterId, u64)],
    times_ms: &[Option<u32>],
    flow: &[u64],
) -> Vec<u64> {
    let columns = shelters.len();
    let size = |cell: usize| families[cell / columns].size;
    let mut whole: Vec<u64> =
        flow.iter().enumerate().map(|(cell, persons)| persons / size(cell)).collect();
    let mut free: Vec<u64> = shelters.iter().map(|(_, places)| *places).collect();
    let mut rest: Vec<u64> = families.iter().map(|family| family.families).collect();
    for (cell, &count) in whole.iter().enumerate() {
        free[cell % columns] -= count * size(cell);
        rest[cell / columns] -= count;
    }
    let mut order: Vec<usize> = (0..families.len()).collect();
    order.sort_by_key(|&group| (std::cmp::Reverse(families[group].size), group));
    for group in order {
        let mut near: Vec<(u32, usize)> = (0..columns)
            .filter_map(|column| Some((times_ms[group * columns + column]?, column)))
            .collect();
        near.sort_unstable();
        for (_, column) in near {
            let fits = (free[column] / families[group].size).min(rest[group]);
            whole[group * columns + column] += fits;
            free[column] -= fits * families[group].size;
            rest[group] -= fits;
        }
    }
    whole
}

#[cfg(test)]
mod tests;
