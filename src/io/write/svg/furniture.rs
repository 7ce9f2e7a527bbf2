//! What stands round a map: legend, scale, north, ticks of the graticule.

use super::draw::{group, node, path_data, px, rect, stroke};
use super::paint::{area_swatch, line_swatch};
use super::scene::{Item, Shape};
use super::style::{self, INK};
use super::symbol::symbol;
use super::text::{Hold, Line};
use super::view::{Frame, View};
use crate::layer::StyleClass;
use crate::layer::Subject;
use ::svg::node::Node;
use ::svg::node::element::Element;

const ROW: f64 = 22.0;

/// One row of the legend.
pub(super) struct Sample<'a> {
    class: StyleClass,
    shape: &'a Shape,
    width_class: Option<u8>,
    text: String,
}

/// What the legend must explain: each class once, what is drawn on top first;
/// of flows each width, the widest first.
pub(super) fn classes(items: &[Item]) -> Vec<Sample<'_>> {
    let mut found: Vec<Sample<'_>> = Vec::new();
    for item in items {
        let width_class = item.width_class.filter(|_| item.class.subject() == Subject::Flow);
        let mut text = style::legend(item.class);
        if let Some(class) = width_class {
            text = format!("{} people pass", style::people(class));
        }
        if !found.iter().any(|sample| sample.text == text) {
            found.push(Sample { class: item.class, shape: &item.shape, width_class, text });
        }
    }
    found.sort_by(|a, b| {
        let rank = |sample: &Sample<'_>| style::depth(sample.class.subject());
        let by_state = b.class.state().cmp(&a.class.state());
        rank(b).cmp(&rank(a)).then(by_state).then(b.width_class.cmp(&a.width_class))
    });
    found
}

/// The legend, and the y at which it ends.
pub(super) fn legend(items: &[Item], x: f64, y: f64, lowest: f64) -> (Element, f64) {
    let mut parts = vec![heading("LEGEND", x, y)];
    let mut at = y + 14.0;
    for sample in classes(items) {
        if at + ROW > lowest {
            break;
        }
        let middle = at + ROW / 2.0;
        parts.push(swatch(&sample, x + 16.0, middle));
        parts.push(Line::new(&sample.text, x + 41.0, middle + 4.0, 11.0).draw());
        at += ROW;
    }
    (group(&[("class", "legend")], parts), at)
}

/// A small heading with a rule beneath it.
pub(super) fn heading(text: &str, x: f64, y: f64) -> Element {
    let words = Line::new(text, x, y, 10.5).bold().colour(style::BLUE).draw();
    let rule = stroke((x, y + 5.0), (x + super::SIDE_WIDTH, y + 5.0), "#c9d3db", 1.0);
    group(&[("letter-spacing", "0.6")], vec![words, rule])
}

fn swatch(sample: &Sample<'_>, x: f64, y: f64) -> Element {
    let class = sample.class;
    match sample.shape {
        Shape::Point(_) => symbol(class, x, y),
        Shape::Lines(_) => {
            let data = path_data([(x - 15.0, y), (x + 15.0, y)], false);
            let mut look = style::line(class);
            if class.subject() == crate::layer::Subject::Record(crate::id::Kind::Street) {
                look.width = 2.4;
            }
            if let Some(wide) = sample.width_class {
                look = style::as_wide(class.subject(), wide, look);
            }
            let (casing, body) = line_swatch(&data, &look);
            group(&[], casing.into_iter().chain([body]).collect())
        }
        Shape::Areas(_) => {
            let corners = [
                (x - 15.0, y - 7.0),
                (x + 15.0, y - 7.0),
                (x + 15.0, y + 7.0),
                (x - 15.0, y + 7.0),
            ];
            group(&[], area_swatch(&path_data(corners, true), &style::area(class)))
        }
    }
}

/// A scale bar in true metres at the map's centre, and the box it takes.
pub(super) fn scale_bar(view: &View) -> (Element, Frame) {
    let metres = round_length(150.0 / view.pixels_per_metre);
    let length = metres * view.pixels_per_metre;
    let frame = &view.frame;
    let (x, y) = (frame.x + 22.0, frame.y + frame.height - 22.0);
    let space = Frame { x: x - 12.0, y: y - 24.0, width: length + 40.0, height: 38.0 };
    let mut back = rect(space.x, space.y, space.width, space.height, "#ffffff");
    back.assign("fill-opacity", "0.82");
    back.assign("rx", "2");
    let half = length / 2.0;
    let mut outline = rect(x, y, length, 5.0, "#ffffff");
    outline.assign("stroke", INK);
    outline.assign("stroke-width", "0.8");
    let label = |metres: f64, at: f64| {
        let words = length_text(metres);
        Line::new(&words, at, y - 6.0, 10.0).hold(Hold::Middle).draw()
    };
    let parts = vec![
        back,
        outline,
        rect(x, y, half, 5.0, INK),
        label(0.0, x),
        label(metres / 2.0, x + half),
        label(metres, x + length),
    ];
    (group(&[("class", "scale-bar")], parts), space)
}

