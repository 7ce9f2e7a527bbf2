//! Write made layers and the embedded place, over time, in every format with one
//! name a layer: for other programs to read and compare.
//!
//! ```text
//! cargo run --example all_formats --features flatgeobuf,geopackage,geoparquet,kml [folder]
//! ```

use geo::{LineString, MultiLineString, MultiPolygon, Point, Polygon, line_string, polygon};
use jiff::Timestamp;
use safepassage::io::write::{
    CsvWriter, FlatGeobufWriter, GeoJsonWriter, GeoPackageWriter, GeoParquetWriter, KmlWriter,
    LayerWriter, LayersWriter,
};
use safepassage::layer::{
    Field, FieldType, GeometryType, Layer, LayerBuilder, LayerError, LayerFeature, LayerGeometry,
    TimelineView, ToLayers, Value,
};
use safepassage::model::Sensitivity;
use safepassage::place;
use safepassage::publish::Audience;
use safepassage::time::TimeWindow;
use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).map_or_else(|| "target/formats".into(), PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    let mut layers = vec![points()?, lines()?, areas()?, far_areas()?, empty()?, many()?];
    let scenario = place::northern_aleppo()?.scenario;
    layers.extend(match TimelineView::window_of(&scenario) {
        Some(window) => TimelineView::new(&scenario, window)?.to_layers()?,
        None => scenario.to_layers()?,
    });
    let audience =
        Audience::builder("test & <b>all</b>").ceiling(Sensitivity::High).decimals(12).build()?;
    let released: Vec<_> = layers.iter().map(|layer| audience.release(layer).layer).collect();

    let one_each: [&dyn LayerWriter; 4] = [
        &GeoJsonWriter::new(),
        &FlatGeobufWriter::new(),
        &GeoParquetWriter::new(),
        &CsvWriter::new(),
    ];
    for writer in one_each {
        writer.write_folder(&released, &folder)?;
    }
    let geopackage = GeoPackageWriter::new().style("points", "<qgis version=\"3.40\"/>");
    let kml = KmlWriter::new();
    let together: [&dyn LayersWriter; 2] = [&geopackage, &kml];
    for writer in together {
        let path = folder.join(format!("layers.{}", writer.extension()));
        writer.write_file(&released, &path)?;
    }
    println!("{} layers in {}", released.len(), folder.display());
    Ok(())
}

/// A column of each type, and a title and description that need care.
fn typed(name: &str, geometry_type: GeometryType) -> LayerBuilder {
    Layer::builder(name, geometry_type)
        .title(format!("Made {name}, \"quoted\" & <b>bold</b>"))
        .description("Made to be read back.\nأعدّ للاختبار")
        .field(Field::harmless("name", FieldType::Text, "what people call it"))
        .field(Field::harmless("name_ar", FieldType::Text, "the same in Arabic"))
        .field(Field::harmless("persons", FieldType::Integer, "people"))
        .field(Field::harmless("rate", FieldType::Real, "people a minute"))
        .field(Field::harmless("daily", FieldType::Boolean, "whether it is so each day"))
        .field(Field::harmless("said_at", FieldType::Time, "when it was said"))
        .label("name_ar")
        .label("name")
}

fn values(number: usize) -> Result<Vec<Option<Value>>, jiff::Error> {
    const NAMES: [&str; 8] = [
        "Gate",
        "comma, \"quote\" and\nline end",
        "=1+1",
        "<script>alert('x')</script> &amp;",
        "  spaces around  ",
        "emoji 🚧 and tab\there",
        "",
        "007",
    ];
    let at: Timestamp = "2016-12-15T12:30:45.25Z".parse()?;
    let row = vec![
        Some(NAMES[number % 8].into()),
        Some("حاجز الشيخ مقصود".into()),
        Some([0_i64, -1, 30_000, (1 << 53) - 1][number % 4].into()),
        Some([0.1, -2.5e-7, 1e300, 12345.678][number % 4].into()),
        Some(number.is_multiple_of(2).into()),
        Some(at.into()),
    ];
    // Each column is unknown now and then.
    let known = |(column, value)| if number % 7 == column { None } else { value };
    Ok(row.into_iter().enumerate().map(known).collect())
}

fn window(number: usize) -> Result<Option<TimeWindow>, Box<dyn Error>> {
    let start: Timestamp = "2016-12-15T12:00:00Z".parse()?;
    let end: Timestamp = "2016-12-15T18:00:00.5Z".parse()?;
    Ok(match number % 5 {
        0 => None,
        1 => Some(TimeWindow::since(start)),
        2 => Some(TimeWindow::until(end)),
        3 => Some(TimeWindow::ALWAYS),
        _ => Some(TimeWindow::new(start, end)?),
    })
}

