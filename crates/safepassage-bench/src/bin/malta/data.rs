//! The files of the bench.

use super::Problem;
use geo::{Coord, LineString, MultiPolygon, Polygon};
use jiff::{SignedDuration, Timestamp};
use safepassage::model::{Area, CurfewZone, Particulars};
use safepassage::record::RecordRef;
use safepassage::scenario::{Scenario, ScenarioBuilder};
use safepassage::time::{Schedule, TimeWindow};
use std::io::Read;
use std::path::{Path, PathBuf};

/// The folder `bench-malta`.
pub(super) struct Folder(PathBuf);

/// The drive graph that peers search.
pub(super) struct Drive {
    pub(super) places: Vec<Coord>,
    pub(super) tails: Vec<u32>,
    pub(super) heads: Vec<u32>,
    pub(super) millis: Vec<u32>,
}

impl Folder {
    pub(super) const fn new(path: PathBuf) -> Self {
        Self(path)
    }

    pub(super) fn extract(&self) -> PathBuf {
        self.0.join("malta.osm.pbf")
    }

    fn text(&self, name: &str) -> Result<String, Problem> {
        let of = |source| Problem::File { file: name.to_owned(), source };
        let bytes = std::fs::read(self.0.join(name)).map_err(of)?;
        let mut text = String::new();
        if Path::new(name).extension().is_some_and(|ending| ending == "gz") {
            flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_string(&mut text).map_err(of)?;
            return Ok(text);
        }
        String::from_utf8(bytes).map_err(|_| data(name, "text"))
    }

    /// Rows of numbers under a heading.
    fn rows(&self, name: &str) -> Result<Vec<Vec<f64>>, Problem> {
        let text = self.text(name)?;
        let row = |line: &str| line.split(',').map(str::parse).collect::<Result<Vec<f64>, _>>();
        let rows = text.lines().skip(1).map(row).collect::<Result<Vec<_>, _>>();
        rows.map_err(|_| data(name, "rows of numbers"))
    }

    /// Nodes and arcs, weights in milliseconds.
    pub(super) fn drive(&self) -> Result<Drive, Problem> {
        let nodes = self.rows("nodes.csv.gz")?;
        let arcs = self.rows("arcs.csv.gz")?;
        if nodes.iter().any(|row| row.len() < 3) || arcs.iter().any(|row| row.len() < 4) {
            return Err(data("arcs.csv.gz", "three columns of nodes, four of arcs"));
        }
        Ok(Drive {
            places: nodes.iter().map(|row| Coord { x: row[1], y: row[2] }).collect(),
            tails: arcs.iter().map(|row| row[0] as u32).collect(),
            heads: arcs.iter().map(|row| row[1] as u32).collect(),
            millis: arcs.iter().map(|row| (row[3] * 1000.0).round() as u32).collect(),
        })
    }

    /// Pairs of nodes of the drive graph.
    pub(super) fn queries(&self) -> Result<Vec<(u32, u32)>, Problem> {
        let rows = self.rows("queries.csv")?;
        if rows.iter().any(|row| row.len() < 2) {
            return Err(data("queries.csv", "two columns"));
        }
        Ok(rows.iter().map(|row| (row[0] as u32, row[1] as u32)).collect())
    }

    /// The zones of one file, such as `30x300m`.
    pub(super) fn zones(&self, name: &str) -> Result<Vec<MultiPolygon>, Problem> {
        let file = format!("zones-{name}.geojson");
        let text = self.text(&file)?;
        let wrong = || data(&file, "a collection of polygons");
        let all: geojson::FeatureCollection = text.parse().map_err(|_| wrong())?;
        let zone = |feature: geojson::Feature| {
            let geometry = feature.geometry?;
            let geojson::GeometryValue::Polygon { coordinates } = geometry.value else {
                return None;
            };
            let mut rings = coordinates.iter().map(|ring| {
                ring.iter().map(|at| Coord { x: at[0], y: at[1] }).collect::<LineString>()
            });
            Some(MultiPolygon(vec![Polygon::new(rings.next()?, rings.collect())]))
        };
        all.features.into_iter().map(zone).collect::<Option<_>>().ok_or_else(wrong)
    }
}

fn data(file: &str, expected: &'static str) -> Problem {
    Problem::Data { file: file.to_owned(), expected }
}

/// When everybody leaves: 2026-03-02T08:00:00Z.
pub(super) const DEPARTURE: Timestamp = Timestamp::constant(1_772_438_400, 0);

/// The window of every request.
pub(super) fn window() -> TimeWindow {
    let end = DEPARTURE + SignedDuration::from_hours(6);
    TimeWindow::new(DEPARTURE, end).unwrap_or_else(|_| TimeWindow::since(DEPARTURE))
}

/// When one zone is in force: all the time, or (timed) twice, at times that
/// depend on its number: 40 to 80 minutes from some time of the first hour, and
/// as long again after an hour's pause.
fn schedule(number: usize, timed: bool) -> Schedule {
    if !timed {
        return Schedule::always();
    }
    let minutes = |minutes: usize| SignedDuration::from_mins(minutes as i64);
    let first = DEPARTURE + minutes(number * 7 % 60);
    let lasts = minutes(40 + number * 13 % 41);
    let again = first + lasts + minutes(60);
    let spell = |from: Timestamp| TimeWindow::new(from, from + lasts).ok();
    Schedule::during_all([spell(first), spell(again)].into_iter().flatten())
}

/// The zones as curfew zones `zone-0`, `zone-1` …
pub(super) fn scenario(zones: &[MultiPolygon], timed: bool) -> Scenario {
    let mut builder = ScenarioBuilder::new();
    for (number, zone) in zones.iter().enumerate() {
        let Ok(area) = Area::new(zone.clone()) else { continue };
        let particulars = Particulars::named("zone").schedule(schedule(number, timed));
        let zone = CurfewZone::new(format!("zone-{number}"), area).with(particulars);
        builder.curfew_zone(zone, RecordRef::default());
    }
    builder.build().0
}
