//! Rows as bytes, to be sorted before they are inserted.

use super::whole_text;
use crate::io::write::flat::Item;
use crate::io::write::placed::{CellBox, Placer};
use crate::io::write::{text, wkb};
use crate::layer::grid::Shape;
use rusqlite::types::ValueRef;

const NULL: u8 = 0;
const INTEGER: u8 = 1;
const REAL: u8 = 2;
const TEXT: u8 = 3;
const BLOB: u8 = 4;

/// `GP`, version 1, and flags: little-endian, without or with a box of four sides.
const PLAIN_HEAD: [u8; 4] = [b'G', b'P', 0, 0b0000_0001];
const BOXED_HEAD: [u8; 4] = [b'G', b'P', 0, 0b0000_0011];
const SRS_ID: i32 = 4326;

/// A number's or box's bytes for the index: least and greatest longitude, least and
/// greatest latitude, rounded outwards.
pub(super) type Sides = [f32; 4];

/// Appends the item; `None` if it is a time before the year 0.
pub(super) fn push_item(out: &mut Vec<u8>, item: Option<Item<'_>>) -> Option<()> {
    match item {
        None => out.push(NULL),
        Some(Item::Integer(number)) => push_number(out, INTEGER, number.to_le_bytes()),
        Some(Item::Boolean(truth)) => push_number(out, INTEGER, i64::from(truth).to_le_bytes()),
        Some(Item::Real(number)) => push_number(out, REAL, number.to_le_bytes()),
        Some(Item::Text(text)) => push_bytes(out, TEXT, whole_text(text).as_bytes()),
        Some(Item::Time(at)) => {
            let start = begin(out, TEXT);
            text::instant_in_ms(out, at)?;
            end(out, start);
        }
    }
    Some(())
}

/// Appends the shape as a `GeoPackage` has it.
pub(super) fn push_shape(out: &mut Vec<u8>, placer: &Placer, shape: &Shape, around: CellBox) {
    let start = begin(out, BLOB);
    let boxed = !matches!(shape, Shape::Point(_));
    out.extend_from_slice(if boxed { &BOXED_HEAD } else { &PLAIN_HEAD });
    out.extend_from_slice(&SRS_ID.to_le_bytes());
    if boxed {
        let [west, south, east, north] = around.degrees(placer.grid);
        for side in [west, east, south, north] {
            out.extend_from_slice(&side.to_le_bytes());
        }
    }
    wkb::encode(out, placer.grid, shape, placer.multi);
    end(out, start);
}

fn push_number(out: &mut Vec<u8>, tag: u8, bytes: [u8; 8]) {
    out.push(tag);
    out.extend_from_slice(&bytes);
}

fn push_bytes(out: &mut Vec<u8>, tag: u8, bytes: &[u8]) {
    let start = begin(out, tag);
    out.extend_from_slice(bytes);
    end(out, start);
}

/// Begins a value whose length is not known yet.
fn begin(out: &mut Vec<u8>, tag: u8) -> usize {
    out.push(tag);
    out.extend_from_slice(&[0; 4]);
    out.len()
}

fn end(out: &mut [u8], start: usize) {
    let length = (out.len() - start) as u32;
    if let Some(place) = out.get_mut(start - 4..start) {
        place.copy_from_slice(&length.to_le_bytes());
    }
}

/// Takes the next value off the front.
pub(super) fn take<'a>(bytes: &mut &'a [u8]) -> Option<ValueRef<'a>> {
    match take_array::<1>(bytes)?[0] {
        INTEGER => Some(ValueRef::Integer(i64::from_le_bytes(take_array(bytes)?))),
        REAL => Some(ValueRef::Real(f64::from_le_bytes(take_array(bytes)?))),
        tag @ (TEXT | BLOB) => {
            let length = u32::from_le_bytes(take_array(bytes)?) as usize;
            let (value, rest) = bytes.split_at_checked(length)?;
            *bytes = rest;
            Some(if tag == TEXT { ValueRef::Text(value) } else { ValueRef::Blob(value) })
        }
        _ => Some(ValueRef::Null),
    }
}

pub(super) fn push_sides(out: &mut Vec<u8>, sides: Sides) {
    for side in sides {
        out.extend_from_slice(&side.to_le_bytes());
    }
}

pub(super) fn take_sides(bytes: &mut &[u8]) -> Option<Sides> {
    let mut sides = [0.0; 4];
    for side in &mut sides {
        *side = f32::from_le_bytes(take_array(bytes)?);
    }
    Some(sides)
}

fn take_array<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (head, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*head)
}

/// The box as the index has it: single precision, rounded outwards.
pub(super) fn sides(placer: &Placer, around: CellBox) -> Sides {
    let [west, south, east, north] = around.degrees(placer.grid);
    [below(west), above(east), below(south), above(north)]
}

fn below(number: f64) -> f32 {
    let near = number as f32;
    if f64::from(near) > number { near.next_down() } else { near }
}

fn above(number: f64) -> f32 {
    let near = number as f32;
    if f64::from(near) < number { near.next_up() } else { near }
}
