//! Figures that cannot be.
//!
//! Floor 3.

use crate::units::Persons;

/// A figure that cannot be, or an area of which none can be given.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ImpactError {
    /// More ground than there is.
    #[error("expected an area of at most {whole_km2:.3} km² (the whole), found {area_km2:.3} km²")]
    LargerThanWhole {
        /// The area, in square kilometres.
        area_km2: f64,
        /// The area of the whole, in square kilometres.
        whole_km2: f64,
    },
    /// An area somewhere else.
    #[error("{label}: expected an area that meets the whole, found {area_km2:.3} km² outside it")]
    OutsideWhole {
        /// Which area.
        label: String,
        /// How large it is, in square kilometres.
        area_km2: f64,
    },
    /// The whole has no ground, so that nothing is a share of it.
    #[error("expected a whole of more than 0 km², found none")]
    EmptyWhole,
    /// The neighbourhoods have more people than the whole.
    #[error(
        "expected neighbourhoods of at most {whole} in all (as stated of the whole), found {sum}"
    )]
    MorePersonsThanWhole {
        /// The neighbourhoods' populations together.
        sum: Persons,
        /// The population stated of the whole.
        whole: Persons,
    },
    /// A ring jumps from one side of the antimeridian to the other.
    #[error("{label}: expected an area split at the antimeridian, found a ring that jumps over it")]
    AcrossAntimeridian {
        /// Which area.
        label: String,
    },
    /// A stated figure that is no area.
    #[error("expected a finite number of km², 0 or more, found {found}")]
    NotAnArea {
        /// What was stated.
        found: f64,
    },
}
