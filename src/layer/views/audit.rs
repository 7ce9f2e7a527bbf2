//! Audits as layers: findings by the type of their geometry.
//!
//! Floor 6.

use super::table::{embargo_of, placed, some_text};
use crate::audit::CorridorAudit;
use crate::audit::Finding;
use crate::layer::Embargo;
use crate::layer::Field;
use crate::layer::FieldType;
use crate::layer::GeometryType;
use crate::layer::Layer;
use crate::layer::LayerError;
use crate::layer::LayerFeature;
use crate::layer::StyleClass;
use crate::layer::Subject;
use crate::layer::ToLayers;
use crate::layer::Value;
use crate::model::Feature;
use crate::model::Sensitivity;
use crate::scenario::Scenario;
use crate::severity::Severity;
use crate::time::State;

/// Audits to be shown on a map.
///
/// A finding is as sensitive as the most sensitive record that shows it.
#[derive(Clone, Copy, Debug)]
pub struct AuditView<'a> {
    /// The scenario that was audited.
    pub scenario: &'a Scenario,
    /// The audits of its corridors.
    pub audits: &'a [CorridorAudit],
    /// Findings about neighbourhoods that no corridor serves.
    pub neighbourhoods: &'a [Finding],
}

impl AuditView<'_> {
    /// Every finding with its key and the corridor it is about.
    fn findings(&self) -> impl Iterator<Item = (String, Option<&str>, &Finding)> {
        let corridors = self.audits.iter().flat_map(|audit| {
            let id = audit.corridor.as_str();
            let findings = audit.findings.iter().enumerate();
            findings.map(move |(index, finding)| {
                (format!("finding/{id}/{}/{:04}", finding.code, index + 1), Some(id), finding)
            })
        });
        let areas = self.neighbourhoods.iter().enumerate().map(|(index, finding)| {
            (format!("finding//{}/{:04}", finding.code, index + 1), None, finding)
        });
        corridors.chain(areas)
    }

    fn layer(&self, name: &str, title: &str, shown: GeometryType) -> Result<Layer, LayerError> {
        let mut layer = Layer::builder(name, shown)
            .title(title)
            .timed()
            .field(Field::harmless("corridor", FieldType::Text, "the announced corridor"))
            .field(Field::harmless("code", FieldType::Text, "the check's code"))
            .field(Field::harmless("severity", FieldType::Text, "info, warning or error"))
            .field(Field::harmless("text", FieldType::Text, "what was found"))
            .field(Field::harmless("evidence", FieldType::Text, "the records that show it"));
        for (key, corridor, finding) in self.findings() {
            let Some(geometry) = finding.geometry.clone().and_then(|at| placed(at, shown)) else {
                continue;
            };
            let evidence: Vec<String> = finding.evidence.iter().map(ToString::to_string).collect();
            let values = vec![
                corridor.map(Value::from),
                Some(finding.code.into()),
                Some(finding.severity.as_str().into()),
                Some(Value::Text(finding.text.clone())),
                some_text(&evidence.join("; ")),
            ];
            let mut feature = LayerFeature::new(key, geometry, values)
                .sensitivity(self.sensitivity(finding))
                .embargo(self.embargo(finding))
                .style(StyleClass::new(subject(finding.severity), State::Holds));
            if let Some(window) = finding.window {
                feature = feature.during(window);
            }
            layer = layer.feature(feature);
        }
        layer.build()
    }

    fn embargo(&self, finding: &Finding) -> Embargo {
        let records = finding.evidence.iter().filter_map(|record| self.scenario.feature(record));
        records.map(embargo_of).fold(Embargo::default(), Embargo::later)
    }

    fn sensitivity(&self, finding: &Finding) -> Sensitivity {
        let records = finding.evidence.iter();
        let classes = records.map(|record| {
            self.scenario.feature(record).map_or(Sensitivity::High, |record| {
                Feature::provenance(record).sensitivity_or_high()
            })
        });
        classes.max().unwrap_or(Sensitivity::High)
    }
}

fn subject(severity: Severity) -> Subject {
    match severity {
        Severity::Info => Subject::FindingInfo,
        Severity::Warning => Subject::FindingWarning,
        Severity::Error => Subject::FindingError,
    }
}

impl ToLayers for AuditView<'_> {
    fn to_layers(&self) -> Result<Vec<Layer>, LayerError> {
        Ok(vec![
            self.layer("finding-areas", "Findings about areas", GeometryType::Area)?,
            self.layer("finding-lines", "Findings along corridors", GeometryType::Line)?,
            self.layer("finding-points", "Findings at places", GeometryType::Point)?,
        ])
    }
}
