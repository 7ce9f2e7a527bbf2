//! A matrix for people, and as CSV.

use super::{Answer, End, Pair};
use crate::clock::show_duration;
use crate::input::Input;
use crate::page::{FAINT, Page, STRONG, WARNING, clean, styled};
use jiff::SignedDuration;
use safepassage::model::TravelMode;

pub(super) fn page(answer: &Answer<'_>, input: &Input) -> Page {
    let mut page = Page::new();
    let clock = &input.clock;
    // Asked for an instant, the window is but a millisecond.
    let start = answer.window.start_or_min();
    let long = answer.window.end_or_max().duration_since(start);
    let when = if long <= SignedDuration::from_millis(1) {
        format!("at {}", clock.show(start))
    } else {
        clock.show_window(&answer.window)
    };
    page.line(format!(
        "How long it takes, {}, with what is shut {when}; {}",
        answer.mode,
        clock.title()
    ));
    let per_row = answer.to.len().max(1);
    for (start, row) in answer.from.iter().zip(answer.pairs.chunks(per_row)) {
        page.gap();
        page.line(styled(STRONG, label(start)));
        let mut row: Vec<&Pair> = row.iter().collect();
        row.sort_by_key(|pair| (milliseconds(pair).unwrap_or(i64::MAX), pair.to));
        for pair in row {
            let what = match (milliseconds(pair), pair.reason) {
                (Some(ms), _) => {
                    format!("{:>10}", show_duration(SignedDuration::from_millis(ms)))
                }
                (None, reason) => {
                    let reason = reason.unwrap_or("cut-off");
                    format!("{} ({reason})", styled(WARNING, format_args!("{:>10}", "no way")))
                }
            };
            page.line(format!("  {what}  {}", label(&answer.to[pair.to])));
        }
    }
    page.gap();
    if matches!(answer.mode, TravelMode::Vehicle | TravelMode::Convoy) {
        page.line(styled(
            FAINT,
            "Turn restrictions are not kept here: a way may take longer; ask `plan` for one.",
        ));
    }
    page.line(
        "What is shut at some time in the window counts as shut for all of it. This is not a \
         statement that any way is free of danger.",
    );
    page
}

fn milliseconds(pair: &Pair) -> Option<i64> {
    pair.duration_s.map(|seconds| (seconds * 1000.0).round() as i64)
}

fn label(end: &End) -> String {
    match (&end.id, &end.name) {
        (Some(id), Some(name)) => format!("{} ({})", clean(id), clean(name)),
        (Some(id), None) => clean(id),
        (None, _) => place(end),
    }
}

fn place(end: &End) -> String {
    end.places.first().map(|[lon, lat]| format!("{lon}, {lat}")).unwrap_or_default()
}

/// A line for each pair.
pub(super) fn csv(answer: &Answer<'_>) -> String {
    let mut text = "from,from_name,to,to_name,duration_s,reason\r\n".to_owned();
    for pair in &answer.pairs {
        let (from, to) = (&answer.from[pair.from], &answer.to[pair.to]);
        let cells = [
            from.id.clone().unwrap_or_else(|| place(from)),
            from.name.clone().unwrap_or_default(),
            to.id.clone().unwrap_or_else(|| place(to)),
            to.name.clone().unwrap_or_default(),
            pair.duration_s.map(|seconds| seconds.to_string()).unwrap_or_default(),
            pair.reason.unwrap_or_default().to_owned(),
        ];
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

/// As RFC 4180 has it. A name in the data must not become a formula where a
/// spreadsheet opens the file: it gets an apostrophe in front, as OWASP advises.
fn quoted(cell: &str) -> String {
    let number = cell.parse::<f64>().is_ok();
    let place = cell.split(", ").all(|part| part.parse::<f64>().is_ok());
    let formula = !number && !place && cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}
