//! Evacuation instances as text.

use safepassage::flow::FlowArc;
use safepassage::flow::FlowProblem;
use safepassage::flow::FlowSink;
use safepassage::flow::FlowSource;
use safepassage::flow::Profile;
use safepassage::flow::Step;
use std::collections::BTreeMap;

/// A text that is no instance.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadInstance {
    /// The text ends early.
    #[error("expected {expected}, found the end")]
    Ends {
        /// What should follow.
        expected: &'static str,
    },
    /// A line of other numbers than it should have.
    #[error("line {line}: expected {expected}, found {found:?}")]
    Line {
        /// Which line, from 1.
        line: usize,
        /// What should stand there.
        expected: &'static str,
        /// What does.
        found: String,
    },
    /// More lines than the first says.
    #[error("line {line}: expected the end, found {found:?}")]
    More {
        /// Which line, from 1.
        line: usize,
        /// What stands there.
        found: String,
    },
    /// Numbers that do not make a problem.
    #[error(transparent)]
    Problem(#[from] safepassage::flow::InvalidProblem),
}

/// Reads an instance: a line with the numbers of nodes, arcs, sources and sinks;
/// arcs as tail, head, steps and capacity a step; sources as node and persons;
/// sinks as node and places. People wait at their sources alone.
///
/// # Errors
///
/// [`BadInstance`] with the line and what it should be.
pub fn read(text: &str, horizon: Step) -> Result<FlowProblem, BadInstance> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let [nodes, arcs, sources, sinks] =
        numbers(lines.next(), "the numbers of nodes, arcs, sources and sinks")?;
    let mut problem = FlowProblem { nodes: nodes as u32, horizon, ..FlowProblem::default() };
    let mut profiles: BTreeMap<u64, u32> = BTreeMap::new();
    for _ in 0..arcs {
        let [tail, head, delay, capacity] =
            numbers(lines.next(), "an arc: tail, head, steps, capacity")?;
        let profile = *profiles.entry(capacity).or_insert_with(|| {
            problem.profiles.push(Profile::constant(capacity));
            problem.profiles.len() as u32 - 1
        });
        let (tail, head, delay) = (tail as u32, head as u32, delay as Step);
        problem.arcs.push(FlowArc { tail, head, delay, profile });
    }
    for _ in 0..sources {
        let [node, persons] = numbers(lines.next(), "a source: node, persons")?;
        problem.sources.push(FlowSource { node: node as u32, persons, from: 0, class: 0 });
    }
    for _ in 0..sinks {
        let [node, places] = numbers(lines.next(), "a sink: node, places")?;
        problem.sinks.push(FlowSink { node: node as u32, places });
    }
    if let Some((line, found)) = lines.next() {
        return Err(BadInstance::More { line: line + 1, found: found.to_owned() });
    }
    problem.validate()?;
    Ok(problem)
}

/// The numbers of one line, each small enough to number something.
fn numbers<const N: usize>(
    line: Option<(usize, &str)>,
    expected: &'static str,
) -> Result<[u64; N], BadInstance> {
    let (line, text) = line.ok_or(BadInstance::Ends { expected })?;
    let wrong = || BadInstance::Line { line: line + 1, expected, found: text.to_owned() };
    let found: Result<Vec<u32>, _> = text.split_ascii_whitespace().map(str::parse).collect();
    let found: Vec<u64> = found.map_err(|_| wrong())?.into_iter().map(u64::from).collect();
    found.try_into().map_err(|_| wrong())
}
