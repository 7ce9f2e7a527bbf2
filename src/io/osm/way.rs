//! What the tags of a way mean to each travel mode.
//!
//! Floor 7.
//!
//! The table of docs/OSM.md, as code.

use super::access;
use super::element::Tags;
use super::value;
use crate::model::StreetClass;
use crate::model::TravelMode;
use crate::model::TravelModes;
use crate::network::WayAttributes;
use crate::network::WayOrigin;
use crate::units::Lanes;

/// The class that a `highway` value names, and whether it is a slip road. None
/// for values that are no way to travel (`construction`, `bus_stop` …).
pub(super) fn class_of(highway: &str) -> Option<(StreetClass, bool)> {
    use StreetClass as C;
    let (word, link) = match highway.strip_suffix("_link") {
        Some(word) => (word, true),
        None => (highway, false),
    };
    let class = match word {
        "motorway" => C::Motorway,
        "trunk" => C::Trunk,
        "primary" => C::Primary,
        "secondary" => C::Secondary,
        "tertiary" => C::Tertiary,
        "unclassified" | "road" | "minor" => C::Unclassified,
        "residential" => C::Residential,
        "living_street" => C::LivingStreet,
        "service" => C::Service,
        "pedestrian" => C::Pedestrian,
        "track" => C::Track,
        "footway" | "corridor" | "platform" => C::Footway,
        "cycleway" => C::Cycleway,
        "bridleway" => C::Bridleway,
        "path" => C::Path,
        "steps" => C::Steps,
        _ => return None,
    };
    (!link || class <= C::Tertiary).then_some((class, link))
}

/// Whether a `highway` value is one of those that figures of a "drivable" graph
/// commonly count: motorway to residential with their links, living street,
/// service and road. Access tags play no part.
pub(super) fn counts_as_drivable(highway: &str) -> bool {
    let main = matches!(
        highway.strip_suffix("_link").unwrap_or(highway),
        "motorway" | "trunk" | "primary" | "secondary" | "tertiary"
    );
    main || matches!(highway, "unclassified" | "residential" | "living_street" | "service" | "road")
}

/// The attributes of a way, or none if it is no way to travel.
pub(super) fn attributes(id: i64, tags: Tags<'_>, kept: TravelModes) -> Option<WayAttributes> {
    let ferry = tags.is("route", "ferry");
    let highway = tags.get("highway");
    let (class, link) = match highway.and_then(class_of) {
        Some(found) => found,
        None if ferry => (StreetClass::Ferry, false),
        None if tags.is("man_made", "pier") || tags.is("railway", "platform") => {
            (StreetClass::Footway, false)
        }
        None => return None,
    };
    let [forward, backward] = directions(tags, class).map(|modes| modes.intersection(kept));
    let set = |key: &str| tags.get(key).is_some_and(|value| value != "no");
    let wheels = [forward, backward].map(|modes| modes.contains(TravelMode::Vehicle));
    Some(WayAttributes {
        class,
        link,
        names: names(tags),
        forward,
        backward,
        width: tags.get("width").and_then(value::length),
        layer: tags.get("layer").map_or(0, value::layer),
        bridge: set("bridge"),
        tunnel: set("tunnel"),
        ferry,
        max_speed: tags.get("maxspeed").and_then(value::speed),
        vehicles_per_hour: [None; 2],
        lanes: lanes(tags, wheels),
        duration_s: tags.get("duration").filter(|_| ferry).and_then(value::duration_s),
        surface: tags.get("surface").map(str::to_owned),
        origin: WayOrigin::Osm(id),
    })
}

/// Lanes as drawn and the other way: as tagged for the direction, else of all
/// lanes what the other direction leaves, else an equal share. None in a
/// direction closed to vehicles.
fn lanes(tags: Tags<'_>, wheels: [bool; 2]) -> [Option<Lanes>; 2] {
    let count = |key| tags.get(key).and_then(value::lanes);
    let stated = [count("lanes:forward"), count("lanes:backward")];
    let all = count("lanes");
    [0, 1].map(|way| {
        if !wheels[way] {
            return None;
        }
        let shared = || match stated[1 - way].filter(|_| wheels[1 - way]) {
            Some(other) => all.map(|all| all - other).filter(|left| *left > 0.0),
            None if wheels[1 - way] => all.map(|all| all / 2.0),
            None => all,
        };
        stated[way].or_else(shared).map(Lanes)
    })
}

/// The name on the sign (else the road's number), then names by language.
fn names(tags: Tags<'_>) -> Vec<(String, String)> {
    let mut names = Vec::new();
    if let Some(name) = tags.get("name").or_else(|| tags.get("ref")) {
        names.push((String::new(), name.to_owned()));
    }
    for (key, text) in tags.iter() {
        let Some(language) = key.strip_prefix("name:") else { continue };
        let code = language.split('-').next().unwrap_or("");
        let is_code = (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase());
        if is_code {
            names.push((language.to_owned(), text.to_owned()));
        }
    }
    names
}

