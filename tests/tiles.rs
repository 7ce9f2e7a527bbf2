//! Vector tiles, read back by a reader that knows nothing of the writer, and held against
//! the layers that they were made of.

#![cfg(feature = "tiles")]

#[path = "tiles/made.rs"]
mod made;
#[path = "tiles/read.rs"]
mod read;

use geo::{Coord, LineString, MultiLineString, MultiPolygon, Point, Polygon};
use made::{area, distance, in_polygon, layer_of, line, low, near, on_tile, written};
use proptest::prelude::*;
use read::{Archive, EXTENT};
use safepassage::io::write::{LayersWriter, TilesWriter, WriteError};
use safepassage::layer::{
    Field, FieldType, GeometryType, Layer, LayerError, LayerFeature, LayerGeometry, Value,
};
use safepassage::publish::{Audience, ReleasedLayer};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const MOST: u8 = 8;

fn writer() -> TilesWriter {
    TilesWriter::new().zooms(0..=MOST)
}

/// The identifiers drawn at a zoom, whatever the tile.
fn drawn(archive: &Archive, layer: &str, zoom: u8) -> BTreeSet<u64> {
    let tiles = archive.tiles.iter().filter(|(at, _)| at.0 == zoom);
    let features = tiles.flat_map(|(_, tile)| &tile.features);
    features.filter(|feature| feature.layer == layer).map(|feature| feature.id).collect()
}

/// The identifiers of points drawn at a zoom in the tile that they lie in: one in the buffer
/// of another tile is drawn there too, as far as that has room.
fn at_home(archive: &Archive, layer: &ReleasedLayer, zoom: u8) -> BTreeSet<u64> {
    let places = layer.layer().features().iter().map(|feature| match feature.geometry() {
        Some(LayerGeometry::Point(point)) => (feature.id(), made::home(point.0, zoom)),
        other => panic!("expected a point, found {other:?}"),
    });
    let shows = |(id, at): &(u64, read::At)| {
        archive.tiles.get(at).is_some_and(|tile| tile.features.iter().any(|one| one.id == *id))
    };
    places.filter(shows).map(|(id, _)| id).collect()
}

/// How many pieces are drawn at a zoom: one for each tile that a feature is in.
fn pieces(archive: &Archive, zoom: u8) -> u64 {
    let tiles = archive.tiles.iter().filter(|(at, _)| at.0 == zoom);
    tiles.map(|(_, tile)| tile.features.len() as u64).sum()
}

