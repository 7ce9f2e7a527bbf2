//! The checks. One a file; add yours to [`every_check`].
//!
//! Floor 5.

mod announcement_disputed;
mod capacity_below_need;
mod checkpoint_closed;
mod checkpoint_hours;
mod checkpoint_one_way;
mod checkpoint_unknown;
mod closes_before_ban;
mod end_off_street;
mod enters_zone;
mod leads_into_zone;
pub(super) mod neighbourhood_without_corridor;
mod no_shelter;
mod not_open;
mod passes_near_zone;
mod status_contested;
mod status_unconfirmed;
mod too_short;

use super::Check;
use crate::id::Kind;
use std::sync::Arc;

/// Every check, in the order in which they run.
pub fn every_check() -> Vec<Arc<dyn Check>> {
    vec![
        Arc::new(not_open::NotOpen),
        Arc::new(enters_zone::EntersZone(Kind::CurfewZone)),
        Arc::new(enters_zone::EntersZone(Kind::RestrictedZone)),
        Arc::new(enters_zone::EntersZone(Kind::HazardZone)),
        Arc::new(enters_zone::EntersZone(Kind::FrontLine)),
        Arc::new(passes_near_zone::PassesNearZone),
        Arc::new(leads_into_zone::LeadsIntoZone),
        Arc::new(too_short::TooShort),
        Arc::new(closes_before_ban::ClosesBeforeBan),
        Arc::new(checkpoint_closed::CheckpointClosed),
        Arc::new(checkpoint_unknown::CheckpointUnknown),
        Arc::new(checkpoint_one_way::CheckpointOneWay),
        Arc::new(checkpoint_hours::CheckpointHours),
        Arc::new(capacity_below_need::CapacityBelowNeed),
        Arc::new(end_off_street::EndOffStreet),
        Arc::new(no_shelter::NoShelter),
        Arc::new(announcement_disputed::AnnouncementDisputed),
        Arc::new(status_contested::StatusContested),
        Arc::new(status_unconfirmed::StatusUnconfirmed),
    ]
}

/// The code of [`neighbourhood_without_corridor`], which is asked of the whole
/// picture rather than of one corridor.
#[cfg(test)]
pub(super) const PICTURE_CODES: &[&str] = &[neighbourhood_without_corridor::CODE];
