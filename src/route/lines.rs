//! Offsets, parts and bearings of a line.
//!
//! Floor 5.

use crate::geodesy::LocalFrame;
use crate::planar::Along;
use geo::Coord;

/// The position so many metres along a line, given where its points lie.
pub(crate) fn position(ends_m: &[f64], offset_m: f64) -> Along {
    let segment = ends_m.partition_point(|&end| end <= offset_m).clamp(1, ends_m.len() - 1) - 1;
    let length = ends_m[segment + 1] - ends_m[segment];
    let t = if length > 0.0 { (offset_m - ends_m[segment]) / length } else { 1.0 };
    Along { segment, t: t.clamp(0.0, 1.0) }
}

/// The bearing from one place to another nearby, in degrees from north.
pub(crate) fn bearing_deg(from: Coord, to: Coord) -> f64 {
    let way = LocalFrame::around(from).to_metres(to);
    way.x.atan2(way.y).to_degrees().rem_euclid(360.0)
}
