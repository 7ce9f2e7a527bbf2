//! `safepassage layers`: map layers for an audience.

pub(crate) mod results;

use crate::audience_arg::{AudienceArg, PublishArgs};
use crate::error::CliError;
use crate::input::{Input, SourceArgs};
use crate::notices::believe::ByNoticesArgs;
use crate::output::{Output, Status};
use crate::page::{Page, STRONG, clean, counted, styled};
use crate::time_arg::TimeArg;
use clap::Args;
use jiff::Timestamp;
use results::ResultArgs;
use safepassage::io::write::{GeoJsonSeqWriter, GeoJsonWriter, LayerWriter, MapSheet, Written};
use safepassage::layer::{ScenarioView, ToLayers};
use safepassage::publish::{RedactionReport, ReleasedLayer};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Write the records as map layers, one file a layer, for an audience
///
/// What an audience may not see is left out and counted: records above its
/// sensitivity, and decimals beyond its precision. A record that nobody has
/// classed reaches only the internal audience.
///
/// Each file appears whole or not at all, in place of one of the same name. A
/// folder that holds a layer which this command would not write anew is refused,
/// so that no layer for another audience stays behind.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  safepassage layers places/northern-aleppo --audience public --out map
  safepassage layers --example --audience partner --out map --svg map.svg --at 2026-01-08T10:30
  safepassage layers --example --audience internal --out map --with plan,audit --from 2026-01-08T10:00 --to 2026-01-08T13:00
  safepassage layers places/northern-aleppo --audience internal --out map --seq --format json")]
pub(crate) struct LayersArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// The folder to write to; made if it is not there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Who the layers are for: public (sensitivity low at most, 5 decimals, about
    /// 1 m), partner (moderate, 6), internal (high, 7), or a file FILE.json that says
    /// so
    #[arg(long, value_name = "AUDIENCE")]
    audience: AudienceArg,
    #[command(flatten)]
    publish: PublishArgs,
    /// Also draw them on a sheet
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// The sheet's title; the scenario's own unless given
    #[arg(long, value_name = "TEXT", requires = "svg")]
    title: Option<String>,
    /// Say and draw in which state each record is at this instant
    #[arg(long, value_name = "TIME")]
    at: Option<TimeArg>,
    #[command(flatten)]
    results: ResultArgs,
    #[command(flatten)]
    by_notices: ByNoticesArgs,
    /// Write GeoJSON text sequences (RFC 8142) instead of collections
    #[arg(long)]
    seq: bool,
}

#[derive(Serialize)]
struct LayersWritten<'a> {
    time_zone: Option<&'a str>,
    audience: String,
    at: Option<Timestamp>,
    layers: Vec<LayerWritten>,
    svg: Option<String>,
}

/// A layer in a file.
#[derive(Debug, Serialize)]
pub(crate) struct LayerWritten {
    name: String,
    pub(crate) file: String,
    features: usize,
    bytes: u64,
    parts_lost: Vec<String>,
    pub(crate) redaction: RedactionReport,
}

pub(crate) fn run(args: &LayersArgs, output: &Output) -> Result<Status, CliError> {
    let input = args.source.read_and_tell()?;
    let at = args.at.map(|time| time.instant("--at", &input.clock)).transpose()?;
    let audience = args.publish.at(args.audience.audience()?, &input.clock)?;
    let scenario = args.by_notices.scenario(&args.source, &input)?;
    let mut view = ScenarioView::new(&scenario);
    if let Some(at) = at {
        view = view.at(at);
    }
    let mut layers = view.to_layers()?;
    let believe = |picture| args.by_notices.apply(picture, &args.source, &input);
    layers.extend(args.results.layers(&input, believe)?);
    let mut published = args.publish.release(&audience, &layers)?;
    let releases = std::mem::take(&mut published.releases);
    let (released, reports): (Vec<ReleasedLayer>, Vec<RedactionReport>) =
        releases.into_iter().map(|release| (release.layer, release.report)).unzip();
    let writer: &dyn LayerWriter =
        if args.seq { &GeoJsonSeqWriter::new() } else { &GeoJsonWriter::new() };
    let written = write("--out", &args.out, writer, &released)?;
    if let Some(path) = &args.svg {
        sheet(args, &input, at, &released).write_file(path)?;
    }
    published.keep_log()?;
    let layers = written.into_iter().zip(&released).zip(reports);
    let body = LayersWritten {
        time_zone: input.clock.name(),
        audience: audience.name().to_owned(),
        at,
        layers: layers.map(|((written, layer), report)| entry(written, layer, report)).collect(),
        svg: args.svg.as_ref().map(|path| path.display().to_string()),
    };
    output.answer(Status::Done, &body, || text(&body))
}

