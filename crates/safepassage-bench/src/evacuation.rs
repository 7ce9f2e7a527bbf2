//! Evacuation instances, read or made by seed, and a plain route planner to
//! compare with.

mod city;
mod instance;
mod made;
mod planner;
#[cfg(test)]
mod tests;
mod tntp;

pub use self::city::{City, Town};
pub use self::instance::{BadInstance, read};
pub use self::made::made;
pub use self::planner::{Plan, plan};
pub use self::tntp::{BadTntp, Links};
