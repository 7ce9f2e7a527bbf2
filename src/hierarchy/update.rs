//! A few arcs change: only the edges that follow are computed anew.

use super::Hierarchy;
use super::HierarchyError;
use super::INFINITE;
use super::Metric;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

impl Metric {
    /// Gives arcs new weights; of an arc named twice the last counts. The
    /// metric is then the same, bit for bit, as one customised afresh.
    ///
    /// Time grows with the number of edges whose weight may change; where many
    /// arcs change everything is customised anew. Returns how many edges were
    /// computed.
    ///
    /// # Errors
    ///
    /// [`HierarchyError::Mismatch`], or [`HierarchyError::NoSuchArc`]; the
    /// metric is then as before.
    pub fn update(
        &mut self,
        hierarchy: &Hierarchy,
        changes: &[(u32, u32)],
    ) -> Result<usize, HierarchyError> {
        self.check(hierarchy)?;
        let arcs = self.arcs.len();
        if let Some(&(arc, _)) = changes.iter().find(|(arc, _)| *arc as usize >= arcs) {
            return Err(HierarchyError::NoSuchArc { arc, arcs });
        }
        let mut open = BinaryHeap::new();
        for &(arc, weight) in changes {
            let (arc, weight) = (arc as usize, weight.min(INFINITE));
            if std::mem::replace(&mut self.arcs[arc], weight) != weight {
                open.extend(hierarchy.slot(arc).map(|slot| Reverse(slot / 2)));
            }
        }
        if open.len() > arcs / MANY {
            self.refresh(hierarchy);
            return Ok(hierarchy.shortcut_count());
        }
        let mut computed = 0;
        // Edges ascending: all that an edge rests on comes before it.
        while let Some(Reverse(edge)) = open.pop() {
            while open.peek() == Some(&Reverse(edge)) {
                open.pop();
            }
            computed += 1;
            let new = self.compute(hierarchy, edge);
            let old = (self.up[edge as usize], self.down[edge as usize]);
            if new != old {
                self.affected(hierarchy, edge, old, new, &mut open);
                (self.up[edge as usize], self.down[edge as usize]) = new;
            }
        }
        Ok(computed)
    }

    /// The weights up and down that an edge should have.
    fn compute(&self, hierarchy: &Hierarchy, edge: u32) -> (u32, u32) {
        let (mut up, mut down) = (INFINITE, INFINITE);
        for &(slot, arc) in hierarchy.arcs_at(hierarchy.tail[edge as usize] as usize) {
            if slot == 2 * edge {
                up = up.min(self.arcs[arc as usize]);
            } else if slot == 2 * edge + 1 {
                down = down.min(self.arcs[arc as usize]);
            }
        }
        for (zx, zy) in hierarchy.lower_triangles(edge) {
            let (zx, zy) = (zx as usize, zy as usize);
            up = up.min(self.down[zx] + self.up[zy]);
            down = down.min(self.down[zy] + self.up[zx]);
        }
        (up, down)
    }

    /// Opens the edges across from `edge` whose weight it gave, or may now give.
    fn affected(
        &self,
        hierarchy: &Hierarchy,
        edge: u32,
        old: (u32, u32),
        new: (u32, u32),
        open: &mut BinaryHeap<Reverse<u32>>,
    ) {
        let (x, y) = (hierarchy.tail[edge as usize] as usize, hierarchy.head[edge as usize]);
        for other in hierarchy.ups(x) {
            let z = hierarchy.head[other];
            if z == y {
                continue;
            }
            let Some(across) = hierarchy.edge(y.min(z), y.max(z)) else { continue };
            let (up, down) = (self.up[across as usize], self.down[across as usize]);
            // From `y` by `x` to `z`, and back.
            let (there, back) = if y < z { (up, down) } else { (down, up) };
            let (onward, hither) = (self.up[other], self.down[other]);
            let touched = |old: u32, new: u32, rest: u32, whole: u32| {
                let (old, new) = ((old + rest).min(INFINITE), (new + rest).min(INFINITE));
                old != new && (old == whole || new < whole)
            };
            if touched(old.1, new.1, onward, there) || touched(old.0, new.0, hither, back) {
                open.push(Reverse(across));
            }
        }
    }
}

/// Where more than one arc in so many changes, everything is customised anew.
const MANY: usize = 16;
