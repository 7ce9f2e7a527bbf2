//! Why a status is what it is, in words.
//!
//! Floor 2.
//!
//! Made to be read aloud to somebody who was not there: short sentences, times
//! of the local clock, names as they are written, identifiers only in brackets.
//! No sentence says that a way is free of danger.

mod arabic;
mod english;

#[cfg(test)]
mod tests;

use super::completeness::Completeness;
use super::evidence::Evidence;
use super::lineage::Witness;
use super::statement::NoticePlace;
use super::statement::{Notice, NoticeId};
use super::status::{Missing, StatusReport};
use crate::id::Kind;
use crate::scenario::Scenario;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A language that explanations are written in.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Language {
    /// English.
    #[default]
    #[serde(rename = "en")]
    English,
    /// Arabic, with the month names used in Syria and with Western digits (0 to
    /// 9), as most outlets there print them. Names in Latin letters are set
    /// between U+2068 and U+2069, so that they do not disturb the order.
    #[serde(rename = "ar")]
    Arabic,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::Arabic];

    /// Its tag: `en` or `ar`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Arabic => "ar",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(text: &str) -> Result<Self, UnknownLanguage> {
        match text.trim().to_lowercase().as_str() {
            "en" | "english" => Ok(Self::English),
            "ar" | "arabic" | "العربية" => Ok(Self::Arabic),
            _ => Err(UnknownLanguage { found: text.chars().take(40).collect() }),
        }
    }
}

/// Text that names no [`Language`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected en or ar, found {found:?}")]
#[non_exhaustive]
pub struct UnknownLanguage {
    /// What stood there, cut to 40 characters.
    pub found: String,
}

/// How many notices of one kind are told in full.
const MOST_TOLD: usize = 3;

/// Everything that an explanation tells.
struct Facts<'a> {
    report: &'a StatusReport,
    /// The corridor's or checkpoint's name.
    name: String,
    is_checkpoint: bool,
    at: Zoned,
    /// `None` if all that is recorded counts.
    known_at: Option<Zoned>,
    /// What decided it.
    decided: Vec<Saying<'a>>,
    /// What says otherwise, beside what decided it.
    otherwise: Vec<Saying<'a>>,
    /// How many more say otherwise.
    more: usize,
    /// Who says that it is open, of those that decided it.
    openers: Vec<String>,
    /// What is missing, the parties under their names in the language.
    missing: Vec<Missing>,
}

/// A notice, and what is known of its copies.
struct Saying<'a> {
    notice: &'a Notice,
    issuer: String,
    outlet: Option<String>,
    /// `None` if it is not recorded when it was said.
    said_at: Option<Zoned>,
    /// If it was learnt at another time than it was said.
    known_at: Option<Zoned>,
    /// The places that it speaks of.
    places: Vec<String>,
    witness: Witness,
    /// Other notices that carry the same statement, and how many of those were
    /// only taken for copies.
    copies: usize,
    inferred: usize,
    zone: &'a TimeZone,
}

impl Evidence {
    /// Says in words what the status of a report is, which rule gave it, who
    /// said what when, what speaks against it, and what is missing. One
    /// sentence a line; times of the clock in `time_zone`.
    ///
    /// The report has to come from this evidence, and the scenario has to be the
    /// one that it was gathered for: what they do not hold is passed over.
    pub fn explain(
        &self,
        report: &StatusReport,
        scenario: &Scenario,
        language: Language,
        time_zone: &TimeZone,
    ) -> String {
        let facts = self.facts(report, scenario, language, time_zone);
        let sentences = match language {
            Language::English => english::sentences(&facts),
            Language::Arabic => arabic::sentences(&facts),
        };
        sentences.join("\n")
    }

