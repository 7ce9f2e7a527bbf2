//! Features as flat buffers.

use super::FORMAT;
use crate::io::write::flat::{Column, Item};
use crate::io::write::placed::{CellBox, Placer};
use crate::io::write::{WriteError, text};
use crate::layer::LayerFeature;
use crate::layer::grid::{Cell, Grid, Shape};
use crate::record::RecordRef;
use flatbuffers::{FlatBufferBuilder, WIPOffset};
use flatgeobuf::{Feature, FeatureArgs, Geometry, GeometryArgs};

/// A flat buffer can have 2 GiB; this much is kept for what binds its parts.
const MOST_BYTES: usize = (1 << 31) - (1 << 20);

/// Makes one feature after another in the same memory.
pub(super) struct Encoder {
    builder: FlatBufferBuilder<'static>,
    properties: Vec<u8>,
    positions: Vec<f64>,
    ends: Vec<u32>,
}

impl Encoder {
    pub(super) fn new() -> Self {
        Self {
            builder: FlatBufferBuilder::new(),
            properties: Vec::new(),
            positions: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// The feature with its length before it.
    pub(super) fn encode(
        &mut self,
        feature: &LayerFeature,
        shape: Option<&(Shape, CellBox)>,
        columns: &[Column],
        placer: &Placer,
    ) -> Result<&[u8], WriteError> {
        self.builder.reset();
        self.properties.clear();
        for (number, column) in columns.iter().enumerate() {
            if let Some(item) = column.item(feature) {
                self.property(number as u16, item);
            }
        }
        let bytes = self.properties.len() + shape.map_or(0, |(shape, _)| bytes_of(shape));
        if bytes > MOST_BYTES {
            return Err(WriteError::Format {
                at: RecordRef::default().id(feature.key()),
                format: FORMAT,
                reason: format!("expected a feature below 2 GiB, found one of {bytes} bytes"),
            });
        }
        let geometry = shape.map(|(shape, _)| self.shape(placer.grid, shape, placer.multi));
        let properties = Some(self.builder.create_vector(&self.properties));
        let arguments = FeatureArgs { geometry, properties, columns: None };
        let made = Feature::create(&mut self.builder, &arguments);
        self.builder.finish_size_prefixed(made, None);
        Ok(self.builder.finished_data())
    }

    fn property(&mut self, number: u16, item: Item<'_>) {
        let out = &mut self.properties;
        out.extend_from_slice(&number.to_le_bytes());
        match item {
            Item::Integer(number) => out.extend_from_slice(&number.to_le_bytes()),
            Item::Real(number) => out.extend_from_slice(&number.to_le_bytes()),
            Item::Boolean(truth) => out.push(truth.into()),
            Item::Text(text) => {
                out.extend_from_slice(&(text.len() as u32).to_le_bytes());
                out.extend_from_slice(text.as_bytes());
            }
            Item::Time(at) => {
                let start = out.len();
                out.extend_from_slice(&[0; 4]);
                text::instant(out, at);
                let length = (out.len() - start - 4) as u32;
                if let Some(place) = out.get_mut(start..start + 4) {
                    place.copy_from_slice(&length.to_le_bytes());
                }
            }
        }
    }

    fn shape(&mut self, grid: Grid, shape: &Shape, multi: bool) -> WIPOffset<Geometry<'static>> {
        match shape {
            Shape::Point(cell) => self.part(grid, &[&[*cell]]),
            Shape::Lines(lines) => {
                let lines: Vec<&[Cell]> = lines.iter().map(Vec::as_slice).collect();
                self.part(grid, &lines)
            }
            Shape::Areas(areas) => {
                let parts: Vec<_> = areas
                    .iter()
                    .map(|rings| {
                        let rings: Vec<&[Cell]> = rings.iter().map(Vec::as_slice).collect();
                        self.part(grid, &rings)
                    })
                    .collect();
                match parts.as_slice() {
                    [part] if !multi => *part,
                    parts => {
                        let parts = Some(self.builder.create_vector(parts));
                        let arguments = GeometryArgs { parts, ..GeometryArgs::default() };
                        Geometry::create(&mut self.builder, &arguments)
                    }
                }
            }
        }
    }

    /// A position, a line, several lines, or the rings of a polygon.
    fn part(&mut self, grid: Grid, paths: &[&[Cell]]) -> WIPOffset<Geometry<'static>> {
        self.positions.clear();
        self.ends.clear();
        for path in paths {
            for cell in *path {
                let at = grid.degrees(*cell);
                self.positions.extend([at.x, at.y]);
            }
            self.ends.push((self.positions.len() / 2) as u32);
        }
        let xy = Some(self.builder.create_vector(&self.positions));
        // One path needs no end.
        let ends = (paths.len() > 1).then(|| self.builder.create_vector(&self.ends));
        Geometry::create(&mut self.builder, &GeometryArgs { xy, ends, ..GeometryArgs::default() })
    }
}

/// At least the bytes that a shape takes.
fn bytes_of(shape: &Shape) -> usize {
    const POSITION: usize = 16;
    const PART: usize = 64;
    match shape {
        Shape::Point(_) => POSITION,
        Shape::Lines(lines) => lines.iter().map(|line| PART + POSITION * line.len()).sum(),
        Shape::Areas(areas) => {
            areas.iter().flatten().map(|ring| PART + POSITION * ring.len()).sum()
        }
    }
}
