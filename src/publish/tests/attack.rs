//! Attacks on what is published.

use super::super::{Audience, DropReason, Mask, MaskKey, Population, ReleaseLog, Units};
use crate::io::write::GeoJsonWriter;
use crate::layer::{
    Embargo, Field, FieldType, GeometryType, Layer, LayerFeature, StyleClass, Subject,
};
use crate::model::Sensitivity;
use crate::time::{State, TimeWindow};
use crate::units::Metres;
use geo::{Distance, Geodesic, MultiPolygon, Point, polygon};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

fn low(key: &str, at: Point) -> LayerFeature {
    LayerFeature::new(key, at, vec![]).sensitivity(Sensitivity::Low)
}

fn incidents(features: impl IntoIterator<Item = LayerFeature>) -> Layer {
    Layer::builder("incidents", GeometryType::Point).features(features).build().unwrap()
}

fn text(audience: &Audience, layer: &Layer) -> String {
    GeoJsonWriter::new().decimals(12).to_string(&audience.release(layer).layer).unwrap()
}

fn square(lon: f64, lat: f64, side: f64) -> MultiPolygon {
    MultiPolygon(vec![polygon![
        (x: lon, y: lat), (x: lon + side, y: lat), (x: lon + side, y: lat + side), (x: lon, y: lat + side),
    ]])
}

fn districts() -> Units {
    let cell = |n: u32| {
        let (i, j) = (f64::from(n % 4), f64::from(n / 4));
        (format!("SY02{n:02}"), format!("District {n}"), square(37.0 + i, 36.0 + j, 1.0))
    };
    Units::new((0..16).map(cell)).unwrap()
}

/// A person every 40 metres or so over a few kilometres.
fn town() -> Population {
    let cell = |n: u32| {
        Point::new(37.0 + f64::from(n % 120) * 0.000_45, 36.0 + f64::from(n / 120) * 0.000_36)
    };
    Population::new((0..14_400).map(|n| (cell(n), 1.0)))
}

fn mask(secret: u8) -> Mask {
    Mask::new(MaskKey::new([secret; 32]), Metres(150.0), Metres(400.0), 50, town()).unwrap()
}

fn metres(a: Point, b: Point) -> f64 {
    Geodesic.distance(a, b)
}

#[test]
fn units_leave_no_trace_of_the_place() {
    let by_units = Audience::builder("press").by_units("incidents", districts()).build().unwrap();
    let layer = incidents([
        low("incident/36.2345,37.6789", Point::new(37.678_9, 36.234_5)),
        low("incident/b", Point::new(38.2, 36.9)),
        low("incident/nowhere", Point::new(10.0, 10.0)),
    ]);
    let release = by_units.release(&layer);
    assert_eq!(release.report.coarsened, 2);
    assert_eq!(release.report.dropped[&DropReason::OutsideUnits], 1);
    let bytes = text(&by_units, &layer);
    for trace in ["37.67", "36.23", "incident/", "6789"] {
        assert!(!bytes.contains(trace), "{trace} in {bytes}");
    }
    assert!(bytes.contains("\"unit_code\":\"SY0200\"") && bytes.contains("SY0200/000001"));
    // Two records in one unit are told apart by a number alone, their shapes are the same.
    let near = incidents([low("a", Point::new(37.1, 36.1)), low("b", Point::new(37.9, 36.8))]);
    let seen = by_units.release(&near).layer;
    let shapes: Vec<_> = seen.layer().features().iter().map(LayerFeature::geometry).collect();
    assert_eq!(shapes[0], shapes[1]);
}

#[test]
fn a_line_is_shown_by_all_the_units_it_meets() {
    let by_units = Audience::builder("press").by_units("ways", districts()).build().unwrap();
    let way = geo::LineString::from(vec![(37.2, 36.5), (39.8, 36.5)]);
    let layer = Layer::builder("ways", GeometryType::Line)
        .feature(LayerFeature::new("way/1", way, vec![]).sensitivity(Sensitivity::Low))
        .build()
        .unwrap();
    let seen = by_units.release(&layer).layer;
    assert_eq!(seen.layer().geometry_type(), GeometryType::Area);
    assert_eq!(seen.layer().features()[0].values()[0], Some("SY0200; SY0201; SY0202".into()));
}

