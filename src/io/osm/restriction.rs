//! Turn restrictions.
//!
//! Floor 7.
//!
//! Source: OpenStreetMap wiki, "Relation:restriction".

use super::element::Member;
use super::element::MemberKind;
use super::element::Tags;
use super::report::RestrictionReport;
use crate::model::TravelMode;
use crate::model::TravelModes;
use crate::network::TurnRule;

/// A restriction that turns at a node.
#[derive(Clone, Debug)]
pub(super) struct Restriction {
    pub(super) rule: TurnRule,
    pub(super) from: Vec<i64>,
    pub(super) via: i64,
    pub(super) to: Vec<i64>,
    pub(super) modes: TravelModes,
}

/// Reads a relation; counts it in `report` unless it is no restriction. What
/// comes back is not counted as applied yet.
pub(super) fn read(
    members: &[Member<'_>],
    tags: Tags<'_>,
    report: &mut RestrictionReport,
) -> Option<Restriction> {
    if !tags.is("type", "restriction") {
        return None;
    }
    report.seen += 1;
    let (value, bound) = match stated(tags) {
        Stated::Rule(value, bound) => (value, bound),
        Stated::Conditional => {
            report.conditional += 1;
            return None;
        }
        Stated::OtherTraffic => {
            report.other_traffic += 1;
            return None;
        }
    };
    let rule = if value.starts_with("no_") {
        TurnRule::No
    } else if value.starts_with("only_") {
        TurnRule::Only
    } else {
        report.unknown_rule += 1;
        return None;
    };
    let modes = bound.without(excepted(tags));
    if modes.is_empty() {
        report.other_traffic += 1;
        return None;
    }
    let with = |role: &str, kind: MemberKind| -> Vec<i64> {
        members.iter().filter(|m| m.role == role && m.kind == kind).map(|m| m.id).collect()
    };
    if members.iter().any(|m| m.role == "via" && m.kind == MemberKind::Way) {
        report.via_way += 1;
        return None;
    }
    let (from, to) = (with("from", MemberKind::Way), with("to", MemberKind::Way));
    let [via] = with("via", MemberKind::Node)[..] else {
        report.incomplete += 1;
        return None;
    };
    if from.is_empty() || to.is_empty() {
        report.incomplete += 1;
        return None;
    }
    Some(Restriction { rule, from, via, to, modes })
}

enum Stated<'a> {
    Rule(&'a str, TravelModes),
    Conditional,
    OtherTraffic,
}

fn stated(tags: Tags<'_>) -> Stated<'_> {
    let timed = ["day_on", "day_off", "hour_on", "hour_off"];
    if timed.iter().any(|key| tags.get(key).is_some()) {
        return Stated::Conditional;
    }
    if let Some(value) = tags.get("restriction") {
        return Stated::Rule(value, TravelModes::motorised());
    }
    for (key, value) in tags.iter() {
        let modes = match key.strip_prefix("restriction:") {
            Some("motorcar" | "motor_vehicle" | "vehicle") => TravelModes::motorised(),
            // A convoy has lorries and buses in it.
            Some("hgv" | "bus" | "psv") => TravelModes::only(TravelMode::Convoy),
            _ => continue,
        };
        return Stated::Rule(value, modes);
    }
    if tags.iter().any(|(key, _)| key.starts_with("restriction") && key.ends_with(":conditional")) {
        Stated::Conditional
    } else {
        Stated::OtherTraffic
    }
}

/// The modes that `except` frees. A convoy is free only where lorries and cars are.
fn excepted(tags: Tags<'_>) -> TravelModes {
    let mut free = TravelModes::empty();
    let Some(list) = tags.get("except") else { return free };
    let has = |word: &str| list.split([';', ',']).any(|item| item.trim() == word);
    let all = has("vehicle") || has("motor_vehicle");
    if all || has("motorcar") {
        free.insert(TravelMode::Vehicle);
    }
    if all || (has("motorcar") && has("hgv")) {
        free.insert(TravelMode::Convoy);
    }
    free
}
