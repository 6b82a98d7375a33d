"""List the names of the files inside zip and OLE files, to recognize their format."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from citegraph.read.parser_types import Content

ZIP = (b"PK\x03\x04", b"PK\x05\x06")  # the second one begins an empty archive
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# The streams that identify legacy Office formats. The first one found decides; those of embedded objects follow it.
STREAMS = ("WordDocument", "PowerPoint Document", "Workbook", "Book", "__properties_version1.0")


def list_names(content: Content) -> tuple[Content, list[str]]:
    """List the names of the files in a container.

    Returns:
        The content, positioned at its start, and the names; no names if the content is not a zip or OLE file.
    """
    if not content.head.startswith((*ZIP, OLE)):
        return content, []
    if not content.stream.seekable():
        content = replace(content, stream=io.BytesIO(content.data()))
    names = _zip_names(content) if content.head.startswith(ZIP) else _known_ole_streams(content)
    content.stream.seek(0)
    return content, names


def _zip_names(content: Content) -> list[str]:
    try:
        with zipfile.ZipFile(content.stream) as archive:
            names = archive.namelist()
            mimetype = archive.read("mimetype")[:200] if "mimetype" in names else b""
            return [*names, mimetype.decode("ascii", "replace")] if mimetype else names
    except MemoryError:
        raise
    except Exception:  # the parser reports what is wrong with the file
        return []


def _known_ole_streams(content: Content) -> list[str]:
    """Return which of STREAMS the file has.

    If its directory cannot be read, return the first of them whose name occurs in the bytes.
    """
    data = content.data()
    try:
        import olefile

        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return [name for name in STREAMS if ole.exists(name)]
    except MemoryError:
        raise
    except Exception:  # olefile is missing, or the file is broken
        found = (name for name in STREAMS if f"{name}\0".encode("utf-16-le") in data)
        return list(found)[:1]
