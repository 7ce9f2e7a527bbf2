//! Shortest ways of the hierarchy against a plain Dijkstra, against the crate
//! `cch` in the same order, and on real street graphs.

#[path = "hierarchy/files.rs"]
mod files;
#[path = "hierarchy/graphs.rs"]
mod graphs;
#[path = "hierarchy/real.rs"]
mod real;

use graphs::{Graph, INF, Seeded};
use proptest::collection::vec;
use proptest::prelude::*;
use safepassage::hierarchy::{
    Bounds, Direction, Hierarchy, HierarchyError, INFINITE, Metric, Progress, Query,
    distances_from, distances_to, matrix,
};
use std::ops::ControlFlow;

fn weight() -> impl Strategy<Value = u32> {
    prop_oneof![
        4 => 0..100_u32,
        1 => Just(0),
        1 => Just(INFINITE),
        1 => Just(u32::MAX),
        1 => INFINITE / 2 - 2..INFINITE / 2 + 2,
    ]
}

/// Any small digraph: loops, parallel arcs, several components, no node at all.
fn small() -> impl Strategy<Value = Graph> {
    (0..30_u32).prop_flat_map(|nodes| {
        let arcs = if nodes == 0 { 0 } else { 90 };
        vec((0..nodes.max(1), 0..nodes.max(1), weight()), 0..=arcs)
            .prop_map(move |arcs| Graph::new(nodes as usize, &arcs))
    })
}

/// Digraphs large enough to be cut, with and without places.
fn larger() -> impl Strategy<Value = Graph> {
    (100..260_u32, any::<u64>(), any::<bool>()).prop_map(|(nodes, seed, placed)| {
        let mut seeded = Seeded(seed | 1);
        let mut graph = Graph::new(nodes as usize, &[]);
        for x in 0..nodes {
            for _ in 0..2 {
                // Mostly near by, so that there is something to cut.
                let step = if seeded.below(20) == 0 { nodes } else { 12 };
                let y = (x + seeded.below(step)) % nodes;
                let weight = if seeded.below(10) == 0 { INFINITE } else { seeded.below(1000) };
                graph.add(x, y, weight);
                if seeded.below(4) > 0 {
                    graph.add(y, x, weight);
                }
            }
        }
        if placed {
            let place = |x: u32| (f64::from(x % 16) * 0.01 - 180.0, f64::from(x / 16) * 0.01);
            graph.places = Some((0..nodes).map(place).collect());
        }
        graph
    })
}

fn prepare(graph: &Graph) -> (Hierarchy, Metric) {
    let hierarchy = graph.prepare();
    let metric = Metric::customise(&hierarchy, &graph.weights).expect("a weight for each arc");
    (hierarchy, metric)
}

