//! From checked geometry and properties to the nouns of the model.
//!
//! Floor 7. One function for each kind.
//!
//! A property that cannot be read is taken as not known. Where not knowing has
//! to be cautious, it is: see the notes in each function.

use super::ReadError;
use super::fields::{Fields, Given, json, whole};
use super::when::{self, Clock};
use crate::id::FeatureRef;
use crate::id::Kind;
use crate::model::Area;
use crate::model::AreaOfControl;
use crate::model::AssemblyPoint;
use crate::model::Checkpoint;
use crate::model::CheckpointStatus;
use crate::model::CurfewZone;
use crate::model::FrontLine;
use crate::model::HazardZone;
use crate::model::Incident;
use crate::model::InvalidShape;
use crate::model::Names;
use crate::model::Neighbourhood;
use crate::model::Particulars;
use crate::model::Passage;
use crate::model::Path;
use crate::model::Place;
use crate::model::PopulationEstimate;
use crate::model::Provenance;
use crate::model::RestrictedZone;
use crate::model::SafeCorridor;
use crate::model::Shelter;
use crate::model::Street;
use crate::model::TravelMode;
use crate::model::TravelModes;
use crate::record::RecordRef;
use crate::scenario::ScenarioBuilder;
use crate::scenario::rules::bad_property;
use crate::scenario::rules::population_fractional;
use crate::scenario::rules::population_negative;
use crate::scenario::rules::unknown_word;
use crate::units::Lanes;
use crate::units::Metres;
use crate::units::MetresPerSecond;
use crate::units::Persons;
use crate::units::PersonsPerHour;
use crate::units::VehiclesPerHour;
use geo::{BoundingRect, Coord, Geometry};
use jiff::Timestamp;
use serde_json::Value;

/// Makes a record and adds it. An error means that it is left out.
pub(super) fn add(
    builder: &mut ScenarioBuilder,
    id: &str,
    geometry: Geometry,
    fields: &mut Fields,
    clock: &Clock,
) -> Result<(), ReadError> {
    let at = fields.at.clone();
    let middle = geometry.bounding_rect().map(geo::Rect::center);
    let particulars = particulars(fields, clock, middle);
    macro_rules! records {
        ($($kind:ident: $shape:ident, $make:ident;)*) => {
            match fields.kind {
                $(Kind::$kind => {
                    let shape = $shape::try_from(geometry).map_err(|e| wrong(&at, fields.kind, &e))?;
                    if let Some(record) = Option::<$kind>::from($make(id, shape, fields)) {
                        builder.$make(record.with(particulars), at);
                    }
                })*
            }
        };
    }
    records! {
        Neighbourhood: Area, neighbourhood;
        CurfewZone: Area, curfew_zone;
        RestrictedZone: Area, restricted_zone;
        HazardZone: Area, hazard_zone;
        FrontLine: Path, front_line;
        AreaOfControl: Area, area_of_control;
        Checkpoint: Place, checkpoint;
        SafeCorridor: Path, corridor;
        Shelter: Place, shelter;
        AssemblyPoint: Place, assembly_point;
        Incident: Place, incident;
        Street: Path, street;
    }
    Ok(())
}

/// The geometry that a kind must have.
pub(super) const fn needed(kind: Kind) -> &'static str {
    match kind {
        Kind::Checkpoint | Kind::Shelter | Kind::AssemblyPoint | Kind::Incident => "Point",
        Kind::FrontLine | Kind::SafeCorridor | Kind::Street => "LineString",
        _ => "Polygon or MultiPolygon",
    }
}

fn wrong(at: &RecordRef, kind: Kind, error: &InvalidShape) -> ReadError {
    let found = match error {
        InvalidShape::WrongType { found, .. } => (*found).to_owned(),
        other => format!("geometry that is none: {other}"),
    };
    ReadError::WrongGeometry { at: at.clone(), noun: kind.as_str(), expected: needed(kind), found }
}

