//! From a name as written to a place, or a refusal.
//!
//! Floor 2. Imports `scenario` for [`Gazetteer::of_scenario`].
//!
//! A notice names places as its author spells them: in Arabic with or without the
//! article and the dots, in any of a dozen Latin spellings, by code. A
//! [`Gazetteer`] holds the places and their names, and answers which place is
//! meant, by which rule, and what else it may have been. Where two places may be
//! meant it refuses: nothing is guessed. `docs/PLACES.md` states the rules and
//! what was measured.
//!
//! ```
//! use safepassage::gazetteer::{Entry, Gazetteer, MatchRule, PlaceKey, PlaceQuery, Resolution};
//!
//! let unit = |id: &str| Entry::new(PlaceKey::unit(id));
//! let gazetteer = Gazetteer::builder()
//!     .entry(unit("ashrafieh").name("الأشرفية"))
//!     .entry(unit("sheikh-maqsoud").name("Sheikh Maqsoud"))
//!     .entry(unit("hamdaniyeh-1").name("الحمدانية").name("al-Hamdaniyeh I"))
//!     .entry(unit("hamdaniyeh-2").name("الحمدانية").name("al-Hamdaniyeh II"))
//!     .build();
//!
//! // Another script, another spelling.
//! let achrafieh = gazetteer.resolve(&"Achrafieh".into());
//! assert_eq!(achrafieh.place(), Some(&PlaceKey::unit("ashrafieh")));
//! let found = gazetteer.resolve(&PlaceQuery::new("حي الشيخ مقصود"));
//! assert!(matches!(found, Resolution::Found { rule: MatchRule::Transliterated, .. }));
//!
//! // Several places of that name: refused, with all of them.
//! assert!(gazetteer.resolve(&"Hamdaniyah".into()).is_ambiguous());
//! let second = gazetteer.resolve(&"الحمدانية ٢".into());
//! assert_eq!(second.place(), Some(&PlaceKey::unit("hamdaniyeh-2")));
//! ```

mod answer;
mod arabic;
mod build;
mod compare;
mod context;
mod cyrillic;
mod decide;
mod entry;
mod form;
mod grams;
mod latin;
mod letters;
mod query;
mod resolve;
mod settle;
mod sound;
mod vocabulary;

pub use answer::{Candidate, MatchRule, Resolution};
pub use build::{Gazetteer, GazetteerBuilder};
pub use entry::{Entry, PlaceKey, PlaceName};
pub use letters::normalise;
pub use query::{MatchPolicy, PlaceQuery};

#[cfg(test)]
mod tests;
