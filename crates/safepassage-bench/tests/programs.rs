//! The programs run, and what they sum up to is what other libraries found.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn done(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

#[test]
fn scale_measures_and_draws() {
    let folder = folder("scale");
    let (csv, picture) = (folder.join("rows.csv"), folder.join("rows.svg"));
    let mut scale = Command::new(env!("CARGO_BIN_EXE_scale"));
    scale.args(["--sizes", "2000,10000", "--csv"]).arg(&csv).arg("--picture").arg(&picture);
    let output = done(&mut scale);
    let rows = std::fs::read_to_string(&csv).unwrap();
    assert_eq!(rows, String::from_utf8(output.stdout).unwrap());
    let works = ["preparing", "customising", "changing one zone", "distance", "path", "matrix"];
    for work in works {
        let found = rows.lines().filter(|row| row.split(',').nth(3).unwrap().starts_with(work));
        assert_eq!(found.count(), 2, "{work} in {rows}");
    }
    let drawn = std::fs::read_to_string(&picture).unwrap();
    assert!(drawn.contains("preparing, ms: n^"));

    let again = folder.join("again.svg");
    let mut scale = Command::new(env!("CARGO_BIN_EXE_scale"));
    done(scale.arg("--draw").arg(&csv).arg("--picture").arg(&again));
    assert_eq!(drawn, std::fs::read_to_string(&again).unwrap());
}

#[test]
fn what_is_not_understood_is_refused() {
    for words in [&["--sizes", "many"][..], &["--graphs"], &["--what", "1"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_scale")).args(words).output().unwrap();
        assert!(!output.status.success() && output.stdout.is_empty());
        assert!(String::from_utf8(output.stderr).unwrap().starts_with("expected `scale "));
    }
}

/// Sums of `RoutingKit` (pyroutingkit 0.2.1) on the peers' arcs, and of GEOS
/// 3.14.1 on the streets of this crate, for thirty zones of 300 m.
#[test]
fn malta_sums_up_to_what_others_found() {
    let Some(data) = std::env::var_os("SAFEPASSAGE_DATA").map(PathBuf::from) else {
        println!("skipped: SAFEPASSAGE_DATA is not set");
        return;
    };
    let out = folder("malta");
    let mut malta = Command::new(env!("CARGO_BIN_EXE_malta"));
    malta.arg("--data").arg(&data).arg("--out").arg(&out).args(["--rounds", "1", "--answers", "8"]);
    let output = done(&mut malta);
    let rows: Vec<serde_json::Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|row| serde_json::from_str(row).unwrap())
        .collect();
    let sums = |work: &str| &rows.iter().find(|row| row["work"] == work).unwrap()["checksum"];
    assert_eq!(sums("zones to closed edges, 30x300m")["edges"], 4606);
    assert_eq!(sums("zones to closed edges, 8x2000m")["sum"], 1_164_530_826);
    assert_eq!(sums("arcs customised")["closed"], 4250);
    for work in ["route with zones, distance alone", "route with zones, graph search"] {
        assert_eq!(
            (&sums(work)["reached"], &sums(work)["ms"]),
            (&1651.into(), &1_151_888_401_u64.into())
        );
    }
    assert_eq!(sums("matrix 500 by 500 with zones")["ms"], 143_803_051_563_u64);

    // Our own ways keep every rule; a way straight through a zone does not.
    let mut audit = Command::new(env!("CARGO_BIN_EXE_malta"));
    audit.args(["audit", "--zones", "30x300m", "--data"]).arg(&data);
    let ways = std::fs::File::open(out.join("ours.jsonl")).unwrap();
    let found: serde_json::Value = serde_json::from_slice(&done(audit.stdin(ways)).stdout).unwrap();
    assert!(found["ways"].as_u64().unwrap() > 0);
    assert_eq!((&found["refused"], &found["inside"]), (&0.into(), &0.into()), "{found}");
    let through = out.join("through.jsonl");
    std::fs::write(
        &through,
        "{\"seconds\": 600, \"line\": [[14.36, 35.9594], [14.38, 35.9594]]}\n",
    )
    .unwrap();
    let ways = Stdio::from(std::fs::File::open(&through).unwrap());
    let found: serde_json::Value = serde_json::from_slice(&done(audit.stdin(ways)).stdout).unwrap();
    assert_eq!((&found["refused"], &found["inside"]), (&1.into(), &1.into()), "{found}");
}

fn row(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn evacuate_solves_a_made_country() {
    let mut evacuate = Command::new(env!("CARGO_BIN_EXE_evacuate"));
    let output = done(evacuate.args(["made", "800", "--persons", "2000", "--rounds", "1"]));
    let row = row(&output);
    assert_eq!(row["served"], 2000);
    assert!(row["clearance_bound"].as_u64() <= row["clearance"].as_u64(), "{row}");
    for words in [&["made", "many"][..], &["made", "800", "--people", "1"], &["growth", "--most"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_evacuate")).args(words).output().unwrap();
        assert!(!output.status.success() && output.stdout.is_empty());
        assert!(String::from_utf8(output.stderr).unwrap().starts_with("expected FILE, random "));
    }
}

/// 104,694.4 trips, less those of the zones that are shelters.
#[test]
fn anaheim_is_evacuated_whole() {
    let Some(data) = std::env::var_os("SAFEPASSAGE_DATA").map(PathBuf::from) else {
        println!("skipped: SAFEPASSAGE_DATA is not set");
        return;
    };
    let folder = data.join("road-graphs").join("tntp");
    let solved = |method: &str| {
        let mut evacuate = Command::new(env!("CARGO_BIN_EXE_evacuate"));
        evacuate.arg("tntp").arg(folder.join("Anaheim_net.tntp.gz"));
        evacuate.arg(folder.join("Anaheim_trips.tntp.gz"));
        row(&done(evacuate.args(["--rounds", "1", "--method", method])))
    };
    let (fast, quickest) = (solved("fast"), solved("quickest"));
    assert_eq!((&fast["sources"], &fast["shelters"]), (&34.into(), &4.into()));
    assert_eq!(fast["served"], fast["persons"]);
    assert_eq!(quickest["served"], quickest["persons"]);
    let steps = |row: &serde_json::Value, what: &str| row[what].as_u64().unwrap();
    assert_eq!(steps(&quickest, "clearance"), steps(&quickest, "clearance_bound"));
    assert!(steps(&fast, "clearance_bound") <= steps(&quickest, "clearance"));
    assert!(steps(&quickest, "clearance") <= steps(&fast, "clearance"));
}
