//! What an audit finds.
//!
//! Floor 5.

use crate::id::CorridorId;
use crate::id::FeatureRef;
use crate::notice::StatusBasis;
use crate::severity::Severity;
use crate::time::TimeWindow;
use geo::Geometry;
use serde::{Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;

/// One result of a check: what, how grave, where, when, and by which records.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// The check's code.
    pub code: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// What was found, in a sentence.
    pub text: String,
    /// Where, in degrees; in JSON a GeoJSON geometry.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "geometry")]
    pub geometry: Option<Geometry>,
    /// When it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window: Option<TimeWindow>,
    /// The records that show it.
    pub evidence: Vec<FeatureRef>,
}

impl Finding {
    /// A finding without place, time or evidence yet.
    pub fn new(code: &'static str, severity: Severity, text: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            text: text.into(),
            geometry: None,
            window: None,
            evidence: Vec::new(),
        }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, geometry: impl Into<Geometry>) -> Self {
        self.geometry = Some(geometry.into());
        self
    }

    /// Says when.
    #[must_use]
    pub fn when(mut self, window: TimeWindow) -> Self {
        self.window = Some(window);
        self
    }

    /// Says by which record.
    #[must_use]
    pub fn because(mut self, record: FeatureRef) -> Self {
        self.evidence.push(record);
        self
    }

    /// Gravest first, then by time, code and evidence.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        other
            .severity
            .cmp(&self.severity)
            .then_with(|| self.window.cmp(&other.window))
            .then_with(|| self.code.cmp(other.code))
            .then_with(|| self.evidence.cmp(&other.evidence))
            .then_with(|| self.text.cmp(&other.text))
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.severity, self.code, self.text)
    }
}

/// All findings about one announced corridor over one window.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CorridorAudit {
    /// The corridor.
    pub corridor: CorridorId,
    /// Its name.
    pub label: String,
    /// The window that was looked at.
    pub window: TimeWindow,
    /// When the corridor is announced as open in it.
    pub open: Vec<TimeWindow>,
    /// The codes of the checks that ran.
    pub checks: Vec<&'static str>,
    /// What of the notices it rests on, and under which policy; `None` if the
    /// records are taken as they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<StatusBasis>,
    /// What they found, gravest first.
    pub findings: Vec<Finding>,
}

impl CorridorAudit {
    /// The gravest severity found, if anything was.
    pub fn gravest(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).max()
    }
}

impl fmt::Display for CorridorAudit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} ({}), {}", self.label, self.corridor, self.window)?;
        for finding in &self.findings {
            writeln!(f, "  {finding}")?;
        }
        if self.findings.is_empty() {
            writeln!(f, "  no finding; checks that ran: {}", self.checks.join(", "))?;
        }
        Ok(())
    }
}

#[expect(clippy::ref_option, reason = "serde gives a reference to the field as it is")]
fn geometry<S: Serializer>(geometry: &Option<Geometry>, serializer: S) -> Result<S::Ok, S::Error> {
    match geometry {
        Some(geometry) => geojson::ser::serialize_geometry(geometry, serializer),
        None => serializer.serialize_none(),
    }
}
