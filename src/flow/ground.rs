//! A problem made ready: only what lies between people and room, on clocks
//! that run ahead.
//!
//! Floor 0.
//!
//! A node's clock runs ahead by the least number of steps to a sink, so that it
//! shows when one who goes on at once and without hindrance arrives. An arc on a
//! quickest way then takes no time at all, and what has been settled for early
//! arrivals lies together. Nodes are ranked by the first bucket in which anybody
//! can be there: those of a bucket are the first so many.

use super::FlowProblem;
use super::FlowSource;
use super::Profile;
use super::Step;
use super::bits::Bits;
use super::lists::{FAR, Lists, least};
use std::ops::Range;

/// No rank, no sink, no arc.
pub(super) const NONE: u32 = u32::MAX;

/// An arc between ranked nodes.
#[derive(Clone, Copy, Debug)]
pub(super) struct GroundArc {
    pub(super) tail: u32,
    pub(super) head: u32,
    /// Buckets it is sure to take, on the two clocks.
    pub(super) delay: Step,
    /// The arc of the problem; [`NONE`] for waiting.
    pub(super) arc: u32,
}

/// One end of an arc, seen from the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) arc: u32,
    pub(super) other: u32,
    pub(super) delay: Step,
}

/// A neighbour by an arc one way or the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around {
    pub(super) other: u32,
    /// Twice the arc, and one more if it leads here.
    pub(super) pass: u32,
    /// How much later it is there.
    pub(super) later: i32,
}

/// People at a ranked node.
#[derive(Clone, Copy, Debug)]
pub(super) struct GroundSource {
    /// [`NONE`] if no way leads to any room.
    pub(super) node: u32,
    /// The first bucket, on the node's clock.
    pub(super) from: Step,
    pub(super) persons: u32,
    pub(super) class: u32,
}

/// What of a problem matters, ready to be laid out in buckets.
#[derive(Clone, Debug)]
pub(super) struct Ground<'p> {
    pub(super) problem: &'p FlowProblem,
    /// Steps in a bucket.
    pub(super) width: Step,
    /// The number of buckets before the horizon.
    pub(super) buckets: Step,
    /// The problem's node of each rank.
    pub(super) nodes: Vec<u32>,
    /// The first bucket in which anybody can be there, by rank.
    pub(super) first: Vec<Step>,
    /// How far its clock runs ahead, in steps, by rank.
    pub(super) ahead: Vec<Step>,
    /// By the first bucket of the tail.
    pub(super) arcs: Vec<GroundArc>,
    pub(super) out: Lists<Link>,
    pub(super) into: Lists<Link>,
    /// Both, for searches.
    pub(super) around: Lists<Around>,
    pub(super) sources: Vec<GroundSource>,
    /// Sources at each node.
    pub(super) sources_at: Lists<u32>,
    /// The rank of each sink's node, or [`NONE`] if nobody can come there.
    pub(super) sinks: Vec<u32>,
    /// The sink at each node, or [`NONE`].
    pub(super) sink_at: Vec<u32>,
    /// Whether there are people or room at a node.
    pub(super) hubs: Bits,
    /// By the problem's nodes: steps to a sink, for the proof.
    pub(super) ahead_of: Vec<Step>,
    /// By the problem's nodes: the first bucket, or `Step::MAX`.
    pub(super) first_of: Vec<Step>,
}

impl<'p> Ground<'p> {
    /// Makes a problem ready. O((nodes + arcs) log nodes).
    pub(super) fn of(problem: &'p FlowProblem, width: Step) -> Self {
        Self::with(problem, width, std::iter::empty())
    }

