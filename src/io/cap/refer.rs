//! Which notices a reference of an alert means.
//!
//! Floor 7.

use super::notices::{Draft, base_id};
use super::reference::Reference;
use super::time::CapTime;
use crate::notice::NoticeId;
use crate::notice::NoticeLedger;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

/// When an alert was sent, and the notices made of it.
type Sent<'a> = (Timestamp, &'a [NoticeId]);

/// The alerts at hand, and what a ledger holds.
pub(super) struct Known<'a> {
    /// By sender and identifier.
    at_hand: BTreeMap<(&'a str, &'a str), Vec<Sent<'a>>>,
    held: BTreeSet<&'a str>,
}

/// What a reference means.
pub(super) struct Meant {
    pub(super) ids: Vec<NoticeId>,
    /// Whether its time was passed over.
    pub(super) loose: bool,
}

impl<'a> Known<'a> {
    pub(super) fn of(drafts: &'a [Draft<'a>], ledger: Option<&'a NoticeLedger>) -> Self {
        let mut at_hand: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for draft in drafts {
            let alert = draft.alert;
            let namesakes =
                at_hand.entry((alert.sender.as_str(), alert.identifier.as_str())).or_default();
            // The very same alert may come twice.
            if namesakes.last().is_none_or(|(sent, _)| *sent != draft.sent) {
                namesakes.push((draft.sent, draft.ids.as_slice()));
            }
        }
        let notices = ledger.map(NoticeLedger::notices).unwrap_or_default();
        Self { at_hand, held: notices.iter().map(|notice| notice.id.as_str()).collect() }
    }

    /// The notices that a reference means: those of the alert with that sender,
    /// identifier and time; if there is none, of the only one with that sender
    /// and identifier; if there is none either, the identifier that its first
    /// notice would have.
    pub(super) fn resolve(&self, reference: &Reference, sender: &str) -> Meant {
        let sender = reference.sender.as_deref().unwrap_or(sender);
        let sent = reference.sent.as_ref().and_then(CapTime::instant);
        let base = sent.map(|sent| base_id(sender, &reference.identifier, sent));
        let namesakes = self.at_hand.get(&(sender, reference.identifier.as_str()));
        let namesakes = namesakes.map(Vec::as_slice).unwrap_or_default();
        let mut ids: Vec<NoticeId> = namesakes
            .iter()
            .filter(|(at, _)| Some(*at) == sent)
            .flat_map(|(_, ids)| ids.iter().cloned())
            .collect();
        if let Some(base) = &base {
            ids.extend(self.held_of(base).map(NoticeId::from));
        }
        if !ids.is_empty() {
            return Meant { ids, loose: false };
        }
        if let [(_, only)] = namesakes {
            return Meant { ids: only.to_vec(), loose: true };
        }
        let prefix = format!("{sender},{},", reference.identifier);
        let held: Vec<&str> = self.beginning_with(&prefix).collect();
        let bases: BTreeSet<&str> =
            held.iter().map(|id| id.split('#').next().unwrap_or(id)).collect();
        if bases.len() == 1 {
            return Meant { ids: held.into_iter().map(NoticeId::from).collect(), loose: true };
        }
        let id = base.unwrap_or_else(|| reference.to_string());
        Meant { ids: vec![id.into()], loose: false }
    }

    /// What the ledger holds of an alert: its first notice and `#2`, `#3` …
    fn held_of<'b>(&'b self, base: &'b str) -> impl Iterator<Item = &'a str> + 'b {
        self.beginning_with(base).filter(move |id| {
            id.len() == base.len() || id.as_bytes().get(base.len()) == Some(&b'#')
        })
    }

    fn beginning_with<'b>(&'b self, prefix: &'b str) -> impl Iterator<Item = &'a str> + 'b {
        self.held
            .range::<str, _>((Bound::Included(prefix), Bound::Unbounded))
            .copied()
            .take_while(move |id| id.starts_with(prefix))
    }
}
