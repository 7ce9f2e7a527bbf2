//! Stable integer identifiers out of keys.
//!
//! Map clients keep state by an integer identifier, and JavaScript holds
//! integers exactly only up to 2⁵³ − 1. So each feature's identifier is a
//! 53-bit hash of its key: the same in each run, on each machine, in each file.

/// The greatest identifier: 2⁵³ − 1, the largest safe integer of JSON and JavaScript.
pub(crate) const MAX_ID: u64 = (1 << 53) - 1;

/// The identifier of the feature with this key, from 1 to 2⁵³ − 1 (or 0 for
/// the one key in nine thousand million million whose hash is 0; a layer never
/// uses that).
///
/// FNV-1a over the key's UTF-8 bytes, then the finaliser of `MurmurHash3`, then
/// the top 53 bits. No seed. In a layer of a million features the chance that
/// any two share an identifier is 0.006 %; a layer that has such a pair gives the
/// later key another identifier, the same one each time.
///
/// ```
/// use safepassage::layer::stable_id;
/// assert_eq!(stable_id("curfew-zone/sheikh-maqsoud"), stable_id("curfew-zone/sheikh-maqsoud"));
/// ```
///
/// Source: Fowler, Noll, Vo and Eastlake, RFC 9923; Appleby, `MurmurHash3` `fmix64`.
pub fn stable_id(key: &str) -> u64 {
    finish(fnv(FNV_OFFSET, key.as_bytes()))
}

/// The identifier to try when the key's own and `attempt - 1` others are taken.
fn next_id(key: &str, attempt: u64) -> u64 {
    finish(fnv(fnv(FNV_OFFSET, key.as_bytes()), &attempt.to_le_bytes()))
}

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;

fn fnv(from: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(from, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(FNV_PRIME))
}

fn finish(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^= hash >> 33;
    hash >> 11
}

/// Identifiers for keys in sorted order, no two alike and none 0.
///
/// A key keeps `first(key)` unless an earlier key has it.
pub(crate) fn assign<'a>(
    keys: impl Iterator<Item = &'a str> + Clone,
    first: impl Fn(&str) -> u64,
) -> Vec<u64> {
    let mut ids: Vec<u64> = keys.clone().map(first).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    if sorted.first() != Some(&0) && sorted.windows(2).all(|pair| pair[0] != pair[1]) {
        return ids;
    }
    let wanted = sorted;
    let mut taken = std::collections::BTreeSet::from([0]);
    for (id, key) in ids.iter_mut().zip(keys) {
        let mut attempt = 0;
        // A spare identifier never takes the one that another key has by right.
        while (attempt > 0 && wanted.binary_search(id).is_ok()) || !taken.insert(*id) {
            attempt += 1;
            *id = next_id(key, attempt);
        }
    }
    ids
}

#[cfg(test)]
mod tests;
