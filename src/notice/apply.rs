//! The scenario as the notices have it: what stream becomes what geometry.
//!
//! Floor 2.
//!
//! A ban on an area becomes a zone; a corridor or checkpoint holds while its
//! status is one that may be used; nothing learnt later leaks in.

use super::content::{Content, Stance};
use super::evidence::{Evidence, area_of};
use super::lineage::same_places;
use super::policy::Weight;
use super::records::stands_for_record;
use super::statement::{Notice, NoticePlace};
use super::status::Status;
use super::timing::{Reading, Timing};
use crate::id::FeatureRef;
use crate::model::Area;
use crate::model::Checkpoint;
use crate::model::CheckpointStatus;
use crate::model::CurfewZone;
use crate::model::Feature;
use crate::model::HazardKind;
use crate::model::HazardSeverity;
use crate::model::HazardZone;
use crate::model::Names;
use crate::model::Particulars;
use crate::model::Provenance;
use crate::model::RestrictedZone;
use crate::model::SafeCorridor;
use crate::scenario::Revision;
use crate::scenario::Scenario;
use crate::time::Schedule;
use crate::time::State;
use crate::time::TimeWindow;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How far beyond the last instant named the future is worked out.
const OUTLOOK: SignedDuration = SignedDuration::from_hours(31 * 24);

/// What a picture, and every plan and audit made from it, rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusBasis {
    /// Only what was learnt by then counts.
    pub known_at: Timestamp,
    /// How unclear hours are read.
    pub reading: Reading,
    /// The name of the policy.
    pub policy: String,
    /// The statuses in which a corridor or checkpoint is used.
    pub usable: Vec<Status>,
}

impl StatusBasis {
    /// All that is known, read cautiously; only what is Open is used.
    pub fn new(policy: impl Into<String>) -> Self {
        Self {
            known_at: Timestamp::MAX,
            reading: Reading::Cautious,
            policy: policy.into(),
            usable: vec![Status::Open],
        }
    }
}

impl Evidence {
    /// The scenario as known at one instant: records taken down later are left
    /// out, bans become zones `notice:<id>`, and corridors and checkpoints hold
    /// while their status is one of `basis.usable`.
    ///
    /// Neighbourhoods, streets, and where corridors and checkpoints lie are the
    /// base map, and stay. Times far outside of what any notice speaks of are
    /// unknown.
    ///
    /// Linear in the notices known, beside [`Evidence::timeline`] once for each
    /// corridor and checkpoint.
    pub fn scenario_as_known(&self, base: &Scenario, basis: &StatusBasis) -> Scenario {
        let range = self.range(base, basis.known_at);
        let known = |record: &dyn Feature| {
            record.provenance().recorded_at.is_none_or(|then| then <= basis.known_at)
        };
        macro_rules! kept {
            ($records:ident) => {
                base.$records().iter().filter(|record| known(*record)).cloned().collect()
            };
        }
        let mut revision = Revision {
            curfew_zones: kept!(curfew_zones),
            restricted_zones: kept!(restricted_zones),
            hazard_zones: kept!(hazard_zones),
            front_lines: kept!(front_lines),
            areas_of_control: kept!(areas_of_control),
            shelters: kept!(shelters),
            assembly_points: kept!(assembly_points),
            incidents: kept!(incidents),
            ..Revision::default()
        };
        let notices = self.ledger.as_known_at(basis.known_at);
        for (notice, number) in notices.iter().zip(0_u32..) {
            self.add_zones(base, notice, number, range, basis, &mut revision);
        }
        for corridor in base.corridors() {
            let schedule = self.usable(&corridor.reference(), range, basis);
            revision.corridors.push(self.with_status(corridor, schedule, basis));
        }
        for checkpoint in base.checkpoints() {
            let schedule = self.usable(&checkpoint.reference(), range, basis);
            revision.checkpoints.push(gate(checkpoint, schedule));
        }
        base.revised(revision)
    }

