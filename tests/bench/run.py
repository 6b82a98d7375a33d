"""Prints one table: how fast texts are read, how builds scale, what questions and exports take, and how much memory.

`python tests/bench/run.py` takes some minutes, `--quick` one or two, `--full` reads everything and builds a store of a
million reports. Rates are MB (10^6 bytes of UTF-8) per CPU second, the median of some runs. eyecite and
hyperscan are installed separately; without them that row says so.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import speeds
import stores

COLUMNS = ("text", "of", "measure", "figure", "relative")
PARTS = ("speed", "length", "jobs", "sizes")


def main() -> None:
    """Measure what the arguments ask for and print it row by row."""
    parser = argparse.ArgumentParser(description=__doc__)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="small samples, one run each")
    size.add_argument("--full", action="store_true", help="all texts, 10 MB adversarial ones, 1,000,000 reports")
    parser.add_argument("--only", choices=PARTS, action="append", help="one part of the table; may be repeated")
    arguments = parser.parse_args()
    print(f"{_machine()}\n")
    print(f"| {' | '.join(COLUMNS)} |\n|{'|'.join('---' for _ in COLUMNS)}|")
    level = 0 if arguments.quick else 2 if arguments.full else 1
    for row in rows(arguments.only or PARTS, level):
        print(f"| {' | '.join(row)} |", flush=True)


def rows(parts: Iterable[str], level: int) -> Iterator[speeds.Row]:
    """The rows of these parts: level 0 quick, 1 usual, 2 full."""
    megabytes, runs = ((4.0, 1), (speeds.EVERYTHING, 3), (speeds.EVERYTHING, 5))[level]
    if "speed" in parts:
        for name, reports in (speeds.general(megabytes), speeds.dense(megabytes)):
            yield from speeds.throughput(name, reports, runs)
    if "length" in parts:
        yield from speeds.lengths((300_000, 2_000_000, 7_500_000)[level], runs)
    if "jobs" in parts:
        yield from stores.jobs(megabytes, runs)
    if "sizes" in parts:
        yield from stores.sizes(([1_000, 10_000], [10_000, 100_000], [10_000, 100_000, 1_000_000])[level])


def _machine() -> str:
    model = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


if __name__ == "__main__":
    main()
