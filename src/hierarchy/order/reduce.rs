//! Dead ends and passing points of streets, which come first in every order.

use super::NONE;
use super::dissect::Piece;

/// Takes out nodes with two neighbours or fewer, joining the two, as long as
/// there are any. In rounds in which no two neighbours go, so that a long
/// street does not become a long chain. Returns the order of those taken out,
/// and the rest.
pub(super) fn reduce(
    first: &[u32],
    mut adjacent: Vec<u32>,
    plane: Option<&[[f32; 2]]>,
) -> (Vec<u32>, Piece) {
    let nodes = first.len() - 1;
    let mut count: Vec<u32> = first.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let mut order = Vec::new();
    let mut gone = vec![false; nodes];
    let mut touched = vec![0_u32; nodes];
    let mut round = 0;
    let mut open: Vec<u32> = (0..nodes as u32).filter(|&x| count[x as usize] <= 2).collect();
    while !open.is_empty() {
        round += 1;
        let mut later = Vec::new();
        for &x in &open {
            let at = x as usize;
            if gone[at] {
                continue;
            }
            if touched[at] == round {
                later.push(x);
                continue;
            }
            gone[at] = true;
            order.push(x);
            let mut ends = [NONE; 2];
            let start = first[at] as usize;
            ends[..count[at] as usize]
                .copy_from_slice(&adjacent[start..start + count[at] as usize]);
            for (end, other) in [(ends[0], ends[1]), (ends[1], ends[0])] {
                if end == NONE {
                    continue;
                }
                touched[end as usize] = round;
                let start = first[end as usize] as usize;
                let list = &mut adjacent[start..start + count[end as usize] as usize];
                if replace(list, x, other) {
                    count[end as usize] -= 1;
                }
                if count[end as usize] <= 2 {
                    later.push(end);
                }
            }
        }
        later.sort_unstable();
        later.dedup();
        open = later;
    }
    let ids: Vec<u32> = (0..nodes as u32).filter(|&x| !gone[x as usize]).collect();
    let mut local = vec![NONE; nodes];
    for (at, &x) in ids.iter().enumerate() {
        local[x as usize] = at as u32;
    }
    let mut rest = Piece { first: vec![0], ..Piece::default() };
    for &x in &ids {
        let start = first[x as usize] as usize;
        let list = &mut adjacent[start..start + count[x as usize] as usize];
        list.sort_unstable();
        rest.adjacent.extend(list.iter().map(|&y| local[y as usize]));
        rest.first.push(rest.adjacent.len() as u32);
    }
    if let Some(plane) = plane {
        rest.plane = ids.iter().map(|&x| plane[x as usize]).collect();
    }
    rest.ids = ids;
    (order, rest)
}

/// Puts `new` where `old` is; where it is there already, or is none, `old` goes
/// to the end instead and the list is one shorter.
fn replace(list: &mut [u32], old: u32, new: u32) -> bool {
    let Some(at) = list.iter().position(|&x| x == old) else { return false };
    if new != NONE && !list.contains(&new) {
        list[at] = new;
        return false;
    }
    let last = list.len() - 1;
    list.swap(at, last);
    true
}
