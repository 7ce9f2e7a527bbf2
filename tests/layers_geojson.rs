//! GeoJSON files, read back by the `geojson` crate.

use geo::{Coord, LineString, MultiPolygon, Point, Polygon, line_string, polygon};
use geojson::{FeatureCollection, GeometryValue};
use jiff::Timestamp;
use proptest::prelude::*;
use safepassage::io::write::{GeoJsonSeqWriter, GeoJsonWriter, LayerWriter, WriteError};
use safepassage::layer::{
    Field, FieldType, GeometryType, Layer, LayerFeature, LayerGeometry, Value,
};
use safepassage::model::Sensitivity;
use safepassage::publish::{Audience, ReleasedFeatures, ReleasedLayer};
use safepassage::time::TimeWindow;
use std::fs;

fn low(key: &str, geometry: impl Into<LayerGeometry>, values: Vec<Option<Value>>) -> LayerFeature {
    LayerFeature::new(key, geometry, values).sensitivity(Sensitivity::Low)
}

/// For tests of the writer alone: an audience that sees every decimal there is.
fn exact(layer: &Layer) -> ReleasedLayer {
    Audience::builder("test").decimals(12).build().unwrap().release(layer).layer
}

fn one(geometry: impl Into<LayerGeometry>) -> ReleasedLayer {
    let geometry = geometry.into();
    let layer = Layer::builder("a", geometry.geometry_type()).feature(low("a", geometry, vec![]));
    exact(&layer.build().unwrap())
}

fn parse(text: &str) -> FeatureCollection {
    text.parse().expect("it is GeoJSON")
}

fn geometry(layer: &ReleasedLayer) -> String {
    let text = GeoJsonWriter::new().to_string(layer).unwrap();
    let collection = parse(&text);
    collection.features[0].geometry.as_ref().unwrap().to_string()
}

fn bbox(layer: &ReleasedLayer) -> Vec<f64> {
    parse(&GeoJsonWriter::new().to_string(layer).unwrap()).bbox.unwrap()
}

fn timed_layer() -> Layer {
    let window = TimeWindow::from_ends(Some("2026-01-08T10:30:00Z".parse().unwrap()), None);
    Layer::builder("curfew-zones", GeometryType::Area)
        .title("Curfew zones")
        .description("Drawn \"by hand\"\n")
        .field(Field::harmless("name_ar", FieldType::Text, ""))
        .field(Field::harmless("persons", FieldType::Integer, ""))
        .field(Field::harmless("rate", FieldType::Real, ""))
        .field(Field::harmless("daily", FieldType::Boolean, ""))
        .field(Field::harmless("said_at", FieldType::Time, ""))
        .feature(
            low(
                "zone/b",
                polygon![(x: 37.1, y: 36.2), (x: 37.1, y: 36.3), (x: 37.2, y: 36.3)],
                vec![
                    Some("الشيخ \u{1}مقصود".into()),
                    Some(30_000.into()),
                    Some((-0.0).into()),
                    Some(true.into()),
                    Some(Value::Time("2026-01-07T09:53:00Z".parse::<Timestamp>().unwrap())),
                ],
            )
            .during(window.unwrap()),
        )
        .feature(low(
            "zone/a",
            polygon![(x: -0.000_000_01, y: 0.), (x: 1., y: 0.), (x: 1., y: 1.)],
            vec![None; 5],
        ))
        .build()
        .unwrap()
}

#[test]
fn a_layer_becomes_these_bytes() {
    let text = GeoJsonWriter::new().to_string(&exact(&timed_layer())).unwrap();
    let expected = concat!(
        r#"{"type":"FeatureCollection","name":"curfew-zones","title":"Curfew zones","#,
        r#""description":"Drawn \"by hand\"\n","audience":"test","xy_coordinate_resolution":1e-7,"features":["#,
        "\n",
        r#"{"type":"Feature","id":ID_A,"geometry":{"type":"Polygon","#,
        r#""coordinates":[[[0,0],[1,0],[1,1],[0,0]]]},"properties":{"key":"zone/a","#,
        r#""name_ar":null,"persons":null,"rate":null,"daily":null,"said_at":null,"start":null,"end":null}},"#,
        "\n",
        r#"{"type":"Feature","id":ID_B,"geometry":{"type":"Polygon","#,
        r#""coordinates":[[[37.1,36.2],[37.2,36.3],[37.1,36.3],[37.1,36.2]]]},"properties":{"key":"zone/b","#,
        r#""name_ar":"الشيخ \u0001مقصود","persons":30000,"rate":0.0,"daily":true,"#,
        r#""said_at":"2026-01-07T09:53:00Z","start":"2026-01-08T10:30:00Z","end":null}}"#,
        "\n",
        r#"],"bbox":[0,0,37.2,36.3]}"#,
        "\n",
    );
    let id = |key| safepassage::layer::stable_id(key).to_string();
    let expected = expected.replace("ID_A", &id("zone/a")).replace("ID_B", &id("zone/b"));
    assert_eq!(text, expected);
}

