//! The gazetteer and how it is built.
//!
//! Floor 2.

use super::entry::{Entry, PlaceKey};
use super::form::Form;
use super::grams::Grams;
use super::letters::{self, Script};
use super::query::MatchPolicy;
use crate::id::Kind;
use crate::scenario::Scenario;
use std::collections::{BTreeMap, HashMap};

/// Places and every name they go by. Immutable; built once.
///
/// Building takes time and space linear in the letters of all names. The order in
/// which entries are given does not matter.
#[derive(Clone, Debug)]
pub struct Gazetteer {
    /// Sorted by key, one each.
    pub(super) places: Vec<Entry>,
    pub(super) names: Vec<NameRecord>,
    /// Which name and which of its shapes each core of `grams` is.
    pub(super) cores: Vec<(u32, u8)>,
    pub(super) grams: Grams,
    /// Names by normal form.
    pub(super) normal: HashMap<String, Vec<u32>>,
    /// Places by upper-case code, and by identifier as it is.
    pub(super) codes: HashMap<String, Vec<u32>>,
    /// Whether a place has a name in Arabic, in Latin script.
    pub(super) scripts: Vec<[bool; 2]>,
    /// Places that are the parent of another, by number.
    pub(super) parents: Vec<Option<u32>>,
    pub(super) policy: MatchPolicy,
}

/// A name in the index.
#[derive(Clone, Debug)]
pub(super) struct NameRecord {
    pub(super) place: u32,
    /// The name as the entry has it.
    pub(super) name: String,
    pub(super) form: Form,
    /// Whether it is only a part of the name.
    pub(super) shortened: bool,
}

/// Collects places for a [`Gazetteer`].
#[derive(Clone, Debug, Default)]
pub struct GazetteerBuilder {
    entries: Vec<Entry>,
    policy: MatchPolicy,
}

impl GazetteerBuilder {
    /// A builder without places.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a place, or more names of one that is there.
    ///
    /// Of a code, parent, level and point that are given twice for one place, the
    /// least in order is kept.
    #[must_use]
    pub fn entry(mut self, entry: Entry) -> Self {
        self.entries.push(entry);
        self
    }

    /// Adds places.
    #[must_use]
    pub fn entries(mut self, entries: impl IntoIterator<Item = Entry>) -> Self {
        self.entries.extend(entries);
        self
    }

    /// Adds every named record of a scenario except incidents.
    #[must_use]
    pub fn scenario(self, scenario: &Scenario) -> Self {
        let pcodes: BTreeMap<PlaceKey, &str> = scenario
            .neighbourhoods()
            .iter()
            .filter_map(|one| Some((one.id().to_ref().into(), one.pcode()?)))
            .collect();
        let features =
            scenario.features().filter(|feature| feature.reference().kind() != Kind::Incident);
        let entries: Vec<Entry> = features
            .map(|feature| {
                let mut entry = Entry::of_feature(feature);
                entry.p_code = pcodes.get(&entry.place).map(|&code| code.to_owned());
                entry
            })
            .collect();
        self.entries(entries)
    }

