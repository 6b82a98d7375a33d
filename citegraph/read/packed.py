"""A compressed stream in, its bytes under guard out."""

from __future__ import annotations

import io
from typing import BinaryIO, cast

from citegraph.errors import ReadError

ENDINGS = {".gz": b"\x1f\x8b", ".xz": b"\xfd7zXZ\x00", ".zst": b"\x28\xb5\x2f\xfd"}
"""The ending of each compression, and the bytes such a file begins with."""

EXPANSION_FREE_BYTES = 64 * 1024 * 1024
EXPANSION_RATIO = 400
"""A compressed file may give out this many bytes for free, and beyond them this many for each byte it holds; real text
compresses 5 to 50 times, a bomb a thousand times and more."""


_ZSTD_PIECE_BYTES = 1024
"""How much is given to zstd at a time: it makes up to 32 MB of it at once."""


def unpacked(raw: BinaryIO, ending: str, path: str, packed_bytes: int, buffer_bytes: int) -> io.BufferedReader:
    """The decompressed bytes of `raw`, which holds `packed_bytes` of them compressed as `ending` says.

    Reading raises ReadError, with `path` in it, for a bomb and for what is broken or cut off.
    """
    return io.BufferedReader(GuardedStream(_decompressor(raw, ending), path, packed_bytes), buffer_bytes)


def _decompressor(raw: BinaryIO, ending: str) -> BinaryIO:
    if ending == ".gz":
        import gzip

        return cast(BinaryIO, gzip.GzipFile(fileobj=raw))
    if ending == ".xz":
        import lzma

        return cast(BinaryIO, lzma.LZMAFile(raw))
    return cast(BinaryIO, _Zstd(raw))


class _Zstd(io.RawIOBase):
    """A zstd stream that, unlike the library's own reader, minds being cut off."""

    def __init__(self, raw: BinaryIO) -> None:
        import zstandard

        self._library = zstandard
        self._raw = raw
        self._frame = zstandard.ZstdDecompressor().decompressobj()
        self._inside = False  # a frame
        self._ready = self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes, b"" at the end."""
        while not self._ready:
            piece = self._rest or self._raw.read(_ZSTD_PIECE_BYTES)
            self._rest = b""
            if not piece:
                if self._inside:
                    raise EOFError("the last frame has no end")
                return b""
            if not self._inside:
                self._frame = self._library.ZstdDecompressor().decompressobj()
                self._inside = True
            self._ready = self._frame.decompress(piece)
            if self._frame.eof:
                self._inside, self._rest = False, self._frame.unused_data
        taken, self._ready = self._ready[:size], self._ready[size:]
        return taken


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
