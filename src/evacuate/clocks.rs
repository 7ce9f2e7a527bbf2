//! How far it is at least: by it the clocks of places run ahead.
//!
//! Floor 5.

use crate::route::Tick;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Longer than any way.
pub(super) const NEVER: Tick = Tick::MAX / 4;

/// Something with two ends that takes time.
pub(super) trait Way {
    /// Where it starts and where it ends.
    fn ends(&self) -> (u32, u32);
    /// Ticks from one to the other, 0 or more.
    fn takes(&self) -> Tick;
}

/// Ticks from each place to the nearest goal; [`NEVER`] where none is reached.
/// Dijkstra's algorithm against the ways; O((places + ways) log places).
pub(super) fn backward(places: usize, ways: &[impl Way], goals: &[u32]) -> Vec<Tick> {
    let starts: Vec<(u32, Tick)> = goals.iter().map(|&goal| (goal, 0)).collect();
    spread(places, ways, &starts, |way| (way.ends().1, way.ends().0))
}

/// The first tick at which somebody can be at each place; [`NEVER`] where nobody can.
pub(super) fn forward(places: usize, ways: &[impl Way], starts: &[(u32, Tick)]) -> Vec<Tick> {
    spread(places, ways, starts, Way::ends)
}

fn spread<W: Way>(
    places: usize,
    ways: &[W],
    starts: &[(u32, Tick)],
    along: impl Fn(&W) -> (u32, u32),
) -> Vec<Tick> {
    let mut first = vec![0_u32; places + 1];
    for way in ways {
        first[along(way).0 as usize + 1] += 1;
    }
    for place in 0..places {
        first[place + 1] += first[place];
    }
    let mut next = first.clone();
    let mut out = vec![(0_u32, 0 as Tick); ways.len()];
    for way in ways {
        let (from, to) = along(way);
        out[next[from as usize] as usize] = (to, way.takes());
        next[from as usize] += 1;
    }
    let mut least = vec![NEVER; places];
    let mut queue = BinaryHeap::new();
    for &(place, at) in starts {
        if at < least[place as usize] {
            least[place as usize] = at;
            queue.push(Reverse((at, place)));
        }
    }
    while let Some(Reverse((at, place))) = queue.pop() {
        if at > least[place as usize] {
            continue;
        }
        for &(to, takes) in &out[first[place as usize] as usize..first[place as usize + 1] as usize]
        {
            let then = at.saturating_add(takes);
            if then < least[to as usize] {
                least[to as usize] = then;
                queue.push(Reverse((then, to)));
            }
        }
    }
    least
}
