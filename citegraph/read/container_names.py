"""List the names inside zip and OLE files, which tell their format."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from citegraph.read.parser_types import Content

ZIP = (b"PK\x03\x04", b"PK\x05\x06")  # the second is that of an empty one
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# Streams that tell what a legacy file of Office is, the first that is found; what is embedded in it comes behind.
STREAMS = ("WordDocument", "PowerPoint Document", "Workbook", "Book", "__properties_version1.0")


def entered(content: Content) -> tuple[Content, list[str]]:
    """The content, to be read from its start, and the names of the files in it; none where it holds no others."""
    if not content.head.startswith((*ZIP, OLE)):
        return content, []
    if not content.stream.seekable():
        content = replace(content, stream=io.BytesIO(content.data()))
    names = _zipped(content) if content.head.startswith(ZIP) else _streams(content)
    content.stream.seek(0)
    return content, names


def _zipped(content: Content) -> list[str]:
    try:
        with zipfile.ZipFile(content.stream) as archive:
            names = archive.namelist()
            said = archive.read("mimetype")[:200] if "mimetype" in names else b""  # such a file says itself what it is
            return [*names, said.decode("ascii", "replace")] if said else names
    except MemoryError:
        raise
    except Exception:  # who reads it says what is wrong with it
        return []


def _streams(content: Content) -> list[str]:
    """The name of the stream that tells the format: one of the file itself where its directory can be read."""
    data = content.data()
    try:
        import olefile

        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return [name for name in STREAMS if ole.exists(name)]
    except MemoryError:
        raise
    except Exception:  # it is missing, or raises what it likes over a broken file
        found = (name for name in STREAMS if f"{name}\0".encode("utf-16-le") in data)
        return list(found)[:1]
