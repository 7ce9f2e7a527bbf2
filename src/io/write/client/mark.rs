//! Points as clients can draw them without a picture: shape, colour and a sign.

use crate::id::Kind;
use crate::io::write::svg::style::{BLUE, GREEN, GREY, INK, VERMILION, YELLOW};
use crate::layer::{StyleClass, Subject};
use crate::time::State;

/// How a point is drawn: no two states of one subject differ by colour alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Mark {
    pub(super) fill: &'static str,
    pub(super) stroke: &'static str,
    pub(super) stroke_width: f64,
    /// Half its size in pixels.
    pub(super) radius: f64,
    /// The name of its shape in QGIS.
    pub(super) shape: &'static str,
    /// The sign on it where a client has no shapes.
    pub(super) sign: &'static str,
}

pub(super) fn mark(class: StyleClass) -> Mark {
    let of = |fill, radius, shape, sign| Mark {
        fill,
        stroke: "#ffffff",
        stroke_width: 1.0,
        radius,
        shape,
        sign,
    };
    let base = match class.subject() {
        Subject::Record(Kind::Checkpoint) => of(GREEN, 7.0, "circle", "✓"),
        Subject::Record(Kind::Shelter) => of(BLUE, 7.0, "pentagon", "S"),
        Subject::Record(Kind::AssemblyPoint) => of(GREEN, 6.0, "cross_fill", "A"),
        Subject::Record(Kind::Incident) => of(VERMILION, 7.0, "star", "*"),
        Subject::FindingError | Subject::Cut | Subject::Unserved | Subject::Bottleneck => {
            of(VERMILION, 8.0, "triangle", "!")
        }
        Subject::FindingWarning => of(YELLOW, 7.0, "triangle", "!"),
        Subject::FindingInfo => of(BLUE, 6.0, "circle", "i"),
        _ => of(GREY, 4.0, "circle", "•"),
    };
    match class.state() {
        State::Holds => base,
        State::Unknown => Mark {
            fill: YELLOW,
            stroke: INK,
            stroke_width: 2.0,
            shape: "diamond",
            sign: "?",
            ..base
        },
        State::DoesNotHold => Mark {
            fill: if class.subject() == Subject::Record(Kind::Checkpoint) {
                VERMILION
            } else {
                GREY
            },
            stroke: INK,
            stroke_width: 3.0,
            radius: base.radius - 1.0,
            shape: "square",
            sign: "✕",
        },
    }
}
