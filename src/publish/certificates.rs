//! Certificates of plans: shown whole, or not at all.

use super::Audience;
use super::DropReason;
use super::audience::Treatment;
use crate::id::NeighbourhoodId;
use crate::layer::{LayerFeature, PLAN_LEGS, embargo_of_all};
use crate::model::Sensitivity;
use crate::scenario::Scenario;
use crate::time::TimeWindow;
use crate::verify::{Act, Certificate};
use serde::Serialize;

/// Decimals of a degree with which a certificate can still be checked.
const NEEDED_DECIMALS: u8 = 7;

/// A plan's certificate, and whose plan it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlanCertificate {
    /// The neighbourhood that the plan is for; none if it begins at given places.
    pub neighbourhood: Option<NeighbourhoodId>,
    /// What the plan claims.
    pub certificate: Certificate,
}

/// Certificates that have passed an audience: what
/// [`write_certificates`](crate::io::write::write_certificates) takes.
#[derive(Clone, Debug, PartialEq)]
pub struct ReleasedCertificates {
    audience: String,
    certificates: Vec<PlanCertificate>,
}

impl ReleasedCertificates {
    /// The certificates, in the order in which they were given.
    pub fn certificates(&self) -> &[PlanCertificate] {
        &self.certificates
    }

    /// The name of the audience that they are for.
    pub fn audience(&self) -> &str {
        &self.audience
    }
}

impl Audience {
    /// Lets certificates through, all or none: one that is rounded or lacks a part
    /// proves nothing.
    ///
    /// Where people will be and when is of high sensitivity, and held back as long as
    /// any record of the scenario that the plans were made on. The audience's list of
    /// layers and its delays count as they do for the layer `plan-legs`.
    ///
    /// # Errors
    ///
    /// [`DropReason`], why they are held back: [`DropReason::OnlyInPart`] if the
    /// audience sees places at fewer than 7 decimals or by units, elsewhere, or in some
    /// columns only.
    pub fn release_certificates(
        &self,
        certificates: Vec<PlanCertificate>,
        scenario: &Scenario,
    ) -> Result<ReleasedCertificates, DropReason> {
        if !self.may_see_layer(PLAN_LEGS) {
            return Err(DropReason::LayerNotAllowed);
        }
        if !self.may_see(Sensitivity::High) {
            return Err(DropReason::TooSensitive);
        }
        let whole = self.decimals() >= NEEDED_DECIMALS
            && matches!(self.treatment(PLAN_LEGS), Treatment::AsItIs)
            && self.allowed_columns(PLAN_LEGS).is_none();
        if !whole {
            return Err(DropReason::OnlyInPart);
        }
        let embargo = embargo_of_all(scenario);
        let due = certificates.iter().all(|one| {
            let record = LayerFeature::unlocated("certificate", Vec::new()).embargo(embargo);
            let record = match during(&one.certificate) {
                Some(window) => record.during(window),
                None => record,
            };
            self.is_due(PLAN_LEGS, &record)
        });
        if !due {
            return Err(DropReason::Delayed);
        }
        Ok(ReleasedCertificates { audience: self.name().to_owned(), certificates })
    }
}

/// From the first movement or stay to the end of the last.
fn during(certificate: &Certificate) -> Option<TimeWindow> {
    let from = match certificate.acts.first()? {
        Act::Move { enter, .. } => *enter,
        Act::Stay { from, .. } => *from,
    };
    let until = match certificate.acts.last()? {
        Act::Move { exit, .. } => *exit,
        Act::Stay { until, .. } => *until,
    };
    TimeWindow::new(from, until).ok()
}
