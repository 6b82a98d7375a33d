"""Types that all format parsers take and return."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from citegraph.errors import ReadError, no_more_files
from citegraph.model import Failure, IsoDate

HEAD_BYTES = 64 * 1024
"""How much of a file the sniffers see, in bytes."""

DOCUMENT_BYTES = 256 * 1024 * 1024
"""The longest file that is read whole (everything but tables, which are streamed), in bytes after decompression."""

MEMBERS = 10_000
"""How many files may lie in one, those in archives within it counted along."""
MEMBER_BYTES = 2 * 1024 * 1024 * 1024
MEMBER_FREE_BYTES = 64 * 1024 * 1024
MEMBER_RATIO = 400
"""What they may come to together: in all, for free, and beyond that for each byte of the file they lie in."""
MEMBER_DEPTH = 5
"""How deep archives and mails may lie in one another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a format parser finds in a file or a row, before the text itself is searched for its metadata."""

    text: str
    row: int | None = None  # 1-based, of a table
    part: str | None = None  # which of several tables or messages in the file
    id: str | None = None
    sha256: str | None = None  # of the row
    title: str | None = None
    date: IsoDate | None = None
    publisher: str | None = None
    url: str | None = None
    warnings: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()

    def of(self, part: str | None) -> Draft:
        """The same, from one of several parts of its file."""
        return replace(self, part=part)


@dataclass(frozen=True, slots=True)
class Member:
    """A file that lies in another: in an archive, or attached to a mail."""

    name: str  # with the folders it lies in
    data: bytes


class Allowance:
    """What the files inside of one file may come to together, however deep they lie in one another."""

    def __init__(self, packed_bytes: int) -> None:
        """`packed_bytes` is how long the outermost file is."""
        self.bytes = min(MEMBER_BYTES, MEMBER_FREE_BYTES + MEMBER_RATIO * packed_bytes)
        self.members = MEMBERS

    def take(self, path: str, size: int) -> None:
        """Take a member of `size` bytes; ReadError, with `path` in it, where that is one too many, or too long."""
        self.members -= 1
        self.bytes -= size
        if self.members < 0:
            raise ReadError(path, f"holds more than {MEMBERS} files", "unpack it and give the files in it")
        if self.bytes < 0:
            raise ReadError(
                path, "unpacks to far more than its size, as a bomb does", "unpack it yourself if you trust it"
            )


@dataclass(frozen=True, slots=True)
class Content:
    """An opened source: what a format parser gets to read."""

    path: str  # for messages
    ending: str  # lower case, without the ending of a compression: ".txt", or "" where there is none
    stream: BinaryIO  # decompressed, from the start, to be read once
    head: bytes  # the first HEAD_BYTES of the stream, not taken from it
    doubts: Callable[[], tuple[str, ...]] = tuple  # what is doubtful about the stream, known when it has been read
    allowance: Allowance = field(default_factory=lambda: Allowance(0))  # for the files that lie in this one

    def data(self) -> bytes:
        """All bytes; ReadError where there are more than DOCUMENT_BYTES."""
        data = self.stream.read(DOCUMENT_BYTES + 1)
        if len(data) > DOCUMENT_BYTES:
            megabytes = DOCUMENT_BYTES // 2**20
            raise ReadError(
                self.path, f"longer than {megabytes} MB", "split it, or give it as a table of reports (.jsonl)"
            )
        return data


def failure(path: str, form: str, error: Exception) -> Failure:
    """What is listed for a file or row whose reading in the format called `form` raised an error.

    OSError, the same, where it says that no more files can be opened.
    """
    if no_more_files(error):
        raise error
    if isinstance(error, ReadError):
        return Failure(path, error.what, error.remedy)
    if isinstance(error, MemoryError):
        return Failure(path, "needs more memory than there is", "split it, or give the run more memory")
    said = f"{type(error).__name__}: {error}".splitlines()[0][:200]
    return Failure(path, f"cannot be read as {form} ({said})", "open it in its own program and save it anew")


@dataclass(frozen=True, slots=True)
class Table:
    """The two halves of reading a table, so that the costly one can be left to other processes."""

    name: str  # of the format
    rows: Callable[[Content], Iterator[Any]]  # those that say anything, as they lie there behind a number, or a Failure
    parse: Callable[[str, Any], Draft | Failure]  # (path for messages, row) -> what it holds
    size: Callable[[Any], int]  # about how many bytes a row is that is no Failure

    def length(self, row: Any) -> int:
        """About how many bytes a row or Failure is, to bound what is handed over together."""
        return 0 if isinstance(row, Failure) else self.size(row)

    def drafts(self, path: str, rows: Iterable[Any]) -> Iterator[Draft | Failure]:
        """What some of the rows of the table at `path` hold; one that breaks its parser costs no other."""
        for row in rows:
            try:
                yield row if isinstance(row, Failure) else self.parse(path, row)
            except Exception as error:
                yield failure(f"{path}#{row[0]}", self.name, error)


@dataclass(frozen=True, slots=True)
class Format:
    """One row of the table of formats."""

    name: str
    endings: tuple[str, ...]  # under which files of the format are usual
    claims: Callable[[bytes, str], bool]  # (head, ending) -> whether the content is of this format
    parse: Callable[[Content], Iterator[Draft | Member | Failure]]  # may raise anything, which becomes a Failure
    table: Table | None = None  # how its rows are told apart before they are parsed, where it is one
    compressible: bool = field(default=False)  # whether .gz, .xz and .zst around it are usual
    risky: bool = field(default=False)  # whether its parser may hang or die over a hostile file
    holds: Callable[[Collection[str]], bool] | None = None  # whether files of these names lie in one of the format
