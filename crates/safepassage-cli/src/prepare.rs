//! `safepassage prepare`: streets made ready once, for many plans.

use crate::error::CliError;
use crate::input::{SourceArgs, StreetArgs, prepare, tell};
use crate::output::{Output, Status};
use crate::page::{Page, STRONG, clean, styled};
use crate::progress;
use clap::Args;
use safepassage::hierarchy::Hierarchy;
use safepassage::io::prepared;
use serde::Serialize;
use std::path::PathBuf;
use std::sync::Arc;

/// Make streets ready once, in a file that every command takes with --streets
///
/// The file holds the streets and a hierarchy over them, with which plans on a
/// large city take a fraction of the time. It depends on the streets alone:
/// zones, checkpoints and hours may change as they will. The same streets give
/// the same file.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  safepassage prepare city.osm.pbf --out city.prepared
  safepassage prepare places/northern-aleppo --out aleppo.prepared
  safepassage prepare city.osm.pbf --out city.prepared --format json")]
pub(crate) struct PrepareArgs {
    /// An OpenStreetMap file, GeoJSON lines, or the folder of a scenario with
    /// streets.geojson
    #[arg(value_name = "STREETS")]
    streets: PathBuf,
    /// The file to write; it appears whole or not at all
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Serialize)]
struct Prepared {
    file: String,
    nodes: usize,
    edges: usize,
    shortcuts: usize,
    bytes: u64,
}

pub(crate) fn run(args: &PrepareArgs, output: &Output) -> Result<Status, CliError> {
    let source = if args.streets.is_dir() { vec![args.streets.clone()] } else { Vec::new() };
    let file = (!args.streets.is_dir()).then(|| args.streets.clone());
    let input = SourceArgs::of(source).read_and_tell()?;
    let streets = StreetArgs::of(file).network(&input)?;
    tell(&streets.issues, "the streets have", "`safepassage check`");
    let network = streets.network;
    if network.edge_count() == 0 {
        return Err(CliError::argument(
            "STREETS",
            "an OpenStreetMap file, GeoJSON lines, or a folder with streets",
            format!("no street in {}", args.streets.display()),
        ));
    }
    let streets = prepare(Arc::new(network))?;
    let (network, hierarchy) = (streets.network(), streets.hierarchy());
    let written = progress::during("writing", || prepared::write(&args.out, network, hierarchy))?;
    let body = Prepared {
        file: args.out.display().to_string(),
        nodes: network.node_count(),
        edges: network.edge_count(),
        shortcuts: hierarchy.map_or(0, Hierarchy::shortcut_count),
        bytes: written.bytes,
    };
    output.answer(Status::Done, &body, || page(&body))
}

fn page(prepared: &Prepared) -> Page {
    let mut page = Page::new();
    page.line(format!(
        "{}: {} nodes, {} edges, {} shortcuts, {} bytes",
        styled(STRONG, clean(&prepared.file)),
        prepared.nodes,
        prepared.edges,
        prepared.shortcuts,
        prepared.bytes
    ));
    page.line(
        "Give it to plan, reach, matrix, criticality, audit, layers and check with --streets.",
    );
    page
}
