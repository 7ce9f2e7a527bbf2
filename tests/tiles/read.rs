//! Reads PMTiles 3 and MVT 2 by their specifications, slowly.

use flate2::read::GzDecoder;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

pub(crate) const EXTENT: i64 = 4096;

/// One tile's place: zoom, column, row.
pub(crate) type At = (u8, u32, u32);

#[derive(Debug)]
pub(crate) struct Archive {
    pub(crate) metadata: serde_json::Value,
    pub(crate) tiles: BTreeMap<At, Tile>,
    pub(crate) addressed: u64,
}

#[derive(Debug)]
pub(crate) struct Tile {
    /// As it lies in the file.
    pub(crate) compressed: usize,
    pub(crate) features: Vec<Feature>,
}

#[derive(Clone, Debug)]
pub(crate) struct Feature {
    pub(crate) layer: String,
    pub(crate) id: u64,
    pub(crate) kind: u64,
    pub(crate) properties: BTreeMap<String, String>,
    /// Points, lines, or rings without their last position.
    pub(crate) parts: Vec<Vec<[i64; 2]>>,
}

fn gunzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut out).expect("it is gzip");
    out
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap())
}

/// Reads a file and checks its head.
pub(crate) fn read(path: &Path) -> Archive {
    let bytes = std::fs::read(path).unwrap();
    assert_eq!(&bytes[..8], b"PMTiles\x03");
    let part = |at: usize| {
        let (from, length) = (u64_at(&bytes, at) as usize, u64_at(&bytes, at + 8) as usize);
        &bytes[from..from + length]
    };
    let [inner, compression, kind] = [bytes[97], bytes[98], bytes[99]];
    assert_eq!((compression, kind), (2, 1), "gzip, MVT");
    let open = |bytes: &[u8]| if inner == 2 { gunzip(bytes) } else { bytes.to_vec() };
    let (leaves, data) = (part(40), part(56));
    let mut found = Vec::new();
    entries(&open(part(8)), &open, leaves, &mut found);
    let tiles: BTreeMap<At, Tile> = found
        .into_iter()
        .map(|(number, from, length)| {
            let bytes = &data[from..from + length];
            (place(number), Tile { compressed: length, features: tile(&gunzip(bytes)) })
        })
        .collect();
    let metadata = serde_json::from_slice(&open(part(24))).expect("the metadata is JSON");
    let addressed = u64_at(&bytes, 72);
    Archive { metadata, tiles, addressed }
}

/// Every tile of a directory and of those below it: its number, where it lies, how long.
fn entries(
    directory: &[u8],
    open: &impl Fn(&[u8]) -> Vec<u8>,
    leaves: &[u8],
    found: &mut Vec<(u64, usize, usize)>,
) {
    let mut rest = directory;
    let count = varint(&mut rest) as usize;
    let mut column = || (0..count).map(|_| varint(&mut rest)).collect::<Vec<u64>>();
    let (steps, runs, lengths, offsets) = (column(), column(), column(), column());
    let (mut number, mut next) = (0, 0);
    for at in 0..count {
        number += steps[at];
        let from = if offsets[at] == 0 { next } else { offsets[at] as usize - 1 };
        let length = lengths[at] as usize;
        next = from + length;
        if runs[at] == 0 {
            entries(&open(&leaves[from..from + length]), open, leaves, found);
        }
        found.extend((number..number + runs[at]).map(|number| (number, from, length)));
    }
}

/// The place of the tile of this number along the Hilbert curve.
fn place(number: u64) -> At {
    let (mut zoom, mut rest) = (0_u8, number);
    while rest >= 1 << (2 * zoom) {
        rest -= 1 << (2 * zoom);
        zoom += 1;
    }
    let (mut x, mut y) = (0_u32, 0_u32);
    for level in 0..zoom {
        let side = 1_u32 << level;
        let right = (rest >> 1 & 1) as u32;
        let up = (rest & 1) as u32 ^ right;
        if up == 0 {
            if right == 1 {
                (x, y) = (side - 1 - x, side - 1 - y);
            }
            (x, y) = (y, x);
        }
        x += side * right;
        y += side * up;
        rest >>= 2;
    }
    (zoom, x, y)
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let mut value = 0;
    for shift in (0..).step_by(7) {
        let (first, rest) = bytes.split_first().expect("a number goes on");
        *bytes = rest;
        value |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            break;
        }
    }
    value
}

