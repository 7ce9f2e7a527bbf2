//! Columns that know how to get their value out of a record.

use crate::layer::Embargo;
use crate::layer::Field;
use crate::layer::FieldType;
use crate::layer::GeometryType;
use crate::layer::LayerFeature;
use crate::layer::LayerGeometry;
use crate::layer::Value;
use crate::model::Feature;
use crate::model::Provenance;
use crate::model::Sensitivity;
use crate::scenario::Scenario;
use crate::time::Schedule;
use crate::time::State;
use crate::time::TimeWindow;
use crate::units::Metres;
use geo::{Geometry, MultiLineString, MultiPolygon};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// One column of a table of records.
pub(super) struct Column<T> {
    pub(super) name: &'static str,
    pub(super) field_type: FieldType,
    pub(super) description: &'static str,
    pub(super) sensitivity: Sensitivity,
    pub(super) counts_people: bool,
    pub(super) get: fn(&T) -> Option<Value>,
}

impl<T> Column<T> {
    pub(super) fn field(&self) -> Field {
        let field = Field::new(self.name, self.field_type, self.description);
        let field = field.sensitivity(self.sensitivity);
        if self.counts_people { field.counts_people() } else { field }
    }

    /// The same column, more sensitive than the records it stands in may be.
    pub(super) const fn class(mut self, sensitivity: Sensitivity) -> Self {
        self.sensitivity = sensitivity;
        self
    }

    /// The same column, said to count people.
    pub(super) const fn of_people(mut self) -> Self {
        self.counts_people = true;
        self
    }
}

/// A text column.
pub(super) const fn text<T>(
    name: &'static str,
    description: &'static str,
    get: fn(&T) -> Option<Value>,
) -> Column<T> {
    column(name, FieldType::Text, description, get)
}

/// A column of numbers, whole or not, or of truths.
pub(super) const fn column<T>(
    name: &'static str,
    field_type: FieldType,
    description: &'static str,
    get: fn(&T) -> Option<Value>,
) -> Column<T> {
    let sensitivity = Sensitivity::Low;
    Column { name, field_type, description, sensitivity, counts_people: false, get }
}

/// The columns of [`Provenance`], the last that every record has.
pub(super) const PROVENANCE: [Column<Provenance>; 10] = [
    text("source", "who stated it", |one| some_text(&one.source)),
    text("source_url", "where the statement can be read", |one| {
        one.source_url.as_deref().map(Value::from)
    }),
    column("said_at", FieldType::Time, "when it was said", |one| one.said_at.map(Value::from)),
    column("recorded_at", FieldType::Time, "when it was taken down", |one: &Provenance| {
        one.recorded_at.map(Value::from)
    })
    .class(Sensitivity::Moderate),
    text("method", "how it was turned into data", |one: &Provenance| {
        one.method.as_deref().map(Value::from)
    })
    .class(Sensitivity::Moderate),
    text("confidence", "how far it is confirmed", |one| Some(one.confidence.as_str().into())),
    text("sensitivity", "the harm there would be if it were known", |one| {
        one.sensitivity.map(|class| class.as_str().into())
    }),
    column(
        "publish_after",
        FieldType::Time,
        "reaches no audience before this",
        |one: &Provenance| one.publish_after.map(Value::from),
    )
    .class(Sensitivity::Moderate),
    column(
        "publish_after_end",
        FieldType::Boolean,
        "reaches no audience before its own time is over",
        |one: &Provenance| one.publish_after_end.then_some(true.into()),
    )
    .class(Sensitivity::Moderate),
    column(
        "precision_m",
        FieldType::Integer,
        "how precisely the source states the place, in metres",
        |one| one.precision_m.map(|metres| i64::from(metres).into()),
    ),
];

/// A feature that tells of a record: as sensitive, no earlier and no more precise.
pub(super) fn told_by(feature: LayerFeature, record: &Provenance) -> LayerFeature {
    let embargo =
        Embargo { until: record.publish_after, until_window_ends: record.publish_after_end };
    let mut feature = feature.sensitivity(record.sensitivity_or_high()).embargo(embargo);
    if let Some(at) = record.recorded_at.max(record.said_at) {
        feature = feature.known_at(at);
    }
    match record.precision_m {
        Some(metres) => feature.precise_to(Metres(metres.into())),
        None => feature,
    }
}

/// Until when something that tells of a record may not be published, whatever
/// its own window.
pub(super) fn embargo_of(record: &dyn Feature) -> Embargo {
    let stated = record.provenance();
    let over = stated.publish_after_end.then(|| {
        let window = record.particulars().schedule.as_ref().and_then(extent);
        window.and_then(|window| window.end()).unwrap_or(Timestamp::MAX)
    });
    Embargo { until: stated.publish_after.max(over), until_window_ends: false }
}

/// The same for what is worked out from all records of a scenario.
pub(crate) fn embargo_of_all(scenario: &Scenario) -> Embargo {
    scenario.features().map(embargo_of).fold(Embargo::default(), Embargo::later)
}

/// Text, or nothing if it is empty.
pub(super) fn some_text(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| text.into())
}

/// A count that may be larger than a layer can hold; then the layer refuses it.
pub(super) fn count(number: u64) -> Value {
    Value::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// A list in one value: items joined by `; `, or JSON where an item would not
/// survive that. Nothing if the list is empty.
pub(super) fn list<'a>(items: impl IntoIterator<Item = &'a str>) -> Option<Value> {
    let items: Vec<&str> = items.into_iter().collect();
    let plain = |item: &&str| {
        !item.is_empty() && !item.contains(';') && !item.starts_with('[') && item.trim() == *item
    };
    if items.is_empty() {
        None
    } else if items.iter().all(plain) {
        Some(items.join("; ").into())
    } else {
        Some(serde_json::Value::from(items).to_string().into())
    }
}

/// The tags of all languages in which some record has a name, sorted.
pub(super) fn languages<T: Feature>(records: &[T]) -> BTreeSet<&str> {
    records.iter().flat_map(|one| one.names().by_language().map(|(tag, _)| tag)).collect()
}

/// The stretch of time outside of which a schedule never holds and never is unknown.
pub(super) fn extent(schedule: &Schedule) -> Option<TimeWindow> {
    if schedule.state_otherwise() != State::DoesNotHold {
        return Some(TimeWindow::ALWAYS);
    }
    let recurring = schedule.recurring_hours().map(crate::time::RecurringHours::bounds);
    let parts = || {
        let windows = schedule.windows().iter().chain(schedule.unknown_windows()).copied();
        windows.chain(recurring)
    };
    let start = parts().map(|part| part.start_or_min()).min()?;
    let end = parts().map(|part| part.end_or_max()).max()?;
    TimeWindow::new(start, end).ok()
}

/// A geometry, if it is of the type that a layer shows.
pub(super) fn placed(geometry: Geometry, shown: GeometryType) -> Option<LayerGeometry> {
    match (shown, geometry) {
        (GeometryType::Point, Geometry::Point(point)) => Some(point.into()),
        (GeometryType::Line, Geometry::LineString(line)) => {
            Some(MultiLineString(vec![line]).into())
        }
        (GeometryType::Line, Geometry::MultiLineString(lines)) => Some(lines.into()),
        (GeometryType::Area, Geometry::Polygon(area)) => Some(MultiPolygon(vec![area]).into()),
        (GeometryType::Area, Geometry::MultiPolygon(areas)) => Some(areas.into()),
        _ => None,
    }
}
