//! Where people live, to hide a place among them.

use crate::geodesy::Ecef;
use crate::units::Metres;
use geo::Point;
use rstar::primitives::GeomWithData;
use rstar::{PointDistance, RTree};

/// Points with persons, such as the cells of a population grid.
///
/// Distances are straight lines through the earth, which at the distances of a
/// mask are those along it.
#[derive(Clone, Debug)]
pub struct Population {
    tree: RTree<GeomWithData<[f64; 3], f64>>,
}

impl PartialEq for Population {
    fn eq(&self, other: &Self) -> bool {
        let all = |of: &Self| -> Vec<_> { of.tree.iter().copied().collect() };
        all(self) == all(other)
    }
}

impl Population {
    /// Persons by point. Points without persons, or at no place, are left out.
    pub fn new(points: impl IntoIterator<Item = (Point, f64)>) -> Self {
        let held = |(at, persons): &(Point, f64)| {
            *persons > 0.0 && persons.is_finite() && at.x().is_finite() && at.y().is_finite()
        };
        let points = points.into_iter().filter(held);
        let placed = points.map(|(at, persons)| GeomWithData::new(place(at), persons));
        Self { tree: RTree::bulk_load(placed.collect()) }
    }

    /// How many persons there are within a distance. Logarithmic, and linear in
    /// the points that are found.
    pub fn within(&self, centre: Point, distance: Metres) -> f64 {
        let reach = distance.0 * distance.0;
        let mut found: Vec<f64> =
            self.tree.locate_within_distance(place(centre), reach).map(|one| one.data).collect();
        // The order in which a tree finds things is nobody's business.
        found.sort_by(f64::total_cmp);
        found.iter().sum()
    }

    /// The least distance within which there are that many persons; `None` if
    /// there are fewer anywhere.
    pub fn distance_to(&self, centre: Point, persons: f64) -> Option<Metres> {
        let centre = place(centre);
        let mut sum = 0.0;
        for one in self.tree.nearest_neighbor_iter(&centre) {
            sum += one.data;
            if sum >= persons {
                return Some(Metres(one.distance_2(&centre).sqrt()));
            }
        }
        None
    }
}

fn place(at: Point) -> [f64; 3] {
    Ecef::from_degrees(at.0).0
}
