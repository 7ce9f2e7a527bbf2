//! deck.gl: times as numbers that a graphics card holds exactly.

use super::{Files, WriteError, geojson_files, text_file};
use crate::layer::{Field, FieldType, Layer, LayerError, LayerFeature};
use crate::publish::ReleasedLayer;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use std::path::Path;

/// So many minutes, about 32 years, a number of 32 bits holds exactly.
pub const FLOAT32_MINUTES: i64 = 1 << 24;

/// From the instant that minutes count from to the last change.
#[derive(Clone, Copy)]
struct Span {
    epoch: Timestamp,
    minutes: f64,
}

impl Span {
    fn of(layers: &[ReleasedLayer]) -> Result<Self, WriteError> {
        let features = || layers.iter().flat_map(|layer| layer.layer().features());
        let ends = || {
            let windows = features().filter_map(LayerFeature::window);
            windows.flat_map(|window| [window.start(), window.end()]).flatten()
        };
        let first = ends().min().unwrap_or(Timestamp::UNIX_EPOCH);
        let whole = first.as_second().div_euclid(60) * 60;
        let epoch = Timestamp::from_second(whole).unwrap_or(Timestamp::UNIX_EPOCH);
        let last = ends().max().unwrap_or(epoch);
        let minutes = minutes(last.duration_since(epoch));
        if minutes > FLOAT32_MINUTES as f64 {
            return Err(WriteError::format(
                "deck.gl",
                &format!(
                    "expected times within {FLOAT32_MINUTES} minutes, which 32 bits hold exactly, \
                     found {epoch} and {last}"
                ),
            ));
        }
        Ok(Self { epoch, minutes })
    }
}

/// Minutes as the nearest number of 32 bits.
fn minutes(length: SignedDuration) -> f64 {
    f64::from((length.as_secs_f64() / 60.0) as f32)
}

pub(super) fn files(layers: &[ReleasedLayer], folder: &Path) -> Result<Files, WriteError> {
    let span = Span::of(layers)?;
    let timed = super::each(layers, |layer| {
        if layer.is_timed() { in_minutes(layer, span) } else { Ok(layer.clone()) }
    })?;
    let mut files = geojson_files(&timed, folder)?;
    let about = json!({
        "epoch": span.epoch.to_string(),
        "filterRange": [-1.0, span.minutes + 1.0],
        "layers": timed.iter().map(|layer| json!({
            "name": layer.layer().name(),
            "title": layer.layer().title(),
            "data": format!("{}.geojson", layer.layer().name()),
            "timed": layer.layer().is_timed(),
        })).collect::<Vec<_>>(),
    });
    files.push(text_file(&folder.join("layers.json"), &format!("{about:#}\n"))?);
    Ok(files)
}

fn in_minutes(layer: &Layer, span: Span) -> Result<Layer, LayerError> {
    let features = layer.features().iter().map(|feature| {
        let window = feature.window();
        let since = |at: Timestamp| minutes(at.duration_since(span.epoch));
        let start = window.and_then(|window| window.start()).map_or(-1.0, since);
        let end = window.and_then(|window| window.end()).map_or(span.minutes + 1.0, since);
        let mut values = vec![Some(start.into()), Some(end.into()), Some(window.is_some().into())];
        values.extend(feature.values().iter().cloned());
        feature.with_values(feature.key().to_owned(), values)
    });
    let columns = [
        Field::harmless(
            "start_min",
            FieldType::Real,
            "minutes from the epoch to its start; -1 if open",
        ),
        Field::harmless(
            "end_min",
            FieldType::Real,
            "minutes from the epoch to its end; beyond the last if open",
        ),
        Field::harmless("time_known", FieldType::Boolean, "whether it is known when it holds"),
    ];
    layer.schema().with_more_columns(columns).builder().features(features).build()
}
