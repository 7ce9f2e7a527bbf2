//! Evacuation scenarios of the MATSim kind through the command line.

use super::{Folder, Run, run};
use serde_json::json;

const SETTINGS: &str = r#"{
    "date": "2022-01-12", "time_zone": "Australia/Melbourne", "crs": "EPSG:4326",
    "network": "net.xml", "zones": {"file": "zones.geojson", "id": "Z"}, "persons_per_zone": 900,
    "orders": "messages.json",
    "shelters": [{"id": "hall", "name": "Hall", "at": [144.325, -38.3], "places": 5000}]
}"#;

/// Two links of 900 m in a row, 600 vehicles an hour; a zone at each end.
fn folder(settings: &str) -> Folder {
    let zone = |id: &str, west: f64| {
        let east = west + 0.004;
        format!(
            r#"{{"type": "Feature", "properties": {{"Z": "{id}"}}, "geometry": {{"type": "Polygon", "coordinates":
            [[[{west}, -38.301], [{east}, -38.301], [{east}, -38.299], [{west}, -38.299], [{west}, -38.301]]]}}}}"#
        )
    };
    let zones = [zone("West", 144.303), zone("Middle", 144.313)].join(",");
    let zones = format!(r#"{{"type": "FeatureCollection", "features": [{zones}]}}"#);
    let link = |from: &str, to: &str| {
        format!(
            r#"<link id="{from}{to}" from="{from}" to="{to}" length="900" freespeed="10" capacity="600" permlanes="1"/>"#
        )
    };
    let links = [link("a", "b"), link("b", "a"), link("b", "c"), link("c", "b")].concat();
    let network = format!(
        r#"<network><nodes><node id="a" x="144.305" y="-38.3"/><node id="b" x="144.315" y="-38.3"/>
        <node id="c" x="144.325" y="-38.3"/></nodes><links>{links}</links></network>"#
    );
    let home =
        r#"<person id="1"><plan><activity type="home" x="144.305" y="-38.3"/></plan></person>"#;
    Folder::new()
        .with("case.json", settings)
        .with("net.xml", &network)
        .with("zones.geojson", &zones)
        .with("plans.xml", &format!("<population>{home}</population>"))
        .with(
            "messages.json",
            r#"{"messages": [
                {"type": "ADVICE", "broadcastHHMM": "0700", "broadcastZones": {"West": null, "Middle": null}},
                {"type": "EVACUATE_NOW", "broadcastHHMM": "0800", "broadcastZones": {"West": null}}]}"#,
        )
        .with(
            "closed.json",
            r#"{"disruptions": [{"description": "Cut by fire", "startHHMM": "0810", "endHHMM": "2359",
                "effectiveSpeed": "0", "impactedLinks": ["ab"]}]}"#,
        )
}

fn evacuate(settings: &str, more: &[&str]) -> Run {
    let folder = folder(settings);
    let file = folder.file("case.json");
    let window = ["--from", "2022-01-12T07:30", "--to", "2022-01-12T10:00"];
    run(&[&["evacuate", "--matsim", file.as_str()], &window[..], more].concat())
}

#[test]
fn those_who_are_told_to_leave_leave_when_they_are_told() {
    let json = evacuate(SETTINGS, &["--format", "json"]).exits(0).json();
    let plan = &json["plan"];
    assert_eq!(
        json["not_asked"],
        json!({"neighbourhoods": 1, "persons": 900, "reason": "no-order"})
    );
    assert_eq!(plan["bounds"]["moved"], 900);
    let group = &plan["request"]["groups"][0];
    assert_eq!(group["modes"], json!({"vehicle": 1.0}));
    assert_eq!(group["earliest_departure"], "2022-01-11T21:00:00Z");
    // 1,800 people an hour, 30 a step, behind a way of 180 s: from 08:04 on, 30 steps.
    assert_eq!(plan["bounds"]["clearance"], "2022-01-11T21:34:00Z");
    assert_eq!(plan["shelters"][0]["persons"], 900);
    let text = evacuate(SETTINGS, &[]).exits(0).out;
    let not_asked = "1 neighbourhood with 900 people not in the plan: no order that counts";
    assert!(text.contains(not_asked) && text.contains("by vehicle"), "{text}");
    let advised = SETTINGS.replace("\"orders\"", "\"order_that_counts\": \"ADVICE\", \"orders\"");
    let json = evacuate(&advised, &["--format", "json"]).exits(0).json();
    assert_eq!(json["not_asked"]["neighbourhoods"], 0);
    assert_eq!(json["plan"]["bounds"]["moved"], 1800);
}

