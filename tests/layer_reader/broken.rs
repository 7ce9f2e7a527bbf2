//! What is refused, and in which words.

use super::{collection, place, point, read, reader, refused};
use std::fmt::Write as _;
use std::fs;

#[test]
fn text_that_is_no_geojson_is_refused() {
    for (text, expected) in [
        ("", "made.geojson: expected a GeoJSON FeatureCollection or Feature, found nothing"),
        ("[]", "made.geojson: expected a GeoJSON FeatureCollection or Feature, found an array"),
        (
            "{}",
            "made.geojson: expected a GeoJSON FeatureCollection or Feature, found an object without a type",
        ),
        (
            r#"{"type":"Point","coordinates":[1,2]}"#,
            "made.geojson: expected a GeoJSON FeatureCollection or Feature, found an object of type \"Point\"",
        ),
        (
            r#"{"type":"FeatureCollection"}"#,
            "made.geojson: expected a GeoJSON FeatureCollection or Feature, found a FeatureCollection without features",
        ),
        (
            r#"{"features":[],"type":"Topology"}"#,
            "made.geojson: expected a GeoJSON FeatureCollection or Feature, found an object of type \"Topology\"",
        ),
        (
            r#"{"type":"FeatureCollection","features":{}}"#,
            "made.geojson: expected an array of features, found {}",
        ),
        (
            r#"{"type":"FeatureCollection","features":[],"features":[]}"#,
            "made.geojson: expected a GeoJSON FeatureCollection or Feature, found features twice",
        ),
        (
            "\n {\"type\":\"FeatureCollection\",\"features\":[]}\n x",
            "made.geojson: line 3, column 2: expected nothing after the collection, found 'x'",
        ),
        (
            "{\"type\":\"FeatureCollection\",\n\"features\":[ 1 ]}",
            "made.geojson: line 2, column 14: expected a feature, found '1'",
        ),
        (
            r#"{"type":"FeatureCollection","features":[}"#,
            "made.geojson: line 1, column 41: expected a feature, found '}'",
        ),
        (
            r#"{"type":"FeatureCollection","features":[],}"#,
            "made.geojson: line 1, column 43: expected a member's name, found '}'",
        ),
        (
            r#"{"type":"FeatureCollection","note":tru,"features":[]}"#,
            "made.geojson: line 1, column 38: expected JSON, found the end of the text inside a value",
        ),
        (
            "<kml/>",
            "made.geojson: line 1, column 1: expected a GeoJSON FeatureCollection or Feature, found '<'",
        ),
    ] {
        assert_eq!(refused(text), expected, "{text}");
    }
}

