"""The same features written and read by safepassage and by GDAL (pyogrio), in one run.

    formats.py [--points N] [--polygons N] [--rounds R] [--work FOLDER] [--ours FORMATS] [--flat]

Both have them in memory, ours as a released layer, GDAL as an Arrow table read once from our GeoParquet
(start and end as timestamps), and only writing is timed. Then both read the GeoJSON that ours wrote,
columns found out, into memory: a layer, an Arrow table. With SAFEPASSAGE_DATA set the zones of many days
are a third sort of features. --flat also writes ten times as many points in the formats that stream, and
gives the most memory that was taken by both sizes. Each round does all once by both, each in a process of
its own; the least times count. Ours syncs each file to the disk before it takes its name, so that a power
failure leaves no half of it; GDAL does not, and is timed without and with that.
"""

import argparse
import json
import os
import resource
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


GEOMETRY = {"points": "Point", "polygons": "Polygon", "zones": "MultiPolygon"}


def gdal_read(path):
    """Seconds and memory of GDAL to read a file; runs in the environment that has it."""
    import pyogrio

    started = time.perf_counter()
    meta, table = pyogrio.read_arrow(path)
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "features": table.num_rows,
            "peak_memory": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}


def gdal(work, kind, formats):
    """Least seconds of GDAL for each format; runs in the environment that has it."""
    import pyarrow as pa
    import pyarrow.parquet as parquet
    import pyogrio

    whole = parquet.read_table(work / f"{kind}.parquet")
    table = whole.drop(["bbox", "id"])
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
            geometry_type=GEOMETRY[kind], layer_options=options)
        found[name] = written(out, started)
    # GDAL of these wheels has no driver for it: pyarrow writes the same table, which has all that
    # ours has (identifiers, boxes) and is there already in the form that is written.
    started = time.perf_counter()
    out = work / f"{kind}-gdal.parquet"
    parquet.write_table(whole, out, compression="zstd")
    found["parquet"] = written(out, started)
    return found


def written(out, started):
    """Seconds to write, seconds until it is on the disk, bytes."""
    seconds = time.perf_counter() - started
    with open(out, "rb+") as file:
        os.fsync(file.fileno())
    return seconds, time.perf_counter() - started, out.stat().st_size


def ours(command, name, kind, count, out, how="write"):
    out.unlink(missing_ok=True)
    of = [kind] if kind == "zones" else [kind, str(count), "7"]
    done = subprocess.run([command, how, name, *of, out], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def run(words):
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def least_of(kept, found):
    for name, value in found.items():
        kept[name] = min(kept[name], value) if name == "seconds" and name in kept else value


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--points", type=int, default=1_000_000)
    asked.add_argument("--polygons", type=int, default=100_000)
    asked.add_argument("--rounds", type=int, default=2)
    asked.add_argument("--work", type=Path, default=ROOT / "target" / "formats-peers")
    asked.add_argument("--ours", type=Path)
    asked.add_argument("--flat", action="store_true")
    asked.add_argument("--gdal", nargs=2, help=argparse.SUPPRESS)
    asked.add_argument("--gdal-read", type=Path, help=argparse.SUPPRESS)
    asked = asked.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    if asked.gdal_read:
        print(json.dumps(gdal_read(asked.gdal_read)))
        return
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
    kinds = [("points", asked.points), ("polygons", asked.polygons)]
    if "SAFEPASSAGE_DATA" in os.environ:
        kinds.append(("zones", None))
    else:
        print("zones are skipped: SAFEPASSAGE_DATA is not set")
    for kind, count in kinds:
        ours(command, "parquet", kind, count, asked.work / f"{kind}.parquet")
        least, reading = {}, ({}, {})
        for _ in range(asked.rounds):
            theirs = run([python, __file__, "--gdal", asked.work, kind])
            for name in FORMATS:
                found = ours(command, name, kind, count, asked.work / f"{kind}-ours.{name}")
                best = least.setdefault(name, {"theirs": theirs[name]})
                least_of(best, found)
                best["theirs"] = [min(pair) for pair in zip(best["theirs"], theirs[name])]
            text = asked.work / f"{kind}-ours.geojson"
            least_of(reading[0], run([command, "read", text]))
            least_of(reading[1], run([python, __file__, "--gdal-read", text]))
        features = least["geojson"]["features"]
        print(f"\n{features} {kind}, written: seconds (ours; GDAL, and until it is on the disk, where ours is),"
              " how many times as fast as both, MB (ours, GDAL), MB of memory")
        for name, found in least.items():
            by = "pyarrow" if name == "parquet" else "GDAL"
            seconds, on_disk, size = found["theirs"]
            print(f"  {name:9} {found['seconds']:7.2f} {seconds:7.2f} {on_disk:7.2f} ({by})"
                  f" {seconds / found['seconds']:6.2f}× {on_disk / found['seconds']:6.2f}×"
                  f" {found['bytes'] / 1e6:7.1f} {size / 1e6:7.1f}"
                  f" {found['peak_memory'] / 1e6:6.0f}")
        mine, gdals = reading
        assert mine["features"] == gdals["features"] == features
        print("  read: seconds (ours, GDAL), how many times as fast, MB of memory (ours, GDAL)")
        print(f"  geojson   {mine['seconds']:7.2f} {gdals['seconds']:7.2f} (GDAL)"
              f" {gdals['seconds'] / mine['seconds']:6.2f}×"
              f" {mine['peak_memory'] / 1e6:6.0f} {gdals['peak_memory'] / 1e6:6.0f}")
    if asked.flat:
        print(f"\nmost memory, MB: {asked.points} points, {10 * asked.points} points")
        for name in STREAMING:
            sizes = [ours(command, name, "points", count, asked.work / f"flat.{name}", "stream")["peak_memory"]
                     for count in (asked.points, 10 * asked.points)]
            print(f"  {name:9} {sizes[0] / 1e6:6.0f} {sizes[1] / 1e6:6.0f}")
            (asked.work / f"flat.{name}").unlink()


if __name__ == "__main__":
    main()
