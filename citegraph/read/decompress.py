"""Decompress gzip, xz and zstd streams with limits."""

from __future__ import annotations

import io
import re
from typing import Any, BinaryIO

from citegraph.errors import ReadError

ENDINGS = {".gz": b"\x1f\x8b", ".xz": b"\xfd7zXZ\x00", ".zst": b"\x28\xb5\x2f\xfd"}
"""The ending of each compression, and the bytes such a file begins with."""
_MAGIC = {
    ".gz": re.compile(rb"\x1f\x8b"),
    ".xz": re.compile(rb"\xfd7zXZ\x00"),
    ".zst": re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"),  # the second is passed over by all readers
}
_HAS_MORE = "what lies behind the end of its compressed content is left out"

EXPANSION_FREE_BYTES = 64 * 1024 * 1024
EXPANSION_RATIO = 400
"""A compressed file may give out this many bytes for free, and beyond them this many for each byte it holds; real text
compresses 5 to 50 times, a bomb a thousand times and more."""


_PIECE_BYTES = 1024
"""How much is given to a decompressor at a time: it makes all of it at once, which may be 32 MB."""


class Unpacked(io.BufferedReader):
    """The decompressed bytes of a stream."""

    def doubts(self) -> tuple[str, ...]:
        """What is doubtful about it, known when it has been read to its end."""
        return self.raw.doubts() if isinstance(self.raw, GuardedStream) else ()


def unpacked(raw: BinaryIO, ending: str, path: str, packed_bytes: int, buffer_bytes: int) -> Unpacked:
    """The decompressed bytes of `raw`, which holds `packed_bytes` of them compressed as `ending` says.

    Reading raises ReadError, with `path` in it, for a bomb and for what is broken or cut off.
    """
    return Unpacked(GuardedStream(_Frames(raw, ending), path, packed_bytes), buffer_bytes)


def _decompressor(ending: str) -> Any:
    """A new one, for one frame."""
    if ending == ".gz":
        import zlib

        return zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    if ending == ".xz":
        import lzma

        return lzma.LZMADecompressor()
    import zstandard

    return zstandard.ZstdDecompressor().decompressobj()


class _Frames:
    """What is compressed in frames, one after another, as programs that append to a file leave them.

    Unlike the readers of the libraries it minds the last one being cut off, and what else lies behind them.
    """

    def __init__(self, raw: BinaryIO, ending: str) -> None:
        self._raw, self._ending = raw, ending
        self._frame: Any = None
        self._ready = memoryview(b"")
        self._rest = b""
        self._first = True
        self.has_more = False  # than frames

    def read(self, size: int) -> memoryview:
        """At most `size` bytes, none at the end."""
        while not self._ready and not self.has_more:
            piece = self._rest or self._raw.read(_PIECE_BYTES)
            self._rest = b""
            if not piece:
                if self._frame is not None:
                    raise EOFError("the last frame has no end")
                break
            if self._frame is None and not self._begins(piece):
                continue
            self._ready = memoryview(self._frame.decompress(self._rest or piece))
            self._rest = b""
            if self._frame.eof:
                self._rest, self._frame = self._frame.unused_data, None
        taken, self._ready = self._ready[:size], self._ready[size:]
        return taken

    def _begins(self, piece: bytes) -> bool:
        """Begin the next frame in self._rest, past zeros that fill up a block, if there is one."""
        if not self._first:
            piece = piece.lstrip(b"\0")
            if not piece:
                return False
            piece += self._raw.read(_PIECE_BYTES)
            if not _MAGIC[self._ending].match(piece):
                self.has_more = True
                return False
        self._first = False
        self._rest, self._frame = piece, _decompressor(self._ending)
        return True


class GuardedStream(io.RawIOBase):
    """A decompressor that gives up on bombs, and says what is wrong with a broken archive instead of where in zlib."""

    def __init__(self, inner: _Frames, path: str, packed_bytes: int) -> None:
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

    def doubts(self) -> tuple[str, ...]:
        """What is doubtful about what has been read."""
        return (_HAS_MORE,) if self._inner.has_more else ()
