//! Names beside features, none over another.
//!
//! Greedy and without chance: features in order of weight and then of key, each
//! tries its places in turn and takes the first that is free, or none.

use super::paint::apart;
use super::scene::{Item, Shape};
use super::style::{BLUE, GREY, INK, PURPLE, VERMILION};
use super::symbol::RADIUS;
use super::text::{Hold, Line, width, wrap};
use super::view::Frame;
use crate::id::Kind;
use crate::layer::StyleClass;
use crate::layer::Subject;
use crate::time::State;
use ::svg::node::element::Element;

/// How the names of a subject are set; the weight says who chooses first.
struct Setting {
    weight: u8,
    size: f64,
    colour: &'static str,
    bold: bool,
    italic: bool,
}

fn setting(class: StyleClass) -> Option<Setting> {
    let setting = setting_of(class.subject())?;
    let lapsed = class.state() == State::DoesNotHold
        && matches!(class.subject(), Subject::Record(kind) if kind.forbids());
    Some(if lapsed { Setting { weight: 8, colour: GREY, ..setting } } else { setting })
}

fn setting_of(subject: Subject) -> Option<Setting> {
    let plain = Setting { weight: 5, size: 10.5, colour: INK, bold: false, italic: false };
    Some(match subject {
        Subject::Record(Kind::Neighbourhood) => {
            Setting { weight: 0, size: 13.0, colour: "#4a4438", bold: true, ..plain }
        }
        Subject::Record(Kind::SafeCorridor) => {
            Setting { weight: 1, size: 11.0, colour: BLUE, bold: true, ..plain }
        }
        Subject::Record(Kind::Checkpoint) => Setting { weight: 2, bold: true, ..plain },
        Subject::Record(Kind::Shelter | Kind::AssemblyPoint) => Setting { weight: 3, ..plain },
        Subject::Record(Kind::HazardZone) => {
            Setting { weight: 4, colour: VERMILION, italic: true, ..plain }
        }
        Subject::Record(Kind::CurfewZone) => {
            Setting { weight: 6, colour: PURPLE, italic: true, ..plain }
        }
        Subject::Record(Kind::RestrictedZone | Kind::FrontLine | Kind::AreaOfControl) => {
            Setting { weight: 6, italic: true, ..plain }
        }
        Subject::Record(Kind::Incident) | Subject::Route => Setting { weight: 7, ..plain },
        _ => return None,
    })
}

/// One line of a name: where its middle is and how large it is set.
struct Row {
    text: String,
    size: f64,
}

/// The labels of all items, kept within `frame` and off the `taken` boxes.
pub(super) fn labels(items: &[Item], frame: &Frame, taken: &mut Vec<Frame>) -> Vec<Element> {
    for item in items {
        if let Shape::Point((x, y)) = item.shape {
            taken.push(around(x, y, 2.0 * RADIUS, 2.0 * RADIUS));
        }
    }
    let mut named: Vec<(&Item, Setting)> = items
        .iter()
        .filter(|item| !item.names.is_empty())
        .filter_map(|item| Some((item, setting(item.class)?)))
        .collect();
    named.sort_by(|a, b| a.1.weight.cmp(&b.1.weight).then_with(|| a.0.key.cmp(&b.0.key)));
    let crossed = line_pixels(items, frame);
    let mut said: Vec<(String, Frame)> = Vec::new();
    let mut drawn = Vec::new();
    for (item, setting) in named {
        let rows = rows(item, &setting);
        let wide = rows.iter().map(|row| width(&row.text, row.size)).fold(0.0, f64::max);
        let high: f64 = rows.iter().map(|row| row.size * 1.22).sum();
        let places = places(item, frame, wide, high);
        // The same name close by says it already.
        let near = |at: &Frame| {
            said.iter().any(|(name, other)| {
                name == &item.names[0] && apart(at.centre(), other.centre()) < 160.0
            })
        };
        if places.first().is_none_or(|(at, _)| near(at)) {
            continue;
        }
        let free = |at: &Frame| frame.holds(at) && taken.iter().all(|other| !other.overlaps(at));
        let mut free = places.into_iter().filter(|(at, _)| free(at)).peekable();
        let first = free.peek().copied();
        let clear = free.find(|(at, _)| !crossed.iter().any(|dot| at.holds(dot)));
        let Some((at, hold)) = clear.or(first) else { continue };
        drawn.extend(set(&rows, &at, hold, &setting));
        taken.push(at);
        said.push((item.names[0].clone(), at));
    }
    drawn
}

