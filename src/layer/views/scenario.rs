//! A scenario as layers, one for each kind of record.
//!
//! Columns carry the names of docs/FORMATS.md, so that what is written is read
//! back as the same scenario.

use super::table::{
    Column, PROVENANCE, column, count, embargo_of, extent, languages, list, some_text, text,
    told_by,
};
use super::timeline::{Stretch, stretches};
use crate::layer::Field;
use crate::layer::FieldType;
use crate::layer::GeometryType;
use crate::layer::Layer;
use crate::layer::LayerError;
use crate::layer::LayerFeature;
use crate::layer::LayerGeometry;
use crate::layer::StyleClass;
use crate::layer::Subject;
use crate::layer::ToLayers;
use crate::layer::Value;
use crate::model::Area;
use crate::model::AreaOfControl;
use crate::model::AssemblyPoint;
use crate::model::Checkpoint;
use crate::model::CheckpointStatus;
use crate::model::CurfewZone;
use crate::model::Feature;
use crate::model::FrontLine;
use crate::model::HazardZone;
use crate::model::Incident;
use crate::model::Neighbourhood;
use crate::model::Passage;
use crate::model::Path;
use crate::model::Place;
use crate::model::RestrictedZone;
use crate::model::SafeCorridor;
use crate::model::Sensitivity;
use crate::model::Shelter;
use crate::model::Street;
use crate::model::TravelModes;
use crate::scenario::Scenario;
use crate::time::Schedule;
use crate::time::State;
use crate::time::TimeWindow;
use jiff::Timestamp;
use std::collections::BTreeSet;

/// How a scenario is shown: as stated, or as it stands at an instant.
///
/// ```
/// use safepassage::layer::{ScenarioView, ToLayers};
/// use safepassage::scenario::Scenario;
///
/// let scenario = Scenario::default();
/// let view = ScenarioView::new(&scenario).at("2026-01-08T10:30:00Z".parse()?);
/// assert!(view.to_layers()?.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ScenarioView<'a> {
    scenario: &'a Scenario,
    when: When,
}

/// Of which time the records are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    /// Of none: as stated.
    Stated,
    /// Of an instant.
    At(Timestamp),
    /// Of all of a window, a row for each stretch of one state.
    Over(TimeWindow),
}

impl<'a> ScenarioView<'a> {
    /// The scenario as stated.
    pub const fn new(scenario: &'a Scenario) -> Self {
        Self { scenario, when: When::Stated }
    }

    /// The scenario over time: see [`TimelineView`](super::TimelineView).
    pub(super) const fn over(scenario: &'a Scenario, window: TimeWindow) -> Self {
        Self { scenario, when: When::Over(window) }
    }

    /// The scenario as it stands at an instant: each feature is drawn in its
    /// state then, and a column `state` says it (`holds`, `does-not-hold`, `unknown`).
    #[must_use]
    pub const fn at(mut self, at: Timestamp) -> Self {
        self.when = When::At(at);
        self
    }

    fn layer<T: Feature>(&self, kind: &Shown<'_, T>) -> Result<Layer, LayerError> {
        let languages = languages(kind.records);
        let note = &self.scenario.about().note;
        let mut layer = Layer::builder(kind.name, kind.geometry_type)
            .title(kind.title)
            .description(note.as_str())
            .timed()
            .field(Field::harmless("id", FieldType::Text, "the source's own identifier"))
            .field(Field::harmless("kind", FieldType::Text, "what sort of record it is"))
            .field(Field::harmless("name", FieldType::Text, "the main name"))
            .label("name");
        for tag in &languages {
            let name = format!("name_{tag}");
            layer =
                layer.field(Field::harmless(&name, FieldType::Text, "the name in that language"));
            layer = layer.label(name);
        }
        layer = layer
            .fields(kind.columns.iter().map(Column::field))
            .field(Field::harmless("schedule", FieldType::Text, "when it holds, as JSON"))
            .fields(PROVENANCE.iter().map(Column::field));
        if self.when != When::Stated {
            layer = layer.field(Field::harmless("state", FieldType::Text, "whether it holds then"));
        }
        if matches!(self.when, When::Over(_)) {
            layer = layer
                .field(Field::harmless("feature", FieldType::Text, "the record"))
                .field(Field::harmless("because", FieldType::Text, "why it is in that state"));
        }
        for record in kind.records {
            layer = layer.features(self.rows(kind, record, &languages));
        }
        layer.build()
    }

