//! Who may use a way or pass a barrier, by its access tags.
//!
//! Floor 7.
//!
//! Each mode has its keys, the most specific first; the first that has a value
//! we know decides. A convoy has lorries in it, so both a car and a lorry must
//! be let through.
//!
//! Source: OpenStreetMap wiki, "Key:access".

use super::element::Tags;
use crate::model::TravelMode;

const FOOT: [&str; 2] = ["foot", "access"];
const CAR: [&str; 4] = ["motorcar", "motor_vehicle", "vehicle", "access"];
const LORRY: [&str; 4] = ["hgv", "motor_vehicle", "vehicle", "access"];

/// What a value says; none for a value that says nothing sure.
fn verdict(value: &str) -> Option<bool> {
    match value {
        "yes" | "permissive" | "designated" | "official" | "destination" | "customers"
        | "delivery" | "public" | "allowed" | "discouraged" | "limited" => Some(true),
        "no"
        | "private"
        | "agricultural"
        | "forestry"
        | "agricultural;forestry"
        | "forestry;agricultural"
        | "military"
        | "emergency"
        | "permit"
        | "residents"
        | "restricted"
        | "use_sidepath"
        | "psv"
        | "bus"
        | "closed" => Some(false),
        _ => None,
    }
}

fn first(tags: Tags<'_>, keys: &[&str], direction: Option<&str>) -> Option<bool> {
    keys.iter().find_map(|key| {
        let plain = || tags.get(key).and_then(verdict);
        match direction {
            Some(direction) => {
                tags.get(&format!("{key}:{direction}")).and_then(verdict).or_else(plain)
            }
            None => plain(),
        }
    })
}

/// What the tags say of `mode`, if they say anything. `direction` is `forward`
/// or `backward` where the tags tell directions apart.
pub(super) fn stated(tags: Tags<'_>, mode: TravelMode, direction: Option<&str>) -> Option<bool> {
    match mode {
        TravelMode::Foot => first(tags, &FOOT, direction),
        TravelMode::Wheelchair => match tags.get("wheelchair").and_then(verdict) {
            Some(false) => Some(false),
            _ => first(tags, &FOOT, direction),
        },
        TravelMode::Vehicle => first(tags, &CAR, direction),
        TravelMode::Convoy => {
            match (first(tags, &CAR, direction), first(tags, &LORRY, direction)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (car, lorry) => car.or(lorry),
            }
        }
    }
}

/// Whether motor traffic is let in by a key of its own, not by `access` alone.
pub(super) fn motor_named(tags: Tags<'_>) -> bool {
    first(tags, &CAR[..3], None) == Some(true)
}

/// Whether a key tells directions apart.
pub(super) fn has_directions(tags: Tags<'_>) -> bool {
    tags.iter().any(|(key, _)| {
        !key.starts_with("oneway")
            && !key.starts_with("lanes")
            && (key.ends_with(":forward") || key.ends_with(":backward"))
    })
}
