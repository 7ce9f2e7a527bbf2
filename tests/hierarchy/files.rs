//! Hierarchy files that are damaged, and files that lie with a right checksum.

use super::graphs::{Graph, Seeded};
use safepassage::hierarchy::{Hierarchy, HierarchyError, Metric, Query, distances_from};

const HEADER: usize = 28;

fn graph() -> Graph {
    let mut graph = Graph::city(4, 6);
    graph.add(0, 0, 5);
    graph.add(1, 2, 5);
    graph
}

fn read(bytes: &[u8]) -> Result<Hierarchy, HierarchyError> {
    Hierarchy::read(&mut &*bytes)
}

fn refused(bytes: &[u8]) -> String {
    match read(bytes) {
        Err(error @ HierarchyError::File { .. }) => error.to_string(),
        other => panic!("expected a refusal of the file, found {other:?}"),
    }
}

/// Makes both checksums right.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let end = bytes.len() - 4;
    let header = crc32fast::hash(&bytes[..HEADER - 4]);
    bytes[HEADER - 4..HEADER].copy_from_slice(&header.to_le_bytes());
    let body = crc32fast::hash(&bytes[HEADER..end]);
    bytes[end..].copy_from_slice(&body.to_le_bytes());
    bytes
}

#[test]
fn every_altered_byte_is_found() {
    let bytes = graph().prepare().to_bytes();
    for at in 0..bytes.len() {
        for change in [0x01, 0x80, 0xff] {
            let mut bytes = bytes.clone();
            bytes[at] ^= change;
            refused(&bytes);
        }
    }
}

#[test]
fn every_cut_is_found() {
    let bytes = graph().prepare().to_bytes();
    for end in 0..bytes.len() {
        refused(&bytes[..end]);
    }
    let longer = [bytes.as_slice(), &[0]].concat();
    assert_eq!(refused(&longer), "hierarchy file: end: expected no more bytes, found more");
}

#[test]
fn what_is_wrong_is_said() {
    let bytes = graph().prepare().to_bytes();
    let with = |at: usize, word: u32| {
        let mut bytes = bytes.clone();
        bytes[at..at + 4].copy_from_slice(&word.to_le_bytes());
        refused(&sealed(bytes))
    };
    assert_eq!(with(8, 2), "hierarchy file: version: expected 1, found 2");
    assert!(with(0, 7).starts_with("hierarchy file: first bytes: expected [83, "));
    // Lengths are believed only as far as there are bytes.
    assert_eq!(
        with(16, u32::MAX),
        format!("hierarchy file: arcs: expected at most {}, found {}", 1 << 30, u32::MAX)
    );
    let there = (bytes.len() - HEADER) / 4;
    assert_eq!(
        with(16, 1 << 30),
        format!("hierarchy file: tails of arcs: expected {} words, found {there}", 1 << 30)
    );
}

/// Whatever is read has a right answer to everything.
#[test]
fn a_lie_with_a_right_checksum_is_refused_or_harmless() {
    let graph = graph();
    let bytes = graph.prepare().to_bytes();
    let words = (bytes.len() - HEADER - 4) / 4;
    let arcs = graph.tails.len();
    let word = |bytes: &[u8], at: usize| {
        let at = HEADER + 4 * at;
        u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes"))
    };
    let mut seeded = Seeded(8);
    let (mut read_well, mut refusals) = (0, 0);
    for round in 0..40 {
        for at in 0..words {
            let mut bytes = bytes.clone();
            let old = word(&bytes, at);
            let other = seeded.below(words as u32) as usize;
            let new = match round {
                0 => 0,
                1 => old.wrapping_add(1),
                2 => old.wrapping_sub(1),
                3 => u32::MAX,
                4 => graph.nodes as u32,
                _ => word(&bytes, other),
            };
            let put = |bytes: &mut [u8], at: usize, new: u32| {
                bytes[HEADER + 4 * at..][..4].copy_from_slice(&new.to_le_bytes());
            };
            put(&mut bytes, at, new);
            if round > 20 {
                // Two words change places.
                put(&mut bytes, other, old);
            }
            let bytes = sealed(bytes);
            let Ok(hierarchy) = read(&bytes) else {
                refusals += 1;
                continue;
            };
            read_well += 1;
            let mut changed = graph.clone();
            changed.tails = (0..arcs).map(|at| word(&bytes, at)).collect();
            changed.heads = (arcs..2 * arcs).map(|at| word(&bytes, at)).collect();
            let metric = Metric::customise(&hierarchy, &graph.weights).expect("as many arcs");
            let from = seeded.below(graph.nodes as u32);
            let truth = changed.dijkstra(&[(from, 0)]);
            let found = distances_from(&hierarchy, &metric, &[(from, 0)]).expect("a node");
            assert_eq!(found, truth, "word {at} from {old} to {new}");
            let to = seeded.below(graph.nodes as u32);
            let path = Query::new(&hierarchy).path(&hierarchy, &metric, from, to).expect("nodes");
            let walked = path.and_then(|path| changed.walk(from, &path.arcs));
            let expected = Some((to, truth[to as usize])).filter(|end| end.1 < super::INF);
            assert_eq!(walked, expected);
        }
    }
    assert!(read_well > 100 && refusals > 100, "{read_well} read, {refusals} refused");
}
