#!/usr/bin/env python3
"""Points in zones, box queries and nearest points: this crate against its peers.

Makes a virtual environment, writes one scene, has every program answer the same
questions of it, checks that the answers agree, and prints a table of ratios.

    python3 benches/peers/run.py [--work FOLDER] [--points N] [--skip-peers]

See benches/README.md.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import common

PACKAGES = ["shapely", "numpy", "duckdb==1.5.5", "duckdb-extension-spatial==1.5.5", "sedonadb",
            "geoarrow-pyarrow"]
ROUNDS = 3
ZONES = 1000
AT = 43_200


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, help="keep the environment and the scene here")
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--skip-peers", action="store_true", help="time this crate and rstar alone")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def main():
    args = parse()
    if args.inside:
        return inside(args)
    work = args.work or Path(tempfile.mkdtemp(prefix="points-in-zones-"))
    work.mkdir(parents=True, exist_ok=True)
    python, _ = common.environment(work / "venv", PACKAGES)
    command = [python, __file__, "--inside", "--work", work, "--points", str(args.points)]
    return subprocess.run(command + ["--skip-peers"] * args.skip_peers).returncode


def write_scene(folder, count):
    """A square of one degree; stars of 100 and of 1,000 vertices; a window for each zone."""
    import numpy as np

    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(20)
    place = lambda n: random.random((n, 2)) + [37.0, 36.0]
    scene = {"points": place(count), "nearest-queries": place(100_000)}
    centres = place(ZONES)
    radius = 0.010 + 0.012 * random.random(ZONES)
    for corners in (100, 1000):
        angle = np.linspace(0, 2 * np.pi, corners, endpoint=False)
        length = radius[:, None] * (0.84 + 0.16 * random.random((ZONES, corners)))
        ring = np.stack([length * np.cos(angle), length * np.sin(angle)], axis=2)
        scene[f"zones-{corners}"] = ring + centres[:, None, :]
    start = random.integers(0, 86_400, ZONES)
    scene["windows"] = np.stack([start, start + random.integers(3_600, 86_400, ZONES)], axis=1)
    for name, n, side in (("boxes", 1_000_000, 0.0005), ("box-queries", 100_000, 0.001)):
        corner = place(n)
        scene[name] = np.hstack([corner, corner + side])
    scene["at"] = np.array([AT])
    for name, array in scene.items():
        array.astype("<f8").tofile(folder / f"{name}.f64")
    return scene


def rust(folder, threads):
    """Rows of (what, threads, ns an item in each round, sum) from our own bench."""
    features = [] if threads == 1 else ["--features", "parallel"]
    command = ["cargo", "bench", "-q", "--bench", "points_in_zones", *features, "--", str(folder)]
    environment = dict(os.environ, RAYON_NUM_THREADS=str(threads))
    done = subprocess.run(command, cwd=common.ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return [("safepassage" if "rstar" not in r["what"] else "rstar 0.12", r["what"].replace(", rstar planar in degrees", ", planar").replace(", rstar", ""),
             threads, r["ns"], r["sum"]) for r in rows]


def timed(name, what, threads, items, work):
    """One row; `work` gives back a checksum."""
    times, total = common.rounds(work, ROUNDS)
    ns = [ms * 1e6 / items for ms in times]
    print(f"  {name}, {what}, {threads} thread(s): {min(ns):.0f} ns", file=sys.stderr)
    return (name, what, threads, ns, int(total))


def pair_sum(point, zone):
    import numpy as np

    return len(point) + int(np.dot(point.astype(np.uint64) + 1, zone.astype(np.uint64) + 1))


def shapely_rows(scene):
    import numpy as np
    import shapely

    name = f"shapely {shapely.__version__} (GEOS {shapely.geos_version_string})"
    points = shapely.points(scene["points"])
    over_points = shapely.STRtree(points)
    active = (scene["windows"][:, 0] <= AT) & (AT < scene["windows"][:, 1])
    numbers = np.flatnonzero(active)
    for corners in (100, 1000):
        zones = shapely.polygons(scene[f"zones-{corners}"])
        shapely.prepare(zones)

        def by_points():
            zone, point = over_points.query(zones[active], predicate="covers")
            return pair_sum(point, numbers[zone])

        def by_zones():
            point, zone = shapely.STRtree(zones[active]).query(points, predicate="intersects")
            return pair_sum(point, numbers[zone])

        what = f"points in zones, {corners} vertices"
        yield timed(f"{name}, tree over points", what, 1, len(points), by_points)
        yield timed(f"{name}, tree over zones", what, 1, len(points), by_zones)
    boxes = shapely.box(*scene["boxes"].T)
    yield timed(name, "build of boxes", 1, len(boxes), lambda: len(shapely.STRtree(boxes)) + 0 * len(shapely.STRtree(boxes[:1]).query(boxes[0])))
    tree = shapely.STRtree(boxes)
    queries = shapely.box(*scene["box-queries"].T)
    yield timed(name, "box query", 1, len(queries), lambda: (tree.query(queries)[1] + 1).sum())
    asked = shapely.points(scene["nearest-queries"])
    yield timed(name, "nearest, planar", 1, len(asked), lambda: (over_points.nearest(asked) + 1).sum())


SQL = """
    SELECT count(*) + sum((p.id + 1) * (z.id + 1)) AS total FROM points p JOIN zones{corners} z
    ON ST_Intersects(z.geom, p.geom) WHERE z.starts <= {at} AND {at} < z.ends
