use super::*;
use proptest::prelude::*;

fn point(text: &str) -> Option<f64> {
    number(Value::Text(text), Decimal::Point)
}

#[test]
fn numbers_as_people_write_them() {
    for (text, expected) in [
        ("0", 0.0),
        (" 148,000 ", 148_000.0),
        ("1 234 567", 1_234_567.0),
        ("1\u{a0}234", 1234.0),
        ("١٤٨٬٠٠٠", 148_000.0),
        ("٣٦٫٢", 36.2),
        ("۱۲۳", 123.0),
        ("\u{200f}12", 12.0),
        ("−5", -5.0),
        ("5.", 5.0),
        (".5", 0.5),
        ("1e3", 1000.0),
    ] {
        assert_eq!(point(text), Some(expected), "{text}");
    }
    for text in [
        "",
        "-",
        ".",
        "1,5",
        "12,34",
        "1,2345",
        "1,234 567",
        "1.2.3",
        "NaN",
        "inf",
        "1e",
        "1e999",
        "5 km",
        "0x10",
    ] {
        assert_eq!(point(text), None, "{text}");
    }
}

#[test]
fn a_comma_is_a_fraction_only_if_declared() {
    let comma = |text: &str| number(Value::Text(text), Decimal::Comma);
    assert_eq!(comma("12,5"), Some(12.5));
    assert_eq!(comma("1.234,5"), Some(1234.5));
    assert_eq!(comma("1.234"), Some(1234.0));
    assert_eq!(comma("12.5"), None);
    assert_eq!(count(Value::Text("5.0"), Decimal::Point), Some(5));
    assert_eq!(count(Value::Text("5.5"), Decimal::Point), None);
    assert_eq!(count(Value::Text("-5"), Decimal::Point), None);
    assert_eq!(count(Value::Text("18446744073709551615"), Decimal::Point), Some(u64::MAX));
}

#[test]
fn zero_is_a_coordinate() {
    for text in ["0", "0.0", "0,0", "-0", "0°", "0°0'0\"N", "٠"] {
        assert_eq!(degrees(Value::Text(text), ['N', 'S']), Some(0.0), "{text}");
    }
    assert_eq!(pair("0,0"), Some((0.0, 0.0)));
    assert_eq!(pair("51.4779, 0"), Some((0.0, 51.4779)));
    assert_eq!(pair("0;36.82"), Some((36.82, 0.0)));
    assert_eq!(degrees(Value::Number(0.0), ['N', 'S']), Some(0.0));
}

#[test]
fn angles_in_every_usual_form() {
    let lat = |text: &str| degrees(Value::Text(text), ['N', 'S']);
    for text in ["36.2", "36,2", "36°12'", "36°12′00″N", "N 36 12 00", "36:12", "36° 12' 0\" n"]
    {
        assert!((lat(text).unwrap() - 36.2).abs() < 1e-9, "{text}");
    }
    assert_eq!(lat("36°12'S"), Some(-36.2));
    assert_eq!(lat("-36°30'"), Some(-36.5));
    for text in ["36°61'", "36.5°12'", "36 12 0 5", "-36°S", "36E", "north", "36,2,1", ""] {
        assert_eq!(lat(text), None, "{text}");
    }
    assert_eq!(pair("36.2021, 37.1343"), Some((37.1343, 36.2021)));
    assert_eq!(pair("36,2021;37,1343"), Some((37.1343, 36.2021)));
    assert_eq!(pair("36.2"), None);
}

proptest! {
    #[test]
    fn whatever_is_written_reads_back(number in -1e9_f64..1e9, count_of in any::<u64>()) {
        prop_assert_eq!(point(&number.to_string()), Some(number));
        prop_assert_eq!(degrees(Value::Text(&number.to_string()), ['N', 'S']), Some(number));
        prop_assert_eq!(count(Value::Text(&count_of.to_string()), Decimal::Point), Some(count_of));
    }

    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,30}") {
        let _ = (point(&text), degrees(Value::Text(&text), ['N', 'S']), pair(&text));
    }
}