    /// The row of a record, or its rows over time.
    fn rows<T: Feature>(
        &self,
        kind: &Shown<'_, T>,
        record: &T,
        languages: &BTreeSet<&str>,
    ) -> Vec<LayerFeature> {
        let reference = record.reference();
        let schedule = record.particulars().schedule.as_ref();
        let mut values = vec![
            Some(reference.id().into()),
            Some(reference.kind().as_str().into()),
            some_text(record.names().main()),
        ];
        values.extend(languages.iter().map(|tag| record.names().in_language(tag).map(Value::from)));
        values.extend(kind.columns.iter().map(|column| (column.get)(record)));
        values.push(schedule.and_then(|hours| serde_json::to_string(hours).ok()).map(Value::from));
        values.extend(PROVENANCE.iter().map(|column| (column.get)(record.provenance())));
        let row = |key: String, values, state| {
            let feature = LayerFeature::new(key, (kind.geometry)(record), values)
                .style(StyleClass::new(Subject::Record(reference.kind()), state));
            told_by(feature, record.provenance())
        };
        let When::Over(window) = self.when else {
            let at = if let When::At(at) = self.when { Some(at) } else { None };
            let state = (kind.state)(record, at);
            values.extend(at.map(|_| Some(state.as_str().into())));
            let feature = row(reference.to_string(), values, state);
            return vec![match schedule.and_then(extent) {
                Some(window) => feature.during(window),
                None => feature,
            }];
        };
        let rows = stretches(record, kind.state, window).into_iter().map(|stretch| {
            let Stretch { window, state, because } = stretch;
            let mut values = values.clone();
            values.push(Some(state.as_str().into()));
            values.push(Some(reference.to_string().into()));
            values.push(Some(because.into()));
            let key = match window {
                Some(window) => format!("{reference}@{}", window.start_or_min()),
                None => reference.to_string(),
            };
            // A stretch ends before the record does.
            let mut feature = row(key, values, state).embargo(embargo_of(record));
            // The people are those of the record, however many rows it has.
            for column in kind.columns.iter().filter(|column| column.counts_people) {
                let cell = format!("{}/{reference}/{}", kind.name, column.name);
                feature = feature.sums(column.name, [cell]);
            }
            match window {
                Some(window) => feature.during(window),
                None => feature,
            }
        });
        rows.collect()
    }
}

/// One kind of record and how it becomes a layer.
struct Shown<'a, T> {
    name: &'static str,
    title: &'static str,
    geometry_type: GeometryType,
    records: &'a [T],
    geometry: fn(&T) -> LayerGeometry,
    state: fn(&T, Option<Timestamp>) -> State,
    columns: &'a [Column<T>],
}

impl ToLayers for ScenarioView<'_> {
    /// One layer for each kind of which there is a record, in the order of [`Kind::ALL`](crate::id::Kind::ALL).
    fn to_layers(&self) -> Result<Vec<Layer>, LayerError> {
        let mut layers = Vec::new();
        macro_rules! show {
            ($($many:ident: $name:literal, $title:literal, $geometry_type:ident,
                $geometry:expr, $state:ident, $columns:expr;)*) => {$(
                if !self.scenario.$many().is_empty() {
                    layers.push(self.layer(&Shown {
                        name: $name,
                        title: $title,
                        geometry_type: GeometryType::$geometry_type,
                        records: self.scenario.$many(),
                        geometry: $geometry,
                        state: $state,
                        columns: $columns,
                    })?);
                }
            )*};
        }
        show! {
            neighbourhoods: "neighbourhoods", "Neighbourhoods", Area,
                |one| area(one.area()), state, &NEIGHBOURHOOD;
            curfew_zones: "curfew-zones", "Curfew zones", Area,
                |one| area(one.area()), state, &CURFEW_ZONE;
            restricted_zones: "restricted-zones", "Restricted zones", Area,
                |one| area(one.area()), state, &RESTRICTED_ZONE;
            hazard_zones: "hazard-zones", "Hazard zones", Area,
                |one| area(one.area()), state, &HAZARD_ZONE;
            front_lines: "front-lines", "Front lines", Line,
                |one| line(one.path()), state, &FRONT_LINE;
            areas_of_control: "areas-of-control", "Areas of control", Area,
                |one| area(one.area()), state, &AREA_OF_CONTROL;
            checkpoints: "checkpoints", "Checkpoints", Point,
                |one| point(one.place()), checkpoint_state, &CHECKPOINT;
            corridors: "corridors", "Announced corridors", Line,
                |one| line(one.path()), state, &CORRIDOR;
            shelters: "shelters", "Shelters", Point,
                |one| point(one.place()), state, &SHELTER;
            assembly_points: "assembly-points", "Assembly points", Point,
                |one| point(one.place()), state, &ASSEMBLY_POINT;
            incidents: "incidents", "Incidents", Point,
                |one| point(one.place()), state, &INCIDENT;
            streets: "streets", "Streets", Line,
                |one| line(one.path()), state, &STREET;
        }
        Ok(layers)
    }
}

