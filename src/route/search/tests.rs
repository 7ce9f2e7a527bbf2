use super::super::interval::Ticks;
use super::super::test_graph::{HORIZON, Parts, parts};
use super::super::time_graph::Node;
use super::*;
use proptest::prelude::*;

/// The slow oracle: every state at every tick, one tick at a time. Shares no
/// code with the search; sets are asked tick by tick only.
///
/// Gives, for each tick, whether the goal can be reached at that tick.
fn goal_ticks(graph: &TimeGraph, start: Start, goal: NodeIndex) -> Vec<bool> {
    let arcs = graph.arc_count();
    let states = arcs + 1; // the arc by which one came, or "began here"
    let ticks = HORIZON as usize;
    let has = |set: &Ticks, at: Tick| set.containing(at).is_some();
    let mut came = vec![vec![false; ticks]; states];
    let mut waiting = vec![vec![false; ticks]; states];
    let mut ready = vec![vec![false; ticks]; states];
    let mut at_goal = vec![false; ticks];
    for t in start.first.max(0)..start.end.min(HORIZON) {
        came[arcs][t as usize] = true;
    }
    for t in 0..ticks {
        let now = t as Tick;
        // Arcs of no duration may chain within one tick.
        for _ in 0..=states {
            for state in 0..states {
                let at = if state == arcs { start.node } else { graph.to(state as ArcIndex) };
                let node = graph.node(at);
                let may_stand =
                    |tick: Tick| !has(&node.absent, tick) && !has(&node.no_standing, tick);
                if has(&node.absent, now) {
                    continue;
                }
                let stays = t > 0 && may_stand(now) && may_stand(now - 1);
                waiting[state][t] |= came[state][t] || (stays && waiting[state][t - 1]);
                match &node.gate {
                    Some(gate) if state != arcs => {
                        ready[state][t] |= stays && ready[state][t - 1];
                        let begun = now - gate.delay;
                        if begun >= 0 && waiting[state][begun as usize] {
                            let open = if gate.delay == 0 {
                                has(&gate.open, now)
                            } else {
                                (begun..now).all(|tick| has(&gate.open, tick))
                            };
                            let stood = gate.delay == 0 || (begun..=now).all(may_stand);
                            ready[state][t] |= open && stood;
                        }
                    }
                    _ => ready[state][t] |= waiting[state][t],
                }
                if at == goal && waiting[state][t] {
                    at_goal[t] = true;
                }
                if !ready[state][t] {
                    continue;
                }
                for out in graph.out(at) {
                    let turn = state == arcs || graph.turn_allowed(state as ArcIndex, out);
                    let arrive = now + graph.duration(out);
                    if turn && !has(graph.banned(out), now) && arrive < HORIZON {
                        came[out as usize][arrive as usize] = true;
                    }
                }
            }
        }
    }
    at_goal
}

fn start() -> impl Strategy<Value = Start> {
    (0_i64..10, 1_i64..HORIZON).prop_map(|(first, len)| Start { node: 0, first, end: first + len })
}

/// Walks a way tick by tick and fails where it does what it may not.
fn walk(graph: &TimeGraph, way: &Way, start: Start) {
    let mut at = start.node;
    let mut now = way.departure;
    assert!((start.first..start.end.max(HORIZON)).contains(&now));
    let mut last: Option<ArcIndex> = None;
    for step in &way.steps {
        assert_eq!(graph.from(step.arc), at);
        assert!(step.enter >= now, "goes back in time");
        assert_eq!(step.exit, step.enter + graph.duration(step.arc));
        assert!(graph.banned(step.arc).containing(step.enter).is_none(), "enters while banned");
        let node = graph.node(at);
        for tick in now..=step.enter {
            assert!(node.absent.containing(tick).is_none());
            assert!(now == step.enter || node.no_standing.containing(tick).is_none());
        }
        if let (Some(gate), true) = (&node.gate, last.is_some()) {
            assert!(
                gate.earliest_start(now, step.enter + 1)
                    .is_some_and(|s| s + gate.delay <= step.enter)
            );
        }
        assert!(last.is_none_or(|last| graph.turn_allowed(last, step.arc)));
        (at, now, last) = (graph.to(step.arc), step.exit, Some(step.arc));
    }
    assert_eq!((at, now.max(way.arrival)), (way.goal, way.arrival));
}

/// What is left to go from each node.
struct Known(Vec<Option<Tick>>);

impl Bound for Known {
    fn of(&mut self, _: &TimeGraph, node: NodeIndex) -> Option<Tick> {
        self.0[node as usize]
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(
        std::env::var("SAFEPASSAGE_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(4000)
    ))]

    #[test]
    fn the_first_arrival_is_the_oracles(parts in parts(), start in start()) {
        let graph = parts.graph();
        let expected = goal_ticks(&graph, start, 1).iter().position(|&there| there);
        let found = earliest(&graph, start, 1, HORIZON);
        prop_assert_eq!(found.as_ref().map(|way| way.arrival), expected.map(|t| t as Tick));
        if let Some(way) = found {
            walk(&graph, &way, start);
        }
    }

