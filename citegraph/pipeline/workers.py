"""Process files in one or more processes, and return the results in the order of the files."""

from __future__ import annotations

import gc
import multiprocessing.process
import os
import sys
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent import futures
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, fields, replace
from functools import partial
from itertools import count, islice
from multiprocessing import Pipe
from multiprocessing.connection import wait
from threading import Thread
from types import ModuleType
from typing import Any

from citegraph import read, records, system
from citegraph.cite import cite, result_or_failure
from citegraph.i18n import Message, message
from citegraph.knowledge.tables import Folder, iterate_using
from citegraph.model import Citation, Failure, Report, ReportInfo
from citegraph.read import Piece, Source
from citegraph.read.guarded_loading import OnPage, load_guarded, next_batch
from citegraph.store import FilePart, pack

AHEAD = 4
"""Tasks that may wait per process: enough to keep it busy, few enough to bound memory."""

TABLE_BYTES = 1_000_000
"""A table of at least this size is split among the processes; one process reads a smaller file alone."""

ROWS = 200
PIECE_BYTES = 128_000
"""A task takes at most ROWS rows of a large table, and no further row once it has PIECE_BYTES. Both bound memory even
if the rows consist of citations alone."""

CITATIONS = 5_000
"""A packed part of a file takes no further report once it has this many citations, which are 30 MB when unpacked."""

LOOK_SECONDS = 0.3
"""Seconds between two looks at which pages are recognized."""
PATH_CHARACTERS = 500
"""The last characters of a path that a process tells of: a longer message might mix with those of other processes."""

_TOO_MUCH = (message("file.out_of_memory"), message("do.split_or_memory"))


@dataclass(frozen=True, slots=True)
class Task:
    """A part of a file: the whole file, or some rows of a large table."""

    source: Source
    sha256: str | None  # of the whole file; None where it could not be opened
    part: int = 0
    last: bool = True
    rows: Piece | tuple[Report | Failure, ...] | None = None  # None: read the whole source


@dataclass(frozen=True, slots=True)
class Done:
    """A task and its result.

    A task that reads a whole file may give several results, as if the file had several parts.
    """

    task: Task  # without its rows
    reports: int
    payload: bytes
    changed: bool = False  # whether it changed while it was read


def tasks_of_file(source: Source, sha256: str | None, done: int = 0) -> Iterator[Task]:
    """Yield the parts of a file. The same file always has the same parts.

    Args:
        source: The file.
        sha256: Of its bytes; None if it could not be opened.
        done: The number of the first part to yield.
    """
    if not _is_large_table(source):
        yield Task(source, sha256)
        return
    parts = _row_groups(source)
    if source.data is not None:  # standard input; one part is enough for a process
        source = replace(source, data=b"")
    rows = next(parts, ())
    for part in count():
        following = next(parts, None)
        if part >= done:
            yield Task(source, sha256, part, following is None, rows)
        if following is None:
            return
        rows = following


def _row_groups(source: Source) -> Iterator[Piece | tuple[Report | Failure, ...]]:
    """Yield groups of rows of a table: unparsed if another process can parse them, else parsed."""
    pieces = read.split_into_pieces(source, ROWS, PIECE_BYTES)
    if pieces is not None:
        yield from pieces
        return
    found = load_guarded(source)  # its name does not show its format
    while rows := next_batch(found, ROWS, PIECE_BYTES):
        yield tuple(rows)


def count_useful_processes(jobs: int, found: Iterable[Source | Failure]) -> int:
    """Return how many of `jobs` processes have work: one per file, or all if a table is split into parts."""
    sources = [source for source in found if isinstance(source, Source)]
    most = min(jobs, system.MOST_PROCESSES)
    return most if any(map(_is_large_table, sources)) else max(1, min(most, len(sources)))


def process_tasks(
    work: Iterable[Task], jobs: int, knowledge: Folder = None, on_page: OnPage | None = None
) -> Generator[Done]:
    """Read and cite every task, and yield the results in the order of the tasks.

    If a parser hangs, crashes or takes too much memory, only its own file is lost and listed as a failure. The same
    applies if a worker process dies.

    Args:
        work: The tasks; consumed as processes become free.
        jobs: The number of processes; 1 runs everything in this process.
        knowledge: A folder of the user's own tables.
        on_page: Called for each recognized page, in this process; with several processes, some pages are skipped.
    """
    if jobs == 1:
        for task in work:
            yield from _read_and_cite(task, knowledge, on_page)
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
            while on_page is not None:
                over = future.done()
                for told in pool.recognized_pages():
                    on_page(*told)
                if over:
                    break
                futures.wait([future], LOOK_SECONDS)
            try:
                yield from future.result()
            except MemoryError:  # while sending the result; the process survives
                yield _failed_result(task, *_TOO_MUCH)
            except BrokenProcessPool:  # another task killed its process, which breaks the pool
                pool.close()
                yield from _run_in_own_process(task, knowledge)
                pool = _Pool(jobs)
                waiting = deque((task, pool.submit(task, knowledge)) for task, _ in waiting)
    finally:
        pool.close()


def _run_in_own_process(task: Task, knowledge: Folder) -> list[Done]:
    """Run a task in a separate process, which it may crash."""
    with closing(_Pool(1)) as pool:
        try:
            return pool.submit(task, knowledge).result()
        except MemoryError:
            return [_failed_result(task, *_TOO_MUCH)]
        except BrokenProcessPool:
            return [_failed_result(task, message("file.killed_reader"), message("do.resave"))]


def _failed_result(task: Task, reason: Message, remedy: Message) -> Done:
    """Return the result of a task that could not be done."""
    return Done(replace(task, rows=None), 0, pack(FilePart(failures=(Failure(task.source.path, reason, remedy),))))


