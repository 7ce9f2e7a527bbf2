use super::{Folder, command, run};
use serde_json::Value;
use std::fs;

/// Stands in for the built viewer.
const VIEWER: &str =
    "<!doctype html><script type=\"application/json\">\"safepassage:data:1\"</script>";

fn data(file: &str) -> Value {
    let text = fs::read_to_string(file).unwrap();
    let from = text.find("json\">").unwrap() + 6;
    serde_json::from_str(&text[from..text.rfind("</script>").unwrap()]).unwrap()
}

fn layer<'a>(data: &'a Value, name: &str) -> &'a Value {
    let layers = data["layers"].as_array().unwrap();
    layers.iter().find(|layer| layer["name"] == name).unwrap()
}

#[test]
fn a_page_holds_the_records_over_time_for_its_audience() {
    let folder = Folder::new().with("viewer.html", VIEWER);
    let (viewer, out) = (folder.file("viewer.html"), folder.file("map.html"));
    let mut args = vec!["map", "--example", "--out", &out, "--viewer", &viewer, "--format", "json"];
    args.extend(["--audience", "internal", "--language", "ar", "--at", "2026-01-08T10:30"]);
    let json = run(&args).exits(0).json();
    assert_eq!((&json["format"], &json["file"]), (&"html".into(), &Value::from(out.as_str())));
    assert_eq!(json["bytes"], fs::metadata(&out).unwrap().len());
    assert!(json["missing_viewer"].is_null());
    let page = data(&out);
    assert_eq!(page["about"]["audiences"], serde_json::json!(["internal"]));
    assert_eq!(page["about"]["timeZone"], "Asia/Damascus");
    assert_eq!(page["about"]["language"], "ar");
    assert!(page["about"]["knownAt"].is_i64() && page["about"]["at"].is_i64());
    let checkpoints = layer(&page, "checkpoints")["features"].as_array().unwrap();
    let styles: Vec<&str> = checkpoints.iter().map(|row| row[3].as_str().unwrap()).collect();
    for state in ["holds", "unknown", "does-not-hold"] {
        let style = format!("checkpoint/{state}");
        assert!(styles.contains(&style.as_str()), "{style}: {styles:?}");
    }
    // The public sees none of them.
    let args = ["map", "--example", "--audience", "public", "--out", &out, "--viewer", &viewer];
    run(&args).exits(0);
    let page = data(&out);
    assert_eq!(layer(&page, "checkpoints")["features"].as_array().unwrap().len(), 0);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing else is left");
}

#[test]
fn without_a_viewer_a_sheet_is_written_and_said() {
    let folder = Folder::new();
    let out = folder.file("map.html");
    let args = ["map", "--example", "--audience", "partner", "--out", &out, "--format", "json"];
    let mut nowhere = command();
    nowhere.current_dir(folder.path()).env_remove("SAFEPASSAGE_VIEWER").args(args);
    let done = nowhere.output().unwrap();
    assert_eq!(done.status.code(), Some(0));
    let err = String::from_utf8(done.stderr).unwrap();
    assert!(err.contains("npm ci --prefix viewer && npm run build --prefix viewer"), "{err}");
    let json: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(json["format"], "svg");
    assert!(json["viewer"].is_null());
    let looked = json["missing_viewer"]["looked"].as_array().unwrap();
    assert!(looked.iter().any(|place| place == "viewer/dist/viewer.html"), "{json}");
    assert!(!std::path::Path::new(&out).exists());
    let sheet = fs::read_to_string(folder.file("map.svg")).unwrap();
    assert!(sheet.starts_with("<svg") && sheet.contains("As known at"), "{sheet}");
}

#[test]
fn a_viewer_that_was_named_must_be_one() {
    let folder = Folder::new().with("other.html", "<html></html>");
    let (other, out) = (folder.file("other.html"), folder.file("map.html"));
    let args = ["map", "--example", "--audience", "public", "--out", &out, "--viewer", &other];
    let refused = run(&args).exits(2);
    assert!(refused.err.contains("other.html: expected a built viewer"), "{}", refused.err);
    assert!(refused.err.contains("npm run build"), "{}", refused.err);
    let mut missing = command();
    missing.env("SAFEPASSAGE_VIEWER", folder.file("none.html")).args(&args[..6]);
    let missing = missing.output().unwrap();
    assert_eq!(missing.status.code(), Some(2));
    assert!(!std::path::Path::new(&out).exists());
}

#[test]
fn sheets_come_with_the_page() {
    let folder = Folder::new().with("viewer.html", VIEWER);
    let (viewer, out) = (folder.file("viewer.html"), folder.file("map.html"));
    let (svg, png) = (folder.file("sheet.svg"), folder.file("sheet.png"));
    let mut args = vec!["map", "--example", "--audience", "internal", "--out", &out];
    args.extend(["--viewer", &viewer, "--svg", &svg, "--at", "2026-01-08T10:30"]);
    run(&args).exits(0);
    assert!(fs::read_to_string(&svg).unwrap().contains("8 January 2026, 10:30"));
    args.extend(["--png", &png, "--dpi", "72"]);
    let done = run(&args);
    if done.status == 2 {
        // A machine without any font: said, and nothing is left.
        assert!(done.err.contains("expected a font on this machine"), "{}", done.err);
        assert!(!std::path::Path::new(&png).exists());
        return;
    }
    let picture = fs::read(&png).unwrap();
    assert_eq!(&picture[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(picture[at..at + 4].try_into().unwrap());
    assert_eq!((number(16), number(20)), (842, 596), "A4 at 72 dots an inch");
    let last = args.len() - 1;
    args[last] = "6000";
    let refused = run(&args).exits(2);
    assert!(refused.err.contains("expected 36 to 600 dots an inch"), "{}", refused.err);
}

#[test]
fn plans_and_audits_come_onto_the_page() {
    let folder = Folder::new().with("viewer.html", VIEWER);
    let (viewer, out) = (folder.file("viewer.html"), folder.file("map.html"));
    let mut args = vec!["map", "--example", "--audience", "internal", "--out", &out];
    args.extend(["--viewer", &viewer, "--with", "plan,audit"]);
    args.extend(["--from", "2026-01-08T10:00", "--to", "2026-01-08T13:00"]);
    run(&args).exits(0);
    let page = data(&out);
    let hours = page["about"]["to"].as_i64().unwrap() - page["about"]["from"].as_i64().unwrap();
    assert_eq!(hours, 3 * 3_600_000);
    assert!(!layer(&page, "finding-lines")["features"].as_array().unwrap().is_empty());
    // A window without an end, and one too long, are refused.
    let args = ["map", "--example", "--audience", "public", "--out", &out, "--viewer", &viewer];
    let args = [&args[..], &["--from", "1900-01-01T00:00", "--to", "2026-01-08T13:00"]].concat();
    assert!(run(&args).exits(2).err.contains("window-too-long"));
}
