//! One announced area, as it is given.
//!
//! Floor 3.

use super::ImpactError;
use crate::model::Area;
use geo::LinesIter;
use serde::{Deserialize, Serialize};

/// One announced area, such as that of a notice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Covered {
    /// What it goes by in the summary and in errors: a notice's identifier, say.
    pub label: String,
    /// The ground it covers. Its rings may cross and its parts overlap.
    pub area: Area,
}

/// One of the areas by itself, whatever else covers its ground.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CoveredAlone {
    /// What it goes by.
    pub label: String,
    /// Its area in square kilometres, geodesic on WGS 84.
    pub area_km2: f64,
}

impl Covered {
    /// An area and what it goes by.
    pub fn new(label: impl Into<String>, area: Area) -> Self {
        Self { label: label.into(), area }
    }

    /// Refuses a ring that jumps over the antimeridian: taken as written it
    /// would go round the other side of the earth.
    pub(super) fn check(&self) -> Result<(), ImpactError> {
        let jumps = self.area.polygons().lines_iter().any(|line| {
            let step = (line.end.x - line.start.x).abs();
            step > 180.0 && step < 360.0
        });
        if jumps {
            return Err(ImpactError::AcrossAntimeridian { label: self.label.clone() });
        }
        Ok(())
    }
}
