//! Which places a text may mean, and how sure each is.
//!
//! Floor 2. A query looks up codes, normal forms and the index of consonant
//! pairs; only names that share enough pairs are compared by sound.

use super::answer::MatchRule;
use super::build::{Gazetteer, NameRecord, code_form};
use super::compare::{self, Agreement, Aligner};
use super::context::Scope;
use super::form::{Core, Form};
use super::letters::Script;
use super::query::PlaceQuery;
use super::sound;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// At most so many names are compared by sound.
const MOST_COMPARED: usize = 1500;
/// What a word more costs that only says what kind of thing a place is.
const NATURAL: u16 = 35;
/// What it costs that a place has a name in the script of the query, and was
/// recognised by one in another.
const ACROSS: u16 = 8;

/// A place that a text may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) place: u32,
    pub(super) name: u32,
    pub(super) rule: MatchRule,
    pub(super) cost: u16,
    /// Sounds of the longer name.
    pub(super) length: u16,
}

impl Hit {
    fn order(&self) -> (MatchRule, u16, u32) {
        (self.rule, self.cost, self.name)
    }
}

/// The best hit of each place.
#[derive(Debug, Default)]
struct Best(BTreeMap<u32, Hit>);

impl Best {
    fn offer(&mut self, hit: Hit) {
        match self.0.entry(hit.place) {
            std::collections::btree_map::Entry::Vacant(vacant) => {
                vacant.insert(hit);
            }
            std::collections::btree_map::Entry::Occupied(mut known) => {
                if hit.order() < known.get().order() {
                    known.insert(hit);
                }
            }
        }
    }
}

impl Gazetteer {
    /// Places that a text may mean, surest first, one hit each.
    pub(super) fn hits(&self, text: &str, query: &PlaceQuery, scope: &Scope) -> Vec<Hit> {
        let mut best = Best::default();
        self.by_code(text, query, scope, &mut best);
        if let Some(form) = Form::of(text).filter(|form| !form.normal.is_empty()) {
            self.by_letters(&form, query, scope, &mut best);
            self.by_sound(&form, query, scope, &mut best);
        }
        let mut hits: Vec<Hit> = best.0.into_values().collect();
        hits.sort_by_key(|hit| (hit.rule, hit.cost, hit.place));
        hits
    }

    fn by_code(&self, text: &str, query: &PlaceQuery, scope: &Scope, best: &mut Best) {
        let as_is = self.codes.get(text.trim());
        let as_code = self.codes.get(&code_form(text));
        for &place in as_is.into_iter().chain(as_code).flatten() {
            if self.lets_in(query, scope, place) {
                let name = u32::MAX;
                best.offer(Hit { place, name, rule: MatchRule::Code, cost: 0, length: 1 });
            }
        }
    }

    fn by_letters(&self, form: &Form, query: &PlaceQuery, scope: &Scope, best: &mut Best) {
        for &name in self.normal.get(&form.normal).into_iter().flatten() {
            let Some(record) = self.names.get(name as usize) else { continue };
            let place = record.place;
            if self.lets_in(query, scope, place) {
                let rule = match () {
                    () if record.shortened => MatchRule::Shortened,
                    () if record.form.written == form.written => MatchRule::Exact,
                    () => MatchRule::Normalised,
                };
                best.offer(Hit { place, name, rule, cost: 0, length: 1 });
            }
        }
    }

    fn by_sound(&self, form: &Form, query: &PlaceQuery, scope: &Scope, best: &mut Best) {
        let mut aligner = Aligner::new();
        let mut foreign: Vec<Hit> = Vec::new();
        let mut backed: BTreeSet<u32> = BTreeSet::new();
        for core in &form.cores {
            for number in self.grams.near(&core.sounds, MOST_COMPARED) {
                let Some(&(name, at)) = self.cores.get(number as usize) else { continue };
                let Some(record) = self.names.get(name as usize) else { continue };
                if !self.lets_in(query, scope, record.place) {
                    continue;
                }
                let Some(other) = record.form.cores.get(usize::from(at)) else { continue };
                if let Some((rule, cost)) = self.compare(form, core, record, other, &mut aligner) {
                    let length = core.length.max(other.length).max(1);
                    let hit = Hit { place: record.place, name, rule, cost, length };
                    if form.script == record.form.script {
                        if rule <= MatchRule::Partial {
                            backed.insert(hit.place);
                        }
                        best.offer(hit);
                    } else {
                        foreign.push(hit);
                    }
                }
            }
        }
        // Latin writing loses letters. An Arabic name that resembles none of a
        // place's Arabic names is not its name, though it may sound like the
        // Latin one.
        for mut hit in foreign {
            let known = form.script == Script::Arabic && self.has_name_in(hit.place, form.script);
            if known && !backed.contains(&hit.place) {
                hit.rule = MatchRule::Resembles;
            }
            best.offer(hit);
        }
    }

    /// By which rule two names agree, and at what cost; `None` if they do not.
    fn compare(
        &self,
        form: &Form,
        core: &Core,
        record: &NameRecord,
        other: &Core,
        aligner: &mut Aligner,
    ) -> Option<(MatchRule, u16)> {
        if core.unread != other.unread {
            return None;
        }
        let kind = self.places.get(record.place as usize)?.place.kind();
        let agreement = compare::agreement(core, other, kind);
        if agreement == Agreement::Conflict {
            return None;
        }
        let across = form.script != record.form.script;
        let length = core.length.max(other.length).max(1);
        let policy = &self.policy;
        let mut cost = 0;
        let same_letters = !across && core.letters == other.letters;
        if !same_letters {
            let most = sound::OTHER.saturating_mul(length / 3 + 1);
            cost = aligner.cost(&core.sounds, &other.sounds, across, most);
            // Two letters swapped are one mistake; sounds in a row do not see that.
            if !across
                && cost > sound::OTHER
                && strsim::osa_distance(&core.letters, &other.letters) == 1
            {
                cost = sound::OTHER;
            }
            if cost > most {
                return None;
            }
            if across && self.has_name_in(record.place, form.script) {
                cost += ACROSS;
            }
        }
        let extra = match agreement {
            Agreement::Natural => NATURAL,
            _ if core.units != other.units => NATURAL,
            _ if record.shortened => 5,
            _ => 0,
        };
        let within = |each: u16, most: u16| cost <= each.saturating_mul(length).min(most);
        let same = within(policy.same_per_sound, policy.same_most);
        let rule = match agreement {
            Agreement::Partial if same => MatchRule::Partial,
            Agreement::Partial | Agreement::Conflict => return None,
            Agreement::Same | Agreement::Natural if same_letters => MatchRule::Shortened,
            Agreement::Same | Agreement::Natural if same => MatchRule::Transliterated,
            Agreement::Same | Agreement::Natural
                if policy.close && within(policy.close_per_sound, policy.close_most) =>
            {
                MatchRule::Close
            }
            Agreement::Same | Agreement::Natural => MatchRule::Resembles,
        };
        Some((rule, cost.saturating_add(extra)))
    }

    fn has_name_in(&self, place: u32, script: Script) -> bool {
        let scripts = self.scripts.get(place as usize).copied().unwrap_or_default();
        match script {
            Script::Arabic => scripts[0],
            Script::Latin => scripts[1],
            Script::Digits | Script::Other => false,
        }
    }
}
