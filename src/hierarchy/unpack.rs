//! From edges back to arcs.

use super::Hierarchy;
use super::Metric;

/// An edge in one of its directions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) edge: u32,
    pub(super) up: bool,
}

impl Metric {
    /// Appends the arcs of a step, in the order of travel. The stack is scratch.
    ///
    /// Of several ways of the same weight: an arc before a detour, the arc with
    /// the lowest number, the detour by the lowest rank. Every detour is by a
    /// lower rank, so this ends whatever the weights are.
    pub(super) fn unpack(
        &self,
        hierarchy: &Hierarchy,
        step: Step,
        stack: &mut Vec<Step>,
        arcs: &mut Vec<u32>,
    ) {
        stack.clear();
        stack.push(step);
        while let Some(step) = stack.pop() {
            if let Some(arc) = self.arc_of(hierarchy, step) {
                arcs.push(arc);
            } else if let Some((to, from)) = self.detour(hierarchy, step) {
                stack.push(from);
                stack.push(to);
            }
        }
    }

    fn weight_of(&self, Step { edge, up }: Step) -> u32 {
        if up { self.up[edge as usize] } else { self.down[edge as usize] }
    }

    /// The arc that gives a step its weight.
    fn arc_of(&self, hierarchy: &Hierarchy, step: Step) -> Option<u32> {
        let weight = self.weight_of(step);
        let slot = 2 * step.edge + u32::from(!step.up);
        let arcs = hierarchy.arcs_at(hierarchy.tail[step.edge as usize] as usize);
        let fits =
            |&&(place, arc): &&(u32, u32)| place == slot && self.arcs[arc as usize] == weight;
        arcs.iter().find(fits).map(|&(_, arc)| arc)
    }

    /// The two steps by a lower rank that give a step its weight.
    fn detour(&self, hierarchy: &Hierarchy, step: Step) -> Option<(Step, Step)> {
        let weight = self.weight_of(step);
        // From the lower end down and up to the higher, or the other way.
        let (at_x, at_y) = if step.up { (&self.down, &self.up) } else { (&self.up, &self.down) };
        hierarchy
            .lower_triangles(step.edge)
            .find(|&(to_x, to_y)| at_x[to_x as usize] + at_y[to_y as usize] == weight)
            .map(|(to_x, to_y)| {
                let (x, y) = (Step { edge: to_x, up: !step.up }, Step { edge: to_y, up: step.up });
                if step.up { (x, y) } else { (y, x) }
            })
    }
}

impl Hierarchy {
    /// The lower triangles of an edge from `x` to `y`: for each lower rank that
    /// is joined to both, ascending, the edges from it to `x` and to `y`.
    pub(super) fn lower_triangles(&self, edge: u32) -> impl Iterator<Item = (u32, u32)> {
        let (x, y) = (self.tail[edge as usize] as usize, self.head[edge as usize] as usize);
        let to_x = self.downs(x);
        // What is joined to `x` from below lies in the subtree of `x`.
        let all = self.downs(y);
        let start = all.partition_point(|&edge| self.tail[edge as usize] < self.low[x]);
        let mut to_y = all[start..].iter().copied().peekable();
        to_x.iter().filter_map(move |&zx| {
            let z = self.tail[zx as usize];
            while to_y.next_if(|&zy| self.tail[zy as usize] < z).is_some() {}
            to_y.next_if(|&zy| self.tail[zy as usize] == z).map(|zy| (zx, zy))
        })
    }
}
