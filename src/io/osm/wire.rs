//! The protocol buffer wire format, read from a slice.
//!
//! Floor 7. Imports nothing of the crate.
//!
//! Nothing is allocated and no length is believed before it is checked against
//! what is there.
//!
//! Source: Protocol Buffers, "Encoding".

use super::Problem;

/// What is left of a message.
#[derive(Clone, Copy, Debug)]
pub(super) struct Message<'a> {
    rest: &'a [u8],
}

/// The value of a field.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'a> {
    Varint(u64),
    Bytes(&'a [u8]),
    /// Four or eight bytes, of which the format makes no use.
    Fixed,
}

impl<'a> Message<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next field's number and value; none at the end.
    pub(super) fn next_field(&mut self) -> Result<Option<(u64, Value<'a>)>, Problem> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let key = varint(&mut self.rest)?;
        let value = match key & 7 {
            0 => Value::Varint(varint(&mut self.rest)?),
            1 => self.take(8).map(|_| Value::Fixed)?,
            2 => {
                let length = varint(&mut self.rest)?;
                Value::Bytes(self.take(usize::try_from(length).unwrap_or(usize::MAX))?)
            }
            5 => self.take(4).map(|_| Value::Fixed)?,
            other => return Err(Problem::new("wire type 0, 1, 2 or 5", other)),
        };
        Ok(Some((key >> 3, value)))
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Problem> {
        match self.rest.split_at_checked(length) {
            Some((taken, rest)) => {
                self.rest = rest;
                Ok(taken)
            }
            None => Err(Problem::new(
                "a field within its message",
                format!("one of {length} bytes where {} are left", self.rest.len()),
            )),
        }
    }
}

impl<'a> Value<'a> {
    pub(super) fn bytes(self) -> Result<&'a [u8], Problem> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            Self::Varint(_) | Self::Fixed => Err(Problem::new("a field of bytes", "a number")),
        }
    }

    pub(super) fn number(self) -> Result<u64, Problem> {
        match self {
            Self::Varint(number) => Ok(number),
            Self::Bytes(_) | Self::Fixed => Err(Problem::new("a number", "a field of bytes")),
        }
    }
}

fn varint(rest: &mut &[u8]) -> Result<u64, Problem> {
    let mut value = 0_u64;
    for (at, byte) in rest.iter().enumerate().take(10) {
        value |= u64::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            *rest = &rest[at + 1..];
            return Ok(value);
        }
    }
    Err(Problem::new("a number of at most 10 bytes", "one that does not end"))
}

/// `sint64`: 0, -1, 1, -2 … for 0, 1, 2, 3 …
pub(super) const fn zigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

/// A packed list of numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Packed<'a> {
    rest: &'a [u8],
}

impl<'a> Packed<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn next_number(&mut self) -> Result<Option<u64>, Problem> {
        if self.rest.is_empty() { Ok(None) } else { varint(&mut self.rest).map(Some) }
    }
}

/// A packed list of `sint64`, each the difference from the one before.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Deltas<'a> {
    packed: Packed<'a>,
    value: i64,
}

impl<'a> Deltas<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { packed: Packed::new(bytes), value: 0 }
    }

    pub(super) fn next_value(&mut self) -> Result<Option<i64>, Problem> {
        let Some(step) = self.packed.next_number()? else { return Ok(None) };
        self.value = self.value.wrapping_add(zigzag(step));
        Ok(Some(self.value))
    }
}
