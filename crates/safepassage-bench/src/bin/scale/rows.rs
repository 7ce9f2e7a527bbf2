//! Rows of the table, and the picture of them.

use super::Problem;
use safepassage_bench::picture::{Series, fitted, log_log};
use std::collections::BTreeMap;

/// What was measured of one work on one graph.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// `made` for a generated country, else the name of the file.
    pub(super) graph: String,
    pub(super) nodes: usize,
    pub(super) arcs: usize,
    pub(super) work: String,
    /// `ms` or `MB`.
    pub(super) unit: String,
    pub(super) least: f64,
    pub(super) median: f64,
    pub(super) rounds: usize,
}

/// The rows as CSV; of none, the heading.
pub(super) fn table(rows: &[Row]) -> String {
    let lines = rows.iter().map(Row::line).collect::<String>();
    format!("graph,nodes,arcs,work,unit,least,median,rounds\n{lines}")
}

impl Row {
    /// One line, its end included.
    pub(super) fn line(&self) -> String {
        let Self { graph, nodes, arcs, work, unit, least, median, rounds } = self;
        format!("{graph},{nodes},{arcs},{work},{unit},{least:.6},{median:.6},{rounds}\n")
    }
}

/// Reads what [`table`] wrote, with or without the heading.
pub(super) fn read(text: &str) -> Result<Vec<Row>, Problem> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with("graph,"));
    lines.map(|line| row(line).ok_or_else(|| Problem::Row(line.to_owned()))).collect()
}

fn row(line: &str) -> Option<Row> {
    let fields: Vec<&str> = line.split(',').collect();
    let [graph, nodes, arcs, work, unit, least, median, rounds] = fields[..] else { return None };
    Some(Row {
        graph: graph.to_owned(),
        nodes: nodes.parse().ok()?,
        arcs: arcs.parse().ok()?,
        work: work.to_owned(),
        unit: unit.to_owned(),
        least: least.parse().ok()?,
        median: median.parse().ok()?,
        rounds: rounds.parse().ok()?,
    })
}

/// Works in the order of the rows, with what was measured on made countries and,
/// as marks, on other graphs.
fn series(rows: &[Row]) -> Vec<Series> {
    let mut order: Vec<&str> = Vec::new();
    let mut by_work: BTreeMap<&str, Series> = BTreeMap::new();
    for row in rows {
        let series = by_work.entry(&row.work).or_insert_with(|| {
            order.push(&row.work);
            let name = format!("{}, {}", row.work, row.unit);
            Series { name, points: Vec::new(), marks: Vec::new() }
        });
        let point = (row.nodes as f64, row.median);
        if row.graph == "made" { &mut series.points } else { &mut series.marks }.push(point);
    }
    order.into_iter().filter_map(|work| by_work.remove(work)).collect()
}

/// How each work grows on made countries.
pub(super) fn exponents(rows: &[Row]) -> Vec<(String, f64)> {
    let fit = |one: Series| fitted(&one.points).map(|(slope, _)| (one.name, slope));
    series(rows).into_iter().filter_map(fit).collect()
}

/// The log-log picture.
pub(super) fn picture(rows: &[Row]) -> String {
    let title = "Preparing, customising and asking, by size (medians; × published road graphs)";
    log_log(title, "nodes", "milliseconds, megabytes", &series(rows)).to_string()
}
