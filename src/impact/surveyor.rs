//! A scenario made ready to say what areas cover.
//!
//! Floor 3.

use super::Covered;
use super::CoveredAlone;
use super::Impact;
use super::ImpactError;
use super::PersonsRange;
use super::clean::{clean, merged, shared};
use super::edge::Edge;
use super::ground::{Ground, km2};
use super::people::{Home, count};
use super::stated::fits;
use super::things::{CorridorCut, Lines, ShelterInside, SheltersInside, StreetsInside};
use crate::id::AssemblyPointId;
use crate::id::CheckpointId;
use crate::id::CorridorId;
use crate::id::NeighbourhoodId;
use crate::model::Area;
use crate::scenario::Scenario;
use crate::units::Metres;
use crate::units::Persons;
use geo::{Coord, Polygon};

/// A scenario made ready to say what areas cover.
///
/// Building takes O(n log n) for n points of neighbourhoods and streets, once.
/// What follows takes O((a + h) log(a + h)) for a points of areas (and where
/// their sides cross) and h of neighbourhoods, and O(log a) for each shelter,
/// checkpoint, assembly point and street in the areas' boxes.
#[derive(Clone, Debug)]
pub struct Surveyor {
    pub(super) homes: Vec<Home>,
    /// The neighbourhoods' ground together.
    homes_ground: Ground,
    shelters: Vec<(ShelterInside, Coord)>,
    checkpoints: Vec<(CheckpointId, Coord)>,
    assembly_points: Vec<(AssemblyPointId, Coord)>,
    streets: Lines,
    corridors: Lines,
    corridor_ids: Vec<CorridorId>,
    whole: Option<Whole>,
    whole_population: Option<Persons>,
}

/// A territory that was set.
#[derive(Clone, Debug)]
struct Whole {
    ground: Ground,
    edge: Edge,
    km2: f64,
}

/// Areas that were surveyed together: what they cover, and their ground, kept
/// to be held against another's.
#[derive(Clone, Debug)]
pub struct Surveyed {
    pub(super) impact: Impact,
    pub(super) ground: Ground,
}

impl Surveyed {
    /// What the areas cover.
    pub const fn impact(&self) -> &Impact {
        &self.impact
    }

    /// What the areas cover, without the ground.
    pub fn into_impact(self) -> Impact {
        self.impact
    }
}

impl Surveyor {
    /// Makes a scenario ready. Shares are of all its neighbourhoods until a
    /// whole is set.
    pub fn new(scenario: &Scenario) -> Self {
        let homes: Vec<Home> = scenario.neighbourhoods().iter().map(Home::of).collect();
        let ground = homes.iter().flat_map(|home| home.ground.0.iter().cloned()).collect();
        let shelters = scenario.shelters().iter();
        let checkpoints = scenario.checkpoints().iter();
        let assembly_points = scenario.assembly_points().iter();
        let corridors = scenario.corridors();
        Self {
            homes,
            homes_ground: Ground::of(ground),
            shelters: shelters.map(|one| (one.into(), one.place().coord())).collect(),
            checkpoints: checkpoints.map(|one| (one.id().clone(), one.place().coord())).collect(),
            assembly_points: assembly_points
                .map(|one| (one.id().clone(), one.place().coord()))
                .collect(),
            streets: Lines::of(scenario.streets().iter().map(|street| street.path().line())),
            corridors: Lines::of(corridors.iter().map(|corridor| corridor.path().line())),
            corridor_ids: corridors.iter().map(|corridor| corridor.id().clone()).collect(),
            whole: None,
            whole_population: None,
        }
    }

    /// Sets the territory that shares are of. Areas larger than it, or wholly
    /// outside, are refused from then on; without it neither is, for areas may
    /// well reach beyond the neighbourhoods that were given.
    #[must_use]
    pub fn whole(mut self, whole: &Area) -> Self {
        let ground = Ground::of_area(whole.polygons());
        let (edge, km2) = (Edge::of(&ground.union), ground.km2());
        self.whole = Some(Whole { ground, edge, km2 });
        self
    }

    /// Sets how many people the whole has in all. Neighbourhoods that have more
    /// together (a place counted twice, say) are refused from then on.
    #[must_use]
    pub const fn whole_population(mut self, persons: Persons) -> Self {
        self.whole_population = Some(persons);
        self
    }

    /// Sets how far every population may be off, as a share of it: 0.1 for a
    /// tenth either way. Without it populations are taken as exact, and the
    /// bounds of persons are those of the interpolation alone.
    #[must_use]
    pub fn population_within(mut self, share: f64) -> Self {
        let share = if share.is_nan() { 0.0 } else { share.max(0.0) };
        for population in self.homes.iter_mut().filter_map(|home| home.population.as_mut()) {
            let best = population.best.0 as f64;
            population.low = Persons((best * (1.0 - share)).max(0.0).floor() as u64);
            population.high = Persons((best * (1.0 + share)).ceil() as u64);
        }
        self
    }

    /// Sets the population of one neighbourhood with its own bounds.
    #[must_use]
    pub fn population(mut self, id: &NeighbourhoodId, persons: PersonsRange) -> Self {
        if let Some(home) = self.homes.iter_mut().find(|home| home.id == *id) {
            let PersonsRange { low, best, high } = persons;
            home.population = Some(PersonsRange::new(low, best, high));
        }
        self
    }

