//! Sections of a file, each with its length and checksum.

use super::error::Flaw;

/// The first eight bytes: a byte that is no letter, so that nobody takes the file
/// for text, and a line break, so that one who does is found out.
pub(super) const MAGIC: [u8; 8] = *b"\x89SPREP\r\n";
/// The version of the layout.
pub(super) const VERSION: u32 = 2;
/// Magic, version, number of sections, and the checksum of these.
pub(super) const HEADER: usize = 8 + 4 + 4 + 4;
/// Name, length, and the checksum of both and of the content.
const HEAD: usize = 16 + 8 + 4;

/// Sections one after another, behind a header.
pub(super) fn join<'a>(sections: impl Iterator<Item = (&'static str, &'a [u8])>) -> Vec<u8> {
    let mut bodies = Vec::new();
    let mut count = 0_u32;
    for (name, body) in sections {
        let head = head(name, body.len() as u64);
        bodies.extend(head);
        bodies.extend(sum(&head, body).to_le_bytes());
        bodies.extend(body);
        count += 1;
    }
    let mut bytes = Vec::with_capacity(HEADER + bodies.len());
    bytes.extend(MAGIC);
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
    bytes.append(&mut bodies);
    bytes
}

/// The name, filled up with zeros, and the length.
fn head(name: &str, length: u64) -> [u8; 24] {
    let mut head = [0; 24];
    let letters = name.len().min(16);
    head[..letters].copy_from_slice(&name.as_bytes()[..letters]);
    head[16..].copy_from_slice(&length.to_le_bytes());
    head
}

fn sum(head: &[u8], body: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(head);
    hasher.update(body);
    hasher.finalize()
}

/// The sections of a file that are still to be read.
pub(super) struct Sections<'a> {
    left: u32,
    bytes: &'a [u8],
}

impl<'a> Sections<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Flaw> {
        let wrong =
            |what, expected: String, found: String| Err(Flaw::new("header", what, expected, found));
        if !bytes.starts_with(&MAGIC) {
            let first = bytes[..bytes.len().min(8)].escape_ascii().to_string();
            return wrong("first bytes", MAGIC.escape_ascii().to_string(), first);
        }
        let Some((header, bytes)) = bytes.split_first_chunk::<HEADER>() else {
            return wrong("length", format!("{HEADER} bytes"), bytes.len().to_string());
        };
        let word =
            |at: usize| header[at..at + 4].iter().rev().fold(0, |w, &b| w << 8 | u32::from(b));
        // The version first: another one may lay out its header in another way.
        if word(8) != VERSION {
            return wrong("version", VERSION.to_string(), word(8).to_string());
        }
        let (expected, found) = (crc32fast::hash(&header[..16]), word(16));
        if expected != found {
            return wrong("checksum", format!("{expected:08x}"), format!("{found:08x}"));
        }
        Ok(Self { left: word(12), bytes })
    }

    /// The content of the next section, which must have this name.
    pub(super) fn next(&mut self, name: &'static str) -> Result<&'a [u8], Flaw> {
        if self.left == 0 {
            return Err(Flaw::new(name, "section", "one", "none"));
        }
        let Some((start, rest)) = self.bytes.split_first_chunk::<HEAD>() else {
            return Err(Flaw::new(name, "start", format!("{HEAD} bytes"), self.bytes.len()));
        };
        let (own_head, own_sum) = start.split_at(24);
        let length = own_head[16..].iter().rev().fold(0, |w, &b| w << 8 | u64::from(b));
        if own_head != head(name, length) {
            let found = own_head[..16].escape_ascii().to_string();
            return Err(Flaw::new(name, "name", name, found));
        }
        let body = usize::try_from(length).ok().and_then(|length| rest.split_at_checked(length));
        let Some((body, rest)) = body else {
            return Err(Flaw::new(name, "length", format!("{length} bytes"), rest.len()));
        };
        let expected = sum(own_head, body);
        let found = own_sum.iter().rev().fold(0, |w, &b| w << 8 | u32::from(b));
        if expected != found {
            let [expected, found] = [expected, found].map(|sum| format!("{sum:08x}"));
            return Err(Flaw::new(name, "checksum", expected, found));
        }
        self.left -= 1;
        self.bytes = rest;
        Ok(body)
    }

    pub(super) const fn is_done(&self) -> bool {
        self.left == 0
    }

    /// Nothing may follow the last section.
    pub(super) fn finish(self) -> Result<(), Flaw> {
        if self.left > 0 || !self.bytes.is_empty() {
            let found = format!("{} sections and {} bytes", self.left, self.bytes.len());
            return Err(Flaw::new("header", "end", "nothing more", found));
        }
        Ok(())
    }
}