/// The largest of 1, 2, 5, 10, 20, 50, … that is no more than `metres`.
pub(super) fn round_length(metres: f64) -> f64 {
    let ten = 10_f64.powf(metres.max(1e-3).log10().floor());
    let times = [5.0, 2.0, 1.0].into_iter().find(|times| times * ten <= metres).unwrap_or(1.0);
    times * ten
}

fn length_text(metres: f64) -> String {
    if metres == 0.0 {
        "0".to_owned()
    } else if metres >= 1000.0 {
        format!("{} km", metres / 1000.0)
    } else {
        format!("{metres} m")
    }
}

/// A north arrow, and the box it takes.
pub(super) fn north(frame: &Frame) -> (Element, Frame) {
    let (x, y) = (frame.x + frame.width - 28.0, frame.y + 46.0);
    let space = Frame { x: x - 16.0, y: y - 36.0, width: 32.0, height: 58.0 };
    let mut back = rect(space.x, space.y, space.width, space.height, "#ffffff");
    back.assign("fill-opacity", "0.82");
    back.assign("rx", "2");
    let shape = |data: &str, fill: &str| {
        node("path", &[("d", data), ("fill", fill), ("stroke", INK), ("stroke-width", "0.9")])
    };
    let turn = format!("translate({} {})", px(x), px(y));
    let arrow = group(
        &[("transform", &turn), ("stroke-linejoin", "round")],
        vec![shape("M0 -18L-8 14L0 8Z", INK), shape("M0 -18L8 14L0 8Z", "#ffffff")],
    );
    let letter = Line::new("N", x, y - 22.0, 12.0).bold().hold(Hold::Middle).draw();
    (group(&[("class", "north-arrow")], vec![back, arrow, letter]), space)
}

/// Ticks at round degrees along the frame, with their values.
pub(super) fn graticule(view: &View) -> Element {
    let frame = &view.frame;
    let (left, top) = (frame.x, frame.y);
    let (right, bottom) = (frame.x + frame.width, frame.y + frame.height);
    let low = view.degrees((left, bottom));
    let high = view.degrees((right, top));
    let wide = (high.x - low.x).rem_euclid(360.0);
    let step = round_length(wide.max(1e-6) / 3.0);
    let places = (-step.log10().floor()).max(0.0) as usize;
    let mut parts = Vec::new();
    let first = (low.x / step).ceil() as i64;
    for n in first..=first + (wide / step) as i64 {
        let lon = n as f64 * step;
        let (x, _) = view.pixels((lon, low.y).into());
        if x > left + 24.0 && x < right - 24.0 {
            parts.push(stroke((x, bottom), (x, bottom + 5.0), "#8a8f96", 1.0));
            let lon = (lon + 180.0).rem_euclid(360.0) - 180.0;
            let words = degrees_text(lon, places, ["E", "W"]);
            parts.push(tick(&words, x, bottom + 15.0).draw());
        }
    }
    let first = (low.y / step).ceil() as i64;
    for n in first..=first + ((high.y - low.y) / step).clamp(0.0, 50.0) as i64 {
        let lat = n as f64 * step;
        let (_, y) = view.pixels((low.x, lat).into());
        if y > top + 34.0 && y < bottom - 34.0 && lat.abs() <= 90.0 {
            parts.push(stroke((left - 5.0, y), (left, y), "#8a8f96", 1.0));
            let words = degrees_text(lat, places, ["N", "S"]);
            let turn = format!("rotate(-90 {} {})", px(left - 8.0), px(y));
            let mut words = tick(&words, left - 8.0, y).draw();
            words.assign("transform", turn);
            parts.push(words);
        }
    }
    group(&[("class", "graticule")], parts)
}

fn tick(text: &str, x: f64, y: f64) -> Line<'_> {
    Line::new(text, x, y, 8.5).colour("#8a8f96").hold(Hold::Middle)
}

fn degrees_text(degrees: f64, places: usize, [plus, minus]: [&str; 2]) -> String {
    let side = if degrees < 0.0 { minus } else { plus };
    format!("{:.places$}° {side}", degrees.abs())
}
