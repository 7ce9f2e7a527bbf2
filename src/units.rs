//! Quantities that carry their unit in their type.
//!
//! Floor 0. Imports nothing of the crate.
//!
//! A bare number in a public signature is either a count of things that have no
//! unit or carries its unit in its name (`length_m`, `bearing_deg`).

use serde::{Deserialize, Serialize};
use std::fmt;

/// A length or distance in metres, on the WGS 84 ellipsoid unless said otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64")]
pub struct Metres(pub f64);

impl Metres {
    /// A length that a record may state: finite and not negative.
    ///
    /// # Errors
    ///
    /// [`InvalidQuantity`] if `value` is negative, infinite or not a number.
    pub fn new(value: f64) -> Result<Self, InvalidQuantity> {
        checked(value, "metres").map(Self)
    }
}

impl fmt::Display for Metres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.abs() < 10_000.0 {
            write!(f, "{:.0} m", self.0)
        } else {
            write!(f, "{:.1} km", self.0 / 1000.0)
        }
    }
}

/// A count of people.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Persons(pub u64);

impl fmt::Display for Persons {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} persons", self.0)
    }
}

/// How many people pass a point in an hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64")]
pub struct PersonsPerHour(pub f64);

impl PersonsPerHour {
    /// A rate that a record may state: finite and not negative.
    ///
    /// # Errors
    ///
    /// [`InvalidQuantity`] if `value` is negative, infinite or not a number.
    pub fn new(value: f64) -> Result<Self, InvalidQuantity> {
        checked(value, "persons an hour").map(Self)
    }
}

impl fmt::Display for PersonsPerHour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0} persons an hour", self.0)
    }
}

/// A speed in metres a second.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64")]
pub struct MetresPerSecond(pub f64);

impl MetresPerSecond {
    /// A speed one can travel at: finite and above zero.
    ///
    /// # Errors
    ///
    /// [`InvalidQuantity`] if `value` is zero, negative, infinite or not a number.
    pub fn new(value: f64) -> Result<Self, InvalidQuantity> {
        above_zero(value, "metres a second, above zero").map(Self)
    }
}

/// How many vehicles pass a point of a street in an hour, in one direction.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64")]
pub struct VehiclesPerHour(pub f64);

impl VehiclesPerHour {
    /// A rate that a street may state: finite and above zero. A street that
    /// nobody may drive says so by its modes.
    ///
    /// # Errors
    ///
    /// [`InvalidQuantity`] if `value` is zero, negative, infinite or not a number.
    pub fn new(value: f64) -> Result<Self, InvalidQuantity> {
        above_zero(value, "vehicles an hour, above zero").map(Self)
    }
}

impl fmt::Display for VehiclesPerHour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0} vehicles an hour", self.0)
    }
}

/// How many lanes a street has in one direction. Two directions may share one:
/// then each has a half.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64")]
pub struct Lanes(pub f64);

impl Lanes {
    /// A number of lanes that a street may state: finite and above zero.
    ///
    /// # Errors
    ///
    /// [`InvalidQuantity`] if `value` is zero, negative, infinite or not a number.
    pub fn new(value: f64) -> Result<Self, InvalidQuantity> {
        above_zero(value, "lanes, above zero").map(Self)
    }
}

impl fmt::Display for Lanes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} lanes", self.0)
    }
}

/// A quantity that no record may state.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("expected a finite number of {unit}, 0 or more, found {value}")]
#[non_exhaustive]
pub struct InvalidQuantity {
    /// What was given.
    pub value: f64,
    /// The unit it was meant in.
    pub unit: &'static str,
}

macro_rules! from_json {
    ($($name:ident),*) => {$(
        impl TryFrom<f64> for $name {
            type Error = InvalidQuantity;

            fn try_from(value: f64) -> Result<Self, InvalidQuantity> {
                Self::new(value)
            }
        }
    )*};
}
from_json!(Metres, PersonsPerHour, MetresPerSecond, VehiclesPerHour, Lanes);

fn above_zero(value: f64, unit: &'static str) -> Result<f64, InvalidQuantity> {
    if value == 0.0 { Err(InvalidQuantity { value, unit }) } else { checked(value, unit) }
}

fn checked(value: f64, unit: &'static str) -> Result<f64, InvalidQuantity> {
    if value.is_finite() && value >= 0.0 { Ok(value) } else { Err(InvalidQuantity { value, unit }) }
}
