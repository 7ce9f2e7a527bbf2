//! One link, as its attributes state it.
//!
//! Floor 7.

use super::error::Fault;
use super::xml::Tag;
use crate::model::TravelMode;
use crate::model::TravelModes;
use crate::network::PointId;
use crate::units::Lanes;
use crate::units::Metres;
use crate::units::MetresPerSecond;
use crate::units::VehiclesPerHour;
use std::collections::BTreeMap;

/// A directed link. One on which nothing moves or passes is open to no mode.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Link {
    pub(super) from: PointId,
    pub(super) to: PointId,
    pub(super) length: Metres,
    pub(super) speed: MetresPerSecond,
    pub(super) rate: VehiclesPerHour,
    pub(super) lanes: Lanes,
    pub(super) modes: TravelModes,
}

/// The hours that capacities speak of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Period {
    hours: f64,
}

impl Default for Period {
    fn default() -> Self {
        Self { hours: 1.0 }
    }
}

impl Period {
    /// The period that `<links capperiod="01:00:00">` states; an hour if it
    /// states none. `HH:MM:SS`, `HH:MM` or seconds.
    pub(super) fn of(tag: &Tag<'_>) -> Result<Self, Fault> {
        let mut stated = None;
        tag.attributes(|name, value| {
            if name == "capperiod" {
                stated = Some(value.to_owned());
            }
        })?;
        let Some(text) = stated else { return Ok(Self::default()) };
        let parts: Option<Vec<u32>> = text.split(':').map(|part| part.parse().ok()).collect();
        let seconds = match parts.as_deref() {
            Some(&[hours, minutes, seconds]) if minutes < 60 && seconds < 60 => {
                f64::from(hours) * 3600.0 + f64::from(minutes) * 60.0 + f64::from(seconds)
            }
            Some(&[hours, minutes]) if minutes < 60 => {
                f64::from(hours) * 3600.0 + f64::from(minutes) * 60.0
            }
            Some(&[seconds]) => f64::from(seconds),
            _ => 0.0,
        };
        if seconds > 0.0 {
            return Ok(Self { hours: seconds / 3600.0 });
        }
        let expected = "a time above zero such as 01:00:00";
        Err(Fault::new("attribute \"capperiod\" of <links>", expected, format!("{text:?}")))
    }
}

impl Link {
    /// The id and content of a `<link>`.
    pub(super) fn of(
        tag: &Tag<'_>,
        period: Period,
        nodes: &BTreeMap<String, PointId>,
    ) -> Result<(String, Self), Fault> {
        const NAMES: [&str; 8] =
            ["id", "from", "to", "length", "freespeed", "capacity", "permlanes", "modes"];
        let mut values: [Option<String>; 8] = Default::default();
        tag.attributes(|name, value| {
            if let Some(at) = NAMES.iter().position(|of| *of == name) {
                values[at] = Some(value.to_owned());
            }
        })?;
        let [id, from, to, length, speed, capacity, lanes, modes] = values;
        let id = id.ok_or_else(|| Fault::new("attribute \"id\" of <link>", "an id", "none"))?;
        let make = || -> Result<Self, Fault> {
            let node = |name: &str, id: Option<String>| {
                let what = format!("attribute {name:?}");
                let expected = "the id of a node in the file";
                let Some(id) = id else { return Err(Fault::new(what, expected, "none")) };
                let found = nodes.get(&id).copied();
                found.ok_or_else(|| Fault::new(what, expected, format!("{id:?}")))
            };
            let above_zero = |name, text: Option<String>| figure(name, text.as_deref(), false);
            let or_zero = |name, text: Option<String>| figure(name, text.as_deref(), true);
            let (speed, rate) = (or_zero("freespeed", speed)?, or_zero("capacity", capacity)?);
            let lanes = or_zero("permlanes", lanes)?;
            let passes = speed > 0.0 && rate > 0.0 && lanes > 0.0;
            Ok(Self {
                from: node("from", from)?,
                to: node("to", to)?,
                length: Metres(above_zero("length", length)?),
                speed: MetresPerSecond(speed),
                rate: VehiclesPerHour(rate / period.hours),
                lanes: Lanes(lanes),
                modes: if passes { modes_of(modes.as_deref()) } else { TravelModes::empty() },
            })
        };
        match make() {
            Ok(link) => Ok((id, link)),
            Err(fault) => Err(fault.of(&id)),
        }
    }

    /// Whether it makes no edge.
    pub(super) fn leads_nowhere(&self) -> bool {
        self.from == self.to || self.modes.is_empty()
    }

    /// Whether it is as long and as fast as a link in the other direction.
    pub(super) fn mirrors(&self, other: &Self) -> bool {
        self.length == other.length && self.speed == other.speed
    }

    /// The speed at which a line takes as long as the link. A link is mostly
    /// longer than the line between its nodes; where it is shorter, its own
    /// speed stays.
    pub(super) fn speed_along(&self, drawn: Metres) -> MetresPerSecond {
        let share = drawn.0 / self.length.0;
        let slower = self.speed.0 * share;
        if share < 1.0 && slower > 0.0 { MetresPerSecond(slower) } else { self.speed }
    }
}

/// Whom the modes of a link let in; a link that names none is for cars.
fn modes_of(text: Option<&str>) -> TravelModes {
    let mut modes = TravelModes::empty();
    for word in text.unwrap_or("car").split([',', ' ', ';']) {
        match word.trim() {
            "car" => modes.insert(TravelMode::Vehicle),
            "truck" | "freight" | "hgv" => modes.insert(TravelMode::Convoy),
            "walk" => modes.insert(TravelMode::Foot),
            _ => {}
        }
    }
    modes
}

/// A finite number.
pub(super) fn number(name: &str, text: Option<&str>) -> Result<f64, Fault> {
    let what = || format!("attribute {name:?}");
    let Some(text) = text else { return Err(Fault::new(what(), "a finite number", "none")) };
    let number = text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    number.ok_or_else(|| Fault::new(what(), "a finite number", format!("{text:?}")))
}

/// A finite number that can be kept in seven digits and stays above zero; or zero.
fn figure(name: &str, text: Option<&str>, zero: bool) -> Result<f64, Fault> {
    let expected = if zero { "a finite number, 0 or more" } else { "a finite number above zero" };
    let fault = |found: String| Fault::new(format!("attribute {name:?}"), expected, found);
    let Some(text) = text else { return Err(fault("none".into())) };
    let possible = |number: &f64| (1e-9..=1e12).contains(number) || zero && *number == 0.0;
    let number = text.trim().parse::<f64>().ok().filter(possible);
    number.ok_or_else(|| fault(format!("{text:?}")))
}
