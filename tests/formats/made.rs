//! Made layers that are hard to write.

use geo::{Point, Polygon, polygon};
use jiff::Timestamp;
use safepassage::layer::{
    Field, FieldType, GeometryType, Layer, LayerBuilder, LayerFeature, LayerGeometry, Value,
};
use safepassage::model::Sensitivity;
use safepassage::publish::{Audience, ReleasedLayer};
use safepassage::time::TimeWindow;
use std::io::{self, Write};

/// An audience that sees every decimal there is.
pub(crate) fn released(layer: &Layer) -> ReleasedLayer {
    Audience::builder("test").decimals(12).build().unwrap().release(layer).layer
}

pub(crate) fn low(
    key: &str,
    geometry: impl Into<LayerGeometry>,
    values: Vec<Option<Value>>,
) -> LayerFeature {
    LayerFeature::new(key, geometry, values).sensitivity(Sensitivity::Low)
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A column of each type.
pub(crate) fn typed(name: &str, geometry_type: GeometryType) -> LayerBuilder {
    Layer::builder(name, geometry_type)
        .title("Made \"layer\" <b>&</b>")
        .description("Made")
        .field(Field::harmless("name", FieldType::Text, "what people call it"))
        .field(Field::harmless("persons", FieldType::Integer, ""))
        .field(Field::harmless("rate", FieldType::Real, ""))
        .field(Field::harmless("daily", FieldType::Boolean, ""))
        .field(Field::harmless("said_at", FieldType::Time, ""))
        .label("name")
}

pub(crate) const HARD: &str = "a\u{0}b\u{1}\u{b} \"q\" 'r', <script>alert(1)</script> & 🚧\nحاجز";

/// Points with and without a place, a window and values.
pub(crate) fn points(count: usize) -> ReleasedLayer {
    let window = TimeWindow::since(at("2016-12-15T12:00:00.25Z"));
    let rows = (0..count).map(|number| {
        let key = format!("made/{number:06}");
        let values = vec![
            Some(HARD.into()),
            Some((number as i64 - 3).into()),
            Some((-0.0).into()),
            Some(true.into()),
            Some(at("1969-12-31T23:59:59.9999999Z").into()),
        ];
        match number % 4 {
            0 => LayerFeature::unlocated(key, vec![None; 5]).sensitivity(Sensitivity::Low),
            1 => low(&key, place(number), values).during(window),
            _ => low(&key, place(number), values),
        }
    });
    released(&typed("points", GeometryType::Point).timed().features(rows).build().unwrap())
}

/// Places spread without order over a square of one degree.
pub(crate) fn place(number: usize) -> Point {
    let spread = |factor: usize| ((number * factor) % 10_007) as f64 / 10_007.0;
    Point::new(37.0 + spread(3571), 36.0 + spread(7919))
}

/// An area over the antimeridian and one round the pole.
pub(crate) fn far_areas() -> ReleasedLayer {
    let none = || vec![None; 5];
    let over =
        polygon![(x: 179., y: -17.), (x: -179., y: -17.), (x: -179., y: -16.), (x: 179., y: -16.)];
    let pole = polygon![(x: 0., y: 80.), (x: 90., y: 80.), (x: 180., y: 80.), (x: -90., y: 80.)];
    let layer = typed("areas", GeometryType::Area).feature(low("over", over, none())).feature(low(
        "pole",
        pole,
        none(),
    ));
    released(&layer.build().unwrap())
}

/// An area of which nothing is left at seven decimals.
pub(crate) fn tiny() -> ReleasedLayer {
    let speck: Polygon = polygon![(x: 37.0, y: 36.0), (x: 37.000_000_000_1, y: 36.0), (x: 37.0, y: 36.000_000_000_1)];
    let layer = Layer::builder("tiny", GeometryType::Area).feature(low("speck", speck, vec![]));
    released(&layer.build().unwrap())
}

pub(crate) fn empty() -> ReleasedLayer {
    released(&typed("empty", GeometryType::Area).timed().build().unwrap())
}

/// One row of this many integers.
pub(crate) fn wide(columns: usize) -> ReleasedLayer {
    let fields =
        (0..columns).map(|number| Field::harmless(format!("c{number}"), FieldType::Integer, ""));
    let values = (0..columns).map(|number| Some((number as i64).into())).collect();
    let layer = Layer::builder("wide", GeometryType::Point).fields(fields).feature(low(
        "one",
        Point::new(37.0, 36.0),
        values,
    ));
    released(&layer.build().unwrap())
}

/// Takes so many bytes, then says that there is no room.
pub(crate) struct Full(pub(crate) usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        if taken == 0 && !bytes.is_empty() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
