//! The values of one property, each different one once, as a tile holds them.

use super::protobuf;
use crate::layer::Value;
use jiff::Timestamp;

/// Where a feature has no value.
pub(super) const NONE: u32 = u32::MAX;

/// One property of all features of a layer.
#[derive(Debug)]
pub(super) struct Column {
    name: String,
    kind: &'static str,
    /// For each feature, which value; [`NONE`] if it has none.
    which: Vec<u32>,
    /// The values as MVT messages, one after another.
    bytes: Vec<u8>,
    /// Where each value ends.
    ends: Vec<usize>,
    /// Values by hash; a slot holds the value's number plus one.
    slots: Vec<u32>,
    scratch: Vec<u8>,
    present: usize,
}

impl Column {
    /// A column of this name; `kind` is what the metadata calls its type.
    pub(super) fn new(name: &str, kind: &'static str) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            which: Vec::new(),
            bytes: Vec::new(),
            ends: Vec::new(),
            slots: Vec::new(),
            scratch: Vec::new(),
            present: 0,
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) const fn kind(&self) -> &'static str {
        self.kind
    }

    /// How many different values there are.
    pub(super) const fn distinct(&self) -> usize {
        self.ends.len()
    }

    /// Whether no two features share a value.
    pub(super) const fn is_unique(&self) -> bool {
        self.present == self.ends.len()
    }

    /// Which value a feature has.
    pub(super) fn value_of(&self, feature: usize) -> u32 {
        self.which.get(feature).copied().unwrap_or(NONE)
    }

    /// The MVT message of a value.
    pub(super) fn message(&self, value: u32) -> &[u8] {
        let value = value as usize;
        let from = value.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let to = self.ends.get(value).copied().unwrap_or(0);
        self.bytes.get(from.unwrap_or(0)..to).unwrap_or_default()
    }

    /// The different values that are text.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len() as u32).filter_map(|value| protobuf::read_text(self.message(value), 1))
    }

    /// Adds the next feature's value.
    pub(super) fn push(&mut self, value: Option<&Value>) {
        let mut scratch = std::mem::take(&mut self.scratch);
        scratch.clear();
        match value {
            Some(Value::Text(text)) => protobuf::text(&mut scratch, 1, text),
            Some(Value::Integer(number)) => integer(&mut scratch, *number),
            Some(Value::Real(number)) => protobuf::double(&mut scratch, 3, *number),
            Some(Value::Boolean(truth)) => protobuf::whole(&mut scratch, 7, u64::from(*truth)),
            Some(Value::Time(at)) => protobuf::text(&mut scratch, 1, &at.to_string()),
            None => {}
        }
        self.add(&scratch);
        self.scratch = scratch;
    }

    /// Adds a text that no other feature has.
    pub(super) fn push_own_text(&mut self, text: &str) {
        protobuf::text(&mut self.bytes, 1, text);
        self.which.push(self.ends.len() as u32);
        self.ends.push(self.bytes.len());
        self.present += 1;
    }

    /// Adds an instant as whole seconds since 1970, rounded up.
    pub(super) fn push_seconds(&mut self, at: Option<Timestamp>) {
        let seconds = at.map(|at| at.as_second() + i64::from(at.subsec_nanosecond() > 0));
        self.push(seconds.map(Value::Integer).as_ref());
    }

    fn add(&mut self, message: &[u8]) {
        if message.is_empty() {
            self.which.push(NONE);
            return;
        }
        self.present += 1;
        if self.ends.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let mask = self.slots.len() - 1;
        let mut slot = hash(message) as usize & mask;
        loop {
            match self.slots[slot] {
                0 => {
                    let value = self.ends.len() as u32;
                    self.bytes.extend_from_slice(message);
                    self.ends.push(self.bytes.len());
                    self.slots[slot] = value + 1;
                    self.which.push(value);
                    return;
                }
                found if self.message(found - 1) == message => {
                    self.which.push(found - 1);
                    return;
                }
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(64);
        self.slots = vec![0; size];
        for value in 0..self.ends.len() as u32 {
            let mut slot = hash(self.message(value)) as usize & (size - 1);
            while self.slots[slot] != 0 {
                slot = (slot + 1) & (size - 1);
            }
            self.slots[slot] = value + 1;
        }
    }

    /// The column for features in another order, values in the order in which
    /// they are first met, so that neighbours' values lie side by side.
    pub(super) fn arranged(&mut self, order: &[u32]) {
        self.slots = Vec::new();
        let mut moved = vec![NONE; self.ends.len()];
        let mut bytes = Vec::with_capacity(self.bytes.len());
        let mut ends = Vec::with_capacity(self.ends.len());
        let mut which = Vec::with_capacity(order.len());
        for &feature in order {
            let value = self.value_of(feature as usize);
            if value == NONE {
                which.push(NONE);
                continue;
            }
            if moved[value as usize] == NONE {
                moved[value as usize] = ends.len() as u32;
                bytes.extend_from_slice(self.message(value));
                ends.push(bytes.len());
            }
            which.push(moved[value as usize]);
        }
        (self.which, self.bytes, self.ends) = (which, bytes, ends);
    }
}

/// An integer, in the form that is shorter.
fn integer(out: &mut Vec<u8>, number: i64) {
    if number >= 0 {
        protobuf::whole(out, 4, number.unsigned_abs());
    } else {
        protobuf::whole(out, 6, protobuf::zigzag(number));
    }
}

/// A hash for one run of one program: nothing of it is written.
fn hash(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        hash = (hash.rotate_left(23) ^ u64::from_le_bytes(word)).wrapping_mul(FACTOR);
    }
    hash ^ (hash >> 32)
}
