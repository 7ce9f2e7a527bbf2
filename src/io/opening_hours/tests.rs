use super::*;
use crate::time::State;
use proptest::prelude::*;

const DAMASCUS: Coord = Coord { x: 36.29, y: 33.51 };

fn period(text: &str) -> TimeWindow {
    text.parse().unwrap()
}

/// Reads for the local week of Monday 12 December 2016 in Damascus (+02:00).
fn read(text: &str, at: Option<Coord>) -> Result<Schedule, OpeningHoursError> {
    let week = period("2016-12-11T22:00:00Z/2016-12-18T22:00:00Z");
    read_opening_hours(text, "Asia/Damascus", at, week)
}

fn state(text: &str, at: &str) -> State {
    read(text, Some(DAMASCUS)).unwrap().active_at(at.parse().unwrap())
}

#[test]
fn a_curfew_runs_over_midnight() {
    for text in ["Mo-Su 20:00-05:00", "20:00-05:00", "Mo-Su 20:00-29:00"] {
        let schedule = read(text, None).unwrap();
        let days = period("2016-12-13T10:00:00Z/2016-12-15T10:00:00Z");
        let nights: Vec<_> =
            schedule.holding_in(days).unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(
            nights,
            [
                "2016-12-13T18:00:00Z/2016-12-14T03:00:00Z",
                "2016-12-14T18:00:00Z/2016-12-15T03:00:00Z"
            ],
            "{text}"
        );
    }
}

#[test]
fn nothing_is_known_outside_the_period() {
    for text in ["24/7", "24/7 closed", "Mo-Su 20:00-05:00"] {
        let schedule = read(text, None).unwrap();
        for at in ["2016-12-11T21:59:59Z", "2016-12-18T22:00:00Z", "2030-01-01T00:00:00Z"] {
            assert_eq!(schedule.active_at(at.parse().unwrap()), State::Unknown, "{text} {at}");
        }
    }
}

#[test]
fn closed_is_never_open() {
    let noon = "2016-12-14T10:00:00Z";
    for (text, expected) in [
        ("24/7", State::Holds),
        ("24/7 closed", State::DoesNotHold),
        ("24/7 off", State::DoesNotHold),
        ("off", State::DoesNotHold),
        ("closed \"by order\"", State::DoesNotHold),
        ("24/7 unknown", State::Unknown),
        ("unknown \"ask at the gate\"", State::Unknown),
        ("\"by permit\"", State::Unknown),
        ("Mo-Tu 08:00-12:00 || \"by permit\"", State::Unknown),
        ("Mo-Fr 08:00-13:00 \"lorries\"", State::Holds),
        ("Mo-Fr 08:00-12:00; PH off", State::DoesNotHold),
        ("Mo-Fr 08:00-12:01; PH off", State::Holds),
        ("Mo-Fr 08:00-18:00; We off", State::DoesNotHold),
        ("Mo-Fr 08:00-18:00; We 09:00-11:00 unknown", State::DoesNotHold),
        ("Mo-Fr 08:00-18:00; We 09:00-13:00 unknown", State::Unknown),
    ] {
        assert_eq!(state(text, noon), expected, "{text}");
    }
}

#[test]
fn the_sun_needs_a_place() {
    // In Damascus on 14 December the sun sets at 16:29 and rises at 06:40, local time.
    let text = "sunset-sunrise";
    for (at, expected) in [
        ("2016-12-14T14:20:00Z", State::DoesNotHold),
        ("2016-12-14T14:40:00Z", State::Holds),
        ("2016-12-15T04:30:00Z", State::Holds),
        ("2016-12-15T04:50:00Z", State::DoesNotHold),
    ] {
        assert_eq!(state(text, at), expected, "{at}");
    }
    assert!(matches!(read(text, None), Err(OpeningHoursError::NoPlace { .. })));
    let nowhere = Coord { x: 36.29, y: 133.51 };
    assert!(matches!(read(text, Some(nowhere)), Err(OpeningHoursError::OffEarth { .. })));
    let nan = Coord { x: f64::NAN, y: 33.51 };
    assert!(matches!(read(text, Some(nan)), Err(OpeningHoursError::OffEarth { .. })));
}

#[test]
fn clocks_that_change_are_heeded() {
    let days = period("2026-03-28T12:00:00Z/2026-03-30T12:00:00Z");
    let schedule = read_opening_hours("20:00-05:00", "Europe/London", None, days).unwrap();
    let nights: Vec<_> =
        schedule.holding_in(days).unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(
        nights,
        ["2026-03-28T20:00:00Z/2026-03-29T04:00:00Z", "2026-03-29T19:00:00Z/2026-03-30T04:00:00Z"]
    );
}