#[test]
fn features_that_are_none_are_refused() {
    for (feature, expected) in [
        ("{}", "expected a Feature, found an object without a type"),
        (r#"{"type":"Zone"}"#, "expected an object of type \"Feature\", found string \"Zone\""),
        (
            r#"{"type":"Feature","type":"Feature"}"#,
            "expected each member once, found \"type\" twice",
        ),
        (r#"{"type":"Feature","id":{}}"#, "expected text or a number as id, found an object"),
        (
            r#"{"type":"Feature","properties":[]}"#,
            "expected an object of properties or null, found an array",
        ),
        (r#"{"type":"Feature","geometry":5}"#, "expected a geometry or null, found integer 5"),
        (r#"{"type":"Feature","geometry":{}}"#, "expected a geometry's type, found none"),
    ] {
        let text = collection(&format!("{},\n{feature}", point("", "")));
        assert_eq!(refused(&text), format!("made.geojson, feature 2: {expected}"), "{feature}");
    }
    let text = collection(&format!("{},\n {{\"type\":}}", point("", "")));
    assert_eq!(
        refused(&text),
        "made.geojson, feature 2: line 2, column 10: expected JSON, found expected value"
    );
}

#[test]
fn geometries_that_no_layer_holds_are_refused() {
    for (geometry, expected) in [
        (
            r#"{"type":"GeometryCollection","geometries":[]}"#,
            "expected a geometry of one type, found a GeometryCollection",
        ),
        (
            r#"{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}"#,
            "expected one position a feature, found a MultiPoint of 2 positions",
        ),
        (
            r#"{"type":"Circle","coordinates":[1,2]}"#,
            "expected the name of a geometry's type, found string \"Circle\"",
        ),
        (r#"{"type":"Point"}"#, "expected coordinates in the geometry, found none"),
        (r#"{"type":"Point","coordinates":null}"#, "expected coordinates, found null"),
        (r#"{"type":"Point","coordinates":7}"#, "expected coordinates, found a number"),
        (
            r#"{"type":"Point","coordinates":[7]}"#,
            "expected longitude and latitude, found one number",
        ),
        (r#"{"type":"Point","coordinates":[7,"8"]}"#, "expected a number, found string \"8\""),
        (
            r#"{"type":"Point","coordinates":[[7,8]]}"#,
            "expected the coordinates of a Point, 1 arrays deep, found 2 arrays",
        ),
        (
            r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]],[]]}"#,
            "expected positions, found an empty array",
        ),
        (
            r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]],[1,2]]}"#,
            "expected arrays of one depth, found some deeper than others",
        ),
        (
            r#"{"type":"MultiPolygon","coordinates":[[[[[[0,0]]]]]]}"#,
            "expected coordinates, found more than 4 arrays in one another",
        ),
        (
            r#"{"type":"LineString","coordinates":[[1,2]]}"#,
            "expected a line of at least 2 positions, found 1",
        ),
        (
            r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,0]]]}"#,
            "expected a closed ring of at least 4 positions, found 3 positions",
        ),
        (
            r#"{"type":"Point","coordinates":[352642.5,4012345]}"#,
            "expected longitude and latitude in degrees, at most 540 and 90 from 0, found (352642.5, 4012345)",
        ),
    ] {
        let expected = format!("made.geojson, feature 1: {expected}");
        assert_eq!(refused(&collection(&place(geometry))), expected, "{geometry}");
    }
    let text = collection(&place(r#"{"type":"Point","coordinates":[1e400,1]}"#));
    assert!(refused(&text).contains("feature 1: line 1, column"), "{}", refused(&text));
    assert!(refused(&text).contains("number out of range"), "{}", refused(&text));
}

#[test]
fn features_of_two_types_are_refused_with_both() {
    let line = r#"{"type":"Feature","id":"w1","geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}}"#;
    assert_eq!(
        refused(&collection(&format!("{},{line}", point("", "")))),
        "made.geojson, feature 2 (id \"w1\"): expected geometry of type point, as the layer has it, \
         found line; with a geometry type chosen the others are left out"
    );
    assert_eq!(
        refused(&collection(&place("null"))),
        "made.geojson: expected a feature with a geometry, or to be told the geometry type"
    );
}

#[test]
fn properties_that_cannot_be_are_refused() {
    for (properties, expected) in [
        (
            r#""a":1,"b":2,"a":3"#,
            r#"property "a": expected each property once in a feature, found it twice"#,
        ),
        (
            r#""start":"2024/10/31""#,
            "property \"start\": expected an instant as RFC 3339 text with its offset, such as \
             \"2026-01-08T10:00:00Z\" or null, since it begins or ends the time that the feature \
             is about, found \"2024/10/31\"",
        ),
        (
            r#""start":"2026-01-08T10:00:00Z","end":"2026-01-08T10:00:00Z""#,
            "property \"end\": expected an instant after \"start\", 2026-01-08T10:00:00Z, found \
             2026-01-08T10:00:00Z",
        ),
        (r#""key":true"#, "property \"key\": expected text or an integer as key, found true"),
    ] {
        let text = collection(&point(r#""id":"p","#, properties));
        assert_eq!(refused(&text), format!("made.geojson, feature 1 (id \"p\"): {expected}"));
    }
}

#[test]
fn another_reference_system_is_refused_before_and_after_the_features() {
    let crs = |name: &str| format!(r#""crs":{{"type":"name","properties":{{"name":"{name}"}}}}"#);
    for name in ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"] {
        let text = format!(
            r#"{{"type":"FeatureCollection",{},"features":[{}]}}"#,
            crs(name),
            point("", "")
        );
        assert_eq!(read(&text).layer.features().len(), 1);
    }
    let expected = "made.geojson: expected coordinates in WGS 84 (CRS84 or EPSG:4326), found the crs \
                    urn:ogc:def:crs:EPSG::32637";
    let utm = crs("urn:ogc:def:crs:EPSG::32637");
    for text in [
        format!(r#"{{"type":"FeatureCollection",{utm},"features":[{}]}}"#, point("", "")),
        format!(r#"{{"type":"FeatureCollection","features":[{}],{utm}}}"#, point("", "")),
    ] {
        assert_eq!(refused(&text), expected);
    }
    let text = r#"{"type":"FeatureCollection","crs":{"type":"link"},"features":[]}"#;
    assert!(refused(text).ends_with(r#"found the crs {"type":"link"}"#));
}

#[test]
fn a_file_that_ends_too_soon_is_refused_wherever_it_ends() {
    let text = collection(&format!(
        "{},{}",
        point(r#""id":"é","#, r#""a":"x\"y","b":[1]"#),
        point(r#""id":"f","#, r#""a":"\u00e9","b":{}"#)
    ));
    assert_eq!(read(&text).layer.features().len(), 2);
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        let error = refused(&text[..end]);
        let said = error.contains("the end of the text") || (end == 0 && error.contains("nothing"));
        assert!(said, "{end}: {error}");
    }
    let whole = text.len();
    assert!(refused(&text[..whole - 3]).contains("expected the rest of a JSON value"));
}

#[test]
fn bytes_that_are_no_utf_8_are_refused_with_their_position() {
    let read = |bytes: Vec<u8>| reader().read_from("made.geojson", std::io::Cursor::new(bytes));
    let text = collection(&point("", r#""a":"Alep""#));
    let mut bytes = text.clone().into_bytes();
    let place = text.find("Alep").unwrap() + 2;
    bytes[place] = 0xE9;
    assert_eq!(
        read(bytes).unwrap_err().to_string(),
        format!(
            "made.geojson, feature 1: byte {place}: expected UTF-8 text, found 0xE9, as in Latin-1 or \
             another old encoding"
        )
    );
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let error = read(utf16).unwrap_err().to_string();
    assert_eq!(error, "made.geojson: byte 0: expected UTF-8 text, found UTF-16, little end first");
    let error = read(vec![0x1F, 0x8B, 8, 0]).unwrap_err().to_string();
    assert!(error.ends_with("found gzip data; its name should end in .gz"), "{error}");
    let marked = [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat();
    assert_eq!(read(marked).unwrap().layer.features().len(), 1);
}

#[test]
fn ten_thousand_properties_are_read_and_too_many_are_not() {
    let properties = |count: usize| {
        let mut text = String::new();
        for number in 0..count {
            write!(text, "{}\"p{number}\":{number}", if number > 0 { "," } else { "" }).unwrap();
        }
        collection(&format!("{},{}", point("", &text), point("", &text)))
    };
    let layer = read(&properties(10_000)).layer;
    assert_eq!(layer.fields().len(), 10_000);
    assert_eq!(layer.features()[1].values()[9_999], Some(9_999.into()));
    assert_eq!(
        refused(&properties(16_385)),
        "made.geojson, feature 1: property \"p16384\": expected at most 16384 columns, found more"
    );
}

#[test]
fn nesting_takes_no_stack() {
    let deep = 1_000_000;
    let nested = format!("{}{}", "[".repeat(deep), "]".repeat(deep));
    let layer = read(&collection(&point("", &format!(r#""a":{nested}"#)))).layer;
    assert_eq!(layer.features()[0].values()[0].as_ref().unwrap().as_text(), Some(nested.as_str()));
    let text = collection(&place(&format!(r#"{{"type":"Point","coordinates":{nested}}}"#)));
    assert!(refused(&text).contains("more than 4 arrays in one another"));
    let text =
        format!(r#"{{"type":"FeatureCollection","a":{nested},"features":[{}]}}"#, point("", ""));
    assert_eq!(read(&text).layer.features().len(), 1);
    let open = "[".repeat(deep);
    assert!(
        refused(&collection(&point("", &format!(r#""a":{open}"#)))).contains("the end of the text")
    );
}

#[test]
fn more_than_the_limit_is_not_read() {
    let text = collection(&point("", ""));
    let limit = |bytes: usize| reader().limit(bytes as u64).read_text("made.geojson", &text);
    assert!(limit(text.len()).is_ok());
    assert_eq!(
        limit(text.len() - 1).unwrap_err().to_string(),
        format!("made.geojson: expected at most {} bytes, found more", text.len() - 1)
    );
}

#[test]
fn a_name_that_is_no_file_and_a_file_that_is_not_there_are_refused() {
    let error = safepassage::io::read::LayerReader::new("a/b")
        .read_text("made.geojson", &collection(&point("", "")))
        .unwrap_err()
        .to_string();
    assert!(error.starts_with("made.geojson: layer \"a/b\": expected a name"), "{error}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nothing.geojson");
    let error = reader().read(&path).unwrap_err().to_string();
    assert_eq!(error, format!("{}: cannot read", path.display()));
    let path = folder.path().join("packed.geojson.gz");
    fs::write(&path, "no gzip").unwrap();
    assert!(reader().read(&path).is_err());
}
