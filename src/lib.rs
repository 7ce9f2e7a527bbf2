#![doc = include_str!("../README.md")]
// Nothing reachable from outside may panic, and a library does not print. In
// tests and examples both are fine, so this is not in `[lints]`.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::print_stdout,
        clippy::print_stderr
    )
)]

pub mod audit;
pub mod evacuate;
pub mod flow;
pub mod gazetteer;
pub mod geodesy;
pub mod hierarchy;
pub mod id;
pub mod impact;
pub mod index;
pub mod io;
pub mod layer;
pub mod model;
pub mod network;
pub mod notice;
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
