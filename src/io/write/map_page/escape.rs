//! JSON that can stand in a script element of HTML.

use std::io::{Result, Write};

/// Counts what passes.
pub(super) struct Counted<'a> {
    out: &'a mut dyn Write,
    bytes: u64,
}

impl<'a> Counted<'a> {
    pub(super) const fn new(out: &'a mut dyn Write) -> Self {
        Self { out, bytes: 0 }
    }

    pub(super) const fn bytes(&self) -> u64 {
        self.bytes
    }
}

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        let written = self.out.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> Result<()> {
        self.out.flush()
    }
}

/// Writes JSON text so that nothing in it can end the element that it stands in,
/// begin another, or be a comment: `<`, `>` and `&` become `\u003c`, `\u003e` and
/// `\u0026`. In JSON they stand in strings only, so the text still says the same.
///
/// Their UTF-8 is one byte each and part of no other character's, so it is safe
/// wherever the text is cut into pieces.
pub(super) struct InScript<'a, W: Write>(pub(super) &'a mut W);

impl<W: Write> Write for InScript<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        let mut from = 0;
        for (at, byte) in bytes.iter().enumerate() {
            let escaped: &[u8] = match byte {
                b'<' => br"\u003c",
                b'>' => br"\u003e",
                b'&' => br"\u0026",
                _ => continue,
            };
            self.0.write_all(&bytes[from..at])?;
            self.0.write_all(escaped)?;
            from = at + 1;
        }
        self.0.write_all(&bytes[from..])?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        self.0.flush()
    }
}
