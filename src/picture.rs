//! Scenario, streets and index together, ready for work.
//!
//! Floor 4.

use crate::index::Entry;
use crate::index::InvalidEntry;
use crate::index::SpatialIndex;
use crate::network::NetworkError;
use crate::network::StreetNetwork;
use crate::notice::Evidence;
use crate::notice::NoticeLedger;
use crate::notice::Reading;
use crate::notice::Status;
use crate::notice::StatusBasis;
use crate::notice::StatusPolicy;
use crate::scenario::Scenario;
use jiff::Timestamp;
use std::sync::{Arc, OnceLock};

/// A scenario, the streets people would travel, and an index over the records:
/// what audit and plan work on (compare the "common operational picture" of
/// emergency management).
///
/// With notices ([`OperationalPicture::with_notices`]) its corridors and
/// checkpoints hold when their *status* may be used, and announced bans are
/// zones; the picture can then be taken back to what was known at an instant
/// ([`OperationalPicture::as_known_at`]).
#[derive(Clone, Debug)]
pub struct OperationalPicture {
    scenario: Scenario,
    network: Arc<StreetNetwork>,
    index: OnceLock<SpatialIndex>,
    believed: Option<Believed>,
}

/// What a picture with notices is made from.
#[derive(Clone, Debug)]
struct Believed {
    /// The records as they were read.
    base: Arc<Scenario>,
    evidence: Arc<Evidence>,
    basis: StatusBasis,
}

impl OperationalPicture {
    /// Puts a scenario on a street network, such as one read from OpenStreetMap.
    pub fn new(scenario: Scenario, network: StreetNetwork) -> Self {
        Self { scenario, network: Arc::new(network), index: OnceLock::new(), believed: None }
    }

    /// Puts a scenario on streets that others use too.
    pub const fn on_streets(scenario: Scenario, network: Arc<StreetNetwork>) -> Self {
        Self { scenario, network, index: OnceLock::new(), believed: None }
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

    /// The same picture as the notices have it: all that is known, read
    /// cautiously, and of corridors and checkpoints only what is Open is used.
    ///
    /// See [`Evidence::gather`] for what it costs. Any notices that the picture
    /// had before are replaced.
    #[must_use]
    pub fn with_notices(self, ledger: NoticeLedger, policy: StatusPolicy) -> Self {
        let base = match self.believed {
            Some(believed) => believed.base,
            None => Arc::new(self.scenario),
        };
        let basis = StatusBasis::new(policy.name.clone());
        let evidence = Arc::new(Evidence::gather(&base, ledger, policy));
        Self::believing(self.network, Believed { base, evidence, basis })
    }

    fn believing(network: Arc<StreetNetwork>, believed: Believed) -> Self {
        let scenario = believed.evidence.scenario_as_known(&believed.base, &believed.basis);
        Self { scenario, network, index: OnceLock::new(), believed: Some(believed) }
    }

    /// The picture exactly as it was known at an instant: nothing learnt later
    /// is in it. A picture without notices is taken to have an
    /// empty ledger: only its records speak.
    ///
    /// The notices are not gathered again, nor replayed: it costs what
    /// [`Evidence::scenario_as_known`] costs.
    #[must_use]
    pub fn as_known_at(&self, known_at: Timestamp) -> Self {
        self.changed(|basis| basis.known_at = known_at)
    }

    /// The picture with unclear hours read in that way.
    #[must_use]
    pub fn read_as(&self, reading: Reading) -> Self {
        self.changed(|basis| basis.reading = reading)
    }

    /// The picture in which corridors and checkpoints are used in these
    /// statuses. Default: only [`Status::Open`].
    #[must_use]
    pub fn using(&self, usable: &[Status]) -> Self {
        let mut usable = usable.to_vec();
        usable.sort_unstable();
        usable.dedup();
        self.changed(|basis| basis.usable = usable)
    }

    /// The picture resting on that time of knowing, that reading and those
    /// statuses, all at once; the policy stays.
    #[must_use]
    pub fn based_on(&self, asked: StatusBasis) -> Self {
        self.changed(|basis| *basis = StatusBasis { policy: basis.policy.clone(), ..asked })
    }

    fn changed(&self, change: impl FnOnce(&mut StatusBasis)) -> Self {
        let Some(believed) = &self.believed else {
            let silent = self.clone().with_notices(NoticeLedger::new(), StatusPolicy::default());
            return silent.changed(change);
        };
        let mut believed = believed.clone();
        change(&mut believed.basis);
        Self::believing(Arc::clone(&self.network), believed)
    }

    /// The notices, held against the records; `None` if there are none.
    pub fn evidence(&self) -> Option<&Evidence> {
        self.believed.as_ref().map(|believed| &*believed.evidence)
    }

    /// What the picture rests on; `None` if it has no notices and takes its
    /// records as they are.
    pub fn basis(&self) -> Option<&StatusBasis> {
        self.believed.as_ref().map(|believed| &believed.basis)
    }

    /// The streets.
    pub fn network(&self) -> &StreetNetwork {
        &self.network
    }

    /// The streets, to be shared.
    pub fn shared_network(&self) -> Arc<StreetNetwork> {
        Arc::clone(&self.network)
    }

    /// Other records on the same streets: what was found of the streets is kept.
    /// Notices are left behind.
    #[must_use]
    pub fn with_scenario(&self, scenario: Scenario) -> Self {
        Self {
            scenario,
            network: Arc::clone(&self.network),
            index: OnceLock::new(),
            believed: None,
        }
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
