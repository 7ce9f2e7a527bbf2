//! Where checkpoints stand in a network.
//!
//! Floor 3.
//!
//! A checkpoint is mapped as a point near a street; people pass it on that
//! street, and on any street beside it that is within reach (the other
//! carriageway), but not twice at the junction they share.

use super::NodeId;
use super::StreetNetwork;
use super::StretchId;
use crate::id::CheckpointId;
use crate::model::Checkpoint;
use crate::model::TravelMode;
use crate::units::Metres;

/// Nearer than this to a junction, a checkpoint controls the whole junction.
const AT_NODE_M: f64 = 5.0;
/// The most stretches one checkpoint is looked for on.
const MOST_STRETCHES: usize = 8;

/// Where people pass a checkpoint.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GatePlace {
    /// At a junction.
    Node(NodeId),
    /// On a stretch, so many metres from where it is drawn from.
    Stretch(StretchId, f64),
}

/// A checkpoint's places in a network, in the order of checkpoint identifiers.
#[derive(Clone, Debug, Default)]
pub struct Gates {
    /// Which checkpoint, and where people pass it.
    pub placed: Vec<(CheckpointId, GatePlace)>,
    /// Checkpoints with no street within reach.
    pub off_street: Vec<CheckpointId>,
}

impl Gates {
    /// Finds the streets that checkpoints stand on, among those open to `mode`.
    pub fn place(
        network: &StreetNetwork,
        checkpoints: &[Checkpoint],
        mode: TravelMode,
        reach: Metres,
    ) -> Self {
        let mut gates = Self::default();
        for checkpoint in checkpoints {
            let snaps =
                network.nearest_edges(checkpoint.place().coord(), mode, reach, MOST_STRETCHES);
            if snaps.is_empty() {
                gates.off_street.push(checkpoint.id().clone());
            }
            let mut taken: Vec<NodeId> = Vec::new();
            for snap in snaps {
                let edge = network.edge(snap.edge);
                let ends = [edge.tail(), edge.head()];
                if ends.iter().any(|end| taken.contains(end)) {
                    continue;
                }
                let rest_m = edge.length().0 - snap.offset_m;
                let place = if snap.offset_m <= AT_NODE_M.min(rest_m) {
                    GatePlace::Node(edge.tail())
                } else if rest_m <= AT_NODE_M {
                    GatePlace::Node(edge.head())
                } else if edge.is_forward() {
                    GatePlace::Stretch(edge.stretch(), snap.offset_m)
                } else {
                    GatePlace::Stretch(edge.stretch(), rest_m)
                };
                match place {
                    GatePlace::Node(node) => taken.push(node),
                    GatePlace::Stretch(..) => taken.extend(ends),
                }
                gates.placed.push((checkpoint.id().clone(), place));
            }
        }
        gates
    }
}
