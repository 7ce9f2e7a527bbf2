use super::made::{HARD, far_areas, low, points, released};
use geo::Point;
use safepassage::io::write::{CsvWriter, LayerWriter};
use safepassage::layer::{Field, FieldType, GeometryType, Layer};

fn text(writer: CsvWriter, layer: &safepassage::publish::ReleasedLayer) -> String {
    let mut bytes = Vec::new();
    writer.write_to(layer, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Rows of a text that keeps to RFC 4180, by a reader that knows nothing else.
fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {
                assert_eq!(characters.next(), Some('\n'));
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other => cell.push(other),
        }
    }
    assert!(!quoted && row.is_empty() && cell.is_empty());
    rows
}

#[test]
fn values_come_back() {
    let rows = rows(&text(CsvWriter::new(), &points(4)));
    assert_eq!(
        rows[0],
        ["id", "key", "name", "persons", "rate", "daily", "said_at", "start", "end", "wkt"]
    );
    assert_eq!(rows[1][1..], ["made/000000", "", "", "", "", "", "", "", ""]);
    assert_eq!(rows[2][2], HARD.replace('\0', "\u{fffd}"));
    assert_eq!(rows[2][3..7], ["-2", "0.0", "true", "1969-12-31T23:59:59.9999999Z"]);
    assert_eq!(rows[2][7..9], ["2016-12-15T12:00:00.25Z", ""]);
    assert!(rows[2][9].starts_with("POINT (37."), "{}", rows[2][9]);
    assert_eq!(rows[3][7..9], ["", ""]);
}

#[test]
fn empty_and_unknown_text_differ() {
    let layer = Layer::builder("a", GeometryType::Point)
        .field(Field::harmless("name", FieldType::Text, ""))
        .feature(low("a", Point::new(1.0, 2.0), vec![Some("".into())]))
        .feature(low("b", Point::new(1.0, 2.0), vec![None]));
    let text = text(CsvWriter::new(), &released(&layer.build().unwrap()));
    assert!(
        text.contains(",a,\"\",POINT (1 2)\r\n") && text.contains(",b,,POINT (1 2)\r\n"),
        "{text}"
    );
}

#[test]
fn areas_are_cut_and_in_one_type() {
    let text = text(CsvWriter::new(), &far_areas());
    assert_eq!(text.matches("MULTIPOLYGON ((").count(), 2, "{text}");
    assert!(text.contains("180 -17") && text.contains("-180 -17"), "{text}");
    assert!(text.contains("180 90"), "{text}");
}

#[test]
fn formulas_are_data_unless_guarded() {
    let layer = Layer::builder("a", GeometryType::Point)
        .field(Field::harmless("=name", FieldType::Text, ""))
        .feature(low("@key", Point::new(1.0, 2.0), vec![Some("=1+1".into())]));
    let layer = released(&layer.build().unwrap());
    let plain = text(CsvWriter::new(), &layer);
    assert!(plain.contains(",@key,=1+1,"), "{plain}");
    let guarded = text(CsvWriter::new().guard_formulas().byte_order_mark(), &layer);
    assert!(guarded.starts_with("\u{feff}id,key,\"'=name\",wkt\r\n"), "{guarded}");
    assert!(guarded.contains(",\"'@key\",\"'=1+1\","), "{guarded}");
}
