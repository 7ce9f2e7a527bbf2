use super::{TimelineView, stretches};
use crate::layer::{Layer, ToLayers, Value};
use crate::model::{
    Checkpoint, CheckpointStatus, Feature, Particulars, Place, Provenance, Sensitivity,
};
use crate::place::northern_aleppo;
use crate::publish::Audience;
use crate::record::RecordRef;
use crate::scenario::{Scenario, ScenarioBuilder};
use crate::time::{Schedule, State, TimeWindow};
use jiff::Timestamp;
use std::collections::BTreeMap;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn window(from: &str, to: &str) -> TimeWindow {
    TimeWindow::new(at(from), at(to)).unwrap()
}

fn day() -> TimeWindow {
    window("2026-01-08T00:00:00Z", "2026-01-09T00:00:00Z")
}

fn gate(status: CheckpointStatus, schedule: Option<Schedule>) -> Checkpoint {
    let mut told = Particulars::named("Gate").provenance(Provenance {
        sensitivity: Some(Sensitivity::Low),
        publish_after_end: true,
        ..Provenance::of("radio")
    });
    told.schedule = schedule;
    Checkpoint::new("gate", Place::new(37.1, 36.2).unwrap()).with_status(status).with(told)
}

fn said(gate: &Checkpoint) -> Vec<(String, State, &'static str)> {
    let state = |one: &Checkpoint, at: Option<Timestamp>| one.passable_at(at.unwrap());
    let found = stretches(gate, state, day());
    let row = |one: super::Stretch| (one.window.unwrap().to_string(), one.state, one.because);
    found.into_iter().map(row).collect()
}

fn morning() -> Schedule {
    Schedule::during(window("2026-01-08T08:00:00Z", "2026-01-08T12:00:00Z"))
        .unknown_during(window("2026-01-08T12:00:00Z", "2026-01-08T13:00:00Z"))
}

#[test]
fn stretches_cover_the_window_and_say_why() {
    let rows = said(&gate(CheckpointStatus::Open, Some(morning())));
    let why: Vec<_> = rows.iter().map(|(_, state, because)| (*state, *because)).collect();
    assert_eq!(
        why,
        [
            (State::DoesNotHold, "outside-times-stated"),
            (State::Holds, "window-stated"),
            (State::Unknown, "said-unknown"),
            (State::DoesNotHold, "outside-times-stated"),
        ]
    );
}

#[test]
fn silence_is_unknown_and_never_open() {
    for status in [CheckpointStatus::Open, CheckpointStatus::Unknown] {
        let rows = said(&gate(status, None));
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].1, rows[0].2), (State::Unknown, "no-times-stated"));
    }
    let rows = said(&gate(CheckpointStatus::Unknown, Some(morning())));
    assert!(rows.iter().all(|(_, state, _)| *state != State::Holds), "{rows:?}");
    assert_eq!(rows[1].2, "status-unknown");
    let rows = said(&gate(CheckpointStatus::Closed, Some(morning())));
    assert_eq!(rows.len(), 1, "closed throughout: {rows:?}");
    assert_eq!(rows[0].2, "reported-closed");
}

#[test]
fn rows_of_the_example_say_what_each_record_says_at_each_instant() {
    let scenario = northern_aleppo().unwrap().scenario;
    let whole = TimelineView::window_of(&scenario).unwrap();
    let layers = TimelineView::new(&scenario, whole).unwrap().to_layers().unwrap();
    let mut rows: BTreeMap<String, Vec<(Option<TimeWindow>, String)>> = BTreeMap::new();
    let text = |layer: &Layer, row: usize, name: &str| {
        let column = layer.field_index(name).unwrap();
        layer.features()[row].values()[column].as_ref().and_then(Value::as_text).unwrap().to_owned()
    };
    for layer in &layers {
        for (row, feature) in layer.features().iter().enumerate() {
            let state = text(layer, row, "state");
            rows.entry(text(layer, row, "feature")).or_default().push((feature.window(), state));
        }
    }
    assert_eq!(rows.len(), scenario.features().count());
    let hours = (0..).map(|hour| whole.start_or_min() + jiff::SignedDuration::from_mins(hour * 20));
    for at in hours.take_while(|at| *at < whole.end_or_max()) {
        for corridor in scenario.corridors() {
            let rows = &rows[&corridor.reference().to_string()];
            let now: Vec<_> = rows
                .iter()
                .filter(|(window, _)| window.is_none_or(|window| window.contains(at)))
                .collect();
            assert_eq!(now.len(), 1, "{} at {at}", corridor.reference());
            assert_eq!(now[0].1, corridor.schedule().active_at(at).as_str());
        }
    }
}

#[test]
fn an_embargo_until_the_end_is_that_of_the_record() {
    let mut builder = ScenarioBuilder::default();
    builder.checkpoint(gate(CheckpointStatus::Open, Some(morning())), RecordRef::file("here"));
    let scenario: Scenario = builder.build().0;
    let layers = TimelineView::new(&scenario, day()).unwrap().to_layers().unwrap();
    let kept = |at: &str| {
        let audience = Audience::public().at(at.parse().unwrap());
        audience.release(&layers[0]).layer.layer().features().len()
    };
    // The first row is over at eight, the record only at one.
    assert_eq!(kept("2026-01-08T12:59:00Z"), 0);
    assert_eq!(kept("2026-01-08T13:00:00Z"), 4);
}

#[test]
fn a_window_without_end_is_refused() {
    let scenario = Scenario::default();
    assert!(TimelineView::new(&scenario, TimeWindow::ALWAYS).is_err());
    assert!(TimelineView::window_of(&scenario).is_none());
}
