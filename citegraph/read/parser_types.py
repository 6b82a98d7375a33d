"""Types that format parsers take and return."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from citegraph.errors import ReadError, first_line, is_too_many_open_files
from citegraph.i18n import message
from citegraph.model import Failure, IsoDate, LineUnit, Section
from citegraph.read.text_recognition import DEFAULT, Recognition

HEAD_BYTES = 64 * 1024
"""How much of a file is used to recognize its format, in bytes."""

DOCUMENT_BYTES = 256 * 1024 * 1024
"""The longest file that is read whole (all but tables, which are streamed), in bytes after decompression."""

MAX_PAGES = 10_000
"""The most pages of a PDF or a scan."""

MEMBERS = 10_000
"""The most files inside one file, including those in nested archives."""
MEMBER_BYTES = 2 * 1024 * 1024 * 1024
MEMBER_FREE_BYTES = 64 * 1024 * 1024
MEMBER_RATIO = 400
"""The most bytes that the files inside one file may have together: MEMBER_FREE_BYTES, plus this many for each byte of
the outer file, but never more than MEMBER_BYTES."""
MEMBER_DEPTH = 5
"""How many levels deep archives and mails may be nested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedReport:
    """The result of a format parser for a file or a row, before its text is searched for metadata."""

    text: str
    row: int | None = None  # number of the row in its table, from 1
    part: str | None = None  # name of one of several tables or messages in the file
    id: str | None = None
    sha256: str | None = None  # SHA-256 of the row
    title: str | None = None
    date: IsoDate | None = None
    publisher: str | None = None
    url: str | None = None
    warnings: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    sections: tuple[Section, ...] = ()
    unit: LineUnit = "line"

    def with_part(self, part: str | None) -> ParsedReport:
        """Return a copy that comes from a part of its file."""
        return replace(self, part=part)


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """A sign that a parser is still working. It restarts the time limit."""

    pages: int  # recognized so far
    of: int  # pages to recognize


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside another: in an archive, or attached to a mail."""

    name: str  # with its folders
    data: bytes


class Allowance:
    """A shared limit on the number and size of the files inside one file, at all levels of nesting."""

    def __init__(self, packed_bytes: int) -> None:
        """Create the allowance of an outermost file of `packed_bytes` bytes."""
        self.bytes = min(MEMBER_BYTES, MEMBER_FREE_BYTES + MEMBER_RATIO * packed_bytes)
        self.members = MEMBERS

    def count_member(self, path: str, size: int) -> None:
        """Count a member of `size` bytes.

        Raises:
            ReadError: The limit is exceeded; `path` is named in the message.
        """
        self.members -= 1
        if self.members < 0:
            raise ReadError(path, message("file.too_many_members", most=MEMBERS), message("do.unpack"))
        self.count_unpacked(path, size)

    def count_unpacked(self, path: str, size: int) -> None:
        """Count `size` bytes to be unpacked, also those of a member that is skipped.

        Raises:
            ReadError: Fewer bytes are left; `path` is named in the message.
        """
        if size > self.bytes:
            raise ReadError(path, message("file.bomb"), message("do.unpack_if_trusted"))
        self.bytes -= size


@dataclass(frozen=True, slots=True)
class Content:
    """An opened source, as a format parser gets it."""

    path: str  # path of the file, for messages
    ending: str  # lower case, without that of a compression: ".txt"; "" if there is none
    stream: BinaryIO  # decompressed; can be read only once
    head: bytes  # the first HEAD_BYTES of the stream; they are not consumed
    doubts: Callable[[], tuple[str, ...]] = tuple  # warnings about the stream, complete when it has been read
    allowance: Allowance = field(default_factory=lambda: Allowance(0))  # for the files inside this one
    recognition: Recognition = DEFAULT  # which scanned pages are recognized

    def data(self) -> bytes:
        """Return all bytes.

        Raises:
            ReadError: There are more than DOCUMENT_BYTES.
        """
        data = self.stream.read(DOCUMENT_BYTES + 1)
        if len(data) > DOCUMENT_BYTES:
            what = message("file.too_long", mb=DOCUMENT_BYTES // 2**20)
            raise ReadError(self.path, what, message("do.split_or_jsonl"))
        return data


def failure_of_error(path: str, form: str, error: Exception) -> Failure:
    """Return the failure for an error that was raised while a file or row was read.

    Args:
        path: The file or row.
        form: The name of its format.
        error: The error.

    Raises:
        OSError: `error` itself, if it says that no more files can be opened.
    """
    if is_too_many_open_files(error):
        raise error
    if isinstance(error, ReadError):
        return Failure(path, error.what, error.remedy)
    if isinstance(error, MemoryError):
        return Failure(path, message("file.out_of_memory"), message("do.split_or_memory"))
    why = f"{type(error).__name__}: {first_line(error)}"
    return Failure(path, message("file.cannot_read_as", form=form, why=why), message("do.resave"))


@dataclass(frozen=True, slots=True)
class TableReader:
    """The two steps of reading a table; other processes can do the second, expensive one."""

    name: str  # name of the format
    rows: Callable[[Content], Iterator[Any]]  # rows that are not blank: a number and unparsed content, or a Failure
    parse: Callable[[str, Any], ParsedReport | Failure]  # (path for messages, row) -> its report
    size: Callable[[Any], int]  # (row) -> about its length in bytes; not called for a Failure

    def row_byte_length(self, row: Any) -> int:
        """Return about how many bytes a row or Failure has, to limit the size of a batch."""
        return 0 if isinstance(row, Failure) else self.size(row)

    def parse_rows(self, path: str, rows: Iterable[Any]) -> Iterator[ParsedReport | Failure]:
        """Parse rows of the table at `path`. An error in one row becomes a Failure; other rows are not affected."""
        for row in rows:
            try:
                yield row if isinstance(row, Failure) else self.parse(path, row)
            except Exception as error:
                yield failure_of_error(f"{path}#{row[0]}", self.name, error)


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A row of the table of formats."""

    name: str
    endings: tuple[str, ...]  # usual endings of files of the format
    recognizes: Callable[[bytes, str], bool]  # (head, ending) -> whether the content is of this format
    parse: Callable[
        [Content], Iterator[ParsedReport | Member | Failure | Heartbeat]
    ]  # any error it raises becomes a Failure
    table: TableReader | None = None  # how its rows are read, if it is a table
    compressible: bool = field(default=False)  # whether it is usual with .gz, .xz and .zst
    risky: bool = field(default=False)  # whether a hostile file may hang or crash its parser
    recognizes_container: Callable[[Collection[str]], bool] | None = (
        None  # (names of inner files) -> whether it is of this format
    )
