//! Which of the things that fall on one place are drawn at which zoom.
//!
//! At each zoom the map is divided into square cells of so many tile units. Of
//! the things too small to be drawn as themselves the cell shows one: the first
//! by a hash of their identifiers. A cell is made of four cells of the next
//! zoom, so what is first of all is first in its quarter: a thing drawn at one
//! zoom is drawn at every higher one. The rule asks nothing but identifiers and
//! positions, so the same things give the same choice every time.

use super::shape::{Place, WORLD, WORLD_BITS};

/// Something that can be thinned out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    /// Its place along [`curve`].
    pub(super) along: u64,
    /// The first of a cell is the one whose rank is lowest.
    pub(super) rank: u64,
    /// The first zoom at which it is drawn whatever lies beside it.
    pub(super) enters: u8,
}

/// A place on the Z-shaped curve through the world (Morton 1966), which passes
/// through each cell once.
pub(super) fn curve(x: i32, y: i32) -> u64 {
    let spread = |at: i32| {
        let mut bits = u64::from(at.clamp(0, WORLD - 1).unsigned_abs());
        for (shift, mask) in [
            (16, 0x0000_ffff_0000_ffff),
            (8, 0x00ff_00ff_00ff_00ff),
            (4, 0x0f0f_0f0f_0f0f_0f0f),
            (2, 0x3333_3333_3333_3333),
            (1, 0x5555_5555_5555_5555_u64),
        ] {
            bits = (bits | bits << shift) & mask;
        }
        bits
    };
    spread(x) | spread(y) << 1
}

/// A hash that puts identifiers into an order that has nothing to do with them
/// (`fmix64` of `MurmurHash3`).
pub(super) const fn rank(id: u64) -> u64 {
    let mut hash = id;
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// For each spot the first zoom at which it is drawn. Spots come along the
/// curve; a cell's side is two to `spacing_bits` tile units; `None` thins nothing.
///
/// Linear in spots and zooms.
pub(super) fn first_zooms(spots: &[Spot], max_zoom: u8, spacing_bits: Option<u32>) -> Vec<u8> {
    let Some(spacing_bits) = spacing_bits else { return vec![0; spots.len()] };
    let mut first: Vec<u8> = spots.iter().map(|spot| spot.enters).collect();
    let mut entering: Vec<Vec<u32>> = vec![Vec::new(); usize::from(max_zoom) + 1];
    for (position, spot) in spots.iter().enumerate() {
        if let Some(list) = entering.get_mut(usize::from(spot.enters)) {
            list.push(position as u32);
        }
    }
    let mut shown: Vec<u32> = Vec::new();
    for zoom in (0..max_zoom).rev() {
        let more = std::mem::take(&mut entering[usize::from(zoom) + 1]);
        let open = if shown.is_empty() { more } else { merged(&shown, &more) };
        let bits = (Place::unit_bits(zoom) + spacing_bits).min(WORLD_BITS);
        shown = Vec::new();
        let mut cell = None;
        for position in open {
            let spot = &spots[position as usize];
            let here = Some(spot.along >> (2 * bits));
            match shown.last_mut() {
                Some(best) if cell == here => {
                    if spot.rank < spots[*best as usize].rank {
                        *best = position;
                    }
                }
                _ => shown.push(position),
            }
            cell = here;
        }
        for &position in &shown {
            first[position as usize] = zoom;
        }
    }
    first
}

/// Two ascending lists as one.
fn merged(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut both = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        if x < y {
            both.push(*x);
            i += 1;
        } else {
            both.push(*y);
            j += 1;
        }
    }
    both.extend_from_slice(&a[i..]);
    both.extend_from_slice(&b[j..]);
    both
}

#[cfg(test)]
mod tests;
