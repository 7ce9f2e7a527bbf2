//! `safepassage map`: a map to look at, in one file.

mod viewer;

use crate::audience_arg::{AudienceArg, PublishArgs};
use crate::error::CliError;
use crate::input::{Input, SourceArgs};
use crate::layers::results::ResultArgs;
use crate::notices::believe::ByNoticesArgs;
use crate::output::{Output, Status};
use crate::page::{Page, STRONG, clean, counted, styled};
use crate::time_arg::TimeArg;
use clap::{Args, ValueEnum};
use jiff::Timestamp;
use safepassage::io::write::{Language, MapPage, MapSheet};
use safepassage::layer::{Layer, ScenarioView, TimelineView, ToLayers, Value};
use safepassage::publish::{RedactionReport, ReleasedLayer};
use safepassage::scenario::Scenario;
use safepassage::time::TimeWindow;
use serde::Serialize;
use std::path::{Path, PathBuf};
pub(crate) use viewer::BUILD;

/// Make a map to look at: one HTML file that opens offline by a double click
///
/// The page has the records as layers with a legend, a slider over every instant
/// at which something changes, what each state follows from, and both English and
/// Arabic. It asks no server for anything.
///
/// What draws it is the built viewer (`viewer/dist/viewer.html`; see docs/MAP.md).
/// Where that is missing, a sheet as SVG is written in its place, with the ending
/// .svg.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  safepassage map places/northern-aleppo --audience public --out map.html
  safepassage map --example --audience internal --out map.html --language ar --at 2026-01-08T10:30
  safepassage map --example --audience internal --out map.html --with plan,audit --from 2026-01-08T08:00 --to 2026-01-08T20:00
  safepassage map --example --audience partner --out map.html --at 2026-01-08T10:30 --svg sheet.svg --png sheet.png")]
pub(crate) struct MapArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// The page to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Who it is for: public, partner, internal, or a file FILE.json that says so
    #[arg(long, value_name = "AUDIENCE")]
    audience: AudienceArg,
    #[command(flatten)]
    publish: PublishArgs,
    /// The title; the scenario's own unless given
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// The instant at which the page opens, and of which the sheets speak
    #[arg(long, value_name = "TIME")]
    at: Option<TimeArg>,
    /// The language in which the page opens; otherwise that of whoever opens it
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    language: Option<LanguageArg>,
    /// The built viewer; otherwise what `SAFEPASSAGE_VIEWER` names, or
    /// viewer/dist/viewer.html here or beside the program
    #[arg(long, value_name = "FILE")]
    viewer: Option<PathBuf>,
    /// Also draw a sheet for print (A4), as SVG
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Also draw a sheet for print (A4), as PNG
    #[arg(long, value_name = "FILE")]
    png: Option<PathBuf>,
    /// Dots an inch of the PNG, 36 to 600
    #[arg(long, value_name = "NUMBER", default_value_t = 150.0, requires = "png")]
    dpi: f64,
    #[command(flatten)]
    results: ResultArgs,
    #[command(flatten)]
    by_notices: ByNoticesArgs,
}

/// A language of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LanguageArg {
    /// English
    En,
    /// Arabic
    Ar,
}

#[derive(Serialize)]
struct MapWritten<'a> {
    time_zone: Option<&'a str>,
    audience: String,
    window: Option<TimeWindow>,
    /// What was written in place of what was asked for, if the viewer is missing.
    file: String,
    format: &'static str,
    bytes: u64,
    viewer: Option<String>,
    missing_viewer: Option<MissingViewer>,
    svg: Option<String>,
    png: Option<String>,
    layers: Vec<LayerShown>,
}

/// Where a viewer was looked for in vain.
#[derive(Serialize)]
struct MissingViewer {
    looked: Vec<String>,
    build: &'static str,
}

/// A layer on the page.
#[derive(Serialize)]
struct LayerShown {
    name: String,
    features: usize,
    redaction: RedactionReport,
}

