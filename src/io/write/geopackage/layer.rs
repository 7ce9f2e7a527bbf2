//! One layer as a table of features.

use super::record::{self, Sides};
use super::rows;
use super::rtree::Boxes;
use super::{NO_CLOCK, failed, quoted, refused, whole_text};
use crate::io::write::flat::{self, Column};
use crate::io::write::placed::Placer;
use crate::io::write::sorter::Sorted;
use crate::io::write::{WriteError, Written, xml};
use crate::layer::{FieldType, LayerSchema};
use crate::publish::ReleasedFeatures;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, params};
use std::fmt::Write as _;
use std::path::Path;

/// `SQLite` takes this many columns in a table.
const MOST_COLUMNS: usize = 2000;

/// The names of a layer's table and of what belongs to it.
struct Names<'a> {
    table: &'a str,
    fid: String,
    geometry: String,
    /// The spatial index.
    rtree: String,
}

/// Holds that the layer can be a table.
pub(super) fn check(schema: &LayerSchema) -> Result<(), WriteError> {
    let name = schema.name();
    let kept = ["gpkg_", "sqlite_", "rtree_"].iter().any(|prefix| name.starts_with(prefix));
    if kept || name == "layer_styles" {
        let reason = "expected a name that does not begin with \"gpkg_\", \"sqlite_\" or \
                      \"rtree_\" and is not \"layer_styles\", which the format keeps for itself";
        return Err(refused(name, reason));
    }
    // Identifier and geometry, key, and the ends of the window.
    let room = MOST_COLUMNS - if schema.is_timed() { 5 } else { 3 };
    let found = schema.fields().len();
    if found > room {
        return Err(refused(name, &format!("expected at most {room} fields, found {found}")));
    }
    Ok(())
}

pub(super) fn write(
    database: &Connection,
    features: &mut ReleasedFeatures<'_>,
    decimals: u8,
    identifier: &str,
    folder: &Path,
) -> Result<Written, WriteError> {
    let schema = features.schema().clone();
    let audience = features.audience().to_owned();
    let mut placer = Placer::new(features, decimals);
    let columns = flat::columns(&schema);
    let names = Names {
        table: schema.name(),
        fid: flat::free_name(&schema, "fid"),
        geometry: flat::free_name(&schema, "geom"),
        rtree: format!("rtree_{}_{}", schema.name(), flat::free_name(&schema, "geom")),
    };
    let rows = rows::sorted(features, &mut placer, &columns, folder)?;
    declare(database, &schema, &names, &columns, &placer, identifier)?;
    describe(database, &names, &columns, &audience)?;
    index(database, &names)?;
    let bounds = placer.bounds.map_or([0.0; 4], |bounds| bounds.degrees(placer.grid));
    let boxes = insert(database, &names, columns.len(), rows, Boxes::new(bounds, folder))?;
    boxes.write(database, &names.rtree, folder)?;
    triggers(database, &names)?;
    Ok(placer.written)
}

/// Makes the table and tells of it.
fn declare(
    database: &Connection,
    schema: &LayerSchema,
    names: &Names<'_>,
    columns: &[Column],
    placer: &Placer,
    identifier: &str,
) -> Result<(), WriteError> {
    let geometry_type = placer.type_name().to_uppercase();
    let mut create = format!(
        "CREATE TABLE {} ({} INTEGER PRIMARY KEY NOT NULL, {} {geometry_type}",
        quoted(names.table),
        quoted(&names.fid),
        quoted(&names.geometry)
    );
    for column in columns {
        let holds = match column.holds {
            FieldType::Text => "TEXT",
            FieldType::Integer => "INTEGER",
            FieldType::Real => "REAL",
            FieldType::Boolean => "BOOLEAN",
            FieldType::Time => "DATETIME",
        };
        // Writing to a string does not fail.
        let _ = write!(create, ", {} {holds}", quoted(&column.name));
        if column.is_always_there() {
            create.push_str(" NOT NULL");
        }
    }
    create.push(')');
    database.execute_batch(&create).map_err(failed)?;
    let [west, south, east, north] =
        placer.bounds.map_or([None; 4], |bounds| bounds.degrees(placer.grid).map(Some));
    database
        .execute(
            "INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, 4326)",
            params![
                names.table,
                identifier,
                whole_text(schema.description()),
                NO_CLOCK,
                west,
                south,
                east,
                north
            ],
        )
        .map_err(failed)?;
    database
        .execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, 4326, 0, 0)",
            params![names.table, names.geometry, geometry_type],
        )
        .map(drop)
        .map_err(failed)
}

