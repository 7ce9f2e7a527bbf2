//! Features of ten properties around the towns of a made country.

use crate::random::Random;
use geo::{Coord, LineString, Point, Polygon};
use safepassage::layer::{
    Field, FieldType, GeometryType, Layer, LayerBuilder, LayerError, LayerFeature, LayerGeometry,
    LayerSchema, Value,
};
use safepassage::model::Sensitivity;
use std::f64::consts::TAU;

/// What is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// One position each.
    Points,
    /// Up to 62 positions each.
    Lines,
    /// Rings of up to 44 corners, now and then with a hole.
    Polygons,
}

impl Kind {
    /// The kind of this name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "points" => Some(Self::Points),
            "lines" => Some(Self::Lines),
            "polygons" => Some(Self::Polygons),
            _ => None,
        }
    }
}

const TOWNS: usize = 200;
const STATUS: [&str; 4] = ["open", "closed", "unknown", "contested"];
const NOTES: [&str; 6] = [
    "Reported by phone",
    "Confirmed by two sources",
    "أفاد به السكان",
    "No answer",
    "Seen from the road",
    "As announced",
];

/// The layer that they are of.
///
/// # Errors
///
/// None: its name and columns can be.
pub fn schema(kind: Kind) -> Result<LayerSchema, LayerError> {
    builder(kind).schema()
}

/// The features in a layer.
///
/// # Errors
///
/// None: they fit the layer.
pub fn layer(kind: Kind, count: usize, seed: u64) -> Result<Layer, LayerError> {
    let held: Vec<_> = features(kind, count, seed).collect::<Result<_, _>>()?;
    builder(kind).features(held).build()
}

fn builder(kind: Kind) -> LayerBuilder {
    let geometry = match kind {
        Kind::Points => GeometryType::Point,
        Kind::Lines => GeometryType::Line,
        Kind::Polygons => GeometryType::Area,
    };
    let mut layer = Layer::builder("made", geometry);
    for (name, holds) in [
        ("name", FieldType::Text),
        ("category", FieldType::Text),
        ("status", FieldType::Text),
        ("note", FieldType::Text),
        ("reported", FieldType::Text),
        ("persons", FieldType::Integer),
        ("rank", FieldType::Integer),
        ("score", FieldType::Real),
        ("share", FieldType::Real),
        ("confirmed", FieldType::Boolean),
    ] {
        layer = layer.field(Field::new(name, holds, "").sensitivity(Sensitivity::Low));
    }
    layer
}

/// The features, keys in ascending order.
pub fn features(
    kind: Kind,
    count: usize,
    seed: u64,
) -> impl Iterator<Item = Result<LayerFeature, LayerError>> + Send {
    let mut random = Random::new(seed, kind as u64);
    let towns: Vec<Coord> = (0..TOWNS)
        .map(|_| Coord { x: random.between(35.8, 42.2), y: random.between(32.4, 37.2) })
        .collect();
    (0..count).map(move |number| {
        let at = place(&towns, &mut random);
        let geometry: LayerGeometry = match kind {
            Kind::Points => Point(at).into(),
            Kind::Lines => line(at, &mut random).into(),
            Kind::Polygons => polygon(at, &mut random).into(),
        };
        let feature = LayerFeature::new(format!("made/{number:08}"), geometry, values(&mut random));
        Ok(feature.sensitivity(Sensitivity::Low))
    })
}

/// Nine of ten in a town, thinner outwards; the others anywhere.
fn place(towns: &[Coord], random: &mut Random) -> Coord {
    if random.happens(0.1) {
        return Coord { x: random.between(35.8, 42.2), y: random.between(32.4, 37.2) };
    }
    let town = towns[random.below(towns.len())];
    let (angle, far) = (random.between(0.0, TAU), random.unit() * random.unit() * 0.12);
    Coord { x: town.x + far * 1.2 * angle.cos(), y: town.y + far * angle.sin() }
}

fn values(random: &mut Random) -> Vec<Option<Value>> {
    let minute = random.below(500_000);
    vec![
        Some(format!("Place {}", random.below(50_000)).into()),
        Some(format!("category-{}", random.below(12)).into()),
        Some(STATUS[random.below(4)].into()),
        (!random.happens(0.3)).then(|| NOTES[random.below(6)].into()),
        Some(
            format!(
                "2024-{:02}-{:02}T{:02}:{:02}:00Z",
                minute % 12 + 1,
                minute / 12 % 28 + 1,
                minute / 336 % 24,
                minute / 8064 % 60
            )
            .into(),
        ),
        Some((random.below(5000) as i64).into()),
        Some((random.below(100) as i64 - 20).into()),
        Some(((random.unit() * 1e4).round() / 100.0 + 0.005).into()),
        Some((random.unit() * 1e6).floor().mul_add(1e-6, 1e-7).into()),
        Some(random.happens(0.5).into()),
    ]
}

fn line(from: Coord, random: &mut Random) -> LineString {
    let mut heading = random.between(0.0, TAU);
    let mut at = from;
    let mut positions = vec![at];
    for _ in 0..2 + random.below(60) {
        heading += random.between(-0.5, 0.5);
        let step = random.between(0.0001, 0.002);
        at = Coord { x: at.x + step * heading.cos(), y: at.y + step * heading.sin() };
        positions.push(at);
    }
    LineString(positions)
}

/// A star-shaped ring, now and then with a hole of the same kind inside.
fn polygon(at: Coord, random: &mut Random) -> Polygon {
    let size = 0.0002 * 60_f64.powf(random.unit());
    let sides = 5 + random.below(40);
    let ring = |random: &mut Random, low: f64, high: f64| {
        let corner = |side: usize, random: &mut Random| {
            let angle = TAU * side as f64 / sides as f64;
            let far = size * random.between(low, high);
            Coord { x: at.x + 1.2 * far * angle.cos(), y: at.y + far * angle.sin() }
        };
        let mut ring: Vec<Coord> = (0..sides).map(|side| corner(side, random)).collect();
        ring.push(ring[0]);
        LineString(ring)
    };
    let exterior = ring(random, 0.7, 1.0);
    let holes = if random.happens(0.1) { vec![ring(random, 0.2, 0.4)] } else { Vec::new() };
    Polygon::new(exterior, holes)
}