/// Name, schedule and provenance.
fn particulars(fields: &mut Fields, clock: &Clock, middle: Option<Coord>) -> Particulars {
    let mut names = Names::new(fields.text("name").unwrap_or_default());
    let tagged: Vec<String> = fields.names_starting("name_");
    for name in tagged {
        if let Some(text) = fields.text(&name) {
            names = names.and(&name["name_".len()..], text);
        }
    }
    Particulars {
        names,
        schedule: when::schedule(fields, clock, middle),
        provenance: Provenance {
            source: fields.text("source").unwrap_or_default(),
            source_url: fields.text("source_url"),
            said_at: when::instant(fields, "said_at", clock.zone.as_ref()),
            recorded_at: when::instant(fields, "recorded_at", clock.zone.as_ref()),
            method: fields.text("method"),
            confidence: fields.word("confidence").ok().unwrap_or_default(),
            sensitivity: fields.word("sensitivity").ok(),
            publish_after: publish_after(fields, clock),
            publish_after_end: publish_after_end(fields),
            precision_m: precision(fields),
        },
    }
}

/// An instant; if it cannot be read, one that does not come.
fn publish_after(fields: &mut Fields, clock: &Clock) -> Option<Timestamp> {
    let stated = fields.has("publish_after");
    let at = when::instant(fields, "publish_after", clock.zone.as_ref());
    at.or(stated.then_some(Timestamp::MAX))
}

/// True or false; true if it cannot be read.
fn publish_after_end(fields: &mut Fields) -> bool {
    let stated = fields.has("publish_after_end");
    fields.flag("publish_after_end").unwrap_or(stated)
}

/// Whole metres, rounded up; if it cannot be read, so many that hardly a place is left.
fn precision(fields: &mut Fields) -> Option<u32> {
    let stated = fields.has("precision_m");
    let metres = metres(fields, "precision_m").map(|metres| metres.0.ceil() as u32);
    metres.or(stated.then_some(u32::MAX))
}

fn neighbourhood(id: &str, area: Area, fields: &mut Fields) -> Neighbourhood {
    let mut made =
        Neighbourhood::new(id, area).with_vulnerable(fields.flag("vulnerable").unwrap_or_default());
    if let Some(pcode) = fields.text("pcode") {
        made = made.with_pcode(pcode);
    }
    let (as_of, source) = (date(fields, "population_as_of"), fields.text("population_source"));
    if let Some(persons) = population(fields) {
        made = made.with_population(PopulationEstimate { persons, as_of, source });
    }
    made
}

/// A whole number of persons, 0 or more; anything else leaves it unknown.
fn population(fields: &mut Fields) -> Option<Persons> {
    let field = fields.take("population")?;
    let persons = whole(&field.value);
    if persons.is_none() {
        let code = match field.value.as_f64() {
            Some(number) if number < 0.0 => population_negative::RULE.code,
            Some(number) if number.fract() != 0.0 => population_fractional::RULE.code,
            _ => bad_property::RULE.code,
        };
        let expected = "a whole number of persons, 0 or more";
        let hint = Some("its population is taken as not known");
        fields.problem(code, &field.source, expected, json(&field.value), hint);
    }
    persons.map(Persons)
}

fn date(fields: &mut Fields, name: &str) -> Option<jiff::civil::Date> {
    let field = fields.take(name)?;
    let date = field.value.as_str().and_then(|text| text.trim().parse().ok());
    if date.is_none() {
        fields.wrong(&field, "a date such as 2026-01-08");
    }
    date
}

fn curfew_zone(id: &str, area: Area, fields: &mut Fields) -> CurfewZone {
    let made = CurfewZone::new(id, area);
    match fields.text("issued_by") {
        Some(party) => made.with_issuer(party),
        None => made,
    }
}

fn restricted_zone(id: &str, area: Area, fields: &mut Fields) -> RestrictedZone {
    let made = RestrictedZone::new(id, area);
    match fields.text("issued_by") {
        Some(party) => made.with_issuer(party),
        None => made,
    }
}

/// Severity that is not said, or cannot be read, is extreme.
fn hazard_zone(id: &str, area: Area, fields: &mut Fields) -> HazardZone {
    let hazard = fields.word("hazard").ok().unwrap_or_default();
    let severity = fields.word("severity").ok().unwrap_or_default();
    HazardZone::new(id, area, hazard, severity)
}

