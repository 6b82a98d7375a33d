"""A source in, its bytes under guard out; and the values that format parsers take and give."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from citegraph.errors import ReadError
from citegraph.model import Failure, IsoDate

HEAD_BYTES = 64 * 1024
"""How much of a file the sniffers see, in bytes."""

DOCUMENT_BYTES = 256 * 1024 * 1024
"""The longest file that is read whole (everything but tables, which are streamed), in bytes after decompression."""

EXPANSION_FREE_BYTES = 64 * 1024 * 1024
EXPANSION_RATIO = 400
"""A compressed file may give out this many bytes for free, and beyond them this many for each byte it holds; real text
compresses 5 to 50 times, a bomb a thousand times and more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a format parser finds in a file or a row, before the text itself is searched for its metadata."""

    text: str
    row: int | None = None  # 1-based, of a table
    id: str | None = None
    sha256: str | None = None  # of the row
    title: str | None = None
    date: IsoDate | None = None
    publisher: str | None = None
    url: str | None = None
    warnings: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """An opened source: what a format parser gets to read."""

    path: str  # for messages
    ending: str  # lower case, without the ending of a compression: ".txt", or "" where there is none
    stream: BinaryIO  # decompressed, from the start, to be read once
    head: bytes  # the first HEAD_BYTES of the stream, not taken from it

    def data(self) -> bytes:
        """All bytes; ReadError where there are more than DOCUMENT_BYTES."""
        data = self.stream.read(DOCUMENT_BYTES + 1)
        if len(data) > DOCUMENT_BYTES:
            megabytes = DOCUMENT_BYTES // 2**20
            raise ReadError(
                self.path, f"longer than {megabytes} MB", "split it, or give it as a table of reports (.jsonl)"
            )
        return data


@dataclass(frozen=True, slots=True)
class Format:
    """One row of the table of formats."""

    name: str
    endings: tuple[str, ...]  # under which files of the format are usual
    claims: Callable[[bytes, str], bool]  # (head, ending) -> whether the content is of this format
    parse: Callable[[Content], Iterator[Draft | Failure]]  # may raise anything; what it raises becomes a Failure
    compressible: bool = field(default=False)  # whether .gz, .xz and .zst around it are usual


class GuardedStream(io.RawIOBase):
    """A decompressor that gives up on bombs, and says what is wrong with a broken archive instead of where in zlib."""

    def __init__(self, inner: BinaryIO, path: str, packed_bytes: int) -> None:
        """Guard `inner`, which decompresses `packed_bytes` bytes; `path` is for messages."""
        self._inner, self._path = inner, path
        self._limit = EXPANSION_FREE_BYTES + EXPANSION_RATIO * packed_bytes
        self._given = 0

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` as far as the stream goes; the number of bytes. ReadError for a bomb or a broken archive."""
        filled = 0
        while filled < len(buffer):
            try:
                piece = self._inner.read(len(buffer) - filled)
            except Exception as error:  # each decompressor has its own family of errors
                if filled:
                    break  # hand out what is sound first; the next call meets the fault again
                raise ReadError(
                    self._path, f"its compression is broken or cut off ({error})", "fetch or compress the file again"
                ) from error
            if not piece:
                break
            buffer[filled : filled + len(piece)] = piece
            filled += len(piece)
        self._given += filled
        if self._given > self._limit:
            raise ReadError(
                self._path,
                f"expands to more than {EXPANSION_RATIO} times its size, as a decompression bomb does",
                "decompress it yourself if you trust it",
            )
        return filled

    def close(self) -> None:
        """Close the decompressor too."""
        self._inner.close()
        super().close()
