"""Layers in every format, read by programs that we did not write.

    formats.py FOLDER

FOLDER is what the example `all_formats` wrote. What the GeoJSON file of a layer says, read
by Python's own json, is what every other file must say: GDAL (through pyogrio) reads
FlatGeobuf, GeoPackage, CSV and KML, DuckDB and pyarrow read GeoParquet, SQLite's own checks
read the GeoPackage. Compared: layers, columns, their types, rows, nulls, values, geometry
(to 1e-9 degrees), CRS, and what the spatial index finds. Prints what was compared; exits
with 1 at the first difference.

    formats.py FOLDER --broken

damages a copy of each file's content in turn and fails unless each is noticed.

    formats.py --full PROGRAM

runs PROGRAM, the built example, where no file may be larger than 300 kB, as if the disk
were full: it must fail, say which file, and leave neither that file nor a part of it.
"""

import csv
import datetime
import json
import pathlib
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import warnings
import xml.etree.ElementTree as ElementTree

import duckdb
import numpy
import pyarrow.parquet
import pyogrio
import shapely

TIMED = ("start", "end")
KML = "{http://www.opengis.net/kml/2.2}"


class Difference(Exception):
    pass


def same(where, found, expected):
    if found != expected:
        raise Difference(f"{where}: expected {expected!r}, found {found!r}")


