"""Compares evacuation plans of this crate with those of OR-Tools and HiGHS, in one run.

Makes a virtual environment, installs the peers by package name, has every program
solve the same instance on one thread, checks that the answers agree, and prints a
table.

    python3 benches/peers/evacuation.py --data FOLDER [--work FOLDER] [--quick] [--long]

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

PACKAGES = ["numpy", "ortools", "highspy"]
INSTANCES = ["evac60", "evac30"]
QUICKEST, LEAST, FAST = "quickest clearance", "least total arrival", "fast"
WORKS = [QUICKEST, LEAST, FAST, "first what-if", "one what-if"]
# Steps for HiGHS, which is given the whole network at once.
WHOLE = {"evac60": 105, "evac30": 195}


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", default=os.environ.get("SAFEPASSAGE_DATA"), help="the folder that holds bench-malta")
    parser.add_argument("--work", type=Path, help="keep the environment and what is made here")
    parser.add_argument("--quick", action="store_true", help="evac60 alone, one round, the maximum-flow search alone")
    parser.add_argument("--long", action="store_true", help="HiGHS on the whole network too: minutes")
    parser.add_argument("--instances", help="these alone, of " + ", ".join(INSTANCES))
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--ours", type=Path, help="this build of our program `evacuate`; else it is built")
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if not args.data:
        parser.error("expected --data FOLDER or SAFEPASSAGE_DATA, found neither")
    args.data = Path(args.data).resolve()
    args.rounds = args.rounds or (1 if args.quick else 3)
    args.names = args.instances.split(",") if args.instances else INSTANCES[:1] if args.quick else INSTANCES
    return args


def read(path):
    """An instance as arrays: arcs, sources, sinks, and the number of nodes."""
    import numpy as np
    lines = [list(map(int, line.split())) for line in path.read_text().splitlines() if line.strip()]
    nodes, arcs, sources, sinks = lines[0]
    ends = np.cumsum([1, arcs, sources, sinks])
    return nodes, *(np.array(lines[a:b], dtype=np.int64) for a, b in zip(ends, ends[1:]))


class Expanded:
    """The network with a place for each node in each step before `horizon`; people wait at sources alone."""

    def __init__(self, instance, horizon):
        import numpy as np
        nodes, arcs, sources, sinks = instance
        self.persons = int(sources[:, 1].sum())
        places = nodes * horizon
        first_source, first_sink = places, places + len(sources)
        self.begin, self.end = first_sink + len(sinks), first_sink + len(sinks) + 1
        self.size = self.end + 1
        steps = np.arange(horizon)
        at, number = (grid.ravel() for grid in np.meshgrid(steps, np.arange(len(arcs)), indexing="ij"))
        there = at + arcs[number, 2] < horizon
        at, number = at[there], number[there]
        s_at, s_number = (grid.ravel() for grid in np.meshgrid(steps, np.arange(len(sources)), indexing="ij"))
        k_at, k_number = (grid.ravel() for grid in np.meshgrid(steps, np.arange(len(sinks)), indexing="ij"))
        parts = [
            (at * nodes + arcs[number, 0], (at + arcs[number, 2]) * nodes + arcs[number, 1], arcs[number, 3], 0),
            (first_source + s_number, s_at * nodes + sources[s_number, 0], sources[s_number, 1], 0),
            (k_at * nodes + sinks[k_number, 0], first_sink + k_number, sinks[k_number, 1], k_at),
            (np.full(len(sources), self.begin), first_source + np.arange(len(sources)), sources[:, 1], 0),
            (first_sink + np.arange(len(sinks)), np.full(len(sinks), self.end), sinks[:, 1], 0),
        ]
        self.tails, self.heads, self.free = (np.concatenate([part[which] for part in parts]) for which in range(3))
        self.costs = np.concatenate([np.broadcast_to(part[3], len(part[0])) for part in parts]).astype(np.int64)


def most(instance, horizon):
    """How many can arrive before `horizon`."""
    from ortools.graph.python import max_flow
    network = Expanded(instance, horizon)
    solver = max_flow.SimpleMaxFlow()
    solver.add_arcs_with_capacity(network.tails, network.heads, network.free)
    if solver.solve(network.begin, network.end) != solver.OPTIMAL:
        raise RuntimeError("expected a maximum flow")
    return solver.optimal_flow(), network.persons


def quickest(instance):
    """The last step of arrival, by bisection over horizons."""
    low, high = 0, 64
    while (flow := most(instance, high))[0] < flow[1]:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        flow = most(instance, middle)
        low, high = (low, middle) if flow[0] == flow[1] else (middle, high)
    return {"served": flow[1], "clearance": high - 1}


def least_total(instance, horizon):
    """The least sum of arrival steps, by OR-Tools' minimum-cost flow."""
    import numpy as np
    from ortools.graph.python import min_cost_flow
    network = Expanded(instance, horizon)
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(network.tails, network.heads, network.free, network.costs)
    ends = np.array([network.begin, network.end])
    solver.set_nodes_supplies(ends, np.array([network.persons, -network.persons]))
    if solver.solve() != solver.OPTIMAL:
        raise RuntimeError("expected a flow of least cost")
    return {"served": network.persons, "mean": solver.optimal_cost() / network.persons}


