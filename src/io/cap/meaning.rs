//! What an alert means here: the table of `docs/CAP.md`.
//!
//! Floor 7.
//!
//! CAP says what people are told, not what is closed. Only a few of its words
//! make a ban here, none opens anything, and what is not in the table has no
//! effect.

use super::alert::{Info, NamedValue};
use super::options::NoticeOptions;
use super::word::{Category, Certainty, ResponseType, Urgency, Word};
use crate::notice::Content;

/// What a caller may say that an event means. None of them opens a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Meaning {
    /// Movement is banned.
    Curfew,
    /// The area is closed.
    Closure,
    /// A party announces that it will strike there.
    Target,
    /// No effect on any status.
    NoEffect,
}

impl Meaning {
    pub(super) const fn content(self) -> Content {
        match self {
            Self::Curfew => Content::Curfew,
            Self::Closure => Content::Closure,
            Self::Target => Content::Target,
            Self::NoEffect => Content::Other,
        }
    }
}

/// Words in an event or headline that announce a curfew, in small letters.
pub(super) const CURFEW_WORDS: &[&str] = &[
    "curfew",
    "shelter in place",
    "shelter-in-place",
    "stay indoors",
    "lockdown",
    "couvre-feu",
    "toque de queda",
    "coprifuoco",
    "ausgangssperre",
    "sokağa çıkma yasağı",
    "комендантська година",
    "комендантский час",
    "حظر التجول",
    "حظر تجول",
    "منع التجول",
    "עוצר",
];

/// Words in an event or headline that tell of an attack from the air.
pub(super) const RAID_WORDS: &[&str] = &[
    "air raid",
    "airstrike warning",
    "missile alert",
    "rocket alert",
    "rocket and missile fire",
    "повітряна тривога",
    "воздушная тревога",
    "صفارات الإنذار",
    "غارة جوية",
    "צבע אדום",
    "ירי רקטות",
    "חדירת כלי טיס עוין",
];

/// Words of an event that say that it is over, in small letters. Looked for in
/// the event only: a headline may say that something else is.
const OVER_WORDS: &[&str] =
    &["lifted", "all clear", "відбій", "отбой", "رفع حظر", "levée du", "האירוע הסתיים"];

/// The codes of events that need no word beside them: Specific Area Message
/// Encoding, 47 CFR 11.31(e).
const SAME: [(&str, Meaning); 2] = [("EVI", Meaning::Closure), ("SPW", Meaning::Curfew)];

/// Kinds of event that are about the place and not about the weather over it.
const OF_A_PLACE: [Category; 7] = [
    Category::Security,
    Category::Safety,
    Category::Cbrne,
    Category::Fire,
    Category::Rescue,
    Category::Transport,
    Category::Infra,
];

/// What info blocks mean that are the same statement in several languages: what
/// the caller says of one of them, else the first ban that the table makes of
/// one, since a list of words may know one language and not another.
pub(super) fn meaning(group: &[&Info], options: &NoticeOptions<'_>) -> Meaning {
    let said = group.iter().find_map(|info| options.meaning_of(info));
    let ban = || group.iter().map(|info| by_table(info)).find(|one| *one != Meaning::NoEffect);
    said.or_else(ban).unwrap_or(Meaning::NoEffect)
}

/// What one info block means. The first row of the table that fits decides.
fn by_table(info: &Info) -> Meaning {
    if is_over(info) || holds(info.certainty.as_ref(), Certainty::Unlikely) {
        return Meaning::NoEffect;
    }
    let same = |(code, meaning): (&str, Meaning)| {
        let is_code = |pair: &NamedValue| pair.name == "SAME" && pair.value == code;
        info.event_codes.iter().any(is_code).then_some(meaning)
    };
    if let Some(meaning) = SAME.into_iter().find_map(same) {
        return meaning;
    }
    if speaks_of(info, CURFEW_WORDS) || speaks_of(info, RAID_WORDS) {
        return Meaning::Curfew;
    }
    let told = |what| info.response_types.iter().any(|word| word.is(what));
    let later = holds(info.urgency.as_ref(), Urgency::Future);
    let of_a_place = info
        .categories
        .iter()
        .any(|word| word.known().is_some_and(|known| OF_A_PLACE.contains(&known)));
    if told(ResponseType::Evacuate) {
        Meaning::Closure
    } else if later {
        Meaning::NoEffect
    } else if told(ResponseType::Shelter) {
        Meaning::Curfew
    } else if told(ResponseType::Avoid) && of_a_place {
        Meaning::Closure
    } else {
        Meaning::NoEffect
    }
}

/// Whether an info block says that the event is over.
fn is_over(info: &Info) -> bool {
    holds(info.urgency.as_ref(), Urgency::Past)
        || info.response_types.iter().any(|word| word.is(ResponseType::AllClear))
        || OVER_WORDS.iter().any(|word| info.event.to_lowercase().contains(word))
}

fn holds<T: super::word::Vocabulary>(word: Option<&Word<T>>, value: T) -> bool {
    word.is_some_and(|word| word.is(value))
}

fn speaks_of(info: &Info, words: &[&str]) -> bool {
    let texts = std::iter::once(info.event.as_str()).chain(info.headline.as_deref());
    let text = texts.map(str::to_lowercase).collect::<Vec<_>>().join("\n");
    words.iter().any(|word| text.contains(word))
}
