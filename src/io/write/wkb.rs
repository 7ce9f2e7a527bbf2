//! Well-known binary (ISO 19125, little-endian) out of grid shapes.

use crate::layer::grid::{Cell, Grid, Shape};

const POINT: u32 = 1;
const LINE: u32 = 2;
const POLYGON: u32 = 3;
const MULTI_LINE: u32 = 5;
const MULTI_POLYGON: u32 = 6;

/// Appends the shape, in its multi form if so told or if it has several parts.
pub(super) fn encode(out: &mut Vec<u8>, grid: Grid, shape: &Shape, multi: bool) {
    match shape {
        Shape::Point(cell) => {
            head(out, POINT);
            position(out, grid, *cell);
        }
        Shape::Lines(lines) => match lines.as_slice() {
            [cells] if !multi => line(out, grid, cells),
            lines => {
                head(out, MULTI_LINE);
                count(out, lines.len());
                for cells in lines {
                    line(out, grid, cells);
                }
            }
        },
        Shape::Areas(areas) => match areas.as_slice() {
            [rings] if !multi => polygon(out, grid, rings),
            areas => {
                head(out, MULTI_POLYGON);
                count(out, areas.len());
                for rings in areas {
                    polygon(out, grid, rings);
                }
            }
        },
    }
}

fn head(out: &mut Vec<u8>, geometry_type: u32) {
    out.push(1);
    out.extend_from_slice(&geometry_type.to_le_bytes());
}

fn count(out: &mut Vec<u8>, many: usize) {
    out.extend_from_slice(&(many as u32).to_le_bytes());
}

fn line(out: &mut Vec<u8>, grid: Grid, cells: &[Cell]) {
    head(out, LINE);
    positions(out, grid, cells);
}

fn polygon(out: &mut Vec<u8>, grid: Grid, rings: &[Vec<Cell>]) {
    head(out, POLYGON);
    count(out, rings.len());
    for cells in rings {
        positions(out, grid, cells);
    }
}

fn positions(out: &mut Vec<u8>, grid: Grid, cells: &[Cell]) {
    count(out, cells.len());
    out.reserve(16 * cells.len());
    for cell in cells {
        position(out, grid, *cell);
    }
}

fn position(out: &mut Vec<u8>, grid: Grid, cell: Cell) {
    let at = grid.degrees(cell);
    let both = u128::from(at.x.to_bits()) | u128::from(at.y.to_bits()) << 64;
    out.extend_from_slice(&both.to_le_bytes());
}
