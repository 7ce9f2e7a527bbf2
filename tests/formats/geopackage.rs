use super::made::{HARD, empty, far_areas, low, place, points, released, typed};
use geo::Point;
use rusqlite::{Connection, OpenFlags};
use safepassage::io::write::{GeoPackageWriter, LayersWriter};
use safepassage::layer::{GeometryType, Layer};
use safepassage::publish::ReleasedLayer;
use std::path::PathBuf;
use tempfile::TempDir;

fn write(layers: &[ReleasedLayer]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("map.gpkg");
    let writer = GeoPackageWriter::new().style("points", "<qgis/>").style("nobody", "<qgis/>");
    writer.write_file(layers, &path).unwrap();
    (folder, path)
}

fn open(path: &PathBuf) -> Connection {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap()
}

fn texts(database: &Connection, query: &str) -> Vec<String> {
    let mut statement = database.prepare(query).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn values_come_back() {
    let (_folder, path) = write(&[points(4), empty()]);
    let database = open(&path);
    assert_eq!(texts(&database, "PRAGMA integrity_check"), ["ok"]);
    let row = database
        .query_row(
            "SELECT fid, name, persons, rate, daily, said_at, start, \"end\", typeof(geom), key \
             FROM points WHERE persons = -2",
            [],
            |row| {
                assert_eq!(row.get::<_, String>(1)?, HARD.replace('\0', "\u{fffd}"));
                assert_eq!(row.get::<_, f64>(3)?.to_bits(), 0);
                assert_eq!(row.get::<_, i64>(4)?, 1);
                assert_eq!(row.get::<_, String>(5)?, "1969-12-31T23:59:59.999Z");
                assert_eq!(row.get::<_, String>(6)?, "2016-12-15T12:00:00.250Z");
                assert_eq!(row.get::<_, Option<String>>(7)?, None);
                assert_eq!(row.get::<_, String>(8)?, "blob");
                Ok((row.get::<_, i64>(0)?, row.get::<_, String>(9)?))
            },
        )
        .unwrap();
    assert_eq!(row.0 as u64, safepassage::layer::stable_id(&row.1));
    assert_eq!(
        texts(&database, "SELECT typeof(geom) FROM points WHERE key = 'made/000000'"),
        ["null"]
    );
    assert_eq!(texts(&database, "SELECT f_table_name FROM layer_styles"), ["points"]);
    // Two titles alike: the second names its layer.
    let identifiers =
        "SELECT identifier FROM gpkg_contents WHERE data_type = 'features' ORDER BY 1";
    let title = "Made \"layer\" <b>&</b>";
    assert_eq!(texts(&database, identifiers), [title.to_owned(), format!("{title} (empty)")]);
}

#[test]
fn the_packed_index_is_one_that_sqlite_keeps() {
    // One level, two, three; and one more than fills a node.
    for count in [0, 1, 51, 52, 53, 2700, 9000] {
        let rows = (0..count).map(|number| low(&format!("{number:05}"), place(number), vec![]));
        let layer = Layer::builder("made", GeometryType::Point).features(rows).build().unwrap();
        let (_folder, path) = write(&[released(&layer)]);
        let database = open(&path);
        assert_eq!(texts(&database, "SELECT rtreecheck('rtree_made_geom')"), ["ok"], "{count}");
        let (west, east, south, north) = (37.2, 37.5, 36.1, 36.7);
        let query = format!(
            "SELECT key FROM made JOIN rtree_made_geom ON fid = id WHERE minx <= {east} AND \
             maxx >= {west} AND miny <= {north} AND maxy >= {south} ORDER BY key"
        );
        let inside = |number: &usize| {
            let at: Point = place(*number);
            (west..=east).contains(&at.x()) && (south..=north).contains(&at.y())
        };
        let expected: Vec<String> =
            (0..count).filter(inside).map(|number| format!("{number:05}")).collect();
        assert_eq!(texts(&database, &query), expected, "{count}");
        drop(database);
        // Rows come and go, and the tree stays whole.
        let database = Connection::open(&path).unwrap();
        database.execute_batch(
            "INSERT INTO rtree_made_geom VALUES (7, 37.1, 37.2, 36.1, 36.2), (8, -10, 10, -10, 10);
             DELETE FROM rtree_made_geom WHERE id IN (SELECT id FROM rtree_made_geom ORDER BY id LIMIT 3000)",
        ).unwrap();
        assert_eq!(texts(&database, "SELECT rtreecheck('rtree_made_geom')"), ["ok"], "{count}");
    }
}

#[test]
fn areas_over_the_antimeridian_are_multi_and_boxed() {
    let (_folder, path) = write(&[far_areas()]);
    let database = open(&path);
    let kind = "SELECT geometry_type_name FROM gpkg_geometry_columns";
    assert_eq!(texts(&database, kind), ["MULTIPOLYGON"]);
    let bounds = "SELECT printf('%g %g %g %g', min_x, min_y, max_x, max_y) FROM gpkg_contents";
    assert_eq!(texts(&database, bounds)[0], "-180 -17 180 90");
}

#[test]
fn names_that_the_format_keeps_for_itself_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["gpkg_contents", "sqlite_master", "rtree_a_geom", "layer_styles"] {
        let layer = released(&typed(name, GeometryType::Point).build().unwrap());
        let path = folder.path().join("map.gpkg");
        let error = GeoPackageWriter::new().write_file(&[layer], &path).unwrap_err();
        assert!(error.to_string().contains(name), "{error}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn times_that_the_format_cannot_say_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let values = vec![None, None, None, None, Some(jiff::Timestamp::MIN.into())];
    let layer = typed("old", GeometryType::Point).feature(low("a", Point::new(1.0, 2.0), values));
    let path = folder.path().join("map.gpkg");
    let error = GeoPackageWriter::new()
        .write_file(&[released(&layer.build().unwrap())], &path)
        .unwrap_err();
    let message = error.to_string();
    assert!(message.contains("\"a\"") && message.contains("\"said_at\""), "{message}");
    assert!(!path.exists());
}
