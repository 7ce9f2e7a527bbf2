//! Layers made for tests of tiles, and plain geometry to hold tiles against.

use super::read::{self, Archive, At};
use super::*;
use safepassage::io::write::TilesWritten;
use safepassage::model::Sensitivity;
use std::f64::consts::TAU;

pub(crate) fn low(
    key: &str,
    geometry: impl Into<LayerGeometry>,
    values: Vec<Option<Value>>,
) -> LayerFeature {
    LayerFeature::new(key, geometry, values).sensitivity(Sensitivity::Low)
}

/// For an audience that sees every decimal there is.
pub(crate) fn exact(layer: &Layer) -> ReleasedLayer {
    Audience::builder("test").decimals(12).build().unwrap().release(layer).layer
}

pub(crate) fn layer_of(
    kind: GeometryType,
    geometries: impl Iterator<Item = LayerGeometry>,
) -> ReleasedLayer {
    named("a", kind, geometries)
}

pub(crate) fn named(
    name: &str,
    kind: GeometryType,
    geometries: impl Iterator<Item = LayerGeometry>,
) -> ReleasedLayer {
    let features =
        geometries.enumerate().map(|(at, geometry)| low(&format!("{name}/{at}"), geometry, vec![]));
    let layer =
        features.fold(Layer::builder(name, kind), safepassage::layer::LayerBuilder::feature);
    exact(&layer.build().unwrap())
}

/// Writes layers and reads them back.
pub(crate) fn written(writer: &TilesWriter, layers: &[&ReleasedLayer]) -> (TilesWritten, Archive) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("map.pmtiles");
    let mut features: Vec<_> = layers.iter().map(|layer| layer.features()).collect();
    let report = writer.write(&mut features, &path).unwrap();
    (report, read::read(&path))
}

/// A place within some degrees of Aleppo, to seven decimals.
pub(crate) fn near() -> impl Strategy<Value = Coord> {
    (0..50_000_000, 0..50_000_000)
        .prop_map(|(x, y)| Coord { x: 35.0 + f64::from(x) / 1e7, y: 33.0 + f64::from(y) / 1e7 })
}

pub(crate) fn line() -> impl Strategy<Value = LineString> {
    proptest::collection::vec(near(), 2..30).prop_map(LineString::new)
}

/// A ring round a place with a hole.
pub(crate) fn area() -> impl Strategy<Value = Polygon> {
    (near(), proptest::collection::vec(0.001..1.5, 4..20), any::<bool>()).prop_map(
        |(middle, radii, hole)| {
            let ring = |by: f64| {
                let mut corners: Vec<Coord> = radii
                    .iter()
                    .enumerate()
                    .map(|(at, radius)| {
                        let turn = TAU * at as f64 / radii.len() as f64;
                        Coord {
                            x: middle.x + by * radius * turn.cos(),
                            y: middle.y + by * radius * turn.sin(),
                        }
                    })
                    .collect();
                corners.push(corners[0]);
                LineString::new(corners)
            };
            Polygon::new(ring(1.0), if hole { vec![ring(0.5)] } else { vec![] })
        },
    )
}

/// The same places each time.
pub(crate) fn many(count: usize) -> Vec<Coord> {
    let mut state = 7_u64;
    let mut next = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f64 / f64::from(1 << 24)
    };
    (0..count).map(|_| Coord { x: 30.0 + 9.0 * next(), y: 30.0 + 9.0 * next() }).collect()
}

pub(crate) fn square(at: Coord, side: f64) -> Polygon {
    let corner = |x: f64, y: f64| (at.x + x * side, at.y + y * side);
    Polygon::new(
        LineString::from(vec![
            corner(0.0, 0.0),
            corner(1.0, 0.0),
            corner(1.0, 1.0),
            corner(0.0, 1.0),
            corner(0.0, 0.0),
        ]),
        vec![],
    )
}

/// Where degrees lie in a tile, in its units.
pub(crate) fn on_tile(degrees: Coord, (zoom, column, row): At) -> [f64; 2] {
    let world = EXTENT as f64 * f64::from(1 << zoom);
    let north = degrees.y.to_radians().tan().asinh();
    [
        (degrees.x + 180.0) / 360.0 * world - EXTENT as f64 * f64::from(column),
        (0.5 - north / TAU) * world - EXTENT as f64 * f64::from(row),
    ]
}

/// The tile that a place lies in.
pub(crate) fn home(degrees: Coord, zoom: u8) -> At {
    let [x, y] = on_tile(degrees, (18, 0, 0)).map(|at| at.round() as u32);
    (zoom, x >> (30 - zoom), y >> (30 - zoom))
}

/// A line in a tile's units; what is straight in degrees is a curve there.
pub(crate) fn curve_on_tile(line: &LineString, at: At) -> Vec<[f64; 2]> {
    const PIECES: usize = 48;
    let piece = |side: geo::Line, piece: usize| {
        let share = piece as f64 / PIECES as f64;
        on_tile(side.start + (side.end - side.start) * share, at)
    };
    line.lines().flat_map(|side| (0..=PIECES).map(move |number| piece(side, number))).collect()
}

/// How far a place is from a path, or from a ring.
pub(crate) fn distance([x, y]: [f64; 2], path: &[[f64; 2]], closed: bool) -> f64 {
    let sides = path.len() - usize::from(!closed);
    (0..sides)
        .map(|at| {
            let ([ax, ay], [bx, by]) = (path[at], path[(at + 1) % path.len()]);
            let long = (bx - ax) * (bx - ax) + (by - ay) * (by - ay);
            let share = if long > 0.0 {
                (((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / long).clamp(0.0, 1.0)
            } else {
                0.0
            };
            (x - ax - share * (bx - ax)).hypot(y - ay - share * (by - ay))
        })
        .fold(f64::INFINITY, f64::min)
}

/// Whether a place lies in an odd number of rings.
pub(crate) fn in_polygon([x, y]: [f64; 2], rings: &[Vec<[f64; 2]>]) -> bool {
    let crosses = |ring: &Vec<[f64; 2]>| {
        (0..ring.len())
            .filter(|at| {
                let ([ax, ay], [bx, by]) = (ring[*at], ring[(at + 1) % ring.len()]);
                (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax
            })
            .count()
    };
    rings.iter().map(crosses).sum::<usize>() % 2 == 1
}

/// Twice the area, above zero if the ring runs clockwise where y points down.
pub(crate) fn doubled(ring: &[[i64; 2]]) -> i64 {
    (0..ring.len())
        .map(|at| {
            let ([ax, ay], [bx, by]) = (ring[at], ring[(at + 1) % ring.len()]);
            ax * by - bx * ay
        })
        .sum()
}
