//! The file's `geo` metadata.

use super::Names;
use crate::io::write::placed::Placer;
use serde_json::json;

/// OGC:CRS84 as PROJJSON: WGS 84, longitude first.
const CRS84: &str = r#"{
  "$schema": "https://proj.org/schemas/v0.7/projjson.schema.json",
  "type": "GeographicCRS",
  "name": "WGS 84 (CRS84)",
  "datum_ensemble": {
    "name": "World Geodetic System 1984 ensemble",
    "members": [
      {"name": "World Geodetic System 1984 (Transit)", "id": {"authority": "EPSG", "code": 1166}},
      {"name": "World Geodetic System 1984 (G730)", "id": {"authority": "EPSG", "code": 1152}},
      {"name": "World Geodetic System 1984 (G873)", "id": {"authority": "EPSG", "code": 1153}},
      {"name": "World Geodetic System 1984 (G1150)", "id": {"authority": "EPSG", "code": 1154}},
      {"name": "World Geodetic System 1984 (G1674)", "id": {"authority": "EPSG", "code": 1155}},
      {"name": "World Geodetic System 1984 (G1762)", "id": {"authority": "EPSG", "code": 1156}},
      {"name": "World Geodetic System 1984 (G2139)", "id": {"authority": "EPSG", "code": 1309}},
      {"name": "World Geodetic System 1984 (G2296)", "id": {"authority": "EPSG", "code": 1383}}
    ],
    "ellipsoid": {
      "name": "WGS 84", "semi_major_axis": 6378137, "inverse_flattening": 298.257223563
    },
    "accuracy": "2.0",
    "id": {"authority": "EPSG", "code": 6326}
  },
  "coordinate_system": {
    "subtype": "ellipsoidal",
    "axis": [
      {"name": "Geodetic longitude", "abbreviation": "Lon", "direction": "east", "unit": "degree"},
      {"name": "Geodetic latitude", "abbreviation": "Lat", "direction": "north", "unit": "degree"}
    ]
  },
  "scope": "Not known.",
  "area": "World.",
  "bbox": {
    "south_latitude": -90, "west_longitude": -180, "north_latitude": 90, "east_longitude": 180
  },
  "id": {"authority": "OGC", "code": "CRS84"}
}"#;

/// The value of the key `geo`, once all features are placed.
pub(super) fn geo(placer: &Placer, names: &Names) -> String {
    let crs: serde_json::Value = serde_json::from_str(CRS84).unwrap_or_default();
    let covering = |side: &str| json!([names.bbox, side]);
    let empty = placer.bounds.is_none();
    let mut column = json!({
        "encoding": "WKB",
        "geometry_types": if empty { json!([]) } else { json!([placer.type_name()]) },
        "crs": crs,
        "orientation": "counterclockwise",
        "edges": "planar",
        "covering": {"bbox": {
            "xmin": covering("xmin"),
            "ymin": covering("ymin"),
            "xmax": covering("xmax"),
            "ymax": covering("ymax"),
        }},
    });
    if let Some(bounds) = placer.bounds {
        column["bbox"] = json!(bounds.degrees(placer.grid));
    }
    let mut columns = serde_json::Map::new();
    columns.insert(names.geometry.clone(), column);
    json!({"version": "1.1.0", "primary_column": names.geometry, "columns": columns}).to_string()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_crs_is_json() {
        let crs: serde_json::Value = serde_json::from_str(super::CRS84).unwrap();
        assert_eq!(crs["id"]["code"], "CRS84");
    }
}
