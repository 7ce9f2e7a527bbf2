//! Real files, each feature and value held against the crate geojson. Needs the
//! environment variable `SAFEPASSAGE_DATA`.

use super::oracle::hold;
use super::reader;
use flate2::read::MultiGzDecoder;
use safepassage::io::read::KeySource;
use safepassage::layer::GeometryType;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("SAFEPASSAGE_DATA").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: SAFEPASSAGE_DATA is not set");
    }
    folder
}

/// All GeoJSON files of a folder and those in it, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.to_string_lossy().contains(".geojson") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn text(path: &Path) -> String {
    let mut text = String::new();
    let mut file = fs::File::open(path).unwrap();
    if path.extension().is_some_and(|end| end == "gz") {
        MultiGzDecoder::new(file).read_to_string(&mut text).unwrap();
    } else {
        file.read_to_string(&mut text).unwrap();
    }
    text
}

/// Reads each file once for each geometry type it has; gives files, features, values.
fn hold_all(folder: &Path) -> (usize, usize, usize) {
    let (mut features, mut values) = (0, 0);
    let files = files(folder);
    for path in &files {
        let text = text(path);
        for (of, word) in [
            (GeometryType::Point, "Point\""),
            (GeometryType::Line, "LineString\""),
            (GeometryType::Area, "Polygon\""),
        ] {
            if !text.contains(word) {
                continue;
            }
            let reader = reader().key(KeySource::Position).geometry_type(of).without_window();
            let name = path.display().to_string();
            let loaded = reader.read_text(&name, &text).unwrap_or_else(|error| panic!("{error}"));
            let (held, compared) = hold(&loaded, &text);
            features += held;
            values += compared;
        }
    }
    (files.len(), features, values)
}

#[test]
fn zones_of_gaza() {
    let Some(data) = data() else { return };
    let (files, features, values) = hold_all(&data.join("zones-gaza"));
    assert_eq!((files, features), (30, 9_232), "{values} values");
}

#[test]
fn governorates_of_syria() {
    let Some(data) = data() else { return };
    let (files, features, values) = hold_all(&data.join("syria-admin"));
    assert_eq!((files, features), (1, 14), "{values} values");
}

#[test]
fn sites_of_aleppo() {
    let Some(data) = data() else { return };
    let (files, features, values) = hold_all(&data.join("aleppo"));
    assert_eq!((files, features), (4, 133 + 210 + 3364 + 14058), "{values} values");
}

#[test]
fn days_of_ukraine() {
    let Some(data) = data() else { return };
    let (files, features, values) = hold_all(&data.join("zones-ukraine"));
    assert_eq!((files, features, values), (536, 536, 0));
}
