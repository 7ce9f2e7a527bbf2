//! A Latin word to its sounds, by the habits of English, French, German,
//! Turkish, Kurdish and the scholars' transcriptions.
//!
//! Floor 2.

use super::sound::Sound;
use super::vocabulary;
use unicode_normalization::UnicodeNormalization;

/// Habits that show in a whole name and decide how its letters are read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Habits {
    /// `sch` is written: then `ch` is خ.
    german: bool,
    /// `ê`, `î`, `û` are written: then `x` is خ.
    kurdish: bool,
    /// Macrons or `ḩ`, `ţ`, `ḑ` are written: then `ş` is ص, not ش.
    scholarly: bool,
}

impl Habits {
    /// The habits that show in `text` (lower case).
    pub(super) fn of(text: &str) -> Self {
        let mut habits = Self { german: text.contains("sch"), ..Self::default() };
        let mut base = ' ';
        for c in text.nfd() {
            match (base, c) {
                ('e' | 'i' | 'u', '\u{0302}') => habits.kurdish = true,
                (_, '\u{0304}') | ('h' | 't' | 'd' | 'z', '\u{0327}') => habits.scholarly = true,
                _ => {}
            }
            if c.is_alphabetic() {
                base = c;
            }
        }
        habits
    }
}

/// Whether a letter with a mark or without is a long vowel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Letter {
    base: char,
    long: bool,
}

/// Base letters, with marks that make another letter spelt out.
fn letters(written: &str, habits: Habits) -> Vec<Letter> {
    let mut out: Vec<Letter> = Vec::new();
    let plain = |base| Letter { base, long: false };
    for c in written.nfd() {
        let last = out.last().map(|letter| letter.base);
        match (last, c) {
            (Some('s'), '\u{0327}' | '\u{0326}') if habits.scholarly => {}
            (Some('s'), '\u{0327}' | '\u{0326}' | '\u{030C}')
            | (Some('c'), '\u{0327}' | '\u{030C}' | '\u{0301}')
            | (Some('g'), '\u{0306}' | '\u{0307}')
            | (Some('z'), '\u{030C}')
            | (Some('d' | 't' | 'k'), '\u{0331}')
            | (_, 'ħ') => out.push(plain('h')),
            (Some('h'), '\u{032E}' | '\u{0331}') => {
                out.pop();
                out.extend([plain('k'), plain('h')]);
            }
            (Some('g'), '\u{030C}') => {
                out.pop();
                out.push(plain('j'));
            }
            (Some('a' | 'e' | 'i' | 'o' | 'u'), '\u{0304}' | '\u{0302}') => {
                if let Some(letter) = out.last_mut() {
                    letter.long = true;
                }
            }
            (_, 'ı') => out.push(plain('i')),
            (_, 'ə') => out.push(plain('e')),
            (_, 'ø') => out.push(plain('o')),
            (_, 'ł') => out.push(plain('l')),
            (_, 'đ') => out.push(plain('d')),
            (_, 'ß') => out.push(plain('s')),
            (_, 'æ') => out.extend([plain('a'), plain('e')]),
            (_, 'œ') => out.extend([plain('o'), plain('e')]),
            (_, 'þ') => out.extend([plain('t'), plain('h')]),
            (_, 'ð') => out.extend([plain('d'), plain('h')]),
            (_, 'a'..='z' | '\'') => out.push(plain(c)),
            _ => {}
        }
    }
    out
}

/// The sounds of one word. `last` says whether it is the last of its name.
pub(super) fn sounds(written: &str, habits: Habits, last: bool, into: &mut Vec<Sound>) {
    let letters = letters(written, habits);
    let text: String = letters.iter().map(|letter| letter.base).collect();
    let start = into.len();
    let mut at = 0;
    if let Some(skipped) = joined_article(&text) {
        into.push(Sound::MaybeArticle);
        at = skipped;
    }
    while at < letters.len() {
        let (sound, more, taken) = read(&letters, &text, at, habits);
        for one in [sound, more].into_iter().flatten() {
            // Doubling is written or not, at will.
            let again = into.len() > start && into.last() == Some(&one);
            if !again || (one.class().is_none() && one != Sound::Y) {
                into.push(one);
            }
        }
        at += taken.max(1);
    }
    if !last {
        construct(into, start);
    }
}

