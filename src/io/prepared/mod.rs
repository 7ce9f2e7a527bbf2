//! Streets made ready once, in one file.
//!
//! Floor 7.
//!
//! A [`StreetNetwork`], and if wanted the [`Hierarchy`] over it, in sections
//! with length and checksum. A file that is of another version, cut short or
//! altered is refused and the message says where; what was read is checked like
//! any other input. The layout stands in `docs/PREPARED.md`.
//!
//! ```
//! use safepassage::io::prepared;
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("town.streets");
//! let place = safepassage::place::northern_aleppo()?;
//! let streets = safepassage::network::StreetNetwork::from_streets(place.scenario.streets())?;
//! prepared::write(&path, &streets, None)?;
//! let (again, hierarchy) = prepared::read(&path)?;
//! assert!(again == streets && hierarchy.is_none());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
mod section;

pub use error::PreparedError;

use crate::hierarchy::Hierarchy;
use crate::io::write::WriteError;
use crate::io::write::Written;
use crate::io::write::atomic::Pending;
use crate::network::StreetNetwork;
use error::Flaw;
use section::{MAGIC, Sections, join};
use std::fs::File;
use std::io::Read;
use std::path::Path;

const STREETS: &str = "streets";
const HIERARCHY: &str = "hierarchy";

/// Writes streets, and the hierarchy over them, to a file that appears whole or
/// not at all. The same streets give the same bytes.
///
/// # Errors
///
/// [`PreparedError`] if the system will not write, or the hierarchy is not one
/// of this network.
pub fn write(
    path: impl AsRef<Path>,
    network: &StreetNetwork,
    hierarchy: Option<&Hierarchy>,
) -> Result<Written, PreparedError> {
    let path = path.as_ref();
    let bytes = to_bytes(network, hierarchy).map_err(|flaw| flaw.in_file(path))?;
    let (pending, written) = Pending::fill(path, |out| {
        out.write_all(&bytes).map_err(WriteError::io)?;
        Ok(Written { bytes: bytes.len() as u64, ..Written::default() })
    })?;
    pending.keep()?;
    Ok(written)
}

/// Reads what [`write()`] wrote. Takes memory in proportion to the file, and time
/// in proportion to it and for sorting the trees.
///
/// # Errors
///
/// [`PreparedError`] if the file cannot be read, is no such file, is of another
/// version, cut short or altered, or its parts do not fit together.
pub fn read(path: impl AsRef<Path>) -> Result<(StreetNetwork, Option<Hierarchy>), PreparedError> {
    let path = path.as_ref();
    let bytes = std::fs::read(path)
        .map_err(|source| PreparedError::Read { file: path.to_owned(), source })?;
    from_bytes(&bytes).map_err(|flaw| flaw.in_file(path))
}

/// Whether a file begins as prepared streets do, whatever its name. What cannot
/// be read does not.
pub fn is_prepared(path: impl AsRef<Path>) -> bool {
    let mut first = [0; MAGIC.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut first));
    read.is_ok() && first == MAGIC
}

fn to_bytes(network: &StreetNetwork, hierarchy: Option<&Hierarchy>) -> Result<Vec<u8>, Flaw> {
    let streets = network.to_bytes();
    let hierarchy = match hierarchy {
        Some(hierarchy) => {
            check_fit(network, hierarchy)?;
            Some(hierarchy.to_bytes())
        }
        None => None,
    };
    let sections = [(STREETS, Some(&streets)), (HIERARCHY, hierarchy.as_ref())];
    Ok(join(sections.into_iter().filter_map(|(name, body)| Some((name, body?.as_slice())))))
}

fn from_bytes(bytes: &[u8]) -> Result<(StreetNetwork, Option<Hierarchy>), Flaw> {
    let mut sections = Sections::open(bytes)?;
    let body = sections.next(STREETS)?;
    let network = StreetNetwork::from_bytes(body)
        .map_err(|fault| Flaw::new(STREETS, fault.what, fault.expected, fault.found))?;
    let hierarchy = if sections.is_done() {
        None
    } else {
        let mut body = sections.next(HIERARCHY)?;
        let hierarchy = Hierarchy::read(&mut body)
            .map_err(|error| Flaw::new(HIERARCHY, "content", "a hierarchy", error))?;
        check_fit(&network, &hierarchy)?;
        Some(hierarchy)
    };
    sections.finish()?;
    Ok((network, hierarchy))
}

/// A hierarchy fits if its nodes and arcs are the network's, number for number.
fn check_fit(network: &StreetNetwork, hierarchy: &Hierarchy) -> Result<(), Flaw> {
    let (tails, heads) = network.arcs();
    let graph = Hierarchy::fingerprint_of(network.node_count(), &tails, &heads);
    let same_counts = (hierarchy.node_count(), hierarchy.arc_count())
        == (network.node_count(), network.edge_count());
    if same_counts && hierarchy.fingerprint() == graph {
        return Ok(());
    }
    let counts = |nodes, arcs| format!("{nodes} nodes and {arcs} arcs");
    let expected = counts(network.node_count(), network.edge_count());
    let found = counts(hierarchy.node_count(), hierarchy.arc_count());
    let found = if found == expected { format!("other {found}") } else { found };
    Err(Flaw::new(HIERARCHY, "graph", expected, found))
}

#[cfg(test)]
mod tests;
