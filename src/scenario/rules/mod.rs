//! The intake rules: what is looked for in the input, one rule a file.
//!
//! Floor 2.
//!
//! Each file holds one [`Rule`] (code, severity, what it says) and, where the
//! rule looks at something itself, the function that looks. There are three
//! places where a rule can look, see [`Looks`]. To add a rule, add a file and a
//! line in [`RULES`], a section in `docs/ISSUES.md`, and a broken input in
//! `tests/catalogue_issues.rs`; a test fails until all are there.

mod shape;

pub(crate) use shape::RawShape;

use super::Issue;
use super::Scenario;
use crate::id::FeatureRef;
use crate::record::RecordRef;
use crate::severity::Severity;
use std::collections::BTreeMap;

/// One thing that can be wrong in the input.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Rule {
    /// The code, stable, never reused.
    pub code: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// What it says, in one line.
    pub about: &'static str,
    /// Where it is looked for.
    pub looks: Looks,
}

/// Where a rule is looked for.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Looks {
    /// In the text of a file or record, by the reader that takes it apart.
    AtTheDoor,
    /// In the geometry of one record, before it becomes a place, path or area.
    AtAShape(ShapeCheck),
    /// In the scenario as a whole.
    AtTheScenario(ScenarioCheck),
}

/// A check of one geometry.
#[derive(Clone, Copy, Debug)]
pub struct ShapeCheck(fn(&mut RawShape, &mut Vec<Note>) -> Result<(), Note>);

/// A check of a whole scenario.
#[derive(Clone, Copy, Debug)]
pub struct ScenarioCheck(fn(&Review<'_>, &mut Vec<Issue>));

impl Rule {
    /// A rule that the code which takes input apart looks for itself.
    pub(crate) const fn door(code: &'static str, severity: Severity, about: &'static str) -> Self {
        Self { code, severity, about, looks: Looks::AtTheDoor }
    }

    const fn shape(
        code: &'static str,
        severity: Severity,
        about: &'static str,
        check: fn(&mut RawShape, &mut Vec<Note>) -> Result<(), Note>,
    ) -> Self {
        Self { code, severity, about, looks: Looks::AtAShape(ShapeCheck(check)) }
    }

    const fn scenario(
        code: &'static str,
        severity: Severity,
        about: &'static str,
        check: fn(&Review<'_>, &mut Vec<Issue>),
    ) -> Self {
        Self { code, severity, about, looks: Looks::AtTheScenario(ScenarioCheck(check)) }
    }

    /// An issue that this rule found.
    pub(crate) fn issue(&self, at: RecordRef, text: impl Into<String>) -> Issue {
        Issue::new(self.code, self.severity, at, text)
    }
}

/// What a rule has to say of one geometry, before it is known whose it is.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    rule: Rule,
    text: String,
    hint: Option<&'static str>,
}

impl Note {
    fn new(rule: Rule, text: impl Into<String>) -> Self {
        Self { rule, text: text.into(), hint: None }
    }

    const fn hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }

    pub(crate) fn into_issue(self, at: RecordRef) -> Issue {
        let issue = self.rule.issue(at, self.text);
        match self.hint {
            Some(hint) => issue.hint(hint),
            None => issue,
        }
    }
}

/// A scenario under review, and where its records were read.
pub(crate) struct Review<'a> {
    scenario: &'a Scenario,
    origins: &'a BTreeMap<FeatureRef, Vec<RecordRef>>,
}

impl Review<'_> {
    /// Where a record was read.
    fn at(&self, reference: &FeatureRef) -> RecordRef {
        let found = self.origins.get(reference).and_then(|places| places.first());
        found.cloned().unwrap_or_else(|| RecordRef::default().id(reference.id()))
    }
}

/// Runs every rule that looks at a geometry, in the order of [`RULES`]. Mends
/// what can be mended, and says so in `notes`.
///
/// # Errors
///
/// The note of the first rule that the geometry cannot be mended for.
pub(crate) fn check_shape(shape: &mut RawShape, notes: &mut Vec<Note>) -> Result<(), Note> {
    for rule in RULES {
        if let Looks::AtAShape(ShapeCheck(check)) = rule.looks {
            check(shape, notes)?;
        }
    }
    Ok(())
}

/// Runs every rule that looks at a whole scenario.
pub(crate) fn check_scenario(
    scenario: &Scenario,
    origins: &BTreeMap<FeatureRef, Vec<RecordRef>>,
    issues: &mut Vec<Issue>,
) {
    let review = Review { scenario, origins };
    for rule in RULES {
        if let Looks::AtTheScenario(ScenarioCheck(check)) = rule.looks {
            check(&review, issues);
        }
    }
}

/// Cuts text from the input to 80 characters for a message.
pub(crate) fn cut(text: &str) -> String {
    const LIMIT: usize = 80;
    match text.char_indices().nth(LIMIT) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

macro_rules! rules {
    ($($name:ident),* $(,)?) => {
        $(pub(crate) mod $name;)*

        /// Every rule: first those of the text, then those of a geometry in the
        /// order in which they run, then those of the whole scenario.
        pub const RULES: &[Rule] = &[$($name::RULE),*];
    };
}

rules! {
    // At the door: a file
    unreadable_file,
    wrong_encoding,
    malformed_json,
    not_geojson,
    foreign_crs,
    byte_order_mark,
    unknown_file,
    // At the door: a record
    unreadable_feature,
    unknown_kind,
    missing_id,
    foreign_id_repeated,
    wrong_geometry,
    geometry_missing,
    geometry_type_mixed,
    altitude_dropped,
    unknown_property,
    duplicate_property,
    missing_property,
    bad_property,
    unknown_word,
    population_negative,
    population_fractional,
    time_zone_unknown,
    ambiguous_local_time,
    window_backwards,
    opening_hours_unread,
    sensitivity_missing,
    // At a geometry, in this order
    coordinate_out_of_range,
    ring_unclosed,
    hole_empty,
    ring_too_few_points,
    line_too_short,
    line_crosses_antimeridian,
    antimeridian_crossing,
    ring_not_mendable,
    ring_self_crossing,
    // At the scenario
    duplicate_id,
    dangling_reference,
    schedule_missing,
    shelter_over_capacity,
    area_implausible,
    swapped_axes,
    neighbourhoods_overlap,
    corridor_touches_no_street,
}

#[cfg(test)]
mod tests;