/// How many letters a joined article takes (`Alfaraj`, `Elmansoura`), if there is
/// perhaps one.
fn joined_article(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let article = matches!(bytes.get(..2), Some(b"al" | b"el"));
    let consonant = bytes.get(2).is_some_and(|b| !b"aeiouy'".contains(b));
    (article && consonant && bytes.len() >= 6).then_some(2)
}

/// `Qal'et ash-Sharif`: a `t` after a vowel, at the end of a word before another,
/// stands for `ة`.
fn construct(into: &mut [Sound], start: usize) {
    let length = into.len() - start;
    if let [.., before, vowel, last] = into {
        let short = matches!(vowel, Sound::A | Sound::E | Sound::I);
        let after =
            before.class().is_some() || matches!(before, Sound::Glottal | Sound::Y | Sound::W);
        if length >= 4 && *last == Sound::T && short && after {
            *last = Sound::ConstructT;
        }
    }
}

fn vowel(c: Option<char>) -> bool {
    matches!(c, Some('a' | 'e' | 'i' | 'o' | 'u'))
}

type Read = (Option<Sound>, Option<Sound>, usize);

/// Reads what stands at `at`: one or two sounds, and how many letters they take.
fn read(letters: &[Letter], text: &str, at: usize, habits: Habits) -> Read {
    let rest = text.get(at..).unwrap_or_default();
    for &(spelling, sound) in DIGRAPHS {
        if rest.starts_with(spelling) {
            let sound = if sound == Sound::Ch && habits.german { Sound::Kh } else { sound };
            return (Some(sound), None, spelling.len());
        }
    }
    let next = |ahead: usize| letters.get(at + ahead).map(|letter| letter.base);
    let Some(&Letter { base, long }) = letters.get(at) else { return (None, None, 1) };
    match base {
        'a' | 'e' | 'i' | 'o' | 'u' => vowels(letters, at, long),
        'y' if next(1) == Some('y') => (Some(Sound::Y), None, 2),
        'y' if vowel(next(1)) => (Some(Sound::Y), None, 1),
        'y' if at == 0 => (Some(Sound::Y), None, 1),
        'y' => (Some(Sound::I), None, 1),
        'w' if vowel(next(1)) || at == 0 => (Some(Sound::W), None, 1),
        'w' => (Some(Sound::LongU), None, 1),
        'q' if next(1) == Some('u') && matches!(next(2), Some('e' | 'i')) && next(3).is_some() => {
            (Some(Sound::Q), Some(Sound::U), 2)
        }
        'g' if next(1) == Some('u') && matches!(next(2), Some('e' | 'i')) => {
            (Some(Sound::G), None, 2)
        }
        'x' if habits.kurdish || at == 0 => (Some(Sound::Kh), None, 1),
        'x' => (Some(Sound::K), Some(Sound::S), 1),
        'c' if matches!(next(1), Some('e' | 'i' | 'y')) => (Some(Sound::SoftC), None, 1),
        'c' if next(1) == Some('k') => (Some(Sound::K), None, 2),
        'h' if at + 1 == letters.len() => (Some(Sound::H), None, 1),
        '\'' => (Some(Sound::Glottal), None, 1),
        other => (consonant(other), None, 1),
    }
}

