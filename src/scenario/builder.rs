//! Collects records and turns them into a scenario.
//!
//! Floor 2.

use super::About;
use super::Issue;
use super::Scenario;
use super::rules;
use crate::id::FeatureRef;
use crate::record::RecordRef;
use std::collections::BTreeMap;

/// Collects records, remembers where each was read, and builds the scenario.
#[derive(Debug, Default)]
pub struct ScenarioBuilder {
    pub(super) scenario: Scenario,
    /// Where each record was read; more than one place if its identifier repeats.
    pub(super) origins: BTreeMap<FeatureRef, Vec<RecordRef>>,
    pub(super) issues: Vec<Issue>,
}

impl ScenarioBuilder {
    /// A builder without records.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets what the scenario says of itself.
    pub fn about(&mut self, about: About) -> &mut Self {
        self.scenario.about = about;
        self
    }

    /// Adds an issue that was found while a record was read.
    pub fn issue(&mut self, issue: Issue) -> &mut Self {
        self.issues.push(issue);
        self
    }

    /// Where a record was read (the first place, if its identifier repeats).
    pub fn origin(&self, reference: &FeatureRef) -> RecordRef {
        self.origins
            .get(reference)
            .and_then(|places| places.first())
            .cloned()
            .unwrap_or_else(|| RecordRef::default().id(reference.id()))
    }

    pub(super) fn note_origin(&mut self, reference: FeatureRef, at: RecordRef) {
        self.origins.entry(reference).or_default().push(at);
    }

    /// Runs the rules and gives the scenario and all issues, sorted by record.
    pub fn build(mut self) -> (Scenario, Vec<Issue>) {
        self.sort();
        rules::check_scenario(&self.scenario, &self.origins, &mut self.issues);
        let mut issues = std::mem::take(&mut self.issues);
        issues.sort();
        (self.scenario, issues)
    }
}
