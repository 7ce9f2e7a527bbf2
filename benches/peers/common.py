"""What the scripts of this folder share: an environment for the peers, and times."""

import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def version_of(python):
    """(major, minor) of an interpreter that runs, else None."""
    try:
        done = subprocess.run([str(python), "-c", "import sys; print(*sys.version_info[:2])"],
                              capture_output=True, text=True, timeout=20)
        return tuple(int(part) for part in done.stdout.split()) if done.returncode == 0 else None
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return None


def find_python(least):
    """The first interpreter of at least this version: this one, one on the path, of pyenv, of uv; else None."""
    names = [sys.executable] + [shutil.which(f"python3.{minor}") for minor in (12, 13, 14)]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    names += sorted(pyenv.glob("3.*/bin/python"))
    if shutil.which("uv"):
        found = subprocess.run(["uv", "python", "find", f">={least[0]}.{least[1]}"], capture_output=True, text=True)
        names.append(found.stdout.strip())
    return next((Path(name) for name in names if name and (version_of(name) or (0, 0)) >= least), None)


def environment(folder, packages, python=sys.executable, wanted=()):
    """A virtual environment with `packages`, and those of `wanted` that can be had as wheels.

    Gives back its interpreter, and a reason for each wanted package that is missing.
    """
    inside = folder / "bin" / "python"
    if not inside.exists():
        subprocess.run([str(python), "-m", "venv", str(folder)], check=True)
    pip = [str(inside), "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    subprocess.run(pip + list(packages), check=True)
    missing = {}
    for package in wanted:
        done = subprocess.run(pip + ["--only-binary", ":all:", package], capture_output=True, text=True)
        if done.returncode:
            missing[package] = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
    return inside, missing


def rounds(work, count, setup=None):
    """Milliseconds of each of `count` rounds, and what the last gave. `setup` is not timed."""
    times, out = [], None
    for _ in range(count):
        given = [setup()] if setup else []
        start = time.perf_counter_ns()
        out = work(*given)
        times.append((time.perf_counter_ns() - start) / 1e6)
    return times, out


def line(program, work, times, n, checksum, **more):
    """One measurement; times are of whole rounds of n items."""
    return {"program": program, "work": work, "median_ms": statistics.median(times) / n,
            "least_ms": min(times) / n, "n": n, "rounds": len(times), "checksum": checksum, **more}


def load():
    """How many jobs the machine ran of late, where it says so."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
