//! Runs the built command `safepassage` and looks at what it prints, what it
//! writes and how it exits.

mod ask;
mod assign;
mod audit;
mod broken;
mod check;
mod criticality;
mod evacuate;
mod evacuate_bad;
mod evacuate_matsim;
mod evacuate_what_if;
mod face;
mod layers;
mod map;
mod matrix;
mod notices;
mod plan;
mod prepare;
mod reach;
mod real;
mod release;

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a run of the command gave.
struct Run {
    status: i32,
    out: String,
    err: String,
}

impl Run {
    /// The one JSON document on standard output.
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }

    /// The run, if it exited so.
    #[track_caller]
    fn exits(self, status: i32) -> Self {
        assert_eq!(self.status, status, "out: {}\nerr: {}", self.out, self.err);
        self
    }
}

/// Runs the command.
fn run<S: AsRef<std::ffi::OsStr>>(args: &[S]) -> Run {
    let done = command().args(args).output().unwrap();
    Run {
        status: done.status.code().unwrap_or(-1),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

/// Runs the command with words separated by single spaces, then a path.
fn run_words(words: &str) -> Run {
    run(&words.split(' ').collect::<Vec<_>>())
}

fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_safepassage"));
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TZ"] {
        command.env_remove(name);
    }
    command
}

/// The folder of the place that comes with the crate.
fn place() -> String {
    root().join("places/northern-aleppo").display().to_string()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A scenario in a folder of its own.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn with(self, name: &str, text: &str) -> Self {
        std::fs::write(self.0.path().join(name), text).unwrap();
        self
    }

    fn path(&self) -> String {
        self.0.path().display().to_string()
    }

    fn file(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }
}

/// One shelter in a place without a time zone.
const SHELTER: &str = r#"{"type": "FeatureCollection", "features": [
    {"type": "Feature", "geometry": {"type": "Point", "coordinates": [37.14, 36.21]},
     "properties": {"id": "school", "kind": "shelter", "capacity": 400, "name": "School",
                    "source": "drawn for this test", "sensitivity": "low"}}]}"#;
