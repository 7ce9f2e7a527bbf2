//! Text on a map: made harmless, measured, wrapped, in its direction.

use super::draw::{node, px};
use ::svg::node::Node;
use ::svg::node::Text;
use ::svg::node::element::Element;

/// Families tried in turn; all but the first two are for Arabic script or a last resort.
pub(in crate::io::write) const FONTS: &str = "Noto Sans, Noto Sans Arabic, Noto Naskh Arabic, DejaVu Sans, \
     Segoe UI, Geeza Pro, Arial, sans-serif";

/// The text without what could harm or mislead: control characters become
/// spaces, and characters that override direction or are no text go.
pub(in crate::io::write) fn harmless(text: &str) -> String {
    let kept = text.chars().filter_map(|c| match c {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}' => None,
        c if c.is_control() || c.is_whitespace() => Some(' '),
        c => Some(c),
    });
    let spaced: String = kept.collect();
    spaced.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether the first letter with a direction is of a script that runs from right to left.
pub(super) fn runs_right_to_left(text: &str) -> bool {
    text.chars().find(|c| c.is_alphabetic()).is_some_and(is_right_to_left)
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{0590}'..='\u{08ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// About how wide the text is in pixels; errs towards wide.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let em: f64 = text
        .chars()
        .map(|c| match c {
            ' ' | '.' | ',' | ':' | ';' | '\'' | 'i' | 'l' | 'j' | '|' => 0.29,
            'm' | 'w' | 'M' | 'W' => 0.88,
            c if is_right_to_left(c) => 0.52,
            c if c.is_uppercase() => 0.68,
            c if (c as u32) >= 0x2e80 => 1.0,
            _ => 0.57,
        })
        .sum();
    em * size
}

/// The text in lines of at most `limit` pixels, broken at spaces. The last
/// line that fits ends in "…" if there would be more than `most`.
pub(in crate::io::write) fn wrap(text: &str, size: f64, limit: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if width(line, size) + width(word, size) + size * 0.3 <= limit => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(cut(word, size, limit)),
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

/// A word that is too long for a line, cut short.
fn cut(word: &str, size: f64, limit: f64) -> String {
    if width(word, size) <= limit {
        return word.to_owned();
    }
    let mut short = String::new();
    for c in word.chars() {
        if width(&short, size) + 2.0 * size > limit {
            break;
        }
        short.push(c);
    }
    short.push('…');
    short
}

/// Where a text is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hold {
    Left,
    Middle,
    Right,
}

/// One line of text.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) size: f64,
    pub(super) colour: &'a str,
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) hold: Hold,
    pub(super) halo: bool,
}

impl<'a> Line<'a> {
    /// Dark regular text held at its left.
    pub(super) fn new(text: &'a str, x: f64, y: f64, size: f64) -> Self {
        Self {
            text,
            x,
            y,
            size,
            colour: "#333333",
            bold: false,
            italic: false,
            hold: Hold::Left,
            halo: false,
        }
    }

    pub(super) fn colour(self, colour: &'a str) -> Self {
        Self { colour, ..self }
    }

    pub(super) fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(super) fn hold(self, hold: Hold) -> Self {
        Self { hold, ..self }
    }

    /// The element. Text stays in logical order; the viewer shapes it.
    pub(super) fn draw(&self) -> Element {
        let text = harmless(self.text);
        let backwards = runs_right_to_left(&text);
        let anchor = match (self.hold, backwards) {
            (Hold::Middle, _) => "middle",
            (Hold::Left, false) | (Hold::Right, true) => "start",
            (Hold::Right, false) | (Hold::Left, true) => "end",
        };
        let mut element = node(
            "text",
            &[
                ("x", &px(self.x)),
                ("y", &px(self.y)),
                ("font-size", &px(self.size)),
                ("fill", self.colour),
                ("text-anchor", anchor),
            ],
        );
        if self.bold {
            element.assign("font-weight", "700");
        }
        if self.italic {
            element.assign("font-style", "italic");
        }
        if backwards {
            element.assign("direction", "rtl");
            element.assign("unicode-bidi", "embed");
        }
        if self.halo {
            element.assign("stroke", "#ffffff");
            element.assign("stroke-width", "2.6");
            element.assign("stroke-linejoin", "round");
            element.assign("stroke-opacity", "0.9");
            element.assign("paint-order", "stroke");
        }
        element.append(Text::new(text));
        element
    }
}
