//! What stands before the index.

use super::index::NODE_SIZE;
use crate::io::write::flat::Column;
use crate::io::write::placed::Placer;
use crate::layer::{FieldType, LayerSchema};
use flatbuffers::FlatBufferBuilder;
use flatgeobuf::{ColumnArgs, ColumnType, Crs, CrsArgs, GeometryType, Header, HeaderArgs};

/// Version 3.0.
const MAGIC: [u8; 8] = *b"fgb\x03fgb\x00";

/// The magic bytes and the header, once all features are placed.
pub(super) fn encode(
    schema: &LayerSchema,
    audience: &str,
    columns: &[Column],
    placer: &Placer,
) -> Vec<u8> {
    let mut builder = FlatBufferBuilder::new();
    let listed: Vec<_> = columns
        .iter()
        .map(|column| {
            let described = !column.description.is_empty();
            let arguments = ColumnArgs {
                name: Some(builder.create_string(&column.name)),
                type_: column_type(column.holds),
                description: described.then(|| builder.create_string(&column.description)),
                nullable: !column.is_always_there(),
                ..ColumnArgs::default()
            };
            flatgeobuf::Column::create(&mut builder, &arguments)
        })
        .collect();
    let crs = CrsArgs {
        org: Some(builder.create_string("EPSG")),
        code: 4326,
        name: Some(builder.create_string("WGS 84")),
        ..CrsArgs::default()
    };
    let crs = Crs::create(&mut builder, &crs);
    let envelope = placer.bounds.map(|bounds| builder.create_vector(&bounds.degrees(placer.grid)));
    let many = placer.written.features as u64;
    let metadata = serde_json::json!({ "audience": audience }).to_string();
    let arguments = HeaderArgs {
        name: Some(builder.create_string(schema.name())),
        envelope,
        geometry_type: geometry_type(placer),
        columns: Some(builder.create_vector(&listed)),
        features_count: many,
        index_node_size: if many > 0 { NODE_SIZE } else { 0 },
        crs: Some(crs),
        title: Some(builder.create_string(schema.title())),
        description: (!schema.description().is_empty())
            .then(|| builder.create_string(schema.description())),
        metadata: Some(builder.create_string(&metadata)),
        ..HeaderArgs::default()
    };
    let header = Header::create(&mut builder, &arguments);
    builder.finish_size_prefixed(header, None);
    let mut bytes = MAGIC.to_vec();
    bytes.extend_from_slice(builder.finished_data());
    bytes
}

const fn column_type(holds: FieldType) -> ColumnType {
    match holds {
        FieldType::Text => ColumnType::String,
        FieldType::Integer => ColumnType::Long,
        FieldType::Real => ColumnType::Double,
        FieldType::Boolean => ColumnType::Bool,
        FieldType::Time => ColumnType::DateTime,
    }
}

fn geometry_type(placer: &Placer) -> GeometryType {
    match placer.type_name() {
        "Point" => GeometryType::Point,
        "LineString" => GeometryType::LineString,
        "MultiLineString" => GeometryType::MultiLineString,
        "Polygon" => GeometryType::Polygon,
        _ => GeometryType::MultiPolygon,
    }
}