    /// From before the first instant that anything names to well after the last.
    fn range(&self, base: &Scenario, known_at: Timestamp) -> TimeWindow {
        let mut first = Timestamp::MAX;
        let mut last = Timestamp::MIN;
        let mut see = |at: Option<Timestamp>| {
            if let Some(at) = at.filter(|at| *at != Timestamp::MIN && *at != Timestamp::MAX) {
                first = first.min(at);
                last = last.max(at);
            }
        };
        if let Some(period) = base.about().period {
            see(period.start());
            see(period.end());
        }
        for notice in self.ledger.as_known_at(known_at) {
            see(Some(notice.said_at));
            if let Timing::Window(window) = &notice.time {
                see(window.start());
                see(window.end());
            }
        }
        let days = SignedDuration::from_hours(24 * (Schedule::MAX_DAYS - 1));
        let end = last.saturating_add(OUTLOOK).unwrap_or(Timestamp::MAX);
        let start = first.max(end.saturating_sub(days).unwrap_or(Timestamp::MIN));
        TimeWindow::new(start, end).unwrap_or(TimeWindow::ALWAYS)
    }

    /// When a corridor or checkpoint may be used.
    fn usable(&self, subject: &FeatureRef, range: TimeWindow, basis: &StatusBasis) -> Schedule {
        let Ok(pieces) = self.timeline(subject, range, basis.known_at, basis.reading) else {
            return Schedule::unknown();
        };
        let mut holding = Vec::new();
        let mut unknown = Vec::from(outside(range));
        for piece in pieces {
            if basis.usable.contains(&piece.status) {
                holding.push(piece.window);
            } else if !matches!(piece.status, Status::Closed | Status::Expired) {
                unknown.push(piece.window);
            }
        }
        Schedule::of_windows(holding, unknown)
    }

    /// A corridor that holds at those times, exempt from the bans that its
    /// status has already taken account of.
    fn with_status(
        &self,
        corridor: &SafeCorridor,
        schedule: Schedule,
        basis: &StatusBasis,
    ) -> SafeCorridor {
        let mut exempt: Vec<FeatureRef> = corridor.exempt_from().to_vec();
        let links = self.subject(&corridor.reference()).map(|subject| subject.links.as_slice());
        for link in links.unwrap_or_default() {
            let notice = self.notice(link.notice).filter(|one| one.known_at <= basis.known_at);
            let Some(notice) = notice.filter(|one| one.content.bans_area()) else { continue };
            if stands_for_record(&notice.id) {
                exempt.extend(notice.places.iter().filter_map(|place| place.feature.clone()));
            } else {
                exempt.extend((0..notice.places.len()).map(|place| zone_ref(notice, place)));
            }
        }
        exempt.sort_unstable();
        exempt.dedup();
        let particulars = corridor.particulars().clone().schedule(schedule);
        corridor.clone().with_exemptions(exempt).with(particulars)
    }

    fn add_zones(
        &self,
        base: &Scenario,
        notice: &Notice,
        number: u32,
        range: TimeWindow,
        basis: &StatusBasis,
        revision: &mut Revision,
    ) {
        let weight = self.policy.closing.weigh(notice.rating);
        if notice.content.stance() != Stance::Closes
            || weight == Weight::None
            || stands_for_record(&notice.id)
            || self.repeats_the_first(notice, number, basis.known_at)
        {
            return;
        }
        let schedule = self.in_force(notice, number, range, basis, weight);
        for (index, place) in notice.places.iter().enumerate() {
            let Some(area) = zone_area(base, notice, place) else { continue };
            let zone = zone_ref(notice, index);
            let particulars = described(notice, place, base, schedule.clone());
            add_zone(revision, notice, zone.id(), area, particulars);
        }
    }

    /// Whether it is a copy that adds no place and no time.
    pub(super) fn repeats_the_first(
        &self,
        notice: &Notice,
        number: u32,
        known_at: Timestamp,
    ) -> bool {
        let statement = self.statements.get(self.statements.statement_of(number));
        let first = statement.and_then(|one| one.members.first()).filter(|one| **one != number);
        let until = |number| self.withdrawn(number, known_at).map(|one| one.said_at);
        first.and_then(|&first| Some((first, self.notice(first)?))).is_some_and(|(place, first)| {
            same_places(&first.places, &notice.places)
                && first.time == notice.time
                && first.rating == notice.rating
                && (notice.time != Timing::Unstated || first.said_at <= notice.said_at)
                && self.policy.closing.weigh(first.rating) != Weight::None
                && until(place) == until(number)
        })
    }