"""


def tables(scene):
    import numpy as np
    import pyarrow as pa
    import shapely

    at = scene["points"]
    points = pa.table({"id": np.arange(len(at)), "x": at[:, 0], "y": at[:, 1]})
    zones = {}
    for corners in (100, 1000):
        wkb = shapely.to_wkb(shapely.polygons(scene[f"zones-{corners}"]))
        zones[corners] = pa.table({
            "id": np.arange(ZONES), "wkb": pa.array(list(wkb), pa.binary()),
            "starts": scene["windows"][:, 0], "ends": scene["windows"][:, 1],
        })
    return points, zones


def duckdb_rows(scene):
    import duckdb
    import duckdb_extension_spatial

    con = duckdb.connect()
    folder = Path(duckdb_extension_spatial.__file__).parent
    con.execute(f"LOAD '{next(folder.rglob('spatial.duckdb_extension'))}'")
    points, zones = tables(scene)
    con.register("raw", points)
    con.execute("CREATE TABLE points AS SELECT id, ST_Point(x, y) AS geom FROM raw")
    for corners, table in zones.items():
        con.register("rings", table)
        con.execute(f"CREATE TABLE zones{corners} AS SELECT id, starts, ends, ST_GeomFromWKB(wkb) AS geom FROM rings")
        con.unregister("rings")
    for threads in (1, 2):
        con.execute(f"SET threads = {threads}")
        for corners in zones:
            query = SQL.format(corners=corners, at=AT)
            yield timed(f"DuckDB {duckdb.__version__} spatial", f"points in zones, {corners} vertices", threads,
                        points.num_rows, lambda: con.execute(query).fetchone()[0])


def sedona_rows(scene):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # optional libraries for other formats
        import sedonadb

    points, zones = tables(scene)
    for threads in (1, 2):
        con = sedonadb.connect()
        con.sql(f"SET datafusion.execution.target_partitions = {threads}").execute()
        con.create_data_frame(points).to_view("raw", overwrite=True)
        con.sql("SELECT id, ST_Point(x, y) AS geom FROM raw").to_memtable().to_view("points", overwrite=True)
        for corners, table in zones.items():
            con.create_data_frame(table).to_view("rings", overwrite=True)
            con.sql("SELECT id, starts, ends, ST_GeomFromWKB(wkb) AS geom FROM rings").to_memtable() \
                .to_view(f"zones{corners}", overwrite=True)
            query = SQL.format(corners=corners, at=AT)
            yield timed(f"SedonaDB {sedonadb.__version__}", f"points in zones, {corners} vertices", threads,
                        points.num_rows, lambda: con.sql(query).to_arrow_table()["total"][0].as_py())


def inside(args):
    folder = args.work / "scene"
    scene = write_scene(folder, args.points)
    rows = rust(folder, 1) + [r for r in rust(folder, 2) if "points in zones" in r[1]]
    if not args.skip_peers:
        for peer in (shapely_rows, duckdb_rows, sedona_rows):
            rows += peer(scene)
    return report(rows)


def report(rows):
    ours = {(what, threads): ns for name, what, threads, ns, _ in rows if name == "safepassage"}
    sums = {what: total for name, what, _, _, total in rows if name == "safepassage"}
    wrong = 0
    print("\n| question | program | threads | least ns | median ns | times ours (least) |")
    print("|---|---|---|---|---|---|")
    for name, what, threads, ns, total in sorted(rows, key=lambda r: (r[1].replace("planar", "geodesic"), r[2], min(r[3]))):
        mine = ours.get((what.replace("planar", "geodesic"), threads))
        ratio = f"{min(ns) / min(mine):.1f}" if mine else ""
        # In degrees the nearest is another point now and then: not compared.
        same = "planar" in what or what not in sums or sums[what] == total
        wrong += not same
        print(f"| {what} | {name} | {threads} | {min(ns):.0f} | {statistics.median(ns):.0f} | {ratio}{'' if same else ' OTHER ANSWER'} |")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
