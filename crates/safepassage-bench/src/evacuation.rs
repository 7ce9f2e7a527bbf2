//! Evacuation instances, read or made by seed, and a plain route planner to
//! compare with.

mod instance;
mod made;
mod planner;
#[cfg(test)]
mod tests;

pub use self::instance::{BadInstance, read};
pub use self::made::made;
pub use self::planner::{Plan, plan};
