//! One row of a layer: a key, a geometry, values, a window.

use super::GeometryType;
use super::StyleClass;
use super::Value;
use super::ident::stable_id;
use crate::model::Sensitivity;
use crate::time::TimeWindow;
use crate::units::Metres;
use geo::{Coord, LineString, MultiLineString, MultiPolygon, Point, Polygon};
use jiff::Timestamp;

/// A geometry in degrees, `(lon, lat)`, of one of the three types.
///
/// A step of more than 180° of longitude from one position to the next is taken
/// the short way round, over the antimeridian; so are longitudes beyond ±180.
/// (A step of exactly 360° along a parallel is the whole parallel.)
#[derive(Clone, Debug, PartialEq)]
pub enum LayerGeometry {
    /// One position.
    Point(Point),
    /// One or more lines.
    Line(MultiLineString),
    /// One or more polygons.
    Area(MultiPolygon),
}

impl LayerGeometry {
    /// The type of layer it fits in.
    pub const fn geometry_type(&self) -> GeometryType {
        match self {
            Self::Point(_) => GeometryType::Point,
            Self::Line(_) => GeometryType::Line,
            Self::Area(_) => GeometryType::Area,
        }
    }

    /// Every line and ring, or the one position.
    pub(crate) fn for_each_part(&self, mut visit: impl FnMut(&[Coord])) {
        match self {
            Self::Point(point) => visit(&[point.0]),
            Self::Line(lines) => lines.iter().for_each(|line| visit(&line.0)),
            Self::Area(areas) => {
                for area in areas {
                    visit(&area.exterior().0);
                    area.interiors().iter().for_each(|hole| visit(&hole.0));
                }
            }
        }
    }

    /// The number of points, lines or polygons.
    pub(crate) fn part_count(&self) -> usize {
        match self {
            Self::Point(_) => 1,
            Self::Line(lines) => lines.0.len(),
            Self::Area(areas) => areas.0.len(),
        }
    }
}

impl From<Point> for LayerGeometry {
    fn from(point: Point) -> Self {
        Self::Point(point)
    }
}

impl From<LineString> for LayerGeometry {
    fn from(line: LineString) -> Self {
        Self::Line(MultiLineString(vec![line]))
    }
}

impl From<MultiLineString> for LayerGeometry {
    fn from(lines: MultiLineString) -> Self {
        Self::Line(lines)
    }
}

impl From<Polygon> for LayerGeometry {
    fn from(area: Polygon) -> Self {
        Self::Area(MultiPolygon(vec![area]))
    }
}

impl From<MultiPolygon> for LayerGeometry {
    fn from(areas: MultiPolygon) -> Self {
        Self::Area(areas)
    }
}

/// Until when something may not be published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Embargo {
    /// Not before this instant.
    pub until: Option<Timestamp>,
    /// Not before its own window has ended.
    pub until_window_ends: bool,
}

impl Embargo {
    /// What holds back as long as either.
    #[must_use]
    pub fn later(self, other: Self) -> Self {
        Self {
            until: self.until.max(other.until),
            until_window_ends: self.until_window_ends || other.until_window_ends,
        }
    }
}

/// One row of a layer.
///
/// Its sensitivity is [`Sensitivity::High`] until something else is said:
/// what nobody has classed counts as high.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerFeature {
    id: u64,
    key: String,
    geometry: Option<LayerGeometry>,
    values: Vec<Option<Value>>,
    window: Option<TimeWindow>,
    sensitivity: Sensitivity,
    style: StyleClass,
    embargo: Embargo,
    known_at: Option<Timestamp>,
    precision: Option<Metres>,
    sums: Vec<(String, Vec<String>)>,
}

impl LayerFeature {
    /// A row with this key, unique in its layer (such as
    /// `curfew-zone/sheikh-maqsoud`), and its values in the layer's column order.
    pub fn new(
        key: impl Into<String>,
        geometry: impl Into<LayerGeometry>,
        values: Vec<Option<Value>>,
    ) -> Self {
        Self { geometry: Some(geometry.into()), ..Self::unlocated(key, values) }
    }

    /// A row that has no place, such as people for whom no way was found.
    pub fn unlocated(key: impl Into<String>, values: Vec<Option<Value>>) -> Self {
        let key = key.into();
        Self {
            id: stable_id(&key),
            key,
            geometry: None,
            values,
            window: None,
            sensitivity: Sensitivity::High,
            style: StyleClass::default(),
            embargo: Embargo::default(),
            known_at: None,
            precision: None,
            sums: Vec::new(),
        }
    }

