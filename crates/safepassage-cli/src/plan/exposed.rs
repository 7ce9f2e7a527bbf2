//! Why there is no way, and the way of least exposure, as they stand in JSON.

use super::way::Way;
use jiff::Timestamp;
use safepassage::id::FeatureRef;
use safepassage::notice::StatusBasis;
use safepassage::route::{NoWay, NoWayReason};
use serde::Serialize;

/// Why there is no way.
#[derive(Serialize)]
pub(super) struct Hindrance {
    pub(super) reason: NoWayReason,
    pub(super) closed_by: Vec<FeatureRef>,
    /// Whether no fewer closures would have to be lifted.
    pub(super) smallest: bool,
    pub(super) cut_off_since: Option<Timestamp>,
    /// The way of least exposure. It breaks closures.
    pub(super) least_exposed: Option<Way>,
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<StatusBasis>,
    /// In the library's words.
    #[serde(skip)]
    pub(super) words: String,
}

impl Hindrance {
    pub(super) fn of(reason: NoWay, steps: bool) -> Self {
        // The library prints instants in UTC; where they are shown they are local.
        let mut words = reason.clone();
        words.cut_off_since = None;
        Self {
            reason: reason.reason,
            closed_by: reason.closed_by,
            smallest: reason.smallest,
            cut_off_since: reason.cut_off_since,
            least_exposed: reason.least_exposed.map(|plan| Way::of(&plan, steps)),
            basis: reason.basis,
            words: words.to_string(),
        }
    }
}
