"""Valhalla: tiles from the extract, and routes that exclude polygons in each request."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common import line, rounds  # noqa: E402
from routers import bench as b  # noqa: E402


def run(bench):
    import valhalla
    from valhalla.config import get_config

    name = f"Valhalla {valhalla.__version__}"
    folder = bench.work / "valhalla"
    tiles = folder / "tiles"
    tiles.mkdir(parents=True, exist_ok=True)
    config = get_config(tile_extract="", tile_dir=str(tiles))
    config["mjolnir"]["concurrency"] = 1
    for limit in ("max_exclude_polygons_length", "max_exclude_polygons_vertices"):
        config["service_limits"][limit] = 10**9
    path = folder / "valhalla.json"
    path.write_text(json.dumps(config))
    builder = Path(valhalla.__file__).parent / "bin" / "valhalla_build_tiles"

    def build():
        subprocess.run([str(builder), "-c", str(path), str(bench.extract)], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    times, _ = rounds(build, 1)
    yield line(name, b.READY, times, 1, None)
    actor = valhalla.Actor(str(path))
    trips, rings = bench.trips(), bench.rings()
    requests = [json.dumps(request(trip, rings)) for trip in trips]
    actor.route(json.dumps(request(trips[0], [])))
    answers, reasons = [], Counter()

    def ask(text):
        try:
            return actor.route(text)
        except RuntimeError as error:
            return error

    for text in requests[:3]:  # tiles come into the cache
        ask(text)
    times = []
    for asked, text in zip(trips, requests):
        took, answer = rounds(lambda: ask(text), 1)
        times += took
        if isinstance(answer, str):
            trip = json.loads(answer)["trip"]
            shape = [at for leg in trip["legs"] for at in decoded(leg["shape"])]
            answers.append((asked, trip["summary"]["time"], shape))
            reasons["way"] += 1
        else:
            reasons[str(answer)] += 1
    bench.write_answers("valhalla", answers)
    yield line(name, b.GEOMETRY, times, 1, {"answers": dict(reasons)})
    yield line(name, b.ALL_CHANGE, times, 1, None, note="zones come with each request, nothing is prepared")


def request(trip, rings):
    (from_lon, from_lat), (to_lon, to_lat) = trip
    return {"locations": [{"lon": from_lon, "lat": from_lat}, {"lon": to_lon, "lat": to_lat}],
            "costing": "auto", "exclude_polygons": rings, "directions_options": {"units": "km"}}


def decoded(text):
    """Encoded polyline of six decimals to (lon, lat)."""
    out, value, shift, at, delta = [], 0, 0, [0, 0], []
    for letter in text:
        byte = ord(letter) - 63
        value |= (byte & 31) << shift
        shift += 5
        if byte < 32:
            delta.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
        if len(delta) == 2:
            at = [at[0] + delta[0], at[1] + delta[1]]
            out.append((at[1] / 1e6, at[0] / 1e6))
            delta = []
    return out
