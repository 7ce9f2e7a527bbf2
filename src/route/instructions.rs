//! A way, turn by turn.
//!
//! Floor 5.

use super::lines::bearing_deg;
use super::plan::{Leg, RoutePlan};
use crate::id::CheckpointId;
use crate::units::Metres;
use geo::Coord;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Turned by less than this, one goes straight on. Degrees.
const STRAIGHT_DEG: f64 = 25.0;
/// Turned by less than this, one bears to a side. Degrees.
const SLIGHT_DEG: f64 = 55.0;
/// Turned by more than this, one turns sharply. Degrees.
const SHARP_DEG: f64 = 125.0;
/// Turned by more than this, one turns round. Degrees.
const ROUND_DEG: f64 = 170.0;

/// What to do at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Turn {
    /// Set out.
    SetOut,
    /// Go straight on, into a street of another name.
    Straight,
    /// Bear right.
    SlightRight,
    /// Turn right.
    Right,
    /// Turn sharp right.
    SharpRight,
    /// Turn round.
    Round,
    /// Turn sharp left.
    SharpLeft,
    /// Turn left.
    Left,
    /// Bear left.
    SlightLeft,
    /// Wait, or pass a checkpoint.
    Stop,
    /// Be there.
    Arrive,
}

/// One thing to do on a way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Instruction {
    /// What to do.
    pub turn: Turn,
    /// The name of the street that is followed then, as on its sign.
    pub street: Option<String>,
    /// Its names by language code, as many as the data has.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, String>,
    /// The checkpoint that is passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checkpoint: Option<CheckpointId>,
    /// Where, in degrees, `[lon, lat]`.
    pub at: [f64; 2],
    /// When.
    pub from: Timestamp,
    /// Until when the street is followed, or the stay lasts.
    pub until: Timestamp,
    /// How far the street is followed.
    pub length: Metres,
    /// The bearing one sets out on, in degrees from north.
    pub bearing_deg: f64,
}

impl Instruction {
    /// The street's name in a language, else as on its sign, else in any.
    pub fn street_in(&self, language: &str) -> Option<&str> {
        let named = self.names.get(language).or(self.street.as_ref());
        named.or_else(|| self.names.values().next()).map(String::as_str)
    }
}

impl RoutePlan {
    /// The way, turn by turn: one instruction for each street, stop and turn.
    /// Streets that go straight on under the same name are one.
    pub fn instructions(&self) -> Vec<Instruction> {
        let mut list: Vec<Instruction> = Vec::new();
        let mut before: Option<&Leg> = None;
        let mut stops = self.stops.iter().peekable();
        for leg in &self.legs {
            while let Some(stop) = stops.next_if(|stop| stop.until <= leg.enter) {
                list.push(Instruction {
                    turn: Turn::Stop,
                    street: None,
                    names: BTreeMap::new(),
                    checkpoint: stop.checkpoint.clone(),
                    at: stop.at,
                    from: stop.from,
                    until: stop.until,
                    length: Metres(0.0),
                    bearing_deg: 0.0,
                });
            }
            let Some(out) = heading(&leg.line, true) else { continue };
            let turn = before.and_then(|leg| heading(&leg.line, false)).map(|came| turn(came, out));
            let last = list.last_mut().filter(|last| last.turn != Turn::Stop);
            let same = before.is_some_and(|before| {
                (before.edge.is_some(), &before.street) == (leg.edge.is_some(), &leg.street)
            });
            match (last, turn) {
                (Some(last), Some(Turn::Straight)) if same => {
                    last.length = Metres(last.length.0 + leg.length.0);
                    last.until = leg.exit;
                }
                _ => list.push(Instruction {
                    turn: turn.unwrap_or(Turn::SetOut),
                    street: leg.street.clone(),
                    names: leg.names.clone(),
                    checkpoint: None,
                    at: leg.line[0],
                    from: leg.enter,
                    until: leg.exit,
                    length: leg.length,
                    bearing_deg: out,
                }),
            }
            before = Some(leg);
        }
        if let Some(at) = self.legs.last().and_then(|leg| leg.line.last()) {
            list.push(Instruction {
                turn: Turn::Arrive,
                street: None,
                names: BTreeMap::new(),
                checkpoint: None,
                at: *at,
                from: self.arrival,
                until: self.arrival,
                length: Metres(0.0),
                bearing_deg: 0.0,
            });
        }
        list
    }
}

/// The bearing at one end of a line; none where it has no length.
fn heading(line: &[[f64; 2]], at_start: bool) -> Option<f64> {
    let pair =
        |(a, b): (&[f64; 2], &[f64; 2])| (a != b).then(|| (Coord::from(*a), Coord::from(*b)));
    let mut pairs = line.iter().zip(line.iter().skip(1)).filter_map(pair);
    let (from, to) = if at_start { pairs.next() } else { pairs.next_back() }?;
    Some(bearing_deg(from, to))
}

/// What it is to come by one bearing and go on by another.
fn turn(came: f64, out: f64) -> Turn {
    // −180 to 180, to the right positive.
    let by = (out - came + 540.0).rem_euclid(360.0) - 180.0;
    let right = by > 0.0;
    match by.abs() {
        by if by < STRAIGHT_DEG => Turn::Straight,
        by if by > ROUND_DEG => Turn::Round,
        by if by < SLIGHT_DEG && right => Turn::SlightRight,
        by if by < SLIGHT_DEG => Turn::SlightLeft,
        by if by > SHARP_DEG && right => Turn::SharpRight,
        by if by > SHARP_DEG => Turn::SharpLeft,
        _ if right => Turn::Right,
        _ => Turn::Left,
    }
}

#[cfg(test)]
mod tests {
    use super::{Turn, turn};

    #[test]
    fn turns_by_bearing() {
        for (came, out, expected) in [
            (0.0, 0.0, Turn::Straight),
            (350.0, 10.0, Turn::Straight),
            (0.0, 90.0, Turn::Right),
            (90.0, 0.0, Turn::Left),
            (10.0, 330.0, Turn::SlightLeft),
            (330.0, 10.0, Turn::SlightRight),
            (0.0, 150.0, Turn::SharpRight),
            (0.0, 210.0, Turn::SharpLeft),
            (0.0, 180.0, Turn::Round),
            (359.0, 180.0, Turn::Round),
        ] {
            assert_eq!(turn(came, out), expected, "{came} to {out}");
        }
    }
}