fn ids(layer: &ReleasedLayer) -> BTreeSet<u64> {
    layer.layer().features().iter().map(LayerFeature::id).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// No point is lost unseen: at each zoom those drawn and those said to be left out are
    /// all; and no tile is above the limit, however low that is.
    #[test]
    fn every_point_is_drawn_or_said_to_be_left_out(
        places in proptest::collection::vec(near(), 0..300),
        spacing in prop_oneof![Just(0_u16), Just(64), Just(512)],
        limit in 60_usize..3000,
    ) {
        let layer = layer_of(GeometryType::Point, places.iter().map(|at| Point::from(*at).into()));
        let (report, archive) = written(&writer().point_spacing(spacing).tile_limit(limit), &[&layer]);
        let out = &report.left_out[0];
        prop_assert_eq!((out.features, out.unlocated, out.beyond_projection), (places.len(), 0, 0));
        prop_assert_eq!(report.tiles, archive.tiles.len() as u64);
        prop_assert_eq!(report.tiles, archive.addressed);
        for tile in archive.tiles.values() {
            prop_assert!(tile.compressed <= limit, "{} bytes", tile.compressed);
        }
        let mut before = BTreeSet::new();
        for zoom in &out.zooms {
            let found = at_home(&archive, &layer, zoom.zoom);
            prop_assert_eq!(found.len() as u64 + zoom.thinned + zoom.over_limit, places.len() as u64);
            prop_assert!(found.is_subset(&ids(&layer)));
            prop_assert!(before.is_subset(&found), "drawn at {} and not after", zoom.zoom);
            before = found;
        }
        prop_assert_eq!(report.layers[0].features, before.len());
    }

    /// Where there is room the numbers that points stand for add up to all of them.
    #[test]
    fn points_stand_for_all(places in proptest::collection::vec(near(), 1..200)) {
        let layer = layer_of(GeometryType::Point, places.iter().map(|at| Point::from(*at).into()));
        let (_, archive) = written(&writer(), &[&layer]);
        for zoom in 0..=MOST {
            let mut stands = BTreeMap::new();
            for (_, tile) in archive.tiles.iter().filter(|(at, _)| at.0 == zoom) {
                for feature in &tile.features {
                    // A point in the buffer of another tile is drawn there too.
                    if feature.parts[0][0].iter().all(|at| (0..EXTENT).contains(at)) {
                        let count = feature.properties.get("point_count");
                        stands.insert(feature.id, count.map_or(1, |count| count.parse().unwrap()));
                    }
                }
            }
            prop_assert_eq!(stands.values().sum::<usize>(), places.len(), "at zoom {}", zoom);
        }
    }

    /// What a tile has no room for is counted piece by piece.
    #[test]
    fn every_piece_of_a_line_is_drawn_or_counted(
        lines in proptest::collection::vec(line(), 1..60),
        limit in 60_usize..2000,
    ) {
        let layer = layer_of(GeometryType::Line, lines.into_iter().map(Into::into));
        let (_, all) = written(&writer(), &[&layer]);
        let (report, some) = written(&writer().tile_limit(limit), &[&layer]);
        for tile in some.tiles.values() {
            prop_assert!(tile.compressed <= limit);
        }
        for out in &report.left_out[0].zooms {
            let wanted = pieces(&all, out.zoom);
            prop_assert_eq!(pieces(&some, out.zoom) + out.over_limit, wanted, "at zoom {}", out.zoom);
            prop_assert_eq!(drawn(&all, "a", out.zoom).len() as u64 + out.too_short, ids(&layer).len() as u64);
        }
    }

    /// At the highest zoom a place lies in a polygon of the tile if it lies in that of the layer.
    #[test]
    fn polygons_are_what_they_were(
        polygons in proptest::collection::vec(area(), 1..6),
        places in proptest::collection::vec((0.0..4096.0, 0.0..4096.0), 30),
    ) {
        let layer = layer_of(GeometryType::Area, polygons.iter().cloned().map(Into::into));
        let (_, archive) = written(&writer(), &[&layer]);
        for (at, tile) in archive.tiles.iter().filter(|(at, _)| at.0 == MOST) {
            let drawn: BTreeMap<u64, _> = tile.features.iter().map(|one| (one.id, &one.parts)).collect();
            for feature in layer.layer().features() {
                let Some(LayerGeometry::Area(given)) = feature.geometry() else { panic!() };
                let rings: Vec<Vec<[f64; 2]>> = given
                    .iter()
                    .flat_map(|one| std::iter::once(one.exterior()).chain(one.interiors()))
                    .map(|ring| ring.0[1..].iter().map(|one| on_tile(*one, *at)).collect())
                    .collect();
                let found: Vec<Vec<[f64; 2]>> = drawn.get(&feature.id()).map_or(vec![], |parts| {
                    parts.iter().map(|ring| ring.iter().map(|one| one.map(|x| x as f64)).collect()).collect()
                });
                for (x, y) in &places {
                    let beside = rings.iter().any(|ring| distance([*x, *y], ring, true) < 3.0);
                    if !beside {
                        prop_assert_eq!(in_polygon([*x, *y], &found), in_polygon([*x, *y], &rings), "{:?} {} {}", at, x, y);
                    }
                }
            }
        }
    }

    /// At every zoom rings run as the specification asks and stay in the buffer, and every
    /// polygon is drawn, if only as a square that another one stands for.
    #[test]
    fn rings_are_those_of_the_specification(polygons in proptest::collection::vec(area(), 1..8)) {
        let layer = layer_of(GeometryType::Area, polygons.into_iter().map(Into::into));
        let (report, archive) = written(&writer().buffer(32), &[&layer]);
        for feature in archive.tiles.values().flat_map(|tile| &tile.features) {
            prop_assert_eq!(feature.kind, 3);
            for (number, ring) in feature.parts.iter().enumerate() {
                prop_assert!(ring.len() >= 3);
                // A square is as wide as 8 units, around what lies in the buffer.
                prop_assert!(ring.iter().flatten().all(|at| (-36..=EXTENT + 36).contains(at)), "{ring:?}");
                let area = made::doubled(ring);
                prop_assert!(area != 0 && (number > 0 || area > 0), "{ring:?}");
            }
        }
        for out in &report.left_out[0].zooms {
            let found = drawn(&archive, "a", out.zoom).len() as u64;
            prop_assert_eq!(found + out.thinned, layer.layer().features().len() as u64);
        }
    }

    /// Below the highest zoom no position of a line is farther than the tolerance from what
    /// is drawn, and nothing is drawn where the line is not.
    #[test]
    fn lines_move_no_more_than_the_tolerance(lines in proptest::collection::vec(line(), 1..5), tolerance in 1_u8..40) {
        let layer = layer_of(GeometryType::Line, lines.iter().cloned().map(Into::into));
        let (_, archive) = written(&writer().tolerance(f32::from(tolerance)), &[&layer]);
        for (at, tile) in &archive.tiles {
            // Rounding to the grid, and at low zooms what the world's units cannot tell.
            let most = 1.5 + if at.0 < MOST { f64::from(tolerance) } else { 0.0 };
            for feature in &tile.features {
                let source = layer.layer().features().iter().find(|one| one.id() == feature.id).unwrap();
                let Some(LayerGeometry::Line(given)) = source.geometry() else { panic!() };
                let given = made::curve_on_tile(&given.0[0], *at);
                let shown: Vec<Vec<[f64; 2]>> =
                    feature.parts.iter().map(|part| part.iter().map(|one| one.map(|x| x as f64)).collect()).collect();
                for place in given.iter().filter(|place| place.iter().all(|x| (0.0..EXTENT as f64).contains(x))) {
                    let off = shown.iter().map(|part| distance(*place, part, false)).fold(f64::INFINITY, f64::min);
                    prop_assert!(off <= most, "{place:?} is {off} from {shown:?} in {at:?}");
                }
                for place in shown.iter().flatten() {
                    // Ends are cut where the simplified line meets the buffer.
                    let off = distance(*place, &given, false);
                    prop_assert!(off <= most + 1.5, "{place:?} is {off} from {given:?} in {at:?}");
                }
            }
        }
    }
}

