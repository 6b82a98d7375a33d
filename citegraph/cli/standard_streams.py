"""Make standard input, output and error usable if they are closed, full or broken."""

from __future__ import annotations

import io
import os
import sys
from typing import Any

from citegraph.errors import ReadError, os_error_text
from citegraph.i18n import message


class UnwritableError(OSError):
    """Standard output cannot be written."""


def repair_streams(*, printing: bool) -> None:
    """Make the three standard streams usable.

    A closed stream is opened on the null device, so that no file that is opened later takes its descriptor. What cannot
    be written to standard error is dropped, since a message that nobody reads must not fail the command.

    Args:
        printing: Whether the command is run for what it prints. Then writing to a closed standard output raises
            UnwritableError; else it is ignored, since the work is done. Reading a closed standard input raises
            ReadError.
    """
    # Open with the opposite mode, so that use fails as for a closed stream.
    ways = (os.O_WRONLY, os.O_RDONLY if printing else os.O_WRONLY, os.O_WRONLY)
    for descriptor, way in enumerate(ways):
        _open_null_if_closed(descriptor, way)
    if sys.stdin is None or not sys.stdin.isatty():
        sys.stdin = io.TextIOWrapper(io.BufferedReader(_InputRaisingUnreadable(0, "rb", closefd=False)))
    # In any locale a pipe is UTF-8, and no character raises an error.
    sys.stdout = _text_stream(sys.stdout, _OutputRaisingUnwritable(1, "wb", closefd=False))
    sys.stderr = _text_stream(sys.stderr, _ErrorOutputIgnoringFailure(2, "wb", closefd=False))


def discard_pending_output() -> None:
    """Drop what could not be written, so that Python does not try again and fail at exit."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)


def _open_null_if_closed(descriptor: int, way: int) -> None:
    """Open the null device as this descriptor if it is closed."""
    try:
        os.fstat(descriptor)
    except OSError:
        opened = os.open(os.devnull, way)
        if opened != descriptor:
            os.dup2(opened, descriptor)
            os.close(opened)


def _text_stream(stream: Any, raw: io.FileIO) -> Any:
    """Return the stream unchanged on a terminal, which Windows handles in its own way; else a new one on `raw`."""
    if isinstance(stream, io.TextIOWrapper) and stream.isatty():
        stream.reconfigure(errors="backslashreplace")
        return stream
    return io.TextIOWrapper(
        io.BufferedWriter(raw), "utf-8", "backslashreplace", line_buffering=isinstance(raw, _ErrorOutputIgnoringFailure)
    )


class _InputRaisingUnreadable(io.FileIO):
    def readinto(self, buffer: Any, /) -> int | None:
        try:
            return super().readinto(buffer)
        except OSError as error:
            raise _stdin_read_error(error) from error

    def readall(self) -> bytes:
        try:
            return super().readall()
        except OSError as error:
            raise _stdin_read_error(error) from error


class _OutputRaisingUnwritable(io.FileIO):
    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except OSError as error:
            raise UnwritableError(error.errno, error.strerror) from error


class _ErrorOutputIgnoringFailure(io.FileIO):
    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except OSError:
            return len(data)


def _stdin_read_error(error: OSError) -> ReadError:
    what = message("os.cannot_read", why=os_error_text(error))
    return ReadError(message("where.stdin"), what, message("do.send_text"))
