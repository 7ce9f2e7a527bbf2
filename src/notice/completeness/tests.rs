use super::super::ledger::NoticeLedger;
use super::super::policy::StatusPolicy;
use super::*;
use crate::io::read::ScenarioReader;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_767_780_000 + 60 * minute).unwrap()
}

fn east() -> FeatureRef {
    FeatureRef::new(Kind::SafeCorridor, "east")
}

fn opening(id: &str, said: i64, terms: CorridorTerms) -> Notice {
    Notice::new(id, "army", at(said), Content::CorridorOpening(terms)).about(east())
}

fn whole() -> CorridorTerms {
    CorridorTerms {
        from: Some("Old market".into()),
        to: Some("Bus station".into()),
        route: Some("Station road".into()),
        who: Some("all civilians".into()),
        voluntary: Some(true),
        aid_may_enter: Some(false),
        guaranteed_by: vec!["ICRC".into()],
        checkpoints: vec!["gate".into()],
        ..CorridorTerms::default()
    }
}

#[test]
fn each_point_that_is_left_out_is_the_one_that_is_missing() {
    let full = opening("n", 1, whole()).during(Timing::since(at(5))).agreed_with("council");
    let found = completeness([&full]);
    assert_eq!((found.stated(), found.total()), (10, 10));
    let without = |change: fn(&mut CorridorTerms)| {
        let mut terms = whole();
        change(&mut terms);
        Notice { content: Content::CorridorOpening(terms), ..full.clone() }
    };
    let cases = [
        (CorridorItem::When, Notice { time: Timing::Unstated, ..full.clone() }),
        (CorridorItem::From, without(|terms| terms.from = None)),
        (CorridorItem::To, without(|terms| terms.to = Some("  ".into()))),
        (CorridorItem::Route, without(|terms| terms.route = None)),
        (CorridorItem::Who, without(|terms| terms.who = None)),
        (CorridorItem::Voluntary, without(|terms| terms.voluntary = None)),
        (CorridorItem::Aid, without(|terms| terms.aid_may_enter = None)),
        (CorridorItem::Guarantor, without(|terms| terms.guaranteed_by.clear())),
        (CorridorItem::Checkpoints, without(|terms| terms.checkpoints.clear())),
        (CorridorItem::Agreement, Notice { agreed_by: Vec::new(), ..full.clone() }),
    ];
    for (item, notice) in cases {
        let found = completeness([&notice]);
        assert_eq!(found.missing().collect::<Vec<_>>(), [item]);
        for language in Language::ALL {
            assert!(found.explain(language).contains(item.text(language)));
        }
    }
}

#[test]
fn two_notices_that_differ_are_both_shown_and_a_closing_states_nothing() {
    let one = opening("a", 1, whole());
    let other = CorridorTerms { who: Some("women and children".into()), ..whole() };
    let two = opening("b", 2, other);
    let closing = Notice::new("c", "army", at(3), Content::Closure).during(Timing::since(at(3)));
    let found = completeness([&one, &two, &closing]);
    let who = found.items.iter().find(|state| state.item == CorridorItem::Who).unwrap();
    assert!(who.differs());
    let values: Vec<_> =
        who.stated.iter().map(|one| (one.value.as_str(), one.by[0].as_str())).collect();
    assert_eq!(values, [("all civilians", "a"), ("women and children", "b")]);
    let from = found.items.iter().find(|state| state.item == CorridorItem::From).unwrap();
    assert_eq!(from.stated[0].by, ["a".into(), "b".into()]);
    assert!(!from.differs());
    assert_eq!(found.missing().collect::<Vec<_>>(), [CorridorItem::When, CorridorItem::Agreement]);
    let told = found.explain(Language::English);
    assert_eq!(
        told,
        "Of the 10 points that an announcement of a corridor should settle, 8 are settled.\n\
         It is not said from when until when; who has agreed to it.\n\
         It is said in more than one way who may leave: all civilians (notice a); women and \
         children (notice b)."
    );
}

#[test]
fn what_was_known_and_not_taken_back_counts_and_the_record_gives_the_route() {
    let text = r#"{"type": "FeatureCollection", "features": [{"type": "Feature",
        "properties": {"kind": "safe-corridor", "id": "east"},
        "geometry": {"type": "LineString", "coordinates": [[37.0, 36.0], [37.1, 36.0]]}}]}"#;
    let scenario = ScenarioReader::new().text("p.geojson", text, None).read().unwrap().scenario;
    let gather = |notices: Vec<Notice>| {
        Evidence::gather(&scenario, NoticeLedger::of(notices).0, StatusPolicy::default())
    };
    let announced = opening("a", 1, CorridorTerms::default()).during(Timing::since(at(5)));
    let more = opening("b", 9, CorridorTerms { who: whole().who, ..CorridorTerms::default() })
        .during(Timing::since(at(50)));
    let evidence = gather(vec![announced.clone(), more.clone()]);
    let stated = |evidence: &Evidence, known| {
        let found = evidence.completeness(&scenario, &east(), known).unwrap();
        let stated = found.items.into_iter().filter(ItemState::is_stated);
        stated.map(|state| state.item).collect::<Vec<_>>()
    };
    assert_eq!(stated(&evidence, at(0)), [CorridorItem::Route]);
    assert_eq!(stated(&evidence, at(1)), [CorridorItem::When, CorridorItem::Route]);
    assert_eq!(
        stated(&evidence, at(9)),
        [CorridorItem::When, CorridorItem::Route, CorridorItem::Who]
    );
    let cancel = Notice::new("x", "army", at(20), Content::Cancellation).cancelling("b");
    let evidence = gather(vec![announced, more, cancel]);
    assert_eq!(stated(&evidence, at(20)), [CorridorItem::When, CorridorItem::Route]);
    let gate = FeatureRef::new(Kind::Checkpoint, "gate");
    assert!(evidence.completeness(&scenario, &gate, at(9)).is_err());
}
