//! Values of properties: what each could be, and as what a column takes it.

use super::error::Fault;
use crate::layer::FieldType;
use crate::layer::Value;
use crate::scenario::rules::cut;
use jiff::Timestamp;

/// What values of a column are, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Sorts(u8);

impl Sorts {
    pub(super) const BOOLEAN: Self = Self(1);
    pub(super) const INTEGER: Self = Self(1 << 1);
    pub(super) const REAL: Self = Self(1 << 2);
    pub(super) const TEXT: Self = Self(1 << 3);
    /// Text in the form of an instant.
    pub(super) const TIME: Self = Self(1 << 4);
    /// Digits of an integer beyond 2⁵³ − 1.
    pub(super) const LARGE: Self = Self(1 << 5);
    /// JSON text of an array or an object.
    pub(super) const NESTED: Self = Self(1 << 6);

    pub(super) const fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The one type that holds all, and whether they are of several.
    pub(super) const fn field_type(self) -> (FieldType, bool) {
        let numbers = Self::INTEGER.0 | Self::REAL.0;
        let texts = Self::TEXT.0 | Self::TIME.0;
        match self.0 {
            0 => (FieldType::Text, false),
            only if only == Self::BOOLEAN.0 => (FieldType::Boolean, false),
            only if only == Self::INTEGER.0 => (FieldType::Integer, false),
            only if only & !numbers == 0 => (FieldType::Real, false),
            only if only == Self::TIME.0 => (FieldType::Time, false),
            only => {
                let one = only & !texts == 0 || only == Self::LARGE.0 || only == Self::NESTED.0;
                (FieldType::Text, !one)
            }
        }
    }
}

/// The greatest integer that JavaScript holds exactly.
const MAX_INTEGER: u64 = (1 << 53) - 1;

/// An integer, or its digits if it is larger than a column of integers holds.
pub(super) fn integer(number: i64) -> (Value, Sorts) {
    if number.unsigned_abs() > MAX_INTEGER {
        (Value::Text(number.to_string()), Sorts::LARGE)
    } else {
        (Value::Integer(number), Sorts::INTEGER)
    }
}

/// Text, and whether it could be an instant.
pub(super) fn text(text: &str) -> (Value, Sorts) {
    let sort = if looks_like_instant(text.as_bytes()) { Sorts::TIME } else { Sorts::TEXT };
    (Value::Text(text.to_owned()), sort)
}

/// The value as a column of this type takes it: an integer as a real number, an
/// instant out of its text, and in a column of text anything as its JSON text.
pub(super) fn as_type(value: Value, sort: Sorts, to: FieldType) -> Result<Value, Fault> {
    Ok(match (to, value) {
        (FieldType::Integer, Value::Text(digits)) if sort.has(Sorts::LARGE) => {
            let expected = "an integer that JavaScript holds exactly, at most 2^53 - 1";
            return Err(Fault::new(expected, digits));
        }
        (FieldType::Real, Value::Integer(number)) => Value::Real(number as f64),
        (FieldType::Real, Value::Text(digits)) if sort.has(Sorts::LARGE) => {
            Value::Real(digits.parse().map_err(|_| Fault::new("a number", digits))?)
        }
        (FieldType::Time, Value::Text(text)) => match instant(&text) {
            Some(at) => Value::Time(at),
            None => return Err(Fault::new(INSTANT, shown(&Value::Text(text), sort))),
        },
        (FieldType::Text, value) => match value {
            Value::Text(_) => value,
            other => Value::Text(json(&other)),
        },
        (to, value) if value.field_type() == to => value,
        (to, value) => return Err(Fault::new(to.to_string(), shown(&value, sort))),
    })
}

/// What an instant looks like, in words.
pub(super) const INSTANT: &str = "an instant as RFC 3339 text with its offset, such as \
                                  \"2026-01-08T10:00:00Z\"";

/// The JSON text of a value.
fn json(value: &Value) -> String {
    match value {
        Value::Text(text) => serde_json::Value::from(text.as_str()).to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => serde_json::Value::from(*number).to_string(),
        Value::Boolean(truth) => truth.to_string(),
        Value::Time(at) => format!("\"{at}\""),
    }
}

/// A value as it stood in the file, cut to 80 characters.
pub(super) fn shown(value: &Value, sort: Sorts) -> String {
    match value {
        Value::Text(text) if sort.has(Sorts::LARGE) || sort.has(Sorts::NESTED) => cut(text),
        value => cut(&json(value)),
    }
}

/// The instant that RFC 3339 text says; `None` if it is not such text, or says one
/// that cannot be held, such as a leap second.
pub(super) fn instant(text: &str) -> Option<Timestamp> {
    if looks_like_instant(text.as_bytes()) { text.parse().ok() } else { None }
}

/// Whether the text says its offset as other than `Z`.
pub(super) fn has_offset(text: &str) -> bool {
    !text.ends_with(['Z', 'z'])
}

/// Whether it is text of the form `2026-01-08T10:00:00Z`, with decimals or another
/// offset or not. Whether there is such a day is not looked at.
fn looks_like_instant(text: &[u8]) -> bool {
    // A year before 0 or after 9999 has a sign and six digits.
    let (year, rest) = match text.first() {
        Some(b'-' | b'+') => (text.get(1..7), text.get(7..)),
        _ => (text.get(..4), text.get(4..)),
    };
    let (Some(year), Some(rest)) = (year, rest) else { return false };
    let Some((clock, mut rest)) = rest.split_at_checked("-01-08T10:00:00".len()) else {
        return false;
    };
    let like = |byte: &u8, form: u8| match form {
        b'0' => byte.is_ascii_digit(),
        b'T' => matches!(byte, b'T' | b't'),
        form => *byte == form,
    };
    if !year.iter().all(u8::is_ascii_digit)
        || !clock.iter().zip(b"-00-00T00:00:00").all(|(byte, form)| like(byte, *form))
        || clock.ends_with(b"60")
    {
        return false;
    }
    if let Some(decimals) = rest.strip_prefix(b".") {
        let digits = decimals.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 {
            return false;
        }
        rest = decimals.get(digits..).unwrap_or_default();
    }
    match rest {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', offset @ ..] => {
            offset.len() == 5 && offset.iter().zip(b"00:00").all(|(byte, form)| like(byte, *form))
        }
        _ => false,
    }
}
