//! Where the bytes come from, what format they are in, and how much they may
//! unpack to.
//!
//! Floor 7.

use super::Problem;
use std::fs::File;
use std::io;
use std::io::BufReader;
use std::io::Read;
use std::path::Path;

/// A file or bytes in memory: something that can be read twice.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source<'a> {
    File(&'a Path),
    Bytes(&'a [u8]),
}

impl<'a> Source<'a> {
    pub(super) fn open(self) -> io::Result<Box<dyn Read + 'a>> {
        match self {
            Self::File(path) => Ok(Box::new(BufReader::with_capacity(1 << 16, File::open(path)?))),
            Self::Bytes(bytes) => Ok(Box::new(bytes)),
        }
    }

    pub(super) fn byte_count(self) -> io::Result<u64> {
        match self {
            Self::File(path) => Ok(std::fs::metadata(path)?.len()),
            Self::Bytes(bytes) => Ok(bytes.len() as u64),
        }
    }
}

/// What a file holds, told by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Pbf,
    Xml,
    XmlGzip,
    XmlBzip2,
}

impl Format {
    pub(super) fn of(source: Source<'_>) -> Result<Self, Problem> {
        const EXPECTED: &str = "OpenStreetMap data as PBF or as XML, plain, gzip or bzip2";
        let mut start = Vec::with_capacity(64);
        source.open()?.take(64).read_to_end(&mut start)?;
        let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start).trim_ascii_start();
        match start.as_slice() {
            [] => Err(Problem::new(EXPECTED, "an empty file")),
            [0x1f, 0x8b, ..] => Ok(Self::XmlGzip),
            [b'B', b'Z', b'h', ..] => Ok(Self::XmlBzip2),
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
                Err(Problem::new("OpenStreetMap XML in UTF-8", "UTF-16"))
            }
            _ if text.starts_with(b"<") => Ok(Self::Xml),
            // A PBF file opens with the length of a small header and field 1 of it.
            [0, 0, _, _, 0x0a, ..] => Ok(Self::Pbf),
            _ if start.windows(9).any(|w| w == b"OSMHeader") => Ok(Self::Pbf),
            [b'{' | b'[', ..] => Err(Problem::new(EXPECTED, "JSON")),
            other => {
                let head = &other[..other.len().min(8)];
                Err(Problem::new(
                    EXPECTED,
                    format!("a file that begins \"{}\"", head.escape_ascii()),
                ))
            }
        }
    }
}

/// Keeps packed data from unpacking beyond reason.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expansion {
    packed: u64,
    unpacked: u64,
    most_per_byte: u64,
}

/// So much may be unpacked from any file, however small.
const FREE_BYTES: u64 = 64 * 1024 * 1024;

impl Expansion {
    /// PBF: files seen unpack to 2 to 5 bytes for one.
    pub(super) const fn of_pbf() -> Self {
        Self { packed: 0, unpacked: 0, most_per_byte: 30 }
    }

    /// XML: files seen unpack to 8 to 20 bytes for one.
    pub(super) const fn of_xml() -> Self {
        Self { packed: 0, unpacked: 0, most_per_byte: 100 }
    }

    /// Counts more bytes.
    pub(super) fn add(&mut self, packed: u64, unpacked: u64) -> Result<(), Problem> {
        self.packed = self.packed.saturating_add(packed);
        self.unpacked = self.unpacked.saturating_add(unpacked);
        let most = self.packed.saturating_mul(self.most_per_byte).saturating_add(FREE_BYTES);
        if self.unpacked > most {
            let found = format!("{} bytes unpacked from {}", self.unpacked, self.packed);
            return Err(Problem::new("data that unpacks within reason", found));
        }
        Ok(())
    }
}

/// Counts the bytes read through it and tells how far it has come.
pub(super) struct Counted<'a, R> {
    pub(super) input: R,
    pub(super) count: &'a std::cell::Cell<u64>,
    pub(super) tell: &'a dyn Fn(u64),
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(into)?;
        self.count.set(self.count.get() + count as u64);
        (self.tell)(self.count.get());
        Ok(count)
    }
}
