//! From alerts to notices.
//!
//! Floor 7.

use super::alert::{Alert, AlertArea, Info};
use super::group::{grouped, words};
use super::meaning::meaning;
use super::options::NoticeOptions;
use super::own;
use super::refer::Known;
use super::rules;
use super::time::CapTime;
use super::word::{MsgType, Vocabulary, Word};
use crate::notice::Content;
use crate::notice::Notice;
use crate::notice::NoticeId;
use crate::notice::NoticePlace;
use crate::notice::Timing;
use crate::record::RecordRef;
use crate::scenario::Issue;
use crate::scenario::rules::Rule;
use crate::scenario::rules::cut;
use crate::severity::Severity;
use crate::time::TimeWindow;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// The notices that alerts amount to, all learnt at `known_at`, and what was
/// doubtful about them.
///
/// One notice an alert; its info blocks that differ in language only are one
/// notice with text in each language, others a notice each, whose identifiers
/// end in `#2`, `#3` and so on. The identifier is `sender,identifier,sent`, with
/// the time in UTC, so that references in other alerts find it. What an alert
/// means is decided by the table of `docs/CAP.md`: none opens anything unless
/// its sender is trusted. O(n log n) in the number of alerts, and what the
/// shapes take.
pub fn alerts_to_notices(
    alerts: &[Alert],
    known_at: Timestamp,
    options: &NoticeOptions<'_>,
) -> (Vec<Notice>, Vec<Issue>) {
    let mut drafts = Vec::new();
    let mut issues = Vec::new();
    for alert in alerts {
        match Draft::of(alert, options) {
            Ok(draft) => drafts.push(draft),
            Err(issue) => issues.push(*issue),
        }
    }
    let known = Known::of(&drafts, options.ledger);
    let mut notices = Vec::new();
    for draft in &drafts {
        let known_at = if options.known_when_sent { draft.sent } else { known_at };
        draft.notices(known_at, &known, options, &mut notices, &mut issues);
    }
    (notices, issues)
}

/// An alert that becomes notices.
pub(super) struct Draft<'a> {
    pub(super) alert: &'a Alert,
    pub(super) sent: Timestamp,
    pub(super) ids: Vec<NoticeId>,
    does: MsgType,
    /// Info blocks that are one notice.
    groups: Vec<Vec<&'a Info>>,
    /// Whether our own parameters are there and believed.
    ours: bool,
    at: RecordRef,
}

impl<'a> Draft<'a> {
    fn of(alert: &'a Alert, options: &NoticeOptions<'_>) -> Result<Self, Box<Issue>> {
        let at = RecordRef::default().id(alert.identifier.as_str());
        let no = |rule: &Rule, text: String| Err(Box::new(rule.issue(at.clone(), text)));
        let said = |word: Option<&str>| word.map_or("none".to_owned(), |word| format!("{word:?}"));
        let sent = match alert.sent.instant() {
            Some(sent) if !alert.identifier.is_empty() && !alert.sender.is_empty() => sent,
            _ => {
                let text = format!(
                    "expected an identifier, a sender and a time, found {:?}, {:?} and {:?}",
                    cut(&alert.identifier),
                    cut(&alert.sender),
                    cut(alert.sent.as_str())
                );
                return no(&rules::IDENTITY_MISSING, text);
            }
        };
        let status = alert.status.as_ref();
        if !status.and_then(Word::known).is_some_and(|known| options.statuses.contains(&known)) {
            let wanted: Vec<&str> = options.statuses.iter().map(|one| one.as_str()).collect();
            let found = said(status.map(Word::as_str));
            let text = format!("expected the status {}, found {found}", wanted.join(" or "));
            return no(&rules::NOT_ACTUAL, text);
        }
        let msg_type = alert.msg_type.as_ref();
        let does = match msg_type.and_then(Word::known) {
            Some(does @ (MsgType::Alert | MsgType::Update | MsgType::Cancel)) => does,
            Some(MsgType::Ack | MsgType::Error) => {
                let found = said(msg_type.map(Word::as_str));
                let text = format!("expected the type Alert, Update or Cancel, found {found}");
                return no(&rules::NO_OPERATION, text);
            }
            // What cannot be told ends nothing.
            None => MsgType::Alert,
        };
        let believed = options.trusted.contains(&alert.sender);
        let ours = believed
            && alert.infos.first().is_some_and(|info| info.parameter(own::CONTENT).is_some());
        let groups = if does == MsgType::Cancel || ours || alert.infos.is_empty() {
            vec![alert.infos.iter().collect()]
        } else {
            grouped(&alert.infos)
        };
        let own_id = ours.then(|| own::unescape(&alert.identifier)).flatten();
        let base = own_id.unwrap_or_else(|| base_id(&alert.sender, &alert.identifier, sent));
        let ids = (1..=groups.len())
            .map(|number| match number {
                1 => base.as_str().into(),
                _ => format!("{base}#{number}").into(),
            })
            .collect();
        Ok(Self { alert, sent, ids, does, groups, ours, at })
    }

