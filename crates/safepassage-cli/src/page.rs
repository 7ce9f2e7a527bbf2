//! Text being put together for people.

use anstyle::{AnsiColor, Style};
use safepassage::model::TravelMode;
use safepassage::severity::Severity;
use std::fmt::{Display, Write};

/// Headings and identifiers.
pub(crate) const STRONG: Style = Style::new().bold();
/// What matters less.
pub(crate) const FAINT: Style = Style::new().dimmed();
/// Errors.
pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();
/// Warnings.
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// Notes and hints.
pub(crate) const NOTE: Style = AnsiColor::Cyan.on_default().bold();

/// The colour of a severity.
pub(crate) const fn style_of(severity: Severity) -> Style {
    match severity {
        Severity::Error => ERROR,
        Severity::Warning => WARNING,
        Severity::Info => NOTE,
    }
}

/// `text` in a style.
pub(crate) fn styled(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}

/// Lines for people, printed at once when they are complete.
#[derive(Debug, Default)]
pub(crate) struct Page(String);

impl Page {
    /// An empty page.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds a line.
    pub(crate) fn line(&mut self, text: impl Display) -> &mut Self {
        // Writing into a text cannot fail.
        let _ = writeln!(self.0, "{text}");
        self
    }

    /// Adds an empty line, unless the page is empty so far.
    pub(crate) fn gap(&mut self) -> &mut Self {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self
    }

    /// All of it.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Text of a record as a terminal may show it: a name in the data must not move
/// the cursor, change colours or turn the direction of what follows.
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        .map(|one| {
            let turns = matches!(one, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            if one.is_control() || turns { '\u{fffd}' } else { one }
        })
        .collect()
}

/// `1 file`, `2 files`.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A number with a comma before each three digits: `4,100`.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A time to the second: `3 h 42 min`, `1 min 30 s`.
pub(crate) fn exactly(seconds: u64) -> String {
    let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s")];
    let some = parts.iter().filter(|(count, _)| *count > 0);
    let some: Vec<String> = some.map(|(count, unit)| format!("{count} {unit}")).collect();
    if some.is_empty() { "0 s".to_owned() } else { some.join(" ") }
}

/// `1 person`, `4,100 people`.
pub(crate) fn people(count: u64) -> String {
    if count == 1 { "1 person".to_owned() } else { format!("{} people", thousands(count)) }
}

/// How people travel who travel by a mode.
pub(crate) const fn travelling(mode: TravelMode) -> &'static str {
    match mode {
        TravelMode::Foot => "on foot",
        TravelMode::Wheelchair => "in wheelchairs",
        TravelMode::Vehicle => "by vehicle",
        TravelMode::Convoy => "by convoy",
    }
}
