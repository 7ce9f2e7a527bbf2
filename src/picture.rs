//! Scenario, streets and index together, ready for work.
//!
//! Floor 4.

use crate::index::Entry;
use crate::index::InvalidEntry;
use crate::index::SpatialIndex;
use crate::network::NetworkError;
use crate::network::StreetNetwork;
use crate::scenario::Scenario;
use std::sync::OnceLock;

/// A scenario, the streets people would travel, and an index over the records:
/// what audit and plan work on (compare the "common operational picture" of
/// emergency management).
#[derive(Clone, Debug)]
pub struct OperationalPicture {
    scenario: Scenario,
    network: StreetNetwork,
    index: OnceLock<SpatialIndex>,
}

impl OperationalPicture {
    /// Puts a scenario on a street network, such as one read from OpenStreetMap.
    pub const fn new(scenario: Scenario, network: StreetNetwork) -> Self {
        Self { scenario, network, index: OnceLock::new() }
    }

    /// Puts a scenario on its own streets.
    ///
    /// # Errors
    ///
    /// [`NetworkError`] if there are more streets than can be numbered.
    pub fn prepare(scenario: Scenario) -> Result<Self, NetworkError> {
        let network = StreetNetwork::from_streets(scenario.streets())?;
        Ok(Self::new(scenario, network))
    }

    /// The records.
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The streets.
    pub const fn network(&self) -> &StreetNetwork {
        &self.network
    }

    /// Every record by place and time. Built when it is first asked for, in
    /// O(n log n).
    ///
    /// # Errors
    ///
    /// [`InvalidEntry`] if a record has no place on earth; those of a scenario
    /// are checked where they are made.
    pub fn index(&self) -> Result<&SpatialIndex, InvalidEntry> {
        if let Some(index) = self.index.get() {
            return Ok(index);
        }
        let index = SpatialIndex::build(Entry::of_scenario(&self.scenario))?;
        Ok(self.index.get_or_init(|| index))
    }
}