    fn notices(
        &self,
        known_at: Timestamp,
        known: &Known<'_>,
        options: &NoticeOptions<'_>,
        notices: &mut Vec<Notice>,
        issues: &mut Vec<Issue>,
    ) {
        let earlier = self.earlier(known, issues);
        for (id, group) in self.ids.iter().zip(&self.groups) {
            let mut notice =
                Notice::new(id.clone(), self.alert.sender.as_str(), self.sent, Content::Other)
                    .known_at(known_at);
            if let Some(info) = group.first() {
                notice.url.clone_from(&info.web);
                self.own_or_table(group, info, &mut notice, options, issues);
                self.add_places(info, &mut notice, issues);
            }
            match self.does {
                _ if self.ours => {}
                MsgType::Cancel => {
                    notice.content = Content::Cancellation;
                    notice.time = Timing::Unstated;
                    notice.cancels.clone_from(&earlier);
                }
                MsgType::Update => notice.updates.clone_from(&earlier),
                _ => {}
            }
            self.add_text(group, &mut notice);
            notices.push(notice);
        }
    }

    /// The notices that an update or a cancellation ends.
    fn earlier(&self, known: &Known<'_>, issues: &mut Vec<Issue>) -> Vec<NoticeId> {
        if self.ours || !matches!(self.does, MsgType::Update | MsgType::Cancel) {
            return Vec::new();
        }
        if self.alert.references.is_empty() {
            let text = "expected references to the alerts that it ends, found none";
            issues.push(rules::REFERENCE_MISSING.issue(self.at.clone(), text));
        }
        let (mut earlier, mut seen) = (Vec::new(), BTreeSet::new());
        for reference in &self.alert.references {
            let found = known.resolve(reference, &self.alert.sender);
            if found.loose {
                let text = format!(
                    "expected the time of an alert with that identifier, found {:?}",
                    cut(&reference.to_string())
                );
                issues.push(rules::REFERENCE_LOOSE.issue(self.at.clone(), text));
            }
            for id in found.ids {
                if seen.insert(id.clone()) {
                    earlier.push(id);
                }
            }
        }
        earlier
    }

    /// What is said and for when: by our own parameters if they are believed,
    /// otherwise by the table.
    fn own_or_table(
        &self,
        group: &[&Info],
        info: &Info,
        notice: &mut Notice,
        options: &NoticeOptions<'_>,
        issues: &mut Vec<Issue>,
    ) {
        if self.ours {
            for name in own::read(info, notice) {
                let text = format!("expected {name} as this library writes it, found another text");
                issues.push(rules::OWN_PARAMETER_UNREADABLE.issue(self.at.clone(), text));
            }
            if let Some(issuer) = &info.sender_name {
                notice.issuer.clone_from(issuer);
            }
            return;
        }
        if own::is_there(info) {
            let sender = cut(&self.alert.sender);
            let text = format!("expected a sender that is trusted with them, found {sender:?}");
            let issue = rules::OWN_PARAMETER_NOT_TRUSTED.issue(self.at.clone(), text);
            issues
                .push(issue.hint("name it with NoticeOptions::trusting if its channel is guarded"));
        }
        notice.content = meaning(group, options).content();
        notice.time = self.timing(info, issues);
    }

