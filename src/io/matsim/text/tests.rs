use super::*;
use serde_json::Value;

fn read(text: &str) -> Result<(Value, Vec<String>), MatsimError> {
    let mut issues = Vec::new();
    let value = json(text, &RecordRef::file("orders.json"), &mut issues)?;
    Ok((value, issues.iter().map(ToString::to_string).collect()))
}

#[test]
fn a_comma_before_a_closing_bracket_is_passed_over_and_told() {
    let (value, issues) = read("{\"a\": [1, 2,\n ],\n \"b\": \",]\", }").unwrap();
    assert_eq!(value, serde_json::json!({"a": [1, 2], "b": ",]"}));
    assert_eq!(
        issues,
        ["warning[matsim-last-comma]: orders.json, line 2: expected no comma before a closing \
          bracket, found one (passed over)"]
    );
    assert_eq!(read(r#"{"a": "\",}"}"#).unwrap().1, [] as [String; 0]);
}

#[test]
fn other_faults_stay_faults() {
    for text in ["", "{", "[1,,]", "[,]x", "{\"a\" 1,}", "[1 2,]"] {
        let error = read(text).unwrap_err().to_string();
        assert!(error.starts_with("orders.json: line "), "{text}: {error}");
    }
}