fn front_line(id: &str, path: Path, fields: &mut Fields) -> FrontLine {
    FrontLine::new(id, path).with_parties(fields.list("parties").ok().unwrap_or_default())
}

fn area_of_control(id: &str, area: Area, fields: &mut Fields) -> Option<AreaOfControl> {
    let party = fields.needed_text("party", "the name of who holds the area")?;
    Some(AreaOfControl::new(id, area, party))
}

/// Of a checkpoint whose direction cannot be read nobody knows whether it is
/// open for those who ask.
fn checkpoint(id: &str, place: Place, fields: &mut Fields) -> Checkpoint {
    let mut status: CheckpointStatus = fields.word("status").ok().unwrap_or_default();
    let passage = passage(fields).unwrap_or_else(|()| {
        if status == CheckpointStatus::Open {
            status = CheckpointStatus::Unknown;
        }
        Passage::Both
    });
    let mut made = Checkpoint::new(id, place).with_status(status).with_passage(passage);
    if let Some(party) = fields.text("controlled_by") {
        made = made.with_controller(party);
    }
    let seconds = fields.count("delay_s", "a whole number of seconds, 0 or more");
    if let Some(seconds) = seconds {
        made = made.with_delay_s(u32::try_from(seconds).unwrap_or(u32::MAX));
    }
    if let Some(waiting) = fields.count("queue_persons", "a whole number of persons, 0 or more") {
        made = made.with_queue(Persons(waiting));
    }
    if let Some(rate) = rate(fields) {
        made = made.with_persons_per_hour(rate);
    }
    made
}

fn passage(fields: &mut Fields) -> Result<Passage, ()> {
    const BEARING: &str = "degrees clockwise from north, 0 to 360";
    let gave_bearing = fields.has("bearing_deg");
    let bearing = fields.number("bearing_deg", BEARING, |b| (0.0..=360.0).contains(&b));
    let Some(field) = fields.take("direction") else {
        return match bearing {
            Some(bearing_deg) => Ok(Passage::OneWay { bearing_deg }),
            None if gave_bearing => Err(()),
            None => Ok(Passage::Both),
        };
    };
    match (field.value.as_str().map(str::trim), bearing) {
        (Some("both"), _) => Ok(Passage::Both),
        (Some("one-way"), Some(bearing_deg)) => Ok(Passage::OneWay { bearing_deg }),
        (Some("one-way"), None) => {
            if !gave_bearing {
                let code = bad_property::RULE.code;
                fields.problem(code, "bearing_deg", BEARING, "nothing", Some(NOT_OPEN));
            }
            Err(())
        }
        _ => {
            let code = unknown_word::RULE.code;
            let found = json(&field.value);
            fields.problem(code, &field.source, "both or one-way", found, Some(NOT_OPEN));
            Err(())
        }
    }
}

const NOT_OPEN: &str = "the checkpoint is not taken to be open";

fn rate(fields: &mut Fields) -> Option<PersonsPerHour> {
    let expected = "a number of persons an hour, 0 or more";
    fields.number("persons_per_hour", expected, |rate| rate >= 0.0).map(PersonsPerHour)
}

fn metres(fields: &mut Fields, name: &str) -> Option<Metres> {
    fields.number(name, "a number of metres, 0 or more", |length| length >= 0.0).map(Metres)
}

/// Modes that cannot be read are no modes.
fn modes(fields: &mut Fields, if_not_said: TravelModes) -> TravelModes {
    let words = match fields.list_or("modes", "taken as for no mode") {
        Given::No => return if_not_said,
        Given::Unreadable => return TravelModes::empty(),
        Given::Yes(words) => words,
    };
    let mut modes = TravelModes::empty();
    for word in words {
        match word.parse::<TravelMode>() {
            Ok(mode) => modes.insert(mode),
            Err(error) => {
                let (code, found) = (unknown_word::RULE.code, json(&Value::String(word)));
                fields.problem(code, "modes", error.expected, found, Some("that mode is left out"));
            }
        }
    }
    modes
}

