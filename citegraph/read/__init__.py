"""Read reports from files of any supported format; what cannot be read is returned as a failure with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from citegraph.model import Failure, Report
from citegraph.read.file_names import Paths
from citegraph.read.formats import FORMATS, Piece, is_table, load, pieces
from citegraph.read.guard import guarded
from citegraph.read.sources import CHANGED, Absent, Source, covered, gone, sources

__all__ = [
    "CHANGED",
    "FORMATS",
    "Absent",
    "Paths",
    "Piece",
    "Source",
    "covered",
    "gone",
    "guarded",
    "is_table",
    "load",
    "pieces",
    "read",
    "sources",
]


def read(paths: Paths, *, stdin: BinaryIO | None = None) -> Iterator[Report | Failure]:
    """The reports in `paths`, one by one, in the order of their names; a Failure for whatever could not be read.

    A path is a file, a folder, a pattern (`reports/**/*.txt`) or "-" for `stdin` (default: standard input). See
    `sources` for which files that comes to, `load` for what is read from each, and `guarded` for the limits.
    """
    for source in sources(paths, stdin=stdin):
        if isinstance(source, Failure):
            yield source
        else:
            yield from guarded(source)
