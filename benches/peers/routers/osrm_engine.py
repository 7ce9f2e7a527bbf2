"""OSRM: it takes no zones, so streets in zones get speed 0 in a file and the data is customised anew."""

import shutil
import subprocess
import sys
from collections import Counter
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common import line, rounds  # noqa: E402
from routers import bench as b  # noqa: E402


def run(bench):
    import osrm

    name = f"OSRM {version('osrm-bindings')}"
    folder = bench.work / "osrm"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    tools = Path(osrm.__file__).parent
    data = folder / "malta.osrm"
    shutil.copy(bench.extract, folder / "malta.osm.pbf")

    def tool(program, *words):
        subprocess.run([str(tools / "bin" / f"osrm-{program}"), *map(str, words), "-t", "1"], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def build():
        tool("extract", "-p", tools / "share" / "profiles" / "car.lua", folder / "malta.osm.pbf")
        tool("partition", data)
        tool("customize", data)

    times, _ = rounds(build, 1)
    yield line(name, b.READY, times, 1, None)
    trips = bench.trips()
    closer, pairs = segments(bench)
    zones = bench.polygons()
    speeds = folder / "zones.csv"
    engine = {}

    def route(trip):
        request = osrm.RouteParameters(coordinates=list(trip), steps=True, geometries="geojson", overview="full")
        try:
            return engine["on"].Route(request)
        except RuntimeError as error:
            return error

    def change():
        engine.clear()
        with open(speeds, "w") as out:
            for one, other in pairs[closer.closed(zones)]:
                out.write(f"{one},{other},0\n{other},{one},0\n")
        tool("customize", data, "--segment-speed-file", speeds)
        engine["on"] = osrm.OSRM(algorithm="MLD", storage_config=str(data), use_shared_memory=False,
                                 max_locations_distance_table=2 * b.MATRIX)
        return route(trips[0])

    times, _ = rounds(change, 3)
    yield line(name, b.ALL_CHANGE, times, 1, None, note="matched by GEOS, customised, loaded again")
    times, answers, reasons = [], [], Counter()
    for trip in trips:
        took, answer = rounds(lambda: route(trip), 1)
        times += took
        if isinstance(answer, Exception):
            reasons[str(answer)] += 1
            continue
        way = answer["routes"][0]
        answers.append((trip, float(way["duration"]), [tuple(at) for at in way["geometry"]["coordinates"]]))
        reasons["way"] += 1
    bench.write_answers("osrm", answers)
    yield line(name, b.GEOMETRY, times, 1, {"answers": dict(reasons)})
    places = bench.nodes()
    queries = bench.queries()[:b.MATRIX]
    ends = [tuple(places[a]) for a, _ in queries] + [tuple(places[c]) for _, c in queries]
    request = osrm.TableParameters(coordinates=ends, sources=list(range(b.MATRIX)),
                                   destinations=list(range(b.MATRIX, 2 * b.MATRIX)))
    times, _ = rounds(lambda: engine["on"].Table(request), 3)
    yield line(name, b.MATRIX_WORK, times, 1, None, note="snaps 1,000 places, answer as Python objects")


def segments(bench):
    """Every pair of following nodes of a highway: a tree over their lines, and their OpenStreetMap ids."""
    import numpy as np
    import osmium
    import shapely

    pairs, coords = [], []
    for way in osmium.FileProcessor(str(bench.extract)).with_locations().with_filter(osmium.filter.KeyFilter("highway")):
        if not way.is_way():
            continue
        for one, other in zip(way.nodes, list(way.nodes)[1:]):
            if one.location.valid() and other.location.valid():
                pairs.append((one.ref, other.ref))
                coords.append(((one.lon, one.lat), (other.lon, other.lat)))
    lines = shapely.linestrings(np.array(coords))
    return b.Closer(lines, np.arange(len(lines))), np.array(pairs)
