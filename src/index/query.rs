//! A question as plain data.
//!
//! Floor 3. Imports `id`, `time`, `units`.

use super::Filter;
use crate::id::Kind;
use crate::time::TimeWindow;
use crate::units::Metres;
use geo::{Coord, LineString, MultiPolygon};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// Longitude and latitude in degrees, as in GeoJSON.
pub type Position = [f64; 2];

/// What is asked of the places of entries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Question {
    /// Areas that hold a point, on their boundary included.
    Covering(Position),
    /// Entries within a distance of a point.
    Near {
        /// The point.
        point: Position,
        /// The greatest distance that counts.
        within_m: Metres,
    },
    /// The entries nearest to a point.
    Nearest {
        /// The point.
        point: Position,
        /// How many.
        count: usize,
    },
    /// Entries that a line touches or passes through.
    Crossing(Vec<Position>),
    /// Entries that share a point with an area: its polygons, each an outer
    /// ring and holes.
    Intersecting(Vec<Vec<Vec<Position>>>),
}

/// A question and a filter, as plain data.
///
/// ```
/// use safepassage::{id::Kind, index::Query, units::Metres};
///
/// let ask = Query::near((37.15, 36.23), Metres(500.0)).kind(Kind::Checkpoint);
/// let text = r#"{"near":{"point":[37.15,36.23],"within_m":500.0},"kinds":["checkpoint"]}"#;
/// assert_eq!(serde_json::to_string(&ask)?, text);
/// assert_eq!(serde_json::from_str::<Query>(text)?, ask);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Query {
    #[serde(flatten)]
    question: Question,
    #[serde(flatten)]
    filter: Filter,
}

impl Query {
    /// Asks a question of all entries.
    pub fn new(question: Question) -> Self {
        Self { question, filter: Filter::all() }
    }

    /// Areas that hold `point`, on their boundary included. A line or a single
    /// point holds nothing unless it has a radius; ask [`Query::near`] for those.
    pub fn covering(point: impl Into<Coord>) -> Self {
        Self::new(Question::Covering(position(point.into())))
    }

    /// Entries at most `within` from `point`, areas that hold it included.
    pub fn near(point: impl Into<Coord>, within: Metres) -> Self {
        Self::new(Question::Near { point: position(point.into()), within_m: within })
    }

    /// The `count` entries nearest to `point`, areas that hold it first.
    pub fn nearest(point: impl Into<Coord>, count: usize) -> Self {
        Self::new(Question::Nearest { point: position(point.into()), count })
    }

    /// Entries that `line` touches or passes through, and where.
    pub fn crossing(line: &LineString) -> Self {
        Self::new(Question::Crossing(line.coords().copied().map(position).collect()))
    }

    /// Entries that share a point with `area`, boundaries included.
    pub fn intersecting(area: impl Into<MultiPolygon>) -> Self {
        let ring = |ring: &LineString| ring.coords().copied().map(position).collect::<Vec<_>>();
        let polygons = area
            .into()
            .iter()
            .map(|p| std::iter::once(p.exterior()).chain(p.interiors()).map(ring).collect())
            .collect();
        Self::new(Question::Intersecting(polygons))
    }

    /// Only entries that pass `filter`. Replaces the filter so far.
    #[must_use]
    pub fn filter(mut self, filter: Filter) -> Self {
        self.filter = filter;
        self
    }

    /// Only entries of this kind; several calls add up.
    #[must_use]
    pub fn kind(self, kind: Kind) -> Self {
        Self { filter: self.filter.kind(kind), ..self }
    }

    /// See [`Filter::active_at`].
    #[must_use]
    pub fn active_at(self, at: Timestamp) -> Self {
        Self { filter: self.filter.active_at(at), ..self }
    }

    /// See [`Filter::active_any_time_in`].
    #[must_use]
    pub fn active_any_time_in(self, window: TimeWindow) -> Self {
        Self { filter: self.filter.active_any_time_in(window), ..self }
    }

    /// See [`Filter::active_throughout`].
    #[must_use]
    pub fn active_throughout(self, window: TimeWindow) -> Self {
        Self { filter: self.filter.active_throughout(window), ..self }
    }

    /// See [`Filter::include_unknown`].
    #[must_use]
    pub fn include_unknown(self) -> Self {
        Self { filter: self.filter.include_unknown(), ..self }
    }

    /// What is asked.
    pub const fn question(&self) -> &Question {
        &self.question
    }

    /// Of which entries.
    pub const fn filters(&self) -> &Filter {
        &self.filter
    }
}

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// A coordinate is no place on earth.
    #[error(
        "expected a longitude from -180 to 180 and a latitude from -90 to 90, found {lon}, {lat}"
    )]
    Coordinate {
        /// The longitude.
        lon: f64,
        /// The latitude.
        lat: f64,
    },
    /// A distance is negative or no number.
    #[error("expected a distance of 0 m or more, found {found}")]
    Distance {
        /// The distance in metres.
        found: f64,
    },
    /// No entry was asked for.
    #[error("expected a count of 1 or more, found 0")]
    Count,
    /// A line has too few points.
    #[error("expected a line of 2 points or more, found {found}")]
    Line {
        /// How many it has.
        found: usize,
    },
    /// A ring has too few points, or there is no ring.
    #[error("expected an area of rings of 4 points or more, found {found}")]
    Ring {
        /// How many it has.
        found: usize,
    },
}

fn position(at: Coord) -> Position {
    [at.x, at.y]
}

/// The coordinate, if it is a place on earth.
pub(super) fn checked(at: Position) -> Result<Coord, QueryError> {
    let [lon, lat] = at;
    if on_earth(Coord { x: lon, y: lat }) {
        Ok(Coord { x: lon, y: lat })
    } else {
        Err(QueryError::Coordinate { lon, lat })
    }
}

pub(super) fn on_earth(at: Coord) -> bool {
    (-180.0..=180.0).contains(&at.x) && (-90.0..=90.0).contains(&at.y)
}
