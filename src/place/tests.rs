use super::NORTHERN_ALEPPO;
use super::northern_aleppo;
use crate::time::State;

fn at(local: &str) -> jiff::Timestamp {
    format!("{local}+03:00").parse().expect("an instant")
}

#[test]
fn reads_without_an_issue() {
    let loaded = northern_aleppo().expect("the place reads");
    let issues: Vec<String> = loaded.issues.iter().map(ToString::to_string).collect();
    assert!(issues.is_empty(), "{issues:#?}");
    let scenario = &loaded.scenario;
    assert_eq!(scenario.corridors().len(), 2);
    assert_eq!(scenario.checkpoints().len(), 3);
    assert!(scenario.streets().len() >= 60);
}

#[test]
fn every_file_and_every_record_says_that_it_is_a_drawing() {
    for (name, text) in NORTHERN_ALEPPO {
        let json: serde_json::Value = serde_json::from_str(text).expect(name);
        let note = json["note"].as_str().unwrap_or_default();
        assert!(note.contains("Schematic drawing"), "{name}: note");
        assert!(note.contains("not surveyed"), "{name}: note");
    }
    let loaded = northern_aleppo().expect("the place reads");
    for record in loaded.scenario.features() {
        let method = record.provenance().method.as_deref().unwrap_or_default();
        assert!(method.starts_with("schematic drawing"), "{}: {method:?}", record.reference());
    }
}

#[test]
fn the_notices_hold_when_they_were_said_to() {
    let loaded = northern_aleppo().expect("the place reads");
    let state = |kind: &str, id: &str, local: &str| {
        let kind = kind.parse().expect("a kind");
        let reference = crate::id::FeatureRef::new(kind, id);
        loaded.scenario.feature(&reference).expect(id).schedule().active_at(at(local))
    };
    let (on, off) = (State::Holds, State::DoesNotHold);
    for (kind, id, local, expected) in [
        ("curfew-zone", "curfew-7-jan", "2026-01-07T14:59:59", off),
        ("curfew-zone", "curfew-7-jan", "2026-01-07T15:00:00", on),
        ("curfew-zone", "curfew-7-jan", "2026-01-11T23:59:59", on),
        ("curfew-zone", "curfew-8-jan", "2026-01-08T13:29:59", off),
        ("curfew-zone", "curfew-8-jan", "2026-01-08T13:30:00", on),
        ("restricted-zone", "closed-military-zone", "2026-01-08T11:00:00", on),
        ("corridor", "al-zuhour", "2026-01-07T14:59:59", on),
        ("corridor", "al-zuhour", "2026-01-07T15:00:00", off),
        ("corridor", "al-awarid", "2026-01-08T09:59:59", off),
        ("corridor", "al-awarid", "2026-01-08T10:00:00", on),
        ("corridor", "al-zuhour", "2026-01-08T12:59:59", on),
        ("corridor", "al-zuhour", "2026-01-08T13:00:00", off),
        // Read as once, not daily.
        ("corridor", "al-zuhour", "2026-01-09T11:00:00", off),
        ("shelter", "mosque-7", "2026-01-08T11:00:00", off),
        ("shelter", "mosque-7", "2026-01-10T11:00:00", on),
    ] {
        assert_eq!(state(kind, id, local), expected, "{id} at {local}");
    }
    let gate = |id: &str| loaded.scenario.checkpoint(&id.into()).expect("a checkpoint");
    let during = at("2026-01-08T10:20:00");
    assert_eq!(gate("al-zuhour-crossing").passable_at(during), State::Holds);
    assert_eq!(gate("al-awarid-crossing").passable_at(during), State::Unknown);
    assert_eq!(gate("castello-west").passable_at(during), State::DoesNotHold);
}

#[test]
fn corridors_run_along_streets() {
    let loaded = northern_aleppo().expect("the place reads");
    let pieces: Vec<[geo::Coord; 2]> = loaded
        .scenario
        .streets()
        .iter()
        .flat_map(|street| street.path().line().0.windows(2).map(|pair| [pair[0], pair[1]]))
        .collect();
    for corridor in loaded.scenario.corridors() {
        for pair in corridor.path().line().0.windows(2) {
            let there =
                pieces.contains(&[pair[0], pair[1]]) || pieces.contains(&[pair[1], pair[0]]);
            assert!(there, "{}: no street from {:?} to {:?}", corridor.id(), pair[0], pair[1]);
        }
    }
}
