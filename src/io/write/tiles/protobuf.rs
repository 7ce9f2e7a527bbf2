//! The few parts of Protocol Buffers that a vector tile is made of.
//!
//! Source: Protocol Buffers, "Encoding"; Mapbox Vector Tile Specification 2.1,
//! `vector_tile.proto`.

/// Least significant groups of seven bits first.
pub(super) fn varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// How many bytes a number takes.
pub(super) const fn varint_length(number: u64) -> usize {
    (63 - (number | 1).leading_zeros() as usize) / 7 + 1
}

/// Signed numbers as unsigned: 0, −1, 1, −2, …
pub(super) const fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

/// A field that holds a whole number.
pub(super) fn whole(out: &mut Vec<u8>, field: u32, number: u64) {
    varint(out, u64::from(field << 3));
    varint(out, number);
}

/// A field that holds a real number of 64 bits.
pub(super) fn double(out: &mut Vec<u8>, field: u32, number: f64) {
    varint(out, u64::from(field << 3 | 1));
    out.extend_from_slice(&number.to_le_bytes());
}

/// A field that holds bytes, text, a message or packed numbers.
pub(super) fn bytes(out: &mut Vec<u8>, field: u32, content: &[u8]) {
    open(out, field, content.len());
    out.extend_from_slice(content);
}

/// The head of such a field; `length` bytes must follow.
pub(super) fn open(out: &mut Vec<u8>, field: u32, length: usize) {
    varint(out, u64::from(field << 3 | 2));
    varint(out, length as u64);
}

/// A field that holds text.
pub(super) fn text(out: &mut Vec<u8>, field: u32, content: &str) {
    bytes(out, field, content.as_bytes());
}

/// What [`text`] wrote, if it wrote `message` with that field.
pub(super) fn read_text(message: &[u8], field: u32) -> Option<&str> {
    let (head, rest) = message.split_first()?;
    if u32::from(*head) != field << 3 | 2 {
        return None;
    }
    let length = rest.iter().position(|byte| byte & 0x80 == 0)? + 1;
    std::str::from_utf8(rest.get(length..)?).ok()
}