impl ToLayers for Scenario {
    /// The scenario as stated: see [`ScenarioView`].
    fn to_layers(&self) -> Result<Vec<Layer>, LayerError> {
        ScenarioView::new(self).to_layers()
    }
}

fn area(area: &Area) -> LayerGeometry {
    area.polygons().clone().into()
}

fn line(path: &Path) -> LayerGeometry {
    path.line().clone().into()
}

fn point(place: &Place) -> LayerGeometry {
    geo::Point(place.coord()).into()
}

/// The state at an instant; without one, what is stated holds and what has no
/// hours is unknown (what simply is there holds).
fn state<T: Feature>(record: &T, at: Option<Timestamp>) -> State {
    match (at, &record.particulars().schedule) {
        (Some(at), _) => record.schedule().active_at(at),
        (None, Some(_)) => State::Holds,
        (None, None) if record.schedule() == Schedule::always() => State::Holds,
        (None, None) => State::Unknown,
    }
}

fn checkpoint_state(record: &Checkpoint, at: Option<Timestamp>) -> State {
    match (at, record.status()) {
        (Some(at), _) => record.passable_at(at),
        (None, CheckpointStatus::Open) => State::Holds,
        (None, CheckpointStatus::Closed) => State::DoesNotHold,
        (None, CheckpointStatus::Unknown) => State::Unknown,
    }
}

fn modes(modes: TravelModes) -> Option<Value> {
    list(modes.iter().map(crate::model::TravelMode::as_str))
}

const NEIGHBOURHOOD: [Column<Neighbourhood>; 5] = [
    text("pcode", "place code of the common operational datasets", |one| {
        one.pcode().map(Value::from)
    }),
    column("population", FieldType::Integer, "persons thought present", |one: &Neighbourhood| {
        one.population().map(|estimate| count(estimate.persons.0))
    })
    .of_people(),
    text("population_as_of", "the day the estimate speaks of", |one| {
        one.population()?.as_of.map(|day| day.to_string().into())
    }),
    text("population_source", "who estimates", |one| {
        one.population()?.source.as_deref().map(Value::from)
    }),
    column(
        "vulnerable",
        FieldType::Boolean,
        "named as one that must be got out",
        |one: &Neighbourhood| Some(one.vulnerable().into()),
    )
    .class(Sensitivity::Moderate),
];

const CURFEW_ZONE: [Column<CurfewZone>; 1] =
    [text("issued_by", "the party that issued it", |one| one.issued_by().map(Value::from))];

const RESTRICTED_ZONE: [Column<RestrictedZone>; 1] =
    [text("issued_by", "the party that closed it", |one| one.issued_by().map(Value::from))];

const HAZARD_ZONE: [Column<HazardZone>; 2] = [
    text("hazard", "what the danger is", |one| Some(one.hazard().as_str().into())),
    text("severity", "how grave it is", |one| Some(one.severity().as_str().into())),
];

const FRONT_LINE: [Column<FrontLine>; 1] = [text("parties", "the parties on either side", |one| {
    list(one.parties().iter().map(String::as_str))
})];

const AREA_OF_CONTROL: [Column<AreaOfControl>; 1] =
    [text("party", "the party that holds it, as reported", |one| Some(one.party().into()))];

