//! Scenario, streets and index together, ready for work.
//!
//! Floor 4.

use crate::network::StreetNetwork;
use crate::scenario::Scenario;

/// A scenario and the streets people would travel: what audit and plan work on
/// (compare the "common operational picture" of emergency management).
#[derive(Clone, Debug)]
pub struct OperationalPicture {
    scenario: Scenario,
    network: StreetNetwork,
}

impl OperationalPicture {
    /// Puts a scenario on a street network, such as one read from OpenStreetMap.
    pub const fn new(scenario: Scenario, network: StreetNetwork) -> Self {
        Self { scenario, network }
    }

    /// The records.
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The streets.
    pub const fn network(&self) -> &StreetNetwork {
        &self.network
    }
}
