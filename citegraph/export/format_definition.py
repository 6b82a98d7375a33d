"""Describe an export format."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from citegraph.model import Corpus


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFormat:
    """A file that a corpus can be written to. Formats with the same name are written together."""

    name: str  # on the command line: --format csv
    file: str  # in the output folder: the file, or the folder of notes
    help: str  # one line: what the format is for
    stamp: bytes  # marks the file as written by citegraph; in a note, followed by the file name as JSON
    write: Callable[[Corpus, str], Iterable[bytes]] | None = None  # from corpus and language, the parts of the file
    notes: Callable[[Corpus, str], Iterable[tuple[str, Iterable[bytes]]]] | None = None  # or notes: name and parts
    edges: Callable[[Corpus], int] | None = None  # number of edges in memory while writing
    usual: bool = False  # written by default