    /// What areas that are in force together cover.
    ///
    /// # Errors
    ///
    /// [`ImpactError`] if an area lies wholly outside the whole that was set, or
    /// together they are larger than it by more than
    /// [`WHOLE_TOLERANCE`](super::WHOLE_TOLERANCE); if a ring jumps over the
    /// antimeridian; if the neighbourhoods have more people than was set.
    pub fn impact(&self, areas: &[Covered]) -> Result<Impact, ImpactError> {
        self.survey(areas).map(Surveyed::into_impact)
    }

    /// The same, with the ground kept: for a series of areas each held against
    /// the one before.
    ///
    /// # Errors
    ///
    /// As [`Surveyor::impact`].
    pub fn survey(&self, areas: &[Covered]) -> Result<Surveyed, ImpactError> {
        self.check_population()?;
        let mut parts: Vec<Polygon> = Vec::new();
        let mut each = Vec::with_capacity(areas.len());
        for one in areas {
            one.check()?;
            let own = clean(one.area.polygons());
            // One polygon without crossings is its own union.
            let union = if own.len() > 1 { merged(&own) } else { geo::MultiPolygon(own.clone()) };
            let area_km2 = km2(&union);
            self.check_place(&one.label, &own, area_km2)?;
            each.push(CoveredAlone { label: one.label.clone(), area_km2 });
            parts.extend(own);
        }
        let ground = Ground::of(parts);
        let mut impact = Impact {
            area_km2: ground.km2(),
            sum_km2: each.iter().map(|one| one.area_km2).sum::<f64>() + 0.0,
            each,
            ..Impact::default()
        };
        self.add_whole(&ground, &mut impact)?;
        self.add_people(&ground, &mut impact);
        self.add_things(&ground, &mut impact);
        Ok(Surveyed { impact, ground })
    }

    fn check_population(&self) -> Result<(), ImpactError> {
        let Some(whole) = self.whole_population else { return Ok(()) };
        let known = self.homes.iter().filter_map(|home| home.population);
        let sum = Persons(known.fold(0, |sum, population| sum.saturating_add(population.low.0)));
        if sum > whole {
            return Err(ImpactError::MorePersonsThanWhole { sum, whole });
        }
        Ok(())
    }

    /// Refuses an area wholly outside the whole that was set.
    fn check_place(&self, label: &str, own: &[Polygon], area_km2: f64) -> Result<(), ImpactError> {
        let Some(whole) = &self.whole else { return Ok(()) };
        let starts = own.iter().filter_map(|polygon| polygon.exterior().0.first());
        let meets = own.is_empty()
            || starts.into_iter().any(|&at| whole.edge.holds(at))
            || !shared(own, &whole.ground.union.0).0.is_empty();
        if meets {
            return Ok(());
        }
        Err(ImpactError::OutsideWhole { label: label.to_owned(), area_km2 })
    }

    fn add_whole(&self, ground: &Ground, impact: &mut Impact) -> Result<(), ImpactError> {
        let area_km2 = impact.area_km2;
        let within = |other: &Ground| km2(&shared(&ground.union.0, &other.union.0)).min(area_km2);
        let in_homes = within(&self.homes_ground);
        impact.outside_neighbourhoods_km2 = area_km2 - in_homes;
        let (inside, whole_km2) = match &self.whole {
            Some(whole) => {
                fits(area_km2, whole.km2)?;
                (within(&whole.ground), whole.km2)
            }
            None if self.homes.is_empty() => return Ok(()),
            None => (in_homes, self.homes_ground.km2()),
        };
        impact.whole_km2 = Some(whole_km2);
        impact.share_of_whole = (whole_km2 > 0.0).then(|| (inside / whole_km2).min(1.0));
        impact.outside_whole_km2 = Some(area_km2 - inside);
        Ok(())
    }

    fn add_people(&self, ground: &Ground, impact: &mut Impact) {
        if self.homes.is_empty() {
            return;
        }
        let people = count(&self.homes, &ground.union);
        impact.persons = people.persons;
        impact.population_as_of = people.as_of;
        impact.population_undated = people.undated;
        impact.population_unknown = people.unknown;
        impact.neighbourhoods_wholly = people.wholly;
        impact.neighbourhoods_partly = people.partly;
    }

    fn add_things(&self, ground: &Ground, impact: &mut Impact) {
        let edge = Edge::of(&ground.union);
        impact.shelters =
            SheltersInside::of(self.shelters.iter().filter(|(_, at)| edge.holds(*at)));
        let inside = |at: Coord| edge.holds(at);
        let checkpoints = self.checkpoints.iter().filter(|(_, at)| inside(*at));
        impact.checkpoints = checkpoints.map(|(id, _)| id.clone()).collect();
        let points = self.assembly_points.iter().filter(|(_, at)| inside(*at));
        impact.assembly_points = points.map(|(id, _)| id.clone()).collect();
        let streets = self.streets.inside(&ground.union, &edge);
        impact.streets = StreetsInside {
            streets: streets.len(),
            inside: Metres(streets.iter().map(|(_, inside_m, _)| inside_m).sum::<f64>() + 0.0),
            of: Metres(self.streets.length_m),
        };
        let corridors = self.corridors.inside(&ground.union, &edge);
        impact.corridors = corridors
            .into_iter()
            .filter_map(|(at, inside_m, of_m)| {
                let id = self.corridor_ids.get(at)?.clone();
                Some(CorridorCut { id, inside: Metres(inside_m), of: Metres(of_m) })
            })
            .collect();
    }
}
