//! Finds records by place and time.
//!
//! Floor 3. Imports `geodesy`, `id`, `time`, `units`.
//!
//! [`SpatialIndex`] holds [`Entry`]s and answers a [`Query`] with [`Hit`]s.
//!
//! Two spaces are used inside. Distances are searched in earth-centred metres,
//! where the chord never exceeds the geodesic, so neighbours rank rightly at any
//! latitude, over the antimeridian and at the poles. Areas and crossings are
//! planar in degrees, as RFC 7946 has it; a shape over the antimeridian is
//! unrolled past 180°.
//!
//! Entries of a build sit in packed trees and a cell cover; entries inserted
//! later sit in a dynamic R-tree, and removed ones are struck out. When the
//! later and the removed are more than 1,024 and a quarter of the rest, all is
//! packed anew: an insert costs O(log n) and its share of that.

mod along;
mod batch;
mod cover;
mod entry;
mod filter;
mod find;
mod fresh;
pub(crate) mod hilbert;
mod hit;
mod nearby;
mod packed;
mod prepared;
mod query;
mod shapes;
mod store;
#[cfg(test)]
mod tests;
mod wrap;

pub use batch::Covered;
pub use batch::Neighbours;
pub use entry::Entry;
pub use entry::InvalidEntry;
pub use filter::Filter;
pub use filter::TimeFilter;
pub use hit::Hit;
pub use hit::Stretch;
pub use packed::Bounds;
pub use packed::PackedTree;
pub use prepared::PreparedArea;
pub use query::Position;
pub use query::Query;
pub use query::QueryError;
pub use query::Question;
pub use store::SpatialIndex;
