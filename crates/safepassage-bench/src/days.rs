//! Real zones of many days, one file a day, as one layer with time.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use safepassage::io::read::{LayerReader, ReadLayerError};
use safepassage::layer::{GeometryType, Layer, LayerError, LayerFeature};
use safepassage::model::Sensitivity;
use safepassage::time::TimeWindow;
use std::fs;
use std::path::{Path, PathBuf};

/// Why there is no layer.
#[derive(Debug, thiserror::Error)]
pub enum DaysError {
    /// The folder is not known.
    #[error("expected SAFEPASSAGE_DATA to name the folder of the real data, found nothing")]
    NoData,
    /// The folder cannot be read.
    #[error("{path}: {source}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file's name ends in no date.
    #[error("{path}: expected a name that ends in eight digits of a date and .geojson.gz")]
    NoDate {
        /// The file.
        path: PathBuf,
    },
    /// A file cannot be read.
    #[error(transparent)]
    Read(#[from] ReadLayerError),
    /// A file holds no area.
    #[error(transparent)]
    Layer(#[from] LayerError),
}

/// The folder of daily files in the real data.
///
/// # Errors
///
/// [`DaysError::NoData`] if `SAFEPASSAGE_DATA` is not set.
pub fn folder() -> Result<PathBuf, DaysError> {
    let data = std::env::var_os("SAFEPASSAGE_DATA").ok_or(DaysError::NoData)?;
    Ok(PathBuf::from(data).join("zones-ukraine").join("daily"))
}

/// The areas of each day as one feature, in force from its day to that of the next
/// file (the last for one day), days counted in UTC, keyed by the date.
///
/// # Errors
///
/// [`DaysError`] if the folder or a file cannot be read or a name has no date.
pub fn layer(folder: &Path) -> Result<Layer, DaysError> {
    let failed = |source| DaysError::Folder { path: folder.to_owned(), source };
    let mut days = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let date = date_of(&path).ok_or_else(|| DaysError::NoDate { path: path.clone() })?;
        days.push((date, path));
    }
    days.sort();
    let mut layer = Layer::builder("zones", GeometryType::Area).multi().timed();
    for (number, (date, path)) in days.iter().enumerate() {
        let next = days.get(number + 1).map(|(next, _)| *next);
        let end = next.or_else(|| date.checked_add(1.day()).ok());
        let window = TimeWindow::from_ends(midnight(*date), end.and_then(midnight));
        let read = LayerReader::new("day").read(path)?;
        for feature in read.layer.features() {
            let Some(geometry) = feature.geometry() else { continue };
            let feature = LayerFeature::new(date.to_string(), geometry.clone(), Vec::new())
                .sensitivity(Sensitivity::Low);
            layer = layer.feature(match window {
                Ok(window) => feature.during(window),
                Err(_) => feature,
            });
        }
    }
    Ok(layer.build()?)
}

fn date_of(path: &Path) -> Option<Date> {
    let name = path.file_name()?.to_str()?.strip_suffix(".geojson.gz")?;
    let digits = name.get(name.len().checked_sub(8)?..)?;
    Date::strptime("%Y%m%d", digits).ok()
}

fn midnight(date: Date) -> Option<Timestamp> {
    Some(date.to_zoned(TimeZone::UTC).ok()?.timestamp())
}
