#!/usr/bin/env python3
"""Routing round zones in Malta: this crate against other routers, in one run.

Finds a Python of 3.12 or later, makes a virtual environment, installs the peers
by package name, has every program do the same work on the same extract, one
thread each, checks that the answers agree, holds every program's routes against
the zones by one checker, and prints tables.

    python3 benches/peers/routing.py --data FOLDER [--work FOLDER] [--quick] [--peers NAME,NAME]

See benches/README.md.
"""

import argparse
import datetime
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import common
from routers import bench as b
from routers import pgrouting

# Peers in the order in which they run, and the packages each needs as wheels.
PEERS = {
    "graph": ["pyroutingkit", "routingkit-cch", "igraph", "scipy"],
    "valhalla": ["pyvalhalla"],
    "osrm": ["osrm-bindings", "osmium"],
    "pgrouting": [],
}
MODULES = {"graph": "graph", "valhalla": "valhalla_engine", "osrm": "osrm_engine", "pgrouting": "pgrouting"}
OURS = "safepassage"
# Left out of a quick run.
SLOW = ["igraph", "scipy", "routingkit-cch"]


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", default=os.environ.get("SAFEPASSAGE_DATA"), help="the folder that holds bench-malta")
    parser.add_argument("--work", type=Path, help="keep the environment and what is made here")
    parser.add_argument("--quick", action="store_true", help="fewer rounds and queries; graph libraries alone")
    parser.add_argument("--peers", help="these alone, of " + ", ".join(PEERS))
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--answers", type=int, help="queries answered with geometry")
    parser.add_argument("--ours", type=Path, help="this build of our program `malta`; else it is built")
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if not args.data:
        parser.error("expected --data FOLDER or SAFEPASSAGE_DATA, found neither")
    args.data = str(Path(args.data).resolve())
    args.rounds = args.rounds or (3 if args.quick else 7)
    args.answers = args.answers or (20 if args.quick else 200)
    return args


class Bench(b.Bench):
    """The bench, with what our own run measured."""

    def ours(self, work):
        """The checksum of one of our works."""
        rows = map(json.loads, (self.work / "ours.jsonl").read_text().splitlines())
        return next(row["checksum"] for row in rows if row["work"] == work)


def inside(args):
    """One peer, in the environment; measurements go to standard output, a line each."""
    module = __import__(f"routers.{MODULES[args.peer]}", fromlist=["run"])
    for row in module.run(Bench(args.data, args.work, args.rounds, args.answers)):
        print(json.dumps(row), flush=True)
        print(f"  {row['program']}, {row['work']}: {row['median_ms']:.4g} ms", file=sys.stderr)


def ours(args, work):
    """Our own measurements, and the program that made them."""
    program = args.ours
    if program is None:
        build = ["cargo", "build", "-q", "--release", "-p", "safepassage-bench", "--bin", "malta"]
        subprocess.run(build, cwd=common.ROOT, check=True)
        target = Path(os.environ.get("CARGO_TARGET_DIR", common.ROOT / "target"))
        program = common.ROOT / target / "release" / "malta"
    program = program.resolve()
    command = [program, "--data", args.data, "--out", work / "ours", "--rounds", args.rounds, "--answers", args.answers]
    environment = dict(os.environ, RAYON_NUM_THREADS="1")
    done = subprocess.run(list(map(str, command)), env=environment, stdout=subprocess.PIPE, text=True, check=True)
    (work / "ours.jsonl").write_text(done.stdout)
    return [dict(json.loads(row), program=OURS) for row in done.stdout.splitlines()], program


def peers(args, work, asked):
    """Measurements of each peer, and why others are missing."""
    missing = {}
    # Valhalla and OSRM have wheels for 3.12 and later alone.
    python = common.find_python((3, 12))
    if python is None:
        late = [peer for peer in asked if peer in ("valhalla", "osrm")]
        missing = dict.fromkeys(late, "no Python of 3.12 or later (put one on the path, or have pyenv or uv)")
        asked, python = [peer for peer in asked if peer not in late], sys.executable
    wanted = [package for peer in asked for package in PEERS[peer]]
    if args.quick:
        wanted = [package for package in wanted if package not in SLOW]
    interpreter, lacking = common.environment(work / "venv", ["shapely", "numpy"], python, wanted)
    missing.update(lacking)
    rows = []
    for peer in asked:
        if peer != "graph" and set(PEERS[peer]) & set(lacking):
            continue
        why = pgrouting.missing() if peer == "pgrouting" else None
        if why:
            missing["pgRouting"] = why
            continue
        command = [interpreter, __file__, "--peer", peer, "--data", args.data, "--work", work,
                   "--rounds", args.rounds, "--answers", args.answers]
        one_thread = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
        done = subprocess.run(list(map(str, command)), env=dict(os.environ, **one_thread), stdout=subprocess.PIPE, text=True)
        rows += [json.loads(row) for row in done.stdout.splitlines() if row.startswith("{")]
        if done.returncode:
            missing[peer] = f"stopped with status {done.returncode}, see above"
    return rows, missing