#[test]
fn what_cannot_be_read_says_why() {
    let error = read("Mo-Fr 8 to 12", None).unwrap_err().to_string();
    assert!(
        error.starts_with(
            "expected opening hours such as Mo-Fr 08:00-12:00, found \"Mo-Fr 8 to 12\": "
        ),
        "{error}"
    );
    assert!(error.contains(" at character "), "{error}");
    for text in ["", "curfew", "Mo-Fr 08:00-12:00;;", "25:00-26:00", "Mo 08:00-49:00"] {
        assert!(matches!(read(text, None), Err(OpeningHoursError::Syntax { .. })), "{text}");
    }
    for text in ["20:00+", "10:00-16:00/01:30", "10:00-12:00+"] {
        assert!(matches!(read(text, None), Err(OpeningHoursError::NoEnd { .. })), "{text}");
    }
    let long = "Mo ".repeat(400);
    assert!(matches!(read(&long, None), Err(OpeningHoursError::TooLong { .. })));
    let overrun = read("(sunset+20:00)-30:00", Some(DAMASCUS));
    assert!(matches!(overrun, Err(OpeningHoursError::Overrun { .. })), "{overrun:?}");
}

#[test]
fn the_period_is_bounded_and_the_zone_known() {
    for (text, fine) in [
        ("2016-01-01T00:00:00Z/2020-12-31T00:00:00Z", true),
        ("2016-01-01T00:00:00Z/2021-02-01T00:00:00Z", false),
        ("2016-01-01T00:00:00Z/..", false),
        ("../2016-01-01T00:00:00Z", false),
    ] {
        let read = read_opening_hours("24/7", "UTC", None, period(text));
        assert_eq!(read.is_ok(), fine, "{text}");
    }
    let week = period("1899-12-30T00:00:00Z/1900-01-03T00:00:00Z");
    assert!(matches!(
        read_opening_hours("24/7", "Mars", None, week),
        Err(OpeningHoursError::TimeZone(_))
    ));
    // The reader itself would call all time before 1900 closed.
    let schedule = read_opening_hours("24/7", "UTC", None, week).unwrap();
    assert_eq!(schedule.active_at("1899-12-31T23:59:59Z".parse().unwrap()), State::Unknown);
    assert_eq!(schedule.active_at("1900-01-01T00:00:00Z".parse().unwrap()), State::Holds);
}

fn pieces() -> impl Strategy<Value = String> {
    let part = prop::sample::select(
        &[
            "Mo",
            "Su",
            "We",
            "PH",
            "SH",
            "off",
            "open",
            "unknown",
            "closed",
            "24/7",
            "sunset",
            "sunrise",
            "dawn",
            "dusk",
            "08:00",
            "20:00",
            "24:00",
            "26:00",
            "48:00",
            "(sunset+20:00)",
            "(dawn-10:00)",
            "(sunrise+99:99)",
            "Jan",
            "Dec",
            "Feb 29",
            "week",
            "01",
            "53",
            "easter",
            "2016",
            "9999",
            "1900",
            "/2",
            "[1]",
            "[-1]",
            "[5]",
            "+",
            "+1 day",
            "-365 days",
            "+99999 days",
            "\"x\"",
            ":",
            "year",
        ][..],
    );
    let glue = prop::sample::select(&[" ", "-", ",", "; ", " || ", ", ", ""][..]);
    prop::collection::vec((part, glue), 1..9)
        .prop_map(|list| list.into_iter().flat_map(|(part, glue)| [part, glue]).collect())
}

/// Rules of the right shape, so that most are read and evaluated.
fn rules() -> impl Strategy<Value = String> {
    let days = prop::sample::select(
        &[
            "",
            "Mo-Fr ",
            "Su-Tu ",
            "PH ",
            "We[1] ",
            "Jan 31-Feb 29 ",
            "week 53 ",
            "easter +1 day ",
            "Dec 13 -99 days ",
        ][..],
    );
    let time = || {
        prop::sample::select(
            &[
                "00:00",
                "08:00",
                "24:00",
                "sunset",
                "dawn",
                "(sunset+20:00)",
                "(dusk-20:00)",
                "(dawn+23:59)",
            ][..],
        )
    };
    let end = prop_oneof![time(), Just("26:00"), Just("48:00")];
    let kind = prop::sample::select(&["", " off", " unknown", " open \"x\"", " \"\u{646}\""][..]);
    let glue = prop::sample::select(&["; ", ", ", " || "][..]);
    prop::collection::vec((days, time(), end, kind, glue), 1..4).prop_map(|list| {
        let text: String = list
            .iter()
            .flat_map(|(days, from, to, kind, glue)| [*days, *from, "-", *to, *kind, *glue])
            .collect();
        text.trim_end_matches([' ', ';', ',', '|']).to_owned()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_text_panics(text in "\\PC{0,40}", mixed in pieces(), shaped in rules(), north in any::<bool>()) {
        let at = if north { Coord { x: 20.0, y: 80.0 } } else { DAMASCUS };
        let _ = read(&text, Some(at));
        let _ = read(&mixed, Some(at));
        let _ = read(&shaped, Some(at));
    }
}
