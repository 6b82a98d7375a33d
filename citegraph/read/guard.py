"""Parse files in a worker process with limits on time and memory, since a file may hang or crash its parser.

Risky formats are read in worker processes that are kept for the next file. A worker gets sources as pickles, for it
trusts the one who started it, and answers in JSON, for a broken parser may say anything.
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
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from itertools import islice
from pathlib import Path
from threading import Lock, Timer
from typing import IO, Any

from citegraph import system
from citegraph.errors import ReadError
from citegraph.knowledge.tables import active, while_using
from citegraph.model import CHARACTERS, Failure, Report
from citegraph.read import formats
from citegraph.read.sources import Source

SECONDS = 60.0
"""A file whose reading takes longer is given up, where the caller has no limit of its own."""
MEBIBYTES = 2048
"""What reading one file may take on top of an idle worker, where the caller has no limit of its own."""
FILES = 1000
"""A worker is replaced after so many files, lest what its libraries leak add up."""
ROWS = 200
TEXT_CHARACTERS = 1_000_000
"""Rows of a table that a worker hands over together, and how long their texts may be before no further one is taken:
enough to be fast, few enough to bound memory."""

NEARLY = 0.9
"""A worker that took this share of its limit has felt it, for libraries ask for more than they got."""
PATIENCE_SECONDS = 1.0
"""How long a worker may take to end by itself."""

Loader = Callable[[Source], Iterator[Report | Failure]]

_REMEDY = "open it in its own program and save it anew, or leave it out"
# The path of modules comes first, for the worker must find this package where its parent did. Till then, and after, no
# file that lies in the current folder is a module: -P.
_START = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); "
    "from citegraph.read.guard import serve; serve(sys.stdin.buffer)"
)
_LENGTH = struct.Struct(">Q")
_PIECE_BYTES = 1 << 20


def guarded(
    source: Source,
    *,
    seconds: float = SECONDS,
    mebibytes: int = MEBIBYTES,
    loader: Loader = formats.load,
    risky: bool | None = None,
) -> Iterator[Report | Failure]:
    """The reports of a source, as `load` gives them; a Failure where reading it takes too long, too much or dies.

    Formats whose parsers can do so are read in a worker process under these limits (memory only where the system
    knows such limits), all others here and now; `risky` says it of a `loader` with a parser of its own. A table comes
    some rows at a time, and each time has the `seconds` anew. `loader` is found by its module and name in the worker.
    May be called from several threads and processes, also from those of a pool.
    """
    try:
        source = source.pinned()
        if risky is None:
            with source.opened() as content:
                risky = formats.recognise(content).risky
    except ReadError as error:
        yield Failure(source.path, error.what, error.remedy)
        return
    except Exception:  # whatever it is, the loader meets it again and says so
        risky = False
    if not risky or not sys.executable:
        yield from loader(source)
        return
    try:
        worker = _taken(mebibytes)
    except OSError:  # no process can be started: better unguarded than unread
        yield from loader(source)
        return
    question: tuple[Loader, Source] | None = (loader, source)
    more = True
    try:
        while more:
            answer = worker.ask(question, seconds)
            if answer is None:
                yield Failure(source.path, worker.end(), _REMEDY)
                return
            question, (more, found) = None, answer
            yield from found
    except BaseException:  # also where nobody asks for the rest
        worker.end()
        raise
    _kept(worker)


class _Worker:
    """A process that reads one source after another."""

    def __init__(self, mebibytes: int) -> None:
        self.mebibytes = mebibytes
        self._files = 0
        self._spent = False
        self._seconds = 0.0
        self._late = False
        self._process = subprocess.Popen(  # noqa: S603 - this very Python, with a program of our own
            [sys.executable, "-P", "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        if self._process.stdin is None or self._process.stdout is None:
            raise OSError("no pipes")
        self._questions, self._answers = self._process.stdin, self._process.stdout
        with suppress(OSError):  # if it has died, the first question tells
            self._questions.write(pickle.dumps(_modules()))
            self._send(mebibytes)
            _received(self._answers)  # it is ready; the time to start is not that of the first file

    @property
    def usable(self) -> bool:
        """Whether it can read one more file."""
        return not self._late and not self._spent and self._files < FILES and self._process.poll() is None

    def ask(self, question: tuple[Loader, Source] | None, seconds: float) -> tuple[bool, list[Report | Failure]] | None:
        """Whether there is more to come, and what was found of the source, or of the last one for no `question`.

        None where the worker was stopped after `seconds`, has died, or answers nonsense.
        """
        self._files += question is not None
        self._seconds = seconds
        timer = Timer(seconds, self._stop)
        timer.daemon = True
        timer.start()
        try:
            if question is not None:
                self._send((*question, seconds, _folder(), active()))
            data = _received(self._answers)
            if data is None:
                return None
            self._spent, more, found = json.loads(data)
            return bool(more), _unpacked(found)
        except (OSError, ValueError, TypeError, KeyError):
            return None
        finally:
            timer.cancel()

    def end(self) -> str:
        """End the process; why it had to, if a file was the reason."""
        with suppress(OSError):
            self._questions.close()  # tells an idle worker to end
        try:
            status = self._process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            status = 0
        self._answers.close()
        if self._late:
            return f"takes longer than {self._seconds:g} s to read"
        return "ended the process that read it" + (f" ({signal.Signals(-status).name})" if status < 0 else "")

    def _send(self, value: object) -> None:
        data = pickle.dumps(value)
        self._questions.write(_LENGTH.pack(len(data)) + data)
        self._questions.flush()

    def _stop(self) -> None:
        self._late = True
        self._process.kill()


def _modules() -> list[str]:
    """Where a worker finds modules: where this process does, but for whatever folder is the current one."""
    own = str(Path(__file__).parents[2])
    return [path or own for path in sys.path if path or own not in sys.path]


def _folder() -> str:
    """The folder that relative names are of now: a worker may have been started in another."""
    try:
        return os.getcwd()  # noqa: PTH109
    except FileNotFoundError:
        return os.sep


_idle: list[_Worker] = []
_owner = os.getpid()
_lock = Lock()


def _taken(mebibytes: int) -> _Worker:
    """An idle worker with this limit, else a new one."""
    global _owner  # noqa: PLW0603 - the pool belongs to the process that filled it
    with _lock:
        if _owner != os.getpid():  # forked: the workers are those of the parent
            _idle.clear()
            _owner = os.getpid()
        found = next((worker for worker in _idle if worker.mebibytes == mebibytes), None)
        if found:
            _idle.remove(found)
    if found and found.usable:
        return found
    if found:
        found.end()
    return _Worker(mebibytes)


def _kept(worker: _Worker) -> None:
    if worker.usable:
        with _lock:
            _idle.append(worker)
    else:
        worker.end()


@atexit.register
def close() -> None:
    """End the idle workers of this process; the next file starts a new one."""
    with _lock:
        workers = _idle.copy() if _owner == os.getpid() else []
        _idle.clear()
    for worker in workers:
        worker.end()


def serve(questions: IO[bytes]) -> None:
    """Be a worker: answer the questions that come in, on standard output, until they end."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what libraries print is no answer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's
    limit = _received(questions)
    if limit is None:
        return
    most = system.limit_memory(pickle.loads(limit) * 2**20)  # noqa: S301 - from the process that started this one
    _answer(answers, spent=False, more=False, found=[])
    while (data := _received(questions)) is not None:
        loader, source, seconds, folder, knowledge = pickle.loads(data)  # noqa: S301
        with suppress(OSError):  # where it is gone, names relative to it lead nowhere in either process
            os.chdir(folder)
        pieces, more = while_using(knowledge, partial(loader, source)), True
        while more:
            system.end_after(2 * seconds + 1)  # should the parent be gone
            found = [_bounded(one) for one in some(pieces, ROWS, TEXT_CHARACTERS)]
            system.end_after(0)
            more = bool(found)
            spent = most is not None and system.status_bytes("VmPeak") > NEARLY * most
            if spent and found and all(isinstance(one, Failure) for one in found):  # libraries have many names for it
                found = [
                    Failure(source.path, "needs more memory than it may take", "split it, or allow it more memory")
                ]
            _answer(answers, spent=spent, more=more, found=found)


