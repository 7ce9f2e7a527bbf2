use super::super::content::{Content, CorridorTerms};
use super::super::ledger::NoticeLedger;
use super::super::policy::StatusPolicy;
use super::super::rating::{Credibility, Rating, Reliability};
use super::super::status::{Status, StatusQuery, StatusRule};
use super::super::timing::{DayHours, Reading, Timing};
use super::*;
use crate::id::FeatureRef;
use crate::io::read::ScenarioReader;
use crate::model::CheckpointStatus;
use crate::time::ClockHours;
use crate::time::TimeWindow;
use crate::units::Metres;
use jiff::SignedDuration;
use jiff::civil::{date, time};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// A corridor in an area that the army holds.
const PLACE: &str = r#"{"type": "FeatureCollection", "features": [
 {"type": "Feature", "properties": {"kind": "safe-corridor", "id": "east", "name": "Eastern road",
  "name_ar": "الطريق الشرقي", "sensitivity": "low"},
  "geometry": {"type": "LineString", "coordinates": [[37.10, 36.20], [37.11, 36.20]]}},
 {"type": "Feature", "properties": {"kind": "area-of-control", "id": "held", "party": "Army",
  "sensitivity": "low"}, "geometry": {"type": "Polygon",
  "coordinates": [[[37.0, 36.1], [37.2, 36.1], [37.2, 36.3], [37.0, 36.3], [37.0, 36.1]]]}}]}"#;

fn scenario() -> Scenario {
    let loaded = ScenarioReader::new().text("place.geojson", PLACE, None).read().unwrap();
    assert_eq!(loaded.scenario.corridors().len(), 1);
    loaded.scenario
}

fn east() -> FeatureRef {
    FeatureRef::new(Kind::SafeCorridor, "east")
}

fn zone() -> TimeZone {
    TimeZone::get("Asia/Damascus").unwrap()
}

/// That hour and minute of 8 January 2026 in Damascus.
fn at(hour: i8, minute: i8) -> Timestamp {
    date(2026, 1, 8).at(hour, minute, 0, 0).to_zoned(zone()).unwrap().timestamp()
}

fn opening(id: &str, issuer: &str, hour: i8) -> Notice {
    let window = TimeWindow::new(at(10, 0), at(16, 0)).unwrap();
    Notice::new(id, issuer, at(hour, 0), Content::CorridorOpening(CorridorTerms::default()))
        .about(east())
        .during(Timing::Window(window))
}

fn closing(id: &str, issuer: &str, hour: i8) -> Notice {
    Notice::new(id, issuer, at(hour, 0), Content::Closure)
        .about(east())
        .during(Timing::since(at(hour, 0)))
}

fn hours(id: &str) -> Notice {
    let clock = ClockHours::new(time(10, 0, 0, 0), time(13, 0, 0, 0));
    let hours = DayHours::new(clock, "Asia/Damascus", date(2026, 1, 7)).unwrap();
    let said = at(9, 0).checked_sub(SignedDuration::from_hours(1)).unwrap();
    Notice { said_at: said, known_at: said, ..opening(id, "Army", 8) }
        .during(Timing::Hours(Box::new(hours)))
}

struct Case {
    title: &'static str,
    notices: Vec<Notice>,
    at: Timestamp,
    rule: StatusRule,
}

