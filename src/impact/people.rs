//! People in covered ground, by areal interpolation over neighbourhoods.
//!
//! Floor 3.
//!
//! People are taken to be spread evenly over their neighbourhood, so that the
//! share of its area that is covered is the share of its people (areal
//! weighting: M. F. Goodchild and N. S. Lam, "Areal interpolation: a variant of
//! the traditional spatial problem", *Geo-Processing* 1 (1980)). Nobody knows
//! how they are really spread; the bounds are what holds however they are.

use super::WHOLLY;
use super::clean::clean;
use super::ground::Ground;
use super::share::{Common, common_with};
use crate::geodesy::area_of_straight_sides_m2;
use crate::id::NeighbourhoodId;
use crate::model::Neighbourhood;
use crate::units::Persons;
use geo::MultiPolygon;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How many people, at least, most likely and at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonsRange {
    /// Everybody in neighbourhoods wholly inside.
    pub low: Persons,
    /// Each neighbourhood's people times its share inside, rounded at the end.
    pub best: Persons,
    /// Everybody in neighbourhoods wholly or partly inside.
    pub high: Persons,
}

impl PersonsRange {
    /// A count and its bounds, put in order.
    pub fn new(low: Persons, best: Persons, high: Persons) -> Self {
        Self { low: low.min(best), best, high: high.max(best) }
    }
}

/// The days that figures speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateRange {
    /// The earliest.
    pub earliest: Date,
    /// The latest.
    pub latest: Date,
}

/// A neighbourhood of which all or some is inside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NeighbourhoodInside {
    /// Which one.
    pub id: NeighbourhoodId,
    /// The share of its area that is inside, 0 to 1.
    pub share: f64,
    /// Its people inside; `None` if its population is not known.
    pub persons: Option<PersonsRange>,
}

/// A neighbourhood made ready.
#[derive(Clone, Debug)]
pub(super) struct Home {
    pub(super) id: NeighbourhoodId,
    pub(super) population: Option<PersonsRange>,
    as_of: Option<Date>,
    pub(super) ground: MultiPolygon,
    area_m2: f64,
}

impl Home {
    pub(super) fn of(neighbourhood: &Neighbourhood) -> Self {
        let population = neighbourhood.population();
        let ground = Ground::of(clean(neighbourhood.area().polygons())).union;
        Self {
            id: neighbourhood.id().clone(),
            population: population.map(|estimate| estimate.persons).map(|persons| PersonsRange {
                low: persons,
                best: persons,
                high: persons,
            }),
            as_of: population.and_then(|estimate| estimate.as_of),
            area_m2: area_of_straight_sides_m2(&ground),
            ground,
        }
    }

    /// The share inside; `None` if it is not touched.
    fn share(&self, common: Common) -> Option<f64> {
        if common.area_m2 <= 0.0 || self.area_m2 <= 0.0 {
            return None;
        }
        let share = (common.area_m2 / self.area_m2).min(1.0);
        // Of a neighbourhood as narrow as a sliver, all is narrow.
        (common.touched || share >= WHOLLY).then_some(share)
    }
}

/// The people of some ground.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    pub(super) wholly: Vec<NeighbourhoodInside>,
    pub(super) partly: Vec<NeighbourhoodInside>,
    pub(super) unknown: Vec<NeighbourhoodId>,
    pub(super) persons: Option<PersonsRange>,
    pub(super) as_of: Option<DateRange>,
    pub(super) undated: Vec<NeighbourhoodId>,
}

/// The people of `union`, in the order of `homes`.
pub(super) fn count(homes: &[Home], union: &MultiPolygon) -> People {
    let mut people = People::default();
    if homes.is_empty() {
        return people;
    }
    let grounds: Vec<&MultiPolygon> = homes.iter().map(|home| &home.ground).collect();
    let (mut low, mut best, mut high) = (0_u64, 0.0, 0_u64);
    let mut known = false;
    for (home, common) in homes.iter().zip(common_with(union, &grounds)) {
        let Some(share) = home.share(common) else { continue };
        let wholly = share >= WHOLLY;
        let share = if wholly { 1.0 } else { share };
        let inside = home.population.map(|population| {
            let part = population.best.0 as f64 * share;
            let least = if wholly { population.low } else { Persons(0) };
            known = true;
            low = low.saturating_add(least.0);
            best += part;
            high = high.saturating_add(population.high.0);
            let dated = |date| DateRange { earliest: date, latest: date };
            match (home.as_of.map(dated), &mut people.as_of) {
                (None, _) => people.undated.push(home.id.clone()),
                (Some(day), Some(days)) => {
                    days.earliest = days.earliest.min(day.earliest);
                    days.latest = days.latest.max(day.latest);
                }
                (day, days) => *days = day,
            }
            PersonsRange::new(least, rounded(part), population.high)
        });
        if inside.is_none() {
            people.unknown.push(home.id.clone());
        }
        let entry = NeighbourhoodInside { id: home.id.clone(), share, persons: inside };
        if wholly { people.wholly.push(entry) } else { people.partly.push(entry) }
    }
    // Touching only neighbourhoods that nobody has counted is not touching nobody.
    if known || people.unknown.is_empty() {
        people.persons = Some(PersonsRange::new(Persons(low), rounded(best), Persons(high)));
    }
    people
}

fn rounded(persons: f64) -> Persons {
    Persons(persons.round() as u64)
}
