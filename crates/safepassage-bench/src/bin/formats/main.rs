//! Our side of the comparison of writers.
//!
//! ```text
//! formats write|stream FORMAT points|lines|polygons COUNT SEED OUT
//! formats write FORMAT zones OUT
//! formats read FILE.geojson
//! ```
//!
//! `write` writes a layer that is in memory, `stream` makes features as they are
//! written, `zones` are the real ones of many days; each prints one line of JSON:
//! features, bytes, seconds, the most memory that was taken, in bytes. `read` reads a
//! layer whose columns it finds out, and prints the same of reading.

use safepassage::io::read::{LayerReader, ReadLayerError};
use safepassage::io::write::{
    CsvWriter, FlatGeobufWriter, GeoJsonSeqWriter, GeoJsonWriter, GeoPackageWriter,
    GeoParquetWriter, KmlWriter, LayerWriter, LayersWriter, WriteError,
};
use safepassage::layer::LayerError;
use safepassage::publish::{Audience, ReleasedFeatures};
use safepassage_bench::days::{self, DaysError};
use safepassage_bench::features::{self, Kind};
use safepassage_bench::measure;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// Why there is no output.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(
        "expected write|stream FORMAT points|lines|polygons COUNT SEED OUT, write FORMAT zones OUT, \
         or read FILE, found {0:?}"
    )]
    Usage(Vec<String>),
    #[error("{path}: {source}")]
    File { path: PathBuf, source: std::io::Error },
    #[error(transparent)]
    Layer(#[from] LayerError),
    #[error(transparent)]
    Write(#[from] WriteError),
    #[error(transparent)]
    Read(#[from] ReadLayerError),
    #[error(transparent)]
    Days(#[from] DaysError),
}

/// A writer of one layer a file, or of all in one.
enum Writer {
    One(Box<dyn LayerWriter>),
    All(Box<dyn LayersWriter>),
}

impl Writer {
    fn named(format: &str) -> Option<Self> {
        Some(match format {
            "geojson" => Self::One(Box::new(GeoJsonWriter::new())),
            "geojsons" => Self::One(Box::new(GeoJsonSeqWriter::new())),
            "fgb" => Self::One(Box::new(FlatGeobufWriter::new())),
            "parquet" => Self::One(Box::new(GeoParquetWriter::new())),
            "csv" => Self::One(Box::new(CsvWriter::new())),
            "gpkg" => Self::All(Box::new(GeoPackageWriter::new())),
            "kml" => Self::All(Box::new(KmlWriter::new())),
            _ => return None,
        })
    }
}

fn main() -> ExitCode {
    let given: Vec<String> = std::env::args().skip(1).collect();
    match run(&given) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(given: &[String]) -> Result<(), Failure> {
    let usage = || Failure::Usage(given.to_vec());
    match given {
        [write, format, kind, count, seed, out] if write == "write" || write == "stream" => {
            let writer = Writer::named(format).ok_or_else(usage)?;
            let kind = Kind::named(kind).ok_or_else(usage)?;
            let count = count.parse().map_err(|_| usage())?;
            let seed = seed.parse().map_err(|_| usage())?;
            write_made(write, &writer, kind, count, seed, Path::new(out))
        }
        [write, format, zones, out] if write == "write" && zones == "zones" => {
            let writer = Writer::named(format).ok_or_else(usage)?;
            let layer = Audience::internal().release(&days::layer(&days::folder()?)?).layer;
            write_features(&writer, &mut layer.features(), Path::new(out))
        }
        [read, file] if read == "read" => read_layer(Path::new(file)),
        _ => Err(usage()),
    }
}

fn read_layer(file: &Path) -> Result<(), Failure> {
    let started = Instant::now();
    let loaded = LayerReader::new("read").read(file)?;
    let seconds = started.elapsed().as_secs_f64();
    let line = serde_json::json!({
        "features": loaded.layer.features().len(),
        "columns": loaded.layer.fields().len(),
        "timed": loaded.layer.is_timed(),
        "seconds": seconds,
        "peak_memory": measure::peak_memory(),
    });
    println!("{line}");
    Ok(())
}

fn write_made(
    write: &str,
    writer: &Writer,
    kind: Kind,
    count: usize,
    seed: u64,
    out: &Path,
) -> Result<(), Failure> {
    let audience = Audience::internal();
    let schema = features::schema(kind)?;
    let held;
    let mut made = if write == "write" {
        held = audience.release(&features::layer(kind, count, seed)?).layer;
        held.features()
    } else {
        audience.release_features(&schema, features::features(kind, count, seed))
    };
    write_features(writer, &mut made, out)
}

fn write_features(
    writer: &Writer,
    made: &mut ReleasedFeatures<'_>,
    out: &Path,
) -> Result<(), Failure> {
    let started = Instant::now();
    let written = match writer {
        Writer::One(writer) => writer.write_features_file(made, out)?.features,
        Writer::All(writer) => {
            let written = writer.write_features_file(std::slice::from_mut(made), out)?;
            written.iter().map(|layer| layer.features).sum()
        }
    };
    let seconds = started.elapsed().as_secs_f64();
    let bytes =
        fs::metadata(out).map_err(|source| Failure::File { path: out.to_owned(), source })?.len();
    let line = serde_json::json!({
        "features": written,
        "bytes": bytes,
        "seconds": seconds,
        "peak_memory": measure::peak_memory(),
    });
    println!("{line}");
    Ok(())
}
