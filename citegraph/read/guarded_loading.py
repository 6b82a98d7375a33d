"""Parse files in a worker process with limits on time and memory, because a file may hang or crash its parser.

Files of risky formats are read in worker processes, which are reused. A worker receives sources as pickles, because it
trusts the process that started it. It answers in JSON, because its parser may be compromised.
"""

from __future__ import annotations

import atexit
import json
import os
import pickle
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, fields
from functools import partial
from itertools import islice
from pathlib import Path
from threading import Lock, Timer
from typing import IO, Any, TypeVar

from citegraph import system
from citegraph.errors import ReadError
from citegraph.i18n import Message, from_json, message, to_json
from citegraph.knowledge.tables import active_knowledge, iterate_using
from citegraph.model import CHARACTERS, Failure, Report, Section
from citegraph.read import formats
from citegraph.read.parser_types import Heartbeat
from citegraph.read.sources import Source

SECONDS = 60.0
"""The default limit on the time to read one file, in seconds."""
MEBIBYTES = 2048
"""The default limit on the memory to read one file, on top of that of an idle worker."""
FILES = 1000
"""A worker is replaced after this many files, so that memory leaks of its libraries do not add up."""
ROWS = 200
TEXT_CHARACTERS = 1_000_000
"""The most rows of a table that a worker sends together, and the length of their texts at which it adds no more: enough
to be fast, few enough to bound memory."""

NEARLY = 0.9
"""A worker that has used this share of its memory limit counts as having reached it, since a library may ask for more
memory than it gets."""
PATIENCE_SECONDS = 1.0
"""How long a worker may take to end by itself, in seconds."""

T = TypeVar("T", bound=Report | Failure | Heartbeat)
Loader = Callable[[Source], Iterator[Report | Failure | Heartbeat]]
OnPage = Callable[[str, int, int], None]
"""Called for each recognized page with the path of its file, how many pages of it are done, and how many there are."""

_REMEDY = message("do.resave_or_skip")
# The module path is sent first, so that the worker finds this package in the same place as its parent. With -P no file
# in the current folder can be imported.
_START = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); "
    "from citegraph.read.guarded_loading import run_worker; run_worker(sys.stdin.buffer)"
)
_LENGTH = struct.Struct(">Q")
_PIECE_BYTES = 1 << 20


def load_guarded(
    source: Source,
    *,
    seconds: float = SECONDS,
    mebibytes: int = MEBIBYTES,
    loader: Loader = formats.load_with_heartbeats,
    risky: bool | None = None,
    on_page: OnPage | None = None,
) -> Iterator[Report | Failure]:
    """Yield the reports of a source as `load` does, within limits on time and memory.

    Formats whose parsers may hang or crash are read in a worker process under these limits; all others are read in this
    process. Rows of a table come in batches, and the time limit applies to each batch. It may be called from several
    threads and processes, including those of a pool.

    Args:
        source: The file to read.
        seconds: The time limit.
        mebibytes: The memory limit, on top of that of an idle worker; ignored on systems without memory limits.
        loader: The function that reads the source. The worker imports it by its module and name.
        risky: Whether to use a worker; by default as defined by the format of the source.
        on_page: Called for each recognized page.

    Yields:
        Each report, and a Failure if reading takes too much time or memory or ends the worker.
    """
    try:
        source = source.pinned_to_current_state()
        if risky is None:
            with source.open_content() as content:
                risky = formats.recognize_by_first_bytes(content).risky
    except ReadError as error:
        yield Failure(source.path, error.what, error.remedy)
        return
    except Exception:  # the loader raises the same error and reports it
        risky = False
    if not risky or not sys.executable:
        yield from _without_heartbeats(loader(source), source.path, on_page)
        return
    try:
        worker = _acquire_worker(mebibytes)
    except OSError:  # no process can be started: read without a guard
        yield from _without_heartbeats(loader(source), source.path, on_page)
        return
    request: tuple[Loader, Source] | None = (loader, source)
    more = True
    try:
        while more:
            response = worker.request_batch(request, seconds)
            if response is None:
                yield Failure(source.path, worker.end(), _REMEDY)
                return
            request, (more, found) = None, response
            yield from _without_heartbeats(found, source.path, on_page)
    except BaseException:  # also when the caller stops iterating
        worker.end()
        raise
    _release_worker(worker)


def _without_heartbeats(
    found: Iterable[Report | Failure | Heartbeat], path: str, on_page: OnPage | None
) -> Iterator[Report | Failure]:
    for item in found:
        if not isinstance(item, Heartbeat):
            yield item
        elif on_page is not None:
            on_page(path, item.pages, item.of)


