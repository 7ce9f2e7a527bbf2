"""The same features as vector tiles, zoom 0 to 14, by safepassage and by tippecanoe, in one run.

    tiles.py [--points N] [--polygons N] [--rounds R] [--work FOLDER] [--ours TILES]

Both read the same GeoJSON text sequences, on two threads, into one PMTiles file. tippecanoe is told
to leave out what does not fit (--drop-densest-as-needed), since without that it stops; ours leaves
out what it must and says what. With SAFEPASSAGE_DATA set the zones of many days are a third sort.
Both files are then read by the package pmtiles: tiles, the largest
of them, and how many features are at the highest zoom.
"""

import argparse
import json
import os
import subprocess
import time
from pathlib import Path

from common import ROOT, environment

ZOOMS = (0, 14)


def look(python, path):
    """Number of tiles, the most bytes of one, and bytes of all."""
    code = """if True:
        import sys
        from pmtiles.reader import MmapSource, all_tiles
        sizes = [len(data) for _, data in all_tiles(MmapSource(open(sys.argv[1], "rb")))]
        print(len(sizes), max(sizes), sum(sizes))"""
    done = subprocess.run([python, "-c", code, path], check=True, capture_output=True, text=True)
    return [int(word) for word in done.stdout.split()]


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--points", type=int, default=1_000_000)
    asked.add_argument("--polygons", type=int, default=100_000)
    asked.add_argument("--rounds", type=int, default=2)
    asked.add_argument("--work", type=Path, default=ROOT / "target" / "tiles-peers")
    asked.add_argument("--ours", type=Path)
    asked = asked.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    command = asked.ours
    if command is None:
        subprocess.run(["cargo", "build", "--release", "--locked", "-q", "-p", "safepassage-bench",
                        "--bin", "tiles"], cwd=ROOT, check=True)
        command = ROOT / "target" / "release" / "tiles"
    python, _ = environment(ROOT / "target" / "tiles-peers-venv", ["tippecanoe", "pmtiles"])
    tippecanoe = python.parent / "tippecanoe"
    low, high = map(str, ZOOMS)
    kinds = [("points", [str(asked.points), "7"]), ("polygons", [str(asked.polygons), "7"])]
    if "SAFEPASSAGE_DATA" in os.environ:
        kinds.append(("zones", []))
    else:
        print("zones are skipped: SAFEPASSAGE_DATA is not set")
    for kind, how_many in kinds:
        source = asked.work / f"{kind}.geojsons"
        subprocess.run([command, "make", kind, *how_many, source], check=True)
        ours, theirs = asked.work / f"{kind}-ours.pmtiles", asked.work / f"{kind}-tippecanoe.pmtiles"
        programs = {
            "safepassage": (ours, [command, "write", ours, "--zooms", low, high, "--threads", "2", f"{kind}={source}"]),
            "tippecanoe": (theirs, [tippecanoe, "-q", "-f", "-P", "-Z", low, "-z", high, "-l", kind,
                                    "--drop-densest-as-needed", "-o", theirs, source]),
        }
        least = {}
        for _ in range(asked.rounds):
            for name, (out, words) in programs.items():
                out.unlink(missing_ok=True)
                started = time.perf_counter()
                done = subprocess.run(words, check=True, capture_output=True, text=True,
                                      env={**os.environ, "TIPPECANOE_MAX_THREADS": "2"})
                seconds = time.perf_counter() - started
                least[name] = min(seconds, least.get(name, seconds))
                if name == "safepassage":
                    left_out = json.loads(done.stdout)["left_out"]
        count = source.read_bytes().count(b"\x1e")
        print(f"\n{count} {kind}, zoom {low} to {high}")
        for name, (out, _) in programs.items():
            tiles, largest, total = look(python, out)
            print(f"  {name:12} {least[name]:7.2f} s {tiles:8} tiles, {total / 1e6:7.1f} MB, largest {largest / 1e3:6.1f} KB")
        print(f"  {least['tippecanoe'] / least['safepassage']:.2f} times as fast")
        for zoom in left_out[0]["zooms"]:
            if zoom["over_limit"]:
                print(f"  zoom {zoom['zoom']}: {zoom['over_limit']} had no room")


if __name__ == "__main__":
    main()
