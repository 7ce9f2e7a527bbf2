//! Small helpers around SVG elements.

use ::svg::node::Node;
use ::svg::node::element::Element;

/// Pixels to a tenth, without a trailing zero or a negative zero.
pub(super) fn px(value: f64) -> String {
    let tenths = (value.clamp(-1e6, 1e6) * 10.0).round() as i64;
    if tenths % 10 == 0 {
        (tenths / 10).to_string()
    } else {
        let sign = if tenths < 0 { "-" } else { "" };
        format!("{sign}{}.{}", tenths.abs() / 10, tenths.abs() % 10)
    }
}

/// An element with attributes.
pub(super) fn node(name: &str, attributes: &[(&str, &str)]) -> Element {
    let mut element = Element::new(name);
    for (key, value) in attributes {
        element.assign(*key, *value);
    }
    element
}

/// A group with attributes and children.
pub(super) fn group(attributes: &[(&str, &str)], children: Vec<Element>) -> Element {
    let mut element = node("g", attributes);
    for child in children {
        element.append(child);
    }
    element
}

/// A filled rectangle.
pub(super) fn rect(x: f64, y: f64, width: f64, height: f64, fill: &str) -> Element {
    node(
        "rect",
        &[
            ("x", &px(x)),
            ("y", &px(y)),
            ("width", &px(width)),
            ("height", &px(height)),
            ("fill", fill),
        ],
    )
}

/// A straight line.
pub(super) fn stroke(from: (f64, f64), to: (f64, f64), colour: &str, width: f64) -> Element {
    node(
        "line",
        &[
            ("x1", &px(from.0)),
            ("y1", &px(from.1)),
            ("x2", &px(to.0)),
            ("y2", &px(to.1)),
            ("stroke", colour),
            ("stroke-width", &px(width)),
        ],
    )
}

/// Path data through points; points that share a tenth of a pixel are left out.
pub(super) fn path_data(points: impl IntoIterator<Item = (f64, f64)>, closed: bool) -> String {
    let mut data = String::new();
    let mut before = None;
    for (x, y) in points {
        let at = (px(x), px(y));
        if before.as_ref() == Some(&at) {
            continue;
        }
        data.push_str(if data.is_empty() { "M" } else { "L" });
        data.push_str(&at.0);
        data.push(' ');
        data.push_str(&at.1);
        before = Some(at);
    }
    if closed && !data.is_empty() {
        data.push('Z');
    }
    data
}