    /// Sets the time it is about, written as `start` and `end`.
    #[must_use]
    pub const fn during(mut self, window: TimeWindow) -> Self {
        self.window = Some(window);
        self
    }

    /// Sets how much harm it could do if it were known. Something derived takes
    /// the highest of what it came from.
    #[must_use]
    pub const fn sensitivity(mut self, sensitivity: Sensitivity) -> Self {
        self.sensitivity = sensitivity;
        self
    }

    /// Sets until when it may not be published.
    #[must_use]
    pub const fn embargo(mut self, embargo: Embargo) -> Self {
        self.embargo = embargo;
        self
    }

    /// Sets when it was said or taken down, from which an audience's delay counts.
    #[must_use]
    pub const fn known_at(mut self, at: Timestamp) -> Self {
        self.known_at = Some(at);
        self
    }

    /// Sets how precisely its source states the place. It is never published more
    /// precisely than that.
    #[must_use]
    pub const fn precise_to(mut self, precision: Metres) -> Self {
        self.precision = Some(precision);
        self
    }

    /// Says which cells a count of people in the column `column` sums, in this
    /// layer and in all that are released with it: what each cell is named is the
    /// user's choice, the same cell has the same name everywhere. A count of which
    /// nothing is said is a cell of its own.
    #[must_use]
    pub fn sums<C: Into<String>>(
        mut self,
        column: impl Into<String>,
        cells: impl IntoIterator<Item = C>,
    ) -> Self {
        self.sums.push((column.into(), cells.into_iter().map(Into::into).collect()));
        self
    }

    /// Sets how a map draws it.
    #[must_use]
    pub const fn style(mut self, style: StyleClass) -> Self {
        self.style = style;
        self
    }

    /// The identifier for map clients, from 1 to 2⁵³ − 1: see [`stable_id`].
    pub const fn id(&self) -> u64 {
        self.id
    }

    /// The key, unique in its layer.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The geometry, if it has a place.
    pub const fn geometry(&self) -> Option<&LayerGeometry> {
        self.geometry.as_ref()
    }

    /// The values in the layer's column order; `None` where nothing is known.
    pub fn values(&self) -> &[Option<Value>] {
        &self.values
    }

    /// The time it is about.
    pub const fn window(&self) -> Option<TimeWindow> {
        self.window
    }

    /// How much harm it could do if it were known.
    pub const fn sensitivity_class(&self) -> Sensitivity {
        self.sensitivity
    }

    /// How a map draws it.
    pub const fn style_class(&self) -> StyleClass {
        self.style
    }

    /// Until when it may not be published.
    pub const fn embargo_set(&self) -> Embargo {
        self.embargo
    }

    /// When it was said or taken down.
    pub const fn known_since(&self) -> Option<Timestamp> {
        self.known_at
    }

    /// How precisely its source states the place.
    pub const fn stated_precision(&self) -> Option<Metres> {
        self.precision
    }

    /// The cells that the count in a column sums, if that was said.
    pub fn cells_of(&self, column: &str) -> Option<&[String]> {
        let found = self.sums.iter().find(|(name, _)| name == column);
        found.map(|(_, cells)| cells.as_slice())
    }

    pub(super) const fn set_embargo(&mut self, embargo: Embargo) {
        self.embargo = embargo;
    }

    pub(super) const fn set_id(&mut self, id: u64) {
        self.id = id;
    }

    /// The same row with another geometry and only the columns whose flag is set.
    pub(crate) fn redacted(&self, geometry: Option<LayerGeometry>, fields: &[bool]) -> Self {
        let values = super::keep(&self.values, fields);
        Self { key: self.key.clone(), geometry, values, sums: self.sums.clone(), ..*self }
    }

    /// Whether it was said of some column which cells it sums.
    pub(crate) const fn has_sums(&self) -> bool {
        !self.sums.is_empty()
    }

    /// The same row under another key, and so with another identifier.
    pub(crate) fn under_key(mut self, key: String) -> Self {
        self.id = stable_id(&key);
        self.key = key;
        self
    }

    /// The same row under this key with other values.
    pub(crate) fn with_values(&self, key: String, values: Vec<Option<Value>>) -> Self {
        Self { values, ..self.clone() }.under_key(key)
    }

    /// The same row without a window.
    pub(crate) const fn at_no_time(mut self) -> Self {
        self.window = None;
        self
    }

    /// The values, to be changed.
    pub(crate) const fn values_mut(&mut self) -> &mut Vec<Option<Value>> {
        &mut self.values
    }
}