/// Writes layers to a folder in which no other layer may stand.
pub(crate) fn write(
    option: &str,
    folder: &Path,
    writer: &dyn LayerWriter,
    layers: &[ReleasedLayer],
) -> Result<Vec<Written>, CliError> {
    let file = |verb| {
        let file = folder.display().to_string();
        move |source| CliError::File { file, verb, source }
    };
    fs::create_dir_all(folder).map_err(file("make a folder"))?;
    let names: BTreeSet<String> = layers
        .iter()
        .map(|layer| format!("{}.{}", layer.layer().name(), writer.extension()))
        .collect();
    for entry in fs::read_dir(folder).map_err(file("read"))? {
        let name = entry.map_err(file("read"))?.file_name().to_string_lossy().into_owned();
        if is_layer(&name) && !names.contains(&name) {
            return Err(CliError::argument(
                option,
                "a folder of which every layer is written anew",
                format!("{} in {}", name, folder.display()),
            ));
        }
    }
    Ok(writer.write_folder(layers, folder)?)
}

fn is_layer(name: &str) -> bool {
    let ending = Path::new(name).extension().map(|ending| ending.to_string_lossy().into_owned());
    matches!(ending.as_deref(), Some("geojson" | "geojsons" | "json"))
}

fn sheet(
    args: &LayersArgs,
    input: &Input,
    at: Option<Timestamp>,
    layers: &[ReleasedLayer],
) -> MapSheet {
    let about = input.scenario.about();
    let title = match &args.title {
        Some(title) => title.clone(),
        None if about.title.is_empty() => "Situation map".to_owned(),
        None => about.title.clone(),
    };
    let mut sheet = MapSheet::new(title).layers(layers.iter().cloned());
    if let Some(at) = at {
        sheet = sheet.as_of(input.clock.zoned(at));
    }
    if !about.note.is_empty() {
        sheet = sheet.note(about.note.as_str());
    }
    sheet
}

/// What was written of a layer.
pub(crate) fn entry(
    written: Written,
    layer: &ReleasedLayer,
    redaction: RedactionReport,
) -> LayerWritten {
    LayerWritten {
        name: layer.layer().name().to_owned(),
        file: written.path.map(|path| path.display().to_string()).unwrap_or_default(),
        features: written.features,
        bytes: written.bytes,
        parts_lost: written.parts_lost,
        redaction,
    }
}

fn text(written: &LayersWritten<'_>) -> Page {
    let mut page = Page::new();
    for layer in &written.layers {
        let file = styled(STRONG, clean(&layer.file));
        page.line(format!("{file}: {}", counted(layer.features, "feature", "features")));
        page.line(format!("  {}", clean(&layer.redaction.to_string())));
        if layer.redaction.rounded > 0 {
            page.line(format!(
                "  {} rounded to this audience's decimals",
                counted(layer.redaction.rounded, "record", "records")
            ));
        }
        let lost = layer.redaction.parts_lost + layer.parts_lost.len();
        if lost > 0 {
            page.line(format!("  {} too small at that precision", counted(lost, "part", "parts")));
        }
    }
    if let Some(path) = &written.svg {
        page.line(format!("{}: the sheet", styled(STRONG, clean(path))));
    }
    page.gap();
    page.line(format!(
        "{} for {}. They say what the sources report, not that any way is free of danger.",
        counted(written.layers.len(), "layer", "layers"),
        written.audience
    ));
    page
}