const CHECKPOINT: [Column<Checkpoint>; 7] = [
    text("status", "open, closed or unknown, as reported", |one| {
        Some(one.status().as_str().into())
    }),
    text("direction", "both ways or one-way", |one| {
        Some(if matches!(one.passage(), Passage::Both) { "both" } else { "one-way" }.into())
    }),
    column("bearing_deg", FieldType::Real, "the way one may pass, clockwise from north", |one| {
        match one.passage() {
            Passage::Both => None,
            Passage::OneWay { bearing_deg } => Some(bearing_deg.into()),
        }
    }),
    text("controlled_by", "who controls it", |one| one.controlled_by().map(Value::from)),
    column(
        "delay_s",
        FieldType::Integer,
        "how long passing takes once it is one's turn, in seconds",
        |one| Some(i64::from(one.delay_s()).into()),
    ),
    column(
        "queue_persons",
        FieldType::Integer,
        "persons reported to be waiting",
        |one: &Checkpoint| one.queue().map(|persons| count(persons.0)),
    )
    .class(Sensitivity::High)
    .of_people(),
    column("persons_per_hour", FieldType::Real, "persons it passes in an hour", |one| {
        one.persons_per_hour().map(|rate| rate.0.into())
    }),
];

const CORRIDOR: [Column<SafeCorridor>; 10] = [
    column("width_m", FieldType::Real, "full width as announced, in metres", |one| {
        one.width().map(|width| width.0.into())
    }),
    text("direction", "the way along the line", |one| Some(one.direction().as_str().into())),
    text("modes", "travel modes it was announced for", |one| modes(one.modes())),
    column("persons_per_hour", FieldType::Real, "persons it passes in an hour", |one| {
        one.persons_per_hour().map(|rate| rate.0.into())
    }),
    text("announced_by", "who announced it", |one| one.announced_by().map(Value::from)),
    text("agreed_by", "who has agreed to it", |one| {
        list(one.agreed_by().iter().map(String::as_str))
    }),
    text("entry_checkpoint", "the checkpoint where people enter it", |one| {
        one.entry_checkpoint().map(|id| id.as_str().into())
    }),
    text("exit_checkpoint", "the checkpoint where people leave it", |one| {
        one.exit_checkpoint().map(|id| id.as_str().into())
    }),
    text("serves", "the neighbourhoods it was announced for", |one| {
        list(one.serves().iter().map(crate::id::NeighbourhoodId::as_str))
    }),
    text("exempt_from", "zones whose ban was announced as lifted on it", |one| {
        let zones: Vec<String> = one.exempt_from().iter().map(ToString::to_string).collect();
        list(zones.iter().map(String::as_str))
    }),
];

const SHELTER: [Column<Shelter>; 2] = [
    column("capacity", FieldType::Integer, "persons it can hold", |one| {
        one.capacity().map(|persons| count(persons.0))
    }),
    column("occupancy", FieldType::Integer, "persons in it", |one: &Shelter| {
        one.occupancy().map(|persons| count(persons.0))
    })
    .class(Sensitivity::Moderate)
    .of_people(),
];

const ASSEMBLY_POINT: [Column<AssemblyPoint>; 1] =
    [text("neighbourhood", "the neighbourhood whose people gather there", |one| {
        one.neighbourhood().map(|id| id.as_str().into())
    })];

const INCIDENT: [Column<Incident>; 2] = [
    column("radius_m", FieldType::Real, "how far from its place it reached, in metres", |one| {
        Some(one.radius().0.into())
    }),
    text("event", "what happened, in the source's word", |one| one.event().map(Value::from)),
];

const STREET: [Column<Street>; 9] = [
    text("class", "what sort of way it is", |one| Some(one.class().as_str().into())),
    column("width_m", FieldType::Real, "width in metres", |one| {
        one.width().map(|width| width.0.into())
    }),
    text("modes", "who may travel on it", |one| modes(one.modes())),
    column("one_way", FieldType::Boolean, "vehicles only from first point to last", |one| {
        Some(one.one_way().into())
    }),
    column("level", FieldType::Integer, "0 is the ground", |one| {
        Some(i64::from(one.level()).into())
    }),
    column("bridge", FieldType::Boolean, "whether it is a bridge", |one| Some(one.bridge().into())),
    column("max_speed", FieldType::Real, "posted speed limit in metres a second", |one| {
        one.max_speed().map(|speed| speed.0.into())
    }),
    column("vehicles_per_hour", FieldType::Real, "vehicles an hour, in each direction", |one| {
        one.vehicles_per_hour().map(|rate| rate.0.into())
    }),
    column("lanes", FieldType::Real, "lanes in each direction", |one| {
        one.lanes().map(|lanes| lanes.0.into())
    }),
];
