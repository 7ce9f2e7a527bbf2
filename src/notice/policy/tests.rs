use super::*;

#[test]
fn what_cannot_be_judged_casts_doubt_and_what_is_disbelieved_does_not_count() {
    let bar = Bar::default();
    let weigh = |text: &str| bar.weigh(Some(text.parse().unwrap()));
    for (text, expected) in [
        ("A1", Weight::Full),
        ("D4", Weight::Full),
        ("A4", Weight::Full),
        ("E1", Weight::None),
        ("A5", Weight::None),
        ("E6", Weight::None),
        ("F1", Weight::Doubtful),
        ("A6", Weight::Doubtful),
        ("F6", Weight::Doubtful),
    ] {
        assert_eq!(weigh(text), expected, "{text}");
    }
    assert_eq!(bar.weigh(None), Weight::Full);
    assert_eq!(Bar { unrated: false, ..bar }.weigh(None), Weight::Doubtful);
    let strict = Bar { rating: "B2".parse().unwrap(), unrated: true };
    assert_eq!(strict.weigh(Some("C1".parse().unwrap())), Weight::Doubtful);
    assert_eq!(strict.weigh(Some("B3".parse().unwrap())), Weight::Doubtful);
}

#[test]
fn a_policy_in_json_states_only_what_differs_and_misspellings_are_refused() {
    let policy: StatusPolicy = serde_json::from_str(
        r#"{"name":"ours","confirmed_within":"PT6H","authority":"any-controller"}"#,
    )
    .unwrap();
    assert_eq!(policy.confirmed_within, SignedDuration::from_hours(6));
    assert_eq!(policy.believed_within, SignedDuration::from_hours(48));
    assert_eq!(policy.authority, Authority::AnyController);
    assert!(serde_json::from_str::<StatusPolicy>(r#"{"confirmed_witin":"PT6H"}"#).is_err());
    let back: StatusPolicy =
        serde_json::from_str(&serde_json::to_string(&policy).unwrap()).unwrap();
    assert_eq!(back, policy);
}
