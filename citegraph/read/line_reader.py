"""Read the lines of a table with a length limit, and step back to look at some again."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import BinaryIO

ROW_BYTES = 64 * 1024 * 1024
"""The longest row, in bytes; of a longer line only the end is looked for."""
ROW_LINES = 1_000_000
"""The most lines of a row, since each takes memory beyond its bytes."""
AGAIN = 5
"""How many times over a table may be read again in all, so that the work stays in proportion to its length."""

_PIECE_BYTES = 1024 * 1024


class Lines:
    """An iterator over the lines of a stream, each with its line end; None for one that is longer than ROW_BYTES.

    At most ROW_BYTES of the stream are in memory. What the stream raises comes only after all lines before it.
    """

    def __init__(self, stream: BinaryIO, *, carriage: bool = False) -> None:
        """`carriage` says that a lone "\\r" ends a line too."""
        self._fresh = _lines(stream, carriage=carriage)
        self._back: deque[bytes | None] = deque()
        self._error: Exception | None = None
        self._read = self._again = 0
        self.number = 0
        """Which line the last one was, from 1."""
        self.repeated = False
        """Whether the last line had been looked at before."""

    def __iter__(self) -> Lines:
        """The rest of the lines."""
        return self

    def __next__(self) -> bytes | None:
        """The next line."""
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

    def ahead(self, size: int = 0) -> Iterator[bytes]:
        """The lines that may belong to the same row as the `size` bytes before them.

        They end with the stream, where the row would become longer than a row may be, and where too much has been read
        again already.
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
                self.back([line])
                return
            yield line

    def back(self, lines: Iterable[bytes | None]) -> None:
        """Give back the last lines, in their order, to be read again."""
        lines = list(lines)
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)
        self._again += sum(len(line or b"") for line in lines)


def _lines(stream: BinaryIO, *, carriage: bool) -> Iterator[bytes | None]:
    ends = (b"\n", b"\r") if carriage else (b"\n",)
    begun: list[bytes] = []
    size = 0
    while piece := stream.readline(_PIECE_BYTES):
        # bytes.splitlines knows "\n", "\r" and "\r\n", and nothing else
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
