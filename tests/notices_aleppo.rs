//! The founding case: what could be believed of both corridors and of the
//! curfew, at twelve instants, under each reading, as known at two times.

use jiff::Timestamp;
use safepassage::id::{FeatureRef, Kind};
use safepassage::model::Feature;
use safepassage::network::StreetNetwork;
use safepassage::notice::{
    Evidence, Missing, NoticeId, NoticeLedger, Reading, Status, StatusPolicy, StatusQuery, Witness,
};
use safepassage::picture::OperationalPicture;
use safepassage::place;
use safepassage::scenario::Scenario;
use std::fmt::Write;
use std::path::Path;

const INSTANTS: [&str; 12] = [
    "2026-01-07T12:00",
    "2026-01-07T13:30",
    "2026-01-07T14:59",
    "2026-01-07T15:00",
    "2026-01-08T09:59",
    "2026-01-08T10:00",
    "2026-01-08T12:40",
    "2026-01-08T13:00",
    "2026-01-08T13:15",
    "2026-01-08T13:30",
    "2026-01-09T11:00",
    "2026-01-11T11:00",
];
const KNOWN: [&str; 2] = ["2026-01-08T12:45", "2026-01-12T12:00"];

fn at(local: &str) -> Timestamp {
    format!("{local}:00+03:00").parse().unwrap()
}

fn scenario() -> Scenario {
    place::northern_aleppo().unwrap().scenario
}

fn ledger() -> NoticeLedger {
    let (ledger, issues) = place::northern_aleppo_notices().unwrap();
    let found: Vec<_> = issues.iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{found:#?}");
    ledger
}

fn corridor(id: &str) -> FeatureRef {
    FeatureRef::new(Kind::SafeCorridor, id)
}

/// The neighbourhoods under a curfew by notice, as the picture has them.
fn curfew(picture: &OperationalPicture, at: Timestamp) -> String {
    let zones = picture.scenario().curfew_zones();
    let mut on: Vec<String> = zones
        .iter()
        .filter(|zone| zone.id().as_str().starts_with("notice:"))
        .filter(|zone| zone.schedule().active_at(at).forbids())
        .map(|zone| zone.id().as_str().trim_start_matches("notice:"))
        .map(|id| id.split('/').next().unwrap().to_owned())
        .collect();
    on.sort();
    on.dedup();
    if on.is_empty() { "-".to_owned() } else { on.join(" ") }
}

fn table() -> String {
    let mut text = String::new();
    let base = scenario();
    for policy in [StatusPolicy::cautious(), StatusPolicy::announced()] {
        let network = StreetNetwork::from_streets(base.streets()).unwrap();
        let name = policy.name.clone();
        let picture = OperationalPicture::new(base.clone(), network).with_notices(ledger(), policy);
        for known in KNOWN {
            writeln!(text, "# policy {name}, as known at {known}").unwrap();
            for reading in Reading::ALL {
                writeln!(text, "\n## read {reading}").unwrap();
                let then = picture.as_known_at(at(known)).read_as(reading);
                for instant in INSTANTS {
                    let evidence = then.evidence().unwrap();
                    let query = |id| {
                        StatusQuery::new(corridor(id), at(instant))
                            .known_at(at(known))
                            .reading(reading)
                    };
                    let status = |id| {
                        let report = evidence.status(&query(id)).unwrap();
                        let differs = if report.by_reading.differ() { "*" } else { "" };
                        let by: Vec<_> = report.decided_by.iter().map(NoticeId::as_str).collect();
                        format!("{}{differs} [{}]", report.status, by.join(" "))
                    };
                    writeln!(
                        text,
                        "{instant}  al-awarid {}  al-zuhour {}  curfew {}",
                        status("al-awarid"),
                        status("al-zuhour"),
                        curfew(&then, at(instant)),
                    )
                    .unwrap();
                }
            }
            text.push('\n');
        }
    }
    text
}

#[test]
fn the_table_is_the_one_somebody_looked_at() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/northern-aleppo-status.txt");
    let table = table();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &table).unwrap();
    }
    assert_eq!(table, std::fs::read_to_string(&path).unwrap());
}

#[test]
fn nothing_is_open_between_the_end_of_the_window_and_the_curfew() {
    let evidence = Evidence::gather(&scenario(), ledger(), StatusPolicy::announced());
    for known in KNOWN {
        for reading in Reading::ALL {
            for minute in 0..30 {
                for id in ["al-awarid", "al-zuhour"] {
                    let instant = at(&format!("2026-01-08T13:{minute:02}"));
                    let query = StatusQuery::new(corridor(id), instant)
                        .known_at(at(known))
                        .reading(reading);
                    let report = evidence.status(&query).unwrap();
                    assert!(report.status < Status::OpenUnconfirmed, "{report:?}");
                }
            }
        }
    }
}

#[test]
fn two_originators_and_their_copies() {
    let evidence = Evidence::gather(&scenario(), ledger(), StatusPolicy::default());
    let (witness, first) =
        evidence.lineage(&"governorate-8-reopened-shafaq".into(), Timestamp::MAX).unwrap();
    assert_eq!(witness, Witness::StatedCopy);
    assert_eq!(first.id.as_str(), "governorate-8-reopened");
}

#[test]
fn at_1240_the_answer_names_what_is_missing() {
    let evidence = Evidence::gather(&scenario(), ledger(), StatusPolicy::default());
    let query = StatusQuery::new(corridor("al-zuhour"), at("2026-01-08T12:40"))
        .known_at(at("2026-01-08T12:45"));
    let report = evidence.status(&query).unwrap();
    assert_eq!(report.status, Status::OpenUnconfirmed);
    assert!(report.missing.contains(&Missing::WordOf { party: "SDF".to_owned() }), "{report:?}");
}

#[test]
fn what_is_known_later_leaks_into_nothing() {
    let base = scenario();
    let all = ledger();
    let known = at(KNOWN[0]);
    let (then, _) = NoticeLedger::of(all.as_known_at(known).iter().cloned());
    let picture = |ledger| {
        let network = StreetNetwork::from_streets(base.streets()).unwrap();
        OperationalPicture::new(base.clone(), network)
            .with_notices(ledger, StatusPolicy::default())
            .as_known_at(known)
    };
    assert_eq!(picture(all).scenario(), picture(then).scenario());
}
