//! Street networks like those of a country, made by seed, and what is measured on them.
//!
//! | module | what |
//! |---|---|
//! | [`country`] | towns, streets and roads of 10⁴ to 10⁷ nodes |
//! | [`days`] | real zones of many days as one layer with time |
//! | [`features`] | points, lines and polygons of ten properties |
//! | [`evacuation`] | evacuation instances, and a plain route planner to compare with |
//! | [`graphs`] | readers of road graphs that others publish |
//! | [`measure`] | least and median times, memory |
//! | [`picture`] | log-log pictures with fitted exponents |
//! | [`random`] | numbers by seed |

pub mod country;
pub mod days;
pub mod evacuation;
pub mod features;
pub mod graphs;
pub mod measure;
pub mod picture;
pub mod random;
