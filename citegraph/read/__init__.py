"""Read reports from files of any supported format. A file that cannot be read becomes a Failure with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from citegraph.model import Failure, Report
from citegraph.read.file_name_encoding import Paths
from citegraph.read.formats import FORMATS, Piece, is_table, load, split_into_pieces
from citegraph.read.guarded_loading import load_guarded
from citegraph.read.sources import CHANGED, Absent, Source, is_gone, make_coverage_test, sources
from citegraph.read.text_recognition import DEFAULT, Mode, Recognition, recognition_beside_store

__all__ = [
    "CHANGED",
    "DEFAULT",
    "FORMATS",
    "Absent",
    "Mode",
    "Paths",
    "Piece",
    "Recognition",
    "Source",
    "is_gone",
    "is_table",
    "load",
    "load_guarded",
    "make_coverage_test",
    "read",
    "recognition_beside_store",
    "sources",
    "split_into_pieces",
]


def read(
    paths: Paths, *, stdin: BinaryIO | None = None, recognition: Recognition = DEFAULT
) -> Iterator[Report | Failure]:
    """Yield the reports in `paths`, sorted by path.

    `sources` explains which files `paths` name, `load` what is read from a file, and `load_guarded` the limits.

    Args:
        paths: Files, folders, patterns (`reports/**/*.txt`) or "-" for standard input.
        stdin: The stream that "-" names; standard input by default.
        recognition: Which scanned pages are recognized.

    Yields:
        Each report, and a Failure for each file or row that cannot be read.
    """
    for source in sources(paths, stdin=stdin, recognition=recognition):
        if isinstance(source, Failure):
            yield source
        else:
            yield from load_guarded(source)
