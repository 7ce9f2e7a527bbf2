//! Linear programs in whole numbers, without rounding.
//!
//! The tableau is kept as whole numbers over one common denominator (Edmonds
//! 1967, "integer pivoting"): each entry is a subdeterminant of the problem, so
//! that every division comes out even. Numbers that no longer fit 128 bits stop
//! the work; whoever asked then knows nothing, and treats it so.

/// Variables that are 0 or more under equations, at a basic solution.
#[derive(Clone, Debug)]
pub(super) struct Tableau {
    /// Equations; the last column is the right-hand side.
    rows: Vec<Vec<i128>>,
    /// The common denominator of all entries, above 0.
    denominator: i128,
    /// Which variable each row gives.
    basis: Vec<usize>,
    variables: usize,
}

/// Why there is no tableau.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoTableau {
    /// No numbers of 0 or more keep all the equations.
    Infeasible,
    /// A number did not fit 128 bits.
    TooLarge,
}

impl Tableau {
    /// Equations `coefficients · x = right`, `x ≥ 0`, `right ≥ 0`, brought to a
    /// solution.
    pub(super) fn solve(
        variables: usize,
        equations: &[(Vec<(usize, i64)>, i64)],
    ) -> Result<Self, NoTableau> {
        let artificial = equations.len();
        let width = variables + artificial + 1;
        let mut rows = Vec::with_capacity(equations.len());
        for (number, (coefficients, right)) in equations.iter().enumerate() {
            let sign = if *right < 0 { -1 } else { 1 };
            let mut row = vec![0_i128; width];
            for (variable, coefficient) in coefficients {
                row[*variable] += i128::from(sign * coefficient);
            }
            row[variables + number] = 1;
            row[width - 1] = i128::from(*right).abs();
            rows.push(row);
        }
        let basis = (variables..variables + artificial).collect();
        let mut tableau = Self { rows, denominator: 1, basis, variables: width - 1 };
        // Minimise the sum of what is not there.
        let mut costs = vec![0_i128; width];
        costs[variables..variables + artificial].fill(-1);
        tableau.maximise(&costs[..width - 1], |_| false)?;
        let left = tableau.basis.iter().zip(&tableau.rows);
        if left.clone().any(|(variable, row)| *variable >= variables && row[width - 1] != 0) {
            return Err(NoTableau::Infeasible);
        }
        tableau.drop_artificial(variables)?;
        Ok(tableau)
    }

    /// Takes the helping variables out of the basis, and rows that say nothing out altogether.
    fn drop_artificial(&mut self, variables: usize) -> Result<(), NoTableau> {
        let mut row = 0;
        while row < self.rows.len() {
            if self.basis[row] < variables {
                row += 1;
            } else if let Some(column) = (0..variables).find(|column| self.rows[row][*column] != 0)
            {
                if self.rows[row][column] < 0 {
                    // Its right-hand side is 0, so that both signs say the same.
                    self.rows[row].iter_mut().for_each(|entry| *entry = -*entry);
                }
                self.pivot(row, column)?;
                row += 1;
            } else {
                self.rows.swap_remove(row);
                self.basis.swap_remove(row);
            }
        }
        for row in &mut self.rows {
            let right = row[self.variables];
            row.truncate(variables);
            row.push(right);
        }
        self.variables = variables;
        Ok(())
    }

    /// Walks to where `costs · x` is greatest, or until `enough` says so after a
    /// step. By the steepest gain; after a step that gained nothing by Bland's
    /// rule until one does, so that it never circles.
    ///
    /// Whether it came to the end; not if nothing bounds it.
    pub(super) fn maximise(
        &mut self,
        costs: &[i128],
        mut enough: impl FnMut(&Self) -> bool,
    ) -> Result<bool, NoTableau> {
        let mut stuck = false;
        loop {
            let Some(column) = self.entering(costs, stuck)? else { return Ok(true) };
            let Some(row) = self.leaving(column)? else { return Ok(false) };
            stuck = self.rows[row][self.variables] == 0;
            self.pivot(row, column)?;
            if enough(self) {
                return Ok(true);
            }
        }
    }

