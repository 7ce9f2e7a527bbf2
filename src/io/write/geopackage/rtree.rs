//! `SQLite`'s R-tree, packed: leaves filled along the Hilbert curve and written as
//! they fill, the levels above with them.
//!
//! The virtual table is made by SQL; its nodes are then written into the tables
//! that it keeps them in, whose form is documented in `SQLite`'s `rtree.c`.

use super::record::{Sides, push_sides, take_sides};
use super::{failed, quoted};
use crate::index::hilbert;
use crate::io::write::WriteError;
use crate::io::write::sorter::Sorter;
use rusqlite::{Connection, Statement, params};
use std::path::Path;

/// Depth and count before the cells of a node.
const NODE_HEAD: usize = 4;
/// A number and four sides.
const CELL: usize = 24;

/// The boxes of a layer, gathered in any order.
pub(super) struct Boxes {
    sorter: Sorter,
    /// West, south, and how many cells of the curve a degree has, each way.
    frame: [f64; 4],
    record: Vec<u8>,
}

impl Boxes {
    /// Boxes within `bounds` (west, south, east, north).
    pub(super) fn new(bounds: [f64; 4], folder: &Path) -> Self {
        let [west, south, east, north] = bounds;
        let cells = |width: f64| if width > 0.0 { f64::from(u16::MAX) / width } else { 0.0 };
        Self {
            sorter: Sorter::new(folder.to_owned()),
            frame: [west, south, cells(east - west), cells(north - south)],
            record: Vec::new(),
        }
    }

    /// Takes a row's box.
    pub(super) fn push(&mut self, row: i64, sides: Sides) -> std::io::Result<()> {
        let [west, south, across, up] = self.frame;
        let middle = |a: f32, b: f32| f64::midpoint(f64::from(a), f64::from(b));
        let x = (middle(sides[0], sides[1]) - west) * across;
        let y = (middle(sides[2], sides[3]) - south) * up;
        self.record.clear();
        self.record.extend_from_slice(&row.to_le_bytes());
        push_sides(&mut self.record, sides);
        self.sorter.push(hilbert::place(x as u16, y as u16).into(), &self.record)
    }

    /// Writes the tree of the virtual table `name`, which is there and empty.
    pub(super) fn write(
        self,
        database: &Connection,
        name: &str,
        folder: &Path,
    ) -> Result<(), WriteError> {
        let table = |suffix: &str| quoted(&format!("{name}_{suffix}"));
        let insert = |suffix: &str| format!("REPLACE INTO {} VALUES (?, ?)", table(suffix));
        let size: i64 = database
            .query_row(
                &format!("SELECT length(data) FROM {} WHERE nodeno = 1", table("node")),
                [],
                |row| row.get(0),
            )
            .map_err(failed)?;
        let size = size.unsigned_abs() as usize;
        let mut tree = Tree {
            size,
            room: ((size.saturating_sub(NODE_HEAD)) / CELL).max(2),
            levels: vec![Vec::new()],
            last: 1,
            nodes: database.prepare(&insert("node")).map_err(failed)?,
            parents: database.prepare(&insert("parent")).map_err(failed)?,
            rows: Sorter::new(folder.to_owned()),
        };
        let mut sorted = self.sorter.finish().map_err(WriteError::io)?;
        while let Some((_, mut record)) = sorted.next().map_err(WriteError::io)? {
            let (row, sides) = (take_row(&mut record), take_sides(&mut record));
            if let (Some(row), Some(sides)) = (row, sides) {
                tree.add(0, (row, sides))?;
            }
        }
        drop(sorted);
        tree.finish()?;
        let mut rows = tree.rows.finish().map_err(WriteError::io)?;
        let mut insert = database.prepare(&insert("rowid")).map_err(failed)?;
        while let Some((row, mut node)) = rows.next().map_err(WriteError::io)? {
            insert.execute(params![row as i64, take_row(&mut node)]).map_err(failed)?;
        }
        Ok(())
    }
}

fn take_row(bytes: &mut &[u8]) -> Option<i64> {
    let (head, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(i64::from_le_bytes(*head))
}

/// A tree that grows from its leaves; one open node a level.
struct Tree<'a> {
    /// Bytes of a node.
    size: usize,
    /// Cells of a node.
    room: usize,
    /// The cells of each level's open node: rows, or nodes of the level below.
    levels: Vec<Vec<(i64, Sides)>>,
    /// The number of the last node written.
    last: i64,
    nodes: Statement<'a>,
    parents: Statement<'a>,
    rows: Sorter,
}

impl Tree<'_> {
    fn add(&mut self, level: usize, cell: (i64, Sides)) -> Result<(), WriteError> {
        if self.levels.len() == level {
            self.levels.push(Vec::new());
        }
        if self.levels[level].len() == self.room {
            self.close(level)?;
        }
        self.levels[level].push(cell);
        Ok(())
    }

    /// Writes the open node of a level below the root.
    fn close(&mut self, level: usize) -> Result<(), WriteError> {
        self.last += 1;
        let number = self.last;
        let around = self.write_node(level, number)?;
        self.add(level + 1, (number, around))
    }

    /// Writes the open node of a level and who is in it; the box around it.
    fn write_node(&mut self, level: usize, number: i64) -> Result<Sides, WriteError> {
        let cells = std::mem::take(&mut self.levels[level]);
        let depth = if number == 1 { level as u16 } else { 0 };
        let mut data = Vec::with_capacity(self.size);
        data.extend_from_slice(&depth.to_be_bytes());
        data.extend_from_slice(&(cells.len() as u16).to_be_bytes());
        let mut around = [f32::MAX, f32::MIN, f32::MAX, f32::MIN];
        for (id, sides) in &cells {
            data.extend_from_slice(&id.to_be_bytes());
            for (position, side) in sides.iter().enumerate() {
                data.extend_from_slice(&side.to_be_bytes());
                let whole = &mut around[position];
                *whole = if position % 2 == 0 { whole.min(*side) } else { whole.max(*side) };
            }
            if level == 0 {
                self.rows.push(*id as u64, &number.to_le_bytes()).map_err(WriteError::io)?;
            } else {
                self.parents.execute(params![id, number]).map_err(failed)?;
            }
        }
        data.resize(self.size, 0);
        self.nodes.execute(params![number, data]).map_err(failed)?;
        Ok(around)
    }

    /// Closes every level; the highest is the root, node 1.
    fn finish(&mut self) -> Result<(), WriteError> {
        let mut level = 0;
        while level + 1 < self.levels.len() {
            self.close(level)?;
            level += 1;
        }
        self.write_node(level, 1).map(drop)
    }
}
