//! The oracle against all plans there are.

use super::Best;
use super::best;
use super::classes;
use super::most_by;
use super::random;
use crate::flow::FlowProblem;
use crate::flow::FlowSink;
use std::collections::BTreeMap;

/// One way for one person: the sink and the step of arrival, and the arcs with
/// the steps of entry.
type Way = (u32, u32, Vec<(u32, u32)>);

/// All ways of one person from a node and a step on.
fn ways(
    problem: &FlowProblem,
    node: u32,
    step: u32,
    used: &mut Vec<(u32, u32)>,
    all: &mut Vec<Way>,
) {
    if step >= problem.horizon || all.len() > 3_000 {
        return;
    }
    if let Some(sink) = problem.sinks.iter().position(|sink: &FlowSink| sink.node == node) {
        all.push((sink as u32, step, used.clone()));
    }
    for (number, arc) in problem.arcs.iter().enumerate().filter(|(_, arc)| arc.tail == node) {
        if problem.profiles[arc.profile as usize].at(step) > 0 {
            used.push((number as u32, step));
            ways(problem, arc.head, step + arc.delay, used, all);
            used.pop();
        }
    }
    if problem.waiting.contains(&node) {
        ways(problem, node, step + 1, used, all);
    }
}

/// What has been used so far: arcs in steps, and places in sinks.
#[derive(Default)]
struct Taken {
    arcs: BTreeMap<(u32, u32), u64>,
    sinks: BTreeMap<u32, u64>,
}

/// All plans, person by person: how many of each class arrive, the most of the
/// lowest class first, then the least total.
fn plans(
    problem: &FlowProblem,
    people: &[(usize, Vec<Way>)],
    taken: &mut Taken,
    now: &mut (Vec<u64>, u64),
    found: &mut (Vec<u64>, u64),
) {
    let Some(((class, ways), rest)) = people.split_first() else {
        if now.0 > found.0 || (now.0 == found.0 && now.1 < found.1) {
            *found = now.clone();
        }
        return;
    };
    plans(problem, rest, taken, now, found);
    for (sink, step, used) in ways {
        let room = problem.sinks[*sink as usize].places;
        let free = |&(arc, at): &(u32, u32)| {
            let profile = &problem.profiles[problem.arcs[arc as usize].profile as usize];
            taken.arcs.get(&(arc, at)).copied().unwrap_or(0) < profile.at(at)
        };
        if taken.sinks.get(sink).copied().unwrap_or(0) >= room || !used.iter().all(free) {
            continue;
        }
        for &at in used {
            *taken.arcs.entry(at).or_default() += 1;
        }
        *taken.sinks.entry(*sink).or_default() += 1;
        now.0[*class] += 1;
        now.1 += u64::from(*step);
        plans(problem, rest, taken, now, found);
        now.0[*class] -= 1;
        now.1 -= u64::from(*step);
        for at in used {
            *taken.arcs.get_mut(at).expect("it was taken") -= 1;
        }
        *taken.sinks.get_mut(sink).expect("it was taken") -= 1;
    }
}

/// The best of all plans; nothing if there are too many.
fn by_force(problem: &FlowProblem) -> Option<Best> {
    let classes = classes(problem);
    let mut people = Vec::new();
    let mut plans_at_most = 1usize;
    for source in &problem.sources {
        let mut all = Vec::new();
        for step in source.from..problem.horizon {
            ways(problem, source.node, step, &mut Vec::new(), &mut all);
        }
        let class = classes.iter().position(|&class| class == source.class)?;
        for _ in 0..source.persons {
            plans_at_most = plans_at_most.saturating_mul(all.len() + 1);
            people.push((class, all.clone()));
        }
    }
    if plans_at_most > 200_000 {
        return None;
    }
    let mut found = (vec![0; classes.len()], 0);
    let mut now = found.clone();
    plans(problem, &people, &mut Taken::default(), &mut now, &mut found);
    Some(Best { served: classes.into_iter().zip(found.0).collect(), total: found.1 })
}

#[test]
fn nothing_is_better_among_all_plans() {
    let (mut held, mut with_some, mut with_left) = (0, 0, 0);
    for seed in 0..3_000 {
        let mut problem = random(seed);
        problem.validate().expect("a problem");
        for source in &mut problem.sources {
            source.persons = source.persons.min(2);
        }
        problem.horizon = problem.horizon.min(6);
        let Some(expected) = by_force(&problem) else { continue };
        let found = best(&problem);
        assert_eq!(expected, found, "seed {seed}");
        let served: u64 = found.served.iter().map(|(_, persons)| persons).sum();
        let persons: u64 = problem.sources.iter().map(|source| source.persons).sum();
        held += 1;
        with_some += usize::from(served > 0);
        with_left += usize::from(served > 0 && served < persons);
        if let Some(last) = problem.horizon.checked_sub(1) {
            assert_eq!(served, most_by(&problem, last), "seed {seed}");
        }
    }
    assert!(held > 1_000 && with_some > 400 && with_left > 100, "{held} {with_some} {with_left}");
}
