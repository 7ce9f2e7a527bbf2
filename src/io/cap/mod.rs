//! Alerts of the Common Alerting Protocol (CAP), in and out.
//!
//! Floor 7. Imports `notice`, `publish` and floors below.
//!
//! [`CapReader`] reads alerts of CAP 1.0, 1.1 and 1.2 and reports what was wrong
//! with them. `docs/CAP.md` has the tables both ways.

mod alert;
mod fields;
mod group;
mod meaning;
mod notices;
mod options;
mod own;
mod parse;
mod points;
mod publish;
mod reader;
mod refer;
mod reference;
mod release;
pub mod rules;
mod shape;
mod text;
mod time;
mod tree;
mod word;
mod writer;

pub use alert::{Alert, AlertArea, CapVersion, Circle, Info, NamedValue, Resource, Ring};
pub use meaning::Meaning;
pub use notices::alerts_to_notices;
pub use options::NoticeOptions;
pub use publish::{CapPublisher, InvalidSender};
pub use reader::{CapReader, LoadedAlerts};
pub use reference::Reference;
pub use release::{AlertRedaction, AlertRelease, ReleasedAlerts, release_alerts};
pub use time::CapTime;
pub use word::{AlertSeverity, Category, Certainty, MsgType, ResponseType};
pub use word::{Scope, Status, Urgency, Vocabulary, Word};
pub use writer::CapWriter;
