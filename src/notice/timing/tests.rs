use super::*;
use jiff::civil::date;

fn hours(recurrence: Recurrence) -> DayHours {
    DayHours::new("10:00-13:00".parse().unwrap(), "Asia/Damascus", date(2026, 1, 8))
        .unwrap()
        .recurring(recurrence)
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn unclear_hours_are_read_both_ways_and_stated_ones_are_not() {
    let (first, second) = (at("2026-01-08T07:00:00Z"), at("2026-01-09T07:00:00Z"));
    for (recurrence, read, next_day) in [
        (Recurrence::Unclear, Plain::Once, false),
        (Recurrence::Unclear, Plain::Daily, true),
        (Recurrence::Once, Plain::Daily, false),
        (Recurrence::Daily, Plain::Once, true),
        (Recurrence::Once, Plain::ForceDaily, true),
        (Recurrence::Daily, Plain::ForceOnce, false),
    ] {
        let time = Timing::Hours(Box::new(hours(recurrence)));
        assert_eq!(time.state_at(first, read), State::Holds, "{recurrence:?} {read:?}");
        let expected = if next_day { State::Holds } else { State::DoesNotHold };
        assert_eq!(time.state_at(second, read), expected, "{recurrence:?} {read:?}");
    }
}

#[test]
fn hours_are_half_open_and_begin_on_their_first_day() {
    let daily = Timing::Hours(Box::new(hours(Recurrence::Daily)));
    for (text, expected) in [
        ("2026-01-07T08:00:00Z", State::DoesNotHold),
        ("2026-01-08T06:59:59Z", State::DoesNotHold),
        ("2026-01-08T07:00:00Z", State::Holds),
        ("2026-01-08T09:59:59Z", State::Holds),
        ("2026-01-08T10:00:00Z", State::DoesNotHold),
    ] {
        assert_eq!(daily.state_at(at(text), Plain::Once), expected, "{text}");
    }
}

#[test]
fn the_last_day_is_included_also_past_midnight() {
    let night = DayHours::new("20:00-06:00".parse().unwrap(), "Asia/Damascus", date(2026, 1, 8))
        .unwrap()
        .recurring(Recurrence::Daily)
        .until_day(date(2026, 1, 9))
        .unwrap();
    let time = Timing::Hours(Box::new(night));
    for (text, expected) in [
        ("2026-01-10T02:59:59Z", State::Holds),
        ("2026-01-10T03:00:00Z", State::DoesNotHold),
        ("2026-01-10T18:00:00Z", State::DoesNotHold),
    ] {
        assert_eq!(time.state_at(at(text), Plain::Once), expected, "{text}");
    }
}

#[test]
fn a_zone_that_does_not_exist_and_days_in_the_wrong_order_are_refused() {
    let clock = "10:00-13:00".parse().unwrap();
    let error = DayHours::new(clock, "Asia/Nowhere", date(2026, 1, 8)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected the IANA name of a time zone, found 10:00-13:00 in \"Asia/Nowhere\" from 2026-01-08"
    );
    assert!(hours(Recurrence::Daily).until_day(date(2026, 1, 7)).is_err());
}

#[test]
fn json_goes_out_and_comes_back() {
    for text in [
        r#""unstated""#,
        r#"{"window":{"start":"2026-01-07T12:00:00Z"}}"#,
        r#"{"hours":{"clock":"10:00-13:00","time_zone":"Asia/Damascus","from_day":"2026-01-08","recurrence":"unclear"}}"#,
    ] {
        let time: Timing = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&time).unwrap(), text);
    }
    assert!(
        serde_json::from_str::<Timing>(r#"{"window":{"begin":"2026-01-07T12:00:00Z"}}"#).is_err()
    );
}
