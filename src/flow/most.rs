//! As many as can arrive at all in the buckets that are laid out.
//!
//! Floor 0.

use super::augment::{At, Search};
use super::ground::NONE;
use super::layers::Layers;

/// Sends people up to a class from sources to sinks with room along ways that come nearer;
/// false if no more can arrive in the buckets that are laid out (Dinic 1970).
/// Prices and labels do not matter.
pub(super) fn arrive_once(layers: &mut Layers<'_>, search: &mut Search, class: u32) -> bool {
    let ends = with_room(layers);
    search.look(layers, ends.into_iter());
    let mut any = false;
    for source in 0..layers.supply.len() as u32 {
        if layers.ground.sources[source as usize].class > class {
            continue;
        }
        let left = u64::from(layers.supply[source as usize]);
        if left == 0 || !search.has_reached(layers, At::source(source)) {
            continue;
        }
        let from = At::source(source);
        search.send(layers, from, left, takes, |layers, end, sent| {
            let Some(sink) = end.as_sink() else { return };
            layers.room[sink as usize] -= i64::from(sent);
            layers.supply[source as usize] -= sent;
            layers.arrived += u64::from(sent);
            any = true;
        });
    }
    any
}

/// The sinks that take somebody.
pub(super) fn with_room(layers: &Layers<'_>) -> Vec<At> {
    let sinks = (0u32..).zip(&layers.room).zip(&layers.ground.sinks);
    let sinks = sinks.filter(|&((_, &room), &node)| room > 0 && node != NONE);
    sinks.map(|((sink, _), _)| At::sink(sink)).collect()
}

/// As many as a sink still takes, for [`Search::send`].
pub(super) fn takes(layers: &Layers<'_>, at: At) -> u64 {
    at.as_sink().map_or(0, |sink| layers.room[sink as usize].max(0).unsigned_abs())
}
