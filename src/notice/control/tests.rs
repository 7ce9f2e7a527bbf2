use super::*;
use crate::model::Area;
use crate::model::AreaOfControl;
use crate::model::Checkpoint;
use crate::model::Particulars;
use crate::model::Path;
use crate::model::Place;
use crate::model::Provenance;
use crate::model::SafeCorridor;
use crate::record::RecordRef;
use crate::scenario::ScenarioBuilder;
use crate::time::TimeWindow;
use geo::{LineString, MultiPolygon, Rect};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn area(west: f64, east: f64) -> Area {
    let rect = Rect::new((west, 35.9), (east, 36.1));
    Area::new(MultiPolygon(vec![rect.to_polygon()])).unwrap()
}

fn held(id: &str, party: &str, area: Area, since: &str, recorded: Option<&str>) -> AreaOfControl {
    let schedule = Schedule::during(TimeWindow::since(at(since)));
    let provenance = Provenance { recorded_at: recorded.map(at), ..Provenance::of("a source") };
    AreaOfControl::new(id, area, party)
        .with(Particulars::default().schedule(schedule).provenance(provenance))
}

#[test]
fn parties_of_areas_and_gates_when_they_hold_and_once_they_are_known() {
    let mut builder = ScenarioBuilder::new();
    let line = LineString::from(vec![(37.0, 36.0), (37.1, 36.0)]);
    let gate = Checkpoint::new("gate", Place::new(37.1, 36.0).unwrap()).with_controller("police");
    builder.checkpoint(gate, RecordRef::default());
    let corridor = SafeCorridor::new("east", Path::new(line).unwrap())
        .with_checkpoints(None, Some("gate".into()));
    builder.corridor(corridor, RecordRef::default());
    let day = "2026-01-07T00:00:00Z";
    builder.area_of_control(held("a", "army", area(36.9, 37.04), day, None), RecordRef::default());
    builder.area_of_control(
        held("b", "SDF", area(37.03, 37.2), "2026-01-08T00:00:00Z", Some("2026-01-09T00:00:00Z")),
        RecordRef::default(),
    );
    let (scenario, _) = builder.build();
    let mut parties = Parties::default();
    let control = Control::of(&scenario, &scenario.corridors()[0], &mut parties);
    let who = |valid: &str, known: &str| {
        let found = control.at(at(valid), at(known));
        let mut names: Vec<&str> = found.parties.iter().map(|one| parties.name(*one)).collect();
        names.sort_unstable();
        (names.join(" "), found.uncovered_m.round())
    };
    // 0.1 degrees of longitude at 36° N are 9 017 m; the army's part is 0.04.
    assert_eq!(who("2026-01-06T00:00:00Z", "2026-01-10T00:00:00Z"), ("police".into(), 0.0));
    assert_eq!(who("2026-01-08T12:00:00Z", "2026-01-08T12:00:00Z"), ("army police".into(), 5410.0));
    assert_eq!(
        who("2026-01-08T12:00:00Z", "2026-01-09T00:00:00Z"),
        ("SDF army police".into(), 0.0)
    );
    assert_eq!(who("2026-01-07T12:00:00Z", "2026-01-09T00:00:00Z"), ("army police".into(), 5410.0));
}