    #[test]
    fn the_last_departure_is_the_oracles(mut parts in parts()) {
        // Who leaves at t and may not stand at the start for longer than that tick.
        parts.nodes[0].no_standing = Ticks::of(vec![(-1, HORIZON + 1)]);
        let alone = parts.graph();
        let expected = (0..HORIZON).rev().find(|&first| {
            let start = Start { node: 0, first, end: first + 1 };
            goal_ticks(&alone, start, 1).contains(&true)
        });
        let begin = Start { node: 1, first: 1 - HORIZON, end: 1 };
        let found = earliest(&alone.mirrored(), begin, 0, 1);
        prop_assert_eq!(found.map(|way| -way.arrival), expected);
    }

    #[test]
    fn a_true_bound_changes_no_arrival(parts in parts(), start in start()) {
        // What is left to go if nothing were shut.
        let graph = parts.graph();
        let mut left = vec![None; graph.node_count()];
        left[1] = Some(0);
        for _ in 0..graph.node_count() {
            for arc in 0..graph.arc_count() as ArcIndex {
                if let Some(rest) = left[graph.to(arc) as usize] {
                    let from = &mut left[graph.from(arc) as usize];
                    let over = rest + graph.duration(arc);
                    *from = Some(from.map_or(over, |least: Tick| least.min(over)));
                }
            }
        }
        let starts = [start];
        let asked =
            Question { graph: &graph, starts: &starts, goals: &[1], until: HORIZON, cancel: None };
        let found = Search::default().earliest(&asked, &mut Known(left)).unwrap();
        let plain = earliest(&graph, start, 1, HORIZON);
        prop_assert_eq!(found.map(|way| way.arrival), plain.map(|way| way.arrival));
    }

    #[test]
    fn a_search_that_is_used_again_says_the_same(parts in prop::collection::vec((parts(), start()), 2..5)) {
        let mut search = Search::default();
        for (parts, start) in parts {
            let graph = parts.graph();
            let starts = [start];
            let asked =
                Question { graph: &graph, starts: &starts, goals: &[1], until: HORIZON, cancel: None };
            let again = search.earliest(&asked, &mut NoBound).unwrap();
            prop_assert_eq!(again, earliest(&graph, start, 1, HORIZON));
        }
    }

    #[test]
    fn what_was_not_touched_does_not_matter(parts in parts(), start in start()) {
        let graph = parts.graph();
        let starts = [start];
        let asked =
            Question { graph: &graph, starts: &starts, goals: &[1], until: HORIZON, cancel: None };
        let mut search = Search::that_notes();
        if search.earliest(&asked, &mut NoBound).unwrap().is_none() {
            let touched = search.touched();
            let mut lifted = parts.clone();
            for (index, arc) in lifted.arcs.iter_mut().enumerate() {
                if !touched.arcs.contains(&(index as ArcIndex)) {
                    arc.3 = Ticks::none();
                }
            }
            for (index, node) in lifted.nodes.iter_mut().enumerate() {
                if !touched.nodes.contains(&(index as NodeIndex)) {
                    *node = Node::default();
                }
            }
            prop_assert_eq!(earliest(&lifted.graph(), start, 1, HORIZON), None);
        }
    }
}

fn earliest(graph: &TimeGraph, start: Start, goal: NodeIndex, until: Tick) -> Option<Way> {
    let (starts, goals) = ([start], [goal]);
    let asked = Question { graph, starts: &starts, goals: &goals, until, cancel: None };
    Search::default().earliest(&asked, &mut NoBound).unwrap()
}

#[test]
fn waits_out_a_ban_only_where_standing_is_allowed() {
    let banned = Ticks::of(vec![(0, 10)]);
    let mut parts = Parts::of(vec![Node::default(); 2], vec![(0, 1, 5, banned)]);
    let begin = Start { node: 0, first: 0, end: HORIZON };
    let way = earliest(&parts.graph(), begin, 1, HORIZON).unwrap();
    assert_eq!((way.departure, way.arrival), (10, 15));

    parts.nodes[0].absent = Ticks::of(vec![(8, 20)]);
    let begin = Start { end: 8, ..begin };
    assert_eq!(earliest(&parts.graph(), begin, 1, HORIZON), None);
}

#[test]
fn a_cancelled_search_says_so() {
    let nodes = vec![Node::default(); 3000];
    let arcs = (0..2999).map(|node| (node, node + 1, 1, Ticks::none())).collect();
    let graph = Parts::of(nodes, arcs).graph();
    let cancel = CancelToken::new();
    let starts = [Start { node: 0, first: 0, end: 10_000 }];
    let asked = Question {
        graph: &graph,
        starts: &starts,
        goals: &[2999],
        until: 10_000,
        cancel: Some(&cancel),
    };
    assert!(Search::default().earliest(&asked, &mut NoBound).unwrap().is_some());
    cancel.cancel();
    assert_eq!(Search::default().earliest(&asked, &mut NoBound), Err(Cancelled));
}
