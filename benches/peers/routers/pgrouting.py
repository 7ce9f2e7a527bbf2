"""pgRouting in a database of its own, made in the work folder and stopped afterwards.

Runs where PostgreSQL, PostGIS and pgRouting of the system are installed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common import line, rounds  # noqa: E402
from routers import bench as b  # noqa: E402

ROUTE = """SELECT coalesce(max(agg_cost), -1) FROM pgr_dijkstra('
  SELECT id, source, target, cost FROM arcs a WHERE NOT EXISTS (
    SELECT 1 FROM zones z WHERE ST_Intersects(z.geom, a.geom))', {}, {})"""


def missing():
    """Why it cannot run here, else None."""
    tools = binaries()
    if tools is None:
        return "no PostgreSQL server"
    # Debian keeps extensions by version of the server, others beside its programs.
    folders = [Path("/usr/share/postgresql") / tools.parent.name, tools.parent / "share", tools.parent / "share" / "postgresql"]
    has = lambda name: any((folder / "extension" / f"{name}.control").exists() for folder in folders)
    lacking = [name for name in ("postgis", "pgrouting") if not has(name)]
    return f"no extension {' and '.join(lacking)} of the system's packages" if lacking else None


def binaries():
    """The folder of the server's programs, of the newest version."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda at: int(at.parent.name))
    if not folders and shutil.which("initdb"):
        folders = [Path(shutil.which("initdb")).resolve().parent]
    return folders[-1] if folders else None


class Server:
    """A database server that listens on a socket in its own folder and on nothing else."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="pgrouting-"))
        # The server refuses to run as root.
        self.who = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.who:
            shutil.chown(self.folder, "postgres")

    def tool(self, name, *words, **more):
        command = self.who + [str(binaries() / name), *map(str, words)]
        return subprocess.run(command, check=True, capture_output=True, text=True, cwd=self.folder, **more)

    def __enter__(self):
        self.tool("initdb", "-D", self.folder / "data", "-A", "trust", "-U", "bench")
        self.tool("pg_ctl", "-D", self.folder / "data", "-w", "-l", self.folder / "log", "-o",
                  f"-k {self.folder} -c listen_addresses='' -c max_parallel_workers_per_gather=0 -c jit=off", "start")
        return self

    def __exit__(self, *_):
        self.tool("pg_ctl", "-D", self.folder / "data", "-m", "fast", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def sql(self, text):
        done = self.tool("psql", "-h", self.folder, "-U", "bench", "-d", "postgres", "-qAt", "-v", "ON_ERROR_STOP=1",
                         input=text)
        return done.stdout.splitlines()


def run(bench):
    nodes, (tails, heads, millis) = bench.nodes(), bench.arcs()
    rows = "\n".join(
        f"{arc}\t{tail}\t{head}\t{ms}\tSRID=4326;LINESTRING({nodes[tail][0]} {nodes[tail][1]},{nodes[head][0]} {nodes[head][1]})"
        for arc, (tail, head, ms) in enumerate(zip(tails, heads, millis)))
    zones = "\n".join(f"SRID=4326;POLYGON(({','.join(f'{x} {y}' for x, y in ring)}))" for ring in bench.rings())
    with Server() as server:
        server.sql("CREATE EXTENSION postgis; CREATE EXTENSION pgrouting;"
                   "CREATE TABLE arcs (id int, source int, target int, cost float8, geom geometry);"
                   "CREATE TABLE zones (geom geometry);")
        server.sql(f"COPY arcs FROM stdin;\n{rows}\n\\.\nCOPY zones FROM stdin;\n{zones}\n\\.\n"
                   "CREATE INDEX ON arcs USING gist (geom); CREATE INDEX ON zones USING gist (geom);"
                   "VACUUM ANALYZE arcs; VACUUM ANALYZE zones;")
        name = "pgRouting " + server.sql("SELECT pgr_version()")[0]
        queries = bench.queries()[:20]
        # The server's own clock, so that starting a client is not counted.
        text = "\\timing on\n" + "".join(ROUTE.format(a, c) + ";\n" for a, c in queries)
        out = server.sql(text)
        times = [float(row.split()[1]) for row in out if row.startswith("Time:")]
        costs = [float(row) for row in out if not row.startswith("Time:")]
        found = [cost for cost in costs if cost >= 0]
        yield line(name, b.SEARCH, times, 1, {"first_20_reached": len(found), "first_20_ms": round(sum(found))},
                   note="reads the whole table for each")
