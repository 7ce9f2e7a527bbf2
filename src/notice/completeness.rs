//! What was announced of a corridor, and what was left unsaid.
//!
//! Floor 2.
//!
//! The points are those that the ICRC asked the parties to agree on at Mariupol
//! (statement of 6 March 2022): without them a corridor is a word.

use super::answer::UnknownSubject;
use super::claims::View;
use super::content::{Content, CorridorTerms};
use super::evidence::Evidence;
use super::explain::Language;
use super::records::record_notice;
use super::statement::{Notice, NoticeId};
use super::timing::{Reading, Recurrence, Timing};
use crate::id::CheckpointId;
use crate::id::FeatureRef;
use crate::id::Kind;
use crate::model::Feature;
use crate::scenario::Scenario;
use crate::time::TimeWindow;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// One point that an announcement of a corridor should state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CorridorItem {
    /// From when until when.
    When,
    /// Where it begins.
    From,
    /// Where it ends.
    To,
    /// By which way.
    Route,
    /// Who may leave.
    Who,
    /// Whether leaving is voluntary.
    Voluntary,
    /// Whether aid may come in.
    Aid,
    /// Who guarantees it.
    Guarantor,
    /// Which checkpoints are on it.
    Checkpoints,
    /// Who has agreed to it.
    Agreement,
}

impl CorridorItem {
    /// Every point, in order.
    pub const ALL: [Self; 10] = [
        Self::When,
        Self::From,
        Self::To,
        Self::Route,
        Self::Who,
        Self::Voluntary,
        Self::Aid,
        Self::Guarantor,
        Self::Checkpoints,
        Self::Agreement,
    ];

    /// What it is called in a language.
    pub const fn text(self, language: Language) -> &'static str {
        match (language, self) {
            (Language::English, Self::When) => "from when until when",
            (Language::English, Self::From) => "where it begins",
            (Language::English, Self::To) => "where it leads",
            (Language::English, Self::Route) => "by which route",
            (Language::English, Self::Who) => "who may leave",
            (Language::English, Self::Voluntary) => "whether leaving is voluntary",
            (Language::English, Self::Aid) => "whether aid may enter",
            (Language::English, Self::Guarantor) => "who guarantees it",
            (Language::English, Self::Checkpoints) => "which checkpoints are on it",
            (Language::English, Self::Agreement) => "who has agreed to it",
            (Language::Arabic, Self::When) => "من متى وإلى متى",
            (Language::Arabic, Self::From) => "من أين يبدأ",
            (Language::Arabic, Self::To) => "إلى أين يؤدي",
            (Language::Arabic, Self::Route) => "من أي طريق يمر",
            (Language::Arabic, Self::Who) => "من يُسمح له بالمغادرة",
            (Language::Arabic, Self::Voluntary) => "هل المغادرة طوعية",
            (Language::Arabic, Self::Aid) => "هل يُسمح بدخول المساعدات",
            (Language::Arabic, Self::Guarantor) => "من يضمنه",
            (Language::Arabic, Self::Checkpoints) => "أي الحواجز تقع عليه",
            (Language::Arabic, Self::Agreement) => "من وافق عليه",
        }
    }
}

/// What was said of one point, and by which notices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// What was said, as it was written; instants in UTC.
    pub value: String,
    /// Who says so: notices, or `record:` and the record's reference.
    pub by: Vec<NoticeId>,
}

/// One point, and everything that was said of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemState {
    /// The point.
    pub item: CorridorItem,
    /// Each different thing that was said of it; none if nothing was.
    pub stated: Vec<Stated>,
}

impl ItemState {
    /// Whether anything was said of it.
    pub fn is_stated(&self) -> bool {
        !self.stated.is_empty()
    }

    /// Whether different things were said of it.
    pub fn differs(&self) -> bool {
        self.stated.len() > 1
    }
}

/// How complete the announcement of a corridor is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completeness {
    /// Every point, in the order of [`CorridorItem::ALL`].
    pub items: Vec<ItemState>,
}

impl Completeness {
    /// How many points were stated.
    pub fn stated(&self) -> usize {
        self.items.iter().filter(|state| state.is_stated()).count()
    }

    /// How many points there are.
    pub fn total(&self) -> usize {
        self.items.len()
    }

    /// The points that nothing was said of.
    pub fn missing(&self) -> impl Iterator<Item = CorridorItem> {
        self.items.iter().filter(|state| !state.is_stated()).map(|state| state.item)
    }

    /// What is missing and what is said in several ways, in sentences.
    pub fn explain(&self, language: Language) -> String {
        super::explain::completeness(self, language)
    }

    fn add(&mut self, item: CorridorItem, value: Option<String>, by: &NoticeId) {
        let value = value.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let (Some(value), Some(state)) =
            (value, self.items.iter_mut().find(|state| state.item == item))
        else {
            return;
        };
        match state.stated.iter_mut().find(|stated| stated.value == value) {
            Some(stated) if stated.by.contains(by) => {}
            Some(stated) => stated.by.push(by.clone()),
            None => state.stated.push(Stated { value, by: vec![by.clone()] }),
        }
    }

