//! Networks and trips of the TNTP format (Transportation Networks for Research).
//!
//! `<KEY> value` lines, then links as `tail head capacity length time …;` with
//! vehicles an hour and minutes, and trips as blocks `Origin o` of `d : trips;`.
//! Nodes are numbered from 1. Nodes before the first through node are zones that
//! no way leads through.

use super::City;
use crate::random::Random;
use safepassage::flow::FlowProblem;
use safepassage::flow::Step;
use std::collections::BTreeMap;

/// A text that is not of the format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadTntp {
    /// A line of other words than it should have.
    #[error("line {line}: expected {expected}, found {found:?}")]
    Line {
        /// Which line, from 1.
        line: usize,
        /// What should stand there.
        expected: &'static str,
        /// What does.
        found: String,
    },
    /// Other links than the heading says.
    #[error("expected {expected} links, found {found}")]
    Links {
        /// How many the heading says.
        expected: usize,
        /// How many there are.
        found: usize,
    },
}

/// A network with its zones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// How many of the nodes are zones.
    pub zones: usize,
    /// How many nodes there are.
    pub nodes: usize,
    /// Nodes below this one, counted from 0, are ends of ways alone.
    pub first_through: usize,
    /// The links; a vehicle counts as a person.
    pub city: City,
}

impl Links {
    /// Reads the links of a network.
    ///
    /// # Errors
    ///
    /// [`BadTntp`] with the line and what it should be.
    pub fn read(text: &str) -> Result<Self, BadTntp> {
        const LINK: &str = "a link: tail, head, capacity, length, minutes";
        let (mut links, mut told) = (Self::default(), 0);
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            let wrong = |expected| BadTntp::Line { line: at + 1, expected, found: line.to_owned() };
            if let Some((key, value)) = line.strip_prefix('<').and_then(|line| line.split_once('>'))
            {
                let number = || value.trim().parse::<usize>().map_err(|_| wrong("a number"));
                match key {
                    "NUMBER OF ZONES" => links.zones = number()?,
                    "NUMBER OF NODES" => links.nodes = number()?,
                    "FIRST THRU NODE" => links.first_through = number()?.saturating_sub(1),
                    "NUMBER OF LINKS" => told = number()?,
                    _ => {}
                }
                continue;
            }
            if line.is_empty() || line.starts_with('~') {
                continue;
            }
            let words: Vec<f64> = line
                .split_ascii_whitespace()
                .take(5)
                .map_while(|word| word.parse().ok())
                .filter(|number: &f64| number.is_finite() && *number >= 0.0)
                .collect();
            let [tail, head, capacity, _, minutes] = words[..] else { return Err(wrong(LINK)) };
            let known = |node: f64| node >= 1.0 && node <= links.nodes as f64;
            if !known(tail) || !known(head) {
                return Err(wrong("nodes within the number of the heading"));
            }
            let (tail, head) = (tail as u32 - 1, head as u32 - 1);
            links.city.arc((tail, head), (minutes * 60_000.0).round() as u32, capacity as u32);
        }
        // A way that ends in a zone ends at a node that nothing leaves.
        links.city.nodes = links.nodes + links.first_through;
        for head in &mut links.city.heads {
            if (*head as usize) < links.first_through {
                *head += links.nodes as u32;
            }
        }
        let found = links.city.tails.len();
        if found == told { Ok(links) } else { Err(BadTntp::Links { expected: told, found }) }
    }

    /// How many trips begin in each zone.
    ///
    /// # Errors
    ///
    /// [`BadTntp`] with the line and what it should be.
    pub fn trips(&self, text: &str) -> Result<BTreeMap<u32, f64>, BadTntp> {
        let (mut trips, mut origin) = (BTreeMap::new(), None);
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            let wrong = |expected| BadTntp::Line { line: at + 1, expected, found: line.to_owned() };
            if line.is_empty() || line.starts_with(['<', '~']) {
                continue;
            }
            if let Some(zone) = line.strip_prefix("Origin") {
                let zone = zone.trim().parse::<u32>().ok();
                let zone = zone.filter(|&zone| zone >= 1 && zone as usize <= self.zones);
                origin = Some(zone.ok_or_else(|| wrong("a zone"))? - 1);
                continue;
            }
            let Some(origin) = origin else { return Err(wrong("an origin")) };
            for pair in line.split(';').map(str::trim).filter(|pair| !pair.is_empty()) {
                let number = pair.split_once(':').and_then(|pair| pair.1.trim().parse().ok());
                let number: f64 = number.ok_or_else(|| wrong("a zone and its trips"))?;
                *trips.entry(origin).or_default() += number;
            }
        }
        Ok(trips)
    }

    /// Everybody whose trip begins in a zone leaves it for one of some seeded
    /// zones, which are the shelters, all alike, with room for half as many again;
    /// who is in one of them stays out of it.
    pub fn evacuated(
        &self,
        trips: &BTreeMap<u32, f64>,
        shelters: usize,
        seed: u64,
        (step_s, horizon): (u32, Step),
    ) -> FlowProblem {
        let mut random = Random::new(seed, 4_000_000_000);
        let mut chosen: Vec<u32> = (0..shelters).map(|_| random.below(self.zones) as u32).collect();
        chosen.sort_unstable();
        chosen.dedup();
        let groups: Vec<(u32, u64)> = trips
            .iter()
            .filter(|(zone, _)| chosen.binary_search(zone).is_err())
            .map(|(&zone, trips)| (zone, trips.round() as u64))
            .collect();
        let persons: u64 = groups.iter().map(|group| group.1).sum();
        let room = (persons * 3 / 2).div_ceil(chosen.len().max(1) as u64);
        let end = |zone: u32| {
            let through = zone as usize >= self.first_through;
            if through { zone } else { zone + self.nodes as u32 }
        };
        let shelters: Vec<(u32, u64)> = chosen.into_iter().map(|zone| (end(zone), room)).collect();
        self.city.problem(&groups, &shelters, step_s, horizon)
    }
}