class _Worker:
    """A process that reads one source after another."""

    def __init__(self, mebibytes: int) -> None:
        self.mebibytes = mebibytes
        self._files = 0
        self._exhausted = False
        self._seconds = 0.0
        self._timed_out = False
        self._process = subprocess.Popen(  # noqa: S603 - this Python, with a fixed program
            [sys.executable, "-P", "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        if self._process.stdin is None or self._process.stdout is None:
            raise OSError("no pipes")
        self._requests, self._responses = self._process.stdin, self._process.stdout
        with suppress(OSError):  # if it has died, the first request fails
            self._requests.write(pickle.dumps(_module_search_path()))
            self._send(mebibytes)
            _receive_message(
                self._responses
            )  # wait until it is ready, so that startup does not count for the first file

    @property
    def is_usable(self) -> bool:
        """Whether the worker can read one more file."""
        return not self._timed_out and not self._exhausted and self._files < FILES and self._process.poll() is None

    def request_batch(
        self, request: tuple[Loader, Source] | None, seconds: float
    ) -> tuple[bool, list[Report | Failure | Heartbeat]] | None:
        """Request the next batch of a source.

        Args:
            request: The loader and the source; None to continue the last source.
            seconds: The time limit.

        Returns:
            Whether there may be more, and the reports and failures; None if the worker was stopped after `seconds`, has
            died or sent an invalid response.
        """
        self._files += request is not None
        self._seconds = seconds
        timer = Timer(seconds, self._kill_on_timeout)
        timer.daemon = True
        timer.start()
        try:
            if request is not None:
                self._send((*request, seconds, _current_folder(), active_knowledge()))
            data = _receive_message(self._responses)
            if data is None:
                return None
            self._exhausted, more, found = json.loads(data)
            return bool(more), _decode_items(found)
        except (OSError, ValueError, TypeError, KeyError):
            return None
        finally:
            timer.cancel()

    def end(self) -> Message:
        """End the process, and return why it had to end, for the failure of the file that may have caused it."""
        with suppress(OSError):
            self._requests.close()  # this ends an idle worker
        try:
            status = self._process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            status = 0
        self._responses.close()
        if self._timed_out:
            return message("file.too_slow", seconds=f"{self._seconds:g}")
        if status < 0:
            return message("file.killed_reader_by", signal=signal.Signals(-status).name)
        return message("file.killed_reader")

    def _send(self, value: object) -> None:
        data = pickle.dumps(value)
        self._requests.write(_LENGTH.pack(len(data)) + data)
        self._requests.flush()

    def _kill_on_timeout(self) -> None:
        self._timed_out = True
        self._process.kill()


def _module_search_path() -> list[str]:
    """Return the module path for a worker: that of this process without the current folder."""
    package_folder = str(Path(__file__).parents[2])
    return [path or package_folder for path in sys.path if path or package_folder not in sys.path]


def _current_folder() -> str:
    """Return the folder that relative names refer to now; a worker may have been started in another."""
    try:
        return os.getcwd()  # noqa: PTH109
    except FileNotFoundError:
        return os.sep


_idle: list[_Worker] = []
_owner = os.getpid()
_lock = Lock()


def _acquire_worker(memory_mebibytes: int) -> _Worker:
    """Return an idle worker with this limit, or a new one."""
    global _owner  # noqa: PLW0603 - the pool belongs to the process that created it
    with _lock:
        if _owner != os.getpid():  # forked: the workers belong to the parent
            _idle.clear()
            _owner = os.getpid()
        idle = next((worker for worker in _idle if worker.mebibytes == memory_mebibytes), None)
        if idle:
            _idle.remove(idle)
    if idle and idle.is_usable:
        return idle
    if idle:
        idle.end()
    return _Worker(memory_mebibytes)


def _release_worker(worker: _Worker) -> None:
    if worker.is_usable:
        with _lock:
            _idle.append(worker)
    else:
        worker.end()


@atexit.register
def end_idle_workers() -> None:
    """End the idle workers of this process; the next file starts a new one."""
    with _lock:
        workers = _idle.copy() if _owner == os.getpid() else []
        _idle.clear()
    for worker in workers:
        worker.end()


def run_worker(requests: IO[bytes]) -> None:
    """Run as a worker: read requests, and write the responses to standard output, until the requests end."""
    responses = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # output that libraries print must not mix with the responses
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent handles Ctrl-C
    limit = _receive_message(requests)
    if limit is None:
        return
    most = system.limit_memory(pickle.loads(limit) * 2**20)  # noqa: S301 - from the process that started this one
    _send_response(responses, exhausted=False, more=False, found=[])
    while (data := _receive_message(requests)) is not None:
        loader, source, seconds, folder, knowledge = pickle.loads(data)  # noqa: S301
        with suppress(OSError):  # if it is gone, relative names fail in both processes
            os.chdir(folder)
        pieces, more = iterate_using(knowledge, partial(loader, source)), True
        while more:
            system.exit_after(2 * seconds + 1)  # in case the parent is gone
            found = [_or_failure_if_too_long(item) for item in next_batch(pieces, ROWS, TEXT_CHARACTERS)]
            system.exit_after(0)
            more = bool(found)
            exhausted = most is not None and system.process_memory_bytes("VmPeak") > NEARLY * most
            if exhausted and found and all(isinstance(item, Failure) for item in found):  # whatever the library raised
                found = [Failure(source.path, message("file.over_memory_limit"), message("do.split_or_limit"))]
            _send_response(responses, exhausted=exhausted, more=more, found=found)


def next_batch(found: Iterator[T], rows: int, characters: int) -> list[T]:
    """Return the next reports and failures, to be sent together.

    Args:
        found: The iterator to take them from.
        rows: The most items to take.
        characters: No further item is taken after texts of this length.

    Returns:
        The items; an empty list at the end.
    """
    taken: list[T] = []
    for item in islice(found, rows):
        taken.append(item)
        characters -= len(item.text) if isinstance(item, Report) else 0
        if characters <= 0 or isinstance(item, Heartbeat):
            break
    return taken


def _or_failure_if_too_long(found: Report | Failure | Heartbeat) -> Report | Failure | Heartbeat:
    """Return the item, or a Failure if its text is longer than a report may be."""
    if not isinstance(found, Report) or len(found.text) <= CHARACTERS:
        return found
    return Failure(found.path, message("file.too_many_characters", millions=CHARACTERS // 10**6), message("do.split"))


def _send_response(
    responses: IO[bytes], *, exhausted: bool, more: bool, found: list[Report | Failure | Heartbeat]
) -> None:
    """Send the items, whether more may follow, and whether this worker has reached its memory limit."""
    data = json.dumps([exhausted, more, [(type(item).__name__, _json_fields(item)) for item in found]]).encode()
    responses.write(_LENGTH.pack(len(data)) + data)
    responses.flush()


def _json_fields(found: Report | Failure | Heartbeat) -> dict[str, Any]:
    """Return the fields of an item as JSON values."""
    values = {field.name: getattr(found, field.name) for field in fields(found)}
    if isinstance(found, Failure):
        return values | {"reason": to_json(found.reason), "remedy": to_json(found.remedy)}
    if isinstance(found, Report):
        return values | {
            "warnings": [*map(to_json, found.warnings)],
            "sections": [asdict(section) for section in found.sections],
        }
    return values


def _receive_message(stream: IO[bytes]) -> bytes | None:
    """Return the next message; None at the end."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    left, pieces = _LENGTH.unpack(head)[0], []
    while left:  # piece by piece, because a false length may exceed the memory
        piece = stream.read(min(left, _PIECE_BYTES))
        if not piece:
            return None
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _decode_items(found: list[tuple[str, dict[str, Any]]]) -> list[Report | Failure | Heartbeat]:
    return [_DECODERS[name](**fields) for name, fields in found]


def _report_from_json(**fields: object) -> Report:
    """Return a report from its JSON, which has no tuples."""
    warnings, extra, sections = fields.pop("warnings"), fields.pop("extra"), fields.pop("sections")
    if not (isinstance(warnings, list) and isinstance(extra, list) and isinstance(sections, list)):
        raise TypeError("no report")
    return Report(
        warnings=tuple(map(from_json, warnings)),
        extra=tuple((key, value) for key, value in extra),
        sections=tuple(Section(**section) for section in sections),
        **fields,  # type: ignore[arg-type]
    )


def _failure_from_json(path: str, reason: Any, remedy: Any) -> Failure:
    return Failure(path, from_json(reason), from_json(remedy))


_DECODERS: dict[str, Callable[..., Report | Failure | Heartbeat]] = {
    "Report": _report_from_json,
    "Failure": _failure_from_json,
    "Heartbeat": Heartbeat,
}
