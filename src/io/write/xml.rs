//! Text for XML 1.0.

/// The text as XML content, which is also HTML that shows it.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text);
    out
}

/// Appends the text as XML content: `&`, `<`, `>` and `"` escaped, and what XML 1.0
/// cannot hold (control characters but tab and line ends, U+FFFE, U+FFFF) as U+FFFD.
/// A carriage return is a character reference, since it would be read as a line feed.
pub(super) fn escape(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' => out.push(character),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
}
