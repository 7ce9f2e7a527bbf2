//! Input that cannot be used: a clear word, exit status 2 (or 1 where the rest
//! could be read), never a panic.

use super::{Folder, SHELTER, place, root, run, run_words};
use std::fs;

#[test]
fn what_is_not_there_is_named() {
    let run = run(&["check", "no/such/folder", "--format", "json"]).exits(2);
    assert!(run.err.contains("error[unreadable-file]: no/such/folder: cannot read"), "{}", run.err);
    let json = run.json();
    assert_eq!(json["error"]["code"], "unreadable-file");
    assert_eq!(json["error"]["at"]["file"], "no/such/folder");
    assert_eq!(json["exit_status"], 2);
    let streets = run_words("plan --example --streets no/such.osm.pbf").exits(2);
    assert!(streets.err.contains("no/such.osm.pbf"), "{}", streets.err);
    let certificate = run_words(
        "plan --example --start 37.134,36.24 --from 2026-01-08T07:00Z --to 2026-01-08T10:00Z \
         --certificate no/such/way.json --audience internal",
    );
    assert!(certificate.exits(2).err.contains("no/such/way.json: cannot write"));
}

#[test]
fn json_cut_short_names_line_and_column() {
    let folder = Folder::new().with("shelters.geojson", &SHELTER[..150]);
    let run = run(&["check", &folder.file("shelters.geojson")]).exits(2);
    assert!(run.err.contains("shelters.geojson: line 3, column"), "{}", run.err);
    // Beside a file that reads it is an issue, and the rest is read.
    let folder = folder.with("more.geojson", SHELTER);
    let run = super::run(&["check", &folder.path()]).exits(1);
    assert!(run.out.contains("error[malformed-json]: shelters.geojson"), "{}", run.out);
    assert!(run.out.contains("1 record: shelter 1"), "{}", run.out);
}

#[test]
fn arguments_say_what_was_expected() {
    let cases = [
        ("plan --example --from yesterday", "expected a time such as"),
        ("plan --example --from 2026-01-08", "expected a time such as"),
        ("plan --example --from 2026-01-08T13:00 --to 2026-01-08T10:00", "expected a time after"),
        ("plan --example --from 2026-01-08T13:00Z --to 2026-01-08T13:00Z", "expected a time after"),
        ("plan --example --mode boat", "foot, wheelchair, vehicle or convoy"),
        ("plan --example --wall-from awful", "minor, moderate, severe or extreme"),
        ("plan --example --neighbourhood atlantis", "the scenario has ashrafieh, bani-zeid"),
        ("plan --example --start 36.2,137.1", "swapped"),
        ("ask --example --near 37,36 --kind castle", "expected a kind such as"),
        ("ask --example --near 37,36 --within -5", "expected a distance of 0 m or more"),
        ("ask --example --near 37,36 --within NaN", "expected a distance of 0 m or more"),
        ("ask --example --nearest 37,36 --count 0", "expected a count of 1 or more"),
        ("ask --example --crossing 37,36", "expected two places or more"),
        ("ask --example --near 37,36 --covering 37,36", "cannot be used with"),
        (
            "ask --example --near 37,36 --at 2026-01-08T10:00Z --from 2026-01-08T10:00Z",
            "cannot be used",
        ),
        ("ask --example --near 37,36 --throughout", "expected --from or --to"),
        ("check --example --time-zone Mars/Base", "IANA name"),
        ("check --example --format xml", "[possible values: text, json]"),
        (
            "layers --example --out x --audience press",
            "expected public, partner, internal or a file FILE.json",
        ),
        ("check", "<SCENARIO>"),
        ("dance", "unrecognized subcommand"),
    ];
    for (words, expected) in cases {
        let run = run_words(words).exits(2);
        assert!(run.err.contains(expected), "{words}: {}", run.err);
        assert_eq!(run.out, "", "{words}");
    }
}

#[test]
fn a_window_is_needed_where_the_scenario_states_no_period() {
    let folder = Folder::new().with("shelters.geojson", SHELTER);
    for command in ["plan", "audit"] {
        let json = run(&[command, &folder.path(), "--format", "json"]).exits(2).json();
        assert_eq!(json["error"]["code"], "missing-argument");
    }
}

#[test]
fn junk_for_streets_and_questions() {
    let junk = "\u{1}\u{2}\u{3}not a map";
    let folder = Folder::new().with("a.osm.pbf", junk).with("a.geojson", junk).with("q.json", "{}");
    for name in ["a.osm.pbf", "a.geojson"] {
        let run = run(&["audit", "--example", "--streets", &folder.file(name)]).exits(2);
        assert!(run.err.contains(name), "{}", run.err);
    }
    let run = run(&["ask", "--example", "--query", &folder.file("q.json")]).exits(2);
    assert!(run.err.contains("expected a question such as"), "{}", run.err);
    assert!(run.err.contains("cause: "), "{}", run.err);
}

#[test]
fn every_broken_file_of_the_library_is_told_and_none_panics() {
    let mut seen = 0;
    for entry in fs::read_dir(root().join("tests/broken")).unwrap() {
        let path = entry.unwrap().path();
        if !path.is_dir() {
            continue;
        }
        let run = run(&["check", &path.display().to_string(), "--format", "json"]);
        let words = format!("{}: {}{}", path.display(), run.out, run.err);
        assert!((0..=2).contains(&run.status), "{words}");
        assert_eq!(run.json()["exit_status"], run.status, "{words}");
        if run.status == 0 {
            let issues = run.json()["issues"].as_array().unwrap().len();
            assert_eq!(issues == 0, path.ends_with("clean"), "{words}");
        }
        seen += 1;
    }
    assert!(seen > 50, "{seen}");
}

#[test]
fn any_byte_of_a_file_may_be_wrong() {
    // Each cut and each flipped byte gives an answer or an error, never a panic.
    let text = fs::read(place() + "/hazard-zones.geojson").unwrap();
    let folder = Folder::new();
    for step in 1..12 {
        let at = text.len() * step / 12;
        let mut flipped = text.clone();
        flipped[at] ^= 0x15;
        for (name, bytes) in [("cut.geojson", &text[..at]), ("flipped.geojson", &flipped[..])] {
            fs::write(folder.file(name), bytes).unwrap();
            let run = run(&["check", &folder.file(name)]);
            assert!((0..=2).contains(&run.status), "{name} {at}: {}", run.err);
        }
    }
}
