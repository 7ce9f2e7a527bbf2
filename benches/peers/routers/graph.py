"""Libraries: GEOS (shapely), RoutingKit (pyroutingkit, routingkit-cch), igraph, scipy."""

import importlib.util
import sys
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common import line, rounds  # noqa: E402
from routers import bench as b  # noqa: E402


def installed(name):
    return importlib.util.find_spec(name) is not None


def run(bench):
    edges, stretches, lines, nodes = bench.streets()
    import numpy as np

    place = {int(stretch): at for at, stretch in enumerate(stretches)}
    closer = b.Closer(lines, [place[int(stretch)] for stretch in edges[:, 3]])
    yield from geos(bench, closer, edges)
    straight = bench.nodes()
    drive = bench.arcs()
    by_arc = straight_lines(straight, drive)
    shut = by_arc.closed(bench.polygons())
    if installed("pyroutingkit"):
        yield from routing_kit_changes(bench, closer, edges, nodes)
        yield from routing_kit_search(bench, straight, drive, shut)
    if installed("routingkit_cch"):
        yield from routing_kit_cch(bench, straight, drive, shut)
    weights = drive[2].astype(float)
    weights[shut] = np.inf
    if installed("igraph"):
        yield from static_igraph(bench, drive, len(straight))
    if installed("scipy"):
        yield from static_scipy(bench, drive, len(straight))


def straight_lines(nodes, drive):
    """The arcs of the peers' graph as straight lines, one for each pair of nodes."""
    import numpy as np
    import shapely

    tails, heads, _ = (column.astype(np.int64) for column in drive)
    pairs, of = np.unique(np.stack([np.minimum(tails, heads), np.maximum(tails, heads)]), axis=1, return_inverse=True)
    return b.Closer(shapely.linestrings(nodes[pairs.T]), of.reshape(-1))


def geos(bench, closer, edges):
    import shapely

    name = f"shapely {shapely.__version__} (GEOS {shapely.geos_version_string})"
    for zones in b.SETS:
        polygons = bench.polygons(zones)
        times, shut = rounds(lambda: closer.closed(polygons), bench.rounds * 3)
        total = int((edges[shut, 0].astype(int) + 1).sum())
        yield line(name, b.CLOSED.format(zones), times, 1, {"edges": len(shut), "sum": total}, note="whether, not where")
        times, _ = rounds(lambda: closer.parts(polygons), bench.rounds)
        yield line(name, b.CLOSED.format(zones), times, 1, None, note="with the parts of streets inside, as ours")


def routing_kit_changes(bench, closer, edges, nodes):
    """Zones to edges by GEOS, then RoutingKit, on the same streets as ours."""
    import numpy as np
    import pyroutingkit as kit
    import shapely

    name = f"GEOS {shapely.geos_version_string} and pyroutingkit {version('pyroutingkit')}"
    ours = bench.ours(b.ALL_CHANGE)
    source, target = ours["from"], ours["to"]
    topology = kit.CCHTopology()
    topology.build(edges[:, 1].copy(), edges[:, 2].copy(), nodes[:, 1].astype(np.float32), nodes[:, 0].astype(np.float32), len(nodes))
    metric = kit.CCHMetric(topology)
    open_ms = edges[:, 4].copy()
    zones = bench.polygons()

    def all_change():
        weights = open_ms.copy()
        weights[closer.closed(zones)] = kit.INF_WEIGHT
        metric.customize(weights)
        return metric.query(source, target)[0]

    times, way = rounds(all_change, bench.rounds * 3)
    yield line(name, b.ALL_CHANGE, times, 1, {"from": source, "to": target, "ms": reached(way, kit.INF_WEIGHT)})

    # What each zone alone closes is kept, as one would: then one zone asks the tree once.
    others = np.zeros(len(edges), dtype=bool)
    others[closer.closed(zones[:-1])] = True
    ways = []

    def one_changes():
        alone = closer.closed(zones[-1:])
        alone = alone[~others[alone]].astype(np.uint32)
        shut = len(ways) % 2 == 1
        weights = np.full(len(alone), kit.INF_WEIGHT, dtype=np.uint32) if shut else open_ms[alone]
        metric.update_weights(alone, weights)
        ways.append(reached(metric.query(source, target)[0], kit.INF_WEIGHT))

    times, _ = rounds(one_changes, bench.rounds * 6)
    yield line(name, b.ONE_CHANGES, times, 1, {"without": ways[0], "with": ways[-1]})


def reached(distance, infinite):
    return None if distance is None or distance >= infinite else int(distance)


