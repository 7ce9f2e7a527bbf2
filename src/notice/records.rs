//! What the records of a scenario state by themselves.
//!
//! Floor 2.
//!
//! A corridor with hours, a checkpoint with a status, a zone: each is a
//! statement by its source, and counts like any other notice.

use super::content::{Content, CorridorTerms};
use super::rating::{Credibility, Rating, Reliability};
use super::statement::{Notice, NoticeId};
use super::timing::Timing;
use crate::id::FeatureRef;
use crate::model::CheckpointStatus;
use crate::model::Confidence;
use crate::model::CurfewZone;
use crate::model::Feature;
use crate::model::HazardKind;
use crate::model::Provenance;
use crate::model::RestrictedZone;
use crate::scenario::Scenario;
use crate::time::Schedule;
use jiff::Timestamp;

/// What a notice's identifier begins with if it stands for a record.
const PREFIX: &str = "record:";

/// The notice identifier that stands for a record.
pub(super) fn record_notice(reference: &FeatureRef) -> NoticeId {
    format!("{PREFIX}{reference}").into()
}

/// Whether a notice stands for a record.
pub(super) fn stands_for_record(id: &NoticeId) -> bool {
    id.as_str().starts_with(PREFIX)
}

/// The statements that the records of a scenario make: openings by corridors
/// that have hours and say when that was said, the status of checkpoints, and
/// closings by zones. Each has the identifier `record:` and the record's
/// reference.
///
/// A record is known from when it was taken down. One that closes something
/// and says neither when it was said nor when it was taken down has always been
/// known; one that opens something and does not say when it was said opens
/// nothing, since nobody can tell how old it is.
pub fn statements_of(scenario: &Scenario) -> Vec<Notice> {
    let mut notices = Vec::new();
    for corridor in scenario.corridors() {
        if corridor.particulars().schedule.is_some() {
            let terms = CorridorTerms { modes: corridor.modes(), ..CorridorTerms::default() };
            let issuer = corridor.announced_by();
            let made = opening(corridor, issuer, Content::CorridorOpening(terms));
            notices.extend(made.map(|mut notice| {
                notice.agreed_by = corridor.agreed_by().to_vec();
                notice
            }));
        }
    }
    for checkpoint in scenario.checkpoints() {
        let status = checkpoint.status();
        let content = Content::CheckpointStatus { status };
        let by = checkpoint.controlled_by();
        match status {
            CheckpointStatus::Open if checkpoint.particulars().schedule.is_some() => {
                notices.extend(opening(checkpoint, by, content));
            }
            CheckpointStatus::Closed | CheckpointStatus::Unknown
                if is_said(checkpoint.provenance()) || status == CheckpointStatus::Closed =>
            {
                // Its hours say when it would let people pass, not when it is closed.
                let hours = Timing::Schedule(Box::new(Schedule::unknown()));
                notices.push(closing(checkpoint, by, content).during(hours));
            }
            _ => {}
        }
    }
    let curfews = scenario.curfew_zones().iter();
    notices.extend(curfews.map(|zone| closing(zone, CurfewZone::issued_by(zone), Content::Curfew)));
    let closed = scenario.restricted_zones().iter();
    notices.extend(
        closed.map(|zone| closing(zone, RestrictedZone::issued_by(zone), Content::Closure)),
    );
    for zone in scenario.hazard_zones() {
        let content = match zone.hazard() {
            HazardKind::AnnouncedTarget | HazardKind::StrikeWarning => Content::Target,
            _ => continue,
        };
        notices.push(closing(zone, None, content));
    }
    notices
}

fn is_said(provenance: &Provenance) -> bool {
    provenance.said_at.is_some() || provenance.recorded_at.is_some()
}

fn opening(record: &dyn Feature, issuer: Option<&str>, content: Content) -> Option<Notice> {
    let said_at = record.provenance().said_at?;
    Some(notice(record, issuer, said_at, content))
}

fn closing(record: &dyn Feature, issuer: Option<&str>, content: Content) -> Notice {
    let provenance = record.provenance();
    let said_at = provenance.said_at.or(provenance.recorded_at).unwrap_or(Timestamp::MIN);
    notice(record, issuer, said_at, content)
}

fn notice(
    record: &dyn Feature,
    issuer: Option<&str>,
    said_at: Timestamp,
    content: Content,
) -> Notice {
    let provenance = record.provenance();
    let named = [issuer.unwrap_or_default(), provenance.source.as_str(), "source not stated"];
    let issuer = named.into_iter().find(|name| !name.trim().is_empty()).unwrap_or_default();
    let reference = record.reference();
    let mut made = Notice::new(record_notice(&reference), issuer, said_at, content)
        .known_at(provenance.recorded_at.unwrap_or(said_at).max(said_at))
        .during(Timing::Schedule(Box::new(record.schedule())))
        .about(reference);
    made.url.clone_from(&provenance.source_url);
    made.sensitivity = provenance.sensitivity;
    // What another source denies cannot be judged.
    made.rating = (provenance.confidence == Confidence::Disputed)
        .then_some(Rating::new(Reliability::F, Credibility::Six));
    made
}
