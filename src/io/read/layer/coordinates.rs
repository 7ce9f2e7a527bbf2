//! Coordinates out of JSON arrays, however deep.

use super::place::Place;
use geo::Coord;
use serde::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};
use std::fmt;

/// The furthest longitude and latitude from 0 that a layer holds, in degrees.
const FURTHEST: (f64, f64) = (540.0, 90.0);
/// Arrays in arrays: a multi-polygon has four, counting that of a position.
const DEEPEST: u8 = 4;

/// What stands in an array of coordinates.
pub(super) enum Item {
    Number(f64),
    /// An array, and how many arrays deep it is; 0 if it is empty.
    List(u8),
}

/// Reads coordinates, however deep, into a place.
pub(super) struct List<'p> {
    place: &'p mut Place,
    deepest: u8,
}

impl<'p> List<'p> {
    pub(super) const fn of(place: &'p mut Place) -> Self {
        Self { place, deepest: DEEPEST }
    }

    fn inner(&mut self) -> List<'_> {
        List { place: self.place, deepest: self.deepest.saturating_sub(1) }
    }
}

impl<'t> DeserializeSeed<'t> for List<'_> {
    type Value = Item;

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<Item, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'t> Visitor<'t> for List<'_> {
    type Value = Item;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("coordinates")
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Item, E> {
        Ok(Item::Number(number))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Item, E> {
        Ok(Item::Number(number as f64))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Item, E> {
        Ok(Item::Number(number as f64))
    }

    fn visit_seq<A: SeqAccess<'t>>(mut self, mut list: A) -> Result<Item, A::Error> {
        if self.deepest == 0 {
            let error = "invalid value: more than 4 arrays in one another, expected coordinates";
            return Err(A::Error::custom(error));
        }
        let depth = match list.next_element_seed(self.inner())? {
            None => return Ok(Item::List(0)),
            Some(Item::Number(lon)) => {
                self.position(lon, &mut list)?;
                return Ok(Item::List(1));
            }
            Some(Item::List(depth)) => depth,
        };
        let mut next = Some(Item::List(depth));
        while let Some(item) = next {
            match item {
                Item::List(found) if found == depth && found > 0 => {}
                Item::List(0) => {
                    let error = "invalid value: an empty array, expected positions";
                    return Err(A::Error::custom(error));
                }
                _ => {
                    let error =
                        "invalid value: some deeper than others, expected arrays of one depth";
                    return Err(A::Error::custom(error));
                }
            }
            next = list.next_element_seed(self.inner())?;
        }
        match depth {
            1 => self.place.lists.push(self.place.positions.len()),
            2 => self.place.polygons.push(self.place.lists.len()),
            _ => {}
        }
        Ok(Item::List(depth + 1))
    }
}

impl List<'_> {
    fn position<'t, A: SeqAccess<'t>>(self, lon: f64, list: &mut A) -> Result<(), A::Error> {
        let Some(lat) = list.next_element_seed(Number)? else {
            let error = "invalid value: one number, expected longitude and latitude";
            return Err(A::Error::custom(error));
        };
        while list.next_element_seed(Number)?.is_some() {
            self.place.has_height = true;
        }
        if !(lon.abs() <= FURTHEST.0 && lat.abs() <= FURTHEST.1) {
            return Err(A::Error::custom(format_args!(
                "invalid value: ({lon}, {lat}), expected longitude and latitude in degrees, \
                 at most 540 and 90 from 0"
            )));
        }
        self.place.positions.push(Coord { x: lon, y: lat });
        Ok(())
    }
}

/// A number of a position.
struct Number;

impl<'t> DeserializeSeed<'t> for Number {
    type Value = f64;

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<f64, D::Error> {
        deserializer.deserialize_f64(self)
    }
}

impl Visitor<'_> for Number {
    type Value = f64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<f64, E> {
        Ok(number)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<f64, E> {
        Ok(number as f64)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<f64, E> {
        Ok(number as f64)
    }
}