#[test]
fn a_closure_cuts_off_who_has_not_left() {
    let closed = SETTINGS.replace("\"orders\"", "\"closures\": [\"closed.json\"], \"orders\"");
    let json = evacuate(&closed, &["--format", "json"]).exits(1).json();
    // 30 a step; the link is to be left before 08:10, and its disc lies at its middle.
    let moved = json["plan"]["bounds"]["moved"].as_u64().unwrap();
    assert!((210..=300).contains(&moved) && moved.is_multiple_of(30), "{moved}");
}

#[test]
fn other_commands_take_it_too_and_records_may_stand_beside_it() {
    let folder = folder(SETTINGS);
    let file = folder.file("case.json");
    let json = run(&["check", "--matsim", &file, "--format", "json"]).exits(0).json();
    assert_eq!(json["records"]["neighbourhood"], 2);
    let gym = super::SHELTER.replace("37.14, 36.21", "144.315, -38.3");
    let folder = folder.with("gym.geojson", &gym);
    let window = ["--from", "2022-01-12T07:30", "--to", "2022-01-12T10:00", "--format", "json"];
    let plan = ["plan", &folder.file("gym.geojson"), "--matsim", &file, "--mode", "vehicle"];
    let json = run(&[&plan[..], &window[..]].concat()).exits(0).json();
    assert_eq!(json["plans"][1]["neighbourhood"], "West");
    assert_eq!(json["plans"][1]["way"]["destination"]["id"], "school");
}

#[test]
fn what_cannot_be_read_is_named() {
    for (from, to, words) in [
        ("\"date\"", "\"dat\"", "unknown field `dat`"),
        ("2022-01-12", "2022-13-12", "line 2"),
        ("EPSG:4326", "EPSG:1", "coordinate reference system"),
        ("net.xml", "none.xml", "none.xml: cannot read"),
        ("Australia/Melbourne", "Australia/Nowhere", "Australia/Nowhere"),
        ("[144.325, -38.3]", "[144.325, -98.3]", "a latitude from -90 to 90"),
        ("\"messages.json\"", "\"zones.geojson\"", "zones.geojson"),
        ("\"Z\"", "\"ID\"", "an order that tells somebody to leave"),
    ] {
        let run = evacuate(&SETTINGS.replace(from, to), &[]).exits(2);
        assert!(run.err.contains(words), "{words}: {}", run.err);
    }
    let run = evacuate(SETTINGS, &["--example"]).exits(2);
    assert!(run.err.contains("--example"), "{}", run.err);
    // Streets that no vehicle may use are no way out for those on foot.
    let json = evacuate(SETTINGS, &["--mode", "foot", "--format", "json"]).exits(1).json();
    assert_eq!(json["plan"]["groups"][0]["left"][0]["reason"], "no-street");
}

#[test]
fn agents_far_from_every_zone_are_told() {
    let agents = SETTINGS.replace("\"orders\"", "\"population\": \"plans.xml\", \"orders\"");
    let json = evacuate(&agents, &["--format", "json"]).exits(0).json();
    assert_eq!(json["plan"]["bounds"]["persons"], 1);
    let wrong = agents.replace("EPSG:4326", "EPSG:32755");
    let run = evacuate(&wrong, &[]);
    assert!(run.err.contains("no agent lives in any of 2 zones"), "{}", run.err);
    assert!(run.out.contains("nobody is asked for"), "{}", run.out);
}