enum Content<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

fn fields(mut bytes: &[u8]) -> Vec<(u64, Content<'_>)> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let head = varint(&mut bytes);
        let content = match head & 7 {
            0 => Content::Number(varint(&mut bytes)),
            kind => {
                let length = match kind {
                    1 => 8,
                    2 => varint(&mut bytes) as usize,
                    5 => 4,
                    other => panic!("a field of type {other}"),
                };
                let (content, rest) = bytes.split_at(length);
                bytes = rest;
                Content::Bytes(content)
            }
        };
        found.push((head >> 3, content));
    }
    found
}

fn zigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

fn tile(bytes: &[u8]) -> Vec<Feature> {
    let mut found = Vec::new();
    for (field, content) in fields(bytes) {
        let Content::Bytes(layer) = content else { panic!("a layer is a message") };
        assert_eq!(field, 3);
        found.extend(read_layer(layer));
    }
    found
}

fn read_layer(bytes: &[u8]) -> Vec<Feature> {
    let (mut name, mut keys, mut values, mut features) = (String::new(), vec![], vec![], vec![]);
    for (field, content) in fields(bytes) {
        match (field, content) {
            (1, Content::Bytes(text)) => name = String::from_utf8(text.to_vec()).unwrap(),
            (2, Content::Bytes(feature)) => features.push(feature),
            (3, Content::Bytes(key)) => keys.push(String::from_utf8(key.to_vec()).unwrap()),
            (4, Content::Bytes(value)) => values.push(read_value(value)),
            (5, Content::Number(extent)) => assert_eq!(extent, EXTENT as u64),
            (15, Content::Number(version)) => assert_eq!(version, 2),
            (other, _) => panic!("field {other} of a layer"),
        }
    }
    features.into_iter().map(|feature| read_feature(feature, &name, &keys, &values)).collect()
}

fn read_value(bytes: &[u8]) -> String {
    match fields(bytes).pop() {
        Some((1, Content::Bytes(text))) => String::from_utf8(text.to_vec()).unwrap(),
        Some((3, Content::Bytes(real))) => f64::from_le_bytes(real.try_into().unwrap()).to_string(),
        Some((4, Content::Number(whole))) => whole.to_string(),
        Some((6, Content::Number(whole))) => zigzag(whole).to_string(),
        Some((7, Content::Number(truth))) => (truth == 1).to_string(),
        _ => panic!("a value of no type"),
    }
}

fn numbers(mut bytes: &[u8]) -> Vec<u64> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        found.push(varint(&mut bytes));
    }
    found
}

fn read_feature(bytes: &[u8], layer: &str, keys: &[String], values: &[String]) -> Feature {
    let (mut id, mut kind, mut tags, mut commands) = (None, 0, vec![], vec![]);
    for (field, content) in fields(bytes) {
        match (field, content) {
            (1, Content::Number(number)) => id = Some(number),
            (2, Content::Bytes(bytes)) => tags = numbers(bytes),
            (3, Content::Number(number)) => kind = number,
            (4, Content::Bytes(bytes)) => commands = numbers(bytes),
            (other, _) => panic!("field {other} of a feature"),
        }
    }
    let pair = |pair: &[u64]| (keys[pair[0] as usize].clone(), values[pair[1] as usize].clone());
    Feature {
        layer: layer.to_owned(),
        id: id.expect("every feature has an identifier"),
        kind,
        properties: tags.chunks_exact(2).map(pair).collect(),
        parts: parts(&commands),
    }
}

fn parts(commands: &[u64]) -> Vec<Vec<[i64; 2]>> {
    let mut found: Vec<Vec<[i64; 2]>> = Vec::new();
    let mut pen = [0, 0];
    let mut rest = commands.iter().copied();
    while let Some(head) = rest.next() {
        let (command, count) = (head & 7, head >> 3);
        if command == 7 {
            assert_eq!(count, 1);
            continue;
        }
        for _ in 0..count {
            for axis in &mut pen {
                *axis += zigzag(rest.next().expect("a step has two numbers"));
            }
            match command {
                1 => found.push(vec![pen]),
                2 => found.last_mut().expect("a line begins somewhere").push(pen),
                other => panic!("command {other}"),
            }
        }
    }
    found
}
