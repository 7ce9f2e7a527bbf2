//! Metrics that were made, kept within a number of bytes.
//!
//! Floor 5.
//!
//! One metric for each set of weights: for each mode and each epoch, the time
//! between two changes of any schedule. A new one is made from the last by the
//! few arcs that differ, where they are few. Whoever holds one keeps it.

use crate::hierarchy::Hierarchy;
use crate::hierarchy::HierarchyError;
use crate::hierarchy::Metric;
use std::sync::{Arc, Mutex, PoisonError};

/// Metrics of one hierarchy, the last used at the end.
#[derive(Debug)]
pub(crate) struct MetricCache {
    kept: Mutex<Vec<Arc<Metric>>>,
    most_bytes: usize,
}

impl MetricCache {
    pub(crate) const fn new(most_bytes: usize) -> Self {
        Self { kept: Mutex::new(Vec::new()), most_bytes }
    }

    /// The metric of some weights: one that is kept, or one made from the last or,
    /// if none is kept, from `base`. The last one made is kept whatever its size.
    pub(crate) fn of(
        &self,
        hierarchy: &Hierarchy,
        weights: &[u32],
        base: &Arc<Metric>,
    ) -> Result<Arc<Metric>, HierarchyError> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = kept.iter().position(|metric| metric.weights() == weights) {
            let found = kept.remove(at);
            kept.push(Arc::clone(&found));
            return Ok(found);
        }
        let last = Arc::clone(kept.last().unwrap_or(base));
        // Others may ask for what is kept while this one is made.
        drop(kept);
        let old = last.weights().iter();
        let changes: Vec<(u32, u32)> = (0..)
            .zip(old.zip(weights))
            .filter(|(_, (old, new))| old != new)
            .map(|(arc, (_, new))| (arc, *new))
            .collect();
        let mut made = (*last).clone();
        made.update(hierarchy, &changes)?;
        let made = Arc::new(made);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push(Arc::clone(&made));
        let mut bytes: usize = kept.iter().map(|metric| metric.memory_bytes()).sum();
        while bytes > self.most_bytes && kept.len() > 1 {
            bytes -= kept.remove(0).memory_bytes();
        }
        Ok(made)
    }

    /// How many bytes the metrics that are kept hold.
    pub(crate) fn memory_bytes(&self) -> usize {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().map(|metric| metric.memory_bytes()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::MetricCache;
    use crate::hierarchy::{Hierarchy, Metric};
    use std::sync::Arc;

    #[test]
    fn keeps_the_last_used_within_bytes() {
        let hierarchy = Hierarchy::prepare(3, &[0, 1, 0], &[1, 2, 2], None).unwrap();
        let base = Arc::new(Metric::customise(&hierarchy, &[1, 1, 1]).unwrap());
        let one = base.memory_bytes();
        let cache = MetricCache::new(2 * one);
        let weights = [[1, 1, 5], [1, 9, 5], [7, 1, 5]];
        let first = cache.of(&hierarchy, &weights[0], &base).unwrap();
        let second = cache.of(&hierarchy, &weights[1], &base).unwrap();
        assert!(Arc::ptr_eq(&first, &cache.of(&hierarchy, &weights[0], &base).unwrap()));
        cache.of(&hierarchy, &weights[2], &base).unwrap();
        assert!(cache.memory_bytes() <= 2 * one);
        // The second was used longest ago; it is made again, and is the same.
        let again = cache.of(&hierarchy, &weights[1], &base).unwrap();
        assert!(!Arc::ptr_eq(&second, &again));
        assert_eq!(again.shortcut_weights(), second.shortcut_weights());
        for (weights, metric) in weights.iter().zip([first, second]) {
            let fresh = Metric::customise(&hierarchy, weights).unwrap();
            assert_eq!(fresh.shortcut_weights(), metric.shortcut_weights());
        }
    }
}
