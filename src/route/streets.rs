//! Streets prepared for planning, shared between plans.
//!
//! Floor 5.
//!
//! What depends on the streets alone is made once: the hierarchy, the arcs of
//! each mode, their weights when nothing is shut. What depends on zones is kept
//! from one picture to the next: the ground that a zone covers is found again
//! only if its outline changed.

use super::metrics::MetricCache;
use super::roads::Roads;
use crate::hierarchy::Hierarchy;
use crate::hierarchy::HierarchyError;
use crate::hierarchy::INFINITE;
use crate::hierarchy::Metric;
use crate::hierarchy::Progress;
use crate::model::TravelMode;
use crate::network::Footprints;
use crate::network::StreetNetwork;
use crate::scenario::Scenario;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A street network with all that planning derives from it, for any number of
/// pictures, planners and threads.
///
/// Without a [`Hierarchy`] every answer is the same but slower; of ways that
/// arrive at the same instant another may be chosen.
#[derive(Debug)]
pub struct PreparedStreets {
    network: Arc<StreetNetwork>,
    hierarchy: Option<Arc<Hierarchy>>,
    modes: [OnceLock<ModeStreets>; 4],
    /// Of the last scenario asked about.
    footprints: Mutex<Arc<Footprints>>,
    metrics: MetricCache,
}

/// Metrics are kept up to so many bytes.
const METRIC_BYTES: usize = 256 << 20;

/// What is derived from the streets for one mode.
#[derive(Debug)]
pub(crate) struct ModeStreets {
    pub(crate) roads: Arc<Roads>,
    /// The weights when nothing is shut.
    pub(crate) free: Option<Arc<Metric>>,
}

/// A hierarchy that was prepared for other streets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a hierarchy of these streets ({expected:016x}), found one of others ({found:016x})"
)]
pub struct OtherStreets {
    /// The fingerprint of the streets.
    pub expected: u64,
    /// The fingerprint of what the hierarchy was prepared for.
    pub found: u64,
}

impl PreparedStreets {
    /// Streets without a hierarchy: nothing is prepared beforehand.
    pub fn plain(network: Arc<StreetNetwork>) -> Self {
        Self {
            network,
            hierarchy: None,
            modes: Default::default(),
            footprints: Mutex::new(Arc::default()),
            metrics: MetricCache::new(METRIC_BYTES),
        }
    }

    /// Prepares a hierarchy for the streets. See [`Hierarchy::prepare`] for what
    /// it costs.
    ///
    /// # Errors
    ///
    /// [`HierarchyError`] if there are more streets than can be numbered.
    pub fn prepare(network: Arc<StreetNetwork>) -> Result<Self, HierarchyError> {
        Self::prepare_telling(network, &|_| ControlFlow::Continue(()))
    }

    /// As [`prepare`](Self::prepare), and tells how far it is; see
    /// [`Hierarchy::prepare_telling`].
    ///
    /// # Errors
    ///
    /// As [`prepare`](Self::prepare), and [`HierarchyError::Stopped`].
    pub fn prepare_telling(
        network: Arc<StreetNetwork>,
        tell: &(dyn Fn(Progress) -> ControlFlow<()> + Sync),
    ) -> Result<Self, HierarchyError> {
        let places: Vec<(f64, f64)> =
            network.nodes().map(|node| network.node(node)).map(|at| (at.x, at.y)).collect();
        let (tails, heads) = network.arcs();
        let nodes = network.node_count();
        let hierarchy = Hierarchy::prepare_telling(nodes, &tails, &heads, Some(&places), tell)?;
        Ok(Self { hierarchy: Some(Arc::new(hierarchy)), ..Self::plain(network) })
    }

    /// Streets with a hierarchy that was prepared for them before.
    ///
    /// # Errors
    ///
    /// [`OtherStreets`] if it was prepared for others.
    pub fn with_hierarchy(
        network: Arc<StreetNetwork>,
        hierarchy: Arc<Hierarchy>,
    ) -> Result<Self, OtherStreets> {
        let (tails, heads) = network.arcs();
        let expected = Hierarchy::fingerprint_of(network.node_count(), &tails, &heads);
        let found = hierarchy.fingerprint();
        if expected != found {
            return Err(OtherStreets { expected, found });
        }
        Ok(Self { hierarchy: Some(hierarchy), ..Self::plain(network) })
    }

    /// The streets.
    pub fn network(&self) -> &StreetNetwork {
        &self.network
    }

    /// Sets up to how many bytes of metrics are kept: one for each mode and
    /// epoch asked about. Default: 256 MiB.
    #[must_use]
    pub fn keeping_metrics(self, most_bytes: usize) -> Self {
        Self { metrics: MetricCache::new(most_bytes), ..self }
    }

    /// The memory held by metrics that are kept, in bytes.
    pub fn metric_bytes(&self) -> usize {
        self.metrics.memory_bytes()
    }

    /// The metric of some weights, made from one like it that is kept or from
    /// `base`; `None` without a hierarchy.
    pub(crate) fn metric(
        &self,
        weights: &[u32],
        base: &Arc<Metric>,
    ) -> Result<Option<Arc<Metric>>, HierarchyError> {
        let hierarchy = self.hierarchy.as_deref();
        hierarchy.map(|hierarchy| self.metrics.of(hierarchy, weights, base)).transpose()
    }

    /// The hierarchy, if one was prepared.
    pub fn hierarchy(&self) -> Option<&Hierarchy> {
        self.hierarchy.as_deref()
    }

    /// Whether these are the streets of that network.
    pub(crate) fn are(&self, network: &Arc<StreetNetwork>) -> bool {
        Arc::ptr_eq(&self.network, network) || *self.network == **network
    }

    /// What is derived for a mode; made when it is first asked for.
    pub(crate) fn of(&self, mode: TravelMode) -> &ModeStreets {
        self.modes[mode as usize].get_or_init(|| {
            let roads = Roads::of(&self.network, mode);
            let weights: Vec<u32> =
                roads.durations().iter().map(|&duration| duration.min(INFINITE)).collect();
            let free = self.hierarchy.as_deref();
            let free = free.and_then(|hierarchy| Metric::customise(hierarchy, &weights).ok());
            ModeStreets { roads: Arc::new(roads), free: free.map(Arc::new) }
        })
    }

    /// The ground that the zones of a scenario cover.
    pub(crate) fn footprints(&self, scenario: &Scenario) -> Arc<Footprints> {
        let last = Arc::clone(&self.footprints.lock().unwrap_or_else(PoisonError::into_inner));
        let found = Arc::new(Footprints::of(&self.network, scenario, Some(&last)));
        *self.footprints.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&found);
        found
    }
}
