//! Geometry on the grid, for formats that hold coordinates as numbers.

use super::{WriteError, Written};
use crate::layer::grid::{Cell, Grid, Shape};
use crate::layer::{GeometryType, LayerFeature, LayerSchema};
use crate::publish::ReleasedFeatures;
use crate::record::RecordRef;

/// Rounds and cuts each feature's geometry as RFC 7946 has it, and keeps count.
pub(super) struct Placer {
    pub(super) grid: Grid,
    pub(super) multi: bool,
    pub(super) geometry_type: GeometryType,
    pub(super) written: Written,
    /// Around all that was placed, in grid steps.
    pub(super) bounds: Option<CellBox>,
}

/// The least and greatest longitude and latitude, in grid steps. Never over the
/// antimeridian: what is cut there has both −180 and 180.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CellBox {
    pub(super) least: Cell,
    pub(super) most: Cell,
}

impl CellBox {
    /// The box around a shape; `None` if it has no position.
    pub(super) fn of(shape: &Shape) -> Option<Self> {
        let mut found: Option<Self> = None;
        for_each_part(shape, |cells| {
            let Some(first) = cells.first() else { return };
            let mut around = found.unwrap_or(Self { least: *first, most: *first });
            for cell in cells {
                around.take_in(*cell);
            }
            found = Some(around);
        });
        found
    }

    fn take_in(&mut self, cell: Cell) {
        self.least = (self.least.0.min(cell.0), self.least.1.min(cell.1));
        self.most = (self.most.0.max(cell.0), self.most.1.max(cell.1));
    }

    /// West, south, east and north in degrees.
    pub(super) fn degrees(self, grid: Grid) -> [f64; 4] {
        let (least, most) = (grid.degrees(self.least), grid.degrees(self.most));
        [least.x, least.y, most.x, most.y]
    }
}

impl Placer {
    /// For features of this many decimals at most, and never more than the
    /// audience may see.
    pub(super) fn new(features: &ReleasedFeatures<'_>, decimals: u8) -> Self {
        Self::of(features.schema(), decimals.min(features.decimals()))
    }

    fn of(schema: &LayerSchema, decimals: u8) -> Self {
        Self {
            grid: Grid::new(decimals),
            multi: schema.is_multi() && schema.geometry_type() != GeometryType::Point,
            geometry_type: schema.geometry_type(),
            written: Written::default(),
            bounds: None,
        }
    }

    /// The feature's shape and the box around it; `None` if it has no place.
    pub(super) fn place(
        &mut self,
        feature: &LayerFeature,
    ) -> Result<Option<(Shape, CellBox)>, WriteError> {
        self.written.features += 1;
        let Some(geometry) = feature.geometry() else { return Ok(None) };
        let snapped = self.grid.publishable(geometry);
        let placed = snapped.shape.and_then(|shape| {
            let around = CellBox::of(&shape)?;
            Some((shape, around))
        });
        let Some((shape, around)) = placed else {
            return Err(WriteError::Collapsed {
                at: RecordRef::default().id(feature.key()),
                decimals: self.grid.decimals(),
            });
        };
        if snapped.lost > 0 {
            self.written.parts_lost.push(feature.key().to_owned());
        }
        let whole = self.bounds.get_or_insert(around);
        whole.take_in(around.least);
        whole.take_in(around.most);
        Ok(Some((shape, around)))
    }

    /// The one geometry type of the layer in the words of Simple Features.
    pub(super) const fn type_name(&self) -> &'static str {
        match (self.geometry_type, self.multi) {
            (GeometryType::Point, _) => "Point",
            (GeometryType::Line, false) => "LineString",
            (GeometryType::Line, true) => "MultiLineString",
            (GeometryType::Area, false) => "Polygon",
            (GeometryType::Area, true) => "MultiPolygon",
        }
    }
}

/// Shows every position, line and ring.
fn for_each_part(shape: &Shape, mut show: impl FnMut(&[Cell])) {
    match shape {
        Shape::Point(cell) => show(&[*cell]),
        Shape::Lines(lines) => lines.iter().for_each(|line| show(line)),
        Shape::Areas(areas) => areas.iter().flatten().for_each(|ring| show(ring)),
    }
}
