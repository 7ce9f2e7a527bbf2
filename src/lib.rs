//! safepassage.

pub mod geodesy;
pub mod id;
pub mod model;
pub mod record;
pub mod time;
pub mod units;
