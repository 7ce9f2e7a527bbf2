//! One name in every shape in which it is compared.
//!
//! Floor 2.

use super::arabic;
use super::latin;
use super::letters::{self, Script, Word};
use super::sound::Sound;
use super::vocabulary::{self, Tag, Unit};

/// A name without what does not tell it from others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Core {
    /// The remaining letters, joined.
    pub(super) letters: String,
    pub(super) sounds: Vec<Sound>,
    /// Numbers, and common words that were taken out, sorted.
    pub(super) tags: Vec<Tag>,
    /// The sorts of unit that were taken out, sorted.
    pub(super) units: Vec<Unit>,
    /// Letters of scripts whose sounds are not known, and long digit codes.
    pub(super) unread: String,
    /// How many sounds count towards the length.
    pub(super) length: u16,
}

/// One name in every shape in which it is compared.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub(super) written: String,
    /// Folded letters without articles and spaces; empty if nothing is left.
    pub(super) normal: String,
    pub(super) script: Script,
    /// All words as they sound; and, if it has words such as "street", a second
    /// one in which those are tags.
    pub(super) cores: Vec<Core>,
}

/// What one word of a name is to the comparison.
struct Part<'a> {
    word: &'a Word,
    /// Folded, without the article.
    bare: &'a str,
    article: bool,
    number: Option<u32>,
}

impl Form {
    /// The shapes of a name; `None` if it is too long to be one.
    pub(super) fn of(text: &str) -> Option<Self> {
        let words = letters::words(text)?;
        let parts = parts(&words);
        let normal = parts.iter().map(|part| match part.number {
            Some(number) => format!("#{number}"),
            None => part.bare.to_owned(),
        });
        let script = script(&words);
        let habits = latin::Habits::of(&text.to_lowercase());
        let units = units(&parts);
        let mut cores = vec![core(&parts, &[], false, habits)];
        if !units.is_empty() || parts.iter().any(|part| vocabulary::tag(part.bare).is_some()) {
            cores.push(core(&parts, &units, true, habits));
        }
        Some(Self { written: letters::as_written(text), normal: normal.collect(), script, cores })
    }
}

/// The script most letters are in; the first of equals.
fn script(words: &[Word]) -> Script {
    let count = |script: Script| -> usize {
        words.iter().filter(|word| word.script == script).map(|word| word.folded.len()).sum()
    };
    let mut best = Script::Digits;
    for script in [Script::Arabic, Script::Latin, Script::Other] {
        if count(script) > 0 && (best == Script::Digits || count(script) > count(best)) {
            best = script;
        }
    }
    best
}

/// Words without articles, numbers recognised.
fn parts(words: &[Word]) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut article = false;
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1);
        let latin = word.script == Script::Latin;
        if latin
            && latin::is_article(&word.folded, word.hyphen, next.map(|next| next.folded.as_str()))
        {
            article = true;
            continue;
        }
        if latin && vocabulary::empty(&word.folded) && words.len() > 1 {
            continue;
        }
        let arabic = (word.script == Script::Arabic)
            .then(|| vocabulary::arabic_article(&word.folded))
            .flatten();
        let numeral = word.script == Script::Digits || (latin && at > 0);
        parts.push(Part {
            word,
            bare: arabic.unwrap_or(&word.folded),
            article: article || arabic.is_some(),
            number: if numeral { vocabulary::number(&word.folded) } else { None },
        });
        article = false;
    }
    parts
}

/// The words such as "neighbourhood" that stand at the edge of a name without an
/// article while something else remains: their places, and what they say.
fn units(parts: &[Part<'_>]) -> Vec<(usize, Unit)> {
    let unit = |part: &Part<'_>| if part.article { None } else { vocabulary::unit(part.bare) };
    if parts.iter().all(|part| unit(part).is_some() || part.number.is_some()) {
        return Vec::new();
    }
    let last = parts.iter().rposition(|part| part.number.is_none());
    let edge = |at: usize, part: &Part<'_>| {
        at == 0 || (part.word.script == Script::Latin && Some(at) == last)
    };
    let found = parts.iter().enumerate().filter(|(at, part)| edge(*at, part));
    found.filter_map(|(at, part)| Some((at, unit(part)?))).collect()
}

/// The sounds of a name. With `tagged`, common words become tags, and the words
/// of `units` are taken out.
fn core(parts: &[Part<'_>], units: &[(usize, Unit)], tagged: bool, habits: latin::Habits) -> Core {
    let mut core = Core {
        letters: String::new(),
        sounds: Vec::new(),
        tags: Vec::new(),
        units: Vec::new(),
        unread: String::new(),
        length: 0,
    };
    core.units.extend(units.iter().map(|(_, unit)| *unit));
    core.units.sort_unstable();
    for (at, part) in parts.iter().enumerate() {
        if units.iter().any(|(unit, _)| *unit == at) {
            continue;
        }
        if vocabulary::is_and(part.bare) && at > 0 && at + 1 < parts.len() {
            core.letters.push('و');
            core.sounds.push(Sound::And);
            continue;
        }
        let tag =
            part.number.map(Tag::Number).or_else(|| vocabulary::tag(part.bare).filter(|_| tagged));
        if let Some(tag) = tag {
            core.tags.push(tag);
            continue;
        }
        core.letters.push_str(part.bare);
        match part.word.script {
            Script::Arabic => {
                arabic::sounds(&part.word.written, &part.word.folded, &mut core.sounds);
            }
            Script::Latin => {
                if part.article {
                    core.sounds.push(Sound::Article);
                }
                let last = at + 1 == parts.len();
                latin::sounds(&part.word.written, habits, last, &mut core.sounds);
            }
            Script::Digits | Script::Other => core.unread.push_str(part.bare),
        }
    }
    core.tags.sort_unstable();
    core.tags.dedup();
    let counted = core.sounds.iter().filter(|sound| sound.counts()).count();
    core.length = u16::try_from(counted).unwrap_or(u16::MAX);
    core
}