/// Describes the columns and names the audience.
fn describe(
    database: &Connection,
    names: &Names<'_>,
    columns: &[Column],
    audience: &str,
) -> Result<(), WriteError> {
    let mut insert = database
        .prepare(
            "INSERT INTO gpkg_data_columns (table_name, column_name, description) VALUES (?, ?, ?)",
        )
        .map_err(failed)?;
    for column in columns.iter().filter(|column| !column.description.is_empty()) {
        let description = whole_text(&column.description);
        insert.execute(params![names.table, column.name, description]).map_err(failed)?;
    }
    let mut told = String::new();
    xml::escape(&mut told, audience);
    let metadata = format!(
        "<GDALMultiDomainMetadata>\n  <Metadata>\n    <MDI key=\"audience\">{told}</MDI>\n  \
         </Metadata>\n</GDALMultiDomainMetadata>\n"
    );
    database
        .execute(
            "INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata) \
             VALUES ('dataset', 'http://gdal.org', 'text/xml', ?)",
            params![metadata],
        )
        .map_err(failed)?;
    database
        .execute(
            "INSERT INTO gpkg_metadata_reference VALUES ('table', ?, NULL, NULL, ?, ?, NULL)",
            params![names.table, NO_CLOCK, database.last_insert_rowid()],
        )
        .map(drop)
        .map_err(failed)
}

/// Makes the spatial index, still empty.
fn index(database: &Connection, names: &Names<'_>) -> Result<(), WriteError> {
    database
        .execute_batch(&format!(
            "CREATE VIRTUAL TABLE {} USING rtree(id, minx, maxx, miny, maxy)",
            quoted(&names.rtree)
        ))
        .map_err(failed)?;
    database
        .execute(
            "INSERT INTO gpkg_extensions VALUES (?, ?, 'gpkg_rtree_index', \
             'http://www.geopackage.org/spec121/#extension_rtree', 'write-only')",
            params![names.table, names.geometry],
        )
        .map(drop)
        .map_err(failed)
}

/// Inserts the rows and gathers their boxes.
fn insert(
    database: &Connection,
    names: &Names<'_>,
    columns: usize,
    mut rows: Sorted,
    mut boxes: Boxes,
) -> Result<Boxes, WriteError> {
    let marks = ", ?".repeat(columns + 1);
    let mut insert = database
        .prepare(&format!("INSERT INTO {} VALUES (?{marks})", quoted(names.table)))
        .map_err(failed)?;
    let mut before = 0;
    while let Some((id, row)) = rows.next().map_err(WriteError::io)? {
        let fid = (id as i64).max(before + 1);
        before = fid;
        let (place, mut row) = row.split_first().unwrap_or((&0, &[]));
        if *place == 1 {
            let sides: Option<Sides> = record::take_sides(&mut row);
            boxes.push(fid, sides.unwrap_or_default()).map_err(WriteError::io)?;
        }
        insert.raw_bind_parameter(1, fid).map_err(failed)?;
        for column in 0..=columns {
            let value = record::take(&mut row).unwrap_or(ValueRef::Null);
            insert.raw_bind_parameter(column + 2, ToSqlOutput::Borrowed(value)).map_err(failed)?;
        }
        insert.raw_execute().map_err(failed)?;
    }
    Ok(boxes)
}

/// What keeps the index right when others change the table, as the standard has it.
fn triggers(database: &Connection, names: &Names<'_>) -> Result<(), WriteError> {
    let (table, rtree) = (quoted(names.table), quoted(&names.rtree));
    let (i, c) = (quoted(&names.fid), quoted(&names.geometry));
    let there = format!("(NEW.{c} NOTNULL AND NOT ST_IsEmpty(NEW.{c}))");
    let gone = format!("(NEW.{c} ISNULL OR ST_IsEmpty(NEW.{c}))");
    let replace = format!(
        "INSERT OR REPLACE INTO {rtree} VALUES (NEW.{i}, ST_MinX(NEW.{c}), ST_MaxX(NEW.{c}), \
         ST_MinY(NEW.{c}), ST_MaxY(NEW.{c}));"
    );
    let remove = format!("DELETE FROM {rtree} WHERE id = OLD.{i};");
    for (suffix, event, when, what) in [
        ("insert", "INSERT".to_owned(), there.clone(), replace.clone()),
        (
            "update1",
            format!("UPDATE OF {c}"),
            format!("OLD.{i} = NEW.{i} AND {there}"),
            replace.clone(),
        ),
        (
            "update2",
            format!("UPDATE OF {c}"),
            format!("OLD.{i} = NEW.{i} AND {gone}"),
            remove.clone(),
        ),
        (
            "update3",
            "UPDATE".to_owned(),
            format!("OLD.{i} != NEW.{i} AND {there}"),
            format!("{remove} {replace}"),
        ),
        (
            "update4",
            "UPDATE".to_owned(),
            format!("OLD.{i} != NEW.{i} AND {gone}"),
            format!("DELETE FROM {rtree} WHERE id IN (OLD.{i}, NEW.{i});"),
        ),
        ("delete", "DELETE".to_owned(), format!("OLD.{c} NOT NULL"), remove.clone()),
    ] {
        let name = quoted(&format!("{}_{suffix}", names.rtree));
        let create =
            format!("CREATE TRIGGER {name} AFTER {event} ON {table} WHEN {when} BEGIN {what} END");
        database.execute_batch(&create).map_err(failed)?;
    }
    Ok(())
}
