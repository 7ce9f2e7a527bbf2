//! Runs every example as its own process and looks at what it prints.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Runs an example, built as this test was built (nothing is built twice).
fn example(name: &str, arguments: &[&Path]) -> Output {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    let profile = if cfg!(debug_assertions) { "test" } else { "release" };
    command.args(["run", "--quiet", "--profile", profile, "--example", name]);
    let features = [
        ("osm", cfg!(feature = "osm")),
        ("opening-hours", cfg!(feature = "opening-hours")),
        ("parallel", cfg!(feature = "parallel")),
        ("cap", cfg!(feature = "cap")),
        ("tables", cfg!(feature = "tables")),
        ("chart", cfg!(feature = "chart")),
    ];
    for (feature, _) in features.iter().filter(|(_, on)| *on) {
        command.args(["--features", feature]);
    }
    command.arg("--").args(arguments);
    command.output().expect("cargo runs")
}

/// What an example prints when all goes well.
fn run(name: &str, arguments: &[&Path]) -> String {
    let output = example(name, arguments);
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{name}: {}\n{out}\n{err}", output.status);
    let lower = out.to_lowercase().replace("safepassage", "").replace("safe-corridor", "");
    assert!(!lower.contains("safe"), "{name} calls something safe:\n{out}");
    out.into_owned()
}

/// That the lines stand in the text, each after the one before.
fn assert_lines(text: &str, lines: &[&str]) {
    let mut rest = text;
    for line in lines {
        let Some(at) = rest.find(line) else {
            panic!("expected {line:?} (in this order) in:\n{text}");
        };
        rest = &rest[at + line.len()..];
    }
}

#[test]
fn corridor_choices() {
    let out = run("corridor_choices", &[]);
    assert_lines(
        &out,
        &[
            "no way: the start is closed, by curfew-zone/curfew-7-jan",
            "no fewer closures would do: true",
            "breaks closures:",
            "restricted-zone/closed-military-zone: ",
            "Choices between arriving early and being exposed little",
            " severity-seconds, to shelter/mosque-2",
            " severity-seconds, to shelter/mosque-6",
            "leave 2026-01-08T07:00:00Z to ",
            "way 1: ",
            "checkpoint/al-zuhour-crossing: 30000 persons cut off",
        ],
    );
}

#[test]
fn spatial_queries() {
    let out = run("spatial_queries", &[]);
    assert_lines(
        &out,
        &[
            "not surveyed",
            "32 records in the index",
            "8 January, 12:00: Curfew of 7 January; Closed military zone",
            "8 January, 18:00: Curfew of 7 January; Curfew of 8 January; Closed military zone",
            "800 m  Mosque 3",
            "816 m  Mosque 1",
            "440 m  Al-Zuhour Street crossing, reported open",
            "from 0 m to 1506 m along it: Curfew",
            "of 10000 points of a grid lie in a curfew or hazard zone",
            "hazard zones at Mosque 1: 1",
        ],
    );
}

#[test]
fn impact_over_time() {
    let out = run("impact_over_time", &[]);
    assert_lines(
        &out,
        &[
            "when,areas,named_km2,in_force_km2,sum_km2,gained_km2,lost_km2,net_km2,persons_low",
            "2026-01-06T21:00:00Z,0,0.000000000,",
            "2026-01-07T12:00:00Z,2,4.79986",
            ",85000,85000,85000",
            "2026-01-08T10:30:00Z,3,5.37643",
            ",97000,97000,97000",
        ],
    );
    let folder = tempfile::tempdir().expect("a temporary folder");
    let square = |west: f64| {
        let east = west + 0.01;
        format!("[[[{west},36.0],[{east},36.0],[{east},36.01],[{west},36.01],[{west},36.0]]]")
    };
    let feature = |west: f64, facts: &str| {
        let square = square(west);
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{{facts}}},\
             \"geometry\":{{\"type\":\"Polygon\",\"coordinates\":{square}}}}}"
        )
    };
    let collection = |features: &[String]| {
        format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(","))
    };
    let order = |west, block: u8, at: u8, what: &str| {
        feature(west, &format!("\"block\":{block},\"at\":{at},\"what\":\"{what}\""))
    };
    // Block 1 is ordered left, then block 2 as well, then block 1 is taken back.
    let orders =
        [order(37.0, 1, 1, "leave"), order(37.01, 2, 2, "leave"), order(37.0, 1, 3, "go there")];
    let file = folder.path().join("orders.geojson");
    std::fs::write(&file, collection(&orders)).expect("a file");
    let words = ["block", "at", "what", "leave"].map(Path::new);
    let arguments = [Path::new("blocks"), &file, words[0], words[1], words[2], words[3]];
    assert_lines(&run("impact_over_time", &arguments), &["1,1,1.0", "2,2,1.0", "3,1,0.0"]);

    let days = folder.path().join("days");
    std::fs::create_dir(&days).expect("a folder");
    for (day, west) in [("20260107", 37.0), ("20260108", 37.005)] {
        let text = collection(&[feature(west, "")]);
        std::fs::write(days.join(format!("held_{day}.geojson")), text).expect("a file");
    }
    let series = run("impact_over_time", &[Path::new("series"), &days]);
    assert_lines(&series, &["20260107,1,1.0", "20260108,1,1.0", ",0.5", ",0.5"]);
}

