#!/usr/bin/env python3
"""Holds the figures of `examples/impact_over_time.rs` against shapely and pyproj.

    impact.py DATA BLOCKS_CSV SERIES_CSV

DATA is the folder of real data; the two files are what the example prints:

    impact_over_time blocks DATA/zones-gaza/Areas_Designated_...geojson.gz Block Date StatusText 2
    impact_over_time series DATA/zones-ukraine/daily

Everything is computed anew here: unions and differences by GEOS, areas by
pyproj (Karney's geodesics on WGS 84) of what GEOS gives. How the orders are
read: a feature is an order about one block at one instant; StatusText 2 tells
people to leave it, 1 names it as a place to go to; of each block the latest
order decides, and blocks told to be left are in force together. Features
without a date are left out.

The script ends with status 1 if a figure differs by more than a millionth of
it, or, for what was gained or lost, by more than a millionth of it and 1 m² for
each 100 km of boundary (below that lies what either tool moves corners by).
"""

import csv
import gzip
import json
import sys
from collections import defaultdict
from pathlib import Path

import shapely
from pyproj import Geod
from shapely.geometry import shape

GEOD = Geod(ellps="WGS84")
RELATIVE = 1e-6
EMPTY = shapely.MultiPolygon()


def polygons(geometry):
    """The areas of a geometry: differences of GEOS may also hold lines."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(parts)


def km2(geometry):
    """Geodesic area: outer rings less holes, whichever way they wind."""
    total = 0.0
    for polygon in shapely.get_parts(geometry):
        total += abs(GEOD.polygon_area_perimeter(*polygon.exterior.xy)[0])
        for hole in polygon.interiors:
            total -= abs(GEOD.polygon_area_perimeter(*hole.xy)[0])
    return total / 1e6


def boundary_km(geometry):
    return shapely.length(geometry) * 111.0


def orders(path):
    """For each order time: the areas named at it, and those in force from it on."""
    features = json.load(gzip.open(path))["features"]
    by_date = defaultdict(lambda: defaultdict(list))
    for feature in features:
        facts = feature["properties"]
        if facts["Date"] is not None:
            order = (facts["StatusText"] == "2", shape(feature["geometry"]))
            by_date[facts["Date"]][facts["Block"]].append(order)
    latest = {}
    for date in sorted(by_date):
        named = []
        for block, given in by_date[date].items():
            left = [area for leave, area in given if leave]
            named += left
            latest[block] = left
        yield str(date), named, [area for areas in latest.values() for area in areas]


def days(folder):
    for path in sorted(folder.glob("*.geojson.gz")):
        features = json.load(gzip.open(path))["features"]
        areas = [shape(feature["geometry"]) for feature in features]
        yield path.name.split(".")[0][-8:], areas, areas


class Worst:
    """The worst difference of each figure, and how many were compared."""

    def __init__(self, title):
        self.title, self.count, self.worst, self.failed = title, 0, {}, 0

    def compare(self, when, name, ours, theirs, slack_km2=0.0):
        self.count += 1
        off = abs(ours - theirs)
        allowed = RELATIVE * abs(theirs) + slack_km2 + 1e-9  # printed to 1e-9 km²
        relative = off / abs(theirs) if abs(theirs) > slack_km2 else 0.0
        if relative >= self.worst.get(name, (-1.0,))[0]:
            self.worst[name] = (relative, off, when)
        if off > allowed:
            self.failed += 1
            print(f"  {when} {name}: ours {ours:.9f} km², theirs {theirs:.9f} km²")

    def report(self):
        for name, (relative, off, when) in self.worst.items():
            print(f"  {name}: worst {relative:.1e} of it ({off * 1e6:.3f} m²), at {when}")
        print(f"  {self.title}: {self.count} figures compared, {self.failed} differ")
        return self.failed == 0


def check(title, moments, table):
    worst = Worst(title)
    rows = list(csv.DictReader(table.open()))
    before, before_km2, largest_sum, seen = EMPTY, 0.0, 0.0, 0
    moments = list(moments)
    if [row["when"] for row in rows] != [when for when, _, _ in moments]:
        print(f"  {title}: the moments differ ({len(rows)} and {len(moments)})")
        return False
    for row, (when, named, in_force) in zip(rows, moments):
        after = polygons(shapely.union_all(in_force))
        after_km2 = km2(after)
        slack = (boundary_km(before) + boundary_km(after)) / 100.0 * 1e-6
        figures = {
            "named_km2": (km2(polygons(shapely.union_all(named))), 0.0),
            "in_force_km2": (after_km2, 0.0),
            "sum_km2": (sum(km2(area) for area in in_force), 0.0),
            "gained_km2": (km2(polygons(after.difference(before))), slack),
            "lost_km2": (km2(polygons(before.difference(after))), slack),
            "net_km2": (after_km2 - before_km2, slack),
        }
        for name, (theirs, allowed) in figures.items():
            worst.compare(when, name, float(row[name]), theirs, allowed)
        largest_sum = max(largest_sum, float(row["sum_km2"]))
        before, before_km2, seen = after, after_km2, seen + 1
    print(f"{title}: {seen} moments; last {before_km2:.6f} km²; largest sum {largest_sum:.3f} km²")
    return worst.report()


def main():
    data, blocks, series = map(Path, sys.argv[1:])
    gaza = data / "zones-gaza" / "Areas_Designated_for_Evacuation_by_the_IDF.geojson.gz"
    ukraine = data / "zones-ukraine" / "daily"
    fine = check("orders by block", orders(gaza), blocks)
    fine = check("days", days(ukraine), series) and fine
    print(f"shapely {shapely.__version__} (GEOS {shapely.geos_version_string})")
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
