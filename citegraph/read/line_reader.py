"""Read the lines of a table with a length limit, and step back to read some again."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import BinaryIO

ROW_BYTES = 64 * 1024 * 1024
"""The longest row, in bytes. The content of a longer line is discarded."""
ROW_LINES = 1_000_000
"""The most lines of a row, since each line takes memory beyond its bytes."""
AGAIN = 5
"""A table may be read again up to this many times its length in all, so that the work stays proportional to it."""

_PIECE_BYTES = 1024 * 1024


class Lines:
    """An iterator over the lines of a stream, each with its line end; None for a line longer than ROW_BYTES.

    At most ROW_BYTES of the stream are in memory. An error of the stream is raised only after all lines before it.
    """

    def __init__(self, stream: BinaryIO, *, carriage: bool = False) -> None:
        """Read from `stream`; with `carriage`, a lone "\\r" also ends a line."""
        self._fresh = _split_lines(stream, carriage=carriage)
        self._back: deque[bytes | None] = deque()
        self._error: Exception | None = None
        self._read = self._again = 0
        self.number = 0
        """The number of the last line, from 1."""
        self.repeated = False
        """Whether the last line was read before."""

    def __iter__(self) -> Lines:
        """Return the iterator itself."""
        return self

    def __next__(self) -> bytes | None:
        """Return the next line."""
        self.repeated = bool(self._back)
        if self.repeated:
            line = self._back.popleft()
        elif self._error is not None:
            raise self._error
        else:
            line = next(self._fresh)
            self._read += len(line or b"")
        self.number += 1
        return line

    def read_row_lines(self, size: int = 0) -> Iterator[bytes]:
        """Yield the lines that may belong to the same row as the `size` bytes before them.

        They end with the stream, when the row would exceed ROW_BYTES, or when too much was read again already.
        """
        for _ in range(ROW_LINES):
            try:
                line = next(self)
            except StopIteration:
                return
            except Exception as error:
                self._error = error
                return
            size += len(line or b"")
            if line is None or size > ROW_BYTES or self._again > AGAIN * self._read:
                self.push_back([line])
                return
            yield line

    def push_back(self, lines: Iterable[bytes | None]) -> None:
        """Give back the last lines, in their order, to be read again."""
        lines = list(lines)
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)
        self._again += sum(len(line or b"") for line in lines)


def _split_lines(stream: BinaryIO, *, carriage: bool) -> Iterator[bytes | None]:
    ends = (b"\n", b"\r") if carriage else (b"\n",)
    begun: list[bytes] = []
    size = 0
    while piece := stream.readline(_PIECE_BYTES):
        # bytes.splitlines splits only at "\n", "\r" and "\r\n"
        for part in piece.splitlines(keepends=True) if carriage and b"\r" in piece else (piece,):
            size += len(part)
            if size <= ROW_BYTES:
                begun.append(part)
            else:
                begun.clear()
            if part.endswith(ends):
                yield b"".join(begun) if size <= ROW_BYTES else None
                begun, size = [], 0
    if size:
        yield b"".join(begun) if size <= ROW_BYTES else None
