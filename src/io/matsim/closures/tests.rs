use super::*;
use crate::io::matsim::Crs;
use jiff::civil::date;

const CLOSED: &str = r#"{"disruptions": [
  {"description": "Ocean Road", "startHHMM": "1315", "endHHMM": "2359", "effectiveSpeed": "0.0000",
   "effectiveSpeedUnit": "KMPH", "impactedLinks": ["ab", "nowhere"]},
  {"description": "Slow", "startHHMM": "2200", "endHHMM": "0100", "effectiveSpeed": 20,
   "effectiveSpeedUnit": "KMPH", "impactedLinks": ["ab"]}]}"#;

fn disruptions(text: &str) -> Result<(Vec<Disruption>, Vec<String>), MatsimError> {
    let clock = Clock::new(date(2022, 1, 12), "Australia/Melbourne").unwrap();
    let mut issues = Vec::new();
    let all = read(text, &RecordRef::file("closed.json"), &clock, &mut issues)?;
    Ok((all, issues.iter().map(ToString::to_string).collect()))
}

#[test]
fn a_disruption_closes_its_links_whatever_speed_it_leaves() {
    let (all, issues) = disruptions(CLOSED).unwrap();
    let windows: Vec<String> = all.iter().map(|one| one.window.to_string()).collect();
    assert_eq!(
        windows,
        ["2022-01-12T02:15:00Z/2022-01-12T12:59:00Z", "2022-01-12T11:00:00Z/2022-01-12T14:00:00Z"]
    );
    assert_eq!(
        issues,
        ["warning[matsim-slowed-as-closed]: closed.json, feature 2: member \"effectiveSpeed\": \
          expected 0, found 20 KMPH (its links are taken to be closed)"]
    );
}

#[test]
fn a_speed_that_is_none_is_refused() {
    for wrong in ["-1", "\"fast\"", "\"NaN\"", "[]", "true"] {
        let error = disruptions(
            &CLOSED.replace("\"effectiveSpeed\": 20", &format!("\"effectiveSpeed\": {wrong}")),
        )
        .err()
        .unwrap()
        .to_string();
        assert!(
            error.starts_with(
                "closed.json, feature 2: member \"effectiveSpeed\": expected a number, 0 or more, found"
            ),
            "{error}"
        );
    }
}

/// A street of two directions and a footbridge that crosses it in the middle.
#[test]
fn what_else_is_shut_is_told() {
    let xml = br#"<network><nodes>
        <node id="a" x="144.300" y="-38.3"/><node id="b" x="144.302" y="-38.3"/>
        <node id="c" x="144.301" y="-38.299"/><node id="d" x="144.301" y="-38.301"/></nodes><links>
        <link id="ab" from="a" to="b" length="200" freespeed="10" capacity="600" permlanes="1"/>
        <link id="cd" from="c" to="d" length="230" freespeed="10" capacity="600" permlanes="1"/>
        </links></network>"#;
    let streets = LinkNetwork::read_bytes("net.xml", xml, &Crs::degrees()).unwrap();
    let (all, _) = disruptions(CLOSED).unwrap();
    let mut issues = Vec::new();
    let shut = zone("closure-01".into(), &all[0], &streets, &mut issues).unwrap();
    assert_eq!(shut.area().polygons().0.len(), 1);
    let issues: Vec<String> = issues.iter().map(ToString::to_string).collect();
    assert_eq!(
        issues,
        [
            "error[matsim-unknown-link]: closed.json, feature 1: impactedLinks: expected a link of \
             the network, found \"nowhere\" (passed over)",
            "warning[matsim-closure-wider]: closed.json, feature 1: expected to shut its own links \
             only, found 1 others in the way, such as cd (they are shut too)",
        ]
    );
}