fn cases() -> Vec<Case> {
    let case = |title, notices, at, rule| Case { title, notices, at, rule };
    let unjudged = Rating::new(Reliability::F, Credibility::Six);
    let doubt = Content::CheckpointStatus { status: CheckpointStatus::Unknown };
    let days_before = |days: i64, notice: Notice| {
        let said = notice.said_at.checked_sub(SignedDuration::from_hours(24 * days)).unwrap();
        Notice { said_at: said, known_at: said, ..notice }
    };
    let copies = vec![
        opening("o1", "Army", 9).carried_by("SANA"),
        opening("o2", "Army", 10).carried_by("Daily"),
        Notice { known_at: at(12, 0), ..opening("o3", "Army", 11) }
            .lineage(crate::notice::Lineage::EchoOf("o1".into())),
    ];
    vec![
        case("open, with copies", copies, at(13, 0), StatusRule::AllConditionsMet),
        case("closed", vec![closing("c", "Army", 8)], at(9, 0), StatusRule::ClosedWithoutOpening),
        case(
            "closed by who controls it",
            vec![opening("o", "Army", 9), closing("c", "Army", 11)],
            at(12, 0),
            StatusRule::ClosedByAuthority,
        ),
        case(
            "contested",
            vec![opening("o", "Army", 9), closing("c", "المجلس المحلي", 11).carried_by("قناة حلب")],
            at(12, 0),
            StatusRule::BothInForce,
        ),
        case(
            "doubted",
            vec![opening("o", "Army", 9), closing("d", "Council", 11).rated(unjudged)],
            at(12, 0),
            StatusRule::Doubted,
        ),
        case(
            "not confirmed",
            vec![opening("o", "Council", 9).agreed_with("Tribes")],
            at(12, 0),
            StatusRule::ConditionMissing,
        ),
        case(
            "too old",
            vec![days_before(3, opening("o", "Army", 9))],
            at(12, 0),
            StatusRule::TooOld,
        ),
        case(
            "taken back",
            vec![
                opening("o", "Army", 9),
                Notice::new("x", "Army", at(11, 0), Content::Cancellation).cancelling("o"),
            ],
            at(12, 0),
            StatusRule::TakenBack,
        ),
        case("over", vec![opening("o", "Army", 9)], at(17, 0), StatusRule::WindowEnded),
        case("not begun", vec![opening("o", "Army", 8)], at(9, 0), StatusRule::NotBegun),
        case("nothing", Vec::new(), at(9, 0), StatusRule::Silence),
        case("two readings", vec![hours("h")], at(11, 0), StatusRule::WindowEnded),
        case(
            "an unclear report alone",
            vec![Notice { content: doubt, ..closing("d", "Council", 8) }],
            at(9, 0),
            StatusRule::Silence,
        ),
    ]
}

fn explained(case: &Case, language: Language) -> String {
    let (ledger, issues) = NoticeLedger::of(case.notices.clone());
    assert!(issues.iter().all(|one| one.severity < crate::severity::Severity::Error), "{issues:?}");
    let scenario = scenario();
    let evidence = Evidence::gather(&scenario, ledger, StatusPolicy::default());
    let query =
        StatusQuery { subject: east(), at: case.at, known_at: case.at, reading: Reading::Cautious };
    let report = evidence.status(&query).unwrap();
    assert_eq!(report.rule, case.rule, "{}", case.title);
    let told = evidence.explain(&report, &scenario, language, &zone());
    if report.status == Status::Open {
        let says = ["does not say that it is free of danger", "وهذا لا يعني أنه خالٍ من الخطر"];
        assert!(says.iter().any(|words| told.contains(words)), "{told}");
    }
    told
}

/// Letters outside of what is set apart as a name.
fn outside_of_names(text: &str) -> String {
    let mut depth = 0;
    text.chars()
        .filter(|sign| {
            match sign {
                '\u{2068}' => depth += 1,
                '\u{2069}' => depth -= 1,
                _ => {}
            }
            depth == 0
        })
        .collect()
}

fn check_sentences(text: &str, language: Language) {
    for sentence in text.lines() {
        assert!(sentence.ends_with('.'), "no full stop: {sentence}");
        assert!(!sentence.contains("  ") && !sentence.contains(" ."), "{sentence}");
        assert!(!sentence.to_lowercase().contains(" safe"), "{sentence}");
        if language == Language::Arabic {
            let outside = outside_of_names(sentence);
            assert!(!outside.chars().any(|sign| sign.is_ascii_alphabetic()), "{sentence}");
            assert!(!sentence.contains("آمن"), "{sentence}");
            let presentation =
                |sign: char| matches!(sign, '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}');
            assert!(!sentence.chars().any(presentation), "{sentence}");
        }
    }
}

