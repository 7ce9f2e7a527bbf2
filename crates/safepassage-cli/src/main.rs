//! The command `safepassage`.
fn main() {}
