//! The areas that notices ban people from at an instant.
//!
//! Floor 2.

use super::claims::holds;
use super::evidence::{Evidence, area_of};
use super::policy::Weight;
use super::statement::Notice;
use super::timing::Reading;
use crate::model::Area;
use crate::scenario::Scenario;
use geo::MultiPolygon;
use jiff::Timestamp;

/// A ban in force: a curfew, a closure of an area, or an announced target.
#[derive(Clone, Debug, PartialEq)]
pub struct Ban<'a> {
    /// The notice.
    pub notice: &'a Notice,
    /// The area of all of its places that have one.
    pub area: Area,
}

impl Evidence {
    /// The bans in force at `at`, by what was known at `known_at`: held
    /// cautiously, so that a ban counts while its state is unknown or its
    /// source cannot be judged. A copy is listed if it adds a place or a time.
    /// `scenario` is the one that the evidence was gathered for.
    ///
    /// Linear in the notices known.
    pub fn bans<'a>(
        &'a self,
        scenario: &Scenario,
        at: Timestamp,
        known_at: Timestamp,
        reading: Reading,
    ) -> Vec<Ban<'a>> {
        let known = self.ledger.as_known_at(known_at).iter().zip(0_u32..);
        known
            .filter(|(notice, number)| {
                self.bans_at(notice, *number, at, known_at, reading)
                    && !self.repeats_the_first(notice, *number, known_at)
            })
            .filter_map(|(notice, _)| Some(Ban { notice, area: whole_area(scenario, notice)? }))
            .collect()
    }

    fn bans_at(
        &self,
        notice: &Notice,
        number: u32,
        at: Timestamp,
        known_at: Timestamp,
        reading: Reading,
    ) -> bool {
        if !notice.content.bans_area() || self.policy.closing.weigh(notice.rating) == Weight::None {
            return false;
        }
        let withdrawn = self.withdrawn(number, known_at);
        let (read, _) = self.read_as(number, false, known_at, reading);
        holds(notice, at, read) && withdrawn.is_none_or(|one| at < one.said_at)
    }
}

fn whole_area(scenario: &Scenario, notice: &Notice) -> Option<Area> {
    let areas = notice.places.iter().filter_map(|place| area_of(scenario, place));
    let polygons: Vec<_> = areas.flat_map(|area| area.polygons().0.clone()).collect();
    Area::new(MultiPolygon(polygons)).ok()
}
