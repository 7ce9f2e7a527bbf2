use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn what_is_unknown_passes_only_for_what_forbids() {
    let noon = Filter::all().active_at(at("2026-01-08T12:00:00Z"));
    let unknown = Schedule::unknown();
    assert_eq!(noon.check(Kind::CurfewZone, &unknown), Some(Some(State::Unknown)));
    assert_eq!(noon.check(Kind::SafeCorridor, &unknown), None);
    let asked = noon.include_unknown();
    assert_eq!(asked.check(Kind::SafeCorridor, &unknown), Some(Some(State::Unknown)));
}

#[test]
fn a_window_is_met_in_part_or_throughout() {
    let window = |a: &str, b: &str| TimeWindow::new(at(a), at(b)).unwrap();
    let open = Schedule::during(window("2026-01-08T15:00:00Z", "2026-01-08T18:00:00Z"));
    let whole = window("2026-01-08T15:00:00Z", "2026-01-08T18:00:00Z");
    let wider = window("2026-01-08T14:00:00Z", "2026-01-08T18:00:00Z");
    let after = window("2026-01-08T18:00:00Z", "2026-01-08T19:00:00Z");
    let state = |filter: TimeFilter| filter.state_of(&open);
    assert_eq!(state(TimeFilter::AnyTimeIn(wider)), State::Holds);
    assert_eq!(state(TimeFilter::AnyTimeIn(after)), State::DoesNotHold);
    assert_eq!(state(TimeFilter::Throughout(whole)), State::Holds);
    assert_eq!(state(TimeFilter::Throughout(wider)), State::DoesNotHold);
    let unsure =
        open.clone().unknown_during(window("2026-01-08T16:00:00Z", "2026-01-08T17:00:00Z"));
    assert_eq!(TimeFilter::Throughout(whole).state_of(&unsure), State::Unknown);
    assert_eq!(TimeFilter::AnyTimeIn(whole).state_of(&unsure), State::Holds);
}

#[test]
fn kinds_add_up() {
    let filter = Filter::all().kind(Kind::Shelter).kind(Kind::Checkpoint);
    assert_eq!(filter.check(Kind::Shelter, &Schedule::always()), Some(None));
    assert_eq!(filter.check(Kind::CurfewZone, &Schedule::always()), None);
}
