//! safepassage.

pub mod geodesy;
pub mod id;
pub mod model;
pub mod network;
pub mod planar;
pub mod record;
pub mod route;
pub mod scenario;
pub mod severity;
pub mod time;
pub mod units;
