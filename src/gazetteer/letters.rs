//! Text as written to letters that can be compared.
//!
//! Floor 2. Uses `unicode-normalization` for everything that Unicode defines;
//! what is added here is what writers of Arabic treat as one letter.

use unicode_normalization::UnicodeNormalization;

/// The longest text that is looked at, in characters. Longer text is no name.
pub(super) const LONGEST: usize = 256;

/// The writing system of one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Script {
    Arabic,
    Latin,
    Digits,
    Other,
}

/// One word of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Lower case, with diacritics, apostrophes as `'`: what the sounds are read from.
    pub(super) written: String,
    /// Letters unified: what words are compared by.
    pub(super) folded: String,
    pub(super) script: Script,
    /// Whether a hyphen follows without a space.
    pub(super) hyphen: bool,
}

/// Invisible characters: direction marks, joiners, soft hyphen, tatweel, selectors.
fn invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{0640}' | '\u{180E}' | '\u{FEFF}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}')
}

/// Marks that writers leave out at will: Latin, Greek and Cyrillic accents,
/// Hebrew points, Arabic vowel signs and hamza above or below. Vowel signs of
/// other scripts are letters and stay.
pub(super) fn optional_mark(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}' | '\u{0591}'..='\u{05C7}' | '\u{0610}'..='\u{061A}'
        | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06ED}'
        | '\u{08D3}'..='\u{08FF}')
}