#[test]
fn every_feature_has_the_same_columns_in_the_same_order() {
    let collection = parse(&GeoJsonWriter::new().to_string(&exact(&timed_layer())).unwrap());
    for feature in &collection.features {
        let keys: Vec<&String> = feature.properties.as_ref().unwrap().keys().collect();
        assert_eq!(keys.len(), 8);
        assert!(
            feature.properties.as_ref().unwrap().values().all(|v| !v.is_array() && !v.is_object())
        );
        assert!(
            matches!(&feature.id, Some(geojson::feature::Id::Number(n)) if n.as_u64().unwrap() < 1 << 53)
        );
    }
    assert!(!collection.foreign_members.unwrap().contains_key("crs"));
}

#[test]
fn a_sequence_is_one_feature_a_line_between_separators() {
    let text = GeoJsonSeqWriter::new().to_string(&exact(&timed_layer())).unwrap();
    let records: Vec<&str> = text.split_terminator('\n').collect();
    assert_eq!(records.len(), 2);
    for record in records {
        let feature: geojson::Feature = record.strip_prefix('\u{1e}').unwrap().parse().unwrap();
        assert!(feature.property("key").is_some());
    }
}

#[test]
fn antimeridian_and_bounds() {
    let line = one(line_string![(x: 170., y: 0.), (x: -170., y: 10.)]);
    assert_eq!(
        geometry(&line),
        r#"{"type":"MultiLineString","coordinates":[[[170.0,0.0],[180.0,5.0]],[[-180.0,5.0],[-170.0,10.0]]]}"#
    );
    assert_eq!(bbox(&line), [170., 0., -170., 10.]);
    let fiji = one(
        polygon![(x: 177., y: -19.), (x: 183., y: -19.), (x: 183., y: -16.), (x: 177., y: -16.)],
    );
    assert_eq!(bbox(&fiji), [177., -19., -177., -16.]);
    let text = geometry(&fiji);
    assert!(text.starts_with(r#"{"type":"MultiPolygon""#) && !text.contains("183"));
    // Points on both sides, none over it.
    let points = Layer::builder("p", GeometryType::Point)
        .feature(low("w", Point::new(179., 1.), vec![]))
        .feature(low("e", Point::new(-179., 2.), vec![]))
        .build()
        .unwrap();
    assert_eq!(bbox(&exact(&points)), [179., 1., -179., 2.]);
    let across_greenwich = one(line_string![(x: -1., y: 0.), (x: 1., y: 1.)]);
    assert_eq!(bbox(&across_greenwich), [-1., 0., 1., 1.]);
    let empty = exact(&Layer::builder("p", GeometryType::Point).build().unwrap());
    assert_eq!(parse(&GeoJsonWriter::new().to_string(&empty).unwrap()).bbox, None);
}

#[test]
fn a_layer_has_one_geometry_type() {
    let square = |x: f64| polygon![(x: x, y: 0.), (x: x + 1., y: 0.), (x: x + 1., y: 1.)];
    let layer = Layer::builder("a", GeometryType::Area)
        .feature(low("one", square(0.), vec![]))
        .feature(low("two", MultiPolygon(vec![square(2.), square(4.)]), vec![]))
        .build()
        .unwrap();
    let collection = parse(&GeoJsonWriter::new().to_string(&exact(&layer)).unwrap());
    let multi = |feature: &geojson::Feature| {
        matches!(feature.geometry.as_ref().unwrap().value, GeometryValue::MultiPolygon { .. })
    };
    assert!(collection.features.iter().all(multi));
}

#[test]
fn what_rounding_leaves_nothing_of_is_refused_by_name() {
    let hut = polygon![(x: 37.0, y: 36.0), (x: 37.0001, y: 36.0), (x: 37.0001, y: 36.0001)];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huts.geojson");
    let error = GeoJsonWriter::new().decimals(2).write_file(&one(hut.clone()), &path).unwrap_err();
    assert!(matches!(error, WriteError::Collapsed { .. }));
    assert!(error.to_string().ends_with(
        "huts.geojson (id \"a\"): expected a shape that keeps its area or length at 2 decimals, found none left of it"
    ));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    // A part that is lost is told of.
    let field = polygon![(x: 0., y: 0.), (x: 1., y: 0.), (x: 1., y: 1.)];
    let both = one(MultiPolygon(vec![hut, field]));
    let written = GeoJsonWriter::new().decimals(2).write_file(&both, &path).unwrap();
    assert_eq!((written.features, written.parts_lost), (1, vec!["a".to_owned()]));
    assert_eq!(written.bytes, fs::metadata(&path).unwrap().len());
}

/// Fails half way.
struct Failing;
impl LayerWriter for Failing {
    fn extension(&self) -> &'static str {
        "geojson"
    }

    fn write_features(
        &self,
        features: &mut ReleasedFeatures<'_>,
        out: &mut (dyn std::io::Write + Send),
    ) -> Result<safepassage::io::write::Written, WriteError> {
        GeoJsonWriter::new().write_features(features, out)?;
        Err(WriteError::Io {
            at: safepassage::record::RecordRef::default(),
            source: std::io::ErrorKind::StorageFull.into(),
        })
    }
}

#[test]
fn files_appear_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let layer = exact(&timed_layer());
    let path = folder.path().join("zones.geojson");
    fs::write(&path, "before").unwrap();

    let error = Failing.write_file(&layer, &path).unwrap_err();
    assert!(error.to_string().ends_with("zones.geojson: cannot write"), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "before");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);

    GeoJsonWriter::new().write_file(&layer, &path).unwrap();
    assert_eq!(parse(&fs::read_to_string(&path).unwrap()).features.len(), 2);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);

    let nowhere = folder.path().join("missing/zones.geojson");
    let error = GeoJsonWriter::new().write_file(&layer, &nowhere).unwrap_err();
    assert!(error.to_string().ends_with("missing/zones.geojson: cannot write"));
    assert!(GeoJsonWriter::new().write_file(&layer, folder.path()).is_err());
}

