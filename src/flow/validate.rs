//! Whether a problem can be one.
//!
//! Floor 0.

use super::Change;
use super::FlowProblem;
use super::InvalidProblem;
use super::Profile;

/// The most steps and the most people that can be counted.
const MOST_STEPS: u64 = 1 << 24;
const MOST_PERSONS: u64 = 4_000_000_000;

impl FlowProblem {
    /// Checks that everything referred to is there, and that sums cannot overflow.
    ///
    /// O(nodes + arcs + pieces).
    ///
    /// # Errors
    ///
    /// [`InvalidProblem`] with the first thing that is wrong.
    pub fn validate(&self) -> Result<(), InvalidProblem> {
        self.validate_parts()?;
        self.no_cycle_without_delay()
    }

    /// All of it but that no circle is without delay.
    pub(super) fn validate_parts(&self) -> Result<(), InvalidProblem> {
        let at_most = |what, most, found| {
            if found > most { Err(InvalidProblem::TooMany { what, most, found }) } else { Ok(()) }
        };
        at_most("nodes", u64::from(u32::MAX / 4), u64::from(self.nodes))?;
        at_most("arcs", u64::from(u32::MAX / 4), self.arcs.len() as u64)?;
        at_most("steps to the horizon", MOST_STEPS, u64::from(self.horizon))?;
        let persons = self.sources.iter().fold(0u64, |sum, s| sum.saturating_add(s.persons));
        at_most("persons", MOST_PERSONS, persons)?;
        for (number, arc) in self.arcs.iter().enumerate() {
            self.node("arc", number, arc.tail)?;
            self.node("arc", number, arc.head)?;
            at_most("steps of delay", MOST_STEPS, u64::from(arc.delay))?;
            let end = self.profiles.len();
            if arc.profile as usize >= end {
                let found = u64::from(arc.profile);
                let expected = "a profile";
                return Err(InvalidProblem::NotThere { what: "arc", number, expected, end, found });
            }
        }
        self.profiles_in_order()?;
        for (number, source) in self.sources.iter().enumerate() {
            self.node("source", number, source.node)?;
        }
        let mut taken = vec![false; self.nodes as usize];
        for (number, sink) in self.sinks.iter().enumerate() {
            self.node("sink", number, sink.node)?;
            if std::mem::replace(&mut taken[sink.node as usize], true) {
                return Err(InvalidProblem::TwoSinks { number, node: sink.node });
            }
        }
        for (number, &node) in self.waiting.iter().enumerate() {
            self.node("waiting node", number, node)?;
            if number > 0 && self.waiting[number - 1] >= node {
                return Err(InvalidProblem::WaitingOutOfOrder { number, node });
            }
        }
        Ok(())
    }

    /// Checks that a change refers to what is there.
    pub(super) fn validate_change(&self, change: &Change) -> Result<(), InvalidProblem> {
        let there = |expected, found: u32, end: usize, number| {
            if (found as usize) < end {
                return Ok(());
            }
            let (what, found) = ("change", u64::from(found));
            Err(InvalidProblem::NotThere { what, number, expected, end, found })
        };
        for (number, (arc, profile)) in change.arcs.iter().enumerate() {
            there("an arc", *arc, self.arcs.len(), number)?;
            in_order(number, profile)?;
        }
        for (number, &(sink, _)) in change.sinks.iter().enumerate() {
            there("a sink", sink, self.sinks.len(), number)?;
        }
        Ok(())
    }

    fn node(&self, what: &'static str, number: usize, node: u32) -> Result<(), InvalidProblem> {
        let (end, found) = (self.nodes as usize, u64::from(node));
        if node < self.nodes {
            return Ok(());
        }
        Err(InvalidProblem::NotThere { what, number, expected: "a node", end, found })
    }

    fn profiles_in_order(&self) -> Result<(), InvalidProblem> {
        let mut numbered = self.profiles.iter().enumerate();
        numbered.try_for_each(|(number, profile)| in_order(number, profile))
    }

    /// Takes away nodes that no arc without delay leads to, until none is left.
    fn no_cycle_without_delay(&self) -> Result<(), InvalidProblem> {
        let mut leading = vec![0u32; self.nodes as usize];
        let instant = || self.arcs.iter().filter(|arc| arc.delay == 0);
        instant().for_each(|arc| leading[arc.head as usize] += 1);
        let mut first = vec![0u32; self.nodes as usize + 1];
        instant().for_each(|arc| first[arc.tail as usize + 1] += 1);
        for node in 0..self.nodes as usize {
            first[node + 1] += first[node];
        }
        let mut heads = vec![0u32; first[self.nodes as usize] as usize];
        let mut next = first.clone();
        for arc in instant() {
            heads[next[arc.tail as usize] as usize] = arc.head;
            next[arc.tail as usize] += 1;
        }
        let mut free: Vec<u32> =
            (0..self.nodes).filter(|&node| leading[node as usize] == 0).collect();
        while let Some(node) = free.pop() {
            let node = node as usize;
            for &head in &heads[first[node] as usize..first[node + 1] as usize] {
                leading[head as usize] -= 1;
                if leading[head as usize] == 0 {
                    free.push(head);
                }
            }
        }
        let stuck = |arc: &super::FlowArc| arc.delay == 0 && leading[arc.tail as usize] > 0;
        match self.arcs.iter().position(stuck) {
            Some(arc) => Err(InvalidProblem::CycleWithoutDelay { arc }),
            None => Ok(()),
        }
    }
}

/// Whether a profile's pieces follow each other and have a length of steps.
fn in_order(number: usize, profile: &Profile) -> Result<(), InvalidProblem> {
    let Profile::Pieces(pieces) = profile else { return Ok(()) };
    let mut end = 0;
    for (piece, &at) in pieces.iter().enumerate() {
        if at.from < end || at.until <= at.from || at.per == 0 {
            return Err(InvalidProblem::BadProfile { number, piece });
        }
        end = at.until;
    }
    Ok(())
}