def _run_and_pack(task: Task, knowledge: Folder) -> list[Done]:
    """Run a task in a worker process and return all results at once, packed."""
    return list(_read_and_cite(task, knowledge, _send_recognized_page))


_teller: Any = None  # in a worker process: the Connection to the parent process
_told_at = 0.0


def _send_recognized_page(path: str, pages: int, of: int) -> None:
    """Report a recognized page, but not so often that sending might block."""
    global _told_at  # noqa: PLW0603 - a worker process has one teller
    now = time.monotonic()
    if now - _told_at >= LOOK_SECONDS:
        _told_at = now
        with suppress(OSError):
            _teller.send((path[-PATH_CHARACTERS:], pages, of))


def _read_and_cite(task: Task, knowledge: Folder, on_page: OnPage | None = None) -> Iterator[Done]:
    """Read and cite a task. A whole file gives several results, since it may be a table of any length."""
    part = replace(task, rows=None)
    documents = records.load(knowledge)
    batch = _Batch()
    try:
        for report in iterate_using(documents.knowledge, partial(_reports_of_task, task, on_page)):
            batch.add(report, result_or_failure(report, documents, cite) if isinstance(report, Report) else report)
            if task.rows is None and batch.citations >= CITATIONS:
                yield batch.to_result(replace(part, last=False))
                part, batch = replace(part, part=part.part + 1), _Batch()
        yield batch.to_result(part)
    except MemoryError:  # not caused by a single report
        del batch
        yield _failed_result(part, *_TOO_MUCH)


def _reports_of_task(task: Task, on_page: OnPage | None) -> Iterator[Report | Failure]:
    if task.rows is None:
        return load_guarded(task.source, on_page=on_page)
    return task.rows.load() if isinstance(task.rows, Piece) else iter(task.rows)


class _Batch:
    """Collects reports with their citations, and failures, until they are packed. Texts are not kept."""

    def __init__(self) -> None:
        self.citations = 0
        self._collected: list[tuple[ReportInfo, tuple[Citation, ...]]] = []
        self._failures: list[Failure] = []
        self._changed = False

    def add(self, found: Report | Failure, cited: list[Citation] | Failure) -> None:
        """Add a report with its citations, or a failure."""
        if isinstance(cited, Failure):
            self._failures.append(cited)
            self._changed |= (cited.reason, cited.remedy) == read.CHANGED
        elif isinstance(found, Report):
            self._collected.append((_without_text(found), tuple(cited)))
            self.citations += len(cited)

    def to_result(self, task: Task) -> Done:
        """Return the result of the task.

        If packing runs out of memory, the report with the most citations becomes a failure.
        """
        while True:
            try:
                payload = pack(FilePart(tuple(self._collected), tuple(self._failures)))
                return Done(task, len(self._collected), payload, changed=self._changed)
            except MemoryError:
                if not self._collected:
                    raise
                largest = max(range(len(self._collected)), key=lambda at: len(self._collected[at][1]))
                report, _ = self._collected.pop(largest)
                self._failures.append(Failure(report.path, *_TOO_MUCH))


def _without_text(report: Report) -> ReportInfo:
    return ReportInfo(**{field.name: getattr(report, field.name) for field in fields(ReportInfo)})


class _Pool:
    """Worker processes that can be ended at once, whatever they are doing.

    A pool of the standard library always waits for started tasks. If abandoned at exit, it may print a traceback.
    """

    def __init__(self, jobs: int) -> None:
        self._receiver, self._sender = Pipe(duplex=False)
        self._pages, self._teller = Pipe(duplex=False)
        self._executor = ProcessPoolExecutor(
            jobs, initializer=_initialize_worker, initargs=(self._receiver, self._teller)
        )

    def submit(self, task: Task, knowledge: Folder) -> Future[list[Done]]:
        """Submit a task. SIGINT is blocked while a process starts, until that process ignores it.

        A pool that has broken accepts no tasks. Then the returned future raises BrokenProcessPool, like that of the
        task that broke it.
        """
        try:
            with system.block_interrupts(), _without_main_module():
                return self._executor.submit(_run_and_pack, task, knowledge)
        except BrokenProcessPool as error:
            refused: Future[list[Done]] = Future()
            refused.set_exception(error)
            return refused

    def recognized_pages(self) -> Iterator[tuple[str, int, int]]:
        """Yield the recognized pages that processes have reported since the last call."""
        while self._pages.poll():
            yield self._pages.recv()

    def close(self) -> None:
        """End the processes and wait for them, so that none outlives the run."""
        self._sender.send_bytes(b"end")  # it is never read, so every process sees it
        self._executor.shutdown(cancel_futures=True)
        for end in (self._sender, self._receiver, self._teller, self._pages):
            end.close()


@contextmanager
def _without_main_module() -> Iterator[None]:
    """Start processes that do not run the caller's script, as spawned processes otherwise do.

    A script that calls `build` without checking `__name__` would build again in each of them.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _initialize_worker(stop: Any, teller: Any) -> None:  # Connections, or PipeConnections on Windows
    """Prepare a new process: ignore Ctrl-C, and end when the parent ends or requests it."""
    global _teller  # noqa: PLW0603 - a worker process has one teller
    _teller = teller
    gc.freeze()  # the tables stay in memory, so the collector need not scan them
    system.ignore_interrupts()
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_exit_with_parent, args=(parent, stop), daemon=True).start()


def _exit_with_parent(parent: multiprocessing.process.BaseProcess, stop: Any) -> None:
    wait([parent.sentinel, stop])
    os._exit(1)


def _is_large_table(source: Source) -> bool:
    try:
        size = source.file.stat().st_size if source.data is None else len(source.data)
    except OSError:  # gone since it was listed; reading reports that
        return False
    return size >= TABLE_BYTES and read.is_table(source)
