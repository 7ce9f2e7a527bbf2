//! What is known of hidden counts from those that are published.

use super::simplex::{NoTableau, Tableau};
use std::collections::BTreeMap;

/// A sum of cells, by their numbers, in order and each once.
pub(super) type Cells = Vec<usize>;

/// Sums of counts that somebody has been told, over cells of 0 or more persons.
#[derive(Clone, Debug, Default)]
pub(super) struct System {
    /// Sums that are known.
    pub(super) told: Vec<(Cells, u64)>,
    /// Sums that are known to be hidden, and so, since no zero ever is, to be 1 or more.
    pub(super) hidden: Vec<Cells>,
}

/// A sum of which it is asked what others can know.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) cells: Cells,
    /// What it truly is, which is one of the numbers that it can be, if who asks knows.
    pub(super) persons: Option<u64>,
    /// How wide a spread is wide enough.
    pub(super) enough: u64,
}

/// How much whole numbers can differ and still keep all that is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spread {
    /// The least and the greatest that were seen in whole numbers that keep it all.
    pub(super) seen: (u64, u64),
    /// Whether all that can be seen was seen, or as much as was asked for.
    pub(super) certain: bool,
}

impl Spread {
    pub(super) const fn width(self) -> u64 {
        self.seen.1 - self.seen.0
    }
}

/// What is told cannot all be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Contradiction;

impl System {
    /// How far apart whole numbers that keep all that is told can set each of the
    /// sums `of`, up to `enough` each. Work on a sum ends once it is that wide.
    ///
    /// Exact: a spread is witnessed by two sets of whole numbers. Each component
    /// takes a simplex walk or two for each sum that no earlier walk has shown to
    /// be wide enough. A sum of known cells is what it is.
    pub(super) fn spreads(&self, of: &[Asked]) -> Result<Vec<Spread>, Contradiction> {
        let mut cells = Known::of(self)?;
        cells.settle()?;
        let nobody = |sum: &Cells| sum.iter().all(|cell| cells.fixed.get(cell) == Some(&0));
        if self.hidden.iter().any(nobody) {
            return Err(Contradiction);
        }
        let classes = cells.classes(&self.hidden, of);
        let mut spreads = vec![None; of.len()];
        for component in classes.components() {
            classes.solve(&component, &mut spreads)?;
        }
        // What has no unknown cell is known.
        let known = |position: usize| {
            let sum = classes.fixed[position];
            Spread { seen: (sum, sum), certain: true }
        };
        Ok(spreads
            .iter()
            .enumerate()
            .map(|(at, found)| found.unwrap_or_else(|| known(at)))
            .collect())
    }
}

/// Sums with the cells that follow from them at once taken out.
struct Known {
    fixed: BTreeMap<usize, u64>,
    told: Vec<(Cells, u64)>,
}

impl Known {
    fn of(system: &System) -> Result<Self, Contradiction> {
        let mut told = system.told.clone();
        told.sort();
        told.dedup();
        if told.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            return Err(Contradiction);
        }
        Ok(Self { fixed: BTreeMap::new(), told })
    }

    /// Takes out cells that alone make up a sum, and all cells of a sum of 0,
    /// until nothing more follows.
    fn settle(&mut self) -> Result<(), Contradiction> {
        loop {
            let before = self.fixed.len();
            for (cells, sum) in &mut self.told {
                let mut wrong = false;
                cells.retain(|cell| match self.fixed.get(cell) {
                    Some(persons) => {
                        let left = sum.checked_sub(*persons);
                        wrong |= left.is_none();
                        *sum = left.unwrap_or(0);
                        false
                    }
                    None => true,
                });
                if wrong || (cells.is_empty() && *sum > 0) {
                    return Err(Contradiction);
                }
                if *sum == 0 || cells.len() == 1 {
                    self.fixed.extend(cells.drain(..).map(|cell| (cell, *sum)));
                }
            }
            self.told.retain(|(cells, _)| !cells.is_empty());
            if self.fixed.len() == before {
                return Ok(());
            }
        }
    }

    /// Cells that all sums treat alike as one.
    fn classes(self, hidden: &[Cells], of: &[Asked]) -> Classes {
        let split = |cells: &Cells| {
            let fixed: u64 = cells.iter().filter_map(|cell| self.fixed.get(cell)).sum();
            let open: Cells =
                cells.iter().copied().filter(|cell| !self.fixed.contains_key(cell)).collect();
            (open, fixed)
        };
        let hidden: Vec<(Cells, u64)> = hidden.iter().map(split).collect();
        let targets: Vec<(Cells, u64)> = of.iter().map(|one| split(&one.cells)).collect();
        let mut signatures: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let told = self.told.iter().map(|(cells, _)| cells);
        let all = told.chain(hidden.iter().map(|(cells, _)| cells));
        for (row, cells) in all.chain(targets.iter().map(|(cells, _)| cells)).enumerate() {
            for cell in cells {
                signatures.entry(*cell).or_default().push(row);
            }
        }
        let mut numbers: BTreeMap<&Vec<usize>, usize> = BTreeMap::new();
        let mut class_of = BTreeMap::new();
        for (cell, signature) in &signatures {
            let next = numbers.len();
            class_of.insert(*cell, *numbers.entry(signature).or_insert(next));
        }
        let count = numbers.len();
        let named = |cells: &Cells| -> Cells {
            let mut named: Cells =
                cells.iter().filter_map(|cell| class_of.get(cell)).copied().collect();
            named.sort_unstable();
            named.dedup();
            named
        };
        Classes {
            count,
            told: self.told.iter().map(|(cells, sum)| (named(cells), *sum)).collect(),
            // A hidden sum with a part known to be 1 or more tells nothing more.
            hidden: hidden
                .iter()
                .filter(|(cells, fixed)| *fixed == 0 && !cells.is_empty())
                .map(|(cells, _)| named(cells))
                .collect(),
            targets: targets.iter().map(|(cells, _)| named(cells)).collect(),
            fixed: targets.iter().map(|(_, fixed)| *fixed).collect(),
            truth: of.iter().map(|one| one.persons).collect(),
            enough: of.iter().map(|one| one.enough).collect(),
        }
    }
}

