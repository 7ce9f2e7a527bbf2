//! Shortest ways on a fixed graph under weights that change: a customizable
//! contraction hierarchy.
//!
//! Floor 0. Imports nothing of the crate.
//!
//! A [`Hierarchy`] is prepared once from nodes and directed arcs and knows no
//! weights. A [`Metric`] puts weights on it in milliseconds and takes changes
//! of a few arcs in less. [`Query`] and [`Bounds`] are scratch that is used
//! again and again; [`matrix`] and [`distances_from`] answer many at once.
//! Several metrics may stand on one hierarchy at the same time.
//!
//! After J. Dibbelt, B. Strasser and D. Wagner, "Customizable Contraction
//! Hierarchies", ACM Journal of Experimental Algorithmics 21 (2016). What is
//! from where, and the file format, stand in `docs/HIERARCHY.md`.
//!
//! Weights are `u32`, by convention milliseconds. Everything here returns the
//! same bits on one thread and on many.
//!
//! ```
//! use safepassage::hierarchy::{Hierarchy, Metric, Query};
//!
//! // 0 -> 1 -> 2, and a slower arc 0 -> 2.
//! let hierarchy = Hierarchy::prepare(3, &[0, 1, 0], &[1, 2, 2], None)?;
//! let mut metric = Metric::customise(&hierarchy, &[10, 10, 50])?;
//! let mut query = Query::new(&hierarchy);
//! assert_eq!(query.distance(&hierarchy, &metric, 0, 2)?, Some(20));
//!
//! metric.update(&hierarchy, &[(1, safepassage::hierarchy::INFINITE)])?;
//! let path = query.path(&hierarchy, &metric, 0, 2)?.expect("the slower arc is left");
//! assert_eq!((path.weight, path.arcs), (50, vec![2]));
//! # Ok::<(), safepassage::hierarchy::HierarchyError>(())
//! ```

mod bounds;
mod customise;
mod error;
mod file;
mod matrix;
mod order;
mod query;
mod structure;
mod unpack;
mod update;

pub use bounds::{Aim, Bounds, Direction};
pub use customise::Metric;
pub use error::HierarchyError;
pub use matrix::{distances_from, distances_to, matrix};
pub use order::Progress;
pub use query::{Path, Query};
pub use structure::Hierarchy;

/// The weight of an arc that may not be used, and the distance where there is
/// no way. Sums stay at it: a way of this weight or more is no way.
///
/// As milliseconds just under 25 days.
pub const INFINITE: u32 = i32::MAX as u32;

/// No node, no arc.
const NONE: u32 = u32::MAX;
