//! Polygons and circles as national services write them: read, mended, or
//! refused with a reason.
#![cfg(feature = "cap")]

use safepassage::geodesy::area_of_all_m2;
use safepassage::io::cap::{AlertArea, CapReader, Ring};
use safepassage::record::RecordRef;

const ALERT: &str = r#"<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>7</identifier>
    <sender>a@b.org</sender><sent>2026-01-08T10:00:00+03:00</sent><status>Actual</status>
    <msgType>Alert</msgType><scope>Public</scope><info><category>Safety</category>
    <event>Smoke</event><urgency>Immediate</urgency><severity>Severe</severity>
    <certainty>Observed</certainty><area><areaDesc>Town</areaDesc>HERE</area></info></alert>"#;

/// The area of an alert in which this stands, and the codes of what was found.
fn area(text: &str) -> (AlertArea, Vec<String>) {
    let loaded = CapReader::new().from_str("alert.xml", &ALERT.replace("HERE", text)).unwrap();
    let codes = loaded.issues.iter().map(|issue| issue.code.to_owned()).collect();
    (loaded.alerts[0].infos[0].areas[0].clone(), codes)
}

fn polygons(area: &AlertArea) -> usize {
    area.shape(&RecordRef::default()).0.map_or(0, |area| area.polygons().0.len())
}

fn square_metres(area: &AlertArea) -> f64 {
    area.shape(&RecordRef::default()).0.map_or(0.0, |area| area_of_all_m2(area.polygons()))
}

const SQUARE: [[f64; 2]; 5] =
    [[37.0, 36.0], [37.1, 36.0], [37.1, 36.1], [37.0, 36.1], [37.0, 36.0]];

#[test]
fn odd_coordinates_are_read_and_said() {
    let plain = "36,37 36,37.1 36.1,37.1 36.1,37 36,37";
    let expected = vec![Ring(SQUARE.to_vec())];
    for (text, mended) in [
        (plain.to_owned(), false),
        (plain.replace(' ', "\n\t  "), false),
        (plain.replace("36,", "+36.000,"), false),
        (plain.replace(' ', ", "), true),
        (plain.replace(',', ", "), true),
        (plain.replace(',', " "), true),
        (plain.replace(',', " , "), true),
        (plain.replace(' ', ";"), false),
    ] {
        let (area, codes) = area(&format!("<polygon>{text}</polygon>"));
        if text.contains(';') {
            assert_eq!(codes, ["cap-polygon-refused"], "{text}");
            continue;
        }
        assert_eq!(area.polygons, expected, "{text}");
        assert_eq!(codes.len(), usize::from(mended), "{text}: {codes:?}");
    }
    let minus = "\u{2212}36,37 \u{2212}36,37.1 \u{2212}36.1,37.1 \u{2212}36,37";
    let (area, codes) = area(&format!("<polygon>{minus}</polygon>"));
    assert_eq!(
        (area.polygons[0].0[0], codes),
        ([37.0, -36.0], vec!["cap-polygon-mended".to_owned()])
    );
}

#[test]
fn coordinates_that_would_have_to_be_guessed_are_refused() {
    for text in
        ["36,37,5 36,38,5 37,38,5 36,37,5", "36,37 nan,38 37,38", "36,37 1e999,3", "36;37;38", "x"]
    {
        let (area, codes) = area(&format!("<polygon>{text}</polygon>"));
        assert_eq!(
            (area.polygons.len(), codes),
            (0, vec!["cap-polygon-refused".to_owned()]),
            "{text}"
        );
    }
}

#[test]
fn unclosed_and_crossing_rings_are_mended_or_refused() {
    let (open, codes) = area("<polygon>36,37 36,37.1 36.1,37.1 36.1,37</polygon>");
    assert_eq!((polygons(&open), codes), (1, vec!["ring-unclosed".to_owned()]));
    // A small loop at a corner is a slip; a bow tie could enclose either half.
    let slip = "36,37 36,38 37,38 37,36.99999 37.00001,37.00001 36,37";
    let (slip, codes) = area(&format!("<polygon>{slip}</polygon>"));
    assert_eq!((polygons(&slip), codes), (1, vec!["ring-self-crossing".to_owned()]));
    let (bow, codes) = area("<polygon>36,37 37,38 37,37 36,38 36,37</polygon>");
    assert_eq!((polygons(&bow), codes), (0, vec!["ring-not-mendable".to_owned()]));
    let (line, codes) = area("<polygon>36,37 36,37.1 36,37.2 36,37</polygon>");
    assert_eq!((polygons(&line), codes), (0, vec!["ring-too-few-points".to_owned()]));
}

#[test]
fn one_bad_polygon_does_not_cost_the_others() {
    let good = "<polygon>36,37 36,37.1 36.1,37.1 36,37</polygon>";
    let other = good.replace("36", "46");
    let bow = "<polygon>26,37 27,38 27,37 26,38 26,37</polygon>";
    let (area, codes) = area(&format!("{good}{bow}<polygon></polygon>{other}"));
    assert_eq!(polygons(&area), 2);
    assert_eq!(codes, ["cap-polygon-empty", "ring-not-mendable"]);
}

