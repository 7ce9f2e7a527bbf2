use super::super::control::CancelToken;
use super::super::cost::{Departure, Exposure, OnArc, Shared, Sheet, Span, Zone};
use super::super::interval::Ticks;
use super::super::search::{NoBound, Search, Start};
use super::super::sparse::Sparse;
use super::super::test_graph::{HORIZON, Parts, parts};
use super::super::time_graph::{ArcIndex, Node};
use super::oracle::{Tariff, has};
use super::*;
use proptest::prelude::*;
use std::sync::Arc;

fn start() -> impl Strategy<Value = Start> {
    (0_i64..10, 1_i64..HORIZON).prop_map(|(first, len)| Start { node: 0, first, end: first + len })
}

fn starts() -> impl Strategy<Value = Vec<Start>> {
    (start(), prop::option::weighted(0.3, start())).prop_map(|(one, other)| {
        let other = other.map(|start| Start { node: 2, ..start });
        std::iter::once(one).chain(other).collect()
    })
}

fn goals() -> impl Strategy<Value = Vec<NodeIndex>> {
    prop_oneof![3 => Just(vec![1]), 1 => Just(vec![2, 1])]
}

/// Zones, and what of arcs and nodes lies in them.
#[derive(Clone, Debug)]
struct Ground {
    zones: Vec<Zone>,
    arcs: Vec<(Vec<Span>, u32)>,
    nodes: Vec<Vec<u32>>,
    from_first_tick: bool,
}

fn ground() -> impl Strategy<Value = Ground> {
    let window = (0_i64..HORIZON, 0_i64..12).prop_map(|(s, len)| (s, s + len));
    let active = prop::collection::vec(window, 0..3).prop_map(Ticks::of);
    let always = Just(Ticks::of(vec![(Tick::MIN / 4, Tick::MAX / 4)]));
    let active = prop_oneof![5 => active, 1 => always];
    let zone = (0_u32..7, active).prop_map(|(weight, active)| Zone { weight, active });
    prop::collection::vec(zone, 1..4).prop_flat_map(|zones| {
        let count = zones.len() as u32;
        let span = (0..count, 0_i64..5, 0_i64..5).prop_map(|(zone, one, other)| Span {
            zone,
            enter: one.min(other),
            leave: one.max(other),
        });
        let arc = (prop::collection::vec(span, 0..3), prop_oneof![4 => Just(0_u32), 1 => 0_u32..9]);
        let node = prop::collection::btree_set(0..count, 0..3);
        let node = node.prop_map(|zones| zones.into_iter().collect::<Vec<_>>());
        let arcs = prop::collection::vec(arc, 11);
        let nodes = prop::collection::vec(node, 6);
        (arcs, nodes, any::<bool>()).prop_map(move |(arcs, nodes, from_first_tick)| Ground {
            zones: zones.clone(),
            arcs,
            nodes,
            from_first_tick,
        })
    })
}

impl Ground {
    /// Spans lie on their arcs.
    fn fit(&mut self, graph: &TimeGraph) {
        for (arc, (spans, _)) in self.arcs.iter_mut().enumerate().take(graph.arc_count()) {
            for span in spans {
                span.leave = span.leave.min(graph.duration(arc as ArcIndex));
                span.enter = span.enter.min(span.leave);
            }
        }
    }

    fn exposure(&self) -> Exposure {
        let arcs =
            self.arcs.iter().map(|(spans, always)| OnArc { spans: spans.clone(), always: *always });
        // Odd numbers lie on the sheet of the request.
        let sheet = |odd: u32| Sheet {
            arcs: Sparse::of((0..).zip(arcs.clone()).filter(|(arc, _)| arc % 2 == odd)),
            nodes: Sparse::of((0..).zip(self.nodes.clone()).filter(|(node, _)| node % 2 == odd)),
        };
        let (common, doors) = (Arc::new(sheet(0)), Arc::new(sheet(1)));
        Exposure::new(self.zones.clone().into(), common, doors, self.from_first_tick).unwrap()
    }

    fn in_zone(&self, zone: u32, tick: Tick) -> i64 {
        let zone = &self.zones[zone as usize];
        if has(&zone.active, tick) { zone.weight.into() } else { 0 }
    }

    fn rate(&self, node: NodeIndex, tick: Tick) -> i64 {
        self.nodes[node as usize].iter().map(|&zone| self.in_zone(zone, tick)).sum()
    }

    fn on_arc(&self, arc: ArcIndex, enter: Tick) -> i64 {
        let (spans, always) = &self.arcs[arc as usize];
        let in_span = |span: &Span| -> i64 {
            (enter + span.enter..enter + span.leave).map(|tick| self.in_zone(span.zone, tick)).sum()
        };
        spans.iter().map(in_span).sum::<i64>() + i64::from(*always)
    }

    fn begin(&self, start: &Start, tick: Tick) -> i64 {
        let counted = if self.from_first_tick { start.first } else { tick };
        (counted..tick).map(|tick| self.rate(start.node, tick)).sum()
    }
}

