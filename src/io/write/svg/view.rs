//! From degrees to pixels.

use crate::geodesy::LocalFrame;
use geo::{Coord, Rect};

/// A rectangle of the page, in pixels from its top left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Frame {
    /// Whether the box lies in it altogether.
    pub(super) fn holds(&self, other: &Self) -> bool {
        other.x >= self.x
            && other.y >= self.y
            && other.x + other.width <= self.x + self.width
            && other.y + other.height <= self.y + self.height
    }

    /// Whether the two share a point inside.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }

    pub(super) fn centre(&self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }
}

/// A map's extent laid into a frame: metres around its centre, one scale.
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    pub(super) frame: Frame,
    local: LocalFrame,
    pub(super) pixels_per_metre: f64,
}

/// Half the smallest extent that a map shows, in metres.
const LEAST_HALF_M: f64 = 150.0;

impl View {
    /// Fits the extent (degrees; its east may lie beyond 180) into the frame.
    pub(super) fn fit(extent: Rect, frame: Frame) -> Self {
        let centre = Coord {
            x: f64::midpoint(extent.min().x, extent.max().x),
            y: f64::midpoint(extent.min().y, extent.max().y),
        };
        let local = LocalFrame::around(centre);
        let corner = local.to_metres(extent.max());
        let half_width = corner.x.abs().max(LEAST_HALF_M);
        let half_height = corner.y.abs().max(LEAST_HALF_M);
        let pixels_per_metre =
            (frame.width / (2.0 * half_width)).min(frame.height / (2.0 * half_height));
        Self { frame, local, pixels_per_metre }
    }

    /// Pixels of a position.
    pub(super) fn pixels(&self, at: Coord) -> (f64, f64) {
        let metres = self.local.to_metres(at);
        let (x, y) = self.frame.centre();
        (x + metres.x * self.pixels_per_metre, y - metres.y * self.pixels_per_metre)
    }

    /// The position of a pixel.
    pub(super) fn degrees(&self, (x, y): (f64, f64)) -> Coord {
        let (centre_x, centre_y) = self.frame.centre();
        self.local.to_degrees(Coord {
            x: (x - centre_x) / self.pixels_per_metre,
            y: (centre_y - y) / self.pixels_per_metre,
        })
    }

    /// Whether any of these pixels could be seen: their box touches the frame.
    pub(super) fn shows(&self, points: &[(f64, f64)]) -> bool {
        let Frame { x, y, width, height } = self.frame;
        let least = |f: fn(&(f64, f64)) -> f64| points.iter().map(f).fold(f64::MAX, f64::min);
        let most = |f: fn(&(f64, f64)) -> f64| points.iter().map(f).fold(f64::MIN, f64::max);
        least(|p| p.0) <= x + width
            && most(|p| p.0) >= x
            && least(|p| p.1) <= y + height
            && most(|p| p.1) >= y
    }
}