    fn facts<'a>(
        &'a self,
        report: &'a StatusReport,
        scenario: &Scenario,
        language: Language,
        zone: &'a TimeZone,
    ) -> Facts<'a> {
        let query = &report.query;
        let subject = &query.subject;
        let named = scenario.feature(subject).and_then(|feature| {
            let name = feature.names().best(language.as_str())?.trim();
            (!name.is_empty()).then(|| name.to_owned())
        });
        let say = |id: &NoticeId| self.saying(id, scenario, query.known_at, language, zone);
        let decided: Vec<Saying<'a>> = report.decided_by.iter().filter_map(say).collect();
        // One notice a statement: its copies are told with it.
        let statement = |id: &NoticeId| {
            self.ledger.position(id).map(|number| self.statements.statement_of(number))
        };
        let mut told: Vec<Option<u32>> = report.decided_by.iter().map(statement).collect();
        let mut against: Vec<&NoticeId> = Vec::new();
        for id in report.closings.iter().chain(&report.openings) {
            if !told.contains(&statement(id)) {
                told.push(statement(id));
                against.push(id);
            }
        }
        let otherwise: Vec<Saying<'a>> =
            against.iter().take(MOST_TOLD).filter_map(|id| say(id)).collect();
        let mut openers: Vec<String> = decided
            .iter()
            .filter(|saying| saying.notice.content.stance() == super::content::Stance::Opens)
            .map(|saying| saying.issuer.clone())
            .collect();
        openers.sort_unstable();
        openers.dedup();
        Facts {
            name: isolated(&named.unwrap_or_else(|| subject.id().to_owned()), language),
            is_checkpoint: subject.kind() == Kind::Checkpoint,
            at: query.at.to_zoned(zone.clone()),
            known_at: (query.known_at != Timestamp::MAX)
                .then(|| query.known_at.to_zoned(zone.clone())),
            more: against.len().saturating_sub(otherwise.len()),
            decided,
            otherwise,
            openers,
            missing: report.missing.iter().map(|one| self.renamed(one, language)).collect(),
            report,
        }
    }

    fn saying<'a>(
        &'a self,
        id: &NoticeId,
        scenario: &Scenario,
        known_at: Timestamp,
        language: Language,
        zone: &'a TimeZone,
    ) -> Option<Saying<'a>> {
        let number = self.ledger.position(id)?;
        let notice = self.notice(number)?;
        let statement = self.statements.get(self.statements.statement_of(number))?;
        let others: Vec<u32> = statement
            .members
            .iter()
            .copied()
            .filter(|&one| one != number)
            .filter(|&one| self.notice(one).is_some_and(|other| other.known_at <= known_at))
            .collect();
        let inferred = others
            .iter()
            .filter(|&&one| self.statements.witness(one) == Witness::InferredCopy)
            .count();
        let local = |at: Timestamp| at.to_zoned(zone.clone());
        Some(Saying {
            notice,
            issuer: self.party(&notice.issuer, language),
            outlet: notice.outlet.as_ref().map(|name| self.party(name, language)),
            said_at: (notice.said_at != Timestamp::MIN).then(|| local(notice.said_at)),
            known_at: (notice.known_at != notice.said_at).then(|| local(notice.known_at)),
            places: notice
                .places
                .iter()
                .map(|place| isolated(&place_name(place, scenario, language), language))
                .collect(),
            witness: self.statements.witness(number),
            copies: others.len(),
            inferred,
            zone,
        })
    }

    /// A party's name, set apart where it has to be.
    fn party(&self, name: &str, language: Language) -> String {
        isolated(self.listed(name, language), language)
    }

    /// A party's name in a language, where the policy lists one; else as written.
    fn listed<'a>(&'a self, name: &'a str, language: Language) -> &'a str {
        let same = |one: &String| one.trim().eq_ignore_ascii_case(name.trim());
        let arabic = |one: &&String| one.chars().any(is_arabic);
        let listed = (language == Language::Arabic && !name.chars().any(is_arabic))
            .then(|| self.policy.parties.iter().find(|list| list.iter().any(same)))
            .flatten()
            .and_then(|list| list.iter().find(arabic));
        listed.map_or(name, String::as_str).trim()
    }

    fn renamed(&self, missing: &Missing, language: Language) -> Missing {
        let named = |name: &str| self.listed(name, language).to_owned();
        match missing {
            Missing::WordOf { party } => Missing::WordOf { party: named(party) },
            Missing::Lifting { notice, issuer } => {
                Missing::Lifting { notice: notice.clone(), issuer: named(issuer) }
            }
            other => other.clone(),
        }
    }
}

/// What a place is called in a language, as far as that is known.
fn place_name(place: &NoticePlace, scenario: &Scenario, language: Language) -> String {
    let feature = place.feature.as_ref();
    let record = feature.and_then(|feature| scenario.feature(feature));
    let names = record.map(crate::model::Feature::names);
    let listed = names.and_then(|names| {
        names
            .in_language(language.as_str())
            .or(place.name.as_deref())
            .or(names.best(language.as_str()))
    });
    let known = listed.or(place.name.as_deref()).or(feature.map(crate::id::FeatureRef::id));
    match (known.map(str::trim).filter(|name| !name.is_empty()), language) {
        (Some(name), _) => name.to_owned(),
        (None, Language::English) => "an area drawn on the map".to_owned(),
        (None, Language::Arabic) => "منطقة مرسومة على الخريطة".to_owned(),
    }
}

/// What is missing of an announced corridor, in sentences.
pub(super) fn completeness(found: &Completeness, language: Language) -> String {
    match language {
        Language::English => english::completeness(found),
        Language::Arabic => arabic::completeness(found),
    }
    .join("\n")
}

/// A name within Arabic text: set apart if it has letters that run the other way.
fn isolated(name: &str, language: Language) -> String {
    if language == Language::Arabic
        && name.chars().any(|sign| sign.is_alphanumeric() && !is_arabic(sign))
    {
        format!("\u{2068}{name}\u{2069}")
    } else {
        name.to_owned()
    }
}

const fn is_arabic(sign: char) -> bool {
    matches!(sign, '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}')
}