/// Sums over classes of cells.
struct Classes {
    count: usize,
    told: Vec<(Cells, u64)>,
    hidden: Vec<Cells>,
    targets: Vec<Cells>,
    fixed: Vec<u64>,
    truth: Vec<Option<u64>>,
    enough: Vec<u64>,
}

/// Rows of [`Classes`] that have to do with each other.
#[derive(Default)]
struct Component {
    classes: Vec<usize>,
    told: Vec<usize>,
    hidden: Vec<usize>,
    targets: Vec<usize>,
}

impl Classes {
    fn components(&self) -> Vec<Component> {
        let mut parent: Vec<usize> = (0..self.count).collect();
        let rows =
            || self.told.iter().map(|(cells, _)| cells).chain(&self.hidden).chain(&self.targets);
        for cells in rows() {
            for pair in cells.windows(2) {
                let (a, b) = (root(&mut parent, pair[0]), root(&mut parent, pair[1]));
                parent[a.max(b)] = a.min(b);
            }
        }
        let mut found: BTreeMap<usize, Component> = BTreeMap::new();
        for class in 0..self.count {
            found.entry(root(&mut parent, class)).or_default().classes.push(class);
        }
        let mut put = |cells: &Cells, into: fn(&mut Component) -> &mut Vec<usize>, row: usize| {
            let Some(first) = cells.first() else { return };
            if let Some(component) = found.get_mut(&root(&mut parent, *first)) {
                into(component).push(row);
            }
        };
        for (row, (cells, _)) in self.told.iter().enumerate() {
            put(cells, |component| &mut component.told, row);
        }
        for (row, cells) in self.hidden.iter().enumerate() {
            put(cells, |component| &mut component.hidden, row);
        }
        for (row, cells) in self.targets.iter().enumerate() {
            put(cells, |component| &mut component.targets, row);
        }
        found.into_values().collect()
    }

