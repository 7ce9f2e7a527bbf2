//! Whom a node on a way stops.
//!
//! Floor 7.
//!
//! Sources: OpenStreetMap wiki, "Key:barrier", "Key:kerb"; `car.lua` and
//! `foot.lua`, the profiles of the routing engine OSRM. Unlike there, a
//! checkpoint is no wall: it is passed, and reported.

use super::access;
use super::element::Tags;
use crate::model::TravelMode;
use crate::model::TravelModes;

/// Whether a node is a checkpoint.
pub(super) fn is_checkpoint(tags: Tags<'_>) -> bool {
    tags.is("barrier", "checkpoint") || tags.is("military", "checkpoint")
}

/// The modes that a node stops.
pub(super) fn stops(tags: Tags<'_>) -> TravelModes {
    let kerb = tags.get("kerb");
    let Some(barrier) = tags.get("barrier") else {
        let raised = matches!(kerb, Some("raised" | "rolled"));
        return if raised {
            TravelModes::only(TravelMode::Wheelchair)
        } else {
            TravelModes::empty()
        };
    };
    let usual = usually_stops(barrier, tags);
    let locked = tags.is("locked", "yes");
    TravelMode::ALL
        .into_iter()
        .filter(|mode| {
            let wheels = matches!(mode, TravelMode::Wheelchair);
            match access::stated(tags, *mode, None) {
                Some(false) => true,
                // Let in as a walker does not mean fit for a wheelchair.
                Some(true) if wheels && !tags.is("wheelchair", "yes") => usual.contains(*mode),
                Some(true) => false,
                None => locked || usual.contains(*mode),
            }
        })
        .collect()
}

/// Whom a kind of barrier stops where no access tag speaks.
fn usually_stops(barrier: &str, tags: Tags<'_>) -> TravelModes {
    let wheelchair = TravelModes::only(TravelMode::Wheelchair);
    match barrier {
        // Openings, gates as a rule open, and places where people stop and go on.
        "no" | "entrance" | "gate" | "lift_gate" | "swing_gate" | "sliding_gate" | "toll_booth"
        | "border_control" | "checkpoint" | "sally_port" | "height_restrictor" | "arch"
        | "cattle_grid" | "bump_gate" | "hampshire_gate" | "wicket_gate" | "coupure" => {
            if barrier == "cattle_grid" { wheelchair } else { TravelModes::empty() }
        }
        "kerb" => match tags.get("kerb") {
            Some("flush" | "lowered" | "no") => TravelModes::empty(),
            _ => wheelchair,
        },
        "bollard" if tags.is("bollard", "rising") => TravelModes::empty(),
        "bollard" | "block" | "jersey_barrier" | "planter" | "bus_trap" | "sump_buster"
        | "chain" | "rope" | "barrier_board" | "tyres" | "tank_trap" | "spikes" => {
            TravelModes::motorised()
        }
        "wall" | "fence" | "hedge" | "retaining_wall" | "city_wall" | "ditch" | "guard_rail" => {
            TravelModes::all()
        }
        "stile"
        | "turnstile"
        | "full-height_turnstile"
        | "kissing_gate"
        | "cycle_barrier"
        | "motorcycle_barrier"
        | "horse_stile"
        | "log"
        | "debris" => TravelModes::motorised().union(wheelchair),
        // A barrier of unknown kind: walkers get past, wheels may not.
        _ => TravelModes::motorised(),
    }
}
