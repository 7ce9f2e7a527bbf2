//! Work on many things at once, where the feature `parallel` is on. What comes
//! out is the same.

#[cfg(feature = "parallel")]
use rayon::prelude::*;

/// `make` of each item, in their order.
pub(super) fn map<T: Sync, U: Send>(items: &[T], make: impl Fn(&T) -> U + Sync + Send) -> Vec<U> {
    #[cfg(feature = "parallel")]
    return items.par_iter().with_min_len(64).map(make).collect();
    #[cfg(not(feature = "parallel"))]
    items.iter().map(make).collect()
}

/// `change` on each item.
pub(super) fn for_each<T: Send>(items: &mut [T], change: impl Fn(usize, &mut T) + Sync + Send) {
    #[cfg(feature = "parallel")]
    items.par_iter_mut().enumerate().for_each(|(position, item)| change(position, item));
    #[cfg(not(feature = "parallel"))]
    items.iter_mut().enumerate().for_each(|(position, item)| change(position, item));
}

/// `make` of each item, in their order, for few items of much work.
pub(super) fn map_few<T: Send, U: Send>(
    items: Vec<T>,
    make: impl Fn(T) -> U + Sync + Send,
) -> Vec<U> {
    #[cfg(feature = "parallel")]
    return items.into_par_iter().with_max_len(1).map(make).collect();
    #[cfg(not(feature = "parallel"))]
    items.into_iter().map(make).collect()
}