#[test]
fn a_mask_hides_among_enough_people_and_always_alike() {
    let mask = mask(7);
    for n in 0..200_u32 {
        let place = Point::new(37.01 + f64::from(n) * 0.000_17, 36.012 + f64::from(n % 17) * 0.001);
        let shown = mask.displace(place).expect("there are people around");
        assert!(mask.anonymity(place, shown) >= 50.0);
        assert!(metres(place, shown) >= 149.0, "{}", metres(place, shown));
        assert_eq!(mask.displace(place), Some(shown));
    }
    let nobody = Mask::new(MaskKey::new([7; 32]), Metres(150.0), Metres(400.0), 20_000, town());
    assert_eq!(nobody.unwrap().displace(Point::new(37.01, 36.01)), None);
}

#[test]
fn averages_over_repeats_come_no_nearer() {
    let mask = std::sync::Arc::new(mask(7));
    let masked = Audience::builder("press").masked("incidents", mask).build().unwrap();
    let place = Point::new(37.02, 36.02);
    // The same place under a thousand keys, and stated again some metres off each time.
    let jitter = |n: u32| {
        let (a, b) = (f64::from(n * 7919 % 101), f64::from(n * 104_729 % 103));
        Point::new(place.x() + (a - 50.0) * 1e-6, place.y() + (b - 51.0) * 1e-6)
    };
    for spread in [false, true] {
        let layer = incidents(
            (0..1000)
                .map(|n| low(&format!("incident/{n}"), if spread { jitter(n) } else { place })),
        );
        let release = masked.release(&layer);
        assert_eq!(release.report.masked, 1000);
        let shown: Vec<Point> = release
            .layer
            .layer()
            .features()
            .iter()
            .filter_map(|one| match one.geometry() {
                Some(crate::layer::LayerGeometry::Point(at)) => Some(*at),
                _ => None,
            })
            .collect();
        let count = shown.len() as f64;
        let mean = Point::new(
            shown.iter().map(|at| at.x()).sum::<f64>() / count,
            shown.iter().map(|at| at.y()).sum::<f64>() / count,
        );
        assert!(metres(mean, place) > 75.0, "the mean is {} m off", metres(mean, place));
    }
}

#[test]
fn embargoes_and_delays_wait_for_the_clock() {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let window = TimeWindow::new(at("2026-01-08T08:00:00Z"), at("2026-01-08T11:00:00Z")).unwrap();
    let until = Embargo { until: Some(at("2026-01-09T00:00:00Z")), until_window_ends: false };
    let over = Embargo { until: None, until_window_ends: true };
    let place = Point::new(37.1, 36.2);
    let layer = incidents([
        low("a", place).embargo(until),
        low("b", place).embargo(over).during(window),
        low("c", place).embargo(over),
        low("d", place),
        low("e", place).known_at(at("2026-01-08T12:00:00Z")),
    ]);
    let kept = |audience: Audience| -> Vec<String> {
        let layer = audience.release(&layer).layer;
        layer.layer().features().iter().map(|one| one.key().to_owned()).collect()
    };
    assert_eq!(kept(Audience::public()), ["d", "e"]);
    assert_eq!(kept(Audience::public().at(at("2026-01-08T10:59:59Z"))), ["d", "e"]);
    assert_eq!(kept(Audience::public().at(at("2026-01-08T11:00:00Z"))), ["b", "d", "e"]);
    assert_eq!(kept(Audience::public().at(at("2026-01-09T00:00:00Z"))), ["a", "b", "d", "e"]);
    assert_eq!(kept(Audience::internal()), ["a", "b", "c", "d", "e"]);
    let slow = Audience::builder("slow").delayed("incidents", SignedDuration::from_hours(24));
    let slow = slow.build().unwrap();
    // What was said when is not known of the others: they wait.
    assert!(kept(slow.clone().at(at("2026-01-09T11:59:59Z"))).is_empty());
    assert_eq!(kept(slow.at(at("2026-01-09T12:00:00Z"))), ["e"]);
}

