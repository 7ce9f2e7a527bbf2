//! Made features, and our side of the comparison of vector tiles.
//!
//! ```text
//! tiles make points|lines|polygons COUNT SEED OUT.geojsons
//! tiles make zones OUT.geojsons
//! tiles write OUT.pmtiles [--zooms LEAST MOST] [--threads N] NAME=FILE.geojsons …
//! ```
//!
//! `make` writes features of ten properties around towns of a made country, or the
//! real zones of many days.
//! `write` reads such files and writes their layers as vector tiles; it prints one
//! line of JSON: seconds of reading and writing, tiles, bytes, what is left out.

mod read;

use safepassage::io::write::{GeoJsonSeqWriter, LayerWriter, TilesWriter, WriteError};
use safepassage::layer::LayerError;
use safepassage::publish::Audience;
use safepassage::publish::ReleasedFeatures;
use safepassage_bench::days::{self, DaysError};
use safepassage_bench::features as made;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// Why there is no output.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(
        "expected make points|lines|polygons COUNT SEED OUT, make zones OUT, or write OUT [--zooms LEAST MOST] \
         [--threads N] NAME=FILE …, found {0:?}"
    )]
    Usage(Vec<String>),
    #[error("{path}: {source}")]
    File { path: PathBuf, source: std::io::Error },
    #[error("{path}: expected a feature on each line, found {found:?}")]
    Feature { path: PathBuf, found: String },
    #[error(transparent)]
    Layer(#[from] LayerError),
    #[error(transparent)]
    Write(#[from] WriteError),
    #[error(transparent)]
    Days(#[from] DaysError),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    #[error("expected threads, found none: {0}")]
    Threads(String),
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
        [make, kind, count, seed, out] if make == "make" => {
            let count = count.parse().map_err(|_| usage())?;
            let seed = seed.parse().map_err(|_| usage())?;
            let kind = made::Kind::named(kind).ok_or_else(usage)?;
            make_file(kind, count, seed, Path::new(out))
        }
        [make, zones, out] if make == "make" && zones == "zones" => {
            let layer = Audience::internal().release(&days::layer(&days::folder()?)?).layer;
            GeoJsonSeqWriter::new().write_file(&layer, Path::new(out))?;
            Ok(())
        }
        [write, out, rest @ ..] if write == "write" => {
            let asked = Asked::read(rest).ok_or_else(usage)?;
            rayon::ThreadPoolBuilder::new()
                .num_threads(asked.threads)
                .build()
                .map_err(|error| Failure::Threads(error.to_string()))?
                .install(|| write_tiles(&asked, Path::new(out)))
        }
        _ => Err(usage()),
    }
}

struct Asked {
    zooms: (u8, u8),
    threads: usize,
    layers: Vec<(String, PathBuf)>,
}

impl Asked {
    fn read(given: &[String]) -> Option<Self> {
        let mut asked = Self { zooms: (0, 14), threads: 2, layers: Vec::new() };
        let mut given = given.iter();
        while let Some(word) = given.next() {
            match word.as_str() {
                "--zooms" => {
                    asked.zooms = (given.next()?.parse().ok()?, given.next()?.parse().ok()?);
                }
                "--threads" => asked.threads = given.next()?.parse().ok()?,
                layer => {
                    let (name, path) = layer.split_once('=')?;
                    asked.layers.push((name.to_owned(), PathBuf::from(path)));
                }
            }
        }
        Some(asked)
    }
}

fn make_file(kind: made::Kind, count: usize, seed: u64, out: &Path) -> Result<(), Failure> {
    let audience = Audience::internal();
    let schema = made::schema(kind)?;
    let mut features = audience.release_features(&schema, made::features(kind, count, seed));
    GeoJsonSeqWriter::new().write_features_file(&mut features, out)?;
    Ok(())
}

fn write_tiles(asked: &Asked, out: &Path) -> Result<(), Failure> {
    let audience = Audience::internal();
    let started = Instant::now();
    let mut layers: Vec<ReleasedFeatures<'_>> = Vec::new();
    for (name, path) in &asked.layers {
        let (schema, features) = read::layer(name, path)?;
        layers.push(audience.release_features(&schema, features));
    }
    let writer = TilesWriter::new().zooms(asked.zooms.0..=asked.zooms.1);
    let written = writer.write(&mut layers, out)?;
    let line = serde_json::json!({
        "seconds": started.elapsed().as_secs_f64(),
        "tiles": written.tiles,
        "bytes": written.layers.first().map_or(0, |layer| layer.bytes),
        "left_out": written.left_out,
    });
    println!("{line}");
    Ok(())
}
