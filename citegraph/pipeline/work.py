"""Files in, packed readings out, by one process or several, in the order of the files."""

from __future__ import annotations

import gc
import multiprocessing.process
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import cache
from itertools import count, islice
from pathlib import Path
from threading import Thread

from citegraph import authority as authority_
from citegraph import read
from citegraph.authority import Authority
from citegraph.cite import cite, examined
from citegraph.model import Failure, Report
from citegraph.read import Piece, Source
from citegraph.read.guard import guarded
from citegraph.store import Reading, pack

AHEAD = 4
"""Tasks a process may have waiting: enough to keep it busy, few enough to bound memory."""

TABLE_BYTES = 1_000_000
"""A table of at least this size is shared out; a smaller file is read by the process that gets it."""

ROWS = 200
PIECE_BYTES = 4_000_000
"""Rows of a large table that are shared out together, and how long these may be: few enough to bound memory."""


@dataclass(frozen=True, slots=True)
class Task:
    """A part of a file: all of it, or some rows of a large table."""

    source: Source
    sha256: str | None  # of the whole file; None where it could not be opened
    part: int = 0
    last: bool = True
    rows: Piece | tuple[Report | Failure, ...] | None = None  # None: read the whole source


@dataclass(frozen=True, slots=True)
class Done:
    """A task with what came of it."""

    task: Task  # without its rows
    reports: int
    payload: bytes


def tasks(source: Source, sha256: str | None, done: int = 0) -> Iterator[Task]:
    """The parts of a file from number `done` on; the same file always falls into the same parts."""
    if not _is_large_table(source):
        yield Task(source, sha256)
        return
    parts = _parts(source)
    if source.data is not None:  # standard input; who gets a part needs no more
        source = replace(source, data=b"")
    rows = next(parts, ())
    for part in count():
        following = next(parts, None)
        if part >= done:
            yield Task(source, sha256, part, following is None, rows)
        if following is None:
            return
        rows = following


def _parts(source: Source) -> Iterator[Piece | tuple[Report | Failure, ...]]:
    """The rows of a table as they lie there, where they may be parsed by whoever gets them, else read."""
    pieces = read.pieces(source, ROWS, PIECE_BYTES)
    if pieces is not None:
        yield from pieces
        return
    found = guarded(source)  # what it is called does not tell what it is
    while rows := tuple(islice(found, ROWS)):
        yield rows


def useful(jobs: int, found: Iterable[Source | Failure]) -> int:
    """How many of `jobs` processes have something to do: one a file, all where a table falls into parts."""
    sources = [each for each in found if isinstance(each, Source)]
    return jobs if any(map(_is_large_table, sources)) else max(1, min(jobs, len(sources)))


def processed(work: Iterable[Task], jobs: int, authority: Path | None = None) -> Iterator[Done]:
    """Read and cite every task, in their order, with `jobs` processes (1: in this one).

    A parser that hangs, dies or takes too much memory costs its own file alone, which is listed as a failure; so does
    a process of ours that dies.
    """
    if jobs == 1:
        yield from (_do(task, authority) for task in work)
        return
    work = iter(work)
    waiting: deque[tuple[Task, Future[Done]]] = deque()
    pool = _pool(jobs)
    try:
        while True:
            for task in islice(work, jobs * AHEAD - len(waiting)):
                waiting.append((task, _handed(pool, task, authority)))
            if not waiting:
                return
            task, future = waiting.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:  # one of those waiting killed its process, and the pool with it
                yield _alone(task, authority)
                pool = _pool(jobs)
                waiting = deque((task, _handed(pool, task, authority)) for task, _ in waiting)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _alone(task: Task, authority: Path | None) -> Done:
    """Do a task in a process of its own, which it may kill."""
    with _pool(1) as pool:
        try:
            return _handed(pool, task, authority).result()
        except BrokenProcessPool:
            failure = Failure(
                task.source.path, "ended the process that read it", "open it in its own program and save it anew"
            )
            return Done(task, 0, pack(Reading(failures=(failure,))))


def _do(task: Task, authority: Path | None) -> Done:
    known = _known(authority)
    found: Iterable[Report | Failure]
    if task.rows is None:
        found = guarded(task.source)
    else:
        found = task.rows.load() if isinstance(task.rows, Piece) else task.rows
    reports, failures = [], []
    for each in found:
        cited = each if isinstance(each, Failure) else examined(each, known, cite)
        if isinstance(cited, Failure):
            failures.append(cited)
        elif isinstance(each, Report):
            reports.append((each, tuple(cited)))
    return Done(replace(task, rows=None), len(reports), pack(Reading(tuple(reports), tuple(failures))))


@cache
def _known(authority: Path | None) -> Authority:
    return authority_.load(authority)


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, initializer=_start)


def _handed(pool: ProcessPoolExecutor, task: Task, authority: Path | None) -> Future[Done]:
    """Hand a task to the pool; a process that is started for it is born deaf to Ctrl-C, until it ignores it.

    A pool that broke since its last result takes no more: the future says so, as that of a task over which it breaks.
    """
    deaf = hasattr(signal, "pthread_sigmask")  # not on Windows
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if deaf else set()
    try:
        return pool.submit(_do, task, authority)
    except BrokenProcessPool as error:
        refused: Future[Done] = Future()
        refused.set_exception(error)
        return refused
    finally:
        if deaf:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start() -> None:
    """In a new process: leave Ctrl-C to the one that hands out the work, and end when that one ends."""
    gc.freeze()  # what the tables hold stays for good: no need to look through it again and again
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _is_large_table(source: Source) -> bool:
    try:
        size = source.file.stat().st_size if source.data is None else len(source.data)
    except OSError:  # gone since it was listed; reading it will say so
        return False
    return size >= TABLE_BYTES and read.is_table(source)
