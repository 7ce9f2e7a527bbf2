//! Tiles put aside as they are made, and then, in order, into one PMTiles file.
//!
//! Source: PMTiles specification, version 3. The file is made by the crate
//! `pmtiles`, which wants tiles along the Hilbert curve, zoom after zoom; they are
//! made in another order and by several threads.

use super::shape::Place;
use crate::io::write::WriteError;
use pmtiles::{
    CallerKey, Compression, PmTilesStreamWriter, PmTilesWriter, TileCoord, TileId, TileType,
};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::sync::{Mutex, PoisonError};

/// The most tiles that a file may hold: a run of them is counted in 32 bits.
const MOST_TILES: u64 = 1 << 31;

/// Tiles that follow one another along the curve and are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// The number of the first.
    first: u64,
    /// How many.
    count: u64,
    from: u64,
    length: u32,
    key: u128,
}

impl Run {
    /// The same bytes for all tiles below `place` at a higher zoom.
    pub(super) fn below(self, place: Place, zoom: u8) -> Self {
        let up = u32::from(zoom - place.zoom);
        let here = tile_number(place) - base(place.zoom);
        Self { first: base(zoom) + (here << (2 * up)), count: 1 << (2 * up), ..self }
    }
}

/// The number of the first tile of a zoom: (4ᶻ − 1) / 3.
const fn base(zoom: u8) -> u64 {
    ((1 << (2 * zoom as u32)) - 1) / 3
}

fn tile_number(place: Place) -> u64 {
    TileCoord::new(place.zoom, place.x, place.y).map_or(0, |at| TileId::from(at).value())
}

/// A file without a name that tiles wait in.
#[derive(Debug)]
pub(super) struct Spool {
    file: Mutex<(File, u64)>,
}

impl Spool {
    pub(super) fn new(file: File) -> Self {
        Self { file: Mutex::new((file, 0)) }
    }

    /// Puts a tile aside. `zoom` is the lowest it is for, at or below `place`.
    pub(super) fn store(&self, place: Place, zoom: u8, bytes: &[u8]) -> Result<Run, WriteError> {
        let digest = Sha256::digest(bytes);
        let mut key = [0; 16];
        key.copy_from_slice(&digest[..16]);
        let length = u32::try_from(bytes.len())
            .map_err(|_| WriteError::format("PMTiles", &"a tile of more than 4 GB"))?;
        let from = {
            let mut held = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            let (file, end) = &mut *held;
            file.write_all(bytes).map_err(WriteError::io)?;
            let from = *end;
            *end += bytes.len() as u64;
            from
        };
        let run = Run { first: 0, count: 1, from, length, key: u128::from_le_bytes(key) };
        Ok(run.below(place, zoom))
    }

    fn into_file(self) -> File {
        self.file.into_inner().unwrap_or_else(PoisonError::into_inner).0
    }
}

/// What the head of the file says.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) min_zoom: u8,
    pub(super) max_zoom: u8,
    /// West, south, east, north.
    pub(super) bounds: [f64; 4],
    pub(super) metadata: String,
}

/// Writes the file; the number of tiles in it.
pub(super) fn write(
    mut runs: Vec<Run>,
    spool: Spool,
    head: Head,
    out: File,
) -> Result<u64, WriteError> {
    let tiles = runs.iter().map(|run| run.count).sum();
    if tiles > MOST_TILES {
        return Err(WriteError::format(
            "PMTiles",
            &format!("expected at most {MOST_TILES} tiles, found {tiles}; take a lower zoom"),
        ));
    }
    runs.sort_unstable_by_key(|run| run.first);
    let [west, south, east, north] = head.bounds;
    let mut writer = PmTilesWriter::new(TileType::Mvt)
        .precompressed(Compression::Gzip)
        .min_zoom(head.min_zoom)
        .max_zoom(head.max_zoom)
        .bounds(west, south, east, north)
        .center(f64::midpoint(west, east), f64::midpoint(south, north))
        .center_zoom(centre_zoom(&head))
        .metadata(head.metadata)
        .dedup_by_key::<u128>()
        .create(out)
        .map_err(failed)?;
    add_all(&runs, spool.into_file(), &mut writer)?;
    writer.finalize().map_err(failed)?;
    Ok(tiles)
}

fn add_all(
    runs: &[Run],
    mut spool: File,
    writer: &mut PmTilesStreamWriter<File, CallerKey<u128>>,
) -> Result<(), WriteError> {
    let mut bytes = Vec::new();
    for run in runs {
        spool.seek(SeekFrom::Start(run.from)).map_err(WriteError::io)?;
        bytes.resize(run.length as usize, 0);
        spool.read_exact(&mut bytes).map_err(WriteError::io)?;
        for number in run.first..run.first + run.count {
            let id = TileId::new(number).map_err(failed)?;
            writer.add_tile(id.into(), &bytes, Some(run.key)).map_err(failed)?;
        }
    }
    Ok(())
}

/// The highest zoom at which the bounds fit in a tile or two.
fn centre_zoom(head: &Head) -> u8 {
    let [west, south, east, north] = head.bounds;
    let side = (east - west).max(north - south).max(1e-6);
    let fits = (360.0 / side).log2().floor().max(0.0) as u8;
    fits.clamp(head.min_zoom, head.max_zoom)
}

fn failed(error: pmtiles::PmtError) -> WriteError {
    match error {
        pmtiles::PmtError::Reading(source) => WriteError::io(source),
        other => WriteError::format("PMTiles", &other),
    }
}
