//! safepassage.

pub mod audit;
pub mod geodesy;
pub mod id;
pub mod index;
pub mod io;
pub mod layer;
pub mod model;
pub mod network;
pub mod picture;
pub mod place;
pub mod planar;
pub mod publish;
pub mod record;
pub mod route;
pub mod scenario;
pub mod severity;
pub mod time;
pub mod units;
pub mod verify;
