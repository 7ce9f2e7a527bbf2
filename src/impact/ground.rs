//! Areas made ready: their parts, what they cover together, its edge.
//!
//! Floor 3.

use super::clean::{clean, merged};
use crate::geodesy::area_of_all_m2;
use geo::{MultiPolygon, Polygon};

/// Ground covered by areas.
#[derive(Clone, Debug)]
pub(super) struct Ground {
    /// The areas' polygons, cleaned; they may overlap.
    pub(super) parts: Vec<Polygon>,
    /// What they cover together.
    pub(super) union: MultiPolygon,
}

impl Ground {
    pub(super) fn of(parts: Vec<Polygon>) -> Self {
        let union = merged(&parts);
        Self { parts, union }
    }

    pub(super) fn of_area(polygons: &MultiPolygon) -> Self {
        Self::of(clean(polygons))
    }

    pub(super) fn km2(&self) -> f64 {
        km2(&self.union)
    }
}

/// Square kilometres, geodesic on WGS 84.
pub(super) fn km2(polygons: &MultiPolygon) -> f64 {
    // An empty sum is -0.0.
    area_of_all_m2(polygons) / 1e6 + 0.0
}
