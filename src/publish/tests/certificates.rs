//! Certificates of plans leave whole, or not at all.

use super::super::{Audience, DropReason, PlanCertificate};
use crate::id::Kind;
use crate::io::read::ScenarioReader;
use crate::model::{Sensitivity, TravelMode};
use crate::network::RoutePolicy;
use crate::scenario::Scenario;
use crate::time::TimeWindow;
use crate::verify::{Act, Certificate};
use geo::coord;
use jiff::{SignedDuration, Timestamp};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn scenario(property: &str) -> Scenario {
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","id":"school",
        "geometry":{{"type":"Point","coordinates":[37.1,36.2]}},
        "properties":{{"sensitivity":"low"{property}}}}}]}}"#
    );
    ScenarioReader::new()
        .time_zone("Asia/Damascus")
        .text("shelters.geojson", text, Some(Kind::Shelter))
        .read()
        .unwrap()
        .scenario
}

fn ways() -> Vec<PlanCertificate> {
    let (from, until) = (at("2026-01-08T08:00:00Z"), at("2026-01-08T09:00:00Z"));
    let line = vec![coord! { x: 37.1, y: 36.2 }, coord! { x: 37.2, y: 36.2 }];
    let certificate = Certificate {
        mode: TravelMode::Foot,
        policy: RoutePolicy::default(),
        window: TimeWindow::new(from, until).unwrap(),
        exposed_in: Vec::new(),
        acts: vec![Act::Move { line, enter: from, exit: until }],
    };
    vec![PlanCertificate { neighbourhood: Some("ashrafieh".into()), certificate }]
}

#[test]
fn only_those_who_may_see_all_of_it_do() {
    let free = scenario("");
    let found = Audience::internal().release_certificates(ways(), &free).unwrap();
    assert_eq!((found.audience(), found.certificates()), ("internal", ways().as_slice()));

    let high = || Audience::builder("staff").ceiling(Sensitivity::High).decimals(7);
    let refused = |audience: Audience| audience.release_certificates(ways(), &free).unwrap_err();
    assert_eq!(refused(Audience::public()), DropReason::TooSensitive);
    assert_eq!(refused(Audience::partner()), DropReason::TooSensitive);
    let shelters = high().only_layers(["shelters"]).build().unwrap();
    assert_eq!(refused(shelters), DropReason::LayerNotAllowed);
    assert_eq!(refused(high().decimals(6).build().unwrap()), DropReason::OnlyInPart);
    let names = high().only_fields("plan-legs", ["street"]).build().unwrap();
    assert_eq!(refused(names), DropReason::OnlyInPart);
    let late = high().delayed("plan-legs", SignedDuration::from_hours(1)).build().unwrap();
    assert_eq!(refused(late.at(at("2030-01-01T00:00:00Z"))), DropReason::Delayed);
    assert!(high().build().unwrap().release_certificates(ways(), &free).is_ok());
}

#[test]
fn an_embargo_of_any_record_holds_them_back() {
    let staff = Audience::builder("staff").ceiling(Sensitivity::High).decimals(7).build().unwrap();
    for (property, due) in [
        (r#","publish_after":"2026-01-08T12:00:00Z""#, "2026-01-08T12:00:00Z"),
        (r#","end":"2026-01-08T13:00:00Z","publish_after_end":true"#, "2026-01-08T13:00:00Z"),
    ] {
        let held = scenario(property);
        let before = at(due) - SignedDuration::from_secs(1);
        let found = |audience: Audience| audience.release_certificates(ways(), &held);
        assert_eq!(found(staff.clone()), Err(DropReason::Delayed), "{property}");
        assert_eq!(found(staff.clone().at(before)), Err(DropReason::Delayed), "{property}");
        assert!(found(staff.clone().at(at(due))).is_ok(), "{property}");
        assert!(found(Audience::internal()).is_ok(), "{property}");
    }
}