/// Spellings of one consonant by several letters, longest first.
const DIGRAPHS: &[(&str, Sound)] = &[
    ("tsch", Sound::Ch),
    ("dsch", Sound::J),
    ("sch", Sound::Sh),
    ("tch", Sound::Ch),
    ("dzh", Sound::J),
    ("khkh", Sound::Kh),
    ("shsh", Sound::Sh),
    ("dj", Sound::J),
    ("sh", Sound::Sh),
    ("ch", Sound::Ch),
    ("kh", Sound::Kh),
    ("gh", Sound::Gh),
    ("dh", Sound::Dh),
    ("th", Sound::Th),
    ("zh", Sound::Zh),
    ("ph", Sound::F),
];

const fn consonant(base: char) -> Option<Sound> {
    Some(match base {
        'b' => Sound::B,
        'p' => Sound::P,
        't' => Sound::T,
        'j' => Sound::J,
        'g' => Sound::G,
        'd' => Sound::D,
        'z' => Sound::Z,
        's' => Sound::S,
        'c' => Sound::C,
        'f' => Sound::F,
        'v' => Sound::V,
        'k' => Sound::K,
        'q' => Sound::Q,
        'l' => Sound::L,
        'm' => Sound::M,
        'n' => Sound::N,
        'r' => Sound::R,
        'h' => Sound::H,
        _ => return None,
    })
}

/// Reads a vowel or a pair of vowels.
fn vowels(letters: &[Letter], at: usize, long: bool) -> Read {
    let base = |ahead: usize| letters.get(at + ahead).map(|letter| letter.base);
    let (one, two) = (base(0).unwrap_or('a'), base(1));
    let after = base(2);
    let ends = at + 1 == letters.len();
    // A word of one or two letters has no ending to leave off.
    let ending = at >= 2 || (at == 1 && letters.len() > 2);
    match (one, two) {
        ('a' | 'e', Some('h')) if after.is_none() && ending => (Some(Sound::FinalAh), None, 2),
        ('a', Some('a')) => (Some(Sound::LongA), None, 2),
        ('o', Some('o')) | ('u', Some('u')) => (Some(Sound::LongU), None, 2),
        ('e', Some('e')) | ('i', Some('i')) => (Some(Sound::LongI), None, 2),
        ('i', Some('e')) if after.is_none() && at >= 2 => (Some(Sound::Y), Some(Sound::FinalE), 2),
        ('a' | 'e', Some('y')) if !vowel(after) && after != Some('y') => (Some(Sound::Ay), None, 2),
        ('a' | 'e', Some('i')) => (Some(Sound::Ay), None, 2),
        ('a' | 'o', Some('w')) if !vowel(after) => (Some(Sound::Aw), None, 2),
        ('a', Some('u')) => (Some(Sound::Aw), None, 2),
        ('o', Some('u')) | ('u', Some('w')) if vowel(after) => (Some(Sound::W), None, 2),
        ('o', Some('u')) => (Some(Sound::Ou), None, 2),
        ('i', Some('y')) if vowel(after) || after == Some('y') => (Some(Sound::Y), None, 2),
        ('i', Some('a' | 'e' | 'o' | 'u')) => (Some(Sound::Y), None, 1),
        ('a', _) if ends && ending && !long => (Some(Sound::FinalA), None, 1),
        ('e', _) if ends && ending => {
            (Some(if long { Sound::FinalA } else { Sound::FinalE }), None, 1)
        }
        ('a', _) => (Some(if long { Sound::LongA } else { Sound::A }), None, 1),
        ('e', _) => (Some(if long { Sound::Ay } else { Sound::E }), None, 1),
        ('i', _) => (Some(if long { Sound::LongI } else { Sound::I }), None, 1),
        ('o', _) => (Some(if long { Sound::LongU } else { Sound::O }), None, 1),
        _ => (Some(if long { Sound::LongU } else { Sound::U }), None, 1),
    }
}

/// Whether the word is an article of its own before `next`.
pub(super) fn is_article(folded: &str, hyphen: bool, next: Option<&str>) -> bool {
    match (vocabulary::latin_article(folded), next) {
        (Some(rest), Some(next)) => hyphen || next.starts_with(rest),
        _ => false,
    }
}