#[test]
fn a_folder_has_all_of_its_files_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let layer = exact(&timed_layer());
    let error = GeoJsonWriter::new()
        .write_folder(&[layer.clone(), layer.clone()], folder.path())
        .unwrap_err();
    assert!(error.to_string().ends_with("found two named \"curfew-zones\""));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    let written = GeoJsonWriter::new().write_folder(&[layer], folder.path()).unwrap();
    assert_eq!(written[0].path.as_deref(), Some(&*folder.path().join("curfew-zones.geojson")));
}

#[cfg(unix)]
#[test]
fn files_are_as_readable_as_any() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let (plain, path) = (folder.path().join("plain"), folder.path().join("a.geojson"));
    fs::write(&plain, "").unwrap();
    GeoJsonWriter::new().write_file(&exact(&timed_layer()), &path).unwrap();
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), mode(&plain));
}

/// The layer that a file says, to be written a second time.
fn read_back(text: &str, like: &Layer) -> Layer {
    let collection = parse(text);
    let mut builder = Layer::builder(like.name(), like.geometry_type())
        .title(like.title())
        .description(like.description())
        .fields(like.fields().to_vec());
    if like.is_timed() {
        builder = builder.timed();
    }
    for feature in collection.features {
        let properties = feature.properties.unwrap();
        let values = like.fields().iter().map(|field| match &properties[field.name()] {
            serde_json::Value::Null => None,
            value => Some(match field.field_type() {
                FieldType::Integer => value.as_i64().unwrap().into(),
                FieldType::Real => value.as_f64().unwrap().into(),
                FieldType::Boolean => value.as_bool().unwrap().into(),
                FieldType::Time => Value::Time(value.as_str().unwrap().parse().unwrap()),
                _ => value.as_str().unwrap().into(),
            }),
        });
        let geometry: geo::Geometry = feature.geometry.unwrap().try_into().unwrap();
        let geometry: LayerGeometry = match geometry {
            geo::Geometry::Point(it) => it.into(),
            geo::Geometry::LineString(it) => it.into(),
            geo::Geometry::Polygon(it) => it.into(),
            geo::Geometry::MultiLineString(it) => multi(&mut builder, it.into()),
            geo::Geometry::MultiPolygon(it) => multi(&mut builder, it.into()),
            other => panic!("{other:?}"),
        };
        let mut row = low(properties["key"].as_str().unwrap(), geometry, values.collect());
        let time = |name: &str| {
            properties
                .get(name)
                .and_then(|it| it.as_str())
                .map(|it| it.parse::<Timestamp>().unwrap())
        };
        if time("start").is_some() || time("end").is_some() {
            row = row.during(TimeWindow::from_ends(time("start"), time("end")).unwrap());
        }
        builder = builder.feature(row);
    }
    builder.build().unwrap()
}

