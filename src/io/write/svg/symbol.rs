//! Symbols of points: each state has its own shape, not only its own colour.

use super::draw::{group, node, path_data, px};
use super::style::{BLUE, GREEN, GREY, INK, VERMILION, YELLOW};
use super::text::{Hold, Line};
use crate::id::Kind;
use crate::layer::StyleClass;
use crate::layer::Subject;
use crate::time::State;
use ::svg::node::Node;
use ::svg::node::element::Element;

/// Half the size of a symbol, in pixels.
pub(super) const RADIUS: f64 = 8.0;

/// The symbol of a point, around `(x, y)`.
pub(super) fn symbol(class: StyleClass, x: f64, y: f64) -> Element {
    let parts = match (class.subject(), class.state()) {
        (Subject::Record(Kind::Checkpoint), state) => checkpoint(state),
        (Subject::Record(Kind::Shelter), state) => shelter(state),
        (Subject::Record(Kind::AssemblyPoint), _) => vec![disc(6.5, GREEN), disc(2.6, "#ffffff")],
        (Subject::Record(Kind::Incident), state) => vec![burst(state)],
        (Subject::FindingError | Subject::Cut | Subject::Unserved, _) => {
            vec![polygon(&triangle(), VERMILION), sign("!", 5.0, "#ffffff")]
        }
        (Subject::Bottleneck, _) => vec![disc(8.4, VERMILION), hourglass()],
        (Subject::FindingWarning, _) => {
            vec![polygon(&triangle(), YELLOW), sign("!", 5.0, INK)]
        }
        (Subject::FindingInfo, _) => vec![disc(7.0, BLUE), sign("i", 4.2, "#ffffff")],
        _ => vec![disc(4.0, GREY)],
    };
    group(&[("transform", &format!("translate({} {})", px(x), px(y)))], parts)
}

fn checkpoint(state: State) -> Vec<Element> {
    match state {
        State::Holds => {
            let tick = node(
                "path",
                &[
                    ("d", "M-3.6 0.2L-1 2.8L3.8 -2.8"),
                    ("fill", "none"),
                    ("stroke", "#ffffff"),
                    ("stroke-width", "2"),
                ],
            );
            vec![disc(7.4, GREEN), tick]
        }
        State::Unknown => {
            let diamond = [(0.0, -8.8), (8.8, 0.0), (0.0, 8.8), (-8.8, 0.0)];
            vec![polygon(&diamond, YELLOW), sign("?", 4.0, INK)]
        }
        State::DoesNotHold => {
            let (near, far) = (3.1, 7.4);
            let octagon = [
                (-near, -far),
                (near, -far),
                (far, -near),
                (far, near),
                (near, far),
                (-near, far),
                (-far, near),
                (-far, -near),
            ];
            let bar = super::draw::rect(-4.6, -1.5, 9.2, 3.0, "#ffffff");
            vec![polygon(&octagon, VERMILION), bar]
        }
    }
}

fn shelter(state: State) -> Vec<Element> {
    let house = [
        (0.0, -8.4),
        (8.0, -1.2),
        (6.0, -1.2),
        (6.0, 7.0),
        (-6.0, 7.0),
        (-6.0, -1.2),
        (-8.0, -1.2),
    ];
    let colour = if state == State::Holds { BLUE } else { GREY };
    vec![polygon(&house, colour), super::draw::rect(-1.8, 1.6, 3.6, 5.4, "#ffffff")]
}

/// Sand that runs through a narrow neck.
fn hourglass() -> Element {
    node("path", &[("d", "M-3.6 -4.6H3.6L0.7 0L3.6 4.6H-3.6L-0.7 0Z"), ("fill", "#ffffff")])
}

fn burst(state: State) -> Element {
    let corners: Vec<(f64, f64)> = (0..16)
        .map(|corner| {
            let radius = if corner % 2 == 0 { 8.0 } else { 3.6 };
            let (sin, cos) = (f64::from(corner) * std::f64::consts::PI / 8.0).sin_cos();
            (radius * sin, -radius * cos)
        })
        .collect();
    match state {
        State::Holds => polygon(&corners, VERMILION),
        State::Unknown => outline(&corners, VERMILION),
        State::DoesNotHold => outline(&corners, GREY),
    }
}

/// A hollow symbol.
fn outline(corners: &[(f64, f64)], colour: &str) -> Element {
    let mut element = polygon(corners, "#ffffff");
    element.assign("stroke", colour);
    element
}

fn triangle() -> [(f64, f64); 3] {
    [(0.0, -8.6), (8.6, 6.8), (-8.6, 6.8)]
}

fn polygon(corners: &[(f64, f64)], fill: &str) -> Element {
    node(
        "path",
        &[
            ("d", &path_data(corners.iter().copied(), true)),
            ("fill", fill),
            ("stroke", "#ffffff"),
            ("stroke-width", "1.4"),
            ("stroke-linejoin", "round"),
        ],
    )
}

fn disc(radius: f64, fill: &str) -> Element {
    node(
        "circle",
        &[("r", &px(radius)), ("fill", fill), ("stroke", "#ffffff"), ("stroke-width", "1.4")],
    )
}

fn sign(text: &str, down: f64, colour: &str) -> Element {
    Line::new(text, 0.0, down, 11.5).bold().colour(colour).hold(Hold::Middle).draw()
}
