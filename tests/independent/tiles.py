"""Reads vector tiles that `tiles write` made with the packages pmtiles and mapbox_vector_tile.

    tiles.py TILES

TILES: our command `tiles` (crates/safepassage-bench). It makes points, lines and polygons and
writes them in one PMTiles file; here every tile is read and held against the source:

- no tile is above the limit, every feature is in some tile of the highest zoom, with its
  identifier and all of its properties, and within one unit of where it is;
- what is drawn of points at one zoom is drawn at each higher one, and the numbers for which
  points stand add up to all of them;
- what the metadata says is left out is what is not there;
- rings wind as the specification asks, coordinates stay within the buffer;
- the same input gives the same bytes, whatever the number of threads.
"""

import gzip
import json
import math
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import mapbox_vector_tile
from pmtiles.reader import MmapSource, Reader, all_tiles

LIMIT = 500_000
EXTENT = 4096
BUFFER = 64
MOST = 9


def expect(truth, words):
    if not truth:
        raise SystemExit(f"expected {words}")


def world(lon, lat, zoom):
    """Units of a tile from the north-west corner of the world."""
    size = EXTENT << zoom
    y = math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
    return (lon / 360 + 0.5) * size, (0.5 - y / (2 * math.pi)) * size


def read(path):
    text = Path(path).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.replace("\x1e", "").splitlines() if line]


def flat(coordinates):
    if isinstance(coordinates[0], (int, float)):
        return [coordinates]
    return [at for one in coordinates for at in flat(one)]


def area(ring):
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:]))


