//! `safepassage check`: reads, and tells everything that is wrong.

use crate::error::CliError;
use crate::input::{IssueCounts, SourceArgs, StreetArgs, show_issue};
use crate::output::{Output, Status};
use crate::page::{Page, STRONG, clean, counted, styled};
use clap::Args;
use safepassage::id::Kind;
use safepassage::io::osm::OsmReport;
use safepassage::scenario::{About, Issue, Scenario};
use serde::Serialize;
use std::collections::BTreeMap;

/// Read the data and list everything that is wrong with it, record by record
///
/// An OpenStreetMap file among the files is read as streets.
///
/// Exit status 1 if there is an issue at error level, 2 if nothing could be read.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  safepassage check places/northern-aleppo
  safepassage check zones.geojson corridors.geojson --strict
  safepassage check neighborhoods.geojson --map mapping.json
  safepassage check places/northern-aleppo --streets city.osm.pbf --format json")]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    streets: StreetArgs,
    /// List every issue: without it, at most ten of one code in one file. JSON
    /// always has them all
    #[arg(long)]
    all: bool,
}

/// How many issues of one code in one file are listed unless all are asked for.
const ALIKE_SHOWN: usize = 10;

#[derive(Serialize)]
struct Checked<'a> {
    about: &'a About,
    records: BTreeMap<&'static str, usize>,
    counts: IssueCounts,
    issues: &'a [Issue],
    #[serde(skip_serializing_if = "Option::is_none")]
    streets: Option<Streets>,
}

#[derive(Serialize)]
struct Streets {
    nodes: usize,
    edges: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    osm: Option<Box<OsmReport>>,
}

pub(crate) fn run(args: &CheckArgs, output: &Output) -> Result<Status, CliError> {
    let mut source = args.source.clone();
    let args_streets = args.streets.or(source.take_openstreetmap());
    let mut input = source.read()?;
    let streets = if args_streets.given() {
        let read = args_streets.network(&input)?;
        input.issues.extend(read.issues);
        let (nodes, edges) = (read.network.node_count(), read.network.edge_count());
        Some(Streets { nodes, edges, osm: read.osm })
    } else {
        None
    };
    let counts = IssueCounts::of(&input.issues);
    let body = Checked {
        about: input.scenario.about(),
        records: records(&input.scenario),
        counts,
        issues: &input.issues,
        streets,
    };
    output.answer(Status::found(counts.error > 0), &body, || text(&body, args.all))
}

/// How many records of each kind there are.
fn records(scenario: &Scenario) -> BTreeMap<&'static str, usize> {
    let mut counts: BTreeMap<_, _> = Kind::ALL.into_iter().map(|kind| (kind.as_str(), 0)).collect();
    for feature in scenario.features() {
        *counts.entry(feature.reference().kind().as_str()).or_default() += 1;
    }
    counts
}

fn text(checked: &Checked<'_>, all: bool) -> Page {
    let mut page = Page::new();
    let mut seen: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for issue in checked.issues {
        let alike = seen.entry((issue.at.file_name(), issue.code)).or_default();
        *alike += 1;
        if all || *alike <= ALIKE_SHOWN {
            show_issue(&mut page, issue);
        }
    }
    for ((file, code), count) in seen {
        if !all && count > ALIKE_SHOWN {
            let more = count - ALIKE_SHOWN;
            page.line(format!("{}: {more} more of {code}; --all lists them", clean(file)));
        }
    }
    page.gap();
    let kinds: Vec<String> = Kind::ALL
        .into_iter()
        .filter_map(|kind| {
            let count = checked.records.get(kind.as_str()).copied().filter(|&count| count > 0)?;
            Some(format!("{kind} {count}"))
        })
        .collect();
    let all: usize = checked.records.values().sum();
    let kinds = if kinds.is_empty() { String::new() } else { format!(": {}", kinds.join(", ")) };
    page.line(format!("{}{kinds}", styled(STRONG, counted(all, "record", "records"))));
    if let Some(streets) = &checked.streets {
        page.line(format!(
            "streets: {} and {}",
            counted(streets.nodes, "node", "nodes"),
            counted(streets.edges, "directed edge", "directed edges")
        ));
        if let Some(osm) = &streets.osm {
            page.line(format!(
                "  OpenStreetMap: {} ways kept of {}; {} ways drivable, {} vertices and {} edges \
                 of them; {} turn restrictions applied of {}",
                osm.kept_ways,
                osm.ways,
                osm.drivable_ways,
                osm.drivable_vertices,
                osm.drivable_edges,
                osm.restrictions.applied,
                osm.restrictions.seen
            ));
        }
    }
    let counts = checked.counts;
    page.line(format!(
        "{}, {}, {}",
        counted(counts.error, "error", "errors"),
        counted(counts.warning, "warning", "warnings"),
        counted(counts.info, "note", "notes")
    ));
    page
}
