//! Shapes as SVG elements.

use super::draw::{group, node, path_data, px, rect, stroke};
use super::scene::{Item, Shape};
use super::style::{self, AreaStyle, HATCHES, LineStyle};
use super::symbol::symbol;
use crate::id::Kind;
use crate::layer::Subject;
use ::svg::node::Node;
use ::svg::node::element::Element;

/// Hatchings and the map's clip.
pub(super) fn definitions(frame: &super::view::Frame) -> Element {
    let mut children: Vec<Element> = HATCHES
        .iter()
        .map(|(name, colour, angle, gap)| {
            let mut pattern = node(
                "pattern",
                &[
                    ("id", name),
                    ("patternUnits", "userSpaceOnUse"),
                    ("width", &px(*gap)),
                    ("height", &px(*gap)),
                    ("patternTransform", &format!("rotate({angle})")),
                ],
            );
            let mut line = stroke((0.0, 0.0), (0.0, *gap), colour, 1.1);
            line.assign("stroke-opacity", "0.55");
            pattern.append(line);
            pattern
        })
        .collect();
    let mut clip = node("clipPath", &[("id", "map-frame")]);
    clip.append(rect(frame.x, frame.y, frame.width, frame.height, "#000000"));
    children.push(clip);
    let mut definitions = node("defs", &[]);
    for child in children {
        definitions.append(child);
    }
    definitions
}

/// All features, in order; casings of one kind of line lie beneath all of its lines.
pub(super) fn features(items: &[Item]) -> Vec<Element> {
    let mut drawn = Vec::new();
    let mut from = 0;
    while from < items.len() {
        let depth = style::depth(items[from].class.subject());
        let count = items[from..]
            .iter()
            .take_while(|item| style::depth(item.class.subject()) == depth)
            .count();
        let same = &items[from..from + count];
        let mut casings = Vec::new();
        let mut bodies = Vec::new();
        for item in same {
            match &item.shape {
                Shape::Point((x, y)) => bodies.push(symbol(item.class, *x, *y)),
                Shape::Lines(lines) => draw_lines(item, lines, &mut casings, &mut bodies),
                Shape::Areas(areas) => bodies.extend(draw_areas(areas, &style::area(item.class))),
            }
        }
        let class = items[from].class.subject().as_str();
        casings.append(&mut bodies);
        drawn.push(group(&[("class", class)], casings));
        from += count;
    }
    drawn
}

fn draw_areas(areas: &[Vec<Vec<(f64, f64)>>], style: &AreaStyle) -> Vec<Element> {
    let data: String =
        areas.iter().flatten().map(|ring| path_data(ring.iter().copied(), true)).collect();
    area_swatch(&data, style)
}

/// An area's fill, hatching and outline.
pub(super) fn area_swatch(data: &str, style: &AreaStyle) -> Vec<Element> {
    let mut parts = vec![node(
        "path",
        &[
            ("d", data),
            ("fill", style.fill),
            ("fill-opacity", style.fill_opacity),
            ("fill-rule", "evenodd"),
            ("stroke", style.stroke),
            ("stroke-width", &px(style.width)),
            ("stroke-linejoin", "round"),
        ],
    )];
    if !style.dash.is_empty() {
        parts[0].assign("stroke-dasharray", style.dash);
    }
    if let Some(hatch) = style.hatch {
        let fill = format!("url(#{hatch})");
        parts.push(node("path", &[("d", data), ("fill", &fill), ("fill-rule", "evenodd")]));
    }
    parts
}

fn draw_lines(
    item: &Item,
    lines: &[Vec<(f64, f64)>],
    casings: &mut Vec<Element>,
    bodies: &mut Vec<Element>,
) {
    let mut style = style::line(item.class);
    if item.class.subject() == Subject::Record(Kind::Street) {
        style.width = item.weight;
    }
    if let Some(class) = item.width_class
        && matches!(item.class.subject(), Subject::Flow | Subject::Catchment)
    {
        style = style::as_wide(item.class.subject(), class, style);
    }
    let data: String = lines.iter().map(|line| path_data(line.iter().copied(), false)).collect();
    let (casing, body) = line_swatch(&data, &style);
    casings.extend(casing);
    bodies.push(body);
    if style.arrow {
        bodies.extend(lines.iter().flat_map(|line| arrows(line, &style)));
    }
}

/// A line's casing, if it has one, and the line.
pub(super) fn line_swatch(data: &str, style: &LineStyle) -> (Option<Element>, Element) {
    let draw = |colour: &str, width: f64| {
        node(
            "path",
            &[
                ("d", data),
                ("fill", "none"),
                ("stroke", colour),
                ("stroke-width", &px(width)),
                ("stroke-linejoin", "round"),
            ],
        )
    };
    let casing = style.casing.map(|(colour, extra)| {
        let mut element = draw(colour, style.width + 2.0 * extra);
        element.assign("stroke-linecap", "round");
        element
    });
    let mut body = draw(style.stroke, style.width);
    if style.dash.is_empty() {
        body.assign("stroke-linecap", "round");
    } else {
        body.assign("stroke-dasharray", style.dash);
    }
    (casing, body)
}

/// Below this width a line has small arrow heads, in pixels.
const THIN: f64 = 2.9;
/// From this width on a line has its arrow heads within it, in pixels.
const WIDE_ENOUGH: f64 = 4.5;

/// Arrow heads along a line, one every 90 pixels and at least one.
fn arrows(line: &[(f64, f64)], style: &LineStyle) -> Vec<Element> {
    let length: f64 = line.windows(2).map(|pair| apart(pair[0], pair[1])).sum();
    if length < 24.0 {
        return Vec::new();
    }
    let count = (length / 90.0).floor().clamp(1.0, 200.0);
    let mut wanted = (0..count as usize).map(|n| length * (n as f64 + 0.5) / count).peekable();
    let mut gone = 0.0;
    let mut found = Vec::new();
    for pair in line.windows(2) {
        let step = apart(pair[0], pair[1]);
        while let Some(&at) = wanted.peek()
            && at <= gone + step
            && step > 0.0
        {
            let part = (at - gone) / step;
            let (dx, dy) = (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1);
            let place = (pair[0].0 + dx * part, pair[0].1 + dy * part);
            found.push(arrow(place, dy.atan2(dx).to_degrees(), style));
            wanted.next();
        }
        gone += step;
    }
    found
}

fn arrow((x, y): (f64, f64), degrees: f64, style: &LineStyle) -> Element {
    let mut turn = format!("translate({} {}) rotate({})", px(x), px(y), px(degrees));
    if style.width < THIN {
        turn.push_str(" scale(0.6)");
    }
    if style.width >= WIDE_ENOUGH {
        // Within the line, as large as it is wide.
        let half = style.width / 2.0 - 0.8;
        let (tip, back, notch) = (px(half * 0.9), px(-half * 0.9), px(-half * 0.1));
        let data = format!("M{tip} 0L{back} {}L{notch} 0L{back} {}Z", px(-half), px(half));
        return node("path", &[("d", &data), ("fill", "#ffffff"), ("transform", &turn)]);
    }
    node(
        "path",
        &[
            ("d", "M7 0L-5 -6L-2.4 0L-5 6Z"),
            ("fill", style.stroke),
            ("stroke", "#ffffff"),
            ("stroke-width", "1.2"),
            ("stroke-linejoin", "round"),
            ("transform", &turn),
        ],
    )
}

pub(super) fn apart(a: (f64, f64), b: (f64, f64)) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}
