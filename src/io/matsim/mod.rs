//! Evacuation scenarios of the MATSim kind.
//!
//! Floor 7. Feature `matsim`.
//!
//! One idea: each file is read by itself into values of this library, and
//! [`MatsimReader`] puts them together. [`LinkNetwork`] and [`Population`] stand
//! alone as well. What each file becomes, row by row, is in `docs/MATSIM.md`.
//!
//! ```
//! use safepassage::io::matsim::{Crs, LinkNetwork};
//! let xml = br#"<!DOCTYPE network SYSTEM "http://www.matsim.org/files/dtd/network_v2.dtd">
//! <network>
//!   <nodes><node id="a" x="144.32" y="-38.33"/><node id="b" x="144.33" y="-38.33"/></nodes>
//!   <links capperiod="01:00:00">
//!     <link id="1" from="a" to="b" length="900" freespeed="16.7" capacity="600" permlanes="1" modes="car"/>
//!   </links>
//! </network>"#;
//! let read = LinkNetwork::read_bytes("drawn.xml", xml, &Crs::degrees())?;
//! let edge = read.network.edge(read.links["1"]);
//! assert_eq!(edge.vehicles_per_hour().map(|rate| rate.0), Some(600.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod clock;
mod closures;
mod crs;
mod error;
mod fire;
mod link;
mod network;
mod orders;
mod parts;
mod population;
mod reader;
pub mod rules;
mod settings;
mod table;
mod text;
mod xml;
mod zones;

pub use crs::Crs;
pub use error::MatsimError;
pub use network::LinkNetwork;
pub use orders::OrderKind;
pub use population::{Destination, Population};
pub use reader::{MatsimReader, MatsimScenario};
pub use settings::{
    FireGrid, FireRaster, MatsimSettings, PersonsTable, PointFile, ShelterAt, ZoneFile,
};

#[cfg(test)]
mod tests;