    /// Makes a problem ready in which some arcs may yet be opened.
    pub(super) fn with(
        problem: &'p FlowProblem,
        width: Step,
        opened: impl Iterator<Item = u32>,
    ) -> Self {
        let nodes = problem.nodes as usize;
        let ever: Vec<bool> = problem.profiles.iter().map(|p| p.within(0, Step::MAX) > 0).collect();
        let mut usable: Vec<bool> =
            problem.arcs.iter().map(|arc| ever[arc.profile as usize]).collect();
        opened.for_each(|arc| usable[arc as usize] = true);
        let numbered =
            || (0u32..).zip(&problem.arcs).filter(|&(number, _)| usable[number as usize]);

        // How long from each node to room.
        let toward = Lists::of(nodes, numbered().map(|(_, arc)| (arc.head, (arc.tail, arc.delay))));
        let room = problem.sinks.iter().map(|sink| (sink.node, 0));
        let ahead_of = least(nodes, room, &toward);

        // From when on anybody can be there.
        let clock = |node: u32, step: Step| {
            let ahead = ahead_of[node as usize];
            if ahead >= FAR { Step::MAX } else { (step.min(FAR) + ahead) / width }
        };
        let lag = |arc: &super::FlowArc| {
            (arc.delay + ahead_of[arc.head as usize] - ahead_of[arc.tail as usize]) / width
        };
        let reaching = |arc: &super::FlowArc| ahead_of[arc.head as usize] < FAR;
        let onward = numbered().filter(|(_, arc)| reaching(arc));
        let onward = Lists::of(nodes, onward.map(|(_, arc)| (arc.tail, (arc.head, lag(arc)))));
        let people = problem.sources.iter().filter(|source| source.persons > 0);
        let people = people.map(|source| (source.node, clock(source.node, source.from)));
        let buckets = problem.horizon.div_ceil(width);
        let mut first_of = least(nodes, people.filter(|&(_, at)| at < buckets), &onward);
        for first in &mut first_of {
            *first = if *first < buckets { *first } else { Step::MAX };
        }

        let mut ranked: Vec<u32> =
            (0..problem.nodes).filter(|&node| first_of[node as usize] < Step::MAX).collect();
        ranked.sort_by_key(|&node| (first_of[node as usize], ahead_of[node as usize], node));
        let mut rank_of = vec![NONE; nodes];
        for (rank, &node) in (0u32..).zip(&ranked) {
            rank_of[node as usize] = rank;
        }
        let first: Vec<Step> = ranked.iter().map(|&node| first_of[node as usize]).collect();
        let ahead: Vec<Step> = ranked.iter().map(|&node| ahead_of[node as usize]).collect();

        let both = |arc: &super::FlowArc| {
            rank_of[arc.tail as usize] != NONE && rank_of[arc.head as usize] != NONE
        };
        let mut arcs: Vec<GroundArc> = numbered()
            .filter(|(_, arc)| both(arc))
            .map(|(number, arc)| GroundArc {
                tail: rank_of[arc.tail as usize],
                head: rank_of[arc.head as usize],
                delay: lag(arc),
                arc: number,
            })
            .collect();
        let wait = |rank: u32| GroundArc { tail: rank, head: rank, delay: 1, arc: NONE };
        if width > 1 {
            arcs.extend((0..ranked.len() as u32).map(wait));
        } else {
            let waiting = problem.waiting.iter().map(|&node| rank_of[node as usize]);
            arcs.extend(waiting.filter(|&rank| rank != NONE).map(wait));
        }
        arcs.sort_by_key(|arc| (arc.tail, arc.delay, arc.head, arc.arc));
        let [out, into] = [links(&arcs, ranked.len(), false), links(&arcs, ranked.len(), true)];
        let around = around(&arcs, ranked.len());
        let Ends { sources, sources_at, sinks, sink_at, hubs } =
            Ends::of(problem, &rank_of, ranked.len(), |source| {
                Some(clock(source.node, source.from)).filter(|&from| from < buckets)
            });
        Self {
            problem,
            width,
            buckets,
            nodes: ranked,
            first,
            ahead,
            arcs,
            out,
            into,
            around,
            sources,
            sources_at,
            sinks,
            sink_at,
            hubs,
            ahead_of,
            first_of,
        }
    }

    /// The number here of one of the problem's arcs, if it matters. O(arcs).
    pub(super) fn arc_of(&self, arc: u32) -> Option<u32> {
        self.arcs.iter().position(|ground| ground.arc == arc).map(|number| number as u32)
    }

    /// The classes of the people, in order.
    pub(super) fn classes(&self) -> Vec<u32> {
        let mut classes: Vec<u32> = self.sources.iter().map(|source| source.class).collect();
        classes.sort_unstable();
        classes.dedup();
        classes
    }

    /// The arc on which people wait at a node, if they may.
    pub(super) fn wait_at(&self, node: u32) -> Option<u32> {
        let mut out = self.out.of_node(node).iter();
        out.find(|link| self.arcs[link.arc as usize].arc == NONE).map(|link| link.arc)
    }

