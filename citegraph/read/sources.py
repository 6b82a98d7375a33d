"""List the files to read: expand folders and patterns, and hash contents."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import BinaryIO, NamedTuple

import regex

from citegraph.errors import ReadError, no_more_files
from citegraph.model import Failure
from citegraph.read import decompress, glob_patterns
from citegraph.read.file_names import STDIN, Paths, named, names, shown
from citegraph.read.parser_types import HEAD_BYTES, Allowance, Content

STDIN_BYTES = 512 * 1024 * 1024
"""Standard input is held in memory, so that it can be hashed and handed to another process: at most this many bytes."""

CHANGED = ("was changed while it was read", "read it again when no program writes to it")
"""Reason and remedy of a file whose bytes did not stay what they were."""

TICK_SECONDS = 0.02
"""How far the clock may step by which a file system dates a change: twice what the slowest clock of a kernel does."""

# An ending begins with a letter, lest "bao cao 12.2023" lose its year.
_ENDING = regex.compile(r"\.[a-z][a-z0-9]{0,7}\Z", regex.IGNORECASE)


class State(NamedTuple):
    """What tells whether a file still holds the same bytes: every change of them sets the last."""

    device: int
    inode: int
    size: int
    modified: int  # nanoseconds
    changed: int  # nanoseconds; no program can set this back

    @classmethod
    def of(cls, found: os.stat_result) -> State:
        """The state that the system tells."""
        return cls(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that may hold reports: small, picklable, not opened yet."""

    path: str  # the name of the file for people and the store, as `naming.shown` spells it
    file: Path  # to open
    data: bytes | None = field(default=None, repr=False)  # standard input
    state: State | None = field(default=None, repr=False)  # that of the file when it was pinned
    digest: str | None = field(default=None, repr=False)  # SHA-256 of the bytes in that state

    @property
    def stem(self) -> str:
        """The file name without its endings: "tin.jsonl.xz" -> "tin"."""
        return _split(self.path)[0]

    @property
    def ending(self) -> str:
        """The last ending in lower case, without that of a compression: "tin.jsonl.xz" -> ".jsonl"; "" for none."""
        return _split(self.path)[1]

    def pinned(self) -> Source:
        """The same, that holds to the bytes of now: once they have changed, opening it is a ReadError.

        ReadError where it cannot be opened. A change right after another may bear the same time, so a file that was
        changed this very moment is let grow a tick older.
        """
        if self.data is not None or self.state is not None:
            return self
        with self._opened() as (_, state):
            pass
        now = time.time_ns()
        if any(0 <= now - dated < TICK_SECONDS * 1e9 for dated in (state.modified, state.changed)):
            time.sleep(TICK_SECONDS)
            with self._opened() as (_, state):
                pass
        return replace(self, state=state)

    def hashed(self) -> Source:
        """The same, pinned, with its SHA-256; ReadError where it cannot be read."""
        pinned = self.pinned()
        return replace(pinned, digest=pinned.sha256())

    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the bytes as they lie on the disk; ReadError where they cannot be read.

        Of a pinned source it is that of the bytes that it is pinned to: ReadError where others are there by now.
        """
        digest = self.digest
        if digest is None:
            with self.raw() as raw:
                digest = hashlib.file_digest(raw, "sha256").hexdigest()  # type: ignore[arg-type]
        if not self.unchanged():
            raise ReadError(self.path, *CHANGED)
        return digest

    def unchanged(self) -> bool:
        """Whether the file still holds the bytes that the source is pinned to, or it is not pinned."""
        if self.state is None:
            return True
        try:
            return State.of(os.stat(self.file)) == self.state  # noqa: PTH116 - the name need not be valid text
        except OSError:
            return False

    @contextmanager
    def raw(self) -> Iterator[BinaryIO]:
        """The bytes as they lie on the disk.

        ReadError where the file is no regular file, cannot be opened, or has changed since the source was pinned.
        """
        if self.data is not None:
            yield io.BytesIO(self.data)
            return
        with self._opened() as (raw, state):
            if self.state not in (None, state):
                raise ReadError(self.path, *CHANGED)
            yield raw

    @contextmanager
    def _opened(self) -> Iterator[tuple[BinaryIO, State]]:
        """The file, whatever state it is in, and that state."""
        try:
            # The file may have become something else since it was listed; a FIFO must not make us wait.
            descriptor = os.open(self.file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        except OSError as error:
            raise ReadError(self.path, *_fault(error)) from error
        with os.fdopen(descriptor, "rb") as raw:
            found = os.fstat(descriptor)
            kind = _special(found.st_mode)
            if kind:
                raise ReadError(self.path, kind, "name a regular file")
            try:
                yield raw, State.of(found)
            except OSError as error:
                raise ReadError(self.path, *_fault(error)) from error

    @contextmanager
    def opened(self) -> Iterator[Content]:
        """The content, decompressed and under guard against bombs; ReadError where it cannot be opened."""
        with self.raw() as raw:
            magic = raw.read(8)
            size = raw.seek(0, os.SEEK_END)
            raw.seek(0)
            allowance = Allowance(size)
            ending = next((ending for ending, start in decompress.ENDINGS.items() if magic.startswith(start)), None)
            if ending is None:
                head = raw.read(HEAD_BYTES)
                raw.seek(0)
                yield Content(self.path, self.ending, raw, head, allowance=allowance)
                return
            with decompress.unpacked(raw, ending, self.path, size, HEAD_BYTES) as stream:
                head = stream.peek(HEAD_BYTES)[:HEAD_BYTES]
                yield Content(self.path, self.ending, stream, head, stream.doubts, allowance)


class Absent(Failure):
    """What was named, and nothing is there: a slip of the hand, or a file that has gone since."""

    __slots__ = ()


def sources(paths: Paths, *, stdin: BinaryIO | None = None) -> Iterator[Source | Failure]:
    """List the files that `paths` name, in the order of their names, without opening them.

    A path is a file, a folder (all files below it; names that begin with "." or "~$", and links to folders, are not
    entered), a pattern with * ? [ ] or ** (see `patterns`), or "-" for `stdin` (default: standard input, which is read
    here). What is there and no file to read comes as a Failure, what is not there as Absent. No file is listed twice.
    """
    seen: set[str] = set()
    for name in sorted(set(names(paths))):
        for found in _expand(name, stdin):
            key = found.path if found.path == STDIN or isinstance(found, Failure) else os.path.abspath(found.file)  # noqa: PTH100
            if key not in seen:
                seen.add(key)
                yield found


def covered(paths: Iterable[str], unread: Iterable[str] = ()) -> Callable[[str], bool]:
    """The test whether `sources(paths)` lists a file by its path if it is there; of what is `unread` nobody knows.

    `unread` are paths of Failures, among them folders that could not be looked into.
    """
    plain = frozenset(name for name in paths if not glob_patterns.is_pattern(name))
    below = tuple(name.rstrip(os.sep) + os.sep for name in plain)
    wild = [name for name in paths if name not in plain]
    closed = tuple(named(path) + os.sep for path in unread)

    def covers(path: str) -> bool:
        name = named(path)
        asked = name in plain or name.startswith(below) or any(glob_patterns.covers(pattern, name) for pattern in wild)
        return asked and not name.startswith(closed)

    return covers


def gone(file: Path) -> bool:
    """Whether there surely is no such file any more; a link that leads nowhere is none."""
    try:
        os.stat(file)  # noqa: PTH116
    except OSError as error:
        return error.errno in glob_patterns.NOWHERE
    return False


def _expand(name: str, stdin: BinaryIO | None) -> Iterator[Source | Failure]:
    if name == STDIN:
        yield _standard_input(stdin or sys.stdin.buffer)
    elif not glob_patterns.is_pattern(name):
        yield from _walk(name, named=True)
    else:
        found = list(glob_patterns.expand(name))
        if not found:
            yield Absent(shown(name), "matches no file", "check the pattern")
        yield from (Failure(shown(error.filename), *_fault(error)) for error in found if isinstance(error, OSError))
        for match in sorted(each for each in found if isinstance(each, str)):
            yield from _walk(match, named=False)


def _walk(name: str, *, named: bool) -> Iterator[Source | Failure]:
    """One name and, if it is a folder, what lies below it; `named` says that a person named it, link or not."""
    waiting = [(name, named)]  # a stack, for folders may lie deeper than calls may nest
    while waiting:
        name, named = waiting.pop()
        try:
            mode = os.stat(name).st_mode  # noqa: PTH116 - the name need not be valid text
            kind = _special(mode)
            if not stat.S_ISDIR(mode):
                yield Failure(shown(name), kind, "name a regular file") if kind else Source(shown(name), Path(name))
            elif os.path.islink(name) and not named:  # noqa: PTH114
                yield Failure(shown(name), "is a link to a folder, which is not followed", "name the folder itself")
            else:
                with os.scandir(name) as entries:
                    inside = sorted(
                        (e.name for e in entries if not e.name.startswith(glob_patterns.HIDDEN)), reverse=True
                    )
                waiting += [(os.path.join(name, entry), False) for entry in inside]  # noqa: PTH118
        except OSError as error:
            absent = error.errno in glob_patterns.NOWHERE and not os.path.lexists(
                name
            )  # a link that leads nowhere is there
            yield (Absent if absent else Failure)(shown(name), *_fault(error))


def _standard_input(stdin: BinaryIO) -> Source | Failure:
    data = stdin.read(STDIN_BYTES + 1)
    if len(data) > STDIN_BYTES:
        return Failure(STDIN, f"standard input is longer than {STDIN_BYTES // 2**20} MB", "give it as a file")
    return Source(STDIN, Path(STDIN), data)


def _special(mode: int) -> str | None:
    """What a thing is that cannot be read like a file; None for a regular file."""
    if stat.S_ISREG(mode):
        return None
    kinds = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a named pipe"), (stat.S_ISSOCK, "a socket"))
    return "is " + next((kind for test, kind in kinds if test(mode)), "a device") + ", not a file"


def _fault(error: OSError) -> tuple[str, str]:
    """Reason and remedy of what the operating system says; the error itself where it is no file's fault."""
    if no_more_files(error):
        raise error
    remedies = {
        FileNotFoundError: "check the name",
        PermissionError: "give yourself the right to read it",
    }
    remedy = remedies.get(type(error), "check the disk and the name")
    return f"cannot be opened: {error.strerror or error}", remedy


def _split(path: str) -> tuple[str, str]:
    """File name without endings, and the ending that tells the format."""
    if path == STDIN:
        return "stdin", ""
    name = PurePath(path).name
    outer = PurePath(name)
    if outer.suffix.lower() in decompress.ENDINGS:
        name = outer.stem
    found = _ENDING.search(name)
    if found is None or not found.start():
        return name, ""
    return name[: found.start()], found.group().lower()