#[test]
fn ways_flows_crowds_and_traces_are_never_public() {
    let place = Point::new(37.1, 36.2);
    for subject in [
        Subject::Route,
        Subject::Reached,
        Subject::Flow,
        Subject::Unserved,
        Subject::Crowd,
        Subject::Trace,
        Subject::Catchment,
        Subject::Bottleneck,
        Subject::Cut,
    ] {
        // Said to be harmless, it still is not.
        let layer = incidents([low("x", place).style(StyleClass::new(subject, State::Holds))]);
        assert_eq!(Audience::public().release(&layer).report.kept, 0, "{subject}");
        let seen = Audience::internal().release(&layer).report.kept;
        assert_eq!(seen, usize::from(subject != Subject::Trace), "{subject}");
    }
}

#[test]
fn columns_that_nobody_classed_stay_inside() {
    let layer = Layer::builder("gates", GeometryType::Point)
        .field(Field::harmless("name", FieldType::Text, ""))
        .field(Field::new("informant", FieldType::Text, ""))
        .feature(
            LayerFeature::new(
                "gate/1",
                Point::new(37.1, 36.2),
                vec![Some("Gate".into()), Some("Abu Omar".into())],
            )
            .sensitivity(Sensitivity::Low),
        )
        .build()
        .unwrap();
    assert!(!text(&Audience::public(), &layer).contains("Omar"));
    assert!(!text(&Audience::public(), &layer).contains("informant"));
    assert!(text(&Audience::internal(), &layer).contains("Omar"));
    let severe = Audience::builder("all").only_fields("gates", ["informant"]).build().unwrap();
    assert!(text(&severe, &layer).contains("Omar"), "to be listed is to be classed");
}

#[test]
fn nothing_is_more_precise_than_its_source() {
    let place = Point::new(37.123_456_7, 36.987_654_3);
    for (precision, expected) in
        [(1.0, "[37.12346,36.98765]"), (150.0, "[37.12,36.99]"), (30_000.0, "[37,37]")]
    {
        let layer = incidents([low("x", place).precise_to(Metres(precision))]);
        let bytes = text(&Audience::public(), &layer);
        assert!(bytes.contains(expected), "{precision}: {bytes}");
    }
}

fn counts(name: &str, rows: &[(&str, &[&str], i64)]) -> Layer {
    let features = rows.iter().map(|(key, cells, persons)| {
        LayerFeature::new(*key, Point::new(37.1, 36.2), vec![Some((*persons).into())])
            .sensitivity(Sensitivity::Low)
            .sums("persons", cells.iter().copied())
    });
    Layer::builder(name, GeometryType::Point)
        .field(Field::harmless("persons", FieldType::Integer, "").counts_people())
        .features(features)
        .build()
        .unwrap()
}

#[test]
fn counts_are_hidden_over_layers_and_releases() {
    let villages =
        counts("villages", &[("east", &["e"], 4), ("north", &["n"], 40), ("south", &["s"], 50)]);
    let totals = counts("totals", &[("all", &["e", "n", "s"], 94)]);
    let public = Audience::public();
    // Each by itself gives nothing away, so only the small one goes.
    assert_eq!(public.release(&villages).report.other_counts, 0);
    let mut log = ReleaseLog::new();
    let joint =
        public.release_together(&[villages.clone(), totals.clone()], &log, "monday").unwrap();
    let hidden: usize = joint.releases.iter().map(|one| one.report.other_counts).sum();
    assert_eq!((joint.releases[0].report.small_counts, hidden), (1, 1));
    // First the villages, then the totals: the log remembers.
    log.push(public.release_together(&[villages], &log, "monday").unwrap().logged);
    let after = public.release_together(&[totals], &log, "monday").unwrap();
    assert_eq!(after.releases[0].report.other_counts, 1);
}

proptest! {
    #[test]
    fn no_coordinate_of_a_coarsened_layer_is_in_the_bytes(
        places in prop::collection::vec((37.000_1..40.999_9_f64, 36.000_1..39.999_9_f64), 1..20),
    ) {
        let layer = incidents(places.iter().enumerate().map(|(n, (lon, lat))| {
            low(&format!("incident/{lon:.6},{lat:.6}/{n}"), Point::new(*lon, *lat))
        }));
        let by_units =
            Audience::builder("press").by_units("incidents", districts()).build().unwrap();
        let bytes = text(&by_units, &layer);
        for (lon, lat) in places {
            for number in [lon, lat] {
                // Three decimals of it, unless that is a border of the units.
                let digits = format!("{number:.3}");
                prop_assert!(digits.ends_with(".000") || !bytes.contains(&digits), "{digits}");
            }
        }
    }
}
