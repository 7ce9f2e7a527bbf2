//! Corridors and checkpoints named on the command line.

use crate::error::CliError;
use safepassage::id::FeatureRef;
use safepassage::notice::Evidence;

/// That the scenario has no such corridor or checkpoint.
pub(super) fn unknown(about: &FeatureRef, evidence: &Evidence) -> CliError {
    CliError::UnknownId {
        option: "--about",
        noun: "corridor or checkpoint",
        found: about.to_string(),
        known: evidence.subjects().map(FeatureRef::to_string).collect(),
    }
}