#[test]
fn identifiers_are_those_of_the_layer_and_properties_are_typed() {
    let layer = Layer::builder("a", GeometryType::Point)
        .field(Field::harmless("name", FieldType::Text, ""))
        .field(Field::harmless("persons", FieldType::Integer, ""))
        .feature(low(
            "one",
            Point::new(37.1, 36.2),
            vec![Some("حلب".into()), Some(Value::Integer(-7))],
        ))
        .feature(low("two", Point::new(38.1, 36.2), vec![None, None]));
    let layer = made::exact(&layer.build().unwrap());
    let (_, archive) = written(&writer(), &[&layer]);
    for zoom in 0..=MOST {
        for id in drawn(&archive, "a", zoom) {
            assert!(ids(&layer).contains(&id) && id < 1 << 53, "{id}");
        }
    }
    assert_eq!(drawn(&archive, "a", MOST), ids(&layer));
    let features: Vec<_> = archive.tiles.values().flat_map(|tile| &tile.features).collect();
    let one = features.iter().find(|one| one.properties["key"] == "one").unwrap();
    assert_eq!(
        (one.properties["name"].as_str(), one.properties["persons"].as_str()),
        ("حلب", "-7")
    );
    let two = features.iter().find(|one| one.properties["key"] == "two").unwrap();
    assert!(!two.properties.contains_key("name"), "what is not known is left out: {two:?}");
}

#[test]
fn over_the_antimeridian_both_sides_are_drawn_and_nothing_between() {
    let line = LineString::from(vec![(179.5, -17.0), (-179.5, -17.2)]);
    let area = Polygon::new(
        LineString::from(vec![
            (179.0, -18.0),
            (-179.0, -18.0),
            (-179.0, -17.5),
            (179.0, -17.5),
            (179.0, -18.0),
        ]),
        vec![],
    );
    let lines = layer_of(GeometryType::Line, [MultiLineString(vec![line]).into()].into_iter());
    let areas = layer_of(GeometryType::Area, [MultiPolygon(vec![area]).into()].into_iter());
    for layer in [lines, areas] {
        let (_, archive) = written(&writer(), &[&layer]);
        for zoom in 2..=MOST {
            let last = (1 << zoom) - 1;
            // Two degrees and the buffer of a tile.
            let near = (1 << zoom) / 180 + 1;
            let columns: BTreeSet<u32> =
                archive.tiles.keys().filter(|at| at.0 == zoom).map(|at| at.1).collect();
            assert!(columns.contains(&0) && columns.contains(&last), "zoom {zoom}: {columns:?}");
            assert!(
                columns.iter().all(|column| *column <= near || *column >= last - near),
                "zoom {zoom}: {columns:?}"
            );
        }
    }
}

