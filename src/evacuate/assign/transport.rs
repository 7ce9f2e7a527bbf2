//! The transportation problem: supplies to places at least cost.
//!
//! Floor 5.
//!
//! Successive shortest ways with potentials (J. Edmonds, R. Karp, "Theoretical
//! improvements in algorithmic efficiency for network flow problems", Journal of
//! the ACM 19, 1972). As much as possible is sent, and of that the cheapest.

/// No way.
const NEVER: i64 = i64::MAX / 4;

/// How much of each supply goes to each place: row by row. `None` in `costs` is
/// a pair that cannot be. O(rounds · (supplies + places)²), where every round
/// fills a place or empties a supply or turns back what another round sent.
pub(super) fn transport(supplies: &[u64], places: &[u64], costs: &[Option<u32>]) -> Vec<u64> {
    let mut sending = Sending {
        costs,
        columns: places.len(),
        flow: vec![0; supplies.len() * places.len()],
        left: supplies.to_vec(),
        free: places.to_vec(),
        of_row: vec![0; supplies.len()],
        of_column: vec![0; places.len()],
    };
    while let Some(way) = sending.shortest() {
        sending.send(&way);
    }
    sending.flow
}

/// What is sent so far.
struct Sending<'c> {
    costs: &'c [Option<u32>],
    columns: usize,
    flow: Vec<u64>,
    left: Vec<u64>,
    free: Vec<u64>,
    /// Potentials: the least cost from any supply at the start.
    of_row: Vec<i64>,
    of_column: Vec<i64>,
}

/// A cheapest way from some supply to a free place.
struct Way {
    end: usize,
    /// The place from which each supply was come to, whose part of it is sent back.
    came_row: Vec<Option<usize>>,
    /// The supply from which each place was come to.
    came_column: Vec<usize>,
}

impl Sending<'_> {
    /// Dijkstra's algorithm from every supply of which something is left.
    fn shortest(&mut self) -> Option<Way> {
        let (rows, columns) = (self.left.len(), self.columns);
        let mut to: Vec<i64> = (0..rows + columns)
            .map(|at| match self.left.get(at) {
                Some(1..) => -self.of_row[at],
                _ => NEVER,
            })
            .collect();
        let mut done = vec![false; rows + columns];
        let mut came_row = vec![None; rows];
        let mut came_column = vec![usize::MAX; columns];
        while let Some(at) =
            (0..to.len()).filter(|&at| !done[at] && to[at] < NEVER).min_by_key(|&at| to[at])
        {
            done[at] = true;
            if at < rows {
                for column in 0..columns {
                    let Some(cost) = self.costs[at * columns + column] else { continue };
                    let less = self.of_row[at] - self.of_column[column];
                    let then = to[at] + i64::from(cost) + less;
                    if then < to[rows + column] {
                        (to[rows + column], came_column[column]) = (then, at);
                    }
                }
            } else {
                let column = at - rows;
                for row in 0..rows {
                    let cell = row * columns + column;
                    let (1.., Some(cost)) = (self.flow[cell], self.costs[cell]) else { continue };
                    let less = self.of_column[column] - self.of_row[row];
                    let then = to[at] - i64::from(cost) + less;
                    if then < to[row] {
                        (to[row], came_row[row]) = (then, Some(column));
                    }
                }
            }
        }
        let most = to.iter().copied().filter(|&to| to < NEVER).max()?;
        for (row, of) in self.of_row.iter_mut().enumerate() {
            *of += to[row].min(most);
        }
        for (column, of) in self.of_column.iter_mut().enumerate() {
            *of += to[rows + column].min(most);
        }
        let free =
            (0..columns).filter(|&column| self.free[column] > 0 && to[rows + column] < NEVER);
        let end = free.min_by_key(|&column| (self.of_column[column], column))?;
        Some(Way { end, came_row, came_column })
    }

    /// Sends as much as fits along a way.
    fn send(&mut self, way: &Way) {
        let mut cells = Vec::new();
        let mut column = way.end;
        let start = loop {
            let row = way.came_column[column];
            let back = way.came_row[row];
            cells.push((row * self.columns + column, back.map(|back| row * self.columns + back)));
            match back {
                Some(back) => column = back,
                None => break row,
            }
        };
        let turned = cells.iter().filter_map(|(_, back)| back.map(|cell| self.flow[cell]));
        let most = self.left[start].min(self.free[way.end]);
        let amount = turned.fold(most, u64::min);
        for (cell, back) in cells {
            self.flow[cell] += amount;
            if let Some(back) = back {
                self.flow[back] -= amount;
            }
        }
        self.left[start] -= amount;
        self.free[way.end] -= amount;
    }
}
