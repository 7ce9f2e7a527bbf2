//! `safepassage release`: a map layer of whatever origin, for an audience.

mod page;

use crate::audience_arg::{AudienceArg, PublishArgs};
use crate::clock::{self, Clock};
use crate::error::CliError;
use crate::layers::LayerWritten;
use crate::layers::files::FilesArgs;
use crate::output::{Output, Status};
use clap::{Args, ValueEnum};
use safepassage::io::read::{KeySource, LayerReadReport, LayerReader};
use safepassage::io::write::LeftOut;
use safepassage::layer::{Field, GeometryType, Layer};
use safepassage::model::Sensitivity;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Let a GeoJSON layer of any origin through an audience, into any format
///
/// LAYER is GeoJSON that need not be records of a scenario: a collection, one
/// feature, or a text sequence, of one geometry type. Nobody has said how much harm
/// it could do, so its records and columns count as high and reach only the internal
/// audience until --records and --column say otherwise.
///
/// What of the file is not in the layer, and what the audience may not see, is left
/// out and counted.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  safepassage release clinics.geojson --audience internal --out map
  safepassage release clinics.geojson --audience public --out map --records low --column name=low --column beds=low
  safepassage release camps.geojson --key pcode --counts persons --column persons=low --records low --audience public --out map --as gpkg
  safepassage release mixed.geojson.gz --geometry line --audience partner --records moderate --out map --format json")]
pub(crate) struct ReleaseArgs {
    /// The layer's file
    #[arg(value_name = "LAYER")]
    layer: PathBuf,
    /// The folder to write to; made if it is not there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Who the layer is for: public, partner, internal, or a file FILE.json that says so
    #[arg(long, value_name = "AUDIENCE")]
    audience: AudienceArg,
    #[command(flatten)]
    publish: PublishArgs,
    /// The layer's name, which becomes the file's; that of LAYER unless given
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The column that names each feature, alike in no two
    #[arg(long, value_name = "COLUMN")]
    key: Option<String>,
    /// Name each feature by its id or its position, and not by what the first one has:
    /// the column key, else its id, else its position
    #[arg(long, value_enum, value_name = "WHAT", conflicts_with = "key")]
    key_by: Option<KeyBy>,
    /// Take the features of one geometry type out of a file that has several
    #[arg(long, value_enum, value_name = "TYPE")]
    geometry: Option<Geometry>,
    /// How much harm there would be if a record were known: low, moderate, high or severe
    #[arg(long, value_name = "CLASS", default_value_t = Sensitivity::High)]
    records: Sensitivity,
    /// How much harm there would be if a column were known; may be repeated
    #[arg(long, value_name = "COLUMN=CLASS")]
    column: Vec<ColumnClass>,
    /// A column that counts people: small counts are left out; may be repeated
    #[arg(long, value_name = "COLUMN")]
    counts: Vec<String>,
    /// The IANA name of the zone in which a time given here without an offset is
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    #[command(flatten)]
    files: FilesArgs,
}

/// What names a feature, if no column does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum KeyBy {
    /// The member id
    Id,
    /// Its number in the file; another one as soon as a feature is put in before it
    Position,
}

/// A geometry type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Geometry {
    Point,
    Line,
    Area,
}

/// A column and how much harm it could do.
#[derive(Clone, Debug)]
struct ColumnClass {
    column: String,
    class: Sensitivity,
}

impl FromStr for ColumnClass {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (column, class) =
            text.rsplit_once('=').ok_or("expected a column and its class, such as name=low")?;
        let class = class.parse().map_err(|error| format!("{error}"))?;
        Ok(Self { column: column.to_owned(), class })
    }
}

#[derive(Serialize)]
struct Released {
    audience: String,
    read: LayerReadReport,
    layers: Vec<LayerWritten>,
    beside: Vec<String>,
    left_out: Vec<LeftOut>,
}

