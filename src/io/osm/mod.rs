//! Streets from OpenStreetMap: PBF, and XML plain or packed.
//!
//! Floor 7. Feature `osm`.
//!
//! One idea: whatever the format, a file is a row of nodes, ways and relations
//! shown to a visitor, twice over. What the tags mean is in `way`, `node`,
//! `access` and `restriction`, and in docs/OSM.md. The readers of both formats
//! are bounded in memory by what is in the file and never panic on it.

mod access;
mod block;
mod element;
mod error;
mod load;
mod node;
mod pbf;
mod report;
mod restriction;
mod source;
mod value;
mod way;
mod wire;
mod xml;

pub use error::{OsmError, OsmPlace};
pub use report::{OsmCheckpoint, OsmReport, RestrictionReport};

use crate::model::TravelModes;
use crate::network::SpeedTable;
use crate::network::StreetNetwork;
use crate::record::RecordRef;
use element::Pass;
use element::Visitor;
use error::Problem;
use load::{NodesPass, WaysPass};
use pbf::PbfReader;
use source::{Counted, Expansion, Format, Source};
use std::cell::Cell;
use std::fmt;
use std::io::Read;
use std::path::Path;

/// Reads a street network from OpenStreetMap data.
///
/// The format is told by content: PBF, XML, XML in gzip or bzip2. A file is read
/// twice, so it must be one that can be.
///
/// ```
/// use safepassage::io::osm::OsmReader;
/// let xml = br#"<osm version="0.6">
///   <node id="1" lat="36.2300" lon="37.1500"/>
///   <node id="2" lat="36.2310" lon="37.1500"/>
///   <way id="7"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/></way>
/// </osm>"#;
/// let loaded = OsmReader::new().read_bytes("drawn.osm", xml)?;
/// assert_eq!(loaded.network.edge_count(), 2);
/// assert_eq!(loaded.report.drivable_ways, 1);
/// # Ok::<(), safepassage::io::osm::OsmError>(())
/// ```
#[derive(Clone, Default)]
pub struct OsmReader<'a> {
    modes: Option<TravelModes>,
    speeds: SpeedTable,
    progress: Option<&'a dyn Fn(u64, u64)>,
}

/// A network and what was found while it was read.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct OsmLoaded {
    /// The streets.
    pub network: StreetNetwork,
    /// What was found and what was left out.
    pub report: OsmReport,
}

impl<'a> OsmReader<'a> {
    /// A reader of streets for every travel mode, with the default speeds.
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps only ways open to one of `modes`.
    #[must_use]
    pub const fn modes(mut self, modes: TravelModes) -> Self {
        self.modes = Some(modes);
        self
    }

    /// Sets the speed table of the network.
    #[must_use]
    pub fn speeds(mut self, speeds: SpeedTable) -> Self {
        self.speeds = speeds;
        self
    }

    /// Calls `tell(bytes done, bytes in all)` as reading goes on; both count the
    /// file twice, as it is read twice.
    #[must_use]
    pub fn progress(mut self, tell: &'a dyn Fn(u64, u64)) -> Self {
        self.progress = Some(tell);
        self
    }

    /// Reads the file at `path`.
    ///
    /// # Errors
    ///
    /// [`OsmError`] if the file cannot be read, is in none of the formats, is
    /// cut short or damaged, or unpacks beyond reason.
    pub fn read(&self, path: impl AsRef<Path>) -> Result<OsmLoaded, OsmError> {
        let path = path.as_ref();
        let record = RecordRef::file(path.display().to_string());
        self.load(Source::File(path), &record)
    }

    /// Reads `bytes`, called `name` in messages.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn read_bytes(&self, name: &str, bytes: &[u8]) -> Result<OsmLoaded, OsmError> {
        self.load(Source::Bytes(bytes), &RecordRef::file(name))
    }

    fn load(&self, source: Source<'_>, record: &RecordRef) -> Result<OsmLoaded, OsmError> {
        let at_start = |problem: Problem| problem.at(record, OsmPlace::Byte(0));
        let format = Format::of(source).map_err(at_start)?;
        let mut with_nodes = Vec::new();
        let mut ways = WaysPass::new(self.modes.unwrap_or(TravelModes::all()));
        self.pass(source, format, record, Pass::Ways, &mut with_nodes, &mut ways)?;
        let mut nodes = NodesPass::new(ways);
        self.pass(source, format, record, Pass::Nodes, &mut with_nodes, &mut nodes)?;
        let (network, report) = nodes
            .finish(self.speeds.clone())
            .map_err(|source| OsmError::Network { record: record.clone(), source })?;
        Ok(OsmLoaded { network, report })
    }

    fn pass(
        &self,
        source: Source<'_>,
        format: Format,
        record: &RecordRef,
        pass: Pass,
        with_nodes: &mut Vec<bool>,
        visitor: &mut impl Visitor,
    ) -> Result<(), OsmError> {
        let at_start = |error: std::io::Error| Problem::from(error).at(record, OsmPlace::Byte(0));
        let bytes = source.byte_count().map_err(at_start)?;
        let before = if pass == Pass::Nodes { bytes } else { 0 };
        let tell = |done: u64| {
            if let Some(progress) = self.progress {
                progress(before + done, 2 * bytes);
            }
        };
        let count = Cell::new(0);
        let input = Counted { input: source.open().map_err(at_start)?, count: &count, tell: &tell };
        match format {
            Format::Pbf => PbfReader::new(input, record).visit(pass, with_nodes, visitor),
            Format::Xml => Self::xml(input, record, pass, visitor),
            Format::XmlGzip => {
                let unpacked = flate2::read::MultiGzDecoder::new(input);
                let bounded = Bounded::new(unpacked, &count);
                Self::xml(bounded, record, pass, visitor)
            }
            Format::XmlBzip2 => {
                let unpacked = bzip2::read::MultiBzDecoder::new(input);
                let bounded = Bounded::new(unpacked, &count);
                Self::xml(bounded, record, pass, visitor)
            }
        }
    }

    fn xml(
        input: impl Read,
        record: &RecordRef,
        pass: Pass,
        visitor: &mut impl Visitor,
    ) -> Result<(), OsmError> {
        xml::visit(input, pass, visitor)
            .map_err(|(problem, byte)| problem.at(record, OsmPlace::XmlByte(byte)))
    }
}

impl fmt::Debug for OsmReader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OsmReader").field("modes", &self.modes).finish_non_exhaustive()
    }
}

/// Stops when far more has come out than went in.
struct Bounded<'a, R> {
    input: R,
    packed: &'a Cell<u64>,
    seen: u64,
    expansion: Expansion,
}

impl<'a, R> Bounded<'a, R> {
    fn new(input: R, packed: &'a Cell<u64>) -> Self {
        Self { input, packed, seen: 0, expansion: Expansion::of_xml() }
    }
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.input.read(into)?;
        let packed = self.packed.get();
        let result = self.expansion.add(packed - self.seen, count as u64);
        self.seen = packed;
        match result {
            Ok(()) => Ok(count),
            Err(problem) => Err(std::io::Error::other(problem.found)),
        }
    }
}
