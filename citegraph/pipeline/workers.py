"""Process files in one or several processes, and return the results in the order of the files."""

from __future__ import annotations

import gc
import multiprocessing.process
import os
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields, replace
from functools import partial
from itertools import count, islice
from multiprocessing import Pipe
from multiprocessing.connection import wait
from threading import Thread
from types import ModuleType
from typing import Any

from citegraph import read, records, system
from citegraph.cite import attempt, cite
from citegraph.knowledge.tables import Folder, while_using
from citegraph.model import Citation, Failure, Report, ReportInfo
from citegraph.read import Piece, Source
from citegraph.read.guard import guarded, some
from citegraph.store import Reading, pack

AHEAD = 4
"""Tasks a process may have waiting: enough to keep it busy, few enough to bound memory."""

TABLE_BYTES = 1_000_000
"""A table of at least this size is shared out; a smaller file is read by the process that gets it."""

ROWS = 200
PIECE_BYTES = 128_000
"""Rows of a large table that are shared out together, and how long these may be before no further one is taken: few
enough to bound memory, were they to hold nothing but citations."""

CITATIONS = 5_000
"""Citations of a file that are packed together, before no further report is taken: unpacked they are 30 MB."""

_TOO_MUCH = ("needs more memory than there is", "split it, or give the run more memory")


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
    """A task with what came of it. One that reads a whole file may be done in parts, as if the file fell into them."""

    task: Task  # without its rows
    reports: int
    payload: bytes
    changed: bool = False  # whether it was seen to change while it was read


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
    while rows := some(found, ROWS, PIECE_BYTES):
        yield tuple(rows)


def useful(jobs: int, found: Iterable[Source | Failure]) -> int:
    """How many of `jobs` processes have something to do: one a file, all where a table falls into parts."""
    sources = [each for each in found if isinstance(each, Source)]
    most = min(jobs, system.MOST_PROCESSES)
    return most if any(map(_is_large_table, sources)) else max(1, min(most, len(sources)))


def processed(work: Iterable[Task], jobs: int, knowledge: Folder = None) -> Generator[Done]:
    """Read and cite every task, in their order, with `jobs` processes (1: in this one).

    A parser that hangs, dies or takes too much memory costs its own file alone, which is listed as a failure; so does
    a process of ours that dies.
    """
    if jobs == 1:
        for task in work:
            yield from _do(task, knowledge)
        return
    work = iter(work)
    waiting: deque[tuple[Task, Future[list[Done]]]] = deque()
    pool = _Pool(jobs)
    try:
        while True:
            for task in islice(work, jobs * AHEAD - len(waiting)):
                waiting.append((task, pool.submit(task, knowledge)))
            if not waiting:
                return
            task, future = waiting.popleft()
            try:
                yield from future.result()
            except MemoryError:  # over what was to be handed on; the process lives
                yield _failed(task, *_TOO_MUCH)
            except BrokenProcessPool:  # one of those waiting killed its process, and the pool with it
                pool.close()
                yield from _alone(task, knowledge)
                pool = _Pool(jobs)
                waiting = deque((task, pool.submit(task, knowledge)) for task, _ in waiting)
    finally:
        pool.close()


def _alone(task: Task, knowledge: Folder) -> list[Done]:
    """Do a task in a process of its own, which it may kill."""
    with closing(_Pool(1)) as pool:
        try:
            return pool.submit(task, knowledge).result()
        except MemoryError:
            return [_failed(task, *_TOO_MUCH)]
        except BrokenProcessPool:
            return [_failed(task, "ended the process that read it", "open it in its own program and save it anew")]


def _failed(task: Task, reason: str, remedy: str) -> Done:
    """What comes of a task that could not be done."""
    return Done(replace(task, rows=None), 0, pack(Reading(failures=(Failure(task.source.path, reason, remedy),))))


def _all(task: Task, knowledge: Folder) -> list[Done]:
    """What a process of the pool does: it hands over everything at once, packed."""
    return list(_do(task, knowledge))