def audits(args, program, work):
    """What our checker finds in the routes of each program."""
    found = {}
    for name in ("ours", "valhalla", "osrm"):
        path = work / ("ours/ours.jsonl" if name == "ours" else f"{name}.jsonl")
        if path.exists():
            with open(path) as ways:
                command = [program, "audit", "--data", args.data, "--zones", b.ZONES]
                done = subprocess.run(list(map(str, command)), stdin=ways, stdout=subprocess.PIPE, text=True, check=True)
            found[name] = json.loads(done.stdout)
    return found


def main():
    args = parse()
    if args.peer:
        return inside(args)
    work = (args.work or Path(tempfile.mkdtemp(prefix="routing-"))).resolve()
    (work / "ours").mkdir(parents=True, exist_ok=True)
    for stale in ("valhalla.jsonl", "osrm.jsonl"):
        (work / stale).unlink(missing_ok=True)
    asked = args.peers.split(",") if args.peers else (["graph"] if args.quick else list(PEERS))
    before = common.load()
    mine, program = ours(args, work)
    theirs, missing = peers(args, work, asked)
    print(f"\n{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC, {platform.machine()}, {os.cpu_count()} cores, "
          f"load {before:.1f} before and {common.load():.1f} after.\n")
    wrong = report(mine, theirs)
    report_answers(mine, theirs, audits(args, program, work))
    for name, why in missing.items():
        print(f"\n{name}: not installed or not run: {why}.")
    if wrong:
        print(f"\n{wrong} answers differ from ours.", file=sys.stderr)
    return 1 if wrong else 0


def figure(ms):
    return f"{ms * 1000:.1f} µs" if ms < 1 else f"{ms:.2f} ms" if ms < 100 else f"{ms:,.0f} ms"


def same(own, other):
    """Whether a peer's sums are ours; None where there is nothing to compare."""
    if not isinstance(own, dict) or not isinstance(other, dict):
        return None
    shared = set(own) & set(other) - {"answers"}
    return all(own[key] == other[key] for key in shared) if shared else None


def report(mine, theirs):
    """The table of all works; gives back how many answers differ from ours."""
    wrong = 0
    # A router to which zones come with the request has changed them when it has routed once.
    for row in theirs:
        if row["program"].startswith("Valhalla") and row["work"] == b.ALL_CHANGE:
            theirs.append(dict(row, work=b.ONE_CHANGES))
            break
    print("| work | program | median | least | n × rounds | times ours (median) | answers |")
    print("|---|---|---|---|---|---|---|")
    for own in mine:
        peers = sorted((row for row in theirs if row["work"] == own["work"]), key=lambda row: row["median_ms"])
        for row in [own] + peers:
            agrees = same(own["checksum"], row["checksum"]) if row is not own else None
            wrong += agrees is False
            said = {True: "the same", False: "OTHER", None: ""}[agrees]
            said = ", ".join(part for part in (said, row.get("note")) if part)
            print(f"| {own['work']} | {row['program']} | {figure(row['median_ms'])} | {figure(row['least_ms'])} "
                  f"| {row['n']} × {row['rounds']} | {row['median_ms'] / own['median_ms']:.2f} | {said} |")
    return wrong


def report_answers(mine, theirs, found):
    """Ways, refusals and their reasons, and what the checker says."""
    print(f"\nRoutes among the zones {b.ZONES}, held against the zones by one checker:\n")
    print("| program | trips | ways | refusals, and why | more than 1 m inside a zone | median and most inside "
          "| begin or end over 100 m from where asked | refused by the checker |")
    print("|---|---|---|---|---|---|---|---|")
    for row in [row for row in mine + theirs if row["work"] == b.GEOMETRY]:
        answers = row["checksum"]["answers"]
        audit = found.get({OURS: "ours", "V": "valhalla", "O": "osrm"}.get(OURS if row["program"] == OURS else row["program"][0]))
        if audit is None:
            continue
        refusals = "; ".join(f"{count} {reason}" for reason, count in sorted(answers.items()) if reason != "way") or "none"
        inside_m = f"{audit['median_m']:.0f} m, {audit['most_m']:.0f} m" if audit["inside"] else "none"
        rules = "; ".join(f"{count} {rule}" for rule, count in audit["rules"].items())
        print(f"| {row['program']} | {sum(answers.values())} | {audit['ways']} | {refusals} | {audit['inside']} | {inside_m} "
              f"| {audit['elsewhere']} | {audit['refused']}{' (' + rules + ')' if rules else ''} |")


if __name__ == "__main__":
    sys.exit(main())
