"""Open the streams of an OLE compound file, the container of Office files before 2007."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from citegraph.errors import ReadError, first_line
from citegraph.i18n import message
from citegraph.read.optional_libraries import import_optional
from citegraph.read.parser_types import Content


@contextmanager
def open_ole(content: Content) -> Iterator[Any]:
    """Open an OLE file.

    Raises:
        ReadError: The file is broken, or olefile is not installed.
    """
    olefile = import_optional("olefile", content.path)
    try:
        ole = olefile.OleFileIO(io.BytesIO(content.data()))
    except MemoryError:
        raise
    except Exception as error:  # olefile raises many kinds of errors
        raise ReadError(content.path, message("file.broken", why=first_line(error)), message("do.resave")) from error
    with ole:
        yield ole


def read_stream(ole: Any, *name: str) -> bytes:
    """Return the bytes of a stream; b"" if there is no stream of that name."""
    if not ole.exists(list(name)):
        return b""
    with ole.openstream(list(name)) as opened_stream:
        data: bytes = opened_stream.read()
    return data
