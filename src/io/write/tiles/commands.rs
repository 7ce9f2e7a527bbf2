//! Geometry as the commands of a vector tile.
//!
//! Source: Mapbox Vector Tile Specification 2.1, section 4.3.

use super::protobuf::{varint, zigzag};

const MOVE_TO: u64 = 1;
const LINE_TO: u64 = 2;
const CLOSE_PATH: u64 = 7;

/// Adds the commands of one point.
pub(super) fn point(out: &mut Vec<u8>, at: [i32; 2]) {
    Pen { out, at: [0, 0] }.go(MOVE_TO, &[at]);
}

/// Adds the commands of lines of two positions or more.
pub(super) fn lines(out: &mut Vec<u8>, lines: &[Vec<[i32; 2]>]) {
    let mut pen = Pen { out, at: [0, 0] };
    for line in lines {
        if let [first, rest @ ..] = line.as_slice() {
            pen.go(MOVE_TO, &[*first]);
            pen.go(LINE_TO, rest);
        }
    }
}

/// Adds the commands of open rings of three positions or more.
pub(super) fn rings(out: &mut Vec<u8>, rings: &[Vec<[i32; 2]>]) {
    let mut pen = Pen { out, at: [0, 0] };
    for ring in rings {
        if let [first, rest @ ..] = ring.as_slice() {
            pen.go(MOVE_TO, &[*first]);
            pen.go(LINE_TO, rest);
            varint(pen.out, CLOSE_PATH | 1 << 3);
        }
    }
}

/// Positions are written as steps from the one before.
struct Pen<'a> {
    out: &'a mut Vec<u8>,
    at: [i32; 2],
}

impl Pen<'_> {
    fn go(&mut self, command: u64, to: &[[i32; 2]]) {
        varint(self.out, command | (to.len() as u64) << 3);
        for at in to {
            for (to, from) in at.iter().zip(self.at) {
                varint(self.out, zigzag(i64::from(*to) - i64::from(from)));
            }
            self.at = *at;
        }
    }
}