class Layer:
    """A layer as its GeoJSON file has it."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            collection = json.load(file)
        self.name = collection["name"]
        self.title = collection["title"]
        self.description = collection.get("description", "")
        self.audience = collection["audience"]
        features = collection["features"]
        self.columns = list(features[0]["properties"]) if features else None
        self.rows = {}
        self.geometry = {}
        for feature in features:
            self.rows[feature["properties"]["key"]] = feature
            shape = feature["geometry"]
            self.geometry[feature["properties"]["key"]] = shape and shapely.geometry.shape(shape)
        self.types = {}
        for name in self.columns or []:
            values = [f["properties"][name] for f in features]
            kinds = {type(value) for value in values if value is not None}
            self.types[name] = kinds.pop() if len(kinds) == 1 else None

    def bounds(self):
        shapes = [shape for shape in self.geometry.values() if shape is not None]
        return shapely.total_bounds(numpy.array(shapes, dtype=object)) if shapes else None


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def milliseconds(at):
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def compare_shape(where, found, expected):
    if (found is None) != (expected is None):
        raise Difference(f"{where}: expected {expected}, found {found}")
    if expected is None:
        return
    same(f"{where}: type", found.geom_type.removeprefix("Multi"), expected.geom_type.removeprefix("Multi"))
    a, b = shapely.get_coordinates(found), shapely.get_coordinates(expected)
    same(f"{where}: positions", a.shape, b.shape)
    if numpy.abs(a - b).max() > 1e-9:
        raise Difference(f"{where}: a position is {numpy.abs(a - b).max()} degrees away")
    same(f"{where}: rings", rings(found), rings(expected))


def rings(shape):
    parts = getattr(shape, "geoms", [shape])
    return [(len(part.interiors) if part.geom_type == "Polygon" else 0) for part in parts]


def compare_value(where, found, expected, time=False):
    """`found` is what a reader made of it, `expected` what stands in JSON."""
    if expected is None or found is None:
        same(where, found, expected)
    elif time:
        same(where, found, time(instant(expected)) if callable(time) else instant(expected))
    elif isinstance(expected, bool):
        same(where, bool(found), expected)
    else:
        same(where, type(found)(expected) if isinstance(expected, (int, float)) else expected, found)


# ----------------------------------------------------------------------- GDAL


def gdal_rows(path, layer_name, **options):
    info = pyogrio.read_info(path, layer=layer_name)
    meta, fids, shapes, values = pyogrio.raw.read(
        path, layer=layer_name, return_fids=True, datetime_as_string=True, **options
    )
    shapes = shapely.from_wkb(shapes) if shapes is not None else [None] * len(fids)
    names = list(meta["fields"])
    rows = []
    for number, fid in enumerate(fids):
        row = {}
        for name, column in zip(names, values):
            value = column[number]
            if isinstance(value, numpy.generic):
                value = value.item()
            if isinstance(value, float) and value != value:
                value = None
            row[name] = value
        rows.append((int(fid), shapes[number], row))
    return info, rows


def gdal_time(value):
    if value is None or value == "" or value == "NaT":
        return None
    return instant(value if value.endswith("Z") or "+" in value[10:] else value + "+00:00")


def types_of(info):
    return dict(zip(info["fields"], info["ogr_types"])), dict(zip(info["fields"], info["ogr_subtypes"]))


WANTED = {str: "OFTString", int: "OFTInteger64", float: "OFTReal", bool: "OFTInteger"}


def read_gdal(path, layer, layer_name, id_column, time):
    info, rows = gdal_rows(path, layer_name)
    where = f"{path.name}, {layer.name}"
    same(f"{where}: CRS", info["crs"], "EPSG:4326")
    same(f"{where}: rows", len(rows), len(layer.rows))
    # In a FlatGeobuf of no features the count is 0, which means that it is not stated.
    if layer.rows:
        same(f"{where}: features", info["features"], len(layer.rows))
    if layer.columns is None:
        return 0
    expected = list(layer.columns)
    if id_column is not None:
        expected = [id_column] + expected
    same(f"{where}: columns", list(info["fields"]), expected)
    kinds, subtypes = types_of(info)
    kind_of = {}
    for name in layer.columns:
        if layer.types[name] is None:
            continue
        if name in TIMED or name == "said_at" or kinds[name] == "OFTDateTime":
            same(f"{where}: type of {name}", kinds[name], "OFTDateTime")
            kind_of[name] = "time"
            continue
        same(f"{where}: type of {name}", kinds[name], WANTED[layer.types[name]])
        if layer.types[name] is bool:
            same(f"{where}: subtype of {name}", subtypes[name], "OFSTBoolean")
    for fid, shape, row in rows:
        key = row["key"]
        feature = layer.rows[key]
        at = f"{where}, {key}"
        same(f"{at}: id", row[id_column] if id_column is not None else fid, feature["id"])
        compare_shape(at, shape, layer.geometry[key])
        for name in layer.columns:
            value = row[name]
            if kind_of.get(name) == "time":
                compare_value(f"{at}, {name}", gdal_time(value), feature["properties"][name], time)
            else:
                compare_value(f"{at}, {name}", value, feature["properties"][name])
    filter_by_box(path, layer, layer_name, where)
    return len(rows)


def boxes(layer):
    bounds = layer.bounds()
    if bounds is None:
        return []
    west, south, east, north = bounds
    across, up = (east - west) / 3, (north - south) / 3
    return [
        (west, south, east, north),
        (west, south, west + across, south + up),
        (west + across, south + up, east - across, north - up),
        (east + 1e-3, north + 1e-3, east + 1, north + 1),
    ]


def meets(layer, box):
    around = shapely.box(*box)
    return sorted(
        key for key, shape in layer.geometry.items() if shape is not None and shape.intersects(around)
    )


def filter_by_box(path, layer, layer_name, where):
    for box in boxes(layer):
        _, rows = gdal_rows(path, layer_name, bbox=tuple(box))
        # Without GEOS, GDAL tells boxes apart, not shapes.
        found = {row["key"] for _, _, row in rows}
        expected = set(meets(layer, box))
        if not expected <= found:
            raise Difference(f"{where}: the index lost {sorted(expected - found)[:3]} in {box}")
        around = shapely.box(*box)
        for key in found - expected:
            if not shapely.box(*layer.geometry[key].bounds).intersects(around):
                raise Difference(f"{where}: the index gave {key}, which is not in {box}")


# ----------------------------------------------------------------- GeoPackage


def check_geopackage(path, layers):
    database = sqlite3.connect(path)
    ask = lambda sql, *given: database.execute(sql, given).fetchall()
    same("integrity_check", ask("PRAGMA integrity_check"), [("ok",)])
    same("foreign_key_check", ask("PRAGMA foreign_key_check"), [])
    same("application_id", ask("PRAGMA application_id"), [(0x47504B47,)])
    same("user_version", ask("PRAGMA user_version"), [(10300,)])
    same("last_change", ask("SELECT DISTINCT last_change FROM gpkg_contents"), [("1970-01-01T00:00:00.000Z",)])
    columns = dict(ask("SELECT table_name, column_name FROM gpkg_geometry_columns"))
    same("tables", sorted(columns), sorted(layer.name for layer in layers))
    boxed = 0
    for layer in layers:
        table, geometry = layer.name, columns[layer.name]
        where = f"{path.name}, {table}"
        fid = ask("SELECT name FROM pragma_table_info(?) WHERE pk = 1", table)[0][0]
        tree = f"rtree_{table}_{geometry}"
        same(f"{where}: rtreecheck", ask("SELECT rtreecheck(?)", tree), [("ok",)])
        same(
            f"{where}: extension",
            ask("SELECT count(*) FROM gpkg_extensions WHERE table_name = ? AND column_name = ? "
                "AND extension_name = 'gpkg_rtree_index'", table, geometry),
            [(1,)],
        )
        triggers = {name for (name,) in ask("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", table)}
        suffixes = ("insert", "update1", "update2", "update3", "update4", "delete")
        same(f"{where}: triggers", triggers, {f"{tree}_{suffix}" for suffix in suffixes})
        located = {}
        for row, blob in ask(f'SELECT "{fid}", "{geometry}" FROM "{table}" WHERE "{geometry}" IS NOT NULL'):
            same(f"{where}: magic", blob[:3], b"GP\0")
            head = 8 if blob[3] & 0b1110 == 0 else 40
            located[row] = shapely.from_wkb(blob[head:]).bounds
            if head == 40:
                west, east, south, north = numpy.frombuffer(blob[8:40], "<f8")
                same(f"{where}: envelope of {row}", (west, south, east, north), located[row])
        entries = {row[0]: row[1:] for row in ask(f'SELECT id, minx, miny, maxx, maxy FROM "{tree}"')}
        same(f"{where}: entries", sorted(entries), sorted(located))
        for row, (west, south, east, north) in located.items():
            around = entries[row]
            close = numpy.abs(numpy.array(around) - (west, south, east, north)).max() < 1e-4
            if not (close and around[0] <= west and around[1] <= south and around[2] >= east and around[3] >= north):
                raise Difference(f"{where}: entry {row} is {around}, expected around {(west, south, east, north)}")
            boxed += 1
        contents = ask("SELECT identifier, description, min_x, min_y, max_x, max_y, srs_id FROM gpkg_contents WHERE table_name = ?", table)[0]
        same(f"{where}: description", contents[1], layer.description)
        bounds = layer.bounds()
        same(f"{where}: box", contents[2:6], (None,) * 4 if bounds is None else tuple(bounds.tolist()))
        audience = ask(
            "SELECT metadata FROM gpkg_metadata JOIN gpkg_metadata_reference ON md_file_id = id WHERE table_name = ?", table
        )[0][0]
        told = ElementTree.fromstring(audience).find("Metadata/MDI").text
        same(f"{where}: audience", told, layer.audience)
    same("style", ask("SELECT f_table_name, useAsDefault, styleQML FROM layer_styles"), [("points", 1, '<qgis version="3.40"/>')])
    described = ask("SELECT description FROM gpkg_data_columns WHERE table_name = 'points' AND column_name = 'rate'")
    same("description of a column", described, [("people a minute",)])
    database.close()
    edit_geopackage(path)
    return boxed


def edit_geopackage(path):
    """What the triggers are for: GDAL changes a copy, the index follows."""
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / "copy.gpkg"
        shutil.copy(path, copy)
        shape = numpy.array([shapely.to_wkb(shapely.Point(50, 50))], dtype=object)
        pyogrio.raw.write(
            copy, geometry=shape, field_data=[numpy.array(["new"], dtype=object)], fields=["key"],
            layer="points", geometry_type="Point", crs="EPSG:4326", driver="GPKG", append=True,
        )
        found = pyogrio.raw.read(copy, layer="points", columns=["key"], bbox=(49, 49, 51, 51))[3][0]
        same("after an insert by GDAL", list(found), ["new"])
        database = sqlite3.connect(copy)
        same("rtreecheck after it", database.execute("SELECT rtreecheck('rtree_points_geom')").fetchall(), [("ok",)])
        database.close()


# ----------------------------------------------------------------- GeoParquet


def read_geoparquet(path, layer):
    where = path.name
    schema = pyarrow.parquet.read_schema(path)
    metadata = {key.decode(): value.decode() for key, value in schema.metadata.items()}
    for name in ("name", "title", "description", "audience"):
        same(f"{where}: {name}", metadata[name], getattr(layer, name))
    if layer.name == "points":
        same(f"{where}: description of a column", json.loads(metadata["columns"])["rate"], "people a minute")
    geo = json.loads(metadata["geo"])
    same(f"{where}: version", geo["version"], "1.1.0")
    primary = geo["primary_column"]
    column = geo["columns"][primary]
    same(f"{where}: encoding", column["encoding"], "WKB")
    same(f"{where}: CRS", column["crs"]["id"], {"authority": "OGC", "code": "CRS84"})
    box = column["covering"]["bbox"]["xmin"][0]
    same(f"{where}: covering", column["covering"]["bbox"], {side: [box, side] for side in ("xmin", "ymin", "xmax", "ymax")})
    bounds = layer.bounds()
    if bounds is None:
        same(f"{where}: box", column.get("bbox"), None)
    else:
        same(f"{where}: box", column["bbox"], bounds.tolist())
    table = pyarrow.parquet.read_table(path)
    same(f"{where}: rows", table.num_rows, len(layer.rows))
    parquet = pyarrow.parquet.ParquetFile(path).metadata
    for group in range(parquet.num_row_groups):
        same(f"{where}: compression", parquet.row_group(group).column(0).compression, "ZSTD")
    if layer.columns is None:
        return 0
    id_column = table.schema.names[0]
    same(f"{where}: columns", table.schema.names, [id_column] + layer.columns + [box, primary])
    kinds = {field.name: str(field.type) for field in table.schema}
    wanted = {str: "string", int: "int64", float: "double", bool: "bool"}
    times = [name for name, kind in kinds.items() if kind == "timestamp[us, tz=UTC]"]
    for name in layer.columns:
        if name in TIMED or name == "said_at":
            same(f"{where}: type of {name}", kinds[name], "timestamp[us, tz=UTC]")
        elif layer.types[name] is not None and name not in times:
            same(f"{where}: type of {name}", kinds[name], wanted[layer.types[name]])
    types = set()
    for row in table.to_pylist():
        key = row["key"]
        feature = layer.rows[key]
        at = f"{where}, {key}"
        same(f"{at}: id", row[id_column], feature["id"])
        shape = None if row[primary] is None else shapely.from_wkb(row[primary])
        compare_shape(at, shape, layer.geometry[key])
        if shape is None:
            same(f"{at}: box", row[box], None)
        else:
            types.add(shape.geom_type)
            same(f"{at}: box", tuple(row[box][side] for side in ("xmin", "ymin", "xmax", "ymax")), shape.bounds)
        for name in layer.columns:
            compare_value(f"{at}, {name}", row[name], feature["properties"][name], name in times)
    same(f"{where}: geometry types", set(column["geometry_types"]), types)
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    same(f"{where}: rows of DuckDB", connection.execute("SELECT count(*) FROM read_parquet(?)", [str(path)]).fetchone()[0], len(layer.rows))
    for west, south, east, north in boxes(layer):
        found = connection.execute(
            f'SELECT key, "{primary}" FROM read_parquet(?) WHERE "{box}".xmin <= ? AND "{box}".xmax >= ? '
            f'AND "{box}".ymin <= ? AND "{box}".ymax >= ?', [str(path), east, west, north, south]
        ).fetchall()
        around = shapely.box(west, south, east, north)
        found = sorted(key for key, blob in found if shapely.from_wkb(bytes(blob)).intersects(around))
        same(f"{where}: DuckDB in {west}, {south}", found, meets(layer, (west, south, east, north)))
    if any(name in times for name in TIMED):
        expected = sorted(key for key, row in layer.rows.items() if row["properties"]["end"] is None)
        found = connection.execute('SELECT key FROM read_parquet(?) WHERE "end" IS NULL ORDER BY key', [str(path)]).fetchall()
        same(f"{where}: DuckDB, open ends", [key for (key,) in found], expected)
    return table.num_rows


# ------------------------------------------------------------------------ CSV


def read_csv(path, layer):
    where = path.name
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, strict=True))
    header, rows = rows[0], rows[1:]
    same(f"{where}: rows", len(rows), len(layer.rows))
    if layer.columns is None:
        return 0
    same(f"{where}: columns", header[1:-1], layer.columns)
    for row in rows:
        key = row[1]
        feature = layer.rows[key]
        at = f"{where}, {key}"
        same(f"{at}: id", int(row[0]), feature["id"])
        compare_shape(at, shapely.from_wkt(row[-1]) if row[-1] else None, layer.geometry[key])
        for name, text in zip(header[1:-1], row[1:-1]):
            expected = feature["properties"][name]
            if expected is None:
                same(f"{at}, {name}", text, "")
            elif isinstance(expected, bool):
                same(f"{at}, {name}", text, str(expected).lower())
            elif isinstance(expected, (int, float)):
                same(f"{at}, {name}", type(expected)(text), expected)
            else:
                same(f"{at}, {name}", text, expected)
    with warnings.catch_warnings():
        # GDAL takes any column named "wkt" for geometry; one layer has such a field.
        warnings.simplefilter("ignore", RuntimeWarning)
        _, read = gdal_rows(path, None)
    same(f"{where}: rows of GDAL", len(read), len(layer.rows))
    return len(rows)


# ------------------------------------------------------------------------ KML


def read_kml(path, layers):
    document = ElementTree.parse(path).getroot().find(f"{KML}Document")
    audience = document.find(f"{KML}description").text
    same("KML: audience", audience, "Audience: test &amp; &lt;b&gt;all&lt;/b&gt;")
    styles = {style.get("id") for style in document.findall(f"{KML}Style")}
    schemas = {schema.get("id"): schema for schema in document.findall(f"{KML}Schema")}
    folders = document.findall(f"{KML}Folder")
    same("KML: folders", len(folders), len(layers))
    by_title = {folder.find(f"{KML}name").text: folder for folder in folders}
    count = 0
    for layer in layers:
        folder = by_title[layer.title]
        marks = folder.findall(f"{KML}Placemark")
        same(f"KML, {layer.name}: rows", len(marks), len(layer.rows))
        for mark in marks:
            data = {item.get("name"): item.text or "" for item in mark.iter(f"{KML}SimpleData")}
            key = data["key"]
            feature = layer.rows[key]
            at = f"KML, {layer.name}, {key}"
            same(f"{at}: id", mark.get("id"), f"{layer.name}-{feature['id']}")
            expected = {name: value for name, value in feature["properties"].items() if value is not None}
            same(f"{at}: columns", set(data), set(expected))
            for name, value in expected.items():
                if isinstance(value, bool):
                    same(f"{at}, {name}", data[name], str(value).lower())
                elif isinstance(value, (int, float)):
                    same(f"{at}, {name}", type(value)(data[name]), value)
                else:
                    same(f"{at}, {name}", data[name], value)
            span = mark.find(f"{KML}TimeSpan")
            for part, name in (("begin", "start"), ("end", "end")):
                said = span.find(f"{KML}{part}") if span is not None else None
                same(f"{at}: {part}", said.text if said is not None else None, feature["properties"].get(name))
            same(f"{at}: style", mark.find(f"{KML}styleUrl").text[1:] in styles, True)
            schema = mark.find(f"{KML}ExtendedData/{KML}SchemaData").get("schemaUrl")[1:]
            named = {field.get("name") for field in schemas[schema].findall(f"{KML}SimpleField")}
            same(f"{at}: schema", set(data) <= named, True)
            description = mark.find(f"{KML}description").text
            same(f"{at}: no script", "<script" in description or "<bold" in description, False)
            compare_shape(at, kml_shape(mark), layer.geometry[key])
            count += 1
    listed = [name for name, _ in pyogrio.list_layers(path)]
    filled = [layer for layer in layers if layer.rows]
    for layer in filled:
        if layer.title not in listed:
            raise Difference(f"KML: GDAL does not list {layer.title!r}: {listed}")
        same(f"KML, {layer.name}: rows of GDAL", pyogrio.read_info(path, layer=layer.title)["features"], len(layer.rows))
    return count


def kml_shape(mark):
    def positions(node):
        text = node.find(f"{KML}coordinates").text
        return [tuple(map(float, position.split(","))) for position in text.split()]

    def ring(node):
        return positions(node.find(f"{KML}LinearRing"))

    parts = [shapely.Point(positions(node)[0]) for node in mark.iter(f"{KML}Point")]
    parts += [shapely.LineString(positions(node)) for node in mark.iter(f"{KML}LineString")]
    for node in mark.iter(f"{KML}Polygon"):
        holes = [ring(inner) for inner in node.findall(f"{KML}innerBoundaryIs")]
        parts.append(shapely.Polygon(ring(node.find(f"{KML}outerBoundaryIs")), holes))
    if not parts:
        return None
    if mark.find(f"{KML}MultiGeometry") is None:
        return parts[0]
    return shapely.MultiPolygon(parts) if parts[0].geom_type == "Polygon" else shapely.MultiLineString(parts)


# ------------------------------------------------------------------------ all


def check(folder):
    layers = [Layer(path) for path in sorted(folder.glob("*.geojson"))]
    if len(layers) < 8:
        raise Difference(f"{folder}: expected at least 8 layers, found {len(layers)}")
    geopackage = folder / "layers.gpkg"
    listed = {name for name, _ in pyogrio.list_layers(geopackage)} - {"layer_styles"}
    same("layers of the GeoPackage", listed, {layer.name for layer in layers})
    counts = dict.fromkeys(("FlatGeobuf", "GeoPackage", "GeoParquet", "CSV"), 0)
    for layer in layers:
        own = "id" if "id" not in (layer.columns or ()) else "id_1"
        counts["FlatGeobuf"] += read_gdal(folder / f"{layer.name}.fgb", layer, None, own, True)
        counts["GeoPackage"] += read_gdal(geopackage, layer, layer.name, None, milliseconds)
        counts["GeoParquet"] += read_geoparquet(folder / f"{layer.name}.parquet", layer)
        counts["CSV"] += read_csv(folder / f"{layer.name}.csv", layer)
    counts["KML"] = read_kml(folder / "layers.kml", layers)
    entries = check_geopackage(geopackage, layers)
    said = ", ".join(f"{name} {count}" for name, count in counts.items())
    print(f"{len(layers)} layers; rows alike: {said}; {entries} entries of indexes around their shapes")


def full(program):
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([program, folder], capture_output=True, text=True, preexec_fn=limit)
        if run.returncode == 0 or "layers.gpkg" not in run.stderr:
            raise Difference(f"expected it to fail at layers.gpkg, found {run.returncode}: {run.stderr}")
        left = [path.name for path in pathlib.Path(folder).iterdir()]
        wrong = [name for name in left if name.startswith(("layers.", ".")) or name.endswith(".part")]
        same("what is left of it", wrong, [])
        print(f"   no room: {run.stderr.strip()[:200]}; {len(left)} files before it are whole")


def main(given):
    if given[:1] == ["--full"]:
        return full(given[1])
    folder = pathlib.Path(given[0])
    check(folder)
    if given[1:] == ["--broken"]:
        broken(folder)


def broken(folder):
    """Each small damage must be noticed."""

    def sql(*statements):
        def damage(path):
            database = sqlite3.connect(path)
            for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
                database.create_function(name, 1, lambda blob: 0)
            for statement in statements:
                database.execute(statement)
            database.commit()
            database.close()

        return damage

    def text(old, new):
        def damage(path):
            said = path.read_bytes()
            if old not in said:
                raise SystemExit(f"{path}: expected {old!r} to damage, found none")
            path.write_bytes(said.replace(old, new, 1))

        return damage

    damages = [
        ("layers.gpkg", sql("UPDATE rtree_points_geom SET maxx = maxx + 1 WHERE id = (SELECT min(id) FROM rtree_points_geom)")),
        ("layers.gpkg", sql("UPDATE points SET persons = 29999 WHERE key = 'made/002'")),
        ("layers.gpkg", sql("UPDATE gpkg_contents SET last_change = '2026-01-01T00:00:00.000Z' WHERE table_name = 'areas'")),
        ("layers.gpkg", sql("DROP TRIGGER rtree_areas_geom_delete")),
        ("layers.gpkg", sql("DELETE FROM points WHERE key = 'made/002'")),
        ("points.csv", text(b"30000", b"30001")),
        ("points.csv", text(b"POINT (37.0", b"POINT (37.1")),
        ("layers.kml", text(b"<begin>2016", b"<begin>2017")),
        ("layers.kml", text(b"37.0123457,36", b"37.0123458,36")),
        ("points.fgb", text(b"comma, ", b"comma; ")),
        ("points.geojson", text(b'"rate":12345.678', b'"rate":12345.679')),
        ("areas.geojson", text(b"37.002", b"37.00200001")),
        ("points.geojson", text(b'"start":null', b'"start":"2016-12-15T12:00:00Z"')),
    ]
    for number, (name, damage) in enumerate(damages):
        with tempfile.TemporaryDirectory() as copy:
            copy = pathlib.Path(copy) / "formats"
            shutil.copytree(folder, copy)
            damage(copy / name)
            try:
                check(copy)
            except Difference as noticed:
                print(f"   noticed: {str(noticed)[:150]}")
            else:
                raise SystemExit(f"damage {number} to {name} was not noticed")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Difference as difference:
        sys.exit(str(difference))
