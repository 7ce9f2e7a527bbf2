//! Areas of polygons.
//!
//! Floor 0.

use geo::{GeodesicArea, MultiPolygon, Polygon};

/// Area in square metres on WGS 84, holes taken out, whichever way the rings wind.
///
/// O(vertices). Edges are taken as geodesics: over a city they leave the
/// straight line in degrees by less than a millionth of the area.
///
/// Source: C. F. F. Karney, "Algorithms for geodesics", *J. Geodesy* 87 (2013).
pub fn area_m2(polygon: &Polygon) -> f64 {
    let ring = |line: &geo::LineString| {
        if line.0.len() < 4 {
            return 0.0;
        }
        Polygon::new(line.clone(), Vec::new()).geodesic_area_signed().abs()
    };
    let holes: f64 = polygon.interiors().iter().map(ring).sum();
    (ring(polygon.exterior()) - holes).max(0.0)
}

/// The sum of the areas of the parts, in square metres. O(vertices).
pub fn area_of_all_m2(polygons: &MultiPolygon) -> f64 {
    polygons.iter().map(area_m2).sum()
}
