"""Decompress gzip, xz and zstd streams with limits."""

from __future__ import annotations

import io
import re
from typing import Any, BinaryIO

from citegraph.errors import ReadError, first_line
from citegraph.i18n import message

ENDINGS = {".gz": b"\x1f\x8b", ".xz": b"\xfd7zXZ\x00", ".zst": b"\x28\xb5\x2f\xfd"}
"""The file ending of each compression, and the bytes that such a file begins with."""
_MAGIC = {
    ".gz": re.compile(rb"\x1f\x8b"),
    ".xz": re.compile(rb"\xfd7zXZ\x00"),
    ".zst": re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"),  # the second is a skippable frame
}
_HAS_MORE = message("doubt.trailing")

EXPANSION_FREE_BYTES = 64 * 1024 * 1024
EXPANSION_RATIO = 400
"""How many bytes a compressed file may expand to: EXPANSION_FREE_BYTES, plus this many for each compressed byte. Real
text compresses 5 to 50 times, a decompression bomb a thousand times and more."""


_PIECE_BYTES = 1024
"""How many compressed bytes are decompressed at a time. 1 KB may expand to 32 MB at once."""


class DecompressedStream(io.BufferedReader):
    """The decompressed bytes of a stream."""

    def warnings_so_far(self) -> tuple[str, ...]:
        """Return warnings about the stream; complete only after it has been read to its end."""
        return self.raw.warnings_so_far() if isinstance(self.raw, GuardedStream) else ()


def open_compressed(raw: BinaryIO, ending: str, path: str, packed_bytes: int, buffer_bytes: int) -> DecompressedStream:
    """Return a stream of the decompressed bytes of `raw`.

    Reading from it raises ReadError if the file is a decompression bomb, broken or cut off.

    Args:
        raw: The compressed stream.
        ending: The compression, a key of ENDINGS.
        path: The path of the file, for messages.
        packed_bytes: The length of `raw`.
        buffer_bytes: The size of the read buffer.
    """
    return DecompressedStream(GuardedStream(_Frames(raw, ending), path, packed_bytes), buffer_bytes)


def _decompressor(ending: str) -> Any:
    """Return a new decompressor for one frame."""
    if ending == ".gz":
        import zlib

        return zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    if ending == ".xz":
        import lzma

        return lzma.LZMADecompressor()
    import zstandard

    return zstandard.ZstdDecompressor().decompressobj()


class _Frames:
    """A stream of consecutive compressed frames, as programs write that append to a file.

    Unlike the readers of the libraries, it detects that the last frame is cut off, and data after the frames.
    """

    def __init__(self, raw: BinaryIO, ending: str) -> None:
        self._raw, self._ending = raw, ending
        self._frame: Any = None
        self._ready = memoryview(b"")
        self._rest = b""
        self._first = True
        self.has_more = False  # whether other data follow the frames

    def read(self, size: int) -> memoryview:
        """Return at most `size` bytes; none at the end."""
        while not self._ready and not self.has_more:
            piece = self._rest or self._raw.read(_PIECE_BYTES)
            self._rest = b""
            if not piece:
                if self._frame is not None:
                    raise EOFError("the last frame has no end")
                break
            if self._frame is None and not self._begin_frame(piece):
                continue
            self._ready = memoryview(self._frame.decompress(self._rest or piece))
            self._rest = b""
            if self._frame.eof:
                self._rest, self._frame = self._frame.unused_data, None
        taken, self._ready = self._ready[:size], self._ready[size:]
        return taken

    def _begin_frame(self, piece: bytes) -> bool:
        """Begin the next frame in self._rest, after any zero padding; return whether there is one."""
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
    """A decompressed stream that stops at decompression bombs, and raises ReadError for broken data."""

    def __init__(self, inner: _Frames, path: str, packed_bytes: int) -> None:
        """Guard `inner`, which decompresses `packed_bytes` bytes; `path` is for messages."""
        self._inner, self._path = inner, path
        self._limit = EXPANSION_FREE_BYTES + EXPANSION_RATIO * packed_bytes
        self._given = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` as far as the stream goes and return the number of bytes.

        Raises:
            ReadError: The stream is a decompression bomb, broken or cut off.
        """
        filled = 0
        while filled < len(buffer):
            try:
                piece = self._inner.read(len(buffer) - filled)
            except Exception as error:  # each decompressor raises its own errors
                if filled:
                    break  # return the intact bytes first; the next call raises the error
                raise ReadError(
                    self._path, message("file.broken_compression", why=first_line(error)), message("do.compress_again")
                ) from error
            if not piece:
                break
            buffer[filled : filled + len(piece)] = piece
            filled += len(piece)
        self._given += filled
        if self._given > self._limit:
            raise ReadError(
                self._path,
                message("file.bomb_ratio", times=EXPANSION_RATIO),
                message("do.unpack_if_trusted"),
            )
        return filled

    def warnings_so_far(self) -> tuple[str, ...]:
        """Return warnings about the bytes read so far."""
        return (_HAS_MORE,) if self._inner.has_more else ()
