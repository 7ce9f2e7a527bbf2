//! Road graphs that others publish.
//!
//! | format | what | coordinates |
//! |---|---|---|
//! | PACE `.gr`, `.gr.xz` | `p tw VERTICES EDGES`, then one undirected edge a line, from 1; no weights | none |
//! | `fast_paths` `.gr`, `.gr.gz` | `a FROM TO WEIGHT` a line, directed, from 0 | none |

use crate::random::Random;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// A directed graph with weights.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    /// How many nodes there are.
    pub nodes: usize,
    /// Node where each arc starts.
    pub tails: Vec<u32>,
    /// Node where each arc ends.
    pub heads: Vec<u32>,
    /// Weight of each arc.
    pub weights: Vec<u32>,
}

/// Why a graph cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GraphError {
    /// The file cannot be read or unpacked.
    #[error("{file}: {source}")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// A line is not what the format says.
    #[error("{file}, line {line}: expected {expected}, found {found:?}")]
    Line {
        /// The file.
        file: String,
        /// The line, the first being 1.
        line: usize,
        /// What should stand there.
        expected: &'static str,
        /// What does.
        found: String,
    },
}

/// Reads a graph, unpacked by the name's ending (`.xz`, `.gz`).
///
/// A graph without weights gets some by the seed: the time of streets of 20 to
/// 300 m, in milliseconds, the same in both directions.
///
/// # Errors
///
/// [`GraphError`] if the file cannot be read or a line is not of the format.
pub fn read(path: &Path, seed: u64) -> Result<Graph, GraphError> {
    let file = path.display().to_string();
    let unreadable = |source| GraphError::Unreadable { file: file.clone(), source };
    let input = std::fs::File::open(path).map_err(unreadable)?;
    let ending = path.extension().and_then(|ending| ending.to_str());
    let unpacked: Box<dyn Read> = match ending {
        Some("xz") => Box::new(lzma_rust2::XzReader::new(BufReader::new(input), true)),
        Some("gz") => Box::new(flate2::read::MultiGzDecoder::new(BufReader::new(input))),
        _ => Box::new(input),
    };
    let mut random = Random::new(seed, 3_000_000_000);
    let mut graph = Graph::default();
    for (number, line) in BufReader::new(unpacked).lines().enumerate() {
        let line = line.map_err(unreadable)?;
        let done = take_line(&mut graph, &line, &mut random);
        done.map_err(|expected| GraphError::Line {
            file: file.clone(),
            line: number + 1,
            expected,
            found: line,
        })?;
    }
    Ok(graph)
}

fn take_line(graph: &mut Graph, line: &str, random: &mut Random) -> Result<(), &'static str> {
    const EDGE: &str = "two vertices within the count of the first line";
    const ARC: &str = "`a FROM TO WEIGHT`";
    let words: Vec<&str> = line.split_ascii_whitespace().collect();
    match words[..] {
        [] | ["c", ..] => {}
        ["p", "tw", vertices, _] => {
            graph.nodes = vertices.parse().map_err(|_| "a count of vertices")?;
        }
        ["a", from, to, weight] => {
            let [from, to, weight] = numbers([from, to, weight]).ok_or(ARC)?;
            graph.nodes = graph.nodes.max(from.max(to) as usize + 1);
            arc(graph, from, to, weight);
        }
        [one, other] => {
            let [one, other] = numbers([one, other]).ok_or(EDGE)?;
            let known = |vertex: u32| (1..=graph.nodes).contains(&(vertex as usize));
            if !known(one) || !known(other) {
                return Err(EDGE);
            }
            let weight = random.between(20.0, 300.0) / 11.0 * 1000.0;
            arc(graph, one - 1, other - 1, weight as u32);
            arc(graph, other - 1, one - 1, weight as u32);
        }
        _ => return Err("a comment, a header, an edge or an arc"),
    }
    Ok(())
}

fn arc(graph: &mut Graph, tail: u32, head: u32, weight: u32) {
    graph.tails.push(tail);
    graph.heads.push(head);
    graph.weights.push(weight);
}

fn numbers<const N: usize>(words: [&str; N]) -> Option<[u32; N]> {
    let mut out = [0; N];
    for (number, word) in out.iter_mut().zip(words) {
        *number = word.parse().ok()?;
    }
    Some(out)
}

#[cfg(test)]
mod tests;
