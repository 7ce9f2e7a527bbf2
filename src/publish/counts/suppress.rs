//! Which counts are published.

use super::log::{HiddenCount, LoggedCount, LoggedRelease, ReleaseLog};
use super::system::{Asked, Cells, System};
use super::table::{CountTable, Number};
use std::collections::{BTreeMap, BTreeSet};

/// Hides small counts, and as many others as it takes that nobody can work the
/// hidden ones out.
///
/// - *Primary*: a count from 1 to one less than `least_count` is hidden. A count
///   of 0 is published: nobody is in it.
/// - *Complementary*: a published count that would give a hidden one away is
///   hidden too, the smallest that serves first; in the end each that turned out
///   not to be needed is published again.
/// - *Audited exactly*: for each hidden count, of this release and of all those in
///   the log, two sets of whole numbers are shown that keep every published count
///   of all of them and differ in it by at least `least_width` (for a complementary
///   one, differ at all). The reader is thought to know these rules, and so that
///   a hidden count is 1 or more.
///
/// Source: Fischetti and Salazar-González (2001), Solving the cell suppression
/// problem on tabular data with linear constraints, Management Science 47 (7),
/// for the problem; the choice is greedy, its result not always the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suppression {
    least_count: u64,
    least_width: u64,
}

/// What may be published of a [`CountTable`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SuppressedCounts {
    /// Every number of the table in the order of their names; `None` if hidden.
    pub persons: BTreeMap<String, Option<u64>>,
    /// Names of counts hidden because they are small.
    pub primary: BTreeSet<String>,
    /// Names of counts hidden because they would give others away.
    pub complementary: BTreeSet<String>,
    /// Names of small counts that earlier releases give away, whatever is hidden now.
    pub known_before: BTreeSet<String>,
    /// What to add to the log once this is published.
    pub logged: LoggedRelease,
}

/// An earlier release and this one cannot both be true of the same cells.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected counts that agree with those of earlier releases, found some that do not: \
     cells that are counted anew need new names"
)]
#[non_exhaustive]
pub struct ContradictsLog;

impl Suppression {
    /// Hides counts from 1 to one less than `least_count`, each so that it could
    /// be anything of `least_count / 2` numbers or more.
    pub const fn below(least_count: u64) -> Self {
        Self { least_count, least_width: least_count.div_ceil(2) }
    }

    /// Sets how far apart the least and the greatest must be that a small count
    /// could be; at least 1.
    #[must_use]
    pub const fn least_width(mut self, width: u64) -> Self {
        self.least_width = if width == 0 { 1 } else { width };
        self
    }

    /// Decides what may be published, after all that `log` says was published.
    ///
    /// Each count that is hidden takes an audit of all hidden ones; an audit is
    /// cubic in the counts that have to do with each other at worst.
    ///
    /// # Errors
    ///
    /// [`ContradictsLog`] if the log says otherwise of the same cells.
    pub fn apply(
        self,
        table: &CountTable,
        log: &ReleaseLog,
        name: &str,
    ) -> Result<SuppressedCounts, ContradictsLog> {
        let mut work = Work::new(self, table, log);
        work.give_up_known()?;
        work.audit()?;
        while let Some(open) = work.first_open() {
            match work.helper_for(open) {
                Some(helper) => work.hide(helper),
                // All is hidden: it would be known from before, which was asked first.
                None => work.given_up[open] = true,
            }
            work.audit()?;
        }
        work.publish_again()?;
        Ok(work.finish(table, name))
    }
}

struct Work {
    rule: Suppression,
    /// How many numbers the table has: those that earlier releases hid come after.
    count: usize,
    cells: Vec<Cells>,
    /// `None` of earlier releases: no log holds it.
    persons: Vec<Option<u64>>,
    hidden: Vec<bool>,
    primary: Vec<bool>,
    given_up: Vec<bool>,
    /// Whether each hidden count is wide enough, as last audited.
    covered: Vec<bool>,
    /// For each number the others that share a cell with it.
    near: Vec<Vec<usize>>,
    before: System,
}

