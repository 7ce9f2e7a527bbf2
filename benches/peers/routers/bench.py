"""The work: zones, queries, the peers' own arcs, and the streets of this crate as it wrote them."""

import csv
import gzip
import json
from pathlib import Path

ZONES = "30x300m"
SETS = ["1x500m", "10x300m", "30x300m", "200x60m", "8x2000m"]
MATRIX = 500

CLOSED = "zones to closed edges, {}"
ALL_CHANGE = "all zones change, to the first route"
ONE_CHANGES = "one zone of 300 m changes, to the first route"
PREPARED = "arcs prepared"
CUSTOMISED = "arcs customised"
DISTANCE = "route with zones, distance alone"
SEARCH = "route with zones, graph search"
GEOMETRY = "route with zones, with geometry, names and checks"
TIMED = "earliest arrival with timed zones"
MATRIX_WORK = f"matrix {MATRIX} by {MATRIX} with zones"
READY = "extract to ready network"


class Bench:
    """One folder of data and one of work; `rounds` of what is quick, `answers` of what is not."""

    def __init__(self, data, work, rounds, answers):
        self.data, self.work = Path(data) / "bench-malta", Path(work)
        self.rounds, self.answers = rounds, answers

    @property
    def extract(self):
        return self.data / "malta.osm.pbf"

    def rings(self, name=ZONES):
        """The outer ring of each zone, as lists of [lon, lat]."""
        text = (self.data / f"zones-{name}.geojson").read_text()
        return [zone["geometry"]["coordinates"][0] for zone in json.loads(text)["features"]]

    def polygons(self, name=ZONES):
        import shapely

        return shapely.polygons([shapely.linearrings(ring) for ring in self.rings(name)])

    def nodes(self):
        """(lon, lat) of each node of the peers' own graph."""
        import numpy as np

        with gzip.open(self.data / "nodes.csv.gz", "rt") as rows:
            return np.array([[float(row[1]), float(row[2])] for row in list(csv.reader(rows))[1:]])

    def arcs(self):
        """Tails, heads and milliseconds of the peers' own graph."""
        import numpy as np

        with gzip.open(self.data / "arcs.csv.gz", "rt") as rows:
            rows = list(csv.reader(rows))[1:]
        column = lambda of: np.array(of, dtype=np.uint32)
        return (column([row[0] for row in rows]), column([row[1] for row in rows]),
                column([round(float(row[3]) * 1000) for row in rows]))

    def queries(self):
        """Pairs of nodes of the peers' own graph."""
        with open(self.data / "queries.csv") as rows:
            return [(int(a), int(b)) for a, b in list(csv.reader(rows))[1:]]

    def trips(self):
        """The queries that are answered with geometry, as pairs of (lon, lat)."""
        nodes = self.nodes()
        return [(tuple(nodes[a]), tuple(nodes[b])) for a, b in self.queries()[:self.answers]]

    def streets(self):
        """What our own run wrote: edges (number, tail, head, stretch, ms), stretches, their lines, nodes."""
        import numpy as np
        import shapely

        read = lambda name, kind: np.fromfile(self.work / "ours" / name, dtype=kind)
        ends = read("line-ends.u32", "<u4").astype(np.int64)
        coords = read("lines.f64", "<f8").reshape(-1, 2)
        number = np.repeat(np.arange(len(ends) - 1), np.diff(ends))
        lines = shapely.linestrings(coords, indices=number)
        return (read("edges.u32", "<u4").reshape(-1, 5), read("stretches.u32", "<u4"), lines,
                read("nodes.f64", "<f8").reshape(-1, 2))

    def write_answers(self, name, answers):
        """Ways as (trip, seconds, line), for the audit."""
        place = lambda at: [float(at[0]), float(at[1])]
        with open(self.work / f"{name}.jsonl", "w") as out:
            for trip, seconds, line in answers:
                way = {"seconds": seconds, "line": [place(at) for at in line], "ends": [place(at) for at in trip]}
                out.write(json.dumps(way) + "\n")


class Closer:
    """Zones to closed edges by a GEOS tree over the lines of the streets, built beforehand."""

    def __init__(self, lines, line_of_edge):
        import numpy as np
        import shapely

        self.lines, self.tree, self.count = lines, shapely.STRtree(lines), len(lines)
        self.line_of_edge, self.numpy = np.asarray(line_of_edge), np
        self.tree.query(lines[0])  # the tree is built when first asked

    def closed(self, zones):
        """Places of the edges that any of the zones meets, sorted."""
        shut = self.numpy.zeros(self.count, dtype=bool)
        shut[self.tree.query(zones, predicate="intersects")[1]] = True
        return self.numpy.flatnonzero(shut[self.line_of_edge])

    def parts(self, zones):
        """Which zone meets which line, and the parts of the line inside."""
        import shapely

        zone, at = self.tree.query(zones, predicate="intersects")
        return zone, at, shapely.intersection(self.lines[at], zones[zone])