def rings(geometry):
    """The rings of a polygon or multipolygon, each with whether it is a hole."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [(ring, number > 0) for polygon in polygons for number, ring in enumerate(polygon)]


def main():
    tiles = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        run(tiles, Path(folder))


def run(tiles, folder):
    sources, layers = {}, []
    for kind, count in (("points", 6000), ("lines", 600), ("polygons", 900)):
        path = folder / f"{kind}.geojsons"
        subprocess.run([tiles, "make", kind, str(count), "7", path], check=True)
        sources[kind] = {one["id"]: one for one in read(path)}
        expect(len(sources[kind]) == count, f"{count} {kind}")
        layers.append(f"{kind}={path}")
    written = []
    for threads in ("1", "2"):
        out = folder / f"{threads}.pmtiles"
        done = subprocess.run(
            [tiles, "write", out, "--zooms", "0", str(MOST), "--threads", threads, *layers],
            check=True, capture_output=True, text=True,
        )
        written.append(out.read_bytes())
    expect(written[0] == written[1], "the same bytes from one thread and from two")
    report = json.loads(done.stdout)

    with open(out, "rb") as file:
        source = MmapSource(file)
        reader = Reader(source)
        header, metadata = reader.header(), reader.metadata()
        expect((header["min_zoom"], header["max_zoom"]) == (0, MOST), "the zooms asked for")
        expect(metadata["safepassage"]["audience"] == "internal", "the audience in the metadata")
        expect(metadata["safepassage"]["layers"] == report["left_out"], "what is left out in the metadata")
        expect({one["id"] for one in metadata["vector_layers"]} == set(sources), "the layers in the metadata")
        drawn = defaultdict(lambda: defaultdict(set))
        stands = defaultdict(lambda: defaultdict(dict))
        near = defaultdict(dict)
        number = 0
        for (zoom, x, y), data in all_tiles(source):
            number += 1
            expect(len(data) <= LIMIT, f"tiles of at most {LIMIT} bytes, found {len(data)}")
            tile = mapbox_vector_tile.decode(gzip.decompress(data), default_options={"y_coord_down": True})
            for kind, layer in tile.items():
                expect(layer["extent"] == EXTENT and layer["version"] == 2, "tiles of version 2, 4096 wide")
                for feature in layer["features"]:
                    check(zoom, x, y, kind, feature, sources[kind], drawn, stands, near)
        expect(number == report["tiles"], f"{report['tiles']} tiles, found {number}")

    left_out = {one["layer"]: {zoom["zoom"]: zoom for zoom in one["zooms"]} for one in report["left_out"]}
    for kind, features in sources.items():
        expect(drawn[kind][MOST] == set(features), f"all {kind} at the highest zoom")
        for zoom in range(MOST + 1):
            out = left_out[kind][zoom]
            missing = out["thinned"] + out["too_short"]
            if out["over_limit"] == 0:
                found = len(drawn[kind][zoom])
                expect(found == len(features) - missing, f"{len(features)} − {missing} {kind} at zoom {zoom}, found {found}")
            if zoom and kind != "lines":
                lost = drawn[kind][zoom - 1] - drawn[kind][zoom]
                expect(not lost, f"{kind} of zoom {zoom - 1} at zoom {zoom}, missing {len(lost)}")
        if kind == "points":
            for zoom in range(MOST + 1):
                total = sum(stands[kind][zoom].values())
                expect(total == len(features), f"{len(features)} points stood for at zoom {zoom}, found {total}")
    worst = max(far for kinds in near.values() for far in kinds.values())
    expect(worst <= 1.0, f"all within 1 unit at the highest zoom, found {worst:.2f}")
    print(f"PMTiles: {number} tiles of {sum(map(len, sources.values()))} features as they should be, off by {worst:.2f} units")


def check(zoom, x, y, kind, feature, source, drawn, stands, near):
    properties = dict(feature["properties"])
    one = source.get(feature["id"])
    expect(one is not None, f"an identifier of {kind}, found {feature['id']}")
    count = properties.pop("point_count", 1)
    wanted = {key: value for key, value in one["properties"].items() if value is not None}
    for extra in ("start_unix", "end_unix"):
        properties.pop(extra, None)
    expect(properties == wanted, f"{wanted}, found {properties}")
    drawn[kind][zoom].add(feature["id"])
    if kind == "points":
        # In the buffer it is drawn again: the tile that it lies in counts.
        px, py = feature["geometry"]["coordinates"]
        if 0 <= px < EXTENT and 0 <= py < EXTENT:
            stands[kind][zoom][feature["id"]] = count
    places = flat(feature["geometry"]["coordinates"])
    # The square that a small polygon becomes reaches half its side beyond its middle.
    around = BUFFER + (4 if kind == "polygons" else 0)
    expect(all(-around <= at <= EXTENT + around for place in places for at in place), "coordinates within the buffer")
    if kind == "polygons":
        for ring, hole in rings(feature["geometry"]):
            # With y downwards an exterior ring has a positive area.
            expect((area(ring) < 0) == hole and area(ring) != 0, f"rings that wind as they should at {zoom}/{x}/{y}")
    if zoom == MOST:
        wanted = [world(lon, lat, zoom) for lon, lat in flat(one["geometry"]["coordinates"])]
        for px, py in places:
            px, py = px + x * EXTENT, py + y * EXTENT
            if kind == "points":
                far = max(abs(px - wanted[0][0]), abs(py - wanted[0][1]))
            else:
                far = outline(px, py, wanted, x, y)
            near[kind][feature["id"]] = max(near[kind].get(feature["id"], 0), far)


def outline(px, py, line, x, y):
    """How far a position is from a line, or from the border that the line was cut at."""
    sides = [x * EXTENT - BUFFER, (x + 1) * EXTENT + BUFFER], [y * EXTENT - BUFFER, (y + 1) * EXTENT + BUFFER]
    if px in sides[0] or py in sides[1]:
        return 0.0
    best = math.inf
    for (ax, ay), (bx, by) in zip(line, line[1:]):
        dx, dy = bx - ax, by - ay
        along = ((px - ax) * dx + (py - ay) * dy) / ((dx * dx + dy * dy) or 1)
        along = min(max(along, 0), 1)
        best = min(best, math.hypot(ax + along * dx - px, ay + along * dy - py))
    return best


main()
