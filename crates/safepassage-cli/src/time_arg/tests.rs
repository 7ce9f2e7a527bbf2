use super::*;

#[test]
fn a_time_is_an_instant_or_a_local_date_and_time() {
    let instant = |text: &str| Ok(TimeArg::Instant(text.parse().unwrap()));
    assert_eq!("2026-01-08T10:20+03:00".parse(), instant("2026-01-08T07:20:00Z"));
    assert_eq!("2026-01-08 07:20Z".parse(), instant("2026-01-08T07:20:00Z"));
    let local = jiff::civil::date(2026, 1, 8).at(10, 20, 0, 0);
    assert_eq!("2026-01-08T10:20".parse(), Ok(TimeArg::Local(local)));
    assert_eq!("2026-01-08 10:20".parse(), Ok(TimeArg::Local(local)));
    for wrong in [
        "2026-01-08",
        "10:20",
        "tomorrow",
        "",
        "2026-01-08T10:20[Europe/Paris]",
        "2026-13-01T00:00",
    ] {
        assert!(wrong.parse::<TimeArg>().is_err(), "{wrong}");
    }
}

#[test]
fn local_times_need_a_zone_and_an_hour_that_was_once() {
    let clock = Clock::of(Some("Asia/Damascus"));
    let time: TimeArg = "2026-01-08T10:20".parse().unwrap();
    assert_eq!(time.instant("--at", &clock).unwrap(), "2026-01-08T07:20:00Z".parse().unwrap());
    let none = time.instant("--at", &Clock::of(None)).unwrap_err();
    assert!(none.to_string().contains("names no time zone"), "{none}");
    // Clocks in Paris were put back from 03:00 to 02:00.
    let twice: TimeArg = "2025-10-26T02:30".parse().unwrap();
    let error = twice.instant("--at", &Clock::of(Some("Europe/Paris"))).unwrap_err();
    assert!(error.to_string().contains("put forward or back"), "{error}");
}

#[test]
fn windows_take_missing_ends_from_the_period() {
    let clock = Clock::of(Some("Asia/Damascus"));
    let period: TimeWindow = "2026-01-07T00:00:00Z/2026-01-12T00:00:00Z".parse().unwrap();
    let from = Some("2026-01-08T00:00Z".parse().unwrap());
    let args = WindowArgs { from, to: None };
    let window = args.closed(&clock, Some(period)).unwrap();
    assert_eq!(window.to_string(), "2026-01-08T00:00:00Z/2026-01-12T00:00:00Z");
    assert!(matches!(args.closed(&clock, None), Err(CliError::Missing { .. })));
    let backwards = WindowArgs { from, to: Some("2026-01-07T00:00Z".parse().unwrap()) };
    let error = backwards.open(&clock).unwrap_err();
    assert_eq!(
        error.to_string(),
        "--to: expected a time after 2026-01-08 03:00 +03:00, found 2026-01-07 03:00 +03:00"
    );
}