    /// Whether every arc lets in as many in one step as in another.
    pub(super) fn is_steady(&self) -> bool {
        let problem = self.problem;
        let profiles = problem.profiles.iter().map(|profile| profile.is_steady(problem.horizon));
        let steady: Vec<bool> = profiles.collect();
        let mut arcs = self.arcs.iter().filter(|arc| arc.arc != NONE);
        arcs.all(|arc| steady[problem.arcs[arc.arc as usize].profile as usize])
    }

    /// How many may enter an arc in a bucket.
    pub(super) fn capacity(&self, arc: &GroundArc, bucket: Step) -> u32 {
        if arc.arc == NONE {
            return NONE;
        }
        let profile = &self.problem.profiles[self.problem.arcs[arc.arc as usize].profile as usize];
        self.capacity_by(profile, arc.tail, bucket)
    }

    /// The steps of a bucket at a node.
    pub(super) fn steps(&self, node: u32, bucket: Step) -> Range<Step> {
        let ahead = self.ahead[node as usize];
        let from = (bucket * self.width).saturating_sub(ahead);
        from..((bucket + 1) * self.width).saturating_sub(ahead)
    }

    /// How many a profile lets in at a node in a bucket.
    pub(super) fn capacity_by(&self, profile: &Profile, tail: u32, bucket: Step) -> u32 {
        let steps = self.steps(tail, bucket);
        let within = match profile {
            Profile::Unlimited => return NONE,
            Profile::Pieces(_) => profile.within(steps.start, steps.end),
        };
        u32::try_from(within).unwrap_or(NONE)
    }
}

/// The arcs out of each node, or into it.
fn links(arcs: &[GroundArc], nodes: usize, into: bool) -> Lists<Link> {
    let links = (0u32..).zip(arcs).map(|(number, arc)| {
        let (at, other) = if into { (arc.head, arc.tail) } else { (arc.tail, arc.head) };
        (at, Link { arc: number, other, delay: arc.delay })
    });
    Lists::of(nodes, links)
}

/// Both, for searches.
fn around(arcs: &[GroundArc], nodes: usize) -> Lists<Around> {
    let around = (0u32..).zip(arcs).flat_map(|(number, arc)| {
        let later = arc.delay as i32;
        let on = Around { other: arc.head, pass: 2 * number, later };
        let back = Around { other: arc.tail, pass: 2 * number + 1, later: -later };
        [(arc.tail, on), (arc.head, back)]
    });
    Lists::of(nodes, around)
}

/// Where people and room are.
struct Ends {
    sources: Vec<GroundSource>,
    sources_at: Lists<u32>,
    sinks: Vec<u32>,
    sink_at: Vec<u32>,
    hubs: Bits,
}

impl Ends {
    /// `from` gives the first bucket of a source, if that is before the horizon.
    fn of(
        problem: &FlowProblem,
        rank_of: &[u32],
        nodes: usize,
        from: impl Fn(&FlowSource) -> Option<Step>,
    ) -> Self {
        let sources: Vec<GroundSource> = problem
            .sources
            .iter()
            .map(|source| {
                let persons = u32::try_from(source.persons).unwrap_or(NONE - 1);
                let first = from(source);
                let node = first.map_or(NONE, |_| rank_of[source.node as usize]);
                let from = first.unwrap_or(Step::MAX);
                GroundSource { node, from, persons, class: source.class }
            })
            .collect();
        let placed = (0u32..).zip(&sources).filter(|(_, source)| source.node != NONE);
        let sources_at = Lists::of(nodes, placed.map(|(number, s)| (s.node, number)));
        let sinks: Vec<u32> =
            problem.sinks.iter().map(|sink| rank_of[sink.node as usize]).collect();
        let mut sink_at = vec![NONE; nodes];
        for (sink, &rank) in (0u32..).zip(&sinks) {
            if rank != NONE {
                sink_at[rank as usize] = sink;
            }
        }
        let hub = |(rank, &sink): (u32, &u32)| sink != NONE || !sources_at.of_node(rank).is_empty();
        let mut hubs = Bits::default();
        hubs.extend((0u32..).zip(&sink_at).map(hub));
        Self { sources, sources_at, sinks, sink_at, hubs }
    }
}