#[test]
fn audit_corridor() {
    let out = run("audit_corridor", &[]);
    assert_lines(
        &out,
        &[
            "Corridor Al-Awarid (al-awarid)",
            "error[checkpoint-state-unknown]",
            "shown by checkpoint/al-awarid-crossing",
            "warning[corridor-closes-before-ban-begins]: closes 30 min before",
            "info[corridor-agreed-by-one-party-only]: agreed by Aleppo governorate",
            "checks ran: corridor-not-open-in-window",
            "Corridor Al-Zuhour Street (al-zuhour)",
            "warning[corridor-closes-before-ban-begins]: closes 30 min before",
            "info[corridor-enters-curfew-zone]",
            "Neighbourhoods without a corridor",
            "error[neighbourhood-without-corridor]: Bani Zeid",
            "It says nothing of danger on the way.",
        ],
    );
}

#[test]
fn plan_corridors() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = run("plan_corridors", &[folder.path()]);
    assert_lines(
        &out,
        &[
            "3 neighbourhoods, 2 announced corridors, 3 checkpoints, 8 shelters",
            "error[checkpoint-state-unknown]: Al-Awarid crossing",
            "On foot, from 10:20",
            "Ashrafieh: leave 10:20:00, arrive 10:",
            "by the corridor Al-Zuhour Street; last departure that still gets through 12:41",
            "Sheikh Maqsoud: no way (cut-off), closed by Al-Awarid crossing; the last to get through left on 7 January at 14:4",
            "On foot, from 12:40",
            "Ashrafieh: leave 12:40:00, arrive 13:",
            "On foot, from 13:05",
            "Ashrafieh: no way (start-shut)",
            "Bani Zeid: leave 13:05:00",
            "On foot, from 14:00",
            "Ashrafieh: no way (start-shut)",
            "Bani Zeid: no way (start-shut), closed by Curfew of 8 January; the last to get through left on 8 January at 13:24",
            "layer \"assembly-points\" for internal: 3 kept",
            "layer \"finding-lines\" for internal: ",
            "Nothing here says that a way is free of danger",
        ],
    );
    let map = std::fs::read_to_string(folder.path().join("map.svg")).expect("a map was written");
    assert!(map.contains("الأشرفية") && map.contains("Ashrafieh"), "names in both scripts");
    assert!(folder.path().join("corridors.geojson").exists());
}

#[test]
fn map_layers() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = run("map_layers", &[Path::new("public"), folder.path()]);
    assert_lines(
        &out,
        &[
            "layer \"checkpoints\" for public: 0 kept, 3 too sensitive",
            "layer \"streets\" for public: 89 kept",
            "89 features",
            "read back: 8 shelters",
        ],
    );
    let checkpoints = std::fs::read_to_string(folder.path().join("checkpoints.geojson"));
    assert!(!checkpoints.expect("a file").contains("crossing"), "held back from the public");
    let refused = example("map_layers", &[Path::new("everybody"), folder.path()]);
    assert!(!refused.status.success(), "an audience nobody knows is refused");
}

/// The streets of the embedded place as OpenStreetMap XML, and the rest of it
/// as a scenario folder.
fn city_of_its_own(folder: &Path) -> (PathBuf, PathBuf) {
    let scenario = folder.join("scenario");
    std::fs::create_dir_all(&scenario).expect("a folder");
    for (name, text) in safepassage::place::NORTHERN_ALEPPO {
        if *name != "streets.geojson" {
            std::fs::write(scenario.join(name), text).expect("a file");
        }
    }
    let place = safepassage::place::northern_aleppo().expect("the place reads").scenario;
    let mut nodes = std::collections::BTreeMap::new();
    let (mut node_xml, mut way_xml) = (String::new(), String::new());
    for (number, street) in place.streets().iter().enumerate() {
        let _ = write!(way_xml, "<way id=\"{}\">", number + 1);
        for at in &street.path().line().0 {
            let next = nodes.len() + 1;
            let node = *nodes.entry((at.x.to_bits(), at.y.to_bits())).or_insert_with(|| {
                let _ =
                    writeln!(node_xml, "<node id=\"{next}\" lat=\"{}\" lon=\"{}\"/>", at.y, at.x);
                next
            });
            let _ = write!(way_xml, "<nd ref=\"{node}\"/>");
        }
        let _ = writeln!(way_xml, "<tag k=\"highway\" v=\"{}\"/></way>", street.class());
    }
    let extract = folder.join("drawn.osm");
    let xml = format!("<osm version=\"0.6\">\n{node_xml}{way_xml}</osm>\n");
    std::fs::write(&extract, xml).expect("a file");
    (extract, scenario)
}

