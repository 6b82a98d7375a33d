"""Measure CPU seconds, wall seconds and memory, each in a process of its own with a time limit."""

from __future__ import annotations

import multiprocessing as mp
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Cost:
    """What a piece of work took."""

    cpu: float  # seconds, of this process and those it waited for
    wall: float  # seconds
    megabytes: float  # the most memory that one of its processes had
    result: Any = None


def cpu_seconds(work: Callable[[], Any], runs: int) -> float:
    """The median CPU time of some runs in this process."""
    times = []
    for _ in range(runs):
        before = time.process_time()
        work()
        times.append(time.process_time() - before)
    return statistics.median(times)


def in_turns(works: Sequence[Callable[[], Any]], runs: int) -> list[float]:
    """The least wall time of each over some runs in which they take turns: what else the machine does only adds."""
    least = [float("inf")] * len(works)
    for _ in range(runs):
        for at, work in enumerate(works):
            before = time.perf_counter()
            work()
            least[at] = min(least[at], time.perf_counter() - before)
    return least


def apart(work: Callable[..., Any], *arguments: Any, seconds: float = 3600) -> Cost | None:
    """What `work(*arguments)` costs in a new process; None where it takes longer than `seconds`.

    RuntimeError with what it raised where it fails.
    """
    context = mp.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_measured, args=(theirs, work, arguments))
    process.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            return None
        answer: Cost | str = ours.recv()
    except EOFError as error:
        raise RuntimeError(f"{work.__name__} ended its process") from error
    finally:
        process.kill()
        process.join()
    if isinstance(answer, str):
        raise RuntimeError(answer)
    return answer


def _measured(pipe: Connection, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    before, begun = _cpu(), time.perf_counter()
    try:
        result = work(*arguments)
    except Exception as error:  # told to the one who waits for an answer
        pipe.send(f"{work.__name__}: {type(error).__name__}: {error}")
        return
    for child in mp.active_children():  # its seconds count when it has ended
        child.join(10)
    most = max(_own_kilobytes(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    pipe.send(Cost(_cpu() - before, time.perf_counter() - begun, most / 1024, result))


def _own_kilobytes() -> int:
    """The most memory that this process had; `ru_maxrss` would count that of the process which started it."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)
