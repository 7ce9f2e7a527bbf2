//! Fire as a grid or raster of arrival times, as hazard zones by the hour.
//!
//! Floor 7.
//!
//! Cells that begin to burn within one hour become one zone, in force from the
//! beginning of that hour and with no end. So a cell is never open when it
//! burns, and is closed less than an hour too early.

use super::crs::Crs;
use super::error::Fault;
use super::error::MatsimError;
use super::rules;
use crate::io::read::split_features;
use crate::model::Area;
use crate::model::HazardKind;
use crate::model::HazardSeverity;
use crate::model::HazardZone;
use crate::model::Particulars;
use crate::model::Provenance;
use crate::record::RecordRef;
use crate::scenario::Issue;
use crate::time::Schedule;
use crate::time::TimeWindow;
use geo::Coord;
use geo::LineString;
use geo::Orient;
use geo::Polygon;
use geo::orient::Direction;
use geo::unary_union;
use jiff::SignedDuration;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// Hours beyond which a cell is taken to burn never: ten years.
const MOST_HOURS: f64 = 87_600.0;
/// Values beyond which a raster says "never".
const NEVER: f64 = 1e30;

/// The cells that begin to burn in each hour, and what could not be read.
#[derive(Debug, Default)]
pub(super) struct Cells {
    by_hour: BTreeMap<u32, Vec<Polygon>>,
    unreadable: u64,
    first_unreadable: Option<(u64, String)>,
}

#[derive(Deserialize)]
struct Cell {
    #[serde(default)]
    properties: Option<BTreeMap<String, Value>>,
    #[serde(default)]
    geometry: Option<Shape>,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Shape {
    Polygon(Vec<Vec<Vec<f64>>>),
    MultiPolygon(Vec<Vec<Vec<Vec<f64>>>>),
}

impl Cells {
    /// Cells of a GeoJSON file in the coordinates of `crs`, whose `property` is
    /// the hour at which each begins to burn, `null` for never.
    pub(super) fn of_grid(
        text: &str,
        at: &RecordRef,
        crs: &Crs,
        property: &str,
    ) -> Result<Self, MatsimError> {
        let mut cells = Self::default();
        let document = split_features(text, at, false)?;
        if let Some(broken) = document.broken {
            return Err(broken.into());
        }
        for (number, feature) in (1..).zip(&document.features) {
            let cell = match feature.as_ref().map(|text| serde_json::from_str::<Cell>(text)) {
                Ok(Ok(cell)) => cell,
                Ok(Err(error)) => {
                    cells.skip(number, format!("expected a cell, found {error}"));
                    continue;
                }
                Err(error) => {
                    cells.skip(number, error.to_string());
                    continue;
                }
            };
            let value = cell.properties.and_then(|mut all| all.remove(property));
            let hour = match value {
                None | Some(Value::Null) => continue,
                Some(value) => hour_of(value.as_f64().unwrap_or(f64::NAN)).ok_or(value),
            };
            match (hour, cell.geometry.and_then(|shape| polygons(shape, crs))) {
                (Ok(hour), Some(polygons)) => {
                    cells.by_hour.entry(hour).or_default().extend(polygons);
                }
                (Err(value), _) => {
                    let text =
                        format!("property {property:?}: expected hours, 0 or more, found {value}");
                    cells.skip(number, text);
                }
                (_, None) => {
                    let text =
                        format!("expected a polygon of places on earth in {crs}, found none");
                    cells.skip(number, text);
                }
            }
        }
        Ok(cells)
    }

