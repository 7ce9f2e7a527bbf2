//! The blobs of a PBF file, each unpacked within bounds.
//!
//! Floor 7.
//!
//! A length is believed only up to the format's limit, and memory is taken as
//! content arrives, never ahead of it. A blob must unpack to the size it states.
//!
//! Source: OpenStreetMap wiki, "PBF Format"; `fileformat.proto`.

use super::OsmError;
use super::OsmPlace;
use super::Problem;
use super::block;
use super::element::Pass;
use super::element::Visitor;
use super::source::Expansion;
use super::wire::Message;
use crate::record::RecordRef;
use flate2::read::ZlibDecoder;
use std::io::Read;

/// Most bytes of a blob header, by the format.
const MOST_HEADER: u32 = 64 * 1024;
/// Most bytes of a blob, packed or unpacked, by the format.
const MOST_BLOB: u64 = 32 * 1024 * 1024;

/// Reads the blobs of a file one by one.
pub(super) struct PbfReader<'a, R> {
    input: R,
    record: &'a RecordRef,
    byte: u64,
    number: u64,
    expansion: Expansion,
    packed: Vec<u8>,
    unpacked: Vec<u8>,
}

impl<'a, R: Read> PbfReader<'a, R> {
    pub(super) fn new(input: R, record: &'a RecordRef) -> Self {
        Self {
            input,
            record,
            byte: 0,
            number: 0,
            expansion: Expansion::of_pbf(),
            packed: Vec::new(),
            unpacked: Vec::new(),
        }
    }

    /// Shows every element that `pass` wants to `visitor`. Blobs are noted in
    /// `with_nodes` on the first pass, and those without nodes are not unpacked
    /// on the second.
    pub(super) fn visit(
        mut self,
        pass: Pass,
        with_nodes: &mut Vec<bool>,
        visitor: &mut impl Visitor,
    ) -> Result<(), OsmError> {
        loop {
            self.number += 1;
            let place = OsmPlace::Blob { number: self.number, byte: self.byte };
            match self.visit_blob(pass, with_nodes, visitor) {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                Err(problem) => return Err(problem.at(self.record, place)),
            }
        }
    }

    fn visit_blob(
        &mut self,
        pass: Pass,
        with_nodes: &mut Vec<bool>,
        visitor: &mut impl Visitor,
    ) -> Result<bool, Problem> {
        let Some(length) = self.header_length()? else {
            return if self.number == 1 {
                Err(Problem::new("a header blob", "nothing"))
            } else {
                Ok(false)
            };
        };
        if length > MOST_HEADER {
            return Err(Problem::new("a blob header of at most 65536 bytes", length));
        }
        self.fill(u64::from(length))?;
        let (is_header, is_data, size) = blob_header(&self.packed)?;
        if self.number == 1 && !is_header {
            return Err(Problem::new("a header blob first", "another"));
        }
        self.fill(size)?;
        let at = self.number as usize - 1;
        let known_empty = pass == Pass::Nodes && with_nodes.get(at) == Some(&false);
        let mut has_nodes = false;
        if is_header || (is_data && !known_empty) {
            unpack(&self.packed, &mut self.unpacked, &mut self.expansion)?;
            if is_header {
                block::check_header(&self.unpacked)?;
            } else {
                has_nodes = block::visit(&self.unpacked, pass, visitor)?;
            }
        }
        if pass == Pass::Ways {
            with_nodes.push(has_nodes);
        }
        Ok(true)
    }

    /// The length that stands before a blob header; none at the end of the file.
    fn header_length(&mut self) -> Result<Option<u32>, Problem> {
        let mut bytes = [0; 4];
        let mut have = 0;
        while have < 4 {
            match self.input.read(&mut bytes[have..]) {
                Ok(0) if have == 0 => return Ok(None),
                Ok(0) => return Err(Problem::new("4 bytes of length", format!("{have}"))),
                Ok(count) => have += count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        self.byte += 4;
        Ok(Some(u32::from_be_bytes(bytes)))
    }

    /// Reads the next `length` bytes into `packed`.
    fn fill(&mut self, length: u64) -> Result<(), Problem> {
        self.packed.clear();
        self.input.by_ref().take(length).read_to_end(&mut self.packed)?;
        let found = self.packed.len() as u64;
        self.byte += found;
        if found < length {
            let found = format!("the end of the file after {found} of {length}");
            return Err(Problem::new("a whole blob", found));
        }
        Ok(())
    }
}

/// Whether a blob is the file's header, whether it is data, and its size.
fn blob_header(bytes: &[u8]) -> Result<(bool, bool, u64), Problem> {
    let (mut kind, mut size) = (None, None);
    let mut message = Message::new(bytes);
    while let Some((field, value)) = message.next_field()? {
        match field {
            1 => kind = Some(value.bytes()?),
            3 => size = Some(value.number()?),
            _ => {}
        }
    }
    let (Some(kind), Some(size)) = (kind, size) else {
        return Err(Problem::new("a blob header with type and datasize", "one without"));
    };
    if size > MOST_BLOB {
        return Err(Problem::new("a blob of at most 33554432 bytes", size as i64));
    }
    Ok((kind == b"OSMHeader", kind == b"OSMData", size))
}

/// Unpacks the content of a blob.
fn unpack(blob: &[u8], into: &mut Vec<u8>, expansion: &mut Expansion) -> Result<(), Problem> {
    let (mut raw, mut zlib, mut raw_size) = (None, None, None);
    let mut message = Message::new(blob);
    while let Some((field, value)) = message.next_field()? {
        match field {
            1 => raw = Some(value.bytes()?),
            2 => raw_size = Some(value.number()?),
            3 => zlib = Some(value.bytes()?),
            4..=7 => {
                let name = ["lzma", "bzip2", "lz4", "zstd"][field as usize - 4];
                return Err(Problem::new("a blob packed with zlib or not at all", name));
            }
            _ => {}
        }
    }
    into.clear();
    match (raw, zlib) {
        (Some(raw), None) => into.extend_from_slice(raw),
        (None, Some(zlib)) => {
            let most = raw_size.unwrap_or(MOST_BLOB);
            if most > MOST_BLOB {
                return Err(Problem::new("a raw_size of at most 33554432 bytes", most as i64));
            }
            let result = ZlibDecoder::new(zlib).take(most + 1).read_to_end(into);
            if let Err(error) = result {
                return Err(Problem::new("zlib data", error));
            }
            if raw_size.is_some_and(|size| size != into.len() as u64) || into.len() as u64 > most {
                let found =
                    if into.len() as u64 > most { "more".into() } else { into.len().to_string() };
                return Err(Problem::new("as many bytes as raw_size says", found));
            }
        }
        _ => return Err(Problem::new("a blob with raw or zlib_data", "neither or both")),
    }
    expansion.add(blob.len() as u64, into.len() as u64)
}