/// Every kind of question about one graph, against Dijkstra.
fn ask_everything(graph: &Graph) {
    let (hierarchy, metric) = prepare(graph);
    let (mut query, mut bounds) = (Query::new(&hierarchy), Bounds::new(&hierarchy));
    let nodes: Vec<u32> = (0..graph.nodes as u32).collect();
    let all = matrix(&hierarchy, &metric, &nodes, &nodes).expect("nodes");
    let step = 1 + graph.nodes / 30;
    for from in nodes.iter().copied().step_by(step) {
        let truth = graph.dijkstra(&[(from, 0)]);
        assert_eq!(all[from as usize * graph.nodes..][..graph.nodes], truth);
        assert_eq!(distances_from(&hierarchy, &metric, &[(from, 0)]).expect("a node"), truth);
        for to in nodes.iter().copied().step_by(step) {
            let expected = Some(truth[to as usize]).filter(|&distance| distance < INF);
            let distance = query.distance(&hierarchy, &metric, from, to).expect("nodes");
            assert_eq!(distance, expected, "{from} to {to}");
            let path = query.path(&hierarchy, &metric, from, to).expect("nodes");
            assert_eq!(path.as_ref().map(|path| path.weight), expected);
            if let Some(path) = path {
                assert_eq!((path.from, path.to), (from, to));
                assert_eq!(graph.walk(from, &path.arcs), Some((to, path.weight)));
            }
        }
    }
    let turned = graph.turned();
    for direction in [Direction::To, Direction::From] {
        let graph = if direction == Direction::To { &turned } else { graph };
        for step in [1, 3, 7] {
            let ends: Vec<(u32, u32)> =
                nodes.iter().step_by(step * 9).map(|&node| (node, node * 7 % 50)).collect();
            let truth = graph.dijkstra(&ends);
            let mut aim =
                bounds.aim(&hierarchy, &metric, &ends, direction).expect("nodes of the graph");
            for &node in nodes.iter().rev().step_by(step).chain(&nodes) {
                assert_eq!(aim.of(node), truth[node as usize], "{node} {direction:?}");
            }
        }
    }
    let sources: Vec<(u32, u32)> = nodes.iter().step_by(5).map(|&x| (x, x % 13)).collect();
    let targets: Vec<(u32, u32)> = nodes.iter().skip(1).step_by(7).map(|&x| (x, x % 11)).collect();
    let truth = graph.dijkstra(&sources);
    let sums = targets.iter().map(|&(to, offset)| (truth[to as usize] + offset).min(INF));
    let expected = sums.min().filter(|&distance| distance < INF);
    let distance = query.distance_any(&hierarchy, &metric, &sources, &targets).expect("nodes");
    assert_eq!(distance, expected);
    let path = query.path_any(&hierarchy, &metric, &sources, &targets).expect("nodes");
    assert_eq!(path.as_ref().map(|path| path.weight), expected);
    if let Some(path) = path {
        let (to, weight) = graph.walk(path.from, &path.arcs).expect("a way");
        let offset = |ends: &[(u32, u32)], node| {
            ends.iter().find(|end| end.0 == node).map(|end| end.1).expect("one of the ends")
        };
        assert_eq!(to, path.to);
        let whole = weight + offset(&sources, path.from) + offset(&targets, path.to);
        assert_eq!(whole, path.weight);
    }
    assert_eq!(
        distances_to(&hierarchy, &metric, &targets).expect("nodes"),
        turned.dijkstra(&targets)
    );
}

/// The crate `cch`, told our order, has the same shortcuts and weights.
fn same_as_peer(graph: &Graph) {
    let (hierarchy, metric) = prepare(graph);
    let (csr, weights) = graph.for_peer();
    let peer = cch::Cch::build(&csr, hierarchy.order());
    assert_eq!(peer.cch_arc_count(), hierarchy.shortcut_count());
    let customised = peer.customize(&weights);
    let (up, down) = metric.shortcut_weights();
    assert_eq!((customised.forward.as_slice(), customised.backward.as_slice()), (up, down));
}