/// Dots along corridors, routes and front lines, which names keep off if they can.
fn line_pixels(items: &[Item], frame: &Frame) -> Vec<Frame> {
    let wanted = |item: &&Item| item.class.subject() != Subject::Record(Kind::Street);
    let mut dots = Vec::new();
    for item in items.iter().filter(wanted) {
        if let Shape::Lines(lines) = &item.shape {
            along(lines, 4.0, frame, |at| dots.push(dot(at)));
        }
    }
    dots
}

fn dot(at: (f64, f64)) -> Frame {
    Frame { x: at.0, y: at.1, width: 0.0, height: 0.0 }
}

/// Visits points along the lines that lie in the frame, one every `step` pixels.
fn along(lines: &[Vec<(f64, f64)>], step: f64, frame: &Frame, mut visit: impl FnMut((f64, f64))) {
    for pair in lines.iter().flat_map(|line| line.windows(2)) {
        let steps = (apart(pair[0], pair[1]) / step).clamp(1.0, 1000.0).ceil();
        for n in 0..steps as usize {
            let part = (n as f64 + 0.5) / steps;
            let (dx, dy) = (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1);
            let at = (pair[0].0 + dx * part, pair[0].1 + dy * part);
            if frame.holds(&dot(at)) {
                visit(at);
            }
        }
    }
}

fn rows(item: &Item, setting: &Setting) -> Vec<Row> {
    let limit = if matches!(item.shape, Shape::Areas(_)) { 150.0 } else { 130.0 };
    item.names
        .iter()
        .flat_map(|name| wrap(name, setting.size, limit, 2))
        .map(|text| {
            // Arabic script has a smaller body at the same size.
            let larger = if super::text::runs_right_to_left(&text) { 1.06 } else { 1.0 };
            Row { text, size: setting.size * larger }
        })
        .collect()
}

fn set(rows: &[Row], at: &Frame, hold: Hold, setting: &Setting) -> Vec<Element> {
    let x = match hold {
        Hold::Left => at.x,
        Hold::Middle => at.x + at.width / 2.0,
        Hold::Right => at.x + at.width,
    };
    let mut y = at.y;
    rows.iter()
        .map(|row| {
            let line = Line {
                bold: setting.bold,
                italic: setting.italic && !super::text::runs_right_to_left(&row.text),
                halo: true,
                ..Line::new(&row.text, x, y + row.size * 0.95, row.size)
            };
            y += row.size * 1.22;
            line.colour(setting.colour).hold(hold).draw()
        })
        .collect()
}

