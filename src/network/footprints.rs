//! The footprints of everything in a scenario that may ban.
//!
//! Floor 3.

use super::StreetNetwork;
use super::footprint::{Footprint, outline_of};
use crate::id::FeatureRef;
use crate::model::Feature;
use crate::scenario::Scenario;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One [`Footprint`] for each curfew zone, restricted zone, hazard zone and
/// front line of a scenario, whatever its hours.
///
/// ```
/// use safepassage::network::Footprints;
/// let place = safepassage::place::northern_aleppo()?;
/// let streets = safepassage::network::StreetNetwork::from_streets(place.scenario.streets())?;
/// let first = Footprints::of(&streets, &place.scenario, None);
/// // Nothing has changed, so nothing is computed again.
/// let again = Footprints::of(&streets, &place.scenario, Some(&first));
/// assert!(first.iter().zip(again.iter()).all(|(a, b)| std::sync::Arc::ptr_eq(a.1, b.1)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Footprints {
    of: BTreeMap<FeatureRef, Arc<Footprint>>,
    /// How many nodes, stretches and points the network has.
    network: [usize; 3],
}

impl Footprints {
    /// Finds what each zone and front line covers of a network.
    ///
    /// Where `before` has the same record with the same outline, its footprint is
    /// used again: then the cost of a record is reading its vertices, and that of
    /// a changed one is that of [`Footprint::of`]. `before` must be of the same
    /// network; one of a network of another size is not used.
    pub fn of(network: &StreetNetwork, scenario: &Scenario, before: Option<&Self>) -> Self {
        let size = [network.node_count(), network.stretch_count(), network.shape.len()];
        let before = before.filter(|before| before.network == size);
        let zones = scenario.curfew_zones().iter().map(|zone| zone as &dyn Feature);
        let zones = zones.chain(scenario.restricted_zones().iter().map(|zone| zone as _));
        let zones = zones.chain(scenario.hazard_zones().iter().map(|zone| zone as _));
        let zones = zones.chain(scenario.front_lines().iter().map(|line| line as _));
        let of = zones.filter_map(|zone: &dyn Feature| {
            let reference = zone.reference();
            let (outline, _) = outline_of(&zone.geometry())?;
            let kept = before.and_then(|before| before.get(&reference));
            let footprint = match kept.filter(|kept| **kept.outline() == outline) {
                Some(kept) => Arc::clone(kept),
                None => Arc::new(Footprint::of_outline(network, Arc::new(outline))),
            };
            Some((reference, footprint))
        });
        Self { of: of.collect(), network: size }
    }

    /// What one record covers.
    pub fn get(&self, of: &FeatureRef) -> Option<&Arc<Footprint>> {
        self.of.get(of)
    }

    /// Every record and what it covers, by kind and identifier.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&FeatureRef, &Arc<Footprint>)> {
        self.of.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.of.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// Memory held, in bytes, outlines included.
    pub fn memory_bytes(&self) -> usize {
        self.of.values().map(|footprint| footprint.memory_bytes()).sum()
    }
}
