//! Planning: earliest arrival and latest departure through streets that close and open.
//!
//! Floor 5.

mod interval;
mod search;
mod time_graph;