    /// When a ban is in force; unknown where it cannot be judged.
    fn in_force(
        &self,
        notice: &Notice,
        number: u32,
        range: TimeWindow,
        basis: &StatusBasis,
        weight: Weight,
    ) -> Schedule {
        let (read, _) = self.read_as(number, false, basis.known_at, basis.reading);
        let until = self.withdrawn(number, basis.known_at).map(|one| one.said_at);
        let until = TimeWindow::until(until.unwrap_or(Timestamp::MAX));
        let mut holding = Vec::new();
        let mut unknown = Vec::new();
        let mut add = |window: TimeWindow, state: State| {
            let Some(window) = window.intersection(&until) else { return };
            match state {
                State::Holds if weight == Weight::Full => holding.push(window),
                State::Holds | State::Unknown => unknown.push(window),
                State::DoesNotHold => {}
            }
        };
        match &notice.time {
            Timing::Unstated => add(TimeWindow::since(notice.said_at), State::Holds),
            Timing::Window(window) => add(*window, State::Holds),
            time => {
                let schedule = time.schedule(read);
                schedule.pieces(range).for_each(|(window, state)| add(window, state));
                for window in outside(range) {
                    add(window, State::Unknown);
                }
            }
        }
        Schedule::of_windows(holding, unknown)
    }
}

/// All time outside of a range.
fn outside(range: TimeWindow) -> [TimeWindow; 2] {
    [TimeWindow::until(range.start_or_min()), TimeWindow::since(range.end_or_max())]
}

/// The zone that the ban of a notice on one of its places becomes.
fn zone_ref(notice: &Notice, place: usize) -> FeatureRef {
    use crate::id::Kind;
    let kind = match notice.content {
        Content::Curfew => Kind::CurfewZone,
        Content::Target => Kind::HazardZone,
        _ => Kind::RestrictedZone,
    };
    let id = match place {
        0 => format!("notice:{}", notice.id),
        more => format!("notice:{}/{}", notice.id, more + 1),
    };
    FeatureRef::new(kind, id)
}

/// The area that a ban covers; not that of a corridor or checkpoint itself.
fn zone_area(base: &Scenario, notice: &Notice, place: &NoticePlace) -> Option<Area> {
    notice.content.bans_area().then(|| area_of(base, place)).flatten()
}

fn described(
    notice: &Notice,
    place: &NoticePlace,
    base: &Scenario,
    schedule: Schedule,
) -> Particulars {
    let feature = place.feature.as_ref().and_then(|feature| base.feature(feature));
    let place = place.name.clone().or_else(|| feature.map(Feature::label));
    let what = match place {
        Some(place) => format!("{}, {place} ({})", notice.content, notice.issuer),
        None => format!("{} ({})", notice.content, notice.issuer),
    };
    let provenance = Provenance {
        source: notice.issuer.clone(),
        source_url: notice.url.clone(),
        said_at: Some(notice.said_at),
        recorded_at: Some(notice.known_at),
        method: Some(format!("from the notice {:?}", notice.id.as_str())),
        sensitivity: notice.sensitivity,
        ..Provenance::default()
    };
    Particulars::named(Names::new(what)).schedule(schedule).provenance(provenance)
}

fn add_zone(
    revision: &mut Revision,
    notice: &Notice,
    id: &str,
    area: Area,
    particulars: Particulars,
) {
    match notice.content {
        Content::Curfew => revision
            .curfew_zones
            .push(CurfewZone::new(id, area).with_issuer(notice.issuer.clone()).with(particulars)),
        Content::Target => revision.hazard_zones.push(
            HazardZone::new(id, area, HazardKind::AnnouncedTarget, HazardSeverity::Extreme)
                .with(particulars),
        ),
        _ => revision.restricted_zones.push(
            RestrictedZone::new(id, area).with_issuer(notice.issuer.clone()).with(particulars),
        ),
    }
}

/// A checkpoint that lets people pass at those times, as far as is known.
fn gate(checkpoint: &Checkpoint, schedule: Schedule) -> Checkpoint {
    let particulars = checkpoint.particulars().clone().schedule(schedule);
    checkpoint.clone().with_status(CheckpointStatus::Open).with(particulars)
}