    /// From onset, else effective, else sent, to the end if there is one.
    fn timing(&self, info: &Info, issues: &mut Vec<Issue>) -> Timing {
        let read = |time: &Option<CapTime>| time.as_ref().and_then(CapTime::instant);
        let start = read(&info.onset).or_else(|| read(&info.effective)).unwrap_or(self.sent);
        // The weather service of the United States lets a message expire before
        // its event ends, and says when that is.
        let event_ends = info.parameter("eventEndingTime").map(CapTime::written);
        let end =
            read(&info.expires).map(|end| read(&event_ends).map_or(end, |other| end.max(other)));
        match end.map(|end| TimeWindow::new(start, end)) {
            Some(Ok(window)) => Timing::Window(window),
            None => Timing::since(start),
            Some(Err(backwards)) => {
                let text = format!("expected an end after {start}, found {}", backwards.end);
                let issue = rules::TIME_BACKWARDS.issue(self.at.clone(), text);
                issues.push(issue.hint("its end was taken as not stated"));
                Timing::since(start)
            }
        }
    }

    fn add_places(&self, info: &Info, notice: &mut Notice, issues: &mut Vec<Issue>) {
        for area in &info.areas {
            let (shape, found) = area.shape(&self.at);
            issues.extend(found.into_iter().filter(|issue| issue.severity == Severity::Error));
            let mut places = area.places(self.ours);
            if self.ours
                && let Some(place) = places.first_mut()
            {
                place.feature = own::feature(&area.geocodes);
            }
            if shape.is_some() {
                // The codes say where the shape is once more.
                let mut all = places.into_iter();
                let mut place = all.next().unwrap_or_default();
                for (number, other) in all.enumerate() {
                    for (scheme, code) in other.codes {
                        place.codes.insert(format!("{scheme}#{}", number + 2), code);
                    }
                }
                place.area = shape;
                places = vec![place];
            }
            notice.places.extend(places);
        }
    }

    fn add_text(&self, group: &[&Info], notice: &mut Notice) {
        if self.ours {
            for info in group {
                if let Some(words) = &info.description {
                    notice.text.insert(info.language.clone().unwrap_or_default(), words.clone());
                }
            }
            return;
        }
        for info in group {
            notice.text.entry(info.language_or_default().to_owned()).or_insert_with(|| words(info));
        }
        if let (None, Some(note)) = (group.first(), &self.alert.note) {
            notice.text.insert(String::new(), note.clone());
        }
    }
}

impl AlertArea {
    /// The area as places without a shape: one, or as many as codes of one
    /// scheme that it has, each with the name. If it is `ours`, our own codes
    /// say whether it has a name.
    fn places(&self, ours: bool) -> Vec<NoticePlace> {
        let unnamed = ours && self.geocodes.iter().any(|pair| pair.name == own::UNNAMED);
        let name = Some(self.description.clone()).filter(|name| !unnamed && !name.is_empty());
        let mut places: Vec<NoticePlace> = Vec::new();
        let mut met: BTreeMap<&str, usize> = BTreeMap::new();
        for pair in self.geocodes.iter().filter(|pair| !pair.name.starts_with(own::PREFIX)) {
            let number = met.entry(&pair.name).or_default();
            if *number == places.len() {
                places.push(NoticePlace { name: name.clone(), ..NoticePlace::default() });
            }
            if let Some(place) = places.get_mut(*number) {
                place.codes.insert(pair.name.clone(), pair.value.clone());
            }
            *number += 1;
        }
        if places.is_empty() && (name.is_some() || ours) {
            places.push(NoticePlace { name, ..NoticePlace::default() });
        }
        places
    }
}

/// `sender,identifier,sent`, the time in UTC.
pub(super) fn base_id(sender: &str, identifier: &str, sent: Timestamp) -> String {
    format!("{sender},{identifier},{sent}")
}
