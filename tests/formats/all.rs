//! What holds of every format.

use super::made::{Full, empty, far_areas, points, tiny, wide};
use safepassage::io::write::{
    CsvWriter, FlatGeobufWriter, GeoJsonSeqWriter, GeoJsonWriter, GeoPackageWriter,
    GeoParquetWriter, KmlWriter, LayerWriter, LayersWriter, WriteError, Written,
};
use safepassage::publish::{Audience, ReleasedLayer};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

const ONE: [&dyn LayerWriter; 5] = [
    &GeoJsonWriter::new(),
    &GeoJsonSeqWriter::new(),
    &CsvWriter::new(),
    &FlatGeobufWriter::new(),
    &GeoParquetWriter::new(),
];

fn together() -> [Box<dyn LayersWriter>; 2] {
    [Box::new(GeoPackageWriter::new()), Box::new(KmlWriter::new())]
}

/// Writes the layer in each format to its own file of the folder.
fn each(layer: &ReleasedLayer, folder: &Path) -> Vec<(&'static str, Result<Written, WriteError>)> {
    let mut results = Vec::new();
    for writer in ONE {
        let path = folder.join(format!("one.{}", writer.extension()));
        results.push((writer.extension(), writer.write_file(layer, &path)));
    }
    for writer in together() {
        let path = folder.join(format!("one.{}", writer.extension()));
        let written = writer.write_file(std::slice::from_ref(layer), &path);
        results.push((writer.extension(), written.map(|mut layers| layers.remove(0))));
    }
    results
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn the_same_layer_gives_the_same_bytes() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for layer in [points(3000), far_areas(), empty()] {
        for ((extension, first), (_, second)) in
            each(&layer, a.path()).into_iter().zip(each(&layer, b.path()))
        {
            let (first, second) = (first.unwrap(), second.unwrap());
            let bytes = fs::read(first.path.unwrap()).unwrap();
            assert!(bytes == fs::read(second.path.unwrap()).unwrap(), "{extension}");
            assert_eq!(first.bytes, bytes.len() as u64, "{extension}");
            assert_eq!(first.features, layer.layer().features().len(), "{extension}");
        }
    }
}

#[test]
fn features_that_come_one_by_one_give_the_same_bytes() {
    let layer = points(500);
    let audience = Audience::builder("test").decimals(12).build().unwrap();
    for writer in ONE {
        let mut whole = Vec::new();
        writer.write_to(&layer, &mut whole).unwrap();
        let features = layer.layer().features().iter().cloned().map(Ok);
        let mut stream = audience.release_features(layer.layer().schema(), features);
        let mut streamed = Vec::new();
        writer.write_features(&mut stream, &mut streamed).unwrap();
        assert!(whole == streamed, "{}", writer.extension());
    }
}

#[test]
fn a_shape_of_which_nothing_is_left_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    for (extension, result) in each(&tiny(), folder.path()) {
        let message = result.unwrap_err().to_string();
        assert!(message.contains(&format!("one.{extension}")), "{message}");
        assert!(message.contains("speck") && message.contains("7 decimals"), "{message}");
    }
    assert_eq!(files(folder.path()), [""; 0]);
}

#[test]
fn what_stood_there_stays_when_writing_fails() {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<_> = each(&points(3), folder.path()).into_iter().map(|(name, _)| name).collect();
    let before = files(folder.path());
    let bytes: Vec<_> =
        before.iter().map(|name| fs::read(folder.path().join(name)).unwrap()).collect();
    assert!(each(&tiny(), folder.path()).iter().all(|(_, result)| result.is_err()));
    assert_eq!(files(folder.path()), before);
    assert_eq!(before.len(), names.len());
    for (name, bytes) in before.iter().zip(bytes) {
        assert!(fs::read(folder.path().join(name)).unwrap() == bytes, "{name}");
    }
}

#[test]
fn a_folder_is_no_file_and_a_missing_one_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    for extension in ["geojson", "geojsons", "csv", "fgb", "parquet", "gpkg", "kml"] {
        fs::create_dir(folder.path().join(format!("one.{extension}"))).unwrap();
    }
    for (extension, result) in each(&points(3), folder.path()) {
        let error = result.unwrap_err();
        assert!(error.to_string().contains(&format!("one.{extension}")), "{error}");
        assert!(
            matches!(&error, WriteError::Io { source, .. } if source.kind() == ErrorKind::IsADirectory),
            "{error:?}"
        );
    }
    let missing = folder.path().join("not-there");
    for (extension, result) in each(&points(3), &missing) {
        let error = result.unwrap_err();
        assert!(
            matches!(&error, WriteError::Io { source, .. } if source.kind() == ErrorKind::NotFound),
            "{extension}: {error:?}"
        );
    }
    assert!(!missing.exists());
    assert_eq!(files(folder.path()).len(), 7);
}

#[test]
fn a_full_disk_is_an_error_of_the_system_wherever_it_fills() {
    let layer = points(2000);
    for writer in ONE {
        let mut whole = Vec::new();
        writer.write_to(&layer, &mut whole).unwrap();
        for room in [0, 1, 100, whole.len() / 2, whole.len() - 1] {
            let error = writer.write_to(&layer, &mut Full(room)).unwrap_err();
            assert!(
                matches!(&error, WriteError::Io { source, .. } if source.kind() == ErrorKind::StorageFull),
                "{}, {room} bytes: {error:?}",
                writer.extension()
            );
        }
        writer.write_to(&layer, &mut Full(whole.len())).unwrap();
    }
}

#[test]
fn two_layers_of_one_name_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let twice = [points(1), points(2)];
    let mut errors = Vec::new();
    for writer in ONE {
        errors.push(writer.write_folder(&twice, folder.path()).unwrap_err());
    }
    for writer in together() {
        errors.push(writer.write_file(&twice, &folder.path().join("both")).unwrap_err());
    }
    for error in errors {
        assert!(
            matches!(&error, WriteError::SameName { layer, .. } if layer == "points"),
            "{error:?}"
        );
    }
    assert_eq!(files(folder.path()), [""; 0]);
}

#[test]
fn ten_thousand_columns_are_written_or_refused_by_number() {
    let folder = tempfile::tempdir().unwrap();
    for (extension, result) in each(&wide(10_000), folder.path()) {
        if extension == "gpkg" {
            let message = result.unwrap_err().to_string();
            assert!(message.contains("one.gpkg") && message.contains("\"wide\""), "{message}");
            assert!(message.contains("at most 1997 fields, found 10000"), "{message}");
        } else {
            result.unwrap();
        }
    }
    let message =
        FlatGeobufWriter::new().write_to(&wide(70_000), &mut Vec::new()).unwrap_err().to_string();
    assert!(message.contains("at most 65533 fields, found 70000"), "{message}");
}