def _do(task: Task, knowledge: Folder) -> Iterator[Done]:
    """Read and cite a task. What comes of a whole file comes in parts, for it may be a table of any length."""
    part = replace(task, rows=None)
    known = records.load(knowledge)
    batch = _Batch()
    try:
        for each in while_using(known.knowledge, partial(_found, task)):
            batch.add(each, attempt(each, known, cite) if isinstance(each, Report) else each)
            if task.rows is None and batch.citations >= CITATIONS:
                yield batch.done(replace(part, last=False))
                part, batch = replace(part, part=part.part + 1), _Batch()
        yield batch.done(part)
    except MemoryError:  # outside of any one report
        del batch
        yield _failed(part, *_TOO_MUCH)


def _found(task: Task) -> Iterator[Report | Failure]:
    if task.rows is None:
        return guarded(task.source)
    return task.rows.load() if isinstance(task.rows, Piece) else iter(task.rows)


class _Batch:
    """Reports with what they cite, and failures, until they are packed. Of a report no text is kept."""

    def __init__(self) -> None:
        self.citations = 0
        self._reports: list[tuple[ReportInfo, tuple[Citation, ...]]] = []
        self._failures: list[Failure] = []
        self._changed = False

    def add(self, found: Report | Failure, cited: list[Citation] | Failure) -> None:
        """Add a report with what it cites, or why there is none."""
        if isinstance(cited, Failure):
            self._failures.append(cited)
            self._changed |= (cited.reason, cited.remedy) == read.CHANGED
        elif isinstance(found, Report):
            self._reports.append((_without_text(found), tuple(cited)))
            self.citations += len(cited)

    def done(self, task: Task) -> Done:
        """The task with all of it packed; what takes too much memory goes, the report with the most citations first."""
        while True:
            try:
                payload = pack(Reading(tuple(self._reports), tuple(self._failures)))
                return Done(task, len(self._reports), payload, changed=self._changed)
            except MemoryError:
                if not self._reports:
                    raise
                largest = max(range(len(self._reports)), key=lambda at: len(self._reports[at][1]))
                report, _ = self._reports.pop(largest)
                self._failures.append(Failure(report.path, *_TOO_MUCH))


def _without_text(report: Report) -> ReportInfo:
    return ReportInfo(**{field.name: getattr(report, field.name) for field in fields(ReportInfo)})


class _Pool:
    """Processes that do tasks, and end when they are told to, whatever they are at.

    A pool of the standard library can only be left to finish what it has begun; one that is left so when the program
    ends may print a traceback of its own.
    """

    def __init__(self, jobs: int) -> None:
        self._told, self._tell = Pipe(duplex=False)
        self._executor = ProcessPoolExecutor(jobs, initializer=_start, initargs=(self._told,))

    def submit(self, task: Task, knowledge: Folder) -> Future[list[Done]]:
        """Hand over a task; a process that is started for it is born deaf to Ctrl-C, until it ignores it.

        A pool that broke since its last result takes no more: the future says so, as that of a task over which it
        breaks.
        """
        try:
            with system.interrupts_blocked(), _apart_from_main():
                return self._executor.submit(_all, task, knowledge)
        except BrokenProcessPool as error:
            refused: Future[list[Done]] = Future()
            refused.set_exception(error)
            return refused

    def close(self) -> None:
        """End the processes, and wait until they have: none outlives the run, and nothing of it breaks at exit."""
        self._tell.send_bytes(b"end")  # stays there to be seen by each of them, for none takes it
        self._executor.shutdown(cancel_futures=True)
        self._tell.close()
        self._told.close()


@contextmanager
def _apart_from_main() -> Iterator[None]:
    """Start processes that do not run the caller's script, as those that are not forked would to begin with.

    A script that calls `build` at once, without asking for its `__name__`, would build again in each of them.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _start(told: Any) -> None:  # a Connection, or PipeConnection on Windows
    """In a new process: leave Ctrl-C to the one that hands out the work, and end when that one ends or says so."""
    gc.freeze()  # what the tables hold stays for good: no need to look through it again and again
    system.ignore_interrupts()
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent, told), daemon=True).start()


def _end_with(parent: multiprocessing.process.BaseProcess, told: Any) -> None:
    wait([parent.sentinel, told])
    os._exit(1)


def _is_large_table(source: Source) -> bool:
    try:
        size = source.file.stat().st_size if source.data is None else len(source.data)
    except OSError:  # gone since it was listed; reading it will say so
        return False
    return size >= TABLE_BYTES and read.is_table(source)
