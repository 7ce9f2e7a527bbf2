//! A figure printed by a source, held against the geometry.
//!
//! Floor 3.

use super::ImpactError;
use super::WHOLE_TOLERANCE;
use super::ground::Ground;
use crate::model::Area;
use serde::{Deserialize, Serialize};

/// An area as a source states it, beside what the geometry says.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatedArea {
    /// As stated, in square kilometres.
    pub stated_km2: f64,
    /// As measured, overlaps once, geodesic on WGS 84.
    pub measured_km2: f64,
    /// The area of the whole.
    pub whole_km2: f64,
}

impl StatedArea {
    /// Whether the figures differ by at most this share of what was measured.
    pub fn agrees_within(&self, share: f64) -> bool {
        (self.stated_km2 - self.measured_km2).abs() <= share * self.measured_km2
    }

    /// How many times the measured area was stated; infinite if that is none.
    pub fn ratio(&self) -> f64 {
        self.stated_km2 / self.measured_km2
    }
}

/// Holds an area that a source states against the geometry and the whole
/// territory. Whether the two figures agree is the caller's to judge.
///
/// Figures larger than the territory have been printed: 1,158 km² ordered to be
/// left, of a territory of 365. Orders repeated over the same blocks had been
/// added up.
///
/// # Errors
///
/// [`ImpactError::LargerThanWhole`] if the stated or the measured area is
/// larger than the whole by more than [`WHOLE_TOLERANCE`];
/// [`ImpactError::NotAnArea`] if the stated one is negative or no number;
/// [`ImpactError::EmptyWhole`] if the whole has no ground.
///
/// ```
/// use geo::Rect;
/// use safepassage::impact::{ImpactError, check_stated_area};
/// use safepassage::model::Area;
///
/// let part = |east: f64| Area::new(Rect::new((34.2, 31.2), (east, 31.5)).to_polygon().into());
/// let (ordered, territory) = (part(34.25)?, part(34.32)?);
/// assert!(check_stated_area(158.0, &ordered, &territory)?.agrees_within(0.01));
/// let refused = check_stated_area(1158.0, &ordered, &territory);
/// assert!(matches!(refused, Err(ImpactError::LargerThanWhole { .. })));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn check_stated_area(
    stated_km2: f64,
    area: &Area,
    whole: &Area,
) -> Result<StatedArea, ImpactError> {
    if !stated_km2.is_finite() || stated_km2 < 0.0 {
        return Err(ImpactError::NotAnArea { found: stated_km2 });
    }
    let measured_km2 = Ground::of_area(area.polygons()).km2();
    let whole_km2 = Ground::of_area(whole.polygons()).km2();
    fits(stated_km2, whole_km2)?;
    fits(measured_km2, whole_km2)?;
    Ok(StatedArea { stated_km2, measured_km2, whole_km2 })
}

/// Refuses an area larger than the whole.
pub(super) fn fits(area_km2: f64, whole_km2: f64) -> Result<(), ImpactError> {
    if whole_km2 <= 0.0 {
        return Err(ImpactError::EmptyWhole);
    }
    if area_km2 > whole_km2 * (1.0 + WHOLE_TOLERANCE) {
        return Err(ImpactError::LargerThanWhole { area_km2, whole_km2 });
    }
    Ok(())
}