/// Who may travel the way as drawn, and who the other way.
fn directions(tags: Tags<'_>, class: StreetClass) -> [TravelModes; 2] {
    let split = access::has_directions(tags);
    let oneway = oneway(tags, class);
    let on_foot = oneway_on_foot(tags);
    [("forward", oneway[0], on_foot[0]), ("backward", oneway[1], on_foot[1])].map(
        |(direction, for_wheels, for_feet)| {
            let direction = split.then_some(direction);
            TravelMode::ALL
                .into_iter()
                .filter(|mode| match mode {
                    TravelMode::Foot | TravelMode::Wheelchair => for_feet,
                    TravelMode::Vehicle | TravelMode::Convoy => for_wheels,
                })
                .filter(|mode| may_use(tags, class, *mode, direction))
                .collect()
        },
    )
}

fn may_use(tags: Tags<'_>, class: StreetClass, mode: TravelMode, direction: Option<&str>) -> bool {
    if tags.is("impassable", "yes") || tags.is("status", "impassable") {
        return false;
    }
    if !access::stated(tags, mode, direction).unwrap_or(true) {
        return false;
    }
    let said = access::stated(tags, mode, direction) == Some(true);
    let area = tags.is("area", "yes");
    match mode {
        TravelMode::Foot => by_default_on_foot(tags, class) || (said && tags.get("foot").is_some()),
        TravelMode::Wheelchair => {
            let on_foot = TravelMode::Foot;
            may_use(tags, class, on_foot, direction) && fit_for_wheelchair(tags, class)
        }
        TravelMode::Vehicle | TravelMode::Convoy => {
            let usual = class <= StreetClass::Service;
            let let_in = usual || access::motor_named(tags);
            let fits = mode == TravelMode::Vehicle || fits_a_lorry(tags);
            let_in
                && fits
                && !area
                && class != StreetClass::Steps
                && !tags.is("smoothness", "impassable")
        }
    }
}

fn by_default_on_foot(tags: Tags<'_>, class: StreetClass) -> bool {
    class != StreetClass::Motorway && !tags.is("motorroad", "yes")
}

/// No steps without a ramp, no rough ground; unknown ground on paths and tracks
/// counts as rough.
fn fit_for_wheelchair(tags: Tags<'_>, class: StreetClass) -> bool {
    if matches!(tags.get("wheelchair"), Some("yes" | "designated" | "limited" | "permissive")) {
        return true;
    }
    let rough = matches!(
        tags.get("smoothness"),
        Some("very_bad" | "horrible" | "very_horrible" | "impassable")
    );
    let soft = matches!(
        tags.get("surface"),
        Some("sand" | "mud" | "grass" | "rock" | "stepping_stones" | "pebblestone" | "earth")
    );
    let firm = matches!(
        tags.get("surface"),
        Some(
            "paved"
                | "asphalt"
                | "concrete"
                | "concrete:plates"
                | "concrete:lanes"
                | "paving_stones"
                | "sett"
                | "compacted"
                | "fine_gravel"
                | "wood"
                | "metal"
        )
    ) || tags.is("tracktype", "grade1");
    match class {
        StreetClass::Steps => tags.is("ramp:wheelchair", "yes"),
        StreetClass::Path | StreetClass::Track | StreetClass::Bridleway => firm && !rough,
        _ => !rough && !soft,
    }
}

/// Whether a lorry of 4 m height, 2.55 m width and 7.5 t fits by the signs.
fn fits_a_lorry(tags: Tags<'_>) -> bool {
    let least = |keys: [&str; 2], least: f64| {
        keys.iter()
            .all(|key| tags.get(key).and_then(value::length).is_none_or(|limit| limit.0 >= least))
    };
    least(["maxheight", "maxheight:physical"], 4.0)
        && least(["maxwidth", "maxwidth:physical"], 2.55)
        && tags.get("maxweight").and_then(value::tonnes).is_none_or(|limit| limit >= 7.5)
}

/// Whether wheels may go as drawn, and the other way.
fn oneway(tags: Tags<'_>, class: StreetClass) -> [bool; 2] {
    let keys = ["oneway:motorcar", "oneway:motor_vehicle", "oneway:vehicle", "oneway"];
    match keys.iter().find_map(|key| tags.get(key)) {
        Some("yes" | "true" | "1") => [true, false],
        Some("-1" | "reverse") => [false, true],
        // Which way it runs changes by the clock, which is not known here.
        Some("reversible") => [false, false],
        Some("no" | "false" | "0" | "alternating") => [true, true],
        _ => {
            let implied = class == StreetClass::Motorway && !tags.is("highway", "motorway_link")
                || matches!(tags.get("junction"), Some("roundabout" | "circular"));
            [true, !implied]
        }
    }
}

/// Whether feet may go as drawn, and the other way: only tags that name them count.
fn oneway_on_foot(tags: Tags<'_>) -> [bool; 2] {
    match tags.get("oneway:foot") {
        Some("yes" | "true" | "1") => [true, false],
        Some("-1" | "reverse") => [false, true],
        Some(_) => [true, true],
        None => match tags.get("conveying") {
            Some("forward") => [true, false],
            Some("backward") => [false, true],
            _ => [true, true],
        },
    }
}
