//! Text that a spreadsheet would take for a formula.
//!
//! A cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return can be
//! run when the file is opened (OWASP, "CSV Injection"). Text of that sort is
//! written with an apostrophe before it, and read without. So that nothing is
//! lost, text that already begins with apostrophes and then such a sign gets one
//! more. Numbers are never touched.

use std::borrow::Cow;

/// Whether a spreadsheet might run it, looking past apostrophes.
fn is_risky(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// Text fit for a cell.
pub(super) fn guarded(text: &str) -> Cow<'_, str> {
    if is_risky(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text that was guarded; other text as it is.
pub(super) fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_risky(rest) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_text() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1", "''@x"] {
            assert!(guarded(text).starts_with('\''), "{text}");
        }
        for text in ["", "a", "'a", "a=b", "\"=1", " =1"] {
            assert_eq!(guarded(text), text);
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "['=+@\t-]{0,4}\\PC{0,8}") {
            let cell = guarded(&text).into_owned();
            prop_assert_eq!(unguarded(&cell), text.as_str());
        }
    }
}
