//! Between a layer and a writer: what may leave, for whom.
//!
//! Floor 6. Imports `layer` and `notice`.
//!
//! Writers take a [`ReleasedLayer`] and nothing else, and only
//! [`Audience::release`] makes one. So nothing leaves without an audience, by
//! the types:
//!
//! ```compile_fail,E0308
//! use safepassage::io::write::GeoJsonWriter;
//! use safepassage::layer::{GeometryType, Layer};
//!
//! let layer = Layer::builder("shelters", GeometryType::Point).build().unwrap();
//! // A layer is not a released layer: this does not compile.
//! GeoJsonWriter::new().to_string(&layer);
//! ```
//!
//! ```
//! use safepassage::io::write::GeoJsonWriter;
//! use safepassage::layer::{GeometryType, Layer};
//! use safepassage::publish::Audience;
//!
//! let layer = Layer::builder("shelters", GeometryType::Point).build().unwrap();
//! let release = Audience::public().release(&layer);
//! GeoJsonWriter::new().to_string(&release.layer).unwrap();
//! ```

mod audience;
mod audience_builder;
mod certificates;
mod counts;
mod mask;
mod notices;
mod population;
mod redact;
mod release;
mod report;
mod stream;
mod together;
mod units;

pub use audience::Audience;
pub use audience_builder::{AudienceBuilder, InvalidAudience};
pub use certificates::{PlanCertificate, ReleasedCertificates};
pub use counts::{
    ContradictsLog, CountTable, HiddenCount, InvalidCounts, LoggedCount, LoggedRelease, ReleaseLog,
    SuppressedCounts, Suppression,
};
pub use mask::{InvalidMask, Mask, MaskKey};
pub use notices::{NoticesRelease, NoticesReport, ReleasedNotices};
pub use population::Population;
pub use release::{Release, ReleasedLayer};
pub use report::{DropReason, RedactionReport};
pub use stream::ReleasedFeatures;
pub use together::JointRelease;
pub use units::{InvalidUnits, Units};

#[cfg(test)]
mod tests;
