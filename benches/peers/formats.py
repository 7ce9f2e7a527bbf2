"""The same features written by safepassage and by GDAL (pyogrio), in one run.

    formats.py [--points N] [--polygons N] [--rounds R] [--work FOLDER] [--ours FORMATS] [--flat]

Ours makes each feature as it writes it; what making them takes by itself is measured too and taken
off. GDAL gets them in memory as an Arrow table, read once from our GeoParquet, and only writing is
timed. --flat also writes ten times
as many points in the formats that stream, and gives the most memory that was taken by both sizes.
Each round writes every format once by both; the least times count.
"""

import argparse
import json
import subprocess
import time
from pathlib import Path

from common import ROOT, environment

FORMATS = {
    "geojson": ("GeoJSON", {"RFC7946": "YES"}),
    "geojsons": ("GeoJSONSeq", {}),
    "fgb": ("FlatGeobuf", {}),
    "gpkg": ("GPKG", {}),
    "parquet": None,
    "csv": ("CSV", {"GEOMETRY": "AS_WKT"}),
}
STREAMING = ("geojsons", "gpkg", "parquet", "csv")


def gdal(work, kind, formats):
    """Least seconds of GDAL for each format; runs in the environment that has it."""
    import pyarrow as pa
    import pyarrow.parquet as parquet
    import pyogrio

    table = parquet.read_table(work / f"{kind}.parquet").drop(["bbox", "id"])
    place = table.schema.get_field_index("geometry")
    wkb = table.column(place).cast(pa.binary())
    field = pa.field("geometry", pa.binary(), metadata={b"ARROW:extension:name": b"geoarrow.wkb"})
    table = table.set_column(place, field, wkb)
    found = {}
    for name in formats:
        driver, options = FORMATS[name]
        out = work / f"{kind}-gdal.{name}"
        out.unlink(missing_ok=True)
        started = time.perf_counter()
        pyogrio.write_arrow(
            table, out, driver=driver, layer="made", geometry_name="geometry", crs="EPSG:4326",
            geometry_type="Point" if kind == "points" else "Polygon", layer_options=options)
        found[name] = time.perf_counter() - started
        found[f"{name} bytes"] = out.stat().st_size
    # GDAL of these wheels has no driver for it: pyarrow writes the same table.
    started = time.perf_counter()
    out = work / f"{kind}-gdal.parquet"
    parquet.write_table(table, out, compression="zstd")
    found["parquet"] = time.perf_counter() - started
    found["parquet bytes"] = out.stat().st_size
    return found


def ours(command, name, kind, count, out):
    out.unlink(missing_ok=True)
    done = subprocess.run([command, "write", name, kind, str(count), "7", out],
                          check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--points", type=int, default=1_000_000)
    asked.add_argument("--polygons", type=int, default=100_000)
    asked.add_argument("--rounds", type=int, default=2)
    asked.add_argument("--work", type=Path, default=ROOT / "target" / "formats-peers")
    asked.add_argument("--ours", type=Path)
    asked.add_argument("--flat", action="store_true")
    asked.add_argument("--gdal", nargs=2, help=argparse.SUPPRESS)
    asked = asked.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    if asked.gdal:
        formats = [name for name, how in FORMATS.items() if how]
        print(json.dumps(gdal(Path(asked.gdal[0]), asked.gdal[1], formats)))
        return

    command = asked.ours
    if command is None:
        subprocess.run(["cargo", "build", "--release", "--locked", "-q", "-p", "safepassage-bench",
                        "--bin", "formats"], cwd=ROOT, check=True)
        command = ROOT / "target" / "release" / "formats"
    python, _ = environment(ROOT / "target" / "formats-peers-venv", ["pyogrio", "pyarrow", "numpy", "shapely"])
    for kind, count in (("points", asked.points), ("polygons", asked.polygons)):
        ours(command, "parquet", kind, count, asked.work / f"{kind}.parquet")
        least = {}
        for _ in range(asked.rounds):
            done = subprocess.run([python, __file__, "--gdal", asked.work, kind],
                                  check=True, capture_output=True, text=True)
            theirs = json.loads(done.stdout)
            for name in FORMATS:
                found = ours(command, name, kind, count, asked.work / f"{kind}-ours.{name}")
                best = least.setdefault(name, dict(found, theirs=theirs[name], their_bytes=theirs[f"{name} bytes"]))
                best["seconds"] = min(best["seconds"], found["seconds"])
                best["making"] = min(best["making"], found["making"])
                best["theirs"] = min(best["theirs"], theirs[name])
        print(f"\n{count} {kind}: seconds (ours, of which making them, GDAL), how many times as fast by"
              " writing alone, MB (ours, GDAL), MB of memory")
        for name, found in least.items():
            by = "pyarrow" if name == "parquet" else "GDAL"
            print(f"  {name:9} {found['seconds']:7.2f} {found['making']:7.2f} {found['theirs']:7.2f} ({by})"
                  f" {found['theirs'] / (found['seconds'] - found['making']):6.2f}×"
                  f" {found['bytes'] / 1e6:7.1f} {found['their_bytes'] / 1e6:7.1f}"
                  f" {found['peak_memory'] / 1e6:6.0f}")
    if asked.flat:
        print(f"\nmost memory, MB: {asked.points} points, {10 * asked.points} points")
        for name in STREAMING:
            sizes = [ours(command, name, "points", count, asked.work / f"flat.{name}")["peak_memory"]
                     for count in (asked.points, 10 * asked.points)]
            print(f"  {name:9} {sizes[0] / 1e6:6.0f} {sizes[1] / 1e6:6.0f}")
            (asked.work / f"flat.{name}").unlink()


if __name__ == "__main__":
    main()
