//! Units by which records are shown instead of by their places.

use crate::layer::Field;
use crate::layer::FieldType;
use crate::layer::LayerGeometry;
use crate::layer::Value;
use crate::model::Sensitivity;
use geo::{BoundingRect, Intersects, MultiPolygon};
use rstar::{AABB, RTree, RTreeObject};
use std::collections::BTreeMap;

/// The columns that say by which units a record is shown.
const COLUMNS: [(&str, &str); 2] =
    [("unit_code", "codes of the units it lies in"), ("unit_name", "their names")];

/// Areas with a code, such as the administrative units of one level, by which
/// an audience sees the records of a layer.
///
/// A record is shown by the shape of the whole unit that it lies in (of all the
/// units that it meets, for a line or an area): nothing of its own shape leaves,
/// neither a coordinate nor the number of positions nor its bounding box. Its
/// key and so its identifier are made anew, of the unit's code and a number.
#[derive(Clone, Debug)]
pub struct Units {
    units: Vec<Unit>,
    tree: RTree<Boxed>,
}

impl PartialEq for Units {
    fn eq(&self, other: &Self) -> bool {
        self.units == other.units
    }
}

/// One or several units together.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Unit {
    code: String,
    name: String,
    geometry: LayerGeometry,
}

#[derive(Clone, Debug)]
struct Boxed {
    unit: usize,
    envelope: AABB<[f64; 2]>,
}

impl RTreeObject for Boxed {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        self.envelope
    }
}

/// Units that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unit {code:?}: expected {expected}")]
#[non_exhaustive]
pub struct InvalidUnits {
    /// The code of the unit.
    pub code: String,
    /// What would have been right.
    pub expected: &'static str,
}

impl Units {
    /// Units by code, name and area. `n log n` in their number.
    ///
    /// # Errors
    ///
    /// [`InvalidUnits`] if two have one code, or one has no code or no area.
    pub fn new(
        units: impl IntoIterator<Item = (String, String, MultiPolygon)>,
    ) -> Result<Self, InvalidUnits> {
        let mut by_code = BTreeMap::new();
        for (code, name, area) in units {
            let fail = |expected| InvalidUnits { code: code.clone(), expected };
            if code.trim().is_empty() {
                return Err(fail("a code"));
            }
            let boxed = area.bounding_rect().ok_or_else(|| fail("an area"))?;
            if by_code.contains_key(&code) {
                return Err(fail("a code that no other unit has"));
            }
            by_code.insert(code, (name, area, boxed));
        }
        let mut kept = Vec::with_capacity(by_code.len());
        let mut boxes = Vec::with_capacity(by_code.len());
        for (unit, (code, (name, area, boxed))) in by_code.into_iter().enumerate() {
            let (low, high) = (boxed.min(), boxed.max());
            let envelope = AABB::from_corners([low.x, low.y], [high.x, high.y]);
            boxes.push(Boxed { unit, envelope });
            kept.push(Unit { code, name, geometry: area.into() });
        }
        Ok(Self { units: kept, tree: RTree::bulk_load(boxes) })
    }

    /// The codes, sorted.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.units.iter().map(|unit| unit.code.as_str())
    }

    /// The columns that records shown by units have before their own.
    #[expect(clippy::unused_self, reason = "units of another kind may have other columns")]
    pub(super) fn columns(&self) -> [Field; 2] {
        COLUMNS.map(|(name, description)| {
            Field::new(name, FieldType::Text, description).sensitivity(Sensitivity::Low)
        })
    }

    /// The unit that a point lies in (on a border the one whose code comes
    /// first), or all the units together that a line or an area meets.
    pub(super) fn of(&self, geometry: &LayerGeometry) -> Option<Unit> {
        let mut found = Vec::new();
        let mut wanted = Vec::new();
        match geometry {
            LayerGeometry::Point(point) => wanted.push(AABB::from_point([point.x(), point.y()])),
            LayerGeometry::Line(lines) => wanted.extend(lines.bounding_rect().map(envelope)),
            LayerGeometry::Area(areas) => wanted.extend(areas.bounding_rect().map(envelope)),
        }
        for envelope in wanted {
            let near = self.tree.locate_in_envelope_intersecting(&envelope);
            found.extend(near.map(|boxed| boxed.unit));
        }
        found.sort_unstable();
        found.retain(|unit| self.units.get(*unit).is_some_and(|unit| unit.meets(geometry)));
        if matches!(geometry, LayerGeometry::Point(_)) {
            found.truncate(1);
        }
        let mut met = found.into_iter().filter_map(|unit| self.units.get(unit));
        let mut all = met.next()?.clone();
        for unit in met {
            all.code = format!("{}; {}", all.code, unit.code);
            all.name = format!("{}; {}", all.name, unit.name);
            if let (LayerGeometry::Area(all), LayerGeometry::Area(more)) =
                (&mut all.geometry, &unit.geometry)
            {
                all.0.extend(more.iter().cloned());
            }
        }
        Some(all)
    }
}

fn envelope(of: geo::Rect) -> AABB<[f64; 2]> {
    AABB::from_corners([of.min().x, of.min().y], [of.max().x, of.max().y])
}

impl Unit {
    pub(super) fn code(&self) -> &str {
        &self.code
    }

    pub(super) const fn geometry(&self) -> &LayerGeometry {
        &self.geometry
    }

    /// The values of [`Units::columns`].
    pub(super) fn values(&self) -> [Option<Value>; 2] {
        let name = (!self.name.is_empty()).then(|| self.name.as_str().into());
        [Some(self.code.as_str().into()), name]
    }

    fn meets(&self, geometry: &LayerGeometry) -> bool {
        let LayerGeometry::Area(area) = &self.geometry else { return false };
        match geometry {
            LayerGeometry::Point(point) => area.intersects(point),
            LayerGeometry::Line(lines) => area.intersects(lines),
            LayerGeometry::Area(areas) => area.intersects(areas),
        }
    }
}

/// Keys made of a unit's code and a number.
#[derive(Clone, Debug, Default)]
pub(super) struct Renamed {
    given: BTreeMap<String, u32>,
}

impl Renamed {
    /// `code/1`, `code/2` and so on.
    pub(super) fn next(&mut self, code: &str) -> String {
        let number = self.given.entry(code.to_owned()).or_default();
        *number += 1;
        format!("{code}/{number:06}")
    }
}
