use super::*;
use std::collections::BTreeSet;

/// The property names in the first column of the tables under a heading.
fn documented(heading: &str) -> BTreeSet<String> {
    let text = include_str!("../../../../docs/FORMATS.md");
    let (_, section) = text.split_once(&format!("\n## {heading}\n")).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    rows.flat_map(|row| {
        let cell = row.split('|').nth(1).unwrap();
        cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()
    })
    .filter(|name| name != "name_…")
    .collect()
}

fn names(of: &[&str]) -> BTreeSet<String> {
    of.iter().map(|&name| name.to_owned()).collect()
}

#[test]
fn every_property_is_explained_and_every_one_explained_is_read() {
    assert_eq!(documented("Properties of every record"), names(OF_ALL));
    for kind in Kind::ALL {
        let heading = match kind {
            Kind::CurfewZone | Kind::RestrictedZone => "Curfew zone, restricted zone".to_owned(),
            Kind::SafeCorridor => "Corridor".to_owned(),
            other => {
                let words = other.as_str().replace('-', " ");
                words[..1].to_uppercase() + &words[1..]
            }
        };
        assert_eq!(documented(&heading), names(of_only(kind)), "{heading}");
    }
}
