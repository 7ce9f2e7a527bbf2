use super::super::time_graph::{Arc, Gate, Node};
use super::*;
use proptest::prelude::*;

const HORIZON: Tick = 28;

/// The slow oracle: every state at every tick, one tick at a time. Shares no
/// code with the search; sets are asked tick by tick only.
///
/// Gives, for each tick, whether the goal can be reached at that tick.
fn goal_ticks(graph: &TimeGraph, start: Start, goal: NodeIndex) -> Vec<bool> {
    let arcs = graph.arcs.len();
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
                let at = if state == arcs { start.node } else { graph.arcs[state].to };
                let node = &graph.nodes[at as usize];
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
                for &out in graph.out(at) {
                    let arc = graph.arc(out);
                    let turn = state == arcs || graph.turn_allowed(state as ArcIndex, out);
                    let arrive = now + arc.duration;
                    if turn && !has(&arc.banned, now) && arrive < HORIZON {
                        came[out as usize][arrive as usize] = true;
                    }
                }
            }
        }
    }
    at_goal
}

fn ticks() -> impl Strategy<Value = Ticks> {
    prop::collection::vec((0_i64..HORIZON, 0_i64..7).prop_map(|(s, len)| (s, s + len)), 0..4)
        .prop_map(Ticks::of)
}

fn nodes() -> impl Strategy<Value = Node> {
    let gate = prop::option::weighted(
        0.3,
        (ticks(), 0_i64..4).prop_map(|(open, delay)| Gate { open, delay }),
    );
    (ticks(), ticks(), any::<bool>(), gate).prop_map(|(absent, no_standing, strict, gate)| Node {
        absent,
        no_standing: if strict { no_standing } else { Ticks::none() },
        gate,
    })
}

fn graphs() -> impl Strategy<Value = TimeGraph> {
    (3_usize..6).prop_flat_map(|count| {
        let end = 0..count as NodeIndex;
        let arc = (end.clone(), end, 0_i64..5, ticks());
        let arcs = prop::collection::vec(arc, 2..11);
        let turns = prop::collection::vec((0_u32..10, 0_u32..10), 0..4);
        (prop::collection::vec(nodes(), count), arcs, turns).prop_map(|(nodes, arcs, turns)| {
            let mut graph = TimeGraph::default();
            for (index, mut node) in nodes.into_iter().enumerate() {
                if index == 0 || index == 1 {
                    node.gate = None; // the start and the goal
                }
                graph.add_node(node);
            }
            for (from, to, duration, banned) in arcs {
                graph.add_arc(Arc { from, to, duration, banned });
            }
            graph.ban_turns(turns);
            graph
        })
    })
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
        let arc = graph.arc(step.arc);
        assert_eq!(arc.from, at);
        assert!(step.enter >= now, "goes back in time");
        assert_eq!(step.exit, step.enter + arc.duration);
        assert!(arc.banned.containing(step.enter).is_none(), "enters while banned");
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
        (at, now, last) = (arc.to, step.exit, Some(step.arc));
    }
    assert_eq!((at, now.max(way.arrival)), (way.goal, way.arrival));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(
        std::env::var("SAFEPASSAGE_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(4000)
    ))]

    #[test]
    fn the_first_arrival_is_the_oracles(graph in graphs(), start in start()) {
        let expected = goal_ticks(&graph, start, 1).iter().position(|&there| there);
        let found = earliest(&graph, &[start], &[1], HORIZON).way;
        prop_assert_eq!(found.as_ref().map(|way| way.arrival), expected.map(|t| t as Tick));
        if let Some(way) = found {
            walk(&graph, &way, start);
        }
    }

    #[test]
    fn the_last_departure_is_the_oracles(graph in graphs()) {
        // Who leaves at t and may not stand at the start for longer than that tick.
        let expected = (0..HORIZON).rev().find(|&first| {
            let start = Start { node: 0, first, end: first + 1 };
            let mut alone = graph.clone();
            alone.nodes[0].no_standing = Ticks::of(vec![(-1, HORIZON + 1)]);
            goal_ticks(&alone, start, 1).contains(&true)
        });
        let mut mirror = graph.clone();
        mirror.nodes[0].no_standing = Ticks::of(vec![(-1, HORIZON + 1)]);
        let mirror = mirror.mirrored();
        let begin = Start { node: 1, first: 1 - HORIZON, end: 1 };
        let found = earliest(&mirror, &[begin], &[0], 1).way;
        prop_assert_eq!(found.map(|way| -way.arrival), expected);
    }
}

#[test]
fn waits_out_a_ban_only_where_standing_is_allowed() {
    let mut graph = TimeGraph::default();
    let start = graph.add_node(Node::default());
    let goal = graph.add_node(Node::default());
    graph.add_arc(Arc { from: start, to: goal, duration: 5, banned: Ticks::of(vec![(0, 10)]) });
    let begin = Start { node: start, first: 0, end: HORIZON };
    let way = earliest(&graph, &[begin], &[goal], HORIZON).way.unwrap();
    assert_eq!((way.departure, way.arrival), (10, 15));

    graph.nodes[0].absent = Ticks::of(vec![(8, 20)]);
    let begin = Start { end: 8, ..begin };
    assert_eq!(earliest(&graph, &[begin], &[goal], HORIZON).way, None);
}