fn multi(builder: &mut safepassage::layer::LayerBuilder, geometry: LayerGeometry) -> LayerGeometry {
    *builder = builder.clone().multi();
    geometry
}

#[test]
fn a_second_pass_changes_no_byte() {
    let first = GeoJsonWriter::new().to_string(&exact(&timed_layer())).unwrap();
    let again = exact(&read_back(&first, &timed_layer()));
    assert_eq!(GeoJsonWriter::new().to_string(&again).unwrap(), first);
}

fn star(lon: f64, lat: f64, radii: &[f64]) -> Polygon {
    let step = std::f64::consts::TAU / radii.len() as f64;
    let ring = radii.iter().enumerate().map(|(corner, radius)| {
        let (sin, cos) = (corner as f64 * step).sin_cos();
        Coord { x: lon + radius * cos, y: lat + radius * sin }
    });
    Polygon::new(LineString::new(ring.collect()), Vec::new())
}

fn signed_area(ring: &[geojson::Position]) -> f64 {
    ring.windows(2)
        .map(|pair| {
            let (a, b) = (&pair[0], &pair[1]);
            (a[0] - ring[0][0]) * (b[1] - ring[0][1]) - (b[0] - ring[0][0]) * (a[1] - ring[0][1])
        })
        .sum()
}

proptest! {
    #[test]
    fn points_come_back_within_half_a_step(
        places in prop::collection::vec((-180.0..=180.0, -90.0..=90.0), 1..40),
        decimals in 0_u8..=12,
    ) {
        let features = places.iter().enumerate().map(|(n, (lon, lat))| {
            low(&format!("p/{n:03}"), Point::new(*lon, *lat), vec![])
        });
        let layer = Layer::builder("p", GeometryType::Point).features(features).build().unwrap();
        let writer = GeoJsonWriter::new().decimals(decimals);
        let text = writer.to_string(&exact(&layer)).unwrap();
        prop_assert!(!text.contains("-0,") && !text.contains("-0]"));
        let half = 0.5 * 10_f64.powi(-i32::from(decimals)) + 1e-12;
        for (feature, (lon, lat)) in parse(&text).features.iter().zip(&places) {
            let GeometryValue::Point { coordinates } = &feature.geometry.as_ref().unwrap().value else {
                panic!("not a point");
            };
            prop_assert!((coordinates[0] - lon).abs() <= half && (coordinates[1] - lat).abs() <= half);
        }
        let again = writer.to_string(&exact(&read_back(&text, &layer))).unwrap();
        prop_assert_eq!(again, text);
    }

    #[test]
    fn areas_wind_right_and_stay_the_same(
        stars in prop::collection::vec(
            (-185.0..185.0, -60.0..60.0, prop::collection::vec(0.01..20.0, 3..12)),
            1..6,
        ),
        backwards: bool,
    ) {
        let features = stars.iter().enumerate().map(|(n, (lon, lat, radii))| {
            let mut area = star(*lon, *lat, radii);
            if backwards {
                area.exterior_mut(|ring| ring.0.reverse());
            }
            low(&format!("a/{n}"), area, vec![])
        });
        let layer = Layer::builder("a", GeometryType::Area).features(features).build().unwrap();
        let text = GeoJsonWriter::new().to_string(&exact(&layer)).unwrap();
        let collection = parse(&text);
        let kinds: std::collections::BTreeSet<&str> =
            collection.features.iter().map(|one| one.geometry.as_ref().unwrap().value.type_name()).collect();
        prop_assert_eq!(kinds.len(), 1);
        for feature in &collection.features {
            let polygons = match &feature.geometry.as_ref().unwrap().value {
                GeometryValue::Polygon { coordinates } => vec![coordinates.clone()],
                GeometryValue::MultiPolygon { coordinates } => coordinates.clone(),
                other => panic!("{other:?}"),
            };
            for ring in polygons.iter().map(|rings| &rings[0]) {
                prop_assert!(ring.len() >= 4 && ring.first() == ring.last());
                prop_assert!(signed_area(ring) > 0.0);
                prop_assert!(ring.iter().all(|at| (-180.0..=180.0).contains(&at[0])));
            }
        }
        let again = GeoJsonWriter::new().to_string(&exact(&read_back(&text, &layer))).unwrap();
        prop_assert_eq!(again, text);
    }
}
