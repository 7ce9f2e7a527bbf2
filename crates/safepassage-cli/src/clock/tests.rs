use super::*;

#[test]
fn instants_show_the_local_hour_and_its_offset() {
    let clock = Clock::of(Some("Asia/Damascus"));
    let at: Timestamp = "2026-01-08T07:20:00Z".parse().unwrap();
    assert_eq!(clock.show(at), "2026-01-08 10:20 +03:00");
    let odd: Timestamp = "2026-01-08T07:20:05.5Z".parse().unwrap();
    assert_eq!(clock.show(odd), "2026-01-08 10:20:05 +03:00");
    assert_eq!(Clock::of(Some("Nowhere/Here")).show(at), "2026-01-08 07:20 +00:00");
    assert!(Clock::of(None).title().contains("UTC"));
}

#[test]
fn durations_round_to_the_minute() {
    let show = |seconds| show_duration(SignedDuration::from_secs(seconds));
    assert_eq!(show(0), "0 s");
    assert_eq!(show(59), "59 s");
    assert_eq!(show(60), "1 min");
    assert_eq!(show(3569), "59 min");
    assert_eq!(show(3570), "1 h 00 min");
    assert_eq!(show(3900), "1 h 05 min");
}