#[test]
fn polygons_that_overlap_are_joined_and_circles_added() {
    let first = "<polygon>36,37 36,37.2 36.2,37.2 36.2,37 36,37</polygon>";
    let second = "<polygon>36.1,37.1 36.1,37.3 36.3,37.3 36.3,37.1 36.1,37.1</polygon>";
    let (both, _) = area(&format!("{first}{second}<circle>40,37 10</circle>"));
    assert_eq!(polygons(&both), 2);
    let one = square_metres(&area(first).0) + square_metres(&area(second).0);
    let circle = std::f64::consts::PI * 1e8;
    let found = square_metres(&both);
    assert!(found < one + circle && found > 0.8 * one + circle, "{found}");
}

#[test]
fn swapped_axes_are_turned_only_when_there_is_no_doubt() {
    // 121 is no latitude; the second polygon would pass by itself.
    let (area_, codes) = area(
        "<polygon>121,25 121.1,25 121.1,25.1 121,25</polygon>\
         <polygon>80,25 80.1,25 80.1,25.1 80,25</polygon>",
    );
    assert_eq!(codes, ["cap-axes-swapped"]);
    assert_eq!(area_.polygons[0].0[0], [121.0, 25.0]);
    assert_eq!(area_.polygons[1].0[0], [80.0, 25.0]);
    // Turning would put the other one off the earth, so it is no swap.
    let (area_, codes) = area(
        "<polygon>121,25 121.1,25 121.1,25.1 121,25</polygon>\
         <polygon>25,121 25,121.1 25.1,121.1 25,121</polygon>",
    );
    assert_eq!(codes, ["cap-polygon-refused"]);
    assert_eq!(area_.polygons.len(), 1);
    // In range either way: read as CAP has it.
    let (area_, codes) = area("<polygon>37,36 37,36.1 37.1,36.1 37,36</polygon>");
    assert_eq!((area_.polygons[0].0[0], codes.len()), ([36.0, 37.0], 0));
}

#[test]
fn zero_is_a_coordinate() {
    let (zero, codes) = area("<polygon>0,0 0,0.1 0.1,0.1 0.1,0 0,0</polygon>");
    assert_eq!((polygons(&zero), codes.len()), (1, 0));
    let (edge, codes) = area("<circle>0,0 5</circle>");
    assert_eq!((polygons(&edge), codes.len()), (1, 0));
}

#[test]
fn a_polygon_over_the_antimeridian_is_cut() {
    let (fiji, codes) = area("<polygon>-16,179 -16,-179 -17,-179 -17,179 -16,179</polygon>");
    assert_eq!((polygons(&fiji), codes), (2, vec!["antimeridian-crossing".to_owned()]));
    let found = square_metres(&fiji);
    assert!((2.2e10..2.5e10).contains(&found), "{found}");
}

#[test]
fn a_polygon_of_6208_vertices_is_read() {
    let corners = 6208;
    let ring: Vec<String> = (0..=corners)
        .map(|corner| {
            let angle = std::f64::consts::TAU * f64::from(corner % corners) / f64::from(corners);
            let radius = 1.0 + 0.01 * f64::from(corner % 2);
            format!("{:.6},{:.6}", -15.0 + radius * angle.sin(), -50.0 + radius * angle.cos())
        })
        .collect();
    let (wide, codes) = area(&format!("<polygon>{}</polygon>", ring.join("\n")));
    assert_eq!((wide.polygons[0].0.len(), polygons(&wide), codes.len()), (6209, 1, 0));
}

#[test]
fn circles_of_any_size_are_drawn_or_refused() {
    for (text, drawn, code) in [
        ("36,37 25.5", 1, ""),
        ("36,37,25.5", 1, "cap-polygon-mended"),
        ("36, 37 25.5", 1, "cap-polygon-mended"),
        ("36,37 0", 0, "cap-circle-point"),
        ("36,37 0.0", 0, "cap-circle-point"),
        ("36,37 -1", 0, "cap-circle-refused"),
        ("36,37", 0, "cap-circle-refused"),
        ("36,37 NaN", 0, "cap-circle-refused"),
        ("89.9,37 500", 0, "cap-circle-refused"),
        ("36,37 20000", 0, "cap-circle-refused"),
        ("96,200 20", 0, "cap-circle-refused"),
        ("", 0, "cap-polygon-empty"),
        ("0,180 100", 2, ""),
    ] {
        let (area, codes) = area(&format!("<circle>{text}</circle>"));
        assert_eq!(polygons(&area), drawn, "{text}");
        assert_eq!(codes.join(" "), code, "{text}");
    }
    let (area, _) = area("<circle>36,37 25</circle>");
    let (found, true_area) = (square_metres(&area), std::f64::consts::PI * 25_000.0_f64.powi(2));
    assert!(found >= true_area * 0.9999 && found < true_area * 1.002, "{found} {true_area}");
}