/// Changes in steps, each against a metric made afresh.
fn change(graph: &Graph, steps: &[Vec<(u32, u32)>]) {
    let (hierarchy, mut metric) = prepare(graph);
    let mut weights = graph.weights.clone();
    for changes in steps {
        for &(arc, weight) in changes {
            weights[arc as usize] = weight;
        }
        let before = metric.clone();
        metric.update(&hierarchy, changes).expect("arcs of the graph");
        let fresh = Metric::customise(&hierarchy, &weights).expect("a weight for each arc");
        assert_eq!(metric.shortcut_weights(), fresh.shortcut_weights());
        assert!(metric == fresh, "the arcs' own weights");
        let back: Vec<(u32, u32)> =
            changes.iter().map(|&(arc, _)| (arc, before.weights()[arc as usize])).collect();
        let mut undone = metric.clone();
        undone.update(&hierarchy, &back).expect("arcs of the graph");
        assert!(undone == before, "undone");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn small_graphs_answer_as_dijkstra(graph in small()) {
        ask_everything(&graph);
    }

    #[test]
    fn larger_graphs_answer_as_dijkstra(graph in larger()) {
        ask_everything(&graph);
    }

    #[test]
    fn shortcuts_are_those_of_the_peer(graph in prop_oneof![small(), larger()]) {
        prop_assume!(graph.nodes > 0);
        same_as_peer(&graph);
    }

    #[test]
    fn an_update_is_a_fresh_metric(
        graph in prop_oneof![small(), larger()],
        picks in vec(vec((any::<prop::sample::Index>(), weight()), 1..12), 1..6),
    ) {
        prop_assume!(!graph.weights.is_empty());
        let arcs = graph.weights.len();
        let steps: Vec<Vec<(u32, u32)>> = picks
            .into_iter()
            .map(|step| step.into_iter().map(|(at, weight)| (at.index(arcs) as u32, weight)).collect())
            .collect();
        change(&graph, &steps);
    }

    #[test]
    fn a_file_comes_back(graph in prop_oneof![small(), larger()]) {
        let hierarchy = graph.prepare();
        let bytes = hierarchy.to_bytes();
        let again = Hierarchy::read(&mut bytes.as_slice()).expect("what was written");
        prop_assert!(again == hierarchy);
        prop_assert_eq!(again.id(), hierarchy.id());
    }
}

#[test]
fn nothing_is_a_graph_too() {
    let hierarchy = Hierarchy::prepare(0, &[], &[], Some(&[])).expect("nothing");
    let metric = Metric::customise(&hierarchy, &[]).expect("nothing");
    assert_eq!(matrix(&hierarchy, &metric, &[], &[]).expect("nothing"), Vec::<u32>::new());
    let lonely = Hierarchy::prepare(1, &[0], &[0], None).expect("a node");
    let metric = Metric::customise(&lonely, &[7]).expect("a loop");
    let path = Query::new(&lonely).path(&lonely, &metric, 0, 0).expect("a node").expect("a way");
    assert_eq!((path.weight, path.arcs.len()), (0, 0));
    let query = Query::new(&hierarchy).distance_any(&lonely, &metric, &[], &[(0, 0)]);
    assert_eq!(query.expect("no source"), None);
}

#[test]
fn a_city_answers_as_dijkstra_before_and_after_closures() {
    let graph = Graph::city(40, 7);
    ask_everything(&graph);
    same_as_peer(&graph);
    let mut seeded = Seeded(3);
    let arcs = graph.weights.len() as u32;
    let steps: Vec<Vec<(u32, u32)>> = (1..20)
        .map(|step| {
            let start = seeded.below(arcs);
            (0..step * 4)
                .map(|at| ((start + at) % arcs, [INFINITE, 0, 500][step as usize % 3]))
                .collect()
        })
        .collect();
    change(&graph, &steps);
}

/// Whoever changes the order changes this; threads must not.
#[test]
fn the_order_is_the_same_on_any_number_of_threads() {
    let mut graph = Graph::city(120, 11);
    assert_eq!(graph.prepare().id(), graph.prepare().id());
    let with_places = graph.prepare().id();
    graph.places = None;
    let (hierarchy, metric) = prepare(&graph);
    let (up, down) = metric.shortcut_weights();
    let bytes: Vec<u8> = up.iter().chain(down).flat_map(|weight| weight.to_le_bytes()).collect();
    let found = (with_places, hierarchy.id(), crc32fast::hash(&bytes));
    assert_eq!(found, (3_122_241_603_970_607_189, 14_670_260_070_017_804_876, 300_233_494));
}

/// A grid of side 60 has separators of 60 nodes; an order that loses sight of
/// that has many more shortcuts.
#[test]
fn orders_are_good_with_and_without_places() {
    for places in [true, false] {
        let mut graph = Graph::city(60, 5);
        if !places {
            graph.places = None;
        }
        let hierarchy = graph.prepare();
        let per_node = hierarchy.shortcut_count() as f64 / graph.nodes as f64;
        assert!(per_node < 6.5, "{per_node} shortcuts a node, places {places}");
        assert!(hierarchy.height() < 260, "{} high, places {places}", hierarchy.height());
    }
}

#[test]
fn the_antimeridian_changes_nothing() {
    let graph = Graph::city(30, 9);
    let places = graph.places.clone().expect("a city has places");
    let moved = |by: f64| {
        let turn = |lon: f64| (lon + by + 540.0).rem_euclid(360.0) - 180.0;
        let places: Vec<(f64, f64)> = places.iter().map(|&(lon, lat)| (turn(lon), lat)).collect();
        Hierarchy::prepare(graph.nodes, &graph.tails, &graph.heads, Some(&places))
            .expect("a graph")
            .shortcut_count()
    };
    let (here, across) = (moved(0.0), moved(180.0 - places[0].0 - 0.03));
    assert!(across.abs_diff(here) * 50 < here, "{here} shortcuts, {across} across");
}

#[test]
fn what_does_not_go_together_is_refused() {
    let graph = Graph::city(8, 1);
    let (hierarchy, mut metric) = prepare(&graph);
    let (other, other_metric) = prepare(&Graph::city(9, 1));
    let mut query = Query::new(&hierarchy);
    let mismatch = |error: HierarchyError| matches!(error, HierarchyError::Mismatch { .. });
    assert!(mismatch(query.distance(&other, &metric, 0, 1).expect_err("another")));
    assert!(mismatch(metric.update(&other, &[]).expect_err("another")));
    assert!(mismatch(matrix(&hierarchy, &other_metric, &[], &[]).expect_err("another")));
    let mut bounds = Bounds::new(&other);
    assert!(mismatch(
        bounds.aim(&hierarchy, &other_metric, &[], Direction::To).expect_err("another")
    ));
    // Scratch fits itself to whatever it is used on.
    assert_eq!(query.distance(&other, &other_metric, 80, 80).expect("the same node"), Some(0));
    assert_eq!(query.distance(&hierarchy, &metric, 1, 1).expect("the same node"), Some(0));
    let text = |error: HierarchyError| error.to_string();
    let nodes = graph.nodes as u32;
    assert_eq!(
        text(query.path(&hierarchy, &metric, 0, nodes).expect_err("no such node")),
        format!("expected a node below {nodes}, found {nodes}")
    );
    let arcs = graph.weights.len() as u32;
    assert_eq!(
        text(metric.update(&hierarchy, &[(0, 1), (arcs, 1)]).expect_err("no such arc")),
        format!("expected an arc below {arcs}, found {arcs}")
    );
    assert!(metric == prepare(&graph).1, "nothing was changed");
    assert_eq!(
        text(Metric::customise(&hierarchy, &[1]).expect_err("too few")),
        format!("weights of arcs: expected {arcs}, found 1")
    );
    assert_eq!(
        text(Hierarchy::prepare(2, &[0, 1], &[2, 0], None).expect_err("no such node")),
        "expected a node below 2, found 2"
    );
    assert_eq!(
        text(Hierarchy::prepare(2, &[0], &[], None).expect_err("lengths")),
        "heads of arcs: expected 1, found 0"
    );
    assert_eq!(
        text(Hierarchy::prepare(2, &[], &[], Some(&[(0.0, 0.0)])).expect_err("lengths")),
        "places of nodes: expected 2, found 1"
    );
    let nowhere = Hierarchy::prepare(1, &[], &[], Some(&[(f64::NAN, 0.0)]));
    assert!(matches!(nowhere, Err(HierarchyError::Place { node: 0, .. })));
}

#[test]
fn a_preparation_tells_and_stops() {
    let graph = Graph::city(60, 2);
    let told = std::sync::Mutex::new(Vec::new());
    let prepare = |tell: &(dyn Fn(Progress) -> ControlFlow<()> + Sync)| {
        Hierarchy::prepare_telling(
            graph.nodes,
            &graph.tails,
            &graph.heads,
            graph.places.as_deref(),
            tell,
        )
    };
    let whole = prepare(&|progress| {
        told.lock().expect("no panic").push(progress);
        ControlFlow::Continue(())
    });
    assert_eq!(whole.expect("not stopped").id(), graph.prepare().id());
    let told = told.into_inner().expect("no panic");
    assert!(told.len() > 3);
    assert_eq!(told.last(), Some(&Progress { ordered: graph.nodes, nodes: graph.nodes }));
    let stopped = prepare(&|progress| {
        if progress.ordered > graph.nodes / 2 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    assert!(matches!(stopped, Err(HierarchyError::Stopped)));
}

#[test]
fn queries_in_a_row_do_not_know_of_each_other() {
    let graph = Graph::city(20, 4);
    let (hierarchy, metric) = prepare(&graph);
    let mut query = Query::new(&hierarchy);
    let mut seeded = Seeded(17);
    for _ in 0..300 {
        let (from, to) = (seeded.below(graph.nodes as u32), seeded.below(graph.nodes as u32));
        let fresh = Query::new(&hierarchy).path(&hierarchy, &metric, from, to).expect("nodes");
        assert!(query.path(&hierarchy, &metric, from, graph.nodes as u32).is_err());
        assert!(query.path_any(&hierarchy, &metric, &[(from, 3), (from, 1)], &[]).is_ok());
        assert_eq!(query.path(&hierarchy, &metric, from, to).expect("nodes"), fresh);
    }
}

/// Distances from some nodes, ways, bounds and changes on a real graph.
fn ask_a_city(graph: &Graph) {
    let (hierarchy, metric) = prepare(graph);
    let nodes = graph.nodes as u32;
    let mut seeded = Seeded(23);
    let (mut query, mut bounds) = (Query::new(&hierarchy), Bounds::new(&hierarchy));
    let sources: Vec<u32> = (0..12).map(|_| seeded.below(nodes)).collect();
    let targets: Vec<u32> = (0..300).map(|_| seeded.below(nodes)).collect();
    let table = matrix(&hierarchy, &metric, &sources, &targets).expect("nodes");
    for (&from, row) in sources.iter().zip(table.chunks(targets.len())) {
        let truth = graph.dijkstra(&[(from, 0)]);
        assert_eq!(distances_from(&hierarchy, &metric, &[(from, 0)]).expect("a node"), truth);
        let mut aim =
            bounds.aim(&hierarchy, &metric, &[(from, 0)], Direction::From).expect("a node");
        for (&to, &cell) in targets.iter().zip(row) {
            let expected = truth[to as usize];
            assert_eq!((cell, aim.of(to)), (expected, expected));
            let path = query.path(&hierarchy, &metric, from, to).expect("nodes");
            let walked = path.and_then(|path| graph.walk(from, &path.arcs));
            assert_eq!(walked, Some((to, expected)).filter(|end| end.1 < INF));
        }
    }
    let arcs = graph.weights.len() as u32;
    let steps: Vec<Vec<(u32, u32)>> = [1, 10, 140, 140, 4000, 140]
        .into_iter()
        .map(|count| {
            let start = seeded.below(arcs);
            (0..count)
                .map(|at| ((start + at) % arcs, [INFINITE, 77, 90_000][at as usize % 3]))
                .collect()
        })
        .collect();
    change(graph, &steps);
    same_as_peer(graph);
}

#[test]
fn malta_answers_as_dijkstra() {
    let Some(data) = real::data() else { return };
    let graph = real::malta(&data);
    ask_a_city(&graph);
    let hierarchy = graph.prepare();
    assert!(hierarchy.shortcut_count() < 105_000, "{} shortcuts", hierarchy.shortcut_count());
    assert!(hierarchy.height() < 130, "{} high", hierarchy.height());
}

#[test]
fn bremen_and_seattle_answer_as_dijkstra() {
    let Some(data) = real::data() else { return };
    for name in ["bremen_time.gr.gz", "bremen_dist.gr.gz", "south_seattle_car.gr.gz"] {
        ask_a_city(&real::arcs(&data, name));
    }
}
