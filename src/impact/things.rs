//! Shelters, points, streets and corridors in covered ground.
//!
//! Floor 3.

use super::edge::Edge;
use crate::geodesy;
use crate::id::CorridorId;
use crate::id::ShelterId;
use crate::model::Shelter;
use crate::units::Metres;
use crate::units::Persons;
use geo::{BoundingRect, Coord, LineString, MultiPolygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use serde::{Deserialize, Serialize};

/// A shelter inside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShelterInside {
    /// Which one.
    pub id: ShelterId,
    /// How many people it can hold, if known.
    pub capacity: Option<Persons>,
    /// How many people are in it, if known.
    pub occupancy: Option<Persons>,
    /// How many more it could take, if both are known.
    pub free_places: Option<Persons>,
}

/// The shelters inside, and what is known of them together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheltersInside {
    /// Each of them, by identifier.
    pub inside: Vec<ShelterInside>,
    /// People in those whose occupancy is known.
    pub people: Persons,
    /// Those whose occupancy is not known; they are not empty for that.
    pub people_unknown: Vec<ShelterId>,
    /// Free places lost, of those where they are known.
    pub free_places: Persons,
    /// Those whose free places are not known.
    pub free_places_unknown: Vec<ShelterId>,
}

/// The streets inside, together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StreetsInside {
    /// How many streets lie inside, on the edge, or touch it.
    pub streets: usize,
    /// How much of them is inside or on the edge.
    pub inside: Metres,
    /// How long all streets of the scenario are.
    pub of: Metres,
}

/// An announced corridor of which some is inside or on the edge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CorridorCut {
    /// Which one.
    pub id: CorridorId,
    /// How much of its line is inside; 0 if it only touches the edge.
    pub inside: Metres,
    /// How long it is.
    pub of: Metres,
}

impl SheltersInside {
    pub(super) fn of<'a>(inside: impl Iterator<Item = &'a (ShelterInside, Coord)>) -> Self {
        let mut all = Self::default();
        for (shelter, _) in inside {
            match shelter.occupancy {
                Some(people) => all.people.0 = all.people.0.saturating_add(people.0),
                None => all.people_unknown.push(shelter.id.clone()),
            }
            match shelter.free_places {
                Some(places) => all.free_places.0 = all.free_places.0.saturating_add(places.0),
                None => all.free_places_unknown.push(shelter.id.clone()),
            }
            all.inside.push(shelter.clone());
        }
        all
    }
}

impl From<&Shelter> for ShelterInside {
    fn from(shelter: &Shelter) -> Self {
        Self {
            id: shelter.id().clone(),
            capacity: shelter.capacity(),
            occupancy: shelter.occupancy(),
            free_places: shelter.free_places(),
        }
    }
}

/// Lines made ready: their boxes in a tree, their lengths.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    /// Each line's points, and its length in metres.
    all: Vec<(Vec<Coord>, f64)>,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
    pub(super) length_m: f64,
}

impl Lines {
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a LineString>) -> Self {
        let lines: Vec<(Vec<Coord>, f64)> =
            lines.map(|line| (line.0.clone(), geodesy::length(&line.0).0)).collect();
        let boxed = lines.iter().enumerate().filter_map(|(at, (line, _))| {
            let first = line.first()?;
            let corner = [first.x, first.y];
            let points: Vec<[f64; 2]> = line.iter().map(|at| [at.x, at.y]).collect();
            let all = AABB::from_points(points.iter().chain([&corner]));
            Some(GeomWithData::new(Rectangle::from_corners(all.lower(), all.upper()), at))
        });
        let tree = RTree::bulk_load(boxed.collect());
        let length_m = lines.iter().map(|(_, length)| length).sum::<f64>() + 0.0;
        Self { all: lines, tree, length_m }
    }

    /// Each line that meets the ground, in order: its number, the metres
    /// inside, the metres in all.
    pub(super) fn inside(&self, union: &MultiPolygon, edge: &Edge) -> Vec<(usize, f64, f64)> {
        /// Lines beside the edge are looked at too.
        const BESIDE_DEG: f64 = 1e-6;
        let mut near: Vec<usize> = Vec::new();
        for rect in union.iter().filter_map(BoundingRect::bounding_rect) {
            let lower = [rect.min().x - BESIDE_DEG, rect.min().y - BESIDE_DEG];
            let upper = [rect.max().x + BESIDE_DEG, rect.max().y + BESIDE_DEG];
            let found =
                self.tree.locate_in_envelope_intersecting(&AABB::from_corners(lower, upper));
            near.extend(found.map(|line| line.data));
        }
        near.sort_unstable();
        near.dedup();
        near.into_iter()
            .filter_map(|at| {
                let (line, length_m) = self.all.get(at)?;
                Some((at, edge.inside_m(line)?.min(*length_m), *length_m))
            })
            .collect()
    }
}
