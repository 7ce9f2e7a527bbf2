//! A way turn by turn, for people.

use crate::clock::{Clock, show_duration};
use crate::page::{Page, clean};
use safepassage::route::{Instruction, Turn};

/// Reads the code of a language.
pub(super) fn language(text: &str) -> Result<String, String> {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    let letters = first.len() >= 2 && first.len() <= 3;
    let whole = parts.all(|part| !part.is_empty());
    let plain = text.chars().all(|one| one.is_ascii_alphanumeric() || one == '-');
    if letters && whole && plain && first.chars().all(|one| one.is_ascii_lowercase()) {
        Ok(text.to_owned())
    } else {
        Err("expected the code of a language such as ar, en or ku-Latn".to_owned())
    }
}

/// Adds a line for each instruction.
pub(super) fn show(page: &mut Page, list: &[Instruction], clock: &Clock, language: Option<&str>) {
    for one in list {
        let what = match (one.turn, &one.checkpoint) {
            (Turn::Arrive, _) => "arrive".to_owned(),
            (Turn::Stop, checkpoint) => {
                let where_to = match checkpoint {
                    Some(id) => format!("stop at checkpoint/{}", clean(id.as_str())),
                    None => "wait".to_owned(),
                };
                let long = show_duration(one.until.duration_since(one.from));
                format!("{where_to}, {long}, until {}", clock.show_hour(one.until))
            }
            (turn, _) => {
                let name = match language {
                    Some(language) => one.street_in(language),
                    None => one.street.as_deref(),
                };
                let name = name.map_or_else(|| "(no name)".to_owned(), clean);
                format!("{} {name}, {}", words(turn), one.length)
            }
        };
        page.line(format!("    {}  {what}", clock.show_hour(one.from)));
    }
}

/// A turn as people say it.
const fn words(turn: Turn) -> &'static str {
    match turn {
        Turn::SetOut => "set out along",
        Turn::Straight => "straight on into",
        Turn::SlightRight => "bear right into",
        Turn::Right => "turn right into",
        Turn::SharpRight => "turn sharp right into",
        Turn::Round => "turn round into",
        Turn::SharpLeft => "turn sharp left into",
        Turn::Left => "turn left into",
        Turn::SlightLeft => "bear left into",
        Turn::Stop => "stop at",
        Turn::Arrive => "arrive at",
    }
}