/// The many signs that stand for an apostrophe, hamza or ayn in Latin text.
fn apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`'
            | '\u{00B4}'
            | '\u{2018}'..='\u{201B}'
            | '\u{02B9}'..='\u{02BF}'
            | '\u{02C8}'
            | '\u{02CA}'
            | '\u{02CB}'
            | '\u{02D1}'
            | '\u{2032}'
            | '\u{2035}'
            | '\u{05F3}'
            | '\u{FF07}'
            | '\u{A78B}'
            | '\u{A78C}'
    )
}

/// A hyphen that joins the parts of one name.
fn hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{05BE}')
}

/// One letter to the letter it is compared as. `ة` and a final `ه` are one, `ى`
/// and `ي`, Persian and Urdu forms and their Arabic ones.
fn unified(c: char, into: &mut String) {
    let one = match c {
        'ة' | 'ۀ' | 'ہ' | 'ۂ' | 'ۃ' | 'ھ' | 'ە' | 'ۿ' => 'ه',
        'ى' | 'ی' | 'ې' | 'ے' | 'ۍ' | 'ێ' | 'ئ' => 'ي',
        'ک' | 'ڪ' | 'ګ' | 'ڭ' => 'ك',
        'ٱ' | 'آ' | 'أ' | 'إ' => 'ا',
        'ؤ' | 'ۆ' | 'ۇ' | 'ۈ' | 'ۋ' | 'ۊ' => 'و',
        'ٹ' => 'ت',
        'ڈ' => 'د',
        'ڑ' | 'ڕ' => 'ر',
        'ں' => 'ن',
        'ڵ' => 'ل',
        'ء' => return,
        'ı' => 'i',
        'ø' => 'o',
        'ł' => 'l',
        'đ' => 'd',
        'ħ' => 'h',
        'ə' => 'e',
        'ß' => return into.push_str("ss"),
        'æ' => return into.push_str("ae"),
        'œ' => return into.push_str("oe"),
        'þ' => return into.push_str("th"),
        'ð' => return into.push_str("dh"),
        other => match digit(other) {
            Some(value) => char::from(b'0' + value),
            None => other,
        },
    };
    into.push(one);
}

/// The value of a decimal digit: ASCII, Arabic-Indic, Persian.
fn digit(c: char) -> Option<u8> {
    let base = match c {
        '0'..='9' => '0',
        '\u{0660}'..='\u{0669}' => '\u{0660}',
        '\u{06F0}'..='\u{06F9}' => '\u{06F0}',
        _ => return None,
    };
    u8::try_from(u32::from(c) - u32::from(base)).ok()
}

fn script_of(c: char) -> Script {
    match c {
        _ if digit(c).is_some() => Script::Digits,
        '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{08A0}'..='\u{08FF}' => {
            Script::Arabic
        }
        'a'..='z'
        | '\u{00C0}'..='\u{024F}'
        | '\u{0250}'..='\u{02AF}'
        | '\u{1E00}'..='\u{1EFF}'
        | '\u{0400}'..='\u{052F}' => Script::Latin,
        _ => Script::Other,
    }
}

/// The letters of one word as they are compared.
fn fold(written: &str) -> String {
    let mut folded = String::with_capacity(written.len());
    for c in written.nfd().filter(|&c| !optional_mark(c) && c != '\'') {
        unified(c, &mut folded);
    }
    folded.nfc().collect()
}

/// Splits text into words. `None` if it is longer than [`LONGEST`].
pub(super) fn words(text: &str) -> Option<Vec<Word>> {
    if text.chars().nth(LONGEST).is_some() {
        return None;
    }
    let plain =
        text.chars().filter(|&c| !invisible(c)).map(|c| if apostrophe(c) { '\'' } else { c });
    // Again after compatibility forms are resolved: some resolve into these.
    let lower: String = plain
        .nfkc()
        .flat_map(char::to_lowercase)
        .filter(|&c| !invisible(c))
        .map(|c| if apostrophe(c) { '\'' } else { c })
        .collect();
    let lower: String = super::cyrillic::to_latin(&lower);
    let mut words = Vec::new();
    let mut written = String::new();
    let mut script = None;
    for c in lower.nfc() {
        let inside = c.is_alphanumeric() || c == '\'' || optional_mark(c) || is_mark(c);
        let here = c.is_alphanumeric().then(|| script_of(c));
        let changes = here.is_some() && script.is_some() && here != script;
        if (!inside || changes) && !written.is_empty() {
            push(&mut words, &mut written, script.take(), hyphen(c));
        }
        if inside {
            script = script.or(here);
            written.push(c);
        }
    }
    push(&mut words, &mut written, script, false);
    Some(words)
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

fn push(words: &mut Vec<Word>, written: &mut String, script: Option<Script>, hyphen: bool) {
    let written = std::mem::take(written);
    let Some(script) = script else { return };
    let folded = fold(&written);
    if !folded.is_empty() {
        words.push(Word { written, folded, script, hyphen });
    }
}

/// How often normalising is repeated, at most, until nothing changes.
const MOST_PASSES: usize = 8;

/// The letters of a name as they are compared: Unicode compatibility forms
/// resolved, lower case, without optional marks and invisible characters, hamza
/// and alef forms, `ة` and `ه`, `ى` and `ي`, Persian and Urdu letters unified,
/// digits ASCII, words divided by one space.
///
/// Empty for text of more than 256 characters, which is no name. Doing it twice
/// changes nothing. Linear time.
///
/// ```
/// use safepassage::gazetteer::normalise;
///
/// assert_eq!(normalise("الأشرفيّة"), "الاشرفيه");
/// assert_eq!(normalise("al-‘Aqabeh  ٣"), "al aqabeh 3");
/// ```
pub fn normalise(text: &str) -> String {
    let mut last = normalised_once(text);
    // A rare form resolves into one that is resolved again.
    for _ in 0..MOST_PASSES {
        let next = normalised_once(&last);
        if next == last {
            break;
        }
        last = next;
    }
    last
}

fn normalised_once(text: &str) -> String {
    let words = words(text).unwrap_or_default();
    let mut joined = String::with_capacity(text.len());
    for word in &words {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(&word.folded);
    }
    joined
}

/// The text itself, in one Unicode form and with single spaces.
pub(super) fn as_written(text: &str) -> String {
    let text: String = text.nfc().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The parts under which a name is known as well: without what stands in
/// brackets, and each of several names divided by slashes.
pub(super) fn parts_of_name(text: &str) -> Vec<String> {
    let mut outside = String::new();
    let mut depth = 0_u32;
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    let mut parts: Vec<String> = outside.split('/').map(|part| part.trim().to_owned()).collect();
    parts.retain(|part| part.chars().nth(1).is_some() && part != text);
    parts
}
