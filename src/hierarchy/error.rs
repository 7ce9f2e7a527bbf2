use std::io;

/// Why a hierarchy, a metric or an answer cannot be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HierarchyError {
    /// Two lists that go together differ in length.
    #[error("{what}: expected {expected}, found {found}")]
    Length {
        /// What is counted.
        what: &'static str,
        /// How many there should be.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// A node that the graph does not have.
    #[error("expected a node below {nodes}, found {node}")]
    NoSuchNode {
        /// The node asked for.
        node: u32,
        /// The number of nodes.
        nodes: usize,
    },
    /// An arc that the graph does not have.
    #[error("expected an arc below {arcs}, found {arc}")]
    NoSuchArc {
        /// The arc asked for.
        arc: u32,
        /// The number of arcs.
        arcs: usize,
    },
    /// A place that is not a pair of finite numbers.
    #[error("expected a finite longitude and latitude of node {node}, found {lon} {lat}")]
    Place {
        /// The node.
        node: usize,
        /// Its longitude in degrees, as given.
        lon: f64,
        /// Its latitude in degrees, as given.
        lat: f64,
    },
    /// More nodes, arcs or shortcuts than 32 bits can number.
    #[error("{what}: expected at most {limit}, found {found}")]
    TooLarge {
        /// What is counted.
        what: &'static str,
        /// The largest number that works.
        limit: usize,
        /// How many there are.
        found: usize,
    },
    /// The metric was made on another hierarchy.
    #[error("expected a metric of hierarchy {hierarchy:016x}, found one of {metric:016x}")]
    Mismatch {
        /// [`Hierarchy::id`](super::Hierarchy::id).
        hierarchy: u64,
        /// The hierarchy that the metric was made on.
        metric: u64,
    },
    /// The preparation was told to stop.
    #[error("the preparation was stopped")]
    Stopped,
    /// The file is not a hierarchy, is damaged, or is of another version.
    #[error("hierarchy file: {what}: expected {expected}, found {found}")]
    File {
        /// The part of the file.
        what: &'static str,
        /// What should be there.
        expected: String,
        /// What is there.
        found: String,
    },
    /// Reading or writing failed.
    #[error("hierarchy file")]
    Io(#[from] io::Error),
}
