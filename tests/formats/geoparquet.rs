use super::made::{HARD, empty, far_areas, points};
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::RowAccessor;
use safepassage::io::write::{GeoParquetWriter, LayerWriter};
use safepassage::publish::ReleasedLayer;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{Seek, Write};

type Reader = SerializedFileReader<File>;

fn read(layer: &ReleasedLayer) -> Reader {
    let mut bytes = Vec::new();
    GeoParquetWriter::new().write_to(layer, &mut bytes).unwrap();
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&bytes).unwrap();
    file.rewind().unwrap();
    SerializedFileReader::new(file).unwrap()
}

fn told(reader: &Reader, key: &str) -> String {
    let told = reader.metadata().file_metadata().key_value_metadata().unwrap();
    told.iter().find(|pair| pair.key == key).unwrap().value.clone().unwrap()
}

fn geo(reader: &Reader) -> Value {
    serde_json::from_str(&told(reader, "geo")).unwrap()
}

#[test]
fn values_come_back() {
    let reader = read(&points(4));
    assert_eq!(told(&reader, "audience"), "test");
    assert_eq!(told(&reader, "title"), "Made \"layer\" <b>&</b>");
    let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
    let names: Vec<_> = rows[1].get_column_iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "id", "key", "name", "persons", "rate", "daily", "said_at", "start", "end", "bbox",
            "geometry"
        ]
    );
    assert_eq!(rows[1].get_string(1).unwrap(), "made/000001");
    assert_eq!(rows[1].get_string(2).unwrap(), HARD);
    assert_eq!(rows[1].get_long(3).unwrap(), -2);
    assert_eq!(rows[1].get_double(4).unwrap().to_bits(), 0);
    assert!(rows[1].get_bool(5).unwrap());
    // Half a microsecond before 1970 is cut down, not up.
    assert_eq!(rows[1].get_timestamp_micros(6).unwrap(), -1);
    assert_eq!(rows[1].get_timestamp_micros(7).unwrap(), 1_481_803_200_250_000);
    assert!(rows[1].get_timestamp_micros(8).is_err());
    assert!(rows[0].get_string(2).is_err() && rows[0].get_bytes(10).is_err());
    assert_eq!(rows[1].get_bytes(10).unwrap().len(), 21);
}

#[test]
fn metadata_says_what_is_there() {
    let areas = geo(&read(&far_areas()));
    let column = &areas["columns"]["geometry"];
    assert_eq!(column["geometry_types"], json!(["MultiPolygon"]));
    assert_eq!(column["bbox"], json!([-180.0, -17.0, 180.0, 90.0]));
    assert_eq!(column["covering"]["bbox"]["ymax"], json!(["bbox", "ymax"]));
    let empty = geo(&read(&empty()));
    assert_eq!(empty["columns"]["geometry"]["geometry_types"], json!([]));
    assert!(empty["columns"]["geometry"].get("bbox").is_none());
}

#[test]
fn row_groups_are_bounded() {
    let reader = read(&points(70_000));
    let rows: Vec<_> =
        reader.metadata().row_groups().iter().map(RowGroupMetaData::num_rows).collect();
    assert_eq!(rows, [65_536, 4464]);
}
