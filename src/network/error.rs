//! What can go wrong while a network is built.
//!
//! Floor 3.

use crate::units::InvalidQuantity;
use geo::Coord;

/// A network that cannot be built as asked.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NetworkError {
    /// A coordinate that is no place on earth.
    #[error("expected longitude -180 to 180 and latitude -90 to 90, found ({}, {})", .at.x, .at.y)]
    InvalidCoordinate {
        /// What was given.
        at: Coord,
    },
    /// A point that was never added.
    #[error("expected a point below {count}, found {point}")]
    UnknownPoint {
        /// What was given.
        point: u32,
        /// How many points there are.
        count: u32,
    },
    /// A way that was never added.
    #[error("expected a way below {count}, found {way}")]
    UnknownWay {
        /// What was given.
        way: u32,
        /// How many ways there are.
        count: u32,
    },
    /// A figure that no way can have.
    #[error(transparent)]
    Quantity(#[from] InvalidQuantity),
    /// More than the identifiers can number.
    #[error("expected at most {most} {what}")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// The limit.
        most: u32,
    },
}

/// `count` as an identifier of `what`.
pub(super) fn to_u32(count: usize, what: &'static str) -> Result<u32, NetworkError> {
    match u32::try_from(count) {
        Ok(number) if number < u32::MAX => Ok(number),
        _ => Err(NetworkError::TooLarge { what, most: u32::MAX - 1 }),
    }
}
