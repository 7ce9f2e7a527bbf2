use super::{Series, fitted, log_log};

#[test]
fn the_exponent_of_a_power_is_found() {
    let points: Vec<(f64, f64)> =
        [10.0, 100.0, 1e4, 1e5].map(|n: f64| (n, 3.0 * n.powf(1.25))).to_vec();
    let (slope, offset) = fitted(&points).unwrap();
    assert!((slope - 1.25).abs() < 1e-9 && (offset - 3_f64.log10()).abs() < 1e-9);
    assert_eq!(fitted(&points[..1]), None);
    assert_eq!(fitted(&[(10.0, 1.0), (10.0, 2.0)]), None);
}

#[test]
fn lines_marks_and_exponents_are_drawn() {
    let line = Series {
        name: "preparing".into(),
        points: vec![(1e4, 0.01), (1e5, 0.1)],
        marks: vec![(2e5, 0.3)],
    };
    let none = Series { name: "nothing".into(), points: vec![], marks: vec![] };
    let text = log_log("work", "nodes", "seconds", &[none, line]).to_string();
    assert!(text.contains("preparing: n^1.00"));
    assert!(!text.contains("nothing"));
    assert_eq!(text.matches("<circle").count(), 2);
    assert_eq!(text.matches("m0 -8").count(), 1);
}