#[test]
fn contested_corridor() {
    let out = run("contested_corridor", &[]);
    assert_lines(
        &out,
        &[
            "not surveyed",
            "27 notices, 0 issues",
            "al-awarid",
            "contested",
            "al-zuhour",
            "8 Jan 10:00 to 8 Jan 13:00: open-unconfirmed",
            "8 Jan 13:00 to 8 Jan 18:00: closed",
            "SDF",
            "شارع الزهور",
            "if what is open is used:",
            "no way: the start is closed",
            "if what is open or open-unconfirmed is used:",
            "by al-zuhour",
        ],
    );
}

#[test]
fn real_city() {
    if !cfg!(feature = "osm") {
        println!("skipped: the feature osm is off");
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (extract, scenario) = city_of_its_own(folder.path());
    let times = [Path::new("2026-01-08T10:20:00+03:00"), Path::new("2026-01-08T18:00:00+03:00")];
    let out = run("real_city", &[&extract, &scenario, times[0], times[1]]);
    assert_lines(
        &out,
        &[
            "from 89 ways",
            "(0 issues, 0 errors)",
            "warning[corridor-closes-before-ban-begins]",
            "ashrafieh: leave 2026-01-08T07:20:00Z, arrive 2026-01-08T07:",
            "sheikh-maqsoud: no way",
        ],
    );

    let Some(data) = std::env::var_os("SAFEPASSAGE_DATA").map(PathBuf::from) else {
        println!("skipped: SAFEPASSAGE_DATA is not set");
        return;
    };
    // Streets far from the scenario: read, and said so.
    let out = run("real_city", &[&data.join("osm/monaco.osm.pbf"), &scenario, times[0], times[1]]);
    assert_lines(
        &out,
        &["streets: ", "corridor-end-off-street", "ashrafieh: no way: no street is near the start"],
    );
}

#[test]
fn evacuate_city() {
    if !cfg!(all(feature = "osm", feature = "chart", feature = "tables")) {
        println!("skipped: the features osm, chart and tables are not all on");
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = run("evacuate_city", &[Path::new(""), folder.path()]);
    assert_lines(
        &out,
        &[
            "not surveyed",
            "16800 of 97000 people arrive",
            "no plan brings more than 16800 there",
            "the last by 13:05; under no plan as many before 13:05",
            "Arrived by",
            "13:05    16800",
            " passes 1,800 an hour and ",
            "Ashrafieh: 4800 of 30000 arrive",
            "the window is too short for so many",
            "Sheikh Maqsoud: 0 of 55000 arrive",
            "cut off, by Al-Awarid crossing",
            "layer \"evacuation-flow-slices\" for internal: ",
            "; for the public 0",
            "Nothing here says that a way is free of danger",
        ],
    );
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect(name);
    let rows = read("schedule.csv");
    let people = |row: &str| row.split(',').nth(10).expect("persons").parse::<u64>();
    let sum: u64 = rows.lines().skip(2).map(|row| people(row).expect("a number")).sum();
    assert_eq!(sum, 16_800);
    assert!(read("clearance.svg").contains("Everybody: 16,800 by 13:05"));
    assert!(read("flows.svg").contains("people pass"));
    assert!(read("evacuation-flow-slices.geojson").contains("\"start\""));

    let Some(data) = std::env::var_os("SAFEPASSAGE_DATA").map(PathBuf::from) else {
        println!("skipped: SAFEPASSAGE_DATA is not set");
        return;
    };
    let out = run("evacuate_city", &[&data.join("osm/monaco.osm.pbf"), folder.path()]);
    assert_lines(
        &out,
        &["people and shelters invented", "of 18000 people arrive", "Neighbourhood 6: "],
    );
    let rows = read("schedule.csv");
    let sum: u64 = rows.lines().skip(2).map(|row| people(row).expect("a number")).sum();
    assert!(out.contains(&format!("{sum} of 18000 people arrive")), "{sum}");
}