#[test]
fn every_case_is_told_word_for_word_in_both_languages() {
    let mut all = String::new();
    for case in cases() {
        for language in Language::ALL {
            let told = explained(&case, language);
            check_sentences(&told, language);
            writeln!(all, "# {} ({language})\n{told}\n", case.title).unwrap();
        }
    }
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/explained.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&golden, &all).unwrap();
    }
    let expected = fs::read_to_string(golden).unwrap();
    for (line, (found, expected)) in all.lines().zip(expected.lines()).enumerate() {
        assert_eq!(found, expected, "line {}", line + 1);
    }
    assert_eq!(all.lines().count(), expected.lines().count());
}

#[test]
fn every_rule_is_among_the_cases() {
    let rules: BTreeSet<StatusRule> = cases().iter().map(|case| case.rule).collect();
    // Eleven rules; a new one does not compile without its words.
    assert_eq!(rules.len(), 11);
}

#[test]
fn everything_that_can_be_missing_has_words_in_both_languages() {
    let all = [
        Missing::Opening,
        Missing::WordOf { party: "Army".into() },
        Missing::Control,
        Missing::ControlOf { length: Metres(312.4) },
        Missing::Confirmation { within: SignedDuration::from_hours(12) },
        Missing::SaidBefore,
        Missing::Credibility,
        Missing::Lifting { notice: "c1".into(), issuer: "Army".into() },
        Missing::Clearing { notice: "d1".into() },
    ];
    let mut seen = BTreeSet::new();
    for one in &all {
        let english = english::missing(one);
        assert!(english.is_ascii(), "{english}");
        let arabic = arabic::missing(one);
        let outside = outside_of_names(&arabic);
        assert!(!outside.chars().any(|sign| sign.is_ascii_alphabetic()), "{arabic}");
        assert!(seen.insert(english) && seen.insert(arabic));
    }
}

#[test]
fn hours_are_counted_as_arabic_counts() {
    let counted = [1, 2, 3, 10, 11, 12, 48, 100, 103, 111].map(arabic::hours);
    let expected = [
        "ساعة واحدة",
        "ساعتين",
        "3 ساعات",
        "10 ساعات",
        "11 ساعة",
        "12 ساعة",
        "48 ساعة",
        "100 ساعة",
        "103 ساعات",
        "111 ساعة",
    ];
    assert_eq!(counted, expected);
}

#[test]
fn parties_have_their_arabic_name_where_the_policy_lists_it() {
    let scenario = scenario();
    let (ledger, _) = NoticeLedger::of([opening("o", "Council", 9)]);
    let policy = StatusPolicy {
        parties: vec![vec!["Army".into(), "الجيش".into()], vec!["Council".into(), "المجلس".into()]],
        ..StatusPolicy::default()
    };
    let evidence = Evidence::gather(&scenario, ledger, policy);
    let report = evidence.status(&StatusQuery::new(east(), at(12, 0))).unwrap();
    let told = evidence.explain(&report, &scenario, Language::Arabic, &zone());
    assert!(
        told.contains("صدر عن المجلس") && told.contains("من الجيش أو من مراقب محايد"),
        "{told}"
    );
    assert!(told.contains("كل ما هو مدوّن هنا"), "{told}");
    let english = evidence.explain(&report, &scenario, Language::English, &zone());
    assert!(
        english.contains("the word of Army") && english.contains("Council said on"),
        "{english}"
    );
}

#[test]
fn languages_are_read_from_tags() {
    assert_eq!("ar".parse(), Ok(Language::Arabic));
    assert_eq!(" EN ".parse(), Ok(Language::English));
    assert!("fr".parse::<Language>().is_err());
}