/// What is left to go, and to pay, if nothing were shut and no zone counted.
struct Left {
    ticks: Vec<Option<Tick>>,
    costs: Vec<i64>,
}

impl Left {
    fn of(graph: &TimeGraph, goals: &[NodeIndex], always: impl Fn(ArcIndex) -> i64) -> Self {
        let mut this = Self {
            ticks: vec![None; graph.node_count()],
            costs: vec![1 << 40; graph.node_count()],
        };
        for &goal in goals {
            this.ticks[goal as usize] = Some(0);
            this.costs[goal as usize] = 0;
        }
        for _ in 0..graph.node_count() {
            for arc in 0..graph.arc_count() as ArcIndex {
                let (from, to) = (graph.from(arc) as usize, graph.to(arc) as usize);
                if let Some(rest) = this.ticks[to] {
                    let over = rest + graph.duration(arc);
                    this.ticks[from] = Some(this.ticks[from].map_or(over, |least| least.min(over)));
                }
                this.costs[from] = this.costs[from].min(this.costs[to] + always(arc));
            }
        }
        this
    }
}

impl Bound for Left {
    fn of(&mut self, _: &TimeGraph, node: NodeIndex) -> Option<Tick> {
        self.ticks[node as usize]
    }
}

/// A cost that knows what is left to pay.
struct Informed<'a, C>(C, &'a [i64]);

impl<C: Cost> Cost for Informed<'_, C> {
    fn start(&mut self, start: &Start, out: &mut Vec<Line>) {
        self.0.start(start, out);
    }
    fn arc(&mut self, arc: ArcIndex, first: Tick, end: Tick, out: &mut Vec<Line>) {
        self.0.arc(arc, first, end, out);
    }
    fn standing(&mut self, node: NodeIndex, first: Tick, end: Tick, out: &mut Vec<Rate>) {
        self.0.standing(node, first, end, out);
    }
    fn left(&self, node: NodeIndex) -> i64 {
        self.1[node as usize]
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(
        std::env::var("SAFEPASSAGE_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(3000)
    ))]

    #[test]
    fn exposure_is_the_oracles(
        parts in parts(), mut ground in ground(), starts in starts(), goals in goals()
    ) {
        let graph = parts.graph();
        ground.fit(&graph);
        let tariff = Tariff {
            graph: &graph,
            starts: &starts,
            begin: &|start, tick| ground.begin(start, tick),
            arc: &|arc, tick| ground.on_arc(arc, tick),
            rate: &|node, tick| ground.rate(node, tick),
        };
        tariff.holds(&goals, &mut ground.exposure(), &mut NoBound)?;
    }

    #[test]
    fn true_bounds_change_nothing(
        parts in parts(), mut ground in ground(), starts in starts(), goals in goals()
    ) {
        let graph = parts.graph();
        ground.fit(&graph);
        let tariff = Tariff {
            graph: &graph,
            starts: &starts,
            begin: &|start, tick| ground.begin(start, tick),
            arc: &|arc, tick| ground.on_arc(arc, tick),
            rate: &|node, tick| ground.rate(node, tick),
        };
        let mut left = Left::of(&graph, &goals, |arc| ground.arcs[arc as usize].1.into());
        let costs = left.costs.clone();
        tariff.holds(&goals, &mut Informed(ground.exposure(), &costs), &mut left)?;
    }

    #[test]
    fn the_profile_over_departures_is_the_oracles(parts in parts(), starts in starts()) {
        let graph = parts.graph();
        let tariff = Tariff {
            graph: &graph,
            starts: &starts,
            begin: &|_, tick| -tick,
            arc: &|_, _| 0,
            rate: &|_, _| 0,
        };
        tariff.holds(&[1], &mut Departure, &mut NoBound)?;
    }

    #[test]
    fn what_is_shared_is_the_oracles(
        parts in parts(), start in start(), shared in prop::collection::vec(0_u32..9, 11)
    ) {
        let graph = parts.graph();
        let tariff = Tariff {
            graph: &graph,
            starts: &[start],
            begin: &|_, _| 0,
            arc: &|arc, _| shared[arc as usize].into(),
            rate: &|_, _| 0,
        };
        tariff.holds(&[1], &mut Shared::of((0..).zip(shared.iter().copied())), &mut NoBound)?;
    }

    #[test]
    fn zones_add_up_to_the_cost_of_the_way(
        parts in parts(), mut ground in ground(), start in start()
    ) {
        let graph = parts.graph();
        ground.fit(&graph);
        let starts = [start];
        let asked =
            Question { graph: &graph, starts: &starts, goals: &[1], until: HORIZON, cancel: None };
        let mut exposure = ground.exposure();
        if let Some(Found { way, cost }) = Front::default().least(&asked, &mut exposure, &mut NoBound).unwrap() {
            let (by_zone, always) = exposure.of_way(&graph, &way, &start);
            prop_assert_eq!(by_zone.values().map(|inside| inside.cost).sum::<i64>() + always, cost);
            for (zone, inside) in by_zone {
                prop_assert_eq!(inside.cost, inside.ticks * i64::from(ground.zones[zone as usize].weight));
                prop_assert!(inside.ticks > 0);
            }
        }
    }

    #[test]
    fn without_a_limit_the_first_arrival_is_the_plain_searchs(
        parts in parts(), mut ground in ground(), start in start()
    ) {
        let graph = parts.graph();
        ground.fit(&graph);
        let starts = [start];
        let asked =
            Question { graph: &graph, starts: &starts, goals: &[1], until: HORIZON, cancel: None };
        let plain = Search::default().earliest(&asked, &mut NoBound).unwrap();
        let found = Front::default()
            .cheapest_by(&asked, &mut ground.exposure(), &mut NoBound, i64::MAX)
            .unwrap();
        prop_assert_eq!(found.map(|found| found.way.arrival), plain.map(|way| way.arrival));
    }

    #[test]
    fn a_front_that_is_used_again_says_the_same(
        scenes in prop::collection::vec((parts(), ground(), start()), 2..4)
    ) {
        let mut used = Front::default();
        for (parts, mut ground, start) in scenes {
            let graph = parts.graph();
            ground.fit(&graph);
            let starts = [start];
            let asked =
                Question { graph: &graph, starts: &starts, goals: &[1], until: HORIZON, cancel: None };
            let mut exposure = ground.exposure();
            let again = used.front(&asked, &mut exposure, &mut NoBound).unwrap();
            let anew = Front::default().front(&asked, &mut exposure, &mut NoBound).unwrap();
            prop_assert_eq!(again, anew);
        }
    }
}