pub(crate) fn run(args: &ReleaseArgs, output: &Output) -> Result<Status, CliError> {
    if let Some(zone) = &args.time_zone {
        clock::checked(zone)?;
    }
    let clock = Clock::of(args.time_zone.as_deref());
    let audience = args.publish.at(args.audience.audience()?, &clock)?;
    let loaded = args.reader().read(&args.layer)?;
    let layer = args.classed(loaded.layer)?;
    let mut published = args.publish.release(&audience, &[layer])?;
    let (released, reports) = published.take();
    let written = args.files.write("--out", &args.out, &released, reports)?;
    published.keep_log()?;
    let body = Released {
        audience: audience.name().to_owned(),
        read: loaded.report,
        layers: written.layers,
        beside: written.beside,
        left_out: written.left_out,
    };
    output.answer(Status::Done, &body, || page::page(&body))
}

impl ReleaseArgs {
    fn reader(&self) -> LayerReader {
        let name = self.name.clone().unwrap_or_else(|| name_of(&self.layer));
        let mut reader = LayerReader::new(name).sensitivity(self.records);
        let key = match (&self.key, self.key_by) {
            (Some(column), _) => Some(KeySource::Property(column.clone())),
            (None, Some(KeyBy::Id)) => Some(KeySource::Id),
            (None, Some(KeyBy::Position)) => Some(KeySource::Position),
            (None, None) => None,
        };
        if let Some(key) = key {
            reader = reader.key(key);
        }
        match self.geometry {
            Some(Geometry::Point) => reader.geometry_type(GeometryType::Point),
            Some(Geometry::Line) => reader.geometry_type(GeometryType::Line),
            Some(Geometry::Area) => reader.geometry_type(GeometryType::Area),
            None => reader,
        }
    }

    /// The layer with its columns classed as the options say.
    fn classed(&self, layer: Layer) -> Result<Layer, CliError> {
        let known: BTreeSet<String> =
            layer.schema().fields().iter().map(|field| field.name().to_owned()).collect();
        let of_classes = self.column.iter().map(|one| ("--column", &one.column));
        let of_counts = self.counts.iter().map(|name| ("--counts", name));
        for (option, name) in of_classes.chain(of_counts) {
            if !known.contains(name) {
                return Err(CliError::UnknownColumn {
                    option,
                    found: name.clone(),
                    known: known.into_iter().collect(),
                });
            }
        }
        let classed = |field: Field| {
            let class = self.column.iter().rev().find(|one| one.column == field.name());
            let field = match class {
                Some(one) => field.sensitivity(one.class),
                None => field,
            };
            if self.counts.iter().any(|name| name == field.name()) {
                field.counts_people()
            } else {
                field
            }
        };
        Ok(layer.reclassed(classed, |_| self.records)?)
    }
}

/// A layer's name out of a file's: `Their Clinics.geojson.gz` is `their-clinics`.
fn name_of(path: &Path) -> String {
    let file = path.file_name().map(|name| name.to_string_lossy().to_lowercase());
    let file = file.unwrap_or_default();
    let file = file.strip_suffix(".gz").unwrap_or(&file);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let plain = |one: char| if one.is_ascii_alphanumeric() || one == '_' { one } else { '-' };
    let name: String = stem.chars().map(plain).collect();
    let name = name.trim_matches(|one| one == '-' || one == '_');
    if name.is_empty() { "layer".to_owned() } else { name.chars().take(64).collect() }
}

#[cfg(test)]
mod tests {
    use super::name_of;
    use std::path::Path;

    #[test]
    fn names_of_files_become_names_of_layers() {
        for (file, name) in [
            ("data/Their Clinics.geojson.gz", "their-clinics"),
            ("camps_2026.geojsons", "camps_2026"),
            ("مخيمات.geojson", "layer"),
            ("_a.b.json", "a-b"),
            ("plain", "plain"),
        ] {
            assert_eq!(name_of(Path::new(file)), name, "{file}");
        }
    }
}
