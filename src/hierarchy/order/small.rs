//! The order of a small piece: the node with the fewest neighbours first.

use super::dissect::Piece;

/// As many nodes as fit the bits of a word.
pub(super) const SMALL: usize = 64;

/// Writes the minimum degree order of a piece of at most [`SMALL`] nodes, ties
/// by number.
pub(super) fn order(piece: &Piece, out: &mut [u32]) {
    let mut joined = [0_u64; SMALL];
    for (x, joined) in joined.iter_mut().enumerate().take(piece.len()) {
        *joined = piece.neighbours(x as u32).iter().fold(0, |word, y| word | 1 << y);
    }
    let mut left: u64 = if piece.len() == SMALL { u64::MAX } else { (1 << piece.len()) - 1 };
    for place in out {
        let Some(x) = bits(left).min_by_key(|&x| joined[x].count_ones()) else { return };
        *place = piece.ids[x];
        left &= !(1 << x);
        for y in bits(joined[x]) {
            joined[y] = (joined[y] | joined[x]) & !(1 << x | 1 << y);
        }
    }
}

fn bits(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (word != 0).then(|| word.trailing_zeros() as usize)?;
        word &= word - 1;
        Some(bit)
    })
}
