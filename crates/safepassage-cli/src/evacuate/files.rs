//! A plan as map layers, chart and table, for an audience.

use crate::audience_arg::{AudienceArg, PublishArgs};
use crate::error::CliError;
use crate::input::Input;
use crate::layers::LayerWritten;
use crate::layers::files::FilesArgs;
use crate::page::{Page, STRONG, clean, styled};
use clap::Args;
use safepassage::evacuate::EvacuationPlan;
use safepassage::io::table::HxlCsvWriter;
use safepassage::io::write::{ClearanceChart, LayerWriter};
use safepassage::layer::{EvacuationView, ToLayers};
use safepassage::picture::OperationalPicture;
use safepassage::publish::{RedactionReport, Release};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// What to write of a plan.
#[derive(Debug, Args)]
pub(crate) struct FileArgs {
    /// Write map layers to this folder: streets by how many people take them,
    /// whole and for each slice of time, catchments of shelters, ways, what holds
    /// people up, who stays behind
    #[arg(long, value_name = "DIR", requires = "audience")]
    layers: Option<PathBuf>,
    /// Draw how many are out by when, as SVG
    #[arg(long, value_name = "FILE", requires = "audience")]
    chart: Option<PathBuf>,
    /// Write who leaves when, by which way, as a table (CSV)
    #[arg(long, value_name = "FILE", requires = "audience")]
    schedule: Option<PathBuf>,
    /// Who layers, chart and table are for: public, partner, internal or a file
    /// FILE.json. What it may not see is left out and counted
    #[arg(long, value_name = "AUDIENCE")]
    audience: Option<AudienceArg>,
    #[command(flatten)]
    publish: PublishArgs,
}

/// What was written.
#[derive(Debug, Serialize)]
pub(super) struct Files {
    pub(super) audience: String,
    pub(super) layers: Vec<LayerWritten>,
    /// The chart, if one was asked for.
    pub(super) chart: Option<FileWritten>,
    /// The table, if one was asked for.
    pub(super) schedule: Option<FileWritten>,
}

/// A file of one layer.
#[derive(Debug, Serialize)]
pub(super) struct FileWritten {
    pub(super) file: String,
    pub(super) redaction: RedactionReport,
}

impl FileArgs {
    /// Whether there is something to write for the audience.
    pub(super) fn check(&self) -> Result<(), CliError> {
        let any = self.layers.is_some() || self.chart.is_some() || self.schedule.is_some();
        if any || self.audience.is_none() {
            return Ok(());
        }
        Err(CliError::Missing {
            expected: "--layers, --chart or --schedule beside --audience",
            hint: "what is printed is for whoever runs the command",
        })
    }

    /// Writes what was asked for; nothing if nothing was.
    pub(super) fn write(
        &self,
        plan: &EvacuationPlan,
        picture: &OperationalPicture,
        input: &Input,
    ) -> Result<Option<Files>, CliError> {
        let Some(audience) = &self.audience else { return Ok(None) };
        let audience = self.publish.at(audience.audience()?, &input.clock)?;
        let view = EvacuationView::new(plan, picture);
        let mut files = Files {
            audience: audience.name().to_owned(),
            layers: Vec::new(),
            chart: None,
            schedule: None,
        };
        if let Some(folder) = &self.layers {
            let mut published = self.publish.release(&audience, &view.to_layers()?)?;
            let (released, reports) = published.take();
            let plain = FilesArgs::default();
            files.layers = plain.write("--layers", folder, &released, reports)?.layers;
            published.keep_log()?;
        }
        if let Some(path) = &self.chart {
            let Release { layer, report, .. } = audience.release(&view.clearance()?);
            let about = &input.scenario.about().title;
            let title = if about.is_empty() { "Who is out by when" } else { about.as_str() };
            ClearanceChart::new(title, layer)
                .subtitle(input.clock.show_window(&plan.window))
                .time_zone(view.time_zone())
                .write_file(path)?;
            files.chart = Some(of(path, report));
        }
        if let Some(path) = &self.schedule {
            let Release { layer, report, .. } = audience.release(&view.schedule()?);
            HxlCsvWriter::new().write_file(&layer, path)?;
            files.schedule = Some(of(path, report));
        }
        Ok(Some(files))
    }
}

fn of(path: &Path, redaction: RedactionReport) -> FileWritten {
    FileWritten { file: path.display().to_string(), redaction }
}

impl Files {
    /// Says what was written.
    pub(super) fn show(&self, page: &mut Page) {
        page.gap();
        page.line(styled(STRONG, format_args!("Written for {}", self.audience)));
        for layer in &self.layers {
            page.line(format!("  {}: {}", clean(&layer.file), clean(&layer.redaction.to_string())));
        }
        for file in [&self.chart, &self.schedule].into_iter().flatten() {
            page.line(format!("  {}: {}", clean(&file.file), clean(&file.redaction.to_string())));
        }
    }
}