def least_total_as_program(instance, horizon):
    """The same as a linear program, by HiGHS."""
    import highspy
    import numpy as np
    network = Expanded(instance, horizon)
    program = highspy.HighsLp()
    count = len(network.tails)
    program.num_col_, program.num_row_ = count, network.size
    program.col_cost_, program.col_lower_ = network.costs.astype(float), np.zeros(count)
    program.col_upper_ = network.free.astype(float)
    balance = np.zeros(network.size)
    balance[network.begin], balance[network.end] = -network.persons, network.persons
    program.row_lower_, program.row_upper_ = balance, balance
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = np.arange(0, 2 * count + 1, 2, dtype=np.int32)
    program.a_matrix_.index_ = np.column_stack([network.tails, network.heads]).ravel().astype(np.int32)
    program.a_matrix_.value_ = np.tile([-1.0, 1.0], count)
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", 1)
    model.passModel(program)
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError("expected an optimum")
    return {"served": network.persons, "mean": model.getInfo().objective_function_value / network.persons}


def inside(args):
    """The peers, in the environment; measurements go to standard output, a line each."""
    name, clearance = args.peer.split(":")
    instance = read(args.data / "bench-malta" / f"{name}.txt")
    clearance = int(clearance)
    works = [("OR-Tools, maximum flows", QUICKEST, args.rounds, lambda: quickest(instance))]
    if not args.quick:
        works.append(("OR-Tools, minimum-cost flow", LEAST, 1, lambda: least_total(instance, clearance + 1)))
    if args.long:
        works.append(("HiGHS, linear program", LEAST, 1, lambda: least_total_as_program(instance, WHOLE[name])))
    for program, work, rounds, solve in works:
        times, found = common.rounds(solve, rounds)
        row = {"program": program, "work": work, "rounds": rounds, "seconds_least": min(times) / 1000,
               "seconds_median": statistics.median(times) / 1000, **found}
        print(json.dumps(row), flush=True)
        print(f"  {program}, {work}: {row['seconds_median']:.3g} s", file=sys.stderr)


def ours(args, name):
    """Our own measurements; the route planner is among them."""
    program = args.ours
    if program is None:
        build = ["cargo", "build", "-q", "--release", "-p", "safepassage-bench", "--bin", "evacuate"]
        subprocess.run(build, cwd=common.ROOT, check=True)
        target = Path(os.environ.get("CARGO_TARGET_DIR", common.ROOT / "target"))
        program = common.ROOT / target / "release" / "evacuate"
    command = [program.resolve(), args.data / "bench-malta" / f"{name}.txt", "--rounds", args.rounds]
    environment = dict(os.environ, RAYON_NUM_THREADS="1")
    done = subprocess.run(list(map(str, command)), env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(row) for row in done.stdout.splitlines()]


def peers(args, name, python, clearance):
    command = [python, __file__, "--peer", f"{name}:{clearance}", "--data", args.data, "--rounds", args.rounds]
    command += [flag for flag, given in (("--quick", args.quick), ("--long", args.long)) if given]
    one_thread = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
    done = subprocess.run(list(map(str, command)), env=dict(os.environ, **one_thread), stdout=subprocess.PIPE,
                          text=True, check=True)
    # A solver may say something of its own.
    return [json.loads(row) for row in done.stdout.splitlines() if row.startswith("{")]


def report(mine, theirs):
    """The table; gives back how many answers differ from ours."""
    by_work = {row["work"]: row for row in mine if row["program"] == "safepassage"}
    exact = by_work[LEAST]
    wrong = 0
    print("| work | program | median | least | times ours | last arrival | mean | what is shown |")
    print("|---|---|---|---|---|---|---|---|")
    for row in sorted(mine + theirs, key=lambda row: (WORKS.index(row["work"]), row["seconds_median"])):
        own = by_work[row["work"]]
        proven = row["work"] in (QUICKEST, LEAST)
        differs = proven and (
            row["served"] != exact["served"]
            or ("clearance" in row and row["work"] == QUICKEST and row["clearance"] != exact["clearance_bound"])
            or ("mean" in row and row["work"] == LEAST and abs(row["mean"] - exact["mean"]) > 1e-6))
        wrong += differs
        shown = "OTHER" if differs else "proven" if proven else ""
        if row["work"] == WORKS[-1]:
            first = by_work[WORKS[-2]]["seconds_median"]
            shown = f"mean {row['seconds_mean']:.3f} s, {row['seconds_mean'] / first:.2f} of the first"
        if row.get("clearance_bound") is not None and not proven:
            late, more = row["clearance"] / row["clearance_bound"] - 1, row["mean"] / row["mean_bound"] - 1
            shown = f"within {late:.1%} of the quickest and {more:.1%} of the least mean"
            wrong += row["clearance_bound"] > exact["clearance_bound"] or row["mean_bound"] > exact["mean"] + 1e-9
        print(f"| {row['work']} | {row['program']} | {row['seconds_median']:.3f} s | {row['seconds_least']:.3f} s "
              f"| {row['seconds_median'] / own['seconds_median']:.2f} | {row.get('clearance', '')} "
              f"| {format(row['mean'], '.2f') if 'mean' in row else ''} | {shown} |")
    return wrong


def main():
    args = parse()
    if args.peer:
        return inside(args)
    work = (args.work or Path(tempfile.mkdtemp(prefix="evacuation-"))).resolve()
    work.mkdir(parents=True, exist_ok=True)
    before = common.load()
    python, _ = common.environment(work / "venv", PACKAGES)
    wrong = 0
    for name in args.names:
        mine = ours(args, name)
        clearance = next(row["clearance"] for row in mine if row["work"] == LEAST)
        theirs = peers(args, name, python, clearance)
        print(f"\n{name}, in steps:\n")
        wrong += report(mine, theirs)
    print(f"\n{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC, {platform.machine()}, {os.cpu_count()} cores, "
          f"load {before:.1f} before and {common.load():.1f} after.")
    if wrong:
        print(f"\n{wrong} answers differ from ours.", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