fn corridor(id: &str, path: Path, fields: &mut Fields) -> SafeCorridor {
    let mut made = SafeCorridor::new(id, path)
        .with_direction(fields.word("direction").ok().unwrap_or_default())
        .with_modes(modes(fields, TravelModes::empty()))
        .with_agreement(fields.list("agreed_by").ok().unwrap_or_default());
    if let Some(width) = metres(fields, "width_m") {
        made = made.with_width(width);
    }
    if let Some(rate) = rate(fields) {
        made = made.with_persons_per_hour(rate);
    }
    if let Some(party) = fields.text("announced_by") {
        made = made.with_announcer(party);
    }
    let entry = fields.id("entry_checkpoint").map(Into::into);
    let exit = fields.id("exit_checkpoint").map(Into::into);
    let serves = fields.list("serves").ok().unwrap_or_default();
    let exempt_from = exemptions(fields);
    made.with_checkpoints(entry, exit)
        .with_serves(serves.into_iter().map(Into::into).collect())
        .with_exemptions(exempt_from)
}

/// References such as `curfew-zone/north`. One that cannot be read exempts from nothing.
fn exemptions(fields: &mut Fields) -> Vec<FeatureRef> {
    let mut zones = Vec::new();
    for text in fields.list("exempt_from").ok().unwrap_or_default() {
        if let Ok(zone) = text.trim().parse() {
            zones.push(zone);
        } else {
            let (code, found) = (bad_property::RULE.code, json(&Value::String(text)));
            let expected = "a kind and an id such as \"curfew-zone/north\"";
            let hint = Some("it exempts from nothing");
            fields.problem(code, "exempt_from", expected, found, hint);
        }
    }
    zones
}

fn shelter(id: &str, place: Place, fields: &mut Fields) -> Shelter {
    const PERSONS: &str = "a whole number of persons, 0 or more";
    let mut made = Shelter::new(id, place);
    if let Some(capacity) = fields.count("capacity", PERSONS) {
        made = made.with_capacity(Persons(capacity));
    }
    if let Some(occupancy) = fields.count("occupancy", PERSONS) {
        made = made.with_occupancy(Persons(occupancy));
    }
    made
}

fn assembly_point(id: &str, place: Place, fields: &mut Fields) -> AssemblyPoint {
    let made = AssemblyPoint::new(id, place);
    match fields.id("neighbourhood") {
        Some(neighbourhood) => made.with_neighbourhood(neighbourhood.into()),
        None => made,
    }
}

fn incident(id: &str, place: Place, fields: &mut Fields) -> Incident {
    let made = Incident::new(id, place).with_radius(metres(fields, "radius_m").unwrap_or_default());
    match fields.text("event") {
        Some(event) => made.with_event(event),
        None => made,
    }
}

fn street(id: &str, path: Path, fields: &mut Fields) -> Street {
    let level = fields.number("level", "a whole number such as 0, 1 or -1", |level| {
        level.fract() == 0.0 && level.abs() <= 1000.0
    });
    let mut made = Street::new(id, path)
        .with_class(fields.word("class").ok().unwrap_or_default())
        .with_modes(modes(fields, TravelModes::all()))
        .with_one_way(fields.flag("one_way").unwrap_or_default())
        .with_level(level.unwrap_or_default() as i32)
        .with_bridge(fields.flag("bridge").unwrap_or_default());
    if let Some(width) = metres(fields, "width_m") {
        made = made.with_width(width);
    }
    let above_zero = |number: f64| number > 0.0;
    let expected = "a speed in metres a second, above 0";
    if let Some(speed) = fields.number("max_speed", expected, above_zero) {
        made = made.with_max_speed(MetresPerSecond(speed));
    }
    let expected = "a number of vehicles an hour, 0.001 to 1000000";
    let possible = |rate: f64| (0.001..=1e6).contains(&rate);
    if let Some(rate) = fields.number("vehicles_per_hour", expected, possible) {
        made = made.with_vehicles_per_hour(VehiclesPerHour(rate));
    }
    let expected = "a number of lanes in one direction, 0.1 to 100";
    if let Some(lanes) = fields.number("lanes", expected, |lanes| (0.1..=100.0).contains(&lanes)) {
        made = made.with_lanes(Lanes(lanes));
    }
    made
}