def some(found: Iterator[Report | Failure], rows: int, characters: int) -> list[Report | Failure]:
    """The next of what was found: at most so many rows, and none after so many characters; empty at the end."""
    taken: list[Report | Failure] = []
    for one in islice(found, rows):
        taken.append(one)
        characters -= len(one.text) if isinstance(one, Report) else 0
        if characters <= 0:
            break
    return taken


def _bounded(found: Report | Failure) -> Report | Failure:
    """What was found; a Failure for a text that is too long for the process that asked."""
    if isinstance(found, Failure) or len(found.text) <= CHARACTERS:
        return found
    return Failure(found.path, f"has more than {CHARACTERS // 10**6} million characters", "split it")


def _answer(answers: IO[bytes], *, spent: bool, more: bool, found: list[Report | Failure]) -> None:
    """Say what was found, whether more may follow, and whether this worker has touched its limit and is done."""
    data = json.dumps([spent, more, [(type(one).__name__, asdict(one)) for one in found]]).encode()
    answers.write(_LENGTH.pack(len(data)) + data)
    answers.flush()


def _received(stream: IO[bytes]) -> bytes | None:
    """The next message; None at the end."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    left, pieces = _LENGTH.unpack(head)[0], []
    while left:  # piece by piece, for a liar may announce more than there is memory
        piece = stream.read(min(left, _PIECE_BYTES))
        if not piece:
            return None
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _unpacked(found: list[tuple[str, dict[str, Any]]]) -> list[Report | Failure]:
    return [_report(**fields) if name == "Report" else Failure(**fields) for name, fields in found]


def _report(**fields: object) -> Report:
    """A report as it was before it became JSON, which knows no tuples."""
    warnings, extra = fields.pop("warnings"), fields.pop("extra")
    if not (isinstance(warnings, list) and isinstance(extra, list)):
        raise TypeError("no report")
    return Report(warnings=tuple(warnings), extra=tuple((key, value) for key, value in extra), **fields)  # type: ignore[arg-type]