/// The places that a label may take, the best first.
fn places(item: &Item, frame: &Frame, wide: f64, high: f64) -> Vec<(Frame, Hold)> {
    match &item.shape {
        Shape::Point((x, y)) => {
            let (gap, side) = (RADIUS + 3.0, high / 2.0);
            let right = Frame { x: x + gap, y: y - side, width: wide, height: high };
            let left = Frame { x: x - gap - wide, ..right };
            let above = around(*x, y - gap - side, wide, high);
            let below = around(*x, y + gap + side, wide, high);
            let corner = |dx: f64, dy: f64| Frame {
                x: if dx > 0.0 { x + gap * 0.7 } else { x - gap * 0.7 - wide },
                y: if dy > 0.0 { y + gap * 0.5 } else { y - gap * 0.5 - high },
                width: wide,
                height: high,
            };
            vec![
                (right, Hold::Left),
                (left, Hold::Right),
                (below, Hold::Middle),
                (above, Hold::Middle),
                (corner(1.0, -1.0), Hold::Left),
                (corner(1.0, 1.0), Hold::Left),
                (corner(-1.0, -1.0), Hold::Right),
                (corner(-1.0, 1.0), Hold::Right),
            ]
        }
        Shape::Lines(lines) => {
            let spots = spots_along(lines, frame);
            let (dx, dy) = (wide / 2.0 + 9.0, high / 2.0 + 9.0);
            let shifts = [(dx, 0.0), (-dx, 0.0), (0.0, -dy), (0.0, dy)];
            spots
                .into_iter()
                .flat_map(|(x, y)| {
                    shifts.map(|(dx, dy)| {
                        let hold = match dx {
                            dx if dx > 0.0 => Hold::Left,
                            dx if dx < 0.0 => Hold::Right,
                            _ => Hold::Middle,
                        };
                        (around(x + dx, y + dy, wide, high), hold)
                    })
                })
                .collect()
        }
        Shape::Areas(areas) => spots_within(areas, frame)
            .into_iter()
            .map(|(x, y)| (around(x, y, wide, high), Hold::Middle))
            .collect(),
    }
}

fn around(x: f64, y: f64, width: f64, height: f64) -> Frame {
    Frame { x: x - width / 2.0, y: y - height / 2.0, width, height }
}

/// Points along the visible lines: the middle first, then outwards.
fn spots_along(lines: &[Vec<(f64, f64)>], frame: &Frame) -> Vec<(f64, f64)> {
    let mut seen = Vec::new();
    along(lines, 8.0, frame, |at| seen.push(at));
    let wanted = [0.5, 0.35, 0.65, 0.2, 0.8, 0.08, 0.92];
    wanted
        .into_iter()
        .filter_map(|part| seen.get((seen.len() as f64 * part) as usize).copied())
        .collect()
}

/// Points within the visible areas, those with most room first: the middles of
/// the widest stretches of lines across.
fn spots_within(areas: &[Vec<Vec<(f64, f64)>>], frame: &Frame) -> Vec<(f64, f64)> {
    let mut spots: Vec<(f64, (f64, f64))> = Vec::new();
    for rings in areas {
        let Some(exterior) = rings.first() else { continue };
        let top = exterior.iter().map(|p| p.1).fold(f64::MAX, f64::min).max(frame.y);
        let bottom =
            exterior.iter().map(|p| p.1).fold(f64::MIN, f64::max).min(frame.y + frame.height);
        for step in 1..20 {
            let part = f64::from(step) / 20.0;
            let y = top + (bottom - top) * part;
            // The middle of the height is best for the same width.
            let favour = 1.0 - (part - 0.5).abs();
            for (from, to) in stretches(rings, y) {
                let (from, to) = (from.max(frame.x), to.min(frame.x + frame.width));
                if to > from {
                    let wide = to - from;
                    spots.push((wide * favour, (from + wide * 0.5, y)));
                    spots.push((wide * favour * 0.45, (from + wide * 0.3, y)));
                    spots.push((wide * favour * 0.44, (from + wide * 0.7, y)));
                }
            }
        }
    }
    spots.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.1.total_cmp(&b.1.1)));
    spots.truncate(48);
    spots.into_iter().map(|(_, at)| at).collect()
}

/// Where the line across at `y` lies inside the rings.
fn stretches(rings: &[Vec<(f64, f64)>], y: f64) -> Vec<(f64, f64)> {
    let mut crossings: Vec<f64> = rings
        .iter()
        .flat_map(|ring| ring.windows(2))
        .filter(|pair| (pair[0].1 > y) != (pair[1].1 > y))
        .map(|pair| {
            let part = (y - pair[0].1) / (pair[1].1 - pair[0].1);
            pair[0].0 + (pair[1].0 - pair[0].0) * part
        })
        .collect();
    crossings.sort_by(f64::total_cmp);
    crossings.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
}
