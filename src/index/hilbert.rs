//! Order along a Hilbert curve, and a sort by it in linear time.
//!
//! Floor 3. Imports nothing of the crate.

#[cfg(test)]
mod tests;

/// Bits taken from each axis at a step.
const STEP_BITS: u32 = 4;
/// `NEXT[state][x, y]`: place along the curve (8 bits) and the state to go on in (2 bits above).
const NEXT: [[u16; 256]; 4] = table();

/// The curve's four turns are two independent flips: axes swapped (bit 0) and
/// both axes mirrored (bit 1).
const fn table() -> [[u16; 256]; 4] {
    let mut table = [[0; 256]; 4];
    let mut state = 0;
    while state < 4 {
        let mut cell = 0;
        while cell < 256 {
            let (x, y) = (cell >> STEP_BITS, cell & 15);
            let (mut swapped, mut mirrored) = (state & 1, state >> 1);
            let mut place = 0;
            let mut bit = STEP_BITS;
            while bit > 0 {
                bit -= 1;
                let (a, b) = ((x >> bit & 1) ^ mirrored, (y >> bit & 1) ^ mirrored);
                let (a, b) = if swapped == 1 { (b, a) } else { (a, b) };
                place = place << 2 | (3 * a) ^ b;
                if b == 0 {
                    mirrored ^= a;
                    swapped ^= 1;
                }
            }
            table[state][cell] = (place | (mirrored << 1 | swapped) << 8) as u16;
            cell += 1;
        }
        state += 1;
    }
    table
}

/// Where the cell `(x, y)` of a 65,536 × 65,536 grid lies along the curve.
pub(crate) fn place(x: u16, y: u16) -> u32 {
    let (x, y) = (usize::from(x), usize::from(y));
    let mut state = 0;
    let mut place = 0;
    for shift in [12, 8, 4, 0] {
        let step = NEXT[state][(x >> shift & 15) << STEP_BITS | y >> shift & 15];
        place = place << 8 | u32::from(step & 255);
        state = usize::from(step >> 8);
    }
    place
}

/// The numbers `0..keys.len()` in ascending order of their key, equal keys in
/// ascending number. Linear: three passes of a radix sort.
pub(crate) fn order_by(keys: &[u32]) -> Vec<u32> {
    const BITS: u32 = 11;
    const BUCKETS: usize = 1 << BITS;
    let digit = |pair: u64, pass: u32| (pair >> (32 + pass * BITS)) as usize & (BUCKETS - 1);
    let mut pairs: Vec<u64> =
        keys.iter().zip(0_u64..).map(|(&key, number)| u64::from(key) << 32 | number).collect();
    let mut sorted = vec![0; pairs.len()];
    let mut counts = vec![[0_u32; BUCKETS]; 3];
    for &pair in &pairs {
        for (pass, count) in (0..).zip(&mut counts) {
            count[digit(pair, pass)] += 1;
        }
    }
    for (pass, count) in (0..).zip(&mut counts) {
        if count.iter().any(|&n| n as usize == pairs.len()) {
            continue;
        }
        let mut start = 0;
        for slot in count.iter_mut() {
            start += std::mem::replace(slot, start);
        }
        for &pair in &pairs {
            let slot = &mut count[digit(pair, pass)];
            sorted[*slot as usize] = pair;
            *slot += 1;
        }
        std::mem::swap(&mut pairs, &mut sorted);
    }
    pairs.into_iter().map(|pair| pair as u32).collect()
}