    fn add_notice(&mut self, notice: &Notice, terms: &CorridorTerms) {
        let id = &notice.id;
        let yes_or_no = |said: Option<bool>| said.map(|yes| if yes { "yes" } else { "no" }.into());
        self.add(CorridorItem::When, when(&notice.time), id);
        self.add(CorridorItem::From, terms.from.clone(), id);
        self.add(CorridorItem::To, terms.to.clone(), id);
        self.add(CorridorItem::Route, terms.route.clone(), id);
        self.add(CorridorItem::Who, terms.who.clone(), id);
        self.add(CorridorItem::Voluntary, yes_or_no(terms.voluntary), id);
        self.add(CorridorItem::Aid, yes_or_no(terms.aid_may_enter), id);
        self.add(CorridorItem::Guarantor, list(&terms.guaranteed_by), id);
        let gates: Vec<&str> = terms.checkpoints.iter().map(CheckpointId::as_str).collect();
        self.add(CorridorItem::Checkpoints, list(&gates), id);
        self.add(CorridorItem::Agreement, list(&notice.agreed_by), id);
    }
}

/// What these notices announce of one corridor; those that announce none are
/// passed over. O(n) for n notices.
pub fn completeness<'a>(notices: impl IntoIterator<Item = &'a Notice>) -> Completeness {
    let none = |item| ItemState { item, stated: Vec::new() };
    let mut found = Completeness { items: CorridorItem::ALL.map(none).to_vec() };
    for notice in notices {
        if let Content::CorridorOpening(terms) = &notice.content {
            found.add_notice(notice, terms);
        }
    }
    found
}

impl Evidence {
    /// What was announced of a corridor by the openings that name it and were
    /// not taken back, as known at an instant, and by the corridor's record.
    ///
    /// # Errors
    ///
    /// [`UnknownSubject`] if the scenario had no such corridor when the notices
    /// were held against it, or if it is a checkpoint.
    pub fn completeness(
        &self,
        scenario: &Scenario,
        corridor: &FeatureRef,
        known_at: Timestamp,
    ) -> Result<Completeness, UnknownSubject> {
        let subject = self
            .subject(corridor)
            .filter(|_| corridor.kind() == Kind::SafeCorridor)
            .ok_or_else(|| UnknownSubject { subject: corridor.clone() })?;
        let view = View { evidence: self, subject, known_at, reading: Reading::Cautious };
        let notices = view
            .all()
            .filter(|claim| claim.withdrawn.is_none())
            .filter_map(|claim| self.statements.get(self.statements.statement_of(claim.number)))
            .flat_map(|statement| &statement.members)
            .filter_map(|&number| self.notice(number))
            .filter(|notice| notice.known_at <= known_at);
        let mut found = completeness(notices);
        if let Some(record) = scenario.corridor(&corridor.id().into()) {
            let by = record_notice(corridor);
            found.add(CorridorItem::Route, Some("as drawn on the map".to_owned()), &by);
            // Where it lies is the base map; the rest was learnt at some time.
            if record.provenance().recorded_at.is_some_and(|then| then > known_at) {
                return Ok(found);
            }
            let gates: Vec<&str> = [record.entry_checkpoint(), record.exit_checkpoint()]
                .into_iter()
                .flatten()
                .map(CheckpointId::as_str)
                .collect();
            found.add(CorridorItem::Checkpoints, list(&gates), &by);
            found.add(CorridorItem::Agreement, list(record.agreed_by()), &by);
        }
        Ok(found)
    }
}

/// Names in a list; `None` if there are none.
fn list<T: AsRef<str>>(names: &[T]) -> Option<String> {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// The time of an announcement; `None` if it states none.
fn when(time: &Timing) -> Option<String> {
    let ends = |window: &TimeWindow| match (window.start(), window.end()) {
        (None, None) => "always".to_owned(),
        (Some(start), None) => format!("from {start}"),
        (None, Some(end)) => format!("until {end}"),
        (Some(start), Some(end)) => format!("{start} to {end}"),
    };
    match time {
        Timing::Unstated => None,
        Timing::Window(window) => Some(ends(window)),
        Timing::Hours(hours) => {
            let recurs = match hours.recurrence() {
                Recurrence::Once => "on",
                Recurrence::Daily => "daily from",
                Recurrence::Unclear => "once or daily from",
            };
            let (clock, zone) = (hours.clock(), hours.time_zone());
            Some(format!("{clock} {zone} {recurs} {}", hours.from_day()))
        }
        Timing::Schedule(schedule) if schedule.windows().is_empty() => {
            schedule.recurring_hours().map(|_| "at set hours".to_owned())
        }
        Timing::Schedule(schedule) => {
            list(&schedule.windows().iter().map(ends).collect::<Vec<_>>())
        }
    }
}
