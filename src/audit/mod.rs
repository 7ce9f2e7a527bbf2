//! Audits of announced corridors.
//!
//! Floor 5. Imports floors 0 to 4.
//!
//! One check a file in `checks/`, one stable code each, listed in
//! `docs/FINDINGS.md`. To add a check: write `checks/your_check.rs` with a
//! [`Check`], add it to the list in `checks/mod.rs`, and describe its code in
//! the catalogue; a test fails until all three are there.
//!
//! An audit without findings names the checks that ran. It says nothing of danger.

mod checks;
mod context;
mod finding;

pub use checks::every_check;
pub use context::{AuditContext, AuditPolicy};
pub use finding::{CorridorAudit, Finding};

use crate::id::CorridorId;
use crate::model::Feature;
use crate::picture::OperationalPicture;
use crate::time::RangeTooLong;
use crate::time::TimeWindow;
use std::fmt;
use std::sync::Arc;

/// Asks one question of an announced corridor.
pub trait Check: Send + Sync + fmt::Debug {
    /// The code of its findings: a sentence in kebab case, never reused.
    fn code(&self) -> &'static str;

    /// Asks the question and adds what it finds.
    fn run(&self, context: &AuditContext<'_>, findings: &mut Vec<Finding>);
}

/// Runs every check over announced corridors.
#[derive(Clone, Debug)]
pub struct Auditor<'a> {
    picture: &'a OperationalPicture,
    policy: AuditPolicy,
    checks: Vec<Arc<dyn Check>>,
}

/// Why an audit cannot be asked for.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AuditError {
    /// There is no such corridor.
    #[error("expected the identifier of a corridor in the scenario, found {found:?}")]
    UnknownCorridor {
        /// The identifier asked for.
        found: String,
    },
    /// The window has an open end.
    #[error("expected a window with a start and an end, found {window}")]
    OpenWindow {
        /// The window asked for.
        window: TimeWindow,
    },
    /// A schedule cannot be expanded over the window.
    #[error("the window is too long to audit")]
    WindowTooLong(#[from] RangeTooLong),
}

impl<'a> Auditor<'a> {
    /// An auditor with every check and the default distances and paces.
    pub fn new(picture: &'a OperationalPicture) -> Self {
        Self { picture, policy: AuditPolicy::default(), checks: every_check() }
    }

    /// Sets distances and paces.
    #[must_use]
    pub fn policy(mut self, policy: AuditPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// Adds a check of your own.
    #[must_use]
    pub fn with(mut self, check: impl Check + 'static) -> Self {
        self.checks.push(Arc::new(check));
        self
    }

    /// Audits one corridor over a window.
    ///
    /// O(records) for each check, with exact geometry.
    ///
    /// # Errors
    ///
    /// [`AuditError`] if there is no such corridor or the window is open or too long.
    pub fn audit(
        &self,
        corridor: &CorridorId,
        window: TimeWindow,
    ) -> Result<CorridorAudit, AuditError> {
        if window.duration().is_none() {
            return Err(AuditError::OpenWindow { window });
        }
        let found = self.picture.scenario().corridor(corridor);
        let corridor = found
            .ok_or_else(|| AuditError::UnknownCorridor { found: corridor.as_str().to_owned() })?;
        let context = AuditContext::new(self.picture, corridor, window, &self.policy)?;
        let mut findings = Vec::new();
        for check in &self.checks {
            check.run(&context, &mut findings);
        }
        findings.sort_by(Finding::order);
        Ok(CorridorAudit {
            corridor: corridor.id().clone(),
            label: corridor.label(),
            window,
            open: context.open.clone(),
            checks: self.checks.iter().map(|check| check.code()).collect(),
            basis: self.picture.basis().cloned(),
            findings,
        })
    }

    /// Audits every corridor, by identifier.
    ///
    /// # Errors
    ///
    /// As [`audit`](Self::audit).
    pub fn audit_all(&self, window: TimeWindow) -> Result<Vec<CorridorAudit>, AuditError> {
        let corridors = self.picture.scenario().corridors();
        corridors.iter().map(|corridor| self.audit(corridor.id(), window)).collect()
    }

    /// Neighbourhoods that are named as vulnerable, or that a ban covers in part
    /// in the window, and that no announced corridor serves at any time of it.
    ///
    /// # Errors
    ///
    /// As [`audit`](Self::audit).
    pub fn neighbourhoods_without_corridor(
        &self,
        window: TimeWindow,
    ) -> Result<Vec<Finding>, AuditError> {
        if window.duration().is_none() {
            return Err(AuditError::OpenWindow { window });
        }
        checks::neighbourhood_without_corridor::find(self.picture, window)
    }
}

#[cfg(test)]
mod tests;