/// A street of three parts, the middle one in a zone until tick 100.
fn through_a_zone() -> (TimeGraph, Exposure) {
    let streets =
        vec![(0, 1, 10, Ticks::none()), (1, 2, 30, Ticks::none()), (2, 3, 10, Ticks::none())];
    let graph = Parts::of(vec![Node::default(); 4], streets).graph();
    let zones = [Zone { weight: 5, active: Ticks::of(vec![(-1000, 100)]) }];
    let on_arc = OnArc { spans: vec![Span { zone: 0, enter: 5, leave: 25 }], always: 0 };
    let sheet = Sheet { arcs: Sparse::of([(1, on_arc)]), nodes: Sparse::default() };
    let exposure = Exposure::new(zones.into(), Arc::new(sheet), Arc::default(), true).unwrap();
    (graph, exposure)
}

#[test]
fn waiting_until_a_zone_ends_trades_time_for_exposure() {
    let (graph, mut exposure) = through_a_zone();
    let starts = [Start { node: 0, first: 0, end: 1000 }];
    let asked = Question { graph: &graph, starts: &starts, goals: &[3], until: 1000, cancel: None };
    let mut front = Front::default();
    let stretches = front.front(&asked, &mut exposure, &mut NoBound).unwrap();
    // At once: 20 ticks inside. Entered from tick 75 on, one tick less for each; from 95 on none.
    let lines: Vec<_> = stretches.iter().map(|stretch| stretch.line).collect();
    assert_eq!(lines, [Line::new(50, 51, 100, 0), Line::new(116, 136, 95, -5)]);
    let least = front.least(&asked, &mut exposure, &mut NoBound).unwrap().unwrap();
    assert_eq!((least.cost, least.way.arrival), (0, 135));
    let half = front.cheapest_by(&asked, &mut exposure, &mut NoBound, 50).unwrap().unwrap();
    assert_eq!((half.cost, half.way.arrival, half.way.steps[1].enter), (50, 125, 85));
}

#[test]
fn what_cannot_be_answered_is_an_error_and_no_wrong_answer() {
    let (graph, mut exposure) = through_a_zone();
    let starts = [Start { node: 0, first: 0, end: 1000 }];
    let mut asked =
        Question { graph: &graph, starts: &starts, goals: &[3], until: 1000, cancel: None };
    let full = Front::with_room(3).front(&asked, &mut exposure, &mut NoBound);
    assert_eq!(full, Err(Stopped::Full(3)));
    asked.until = Tick::MAX;
    let long = Front::default().front(&asked, &mut exposure, &mut NoBound);
    assert_eq!(long, Err(Stopped::OutOfRange));
}

#[test]
fn a_cancelled_search_says_so() {
    let streets = (0..2999).map(|node| (node, node + 1, 1, Ticks::none())).collect();
    let graph = Parts::of(vec![Node::default(); 3000], streets).graph();
    let cancel = CancelToken::new();
    let starts = [Start { node: 0, first: 0, end: 10_000 }];
    let goals = [2999];
    let asked = Question {
        graph: &graph,
        starts: &starts,
        goals: &goals,
        until: 10_000,
        cancel: Some(&cancel),
    };
    let found = Front::default().least(&asked, &mut Departure, &mut NoBound).unwrap();
    assert_eq!(found.map(|found| (found.cost, found.way.arrival)), Some((-7000, 9999)));
    cancel.cancel();
    let stopped = Front::default().least(&asked, &mut Departure, &mut NoBound);
    assert_eq!(stopped, Err(Stopped::Cancelled(Cancelled)));
}