fn row(number: usize, geometry: Option<LayerGeometry>) -> Result<LayerFeature, Box<dyn Error>> {
    let key = format!("made/{number:03}");
    let values = values(number)?;
    let mut row = match geometry {
        Some(geometry) => LayerFeature::new(key, geometry, values),
        None => LayerFeature::unlocated(key, values),
    };
    if let Some(window) = window(number)? {
        row = row.during(window);
    }
    Ok(row.sensitivity(Sensitivity::Low))
}

fn points() -> Result<Layer, Box<dyn Error>> {
    let mut layer = typed("points", GeometryType::Point).timed();
    for number in 0..200_usize {
        let (x, y) = ((number % 20) as f64, (number / 20) as f64);
        let at = Point::new(37.0 + 0.012_345_67 * x, 36.0 - 0.003_217 * y);
        layer = layer.feature(row(number, (number % 11 != 4).then(|| at.into()))?);
    }
    Ok(layer.build()?)
}

fn lines() -> Result<Layer, Box<dyn Error>> {
    let one = line_string![(x: 37.1, y: 36.1), (x: 37.2, y: 36.15), (x: 37.25, y: 36.3)];
    let two = line_string![(x: 37.0, y: 36.0), (x: 37.3, y: 36.0)];
    let over = line_string![(x: 179.0, y: 10.0), (x: -179.0, y: 12.0)];
    let shapes: [LayerGeometry; 3] =
        [one.clone().into(), MultiLineString(vec![one, two]).into(), over.into()];
    let mut layer = typed("lines", GeometryType::Line);
    for (number, shape) in shapes.into_iter().enumerate() {
        layer = layer.feature(row(number, Some(shape))?);
    }
    Ok(layer.build()?)
}

fn square(x: f64, y: f64, side: f64) -> LineString {
    line_string![(x: x, y: y), (x: x + side, y: y), (x: x + side, y: y + side), (x: x, y: y + side), (x: x, y: y)]
}

fn areas() -> Result<Layer, Box<dyn Error>> {
    let mut layer = typed("areas", GeometryType::Area);
    for number in 0..60_usize {
        let x = 37.0 + 0.02 * (number % 10) as f64;
        let y = 36.0 + 0.02 * (number / 10) as f64;
        let hole = square(x + 0.002, y + 0.002, 0.004);
        let area = Polygon::new(
            square(x, y, 0.01),
            if number.is_multiple_of(3) { vec![hole] } else { vec![] },
        );
        layer = layer.feature(row(number, Some(area.into()))?);
    }
    Ok(layer.build()?)
}

/// Over the antimeridian, round a pole, and of several parts.
fn far_areas() -> Result<Layer, Box<dyn Error>> {
    let over = polygon![(x: 179.5, y: -17.0), (x: -179.5, y: -17.0), (x: -179.5, y: -16.0), (x: 179.5, y: -16.0)];
    let pole =
        polygon![(x: 0.0, y: 80.0), (x: 90.0, y: 80.0), (x: 180.0, y: 80.0), (x: -90.0, y: 80.0)];
    let holed = Polygon::new(square(10.0, 10.0, 2.0), vec![square(10.5, 10.5, 0.5)]);
    let several = MultiPolygon(vec![holed, Polygon::new(square(20.0, 10.0, 1.0), vec![])]);
    let shapes: [LayerGeometry; 3] = [over.into(), pole.into(), several.into()];
    let mut layer = typed("far-areas", GeometryType::Area);
    for (number, shape) in shapes.into_iter().enumerate() {
        layer = layer.feature(row(number, Some(shape))?);
    }
    Ok(layer.build()?)
}

fn empty() -> Result<Layer, LayerError> {
    typed("nothing", GeometryType::Area).timed().build()
}

/// Columns named as formats name their own.
fn many() -> Result<Layer, LayerError> {
    let names = [
        "fid",
        "geom",
        "id",
        "wkt",
        "geometry",
        "bbox",
        "a \"b\" 'c' <d>",
        "العدد",
        "end_of",
        "ogc_fid",
    ];
    let fields = names.map(|name| Field::harmless(name, FieldType::Integer, ""));
    let feature = |number: i64| {
        let values = (0..10).map(|column| Some((100 * number + column).into())).collect();
        let at = Point::new(37.0 + number as f64, 36.0);
        LayerFeature::new(format!("n/{number}"), at, values).sensitivity(Sensitivity::Low)
    };
    Layer::builder("names", GeometryType::Point)
        .fields(fields)
        .features((1..4).map(feature))
        .build()
}
