//! The features that a map shows, in pixels.

use super::style;
use super::view::View;
use crate::layer::Layer;
use crate::layer::LayerFeature;
use crate::layer::LayerGeometry;
use crate::layer::StyleClass;
use crate::layer::Value;
use crate::publish::ReleasedLayer;
use geo::{Coord, Rect};

type Pixel = (f64, f64);

/// A feature's shape on the page.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    Point(Pixel),
    Lines(Vec<Vec<Pixel>>),
    /// Polygons, each a list of rings.
    Areas(Vec<Vec<Vec<Pixel>>>),
}

/// A feature that can be seen.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) key: String,
    pub(super) class: StyleClass,
    pub(super) shape: Shape,
    /// At most one name in each direction of writing.
    pub(super) names: Vec<String>,
    /// For a street: how wide it is drawn beside others.
    pub(super) weight: f64,
    /// For what is as wide as people are many: which class of width.
    pub(super) width_class: Option<u8>,
}

/// The visible features of all layers, lowest first.
pub(super) fn items(layers: &[ReleasedLayer], view: &View) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for released in layers {
        let layer = released.layer();
        let class = layer.field_index("class");
        let wide = layer.field_index("width_class");
        for feature in layer.features() {
            let Some(shape) = feature.geometry().and_then(|geometry| project(geometry, view))
            else {
                continue;
            };
            let word = class.and_then(|at| feature.values().get(at)?.as_ref()?.as_text());
            let wide = wide.and_then(|at| feature.values().get(at)?.as_ref());
            items.push(Item {
                key: feature.key().to_owned(),
                class: feature.style_class(),
                shape,
                names: names(layer, feature),
                weight: street_weight(word),
                width_class: wide.and_then(|value| match value {
                    Value::Integer(class) => u8::try_from(*class).ok(),
                    _ => None,
                }),
            });
        }
    }
    items.sort_by(|a, b| {
        let rank = |item: &Item| style::depth(item.class.subject());
        let by_weight = a.weight.total_cmp(&b.weight);
        rank(a)
            .cmp(&rank(b))
            .then(a.class.state().cmp(&b.class.state()))
            .then(by_weight)
            .then(a.width_class.cmp(&b.width_class))
            .then_with(|| a.key.cmp(&b.key))
    });
    items
}

/// The box round all features, or round those that are not streets if there
/// are such; its east may lie beyond 180.
pub(super) fn extent(layers: &[ReleasedLayer]) -> Option<Rect> {
    let is_street = |feature: &LayerFeature| {
        feature.style_class().subject() == crate::layer::Subject::Record(crate::id::Kind::Street)
    };
    let all = || layers.iter().flat_map(|released| released.layer().features());
    let other = box_of(all().filter(|feature| !is_street(feature)));
    other.or_else(|| box_of(all()))
}

fn box_of<'a>(features: impl Iterator<Item = &'a LayerFeature>) -> Option<Rect> {
    let mut first: Option<f64> = None;
    let mut found: Option<(Coord, Coord)> = None;
    for geometry in features.filter_map(LayerFeature::geometry) {
        geometry.for_each_part(|part| {
            for at in part {
                // Longitudes the short way round from the first one met.
                let near = *first.get_or_insert(at.x);
                let lon = near + (at.x - near + 180.0).rem_euclid(360.0) - 180.0;
                let at = Coord { x: lon, y: at.y };
                found = Some(match found {
                    None => (at, at),
                    Some((low, high)) => (
                        Coord { x: low.x.min(at.x), y: low.y.min(at.y) },
                        Coord { x: high.x.max(at.x), y: high.y.max(at.y) },
                    ),
                });
            }
        });
    }
    found.map(|(low, high)| Rect::new(low, high))
}

fn project(geometry: &LayerGeometry, view: &View) -> Option<Shape> {
    let part =
        |coords: &[Coord]| -> Vec<Pixel> { coords.iter().map(|at| view.pixels(*at)).collect() };
    match geometry {
        LayerGeometry::Point(point) => {
            let at = view.pixels(point.0);
            view.shows(&[at]).then_some(Shape::Point(at))
        }
        LayerGeometry::Line(lines) => {
            let mut parts: Vec<_> = lines.iter().map(|line| part(&line.0)).collect();
            parts.retain(|line| view.shows(line));
            (!parts.is_empty()).then_some(Shape::Lines(parts))
        }
        LayerGeometry::Area(areas) => {
            let mut parts: Vec<Vec<Vec<Pixel>>> = areas
                .iter()
                .map(|area| {
                    let rings = std::iter::once(area.exterior()).chain(area.interiors());
                    rings.map(|ring| part(&ring.0)).collect()
                })
                .collect();
            parts.retain(|rings| rings.first().is_some_and(|ring| view.shows(ring)));
            (!parts.is_empty()).then_some(Shape::Areas(parts))
        }
    }
}

/// The first name that runs left to right and the first that runs right to left.
fn names(layer: &Layer, feature: &LayerFeature) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for label in layer.labels() {
        let value = layer.field_index(label).and_then(|at| feature.values().get(at)?.as_ref());
        let Some(text) = value.and_then(Value::as_text).map(super::text::harmless) else {
            continue;
        };
        let direction = super::text::runs_right_to_left(&text);
        let taken = found.iter().any(|name| super::text::runs_right_to_left(name) == direction);
        if !text.is_empty() && !taken {
            found.push(text);
        }
    }
    found.sort_by_key(|name| super::text::runs_right_to_left(name));
    found
}

fn street_weight(class: Option<&str>) -> f64 {
    match class {
        Some("motorway" | "trunk") => 3.2,
        Some("primary") => 2.8,
        Some("secondary") => 2.3,
        Some("tertiary") => 1.9,
        Some("service" | "footway" | "path" | "steps" | "track" | "cycleway" | "bridleway") => 0.8,
        _ => 1.3,
    }
}