    /// Sets how strict it is.
    #[must_use]
    pub const fn policy(mut self, policy: MatchPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// Builds the gazetteer.
    pub fn build(self) -> Gazetteer {
        let mut gazetteer = Gazetteer {
            places: merged(self.entries),
            names: Vec::new(),
            cores: Vec::new(),
            grams: Grams::default(),
            normal: HashMap::new(),
            codes: HashMap::new(),
            scripts: Vec::new(),
            parents: Vec::new(),
            policy: self.policy,
        };
        gazetteer.index();
        gazetteer
    }
}

/// One entry a place, sorted by key; names sorted, each once.
fn merged(entries: Vec<Entry>) -> Vec<Entry> {
    let mut places: BTreeMap<PlaceKey, Entry> = BTreeMap::new();
    for entry in entries {
        match places.entry(entry.place.clone()) {
            std::collections::btree_map::Entry::Vacant(vacant) => {
                vacant.insert(entry);
            }
            std::collections::btree_map::Entry::Occupied(mut occupied) => {
                let known = occupied.get_mut();
                known.names.extend(entry.names);
                known.p_code = least(known.p_code.take(), entry.p_code);
                known.parent = least(known.parent.take(), entry.parent);
                known.level = least(known.level, entry.level);
                let coord = |at: &crate::model::Place| (at.coord().x, at.coord().y);
                known.at = match (known.at, entry.at) {
                    (Some(a), Some(b)) => Some(if coord(&b) < coord(&a) { b } else { a }),
                    (a, b) => a.or(b),
                };
            }
        }
    }
    let mut places: Vec<Entry> = places.into_values().collect();
    for place in &mut places {
        place.names.sort();
        place.names.dedup();
    }
    places
}

/// The lesser of two, where nothing is not less than something.
fn least<T: Ord>(a: Option<T>, b: Option<T>) -> Option<T> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

impl Gazetteer {
    /// Collects places.
    pub fn builder() -> GazetteerBuilder {
        GazetteerBuilder::new()
    }

    /// Every named record of a scenario except incidents, by every name it has.
    pub fn of_scenario(scenario: &Scenario) -> Self {
        Self::builder().scenario(scenario).build()
    }

    /// The places, sorted by key.
    pub fn entries(&self) -> &[Entry] {
        &self.places
    }

    /// The place with this key, if it is there. Logarithmic time.
    pub fn entry(&self, place: &PlaceKey) -> Option<&Entry> {
        self.number(place).and_then(|number| self.places.get(number as usize))
    }

    /// How strict it is.
    pub const fn policy(&self) -> &MatchPolicy {
        &self.policy
    }

    pub(super) fn number(&self, place: &PlaceKey) -> Option<u32> {
        let at = self.places.binary_search_by(|one| one.place.cmp(place)).ok()?;
        u32::try_from(at).ok()
    }

    fn index(&mut self) {
        let places = std::mem::take(&mut self.places);
        for (number, entry) in (0_u32..).zip(&places) {
            let mut codes = vec![entry.place.id().to_owned()];
            codes.extend(entry.p_code.as_ref().map(|code| code_form(code)));
            codes.sort();
            codes.dedup();
            for code in codes {
                self.codes.entry(code).or_default().push(number);
            }
            self.scripts.push([false; 2]);
            let mut before: Option<&str> = None;
            for name in &entry.names {
                // The same name in two languages is one name.
                if before != Some(name.name.as_str()) {
                    self.add_name(number, &name.name);
                }
                before = Some(&name.name);
            }
        }
        self.places = places;
        self.parents = self
            .places
            .iter()
            .map(|entry| entry.parent.as_ref().and_then(|parent| self.number(parent)))
            .collect();
    }

    fn add_name(&mut self, place: u32, name: &str) {
        let whole = Form::of(name);
        let written = |form: &Form| form.normal.clone();
        let normal = whole.as_ref().map(written).unwrap_or_default();
        if let Some(form) = whole {
            self.add_form(place, name, form, false);
        }
        for part in letters::parts_of_name(name) {
            if let Some(form) = Form::of(&part).filter(|form| form.normal != normal) {
                self.add_form(place, name, form, true);
            }
        }
    }

    fn add_form(&mut self, place: u32, name: &str, form: Form, shortened: bool) {
        if form.normal.is_empty() {
            return;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        if let Some(scripts) = self.scripts.get_mut(place as usize) {
            scripts[0] |= form.script == Script::Arabic;
            scripts[1] |= form.script == Script::Latin;
        }
        for (core, at) in form.cores.iter().zip(0_u8..) {
            self.cores.push((number, at));
            self.grams.push(&core.sounds);
        }
        self.normal.entry(form.normal.clone()).or_default().push(number);
        self.names.push(NameRecord { place, name: name.to_owned(), form, shortened });
    }
}

/// A place code as it is looked up.
pub(super) fn code_form(code: &str) -> String {
    code.trim().to_ascii_uppercase()
}