    /// Cells of a raster: a line each with longitude, latitude and arrival time
    /// in units of `unit_s` seconds; figures of 1e30 and more, either way, say
    /// never. How large a cell is, is the least distance between two columns
    /// and between two rows.
    pub(super) fn of_raster(text: &str, at: &RecordRef, unit_s: f64) -> Result<Self, MatsimError> {
        let mut cells = Self::default();
        let mut rows = Vec::new();
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            let parts = line.split([' ', '\t', ',', ';']).filter(|part| !part.is_empty());
            let numbers: Option<Vec<f64>> = parts.map(|part| part.parse().ok()).collect();
            let on_earth = |lon: f64, lat: f64| lon.abs() <= 180.0 && lat.abs() <= 90.0;
            match numbers.as_deref() {
                Some(&[lon, lat, value]) if on_earth(lon, lat) => {
                    rows.push((number, lon, lat, value));
                }
                // A header is no fault.
                None if number == 1 => {}
                _ => cells.skip(number, "expected a longitude, a latitude and a time".into()),
            }
        }
        let step = |axis: fn(&(u64, f64, f64, f64)) -> f64| {
            let mut values: Vec<f64> = rows.iter().map(axis).collect();
            values.sort_by(f64::total_cmp);
            let gaps = values.windows(2).map(|pair| pair[1] - pair[0]);
            let least = gaps.filter(|gap| *gap > 1e-7).fold(f64::INFINITY, f64::min);
            Some((*values.first()?, least)).filter(|(_, least)| least.is_finite())
        };
        let (Some((x0, dx)), Some((y0, dy))) = (step(|row| row.1), step(|row| row.2)) else {
            let fault =
                Fault::new("the raster", "cells in two columns and two rows or more", rows.len());
            return Err(MatsimError::malformed(at, fault));
        };
        for (number, lon, lat, value) in rows {
            if value.abs() >= NEVER {
                continue;
            }
            let Some(hour) = hour_of(value * unit_s / 3600.0) else {
                cells.skip(number, format!("expected a time, 0 or more, found {value}"));
                continue;
            };
            // Of two cells side by side, the corners are the same to the last digit;
            // one that stands off the grid stays where it is.
            let column = steps((lon - x0) / dx);
            let row = steps((lat - y0) / dy);
            let corner = |right: f64, up: f64| Coord {
                x: (x0 + (column + right) * dx).clamp(-180.0, 180.0),
                y: (y0 + (row + up) * dy).clamp(-90.0, 90.0),
            };
            let ring = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)];
            let ring = ring.map(|(right, up)| corner(right, up)).to_vec();
            cells.by_hour.entry(hour).or_default().push(Polygon::new(LineString(ring), Vec::new()));
        }
        Ok(cells)
    }

    fn skip(&mut self, number: u64, why: String) {
        self.unreadable += 1;
        self.first_unreadable.get_or_insert((number, why));
    }

    /// A zone for each hour in which something begins to burn, of a fire that
    /// began at `start`. The cost of a union of the cells of each hour.
    pub(super) fn zones(
        self,
        at: &RecordRef,
        prefix: &str,
        start: Timestamp,
        issues: &mut Vec<Issue>,
    ) -> Vec<HazardZone> {
        if let Some((number, why)) = self.first_unreadable {
            let text = match self.unreadable {
                1 => why,
                all => format!("{why}; the first of {all} such cells"),
            };
            let issue = rules::CELL_UNREADABLE.issue(at.clone().feature(number), text);
            issues.push(issue.hint("left out"));
        }
        let mut zones = Vec::new();
        for (hour, cells) in self.by_hour {
            let Ok(from) = start.checked_add(SignedDuration::from_hours(hour.into())) else {
                continue;
            };
            let cells: Vec<_> = cells.iter().map(|cell| cell.orient(Direction::Default)).collect();
            let mut burnt = unary_union(&cells).orient(Direction::Default);
            burnt.0.retain(|polygon| polygon.exterior().0.len() >= 4);
            let Ok(area) = Area::new(burnt) else { continue };
            let id = format!("{prefix}-{hour:03}");
            let mut particulars = Particulars::named(format!("fire, hour {hour}").as_str())
                .schedule(Schedule::during(TimeWindow::since(from)));
            particulars.provenance = Provenance::of(at.file_name());
            let zone = HazardZone::new(id, area, HazardKind::Fire, HazardSeverity::Extreme);
            zones.push(zone.with(particulars));
        }
        zones
    }
}

/// A number of steps: a whole one, if it is near enough to one.
fn steps(number: f64) -> f64 {
    const NEAR: f64 = 1e-3;
    let whole = number.round();
    if (number - whole).abs() < NEAR { whole } else { number }
}

/// The whole hour that a time falls into.
fn hour_of(hours: f64) -> Option<u32> {
    (0.0..=MOST_HOURS).contains(&hours).then_some(hours as u32)
}

fn polygons(shape: Shape, crs: &Crs) -> Option<Vec<Polygon>> {
    let all = match shape {
        Shape::Polygon(rings) => vec![rings],
        Shape::MultiPolygon(all) => all,
    };
    let ring = |ring: Vec<Vec<f64>>| -> Option<LineString> {
        let place = |at: &Vec<f64>| match at.as_slice() {
            &[x, y, ..] => crs.to_degrees(Coord { x, y }),
            _ => None,
        };
        let line: Vec<Coord> = ring.iter().map(place).collect::<Option<_>>()?;
        (line.len() >= 3).then_some(LineString(line))
    };
    let polygon = |rings: Vec<Vec<Vec<f64>>>| {
        let mut rings = rings.into_iter().map(ring);
        let outer = rings.next()??;
        // A ring that does not end where it began is closed here.
        Some(Polygon::new(outer, rings.collect::<Option<_>>()?))
    };
    all.into_iter().map(polygon).collect()
}

#[cfg(test)]
mod tests;
