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

from citegraph.errors import ReadError, is_too_many_open_files, os_error_text
from citegraph.i18n import Message, message
from citegraph.model import Failure
from citegraph.read import decompress, glob_patterns
from citegraph.read.file_name_encoding import STDIN, Paths, from_stored_name, path_texts, to_stored_name
from citegraph.read.parser_types import HEAD_BYTES, Allowance, Content
from citegraph.read.text_recognition import DEFAULT, Recognition

STDIN_BYTES = 512 * 1024 * 1024
"""The most bytes of standard input, which is held in memory so that it can be hashed and sent to another process."""

CHANGED = (message("file.changed"), message("do.read_again"))
"""The reason and remedy for a file that changed while it was read."""

TICK_SECONDS = 0.02
"""The resolution of file times, in seconds: twice that of the slowest kernel clock."""

# An ending begins with a letter, so that "bao cao 12.2023" keeps its year.
_ENDING = regex.compile(r"\.[a-z][a-z0-9]{0,7}\Z", regex.IGNORECASE)


class FileFingerprint(NamedTuple):
    """The values that show whether a file still has the same content. Every change updates `changed`."""

    device: int
    inode: int
    size: int
    modified: int  # nanoseconds
    changed: int  # nanoseconds; programs cannot set this back

    @classmethod
    def of_stat_result(cls, result: os.stat_result) -> FileFingerprint:
        """Return the state from a stat result."""
        return cls(result.st_dev, result.st_ino, result.st_size, result.st_mtime_ns, result.st_ctime_ns)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that may hold reports: small, picklable and not opened yet."""

    path: str  # the name shown and stored, as `file_name_encoding.to_stored_name` spells it
    file: Path  # the path to open
    data: bytes | None = field(default=None, repr=False)  # the content of standard input
    state: FileFingerprint | None = field(default=None, repr=False)  # the state of the file when it was pinned
    digest: str | None = field(default=None, repr=False)  # SHA-256 of the content in that state
    recognition: Recognition = DEFAULT  # which scanned pages are recognized

    @property
    def stem(self) -> str:
        """The file name without its endings: "tin.jsonl.xz" -> "tin"."""
        return _split_endings(self.path)[0]

    @property
    def ending(self) -> str:
        """The last ending in lower case, without that of a compression: "tin.jsonl.xz" -> ".jsonl"; "" if none."""
        return _split_endings(self.path)[1]

    def pinned_to_current_state(self) -> Source:
        """Return the source pinned to the current content: opening it raises ReadError if the file has changed.

        Two changes in quick succession may have the same time. So this waits for one tick if the file has just been
        changed.

        Raises:
            ReadError: The file cannot be opened.
        """
        if self.data is not None or self.state is not None:
            return self
        with self._open_current() as (_, state):
            pass
        now = time.time_ns()
        if any(0 <= now - changed_at < TICK_SECONDS * 1e9 for changed_at in (state.modified, state.changed)):
            time.sleep(TICK_SECONDS)
            with self._open_current() as (_, state):
                pass
        return replace(self, state=state)

    def with_sha256(self) -> Source:
        """Return the source pinned, with its SHA-256.

        Raises:
            ReadError: The file cannot be read.
        """
        pinned = self.pinned_to_current_state()
        return replace(pinned, digest=pinned.sha256())

    def sha256(self) -> str:
        """Return the hexadecimal SHA-256 of the file's content, before any decompression.

        Raises:
            ReadError: The file cannot be read, or has changed since the source was pinned.
        """
        digest = self.digest
        if digest is None:
            with self.open_raw() as raw:
                digest = hashlib.file_digest(raw, "sha256").hexdigest()  # type: ignore[arg-type]
        if not self.is_unchanged():
            raise ReadError(self.path, *CHANGED)
        return digest

    def is_unchanged(self) -> bool:
        """Whether the file still has the content that the source is pinned to; True if it is not pinned."""
        if self.state is None:
            return True
        try:
            return FileFingerprint.of_stat_result(os.stat(self.file)) == self.state  # noqa: PTH116 - the name need not be valid text
        except OSError:
            return False

    @contextmanager
    def open_raw(self) -> Iterator[BinaryIO]:
        """Open the file without decompression.

        Raises:
            ReadError: The file is not a regular file, cannot be opened, or has changed since the source was pinned.
        """
        if self.data is not None:
            yield io.BytesIO(self.data)
            return
        with self._open_current() as (raw, state):
            if self.state not in (None, state):
                raise ReadError(self.path, *CHANGED)
            yield raw

    @contextmanager
    def _open_current(self) -> Iterator[tuple[BinaryIO, FileFingerprint]]:
        """Open the file in its current state; yield the stream and the state."""
        try:
            # The file may have been replaced since it was listed; opening a FIFO must not block.
            descriptor = os.open(self.file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        except OSError as error:
            raise ReadError(self.path, *_os_error_reason(error)) from error
        with os.fdopen(descriptor, "rb") as raw:
            status = os.fstat(descriptor)
            kind = _special_file_kind(status.st_mode)
            if kind:
                raise ReadError(self.path, kind, message("do.name_regular_file"))
            try:
                yield raw, FileFingerprint.of_stat_result(status)
            except OSError as error:
                raise ReadError(self.path, *_os_error_reason(error)) from error

    @contextmanager
    def open_content(self) -> Iterator[Content]:
        """Open the content, decompressed and guarded against decompression bombs.

        Raises:
            ReadError: The file cannot be opened.
        """
        with self.open_raw() as raw:
            magic = raw.read(8)
            size = raw.seek(0, os.SEEK_END)
            raw.seek(0)
            allowance = Allowance(size)
            ending = next((ending for ending, start in decompress.ENDINGS.items() if magic.startswith(start)), None)
            if ending is None:
                head = raw.read(HEAD_BYTES)
                raw.seek(0)
                yield Content(self.path, self.ending, raw, head, allowance=allowance, recognition=self.recognition)
                return
            with decompress.open_compressed(raw, ending, self.path, size, HEAD_BYTES) as stream:
                head = stream.peek(HEAD_BYTES)[:HEAD_BYTES]
                yield Content(self.path, self.ending, stream, head, stream.warnings_so_far, allowance, self.recognition)


class Absent(Failure):
    """A failure for a path that does not exist: it is mistyped, or the file was removed."""

    __slots__ = ()


def sources(
    paths: Paths, *, stdin: BinaryIO | None = None, recognition: Recognition = DEFAULT
) -> Iterator[Source | Failure]:
    """List the files that `paths` name, in the order of their names, without opening them.

    Names that begin with "." or "~$" are skipped in folders, and links to folders are not followed. No file is listed
    twice.

    Args:
        paths: Files, folders (for all files below them), patterns with * ? [ ] or ** (see `glob_patterns`), or "-" for
            standard input.
        stdin: The stream for "-", which is read here; standard input by default.
        recognition: Which scanned pages are recognized when the files are read.

    Yields:
        Each file; Absent for a path that does not exist, and a Failure for anything else that is not a readable file.
    """
    seen: set[str] = set()
    for name in sorted(set(path_texts(paths))):
        for found in _expand(name, stdin):
            key = found.path if found.path == STDIN or isinstance(found, Failure) else os.path.abspath(found.file)  # noqa: PTH100
            if key not in seen:
                seen.add(key)
                yield found if isinstance(found, Failure) else replace(found, recognition=recognition)


def make_coverage_test(paths: Iterable[str], unread: Iterable[str] = ()) -> Callable[[str], bool]:
    """Return a function that decides whether `sources(paths)` lists a given path if it exists.

    Args:
        paths: Paths as for `sources`.
        unread: Paths of Failures, such as folders that could not be listed; files below these are not covered.
    """
    literal = frozenset(name for name in paths if not glob_patterns.is_pattern(name))
    below = tuple(name.rstrip(os.sep) + os.sep for name in literal)
    patterns = [name for name in paths if name not in literal]
    unread_folders = tuple(from_stored_name(path) + os.sep for path in unread)

    def covers(path: str) -> bool:
        name = from_stored_name(path)
        is_named = (
            name in literal
            or name.startswith(below)
            or any(glob_patterns.covers(pattern, name) for pattern in patterns)
        )
        return is_named and not name.startswith(unread_folders)

    return covers


def is_gone(file: Path) -> bool:
    """Whether a file certainly no longer exists; a broken link counts as not existing."""
    try:
        os.stat(file)  # noqa: PTH116
    except OSError as error:
        return error.errno in glob_patterns.NOWHERE
    return False


def _expand(name: str, stdin: BinaryIO | None) -> Iterator[Source | Failure]:
    if name == STDIN:
        yield _source_of_stdin(stdin or sys.stdin.buffer)
    elif not glob_patterns.is_pattern(name):
        yield from _walk(name, named=True)
    else:
        found = list(glob_patterns.expand(name))
        if not found:
            yield Absent(to_stored_name(name), message("file.no_match"), message("do.check_pattern"))
        yield from (
            Failure(to_stored_name(error.filename), *_os_error_reason(error))
            for error in found
            if isinstance(error, OSError)
        )
        for match in sorted(entry for entry in found if isinstance(entry, str)):
            yield from _walk(match, named=False)


def _walk(name: str, *, named: bool) -> Iterator[Source | Failure]:
    """Yield a file or, for a folder, the files below it.

    If a user named the folder (`named`), it is read even if it is a link.
    """
    waiting = [(name, named)]  # a stack, because folders may be nested deeper than calls
    while waiting:
        name, named = waiting.pop()
        try:
            mode = os.stat(name).st_mode  # noqa: PTH116 - the name need not be valid text
            kind = _special_file_kind(mode)
            if not stat.S_ISDIR(mode):
                yield (
                    Failure(to_stored_name(name), kind, message("do.name_regular_file"))
                    if kind
                    else Source(to_stored_name(name), Path(name))
                )
            elif os.path.islink(name) and not named:  # noqa: PTH114
                yield Failure(to_stored_name(name), message("file.linked_folder"), message("do.name_folder"))
            else:
                with os.scandir(name) as entries:
                    inside = sorted(
                        (e.name for e in entries if not e.name.startswith(glob_patterns.HIDDEN)), reverse=True
                    )
                waiting += [(os.path.join(name, entry), False) for entry in inside]  # noqa: PTH118
        except OSError as error:
            absent = error.errno in glob_patterns.NOWHERE and not os.path.lexists(name)  # a broken link is not absent
            yield (Absent if absent else Failure)(to_stored_name(name), *_os_error_reason(error))


def _source_of_stdin(stdin: BinaryIO) -> Source | Failure:
    data = stdin.read(STDIN_BYTES + 1)
    if len(data) > STDIN_BYTES:
        return Failure(STDIN, message("file.too_long", mb=STDIN_BYTES // 2**20), message("do.give_as_file"))
    return Source(STDIN, Path(STDIN), data)


def _special_file_kind(mode: int) -> Message | None:
    """Return the kind of a special file; None for a regular file."""
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISDIR(mode):
        return message("file.is_folder")
    if stat.S_ISFIFO(mode):
        return message("file.is_pipe")
    return message("file.is_socket") if stat.S_ISSOCK(mode) else message("file.is_device")


def _os_error_reason(error: OSError) -> tuple[Message, Message]:
    """Return the reason and remedy for an error of the operating system. Raises it if no more files can be opened."""
    if is_too_many_open_files(error):
        raise error
    if isinstance(error, FileNotFoundError):
        return message("file.not_found"), message("do.check_name")
    what = message("file.cannot_open", why=os_error_text(error))
    return what, message("do.check_permissions" if isinstance(error, PermissionError) else "do.check_disk")


def _split_endings(path: str) -> tuple[str, str]:
    """Return the file name without endings, and the ending that shows the format."""
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
