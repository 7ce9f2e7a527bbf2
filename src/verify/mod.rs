//! The checker: holds a plan's certificate against the scenario.
//!
//! Floor 4. Imports the model, the scenario and the policy; nothing of the
//! network's closures and nothing of the search, so that it can disagree with them.
//!
//! Geometry here is `geo`'s own (cutting lines with areas), and time is asked
//! of each record's schedule directly.

mod certificate;
mod checker;
mod ground;

pub use certificate::{Act, Certificate, ZoneExposure};
pub use checker::{Violation, check};
