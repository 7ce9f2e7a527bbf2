//! `safepassage layers`: map layers for an audience.

pub(crate) mod files;
pub(crate) mod results;

use crate::audience_arg::{AudienceArg, PublishArgs};
use crate::error::CliError;
use crate::input::{Input, SourceArgs};
use crate::notices::believe::ByNoticesArgs;
use crate::output::{Output, Status};
use crate::page::{Page, STRONG, clean, counted, styled};
use crate::time_arg::TimeArg;
use clap::Args;
use files::FilesArgs;
use jiff::Timestamp;
use results::ResultArgs;
use safepassage::io::write::{LeftOut, LeftOutAtZoom, MapSheet};
use safepassage::layer::{ScenarioView, ToLayers};
use safepassage::publish::{RedactionReport, ReleasedLayer};
use serde::Serialize;
use std::path::PathBuf;

/// Write the records as map layers for an audience
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
  safepassage layers places/northern-aleppo --audience internal --out map --as gpkg --format json
  safepassage layers --example --audience public --out map --client maplibre")]
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
    #[command(flatten)]
    files: FilesArgs,
}

#[derive(Serialize)]
struct LayersWritten<'a> {
    time_zone: Option<&'a str>,
    audience: String,
    at: Option<Timestamp>,
    layers: Vec<LayerWritten>,
    beside: Vec<String>,
    left_out: Vec<LeftOut>,
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
    let (released, reports) = published.take();
    let written = args.files.write("--out", &args.out, &released, reports)?;
    if let Some(path) = &args.svg {
        sheet(args, &input, at, &released).write_file(path)?;
    }
    published.keep_log()?;
    let body = LayersWritten {
        time_zone: input.clock.name(),
        audience: audience.name().to_owned(),
        at,
        layers: written.layers,
        beside: written.beside,
        left_out: written.left_out,
        svg: args.svg.as_ref().map(|path| path.display().to_string()),
    };
    output.answer(Status::Done, &body, || text(&body))
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

fn text(written: &LayersWritten<'_>) -> Page {
    let mut page = Page::new();
    for layer in &written.layers {
        layer_lines(&mut page, layer);
    }
    beside_lines(&mut page, &written.left_out, &written.beside);
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

/// A layer's file, and what is not in it.
pub(crate) fn layer_lines(page: &mut Page, layer: &LayerWritten) {
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

/// What tiles do not show, and the files that say how layers are drawn.
pub(crate) fn beside_lines(page: &mut Page, left_out: &[LeftOut], beside: &[String]) {
    for left_out in left_out {
        if let Some(line) = not_shown(left_out) {
            page.line(format!("{}: {line}", clean(&left_out.layer)));
        }
    }
    for file in beside {
        page.line(format!("{}: how they are drawn", styled(STRONG, clean(file))));
    }
}

/// What tiles do not show of a layer, in words.
fn not_shown(of: &LeftOut) -> Option<String> {
    let most = |count: fn(&LeftOutAtZoom) -> u64| of.zooms.iter().map(count).max().unwrap_or(0);
    let parts: Vec<String> = [
        (of.unlocated as u64, "without a place"),
        (of.beyond_projection as u64, "beyond 85.05 degrees north or south"),
        (most(|zoom| zoom.thinned), "behind others at the lowest zoom"),
        (most(|zoom| zoom.too_short), "too short at the lowest zoom"),
        (most(|zoom| zoom.over_limit), "for which tiles of some zoom had no room"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, why)| format!("{count} {why}"))
    .collect();
    (!parts.is_empty()).then(|| format!("tiles do not show {}", parts.join(", ")))
}
