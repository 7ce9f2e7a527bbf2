use super::{MAX_ID, assign, stable_id};

#[test]
fn identifiers_are_pinned() {
    // Worked out by a separate program. A change here changes every file that was ever written.
    assert_eq!(stable_id(""), 8_437_669_077_406_501);
    assert_eq!(stable_id("curfew-zone/sheikh-maqsoud"), 2_046_812_431_265_450);
    assert_eq!(stable_id("neighbourhood/الأشرفية"), 8_727_769_468_783_188);
}

#[test]
fn identifiers_are_safe_integers_and_differ() {
    let mut ids: Vec<u64> = (0..200_000).map(|n| stable_id(&format!("street/{n}"))).collect();
    assert!(ids.iter().all(|id| (1..=MAX_ID).contains(id)));
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 200_000);
}

#[test]
fn collisions_are_resolved_in_key_order() {
    let keys = ["a", "b", "c", "d"];
    let clash = |key: &str| if key == "d" { 9 } else { 7 };
    let ids = assign(keys.into_iter(), clash);
    assert_eq!(ids[0], 7);
    assert_eq!(ids[3], 9);
    assert!(ids.iter().all(|id| (1..=MAX_ID).contains(id)));
    let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
    assert_eq!(distinct.len(), 4);
    assert_eq!(ids, assign(keys.into_iter(), clash));
    // A key that no longer clashes with anything leaves the others as they were.
    assert_eq!(assign(["a", "b", "d"].into_iter(), clash), [ids[0], ids[1], ids[3]]);
}

#[test]
fn zero_is_never_an_identifier() {
    let ids = assign(["a", "b"].into_iter(), |_| 0);
    assert!(ids[0] != 0 && ids[1] != 0 && ids[0] != ids[1]);
}