impl Work {
    fn new(rule: Suppression, table: &CountTable, log: &ReleaseLog) -> Self {
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        let mut number = |cells: &BTreeSet<String>| -> Cells {
            let mut found: Cells = Vec::with_capacity(cells.len());
            for cell in cells {
                let next = names.len();
                found.push(*names.entry(cell.clone()).or_insert(next));
            }
            found.sort_unstable();
            found
        };
        let mut cells: Vec<Cells> =
            table.numbers().values().map(|one| number(&one.cells)).collect();
        let mut before = System::default();
        for release in log.releases() {
            for count in &release.told {
                before.told.push((number(&count.cells), count.persons));
            }
            for one in &release.hidden {
                before.hidden.push(number(&one.cells));
            }
        }
        let mut persons: Vec<Option<u64>> =
            table.numbers().values().map(|one| Some(one.persons)).collect();
        let small = |one: &Number| (1..rule.least_count).contains(&one.persons);
        let mut primary: Vec<bool> = table.numbers().values().map(small).collect();
        let count = cells.len();
        let mut hidden = primary.clone();
        let mut earlier: BTreeMap<Cells, bool> = BTreeMap::new();
        for one in log.releases().iter().flat_map(|release| &release.hidden) {
            *earlier.entry(number(&one.cells)).or_default() |= one.small;
        }
        for (sum, small) in earlier {
            cells.push(sum);
            persons.push(None);
            primary.push(small);
            hidden.push(true);
        }
        let mut holders: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (number, cells) in cells.iter().enumerate() {
            for cell in cells {
                holders.entry(*cell).or_default().push(number);
            }
        }
        let all = cells.len();
        let near = (0..all)
            .map(|number| {
                let others = cells[number].iter().filter_map(|cell| holders.get(cell)).flatten();
                let others: BTreeSet<usize> =
                    others.copied().filter(|other| *other != number).collect();
                others.into_iter().collect()
            })
            .collect();
        Self {
            rule,
            count,
            cells,
            persons,
            hidden,
            primary,
            given_up: vec![false; all],
            covered: vec![true; all],
            near,
            before,
        }
    }

    /// Gives up what would be known though nothing at all were published now.
    fn give_up_known(&mut self) -> Result<(), ContradictsLog> {
        let hidden = self.hidden.clone();
        for number in 0..self.count {
            self.hidden[number] = self.persons[number] != Some(0);
        }
        self.audit()?;
        for (number, hidden) in hidden.iter().enumerate() {
            self.given_up[number] = *hidden && !self.covered[number];
        }
        self.hidden = hidden;
        Ok(())
    }

    fn hide(&mut self, number: usize) {
        // Numbers of the same cells are one number.
        for other in 0..self.count {
            if self.cells[other] == self.cells[number] {
                self.hidden[other] = true;
            }
        }
    }

    /// Everything that would be known.
    fn system(&self) -> System {
        let mut system = self.before.clone();
        for (number, cells) in self.cells.iter().enumerate().take(self.count) {
            match self.persons[number] {
                Some(persons) if !self.hidden[number] => {
                    system.told.push((cells.clone(), persons));
                }
                _ => system.hidden.push(cells.clone()),
            }
        }
        system
    }

    fn audit(&mut self) -> Result<(), ContradictsLog> {
        let asked: Vec<usize> =
            (0..self.cells.len()).filter(|n| self.hidden[*n] && !self.given_up[*n]).collect();
        let wanted = |number: &usize| Asked {
            cells: self.cells[*number].clone(),
            persons: self.persons[*number],
            enough: if self.primary[*number] { self.rule.least_width } else { 1 },
        };
        let of: Vec<Asked> = asked.iter().map(wanted).collect();
        let spreads = self.system().spreads(&of).map_err(|_| ContradictsLog)?;
        for ((number, one), spread) in asked.iter().zip(&of).zip(spreads) {
            self.covered[*number] = spread.width() >= one.enough;
        }
        Ok(())
    }