def sums(distances, infinite):
    found = [d for d in (reached(d, infinite) for d in distances) if d is not None]
    return {"reached": len(found), "ms": sum(found)}


def routing_kit_search(bench, nodes, drive, shut):
    import numpy as np
    import pyroutingkit as kit

    name = f"pyroutingkit {version('pyroutingkit')}"
    tails, heads, millis = drive
    topology = kit.CCHTopology()
    build = lambda: topology.build(tails, heads, nodes[:, 1].astype(np.float32), nodes[:, 0].astype(np.float32), len(nodes))
    times, _ = rounds(build, 1)
    yield line(name, b.PREPARED, times, 1, {"arcs": len(tails)})
    weights = millis.copy()
    weights[shut] = kit.INF_WEIGHT
    metric = kit.CCHMetric(topology)
    times, _ = rounds(lambda: metric.customize(weights), bench.rounds * 3)
    yield line(name, b.CUSTOMISED, times, 1, {"closed": len(shut)})
    queries = bench.queries()
    ask = metric.query
    times, ways = rounds(lambda: [ask(a, c)[0] for a, c in queries], bench.rounds)
    yield line(name, b.SEARCH, times, len(queries), sums(ways, kit.INF_WEIGHT), note="path as Python lists")
    sources = np.array([a for a, _ in queries[:b.MATRIX]], dtype=np.uint32)
    targets = np.array([c for _, c in queries[:b.MATRIX]], dtype=np.uint32)
    times, table = rounds(lambda: metric.distances_many_to_many(sources, targets), bench.rounds)
    table = np.asarray(table).astype(np.int64)
    found = table[table < kit.INF_WEIGHT]
    yield line(name, b.MATRIX_WORK, times, 1, {"reached": len(found), "ms": int(found.sum())})


def routing_kit_cch(bench, nodes, drive, shut):
    import routingkit_cch as kit

    name = f"routingkit-cch {version('routingkit-cch')}"
    infinite = 2**31 - 1
    tails, heads, millis = (column.tolist() for column in drive)
    lats, lons = nodes[:, 1].tolist(), nodes[:, 0].tolist()
    prepare = lambda: kit.CCH(kit.compute_order_inertial(len(lats), tails, heads, lats, lons), tails, heads, False)
    times, cch = rounds(prepare, 1)
    yield line(name, b.PREPARED, times, 1, {"arcs": len(tails)})
    for arc in shut.tolist():
        millis[arc] = infinite
    metric = kit.CCHMetric(cch, millis)
    times, _ = rounds(lambda: metric.reset(millis), bench.rounds * 3)
    yield line(name, b.CUSTOMISED, times, 1, {"closed": len(shut)}, note="weights as a Python list")
    query, queries = kit.CCHQuery(metric), bench.queries()
    times, ways = rounds(lambda: [query.run(a, c).distance for a, c in queries], bench.rounds)
    yield line(name, b.DISTANCE, times, len(queries), sums(ways, infinite))
    times, ways = rounds(lambda: [(lambda way: (way.arc_path, way.distance)[1])(query.run(a, c)) for a, c in queries], bench.rounds)
    yield line(name, b.SEARCH, times, len(queries), sums(ways, infinite), note="path as Python lists")


def static_igraph(bench, drive, count):
    """Dijkstra from one node to another that knows no time and no zones: the least an exact answer could cost it."""
    import igraph

    tails, heads, millis = drive
    graph = igraph.Graph(n=count, edges=list(zip(tails.tolist(), heads.tolist())), directed=True)
    weights = millis.tolist()
    queries = bench.queries()[:bench.answers]
    times, _ = rounds(lambda: [graph.distances(a, c, weights=weights, algorithm="dijkstra") for a, c in queries], 1)
    yield line(f"igraph {igraph.__version__}", b.TIMED, times, len(queries), None, note="static Dijkstra, no zones, no times, no geometry")


def static_scipy(bench, drive, count):
    import numpy as np
    import scipy
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    tails, heads, millis = drive
    # Of parallel arcs the matrix would take the sum: the least is kept.
    order = np.lexsort((millis, heads, tails))
    first = np.unique(np.stack([tails[order], heads[order]]), axis=1, return_index=True)[1]
    kept = order[first]
    graph = csr_matrix((millis[kept].astype(float), (tails[kept], heads[kept])), shape=(count, count))
    queries = bench.queries()[:min(bench.answers, 100)]
    times, _ = rounds(lambda: [dijkstra(graph, indices=a)[c] for a, c in queries], 1)
    yield line(f"scipy {scipy.__version__}", b.TIMED, times, len(queries), None, note="static Dijkstra to every node, no zones, no times")