    fn solve(
        &self,
        component: &Component,
        spreads: &mut [Option<Spread>],
    ) -> Result<(), Contradiction> {
        if component.targets.is_empty() {
            return Ok(());
        }
        let place: BTreeMap<usize, usize> =
            component.classes.iter().enumerate().map(|(place, class)| (*class, place)).collect();
        let local = |cells: &Cells| -> Cells {
            cells.iter().filter_map(|class| place.get(class)).copied().collect()
        };
        let count = component.classes.len();
        // A class that is hidden by itself is 1 or more: what is sought is the rest.
        let (mut lower, mut several) = (vec![0_u64; count], Vec::new());
        for row in &component.hidden {
            match local(&self.hidden[*row]).as_slice() {
                [class] => lower[*class] = 1,
                cells => several.push(cells.to_vec()),
            }
        }
        let above = |cells: &Cells| -> u64 { cells.iter().map(|class| lower[*class]).sum() };
        let ones = |cells: Cells| cells.into_iter().map(|class| (class, 1)).collect::<Vec<_>>();
        let mut equations = Vec::new();
        let mut bounded = vec![false; count];
        for row in &component.told {
            let (cells, sum) = &self.told[*row];
            let cells = local(cells);
            let rest = sum.checked_sub(above(&cells)).and_then(|rest| i64::try_from(rest).ok());
            for class in &cells {
                bounded[*class] = true;
            }
            equations.push((ones(cells), rest.ok_or(Contradiction)?));
        }
        let mut variables = count;
        let mut helper = |mut row: Vec<(usize, i64)>, sign: i64| {
            row.push((variables, sign));
            variables += 1;
            row
        };
        for cells in several.into_iter().filter(|cells| above(cells) == 0) {
            equations.push((helper(ones(cells), -1), 1));
        }
        // What no sum bounds can be anything: so much that it is always wide enough.
        let most = component.targets.iter().map(|target| self.enough[*target]).max().unwrap_or(1);
        let bound = self.told.iter().map(|(_, sum)| *sum).max().unwrap_or(0).saturating_add(most);
        let bound = i64::try_from(bound).unwrap_or(i64::MAX / 4).saturating_add(1);
        for class in (0..count).filter(|class| !bounded[*class]) {
            equations.push((helper(vec![(class, 1)], 1), bound));
        }
        let mut search = match Tableau::solve(variables, &equations) {
            Ok(tableau) => Search { tableau, seen: Vec::new() },
            Err(NoTableau::Infeasible) => return Err(Contradiction),
            // Nothing is known, so nothing is held to be wide.
            Err(NoTableau::TooLarge) => {
                for target in &component.targets {
                    let seen = self.truth[*target].unwrap_or(0);
                    spreads[*target] = Some(Spread { seen: (seen, seen), certain: false });
                }
                return Ok(());
            }
        };
        let targets: Vec<Cells> =
            component.targets.iter().map(|target| local(&self.targets[*target])).collect();
        let aside =
            |position: usize| self.fixed[component.targets[position]] + above(&targets[position]);
        for (position, target) in component.targets.iter().enumerate() {
            let rest = |truth: u64| truth.checked_sub(aside(position)).ok_or(Contradiction);
            let rest = self.truth[*target].map(rest).transpose()?;
            search.seen.push(rest.map(|rest| (rest, rest)));
        }
        search.look(&targets);
        for (position, target) in component.targets.iter().enumerate() {
            let certain = search.widen(&targets, position, self.enough[*target], variables);
            let ((low, high), aside) = (search.seen[position].unwrap_or((0, 0)), aside(position));
            spreads[*target] = Some(Spread { seen: (low + aside, high + aside), certain });
        }
        Ok(())
    }
}

/// One component while its sums are moved up and down.
struct Search {
    tableau: Tableau,
    /// The least and the greatest that each sum was, if it was seen at all.
    seen: Vec<Option<(u64, u64)>>,
}

impl Search {
    /// Takes down what every sum is at this solution, if it is whole.
    fn look(&mut self, targets: &[Cells]) {
        let Some(solution) = self.tableau.whole_solution() else { return };
        for (seen, cells) in self.seen.iter_mut().zip(targets) {
            let sum: i128 = cells.iter().filter_map(|class| solution.get(*class)).sum();
            let Ok(sum) = u64::try_from(sum) else { continue };
            let (low, high) = seen.unwrap_or((sum, sum));
            *seen = Some((low.min(sum), high.max(sum)));
        }
    }

    fn width(&self, position: usize) -> u64 {
        self.seen[position].map_or(0, |(low, high)| high - low)
    }

    /// Moves one sum up and then down until it has been seen wide enough, or as
    /// wide as it can be. Whether either is sure.
    fn widen(&mut self, targets: &[Cells], position: usize, enough: u64, variables: usize) -> bool {
        let mut ends = [0_i128; 2];
        for (end, sign) in [1_i128, -1].into_iter().enumerate() {
            if self.width(position) >= enough {
                return true;
            }
            let mut costs = vec![0_i128; variables];
            targets[position].iter().for_each(|class| costs[*class] = sign);
            let seen = self.seen[position];
            let far = |tableau: &Tableau| {
                let (Some((low, high)), Some(solution)) = (seen, tableau.whole_solution()) else {
                    return false;
                };
                let sum: i128 =
                    targets[position].iter().filter_map(|class| solution.get(*class)).sum();
                (sum - i128::from(low)).max(i128::from(high) - sum) >= i128::from(enough)
            };
            if self.tableau.maximise(&costs, far).is_err() {
                return false;
            }
            self.look(targets);
            match self.tableau.value_rounded_up(&costs) {
                Ok(value) => ends[end] = value,
                Err(_) => return false,
            }
        }
        // Sure if whole numbers were seen at both ends.
        let Some((low, high)) = self.seen[position] else { return false };
        self.width(position) >= enough
            || (i128::from(high) >= ends[0] && i128::from(low) <= -ends[1])
    }
}

fn root(parent: &mut [usize], mut of: usize) -> usize {
    while parent[of] != of {
        parent[of] = parent[parent[of]];
        of = parent[of];
    }
    of
}