    /// The smallest hidden count that is not covered.
    fn first_open(&self) -> Option<usize> {
        (0..self.cells.len())
            .filter(|n| self.hidden[*n] && !self.given_up[*n] && !self.covered[*n])
            .min_by_key(|number| (self.persons[*number], *number))
    }

    /// The published count that it takes least to hide so that `open` is less
    /// plain: one that shares a published sum with it, or, where only earlier
    /// releases link them, any. Sums that are left with one hidden count by it cost
    /// most.
    fn helper_for(&self, open: usize) -> Option<usize> {
        let mut found = BTreeSet::new();
        let sums: BTreeSet<usize> = self.around(open).filter(|one| !self.hidden[*one]).collect();
        for sum in &sums {
            found.insert(*sum);
            found.extend(
                self.around(*sum).filter(|one| self.cells[*one].len() < self.cells[*sum].len()),
            );
        }
        let serves = |one: &usize| !self.hidden[*one] && self.persons[*one] > Some(0);
        if !found.iter().any(serves) {
            found.extend(0..self.count);
        }
        found.into_iter().filter(serves).min_by_key(|one| {
            let lone = self
                .around(*one)
                .filter(|sum| !self.hidden[*sum] && self.cells[*sum].len() > self.cells[*one].len())
                .filter(|sum| !self.around(*sum).any(|other| self.hidden[other]))
                .count();
            let narrow = self.persons[*one] < Some(self.rule.least_width);
            let larger = self.cells[*one].len() > self.cells[open].len();
            (larger, lone, narrow, self.cells[*one].len(), self.persons[*one], *one)
        })
    }

    /// Other numbers that share a cell with one.
    fn around(&self, number: usize) -> impl Iterator<Item = usize> + '_ {
        self.near[number].iter().copied()
    }

    /// Publishes what was hidden for others and is not needed, the greatest first.
    fn publish_again(&mut self) -> Result<(), ContradictsLog> {
        let mut tried: Vec<usize> =
            (0..self.count).filter(|n| self.hidden[*n] && !self.primary[*n]).collect();
        tried.sort_by_key(|number| (std::cmp::Reverse(self.persons[*number]), *number));
        for number in tried {
            let same = |other: &usize| self.cells[*other] == self.cells[number];
            let ones: Vec<usize> = (0..self.count).filter(same).collect();
            if ones.iter().any(|one| self.primary[*one]) {
                continue;
            }
            for one in &ones {
                self.hidden[*one] = false;
            }
            self.audit()?;
            if self.first_open().is_some() {
                for one in &ones {
                    self.hidden[*one] = true;
                }
            }
        }
        self.audit()
    }

    fn finish(self, table: &CountTable, name: &str) -> SuppressedCounts {
        let mut counts = SuppressedCounts {
            persons: BTreeMap::new(),
            primary: BTreeSet::new(),
            complementary: BTreeSet::new(),
            known_before: BTreeSet::new(),
            logged: LoggedRelease { name: name.to_owned(), ..LoggedRelease::default() },
        };
        for (number, (key, one)) in table.numbers().iter().enumerate() {
            let shown = (!self.hidden[number]).then_some(one.persons);
            counts.persons.insert(key.clone(), shown);
            if shown.is_some() {
                let logged = LoggedCount { cells: one.cells.clone(), persons: one.persons };
                counts.logged.told.push(logged);
                continue;
            }
            let small = self.primary[number];
            counts.logged.hidden.push(HiddenCount { cells: one.cells.clone(), small });
            let list =
                if self.primary[number] { &mut counts.primary } else { &mut counts.complementary };
            list.insert(key.clone());
            if self.given_up[number] && self.primary[number] {
                counts.known_before.insert(key.clone());
            }
        }
        counts
    }
}
