use super::*;
use geo::{LineString, MultiLineString, MultiPolygon, Point, Polygon};
use proptest::prelude::*;

fn point(text: &str) -> Option<Coord> {
    match read(text) {
        Ok(Shape { raw: RawShape::Point(at), .. }) => Some(at),
        _ => None,
    }
}

fn why(text: &str) -> &'static str {
    match read(text) {
        Ok(_) => "read",
        Err(NoShape::Empty) => "empty",
        Err(NoShape::Unusable(_)) => "unusable",
        Err(NoShape::Unreadable(_)) => "unreadable",
    }
}

#[test]
fn zero_is_a_coordinate() {
    for (text, expected) in [
        ("POINT (0 0)", (0.0, 0.0)),
        ("POINT(36.82 0)", (36.82, 0.0)),
        ("point( 0 51.4779 )", (0.0, 51.4779)),
        ("SRID=4326;POINT (0 0)", (0.0, 0.0)),
        (" srid = 4326 ; POINT (-0.5 0)", (-0.5, 0.0)),
        ("MULTIPOINT ((0 0))", (0.0, 0.0)),
    ] {
        let at = point(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((at.x, at.y), expected, "{text}");
    }
}

#[test]
fn geojson_is_taken_too() {
    let at = point(r#"{"type": "Point", "coordinates": [0, 51.4779]}"#).unwrap();
    assert_eq!((at.x, at.y), (0.0, 51.4779));
    assert_eq!(why(r#"{"type": "Point"}"#), "empty");
    assert_eq!(why("{"), "unreadable");
}

#[test]
fn altitudes_are_seen_and_dropped() {
    for text in
        ["POINT Z (37 36 400)", "POINTZ(37 36 400)", "POINT M (37 36 1)", "POINT ZM (37 36 1 2)"]
    {
        let shape = read(text).unwrap_or_else(|_| panic!("{text}"));
        assert!(shape.has_altitude, "{text}");
    }
    assert!(!read("POINT (37 36)").is_ok_and(|shape| shape.has_altitude));
}

#[test]
fn what_cannot_be_read_is_refused() {
    for text in ["POINT EMPTY", "POLYGON EMPTY", "MULTIPOLYGON EMPTY", "LINESTRING EMPTY"] {
        assert_eq!(why(text), "empty", "{text}");
    }
    for text in [
        "MULTIPOINT ((0 0), (1 1))",
        "GEOMETRYCOLLECTION (POINT (0 0))",
        "MULTILINESTRING ((0 0, 1 1), (5 5, 6 6))",
    ] {
        assert_eq!(why(text), "unusable", "{text}");
    }
    for text in [
        "",
        "POINT",
        "POINT (0)",
        "POINT (0 0",
        "POINT (0, 0)",
        "POINT (a b)",
        "36.2, 37.1",
        "SRID=3857;POINT (0 0)",
        "SRID=;POINT (0 0)",
        "EPSG:4326;POINT (0 0)",
        "CIRCULARSTRING (0 0, 1 1, 2 0)",
    ] {
        assert_eq!(why(text), "unreadable", "{text}");
    }
    let nested = "GEOMETRYCOLLECTION (".repeat(200_000);
    assert_eq!(why(&nested), "unusable");
    assert_eq!(why(&format!("POLYGON {}", "(".repeat(200_000))), "unreadable");
}

proptest! {
    #[test]
    fn what_is_written_reads_back(
        rings in proptest::collection::vec(proptest::collection::vec((-180.0_f64..180.0, -90.0_f64..90.0), 3..6), 1..4),
        form in 0..5,
    ) {
        let line = |points: &Vec<(f64, f64)>| LineString::from(points.clone());
        let polygon = |points: &Vec<(f64, f64)>| Polygon::new(line(points), vec![]);
        let geometry: LayerGeometry = match form {
            0 => Point::from(rings[0][0]).into(),
            1 => line(&rings[0]).into(),
            2 => MultiLineString(rings.iter().map(line).collect()).into(),
            3 => polygon(&rings[0]).into(),
            _ => MultiPolygon(rings.iter().map(polygon).collect()).into(),
        };
        let text = written(&geometry);
        // Several lines are well written and still no path.
        if form == 2 && rings.len() > 1 {
            prop_assert!(text.parse::<Wkt<f64>>().is_ok());
        } else {
            let shape = read(&text).map_err(|_| TestCaseError::fail(text.clone()))?;
            let back = match shape.raw.into_geometry() {
                geo::Geometry::Point(point) => LayerGeometry::from(point),
                geo::Geometry::MultiLineString(lines) => lines.into(),
                geo::Geometry::MultiPolygon(areas) => areas.into(),
                other => panic!("{other:?}"),
            };
            prop_assert_eq!(back, geometry);
        }
    }

    #[test]
    fn no_text_breaks_the_reader(word in "(POINT|POLYGON|multi|LINESTRING Z)?", text in "[ -~]{0,40}") {
        let _ = read(&format!("{word}{text}"));
    }
}