pub(crate) fn run(args: &MapArgs, output: &Output) -> Result<Status, CliError> {
    let found = viewer::find(args.viewer.as_deref())?;
    let input = args.source.read_and_tell()?;
    let audience = args.publish.at(args.audience.audience()?, &input.clock)?;
    let at = args.at.map(|time| time.instant("--at", &input.clock)).transpose()?;
    let scenario = args.by_notices.scenario(&args.source, &input)?;
    let window = window(args, &input, &scenario)?;

    let mut layers = over_time(&scenario, window)?;
    if let Some(window) = window {
        let believe = |picture| args.by_notices.apply(picture, &args.source, &input);
        layers.extend(args.results.layers_in(window, &input, believe)?);
    }
    let on_page = layers.len();
    let no_viewer = found.viewer.is_none();
    let sheets = args.svg.is_some() || args.png.is_some() || no_viewer;
    if sheets {
        let view = ScenarioView::new(&scenario);
        layers.extend(at.map_or(view, |at| view.at(at)).to_layers()?);
    }
    // All in one release: a sheet and a page of the same counts tell one thing.
    let mut published = args.publish.release(&audience, &layers)?;
    let mut released = std::mem::take(&mut published.releases);
    let on_sheet: Vec<ReleasedLayer> =
        released.split_off(on_page).into_iter().map(|release| release.layer).collect();
    let (on_page, reports): (Vec<ReleasedLayer>, Vec<RedactionReport>) =
        released.into_iter().map(|release| (release.layer, release.report)).unzip();

    let shown = on_page.iter().zip(reports).map(|(layer, redaction)| LayerShown {
        name: layer.layer().name().to_owned(),
        features: layer.layer().features().len(),
        redaction,
    });
    let layers: Vec<LayerShown> = shown.collect();
    let known_at = known_at(args, &input, &on_page)?;
    let sheet = sheets.then(|| sheet(args, &input, at, known_at, on_sheet));
    let (file, format, written) = match (found.viewer, &sheet) {
        (None, Some(sheet)) => {
            let path = args.out.with_extension("svg");
            let written = sheet.write_file(&path)?;
            (path, "svg", written)
        }
        (Some(viewer), _) => {
            let mut page = MapPage::new(viewer, title(args, &input))
                .note(input.scenario.about().note.as_str())
                .layers(on_page);
            if let Some(window) = window {
                page = page.window(window);
            }
            if let Some(at) = at {
                page = page.opens_at(at);
            }
            if let Some(name) = input.clock.name() {
                page = page.time_zone(name);
            }
            if let Some(known) = known_at {
                page = page.known_at(input.clock.zoned(known));
            }
            if let Some(language) = args.language {
                page = page.language(match language {
                    LanguageArg::En => Language::English,
                    LanguageArg::Ar => Language::Arabic,
                });
            }
            (args.out.clone(), "html", page.write_file(&args.out)?)
        }
        (None, None) => return Err(CliError::argument("--viewer", "a viewer or a sheet", "none")),
    };
    let drawn = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
    if let (Some(sheet), Some(path)) = (&sheet, &args.svg) {
        sheet.write_file(path)?;
    }
    if let (Some(sheet), Some(path)) = (&sheet, &args.png) {
        sheet.write_png(path, args.dpi)?;
    }
    published.keep_log()?;
    let missing_viewer =
        no_viewer.then_some(MissingViewer { looked: found.looked, build: viewer::BUILD });
    let body = MapWritten {
        time_zone: input.clock.name(),
        audience: audience.name().to_owned(),
        window,
        file: file.display().to_string(),
        format,
        bytes: written.bytes,
        viewer: found.path.map(|path| path.display().to_string()),
        missing_viewer,
        svg: drawn(&args.svg),
        png: drawn(&args.png),
        layers,
    };
    if let Some(missing) = &body.missing_viewer {
        tell_missing(missing, &args.out, &file);
    }
    output.answer(Status::Done, &body, || text(&body))
}

/// The window that the page spans; none if nothing has a time.
fn window(
    args: &MapArgs,
    input: &Input,
    scenario: &Scenario,
) -> Result<Option<TimeWindow>, CliError> {
    let whole = TimelineView::window_of(scenario);
    let asked = &args.results.window;
    if asked.any() || args.results.any() {
        return asked.closed(&input.clock, whole).map(Some);
    }
    Ok(whole)
}

/// The records over time, or as stated if nothing has a time.
fn over_time(scenario: &Scenario, window: Option<TimeWindow>) -> Result<Vec<Layer>, CliError> {
    Ok(match window {
        Some(window) => TimelineView::new(scenario, window)?.to_layers()?,
        None => ScenarioView::new(scenario).to_layers()?,
    })
}

/// Up to when reports count: as asked, or when the last of those shown was made.
fn known_at(
    args: &MapArgs,
    input: &Input,
    layers: &[ReleasedLayer],
) -> Result<Option<Timestamp>, CliError> {
    let asked = args.by_notices.known_at(&input.clock)?;
    let said = layers.iter().map(ReleasedLayer::layer).filter_map(|layer| {
        let column = layer.field_index("said_at")?;
        let times = layer.features().iter().filter_map(|one| match one.values().get(column)? {
            Some(Value::Time(at)) => Some(*at),
            _ => None,
        });
        times.max()
    });
    Ok(asked.or(said.max()))
}

fn title(args: &MapArgs, input: &Input) -> String {
    let own = &input.scenario.about().title;
    match &args.title {
        Some(title) => title.clone(),
        None if own.is_empty() => "Situation map".to_owned(),
        None => own.clone(),
    }
}

fn sheet(
    args: &MapArgs,
    input: &Input,
    at: Option<Timestamp>,
    known_at: Option<Timestamp>,
    layers: Vec<ReleasedLayer>,
) -> MapSheet {
    let note = &input.scenario.about().note;
    let mut sheet = MapSheet::new(title(args, input)).layers(layers);
    if let Some(at) = at {
        sheet = sheet.as_of(input.clock.zoned(at));
    }
    if let Some(at) = known_at {
        sheet = sheet.known_at(input.clock.zoned(at));
    }
    if note.is_empty() { sheet } else { sheet.note(note.as_str()) }
}

fn tell_missing(missing: &MissingViewer, asked: &Path, written: &Path) {
    Output::warning(&format!(
        "no built viewer at {}; a sheet is written to {} in place of {}",
        missing.looked.join(" or "),
        written.display(),
        asked.display()
    ));
    Output::note(&format!("build the viewer with `{}`", missing.build));
}

fn text(written: &MapWritten<'_>) -> Page {
    let mut page = Page::new();
    for layer in &written.layers {
        page.line(clean(&layer.redaction.to_string()));
    }
    page.gap();
    let what = if written.format == "html" { "the map" } else { "a sheet; there is no viewer" };
    page.line(format!("{}: {what}", styled(STRONG, clean(&written.file))));
    for path in [&written.svg, &written.png].into_iter().flatten() {
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
