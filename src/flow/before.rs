//! What leads to a place at its price, one after another.
//!
//! Floor 0.

use super::Step;
use super::augment::{At, Hop};
use super::ground::NONE;
use super::layers::Layers;

/// One of the places from which a hop may lead to a place.
pub(super) enum Before {
    /// There are no more.
    End,
    /// That one does not lead there now.
    Nothing,
    /// A hop leads there from a place.
    Hop(At, Hop),
}

/// One by one the places from which a hop leads to a place at the same price.
pub(super) fn before(layers: &Layers<'_>, at: At, number: u32) -> Before {
    let number = number as usize;
    if let Some(source) = at.as_source() {
        let of = layers.ground.sources[source as usize];
        let Some(&departed) = layers.departed[source as usize].get(number) else {
            return Before::End;
        };
        let bucket = of.from + number as Step;
        let same = departed > 0
            && layers.labels[layers.place(bucket, of.node)] == layers.source_label[source as usize];
        return if same {
            Before::Hop(At::node(bucket, of.node), Hop::Return { bucket, source })
        } else {
            Before::Nothing
        };
    }
    if let Some(sink) = at.as_sink() {
        let node = layers.ground.sinks[sink as usize];
        let bucket = number as Step;
        if node == NONE || bucket >= layers.buckets() {
            return Before::End;
        }
        let same = node < layers.nodes_in(bucket)
            && layers.labels[layers.place(bucket, node)] == bucket + layers.price[sink as usize];
        return if same {
            Before::Hop(At::node(bucket, node), Hop::Enter { bucket, sink })
        } else {
            Before::Nothing
        };
    }
    before_node(layers, at, number)
}

fn before_node(layers: &Layers<'_>, at: At, number: usize) -> Before {
    let ground = &layers.ground;
    let At { bucket, node } = at;
    let label = layers.labels[layers.place(bucket, node)];
    let (into, out) = (ground.into.of_node(node), ground.out.of_node(node));
    if let Some(link) = into.get(number) {
        let Some(from) = bucket.checked_sub(link.delay) else { return Before::Nothing };
        if link.other < layers.nodes_in(from)
            && layers.is_open(from, link.arc)
            && layers.labels[layers.place(from, link.other)] == label
        {
            let hop = Hop::Along { bucket: from, arc: link.arc };
            return Before::Hop(At::node(from, link.other), hop);
        }
        return Before::Nothing;
    }
    let number = number - into.len();
    if let Some(link) = out.get(number) {
        let after = bucket + link.delay;
        if after < layers.buckets()
            && layers.is_used(bucket, link.arc)
            && layers.labels[layers.place(after, link.other)] == label
        {
            let hop = Hop::Back { bucket, arc: link.arc };
            return Before::Hop(At::node(after, link.other), hop);
        }
        return Before::Nothing;
    }
    let number = number - out.len();
    let sources = ground.sources_at.of_node(node);
    if let Some(&source) = sources.get(number) {
        let from = ground.sources[source as usize].from;
        return if bucket >= from && layers.source_label[source as usize] == label {
            Before::Hop(At::source(source), Hop::Leave { source, bucket })
        } else {
            Before::Nothing
        };
    }
    let sink = ground.sink_at[node as usize];
    if number > sources.len() || sink == NONE {
        return Before::End;
    }
    let leaves = layers.entered[sink as usize][bucket as usize] > 0
        && bucket + layers.price[sink as usize] == label;
    if leaves { Before::Hop(At::sink(sink), Hop::Exit { sink, bucket }) } else { Before::Nothing }
}