    /// The variable that raises the sum most, or the first that does.
    fn entering(&self, costs: &[i128], first: bool) -> Result<Option<usize>, NoTableau> {
        let priced: Vec<(i128, &Vec<i128>)> = self
            .basis
            .iter()
            .zip(&self.rows)
            .filter(|(variable, _)| costs[**variable] != 0)
            .map(|(variable, row)| (costs[*variable], row))
            .collect();
        let mut best: Option<(i128, usize)> = None;
        for (column, cost) in costs.iter().enumerate() {
            let mut gain = cost.checked_mul(self.denominator).ok_or(NoTableau::TooLarge)?;
            for (price, row) in &priced {
                let part = price.checked_mul(row[column]).ok_or(NoTableau::TooLarge)?;
                gain = gain.checked_sub(part).ok_or(NoTableau::TooLarge)?;
            }
            if gain > best.map_or(0, |(most, _)| most) {
                best = Some((gain, column));
                if first {
                    break;
                }
            }
        }
        Ok(best.map(|(_, column)| column))
    }

    /// The row that first comes to 0 as a variable grows; of several the one
    /// whose variable comes first.
    fn leaving(&self, column: usize) -> Result<Option<usize>, NoTableau> {
        let mut best: Option<usize> = None;
        for (row, entries) in self.rows.iter().enumerate() {
            if entries[column] <= 0 {
                continue;
            }
            let Some(other) = best else {
                best = Some(row);
                continue;
            };
            let here = product(entries[self.variables], self.rows[other][column])?;
            let there = product(self.rows[other][self.variables], entries[column])?;
            if here < there || (here == there && self.basis[row] < self.basis[other]) {
                best = Some(row);
            }
        }
        Ok(best)
    }

    fn pivot(&mut self, row: usize, column: usize) -> Result<(), NoTableau> {
        let pivot = self.rows[row][column];
        let chosen = std::mem::take(&mut self.rows[row]);
        for (number, entries) in self.rows.iter_mut().enumerate() {
            if number == row {
                continue;
            }
            let factor = entries[column];
            if factor == 0 && pivot == self.denominator {
                continue;
            }
            for (entry, above) in entries.iter_mut().zip(&chosen) {
                if *entry == 0 && (factor == 0 || *above == 0) {
                    continue;
                }
                let grown = product(*entry, pivot)?;
                let less =
                    grown.checked_sub(product(factor, *above)?).ok_or(NoTableau::TooLarge)?;
                *entry = if self.denominator == 1 { less } else { less / self.denominator };
            }
        }
        self.rows[row] = chosen;
        self.basis[row] = column;
        self.denominator = pivot;
        Ok(())
    }

    /// The solution here, if it is all whole numbers.
    pub(super) fn whole_solution(&self) -> Option<Vec<i128>> {
        let mut solution = vec![0; self.variables];
        for (variable, row) in self.basis.iter().zip(&self.rows) {
            let right = row[self.variables];
            if right % self.denominator != 0 {
                return None;
            }
            solution[*variable] = right / self.denominator;
        }
        Some(solution)
    }

    /// `costs · x` here, rounded up.
    pub(super) fn value_rounded_up(&self, costs: &[i128]) -> Result<i128, NoTableau> {
        let mut sum = 0_i128;
        for (variable, row) in self.basis.iter().zip(&self.rows) {
            let part = product(costs[*variable], row[self.variables])?;
            sum = sum.checked_add(part).ok_or(NoTableau::TooLarge)?;
        }
        Ok(sum.div_euclid(self.denominator) + i128::from(sum.rem_euclid(self.denominator) != 0))
    }
}

fn product(a: i128, b: i128) -> Result<i128, NoTableau> {
    if let (Ok(a), Ok(b)) = (i64::try_from(a), i64::try_from(b)) {
        return Ok(i128::from(a) * i128::from(b));
    }
    a.checked_mul(b).ok_or(NoTableau::TooLarge)
}
