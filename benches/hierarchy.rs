//! The hierarchy beside the crate `cch`, which does the same without partial
//! updates. On Malta's streets when `SAFEPASSAGE_DATA` is set, else on a
//! generated city.

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use safepassage::hierarchy::{
    Bounds, Direction, Hierarchy, INFINITE, Metric, Query, distances_from, matrix,
};
use std::hint::black_box;

#[allow(dead_code, reason = "the tests use the rest")]
#[path = "../tests/hierarchy/graphs.rs"]
mod graphs;
#[allow(dead_code, reason = "the tests use the rest")]
#[path = "../tests/hierarchy/real.rs"]
mod real;

use graphs::{Graph, Seeded};

fn hierarchy(criterion: &mut Criterion) {
    let graph = real::data().map_or_else(|| Graph::city(120, 7), |data| real::malta(&data));
    let hierarchy = graph.prepare();
    let metric = Metric::customise(&hierarchy, &graph.weights).expect("a weight for each arc");
    println!("{hierarchy:?}, {} bytes", hierarchy.memory_bytes());
    let (csr, weights) = graph.for_peer();
    let nodes = graph.nodes as u32;
    let mut group = criterion.benchmark_group("hierarchy");
    group.sample_size(20);

    group.bench_function("prepare", |bencher| bencher.iter(|| graph.prepare()));
    let places = graph.places.clone().expect("places");
    let lat: Vec<f32> = places.iter().map(|place| place.1 as f32).collect();
    let lon: Vec<f32> = places.iter().map(|place| place.0 as f32).collect();
    let order = || cch::inertial_order(nodes, &graph.tails, &graph.heads, &lat, &lon);
    group.bench_function("prepare, peer", |bencher| {
        bencher.iter(|| cch::Cch::build(&csr, &order()));
    });
    let bytes = hierarchy.to_bytes();
    group.bench_function("read from bytes", |bencher| {
        bencher.iter(|| Hierarchy::read(&mut bytes.as_slice()).expect("what was written"));
    });

    group.bench_function("customise", |bencher| {
        bencher.iter(|| Metric::customise(&hierarchy, &graph.weights).expect("weights"));
    });
    let peer = cch::Cch::build(&csr, &order());
    let peer_metric = peer.customize(&weights);
    let customizer = peer.customizer();
    group.bench_function("customise, peer", |bencher| {
        bencher.iter(|| customizer.customize(&weights));
    });
    let zones: Vec<Vec<(u32, u32)>> = zones(&graph);
    let mut changing = metric.clone();
    let mut turn = 0;
    group.bench_function("close and open 140 arcs", |bencher| {
        bencher.iter(|| {
            turn = (turn + 1) % zones.len();
            changing.update(&hierarchy, &zones[turn]).expect("arcs");
            let open: Vec<(u32, u32)> =
                zones[turn].iter().map(|&(arc, _)| (arc, graph.weights[arc as usize])).collect();
            changing.update(&hierarchy, &open).expect("arcs")
        });
    });

    let mut query = Query::new(&hierarchy);
    let mut seeded = Seeded(5);
    group.bench_function("distance", |bencher| {
        bencher.iter_batched(
            || (seeded.below(nodes), seeded.below(nodes)),
            |(from, to)| query.distance(&hierarchy, &metric, from, to).expect("nodes"),
            BatchSize::SmallInput,
        );
    });
    group.bench_function("path as arcs", |bencher| {
        bencher.iter_batched(
            || (seeded.below(nodes), seeded.below(nodes)),
            |(from, to)| query.path(&hierarchy, &metric, from, to).expect("nodes"),
            BatchSize::SmallInput,
        );
    });
    let view = peer.view();
    let mut peer_query = cch::PathQuery::new(&view);
    group.bench_function("path as nodes, peer", |bencher| {
        bencher.iter_batched(
            || (seeded.below(nodes), seeded.below(nodes)),
            |(from, to)| peer_query.path(&peer_metric.view(), from, to),
            BatchSize::SmallInput,
        );
    });
    let mut bounds = Bounds::new(&hierarchy);
    group.bench_function("aim, and 1000 bounds near the target", |bencher| {
        bencher.iter(|| {
            let target = seeded.below(nodes - 1000);
            let mut aim =
                bounds.aim(&hierarchy, &metric, &[(target, 0)], Direction::To).expect("a node");
            (target..target + 1000).map(|node| u64::from(aim.of(node))).sum::<u64>()
        });
    });

    let ends: Vec<u32> = (0..1000).map(|_| seeded.below(nodes)).collect();
    let (sources, targets) = ends.split_at(500);
    group.bench_function("matrix 500 x 500", |bencher| {
        bencher.iter(|| matrix(&hierarchy, &metric, sources, targets).expect("nodes"));
    });
    group.bench_function("matrix 500 x 500, peer", |bencher| {
        bencher.iter(|| cch::distance_matrix(&view, &peer_metric.view(), sources, targets));
    });
    group.bench_function("one to all", |bencher| {
        bencher.iter(|| black_box(distances_from(&hierarchy, &metric, &[(5, 0)]).expect("a node")));
    });
    group.finish();
}

/// The 140 arcs nearest to some places, closed.
fn zones(graph: &Graph) -> Vec<Vec<(u32, u32)>> {
    let places = graph.places.as_ref().expect("places");
    let mut seeded = Seeded(3);
    let zone = |seeded: &mut Seeded| {
        let here = places[seeded.below(graph.nodes as u32) as usize];
        let away = |arc: u32| {
            let there = places[graph.tails[arc as usize] as usize];
            (there.0 - here.0).powi(2) * 0.65 + (there.1 - here.1).powi(2)
        };
        let mut arcs: Vec<u32> = (0..graph.tails.len() as u32).collect();
        arcs.sort_by(|&a, &b| away(a).total_cmp(&away(b)));
        arcs[..140].iter().map(|&arc| (arc, INFINITE)).collect()
    };
    (0..20).map(|_| zone(&mut seeded)).collect()
}

criterion_group!(benches, hierarchy);
criterion_main!(benches);
