//! What the library knows, as layers.
//!
//! Floor 6. One file for each thing that becomes layers.

mod scenario;
mod table;

pub use scenario::ScenarioView;

#[cfg(test)]
mod tests;