#[test]
fn what_lies_beyond_the_square_is_counted_and_what_reaches_there_is_cut() {
    let at = |y| Point::new(10.0, y).into();
    let points = layer_of(GeometryType::Point, [at(89.0), at(85.0), at(-90.0)].into_iter());
    let (report, archive) = written(&writer(), &[&points]);
    assert_eq!(report.left_out[0].beyond_projection, 2);
    assert_eq!(report.layers[0].features, 1);
    assert_eq!(drawn(&archive, "a", MOST).len(), 1);

    let north = LineString::from(vec![(10.0, 80.0), (10.0, 90.0)]);
    let beyond = LineString::from(vec![(10.0, 87.0), (30.0, 88.0)]);
    let lines = layer_of(GeometryType::Line, [north.into(), beyond.into()].into_iter());
    let (report, archive) = written(&writer(), &[&lines]);
    assert_eq!(report.left_out[0].beyond_projection, 1);
    let top = archive.tiles.iter().filter(|(at, _)| at.0 == MOST && at.2 == 0);
    let highest = top
        .flat_map(|(_, tile)| &tile.features)
        .flat_map(|one| one.parts.iter().flatten())
        .map(|at| at[1])
        .min();
    assert_eq!(highest, Some(-64), "the line goes up to the buffer of the topmost tile");
}

#[test]
fn an_empty_layer_is_in_the_metadata_and_in_no_tile() {
    let empty = layer_of(GeometryType::Area, std::iter::empty());
    let (report, archive) = written(&writer(), &[&empty]);
    assert_eq!((report.tiles, archive.tiles.len(), report.layers[0].features), (0, 0, 0));
    assert_eq!(archive.metadata["vector_layers"][0]["id"], "a");

    let point = made::exact(
        &Layer::builder("b", GeometryType::Point)
            .feature(low("x", Point::new(1.0, 2.0), vec![]))
            .build()
            .unwrap(),
    );
    let (report, archive) = written(&writer(), &[&empty, &point]);
    assert_eq!((report.layers[0].features, report.layers[1].features), (0, 1));
    assert_eq!(drawn(&archive, "b", MOST), ids(&point));
    assert_eq!(archive.metadata["safepassage"]["layers"][1]["features"], 1);
    let (report, archive) = written(&writer(), &[]);
    assert_eq!((report.tiles, archive.tiles.len()), (0, 0));
}

#[test]
fn the_same_bytes_whatever_the_number_of_threads() {
    let places = made::many(9000);
    let points = layer_of(GeometryType::Point, places.iter().map(|at| Point::from(*at).into()));
    let squares = places.iter().step_by(7).map(|at| made::square(*at, 0.05).into());
    let squares = made::named("b", GeometryType::Area, squares);
    let folder = tempfile::tempdir().unwrap();
    let bytes = |threads: usize| {
        let path = folder.path().join(format!("{threads}.pmtiles"));
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let mut layers = [points.features(), squares.features()];
            writer().tile_limit(20_000).write(&mut layers, &path).unwrap();
        });
        fs::read(path).unwrap()
    };
    let one = bytes(1);
    assert!(one == bytes(4) && one == bytes(1));
}

#[test]
fn two_layers_of_one_name_are_refused_and_what_was_there_stays() {
    let layer = layer_of(GeometryType::Point, [Point::new(1.0, 2.0).into()].into_iter());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("map.pmtiles");
    fs::write(&path, "before").unwrap();
    let twice = writer().write(&mut [layer.features(), layer.features()], &path).unwrap_err();
    assert!(
        twice.to_string().contains('a') && twice.to_string().contains("map.pmtiles"),
        "{twice}"
    );
    let no_zoom =
        TilesWriter::new().zooms(5..=19).write(&mut [layer.features()], &path).unwrap_err();
    assert!(
        no_zoom.to_string().contains("expected zooms between 0 and 18, found 5 to 19"),
        "{no_zoom}"
    );
    assert_eq!(fs::read(&path).unwrap(), b"before");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn features_that_break_off_leave_what_was_there() {
    let empty = layer_of(GeometryType::Point, std::iter::empty());
    let whole = low("x", Point::new(1.0, 2.0), vec![]);
    let broken = vec![Ok(whole), Err(LayerError::BadName { layer: "broken off".to_owned() })];
    let audience = Audience::public();
    let mut features = [audience.release_features(empty.layer().schema(), broken)];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("map.pmtiles");
    fs::write(&path, "before").unwrap();
    let error = writer().write(&mut features, &path).unwrap_err();
    assert!(format!("{error:?}").contains("broken off"), "{error:?}");
    assert_eq!(fs::read(&path).unwrap(), b"before");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_disk_that_refuses_is_an_error_with_the_path() {
    let layer = layer_of(GeometryType::Point, [Point::new(1.0, 2.0).into()].into_iter());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    for path in [
        folder.path().join("no/such/map.pmtiles"),
        file.join("map.pmtiles"),
        folder.path().to_owned(),
    ] {
        let error = writer().write_file(std::slice::from_ref(&layer), &path).unwrap_err();
        let WriteError::Io { .. } = &error else { panic!("{error:?}") };
        assert!(error.to_string().contains(path.to_str().unwrap()), "{error}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}
