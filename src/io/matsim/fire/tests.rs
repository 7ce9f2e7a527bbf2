use super::*;
use crate::geodesy;
use crate::model::Feature;
use crate::time::State;
use proptest::prelude::*;

fn at() -> RecordRef {
    RecordRef::file("fire")
}

fn start() -> Timestamp {
    "2022-01-12T01:00:00Z".parse().unwrap()
}

/// Cells of 0.001° in a row, the first ring left open.
const GRID: &str = r#"{"type": "FeatureCollection", "features": [
  {"type": "Feature", "properties": {"H": 0.5}, "geometry": {"type": "Polygon", "coordinates": [[[144.0, -38.0], [144.001, -38.0], [144.001, -38.001], [144.0, -38.001]]]}},
  {"type": "Feature", "properties": {"H": 0.0001}, "geometry": {"type": "Polygon", "coordinates": [[[144.001, -38.0], [144.002, -38.0], [144.002, -38.001], [144.001, -38.001], [144.001, -38.0]]]}},
  {"type": "Feature", "properties": {"H": 2.9}, "geometry": {"type": "Polygon", "coordinates": [[[144.002, -38.0], [144.003, -38.0], [144.003, -38.001], [144.002, -38.001], [144.002, -38.0]]]}},
  {"type": "Feature", "properties": {"H": null}, "geometry": {"type": "Polygon", "coordinates": [[[144.003, -38.0], [144.004, -38.0], [144.004, -38.001]]]}},
  {"type": "Feature", "properties": {"H": -1}, "geometry": {"type": "Polygon", "coordinates": [[[144.003, -38.0], [144.004, -38.0], [144.004, -38.001]]]}},
  {"type": "Feature", "properties": {"H": 1}, "geometry": null}]}"#;

fn zones(cells: Cells) -> (Vec<HazardZone>, Vec<String>) {
    let mut issues = Vec::new();
    let zones = cells.zones(&at(), "fire", start(), &mut issues);
    (zones, issues.iter().map(ToString::to_string).collect())
}

#[test]
fn cells_of_one_hour_are_one_zone_from_the_beginning_of_that_hour() {
    let cells = Cells::of_grid(GRID, &at(), &Crs::degrees(), "H").unwrap();
    let (zones, issues) = zones(cells);
    let ids: Vec<&str> = zones.iter().map(|zone| zone.id().as_str()).collect();
    assert_eq!(ids, ["fire-000", "fire-002"]);
    let area = |zone: &HazardZone| geodesy::area_of_all_m2(zone.area().polygons());
    assert_eq!(zones[0].area().polygons().0.len(), 1);
    assert!((area(&zones[0]) / area(&zones[1]) - 2.0).abs() < 1e-4);
    let state = |text: &str| zones[1].schedule().active_at(text.parse().unwrap());
    assert_eq!(state("2022-01-12T02:59:59Z"), State::DoesNotHold);
    assert_eq!(state("2022-01-12T03:00:00Z"), State::Holds);
    assert_eq!(state("2032-01-12T03:00:00Z"), State::Holds);
    assert_eq!(
        issues,
        [
            "error[matsim-cell-unreadable]: fire, feature 5: property \"H\": expected hours, 0 or more, \
          found -1; the first of 2 such cells (left out)"
        ]
    );
}

#[test]
fn a_raster_gives_cells_as_wide_as_its_steps() {
    let raster = "144.000 -38.000 -3.4028234663852886e+38\n144.002 -38.000 100\n144.004 -38.000 3700\n\
                  144.002 -38.002 200\n144.004 -38.002 3.4028234663852886e+38\n\nx y z\n";
    let cells = Cells::of_raster(raster, &at(), 1.0).unwrap();
    let (zones, issues) = zones(cells);
    let boxes: Vec<_> = zones
        .iter()
        .map(|zone| geo::BoundingRect::bounding_rect(zone.area().polygons()).unwrap())
        .collect();
    assert_eq!(zones.len(), 2);
    for (found, expected) in [
        (boxes[0].min().x, 144.001),
        (boxes[0].max().x, 144.003),
        (boxes[0].min().y, -38.003),
        (boxes[0].max().y, -37.999),
        (boxes[1].max().x, 144.005),
    ] {
        assert!((found - expected).abs() < 1e-9, "{found} {expected}");
    }
    assert_eq!(issues.len(), 1);
    assert!(
        issues[0].contains("feature 7: expected a longitude, a latitude and a time"),
        "{issues:?}"
    );
}

#[test]
fn a_raster_without_a_step_is_refused() {
    for text in ["", "144 -38 5", "144 -38 5\n144 -38 6", "144 -38 5\n145 -38 6"] {
        let error = Cells::of_raster(text, &at(), 1.0).unwrap_err().to_string();
        assert!(error.contains("expected cells in two columns and two rows or more"), "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// The area of a union is at most the sum, and every cell's middle is covered.
    #[test]
    fn every_cell_is_covered_in_its_hour(cells in prop::collection::btree_map((0_u8..8, 0_u8..8), 0_u16..4000, 3..40)) {
        let text: String = cells.iter().map(|((x, y), seconds)| {
            format!("{} {} {seconds}\n", 144.0 + 0.001 * f64::from(*x), -38.0 + 0.001 * f64::from(*y))
        }).collect();
        let columns: std::collections::BTreeSet<u8> = cells.keys().map(|at| at.0).collect();
        let rows: std::collections::BTreeSet<u8> = cells.keys().map(|at| at.1).collect();
        prop_assume!(columns.len() > 1 && rows.len() > 1);
        let (zones, issues) = zones(Cells::of_raster(&text, &at(), 1.0).unwrap());
        prop_assert!(issues.is_empty());
        for ((x, y), seconds) in &cells {
            let id = format!("fire-{:03}", seconds / 3600);
            let zone = zones.iter().find(|zone| zone.id().as_str() == id).unwrap();
            let middle = geo::Point::new(144.0 + 0.001 * f64::from(*x), -38.0 + 0.001 * f64::from(*y));
            prop_assert!(geo::Intersects::intersects(zone.area().polygons(), &middle));
        }
    }

    #[test]
    fn damage_never_panics(at in any::<prop::sample::Index>(), byte in 32_u8..127, cut in any::<prop::sample::Index>()) {
        let mut text = GRID.as_bytes().to_vec();
        let place = at.index(text.len());
        text[place] = byte;
        text.truncate(cut.index(text.len()).max(1));
        let text = String::from_utf8(text).unwrap();
        if let Ok(cells) = Cells::of_grid(&text, &super::tests::at(), &Crs::degrees(), "H") {
            zones(cells);
        }
    }
}
