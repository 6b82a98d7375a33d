"""One entry of the table of export formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from citegraph.model import Corpus


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A file that a corpus can be written to. Several rows may share a name: they are written together."""

    name: str  # on the command line: --format csv
    file: str  # in the output folder: the file, or the folder of the notes
    help: str  # one line: what it is for
    stamp: bytes  # stands in what is written, so that it is known again; in a note its name follows, as JSON
    write: Callable[[Corpus, str], Iterable[bytes]] | None = None  # corpus, language in; the file in parts out
    notes: Callable[[Corpus, str], Iterable[tuple[str, Iterable[bytes]]]] | None = None  # or names of files and parts
    edges: Callable[[Corpus], int] | None = None  # how many edges of a graph are held in memory to write it
    usual: bool = False  # written where no format is asked for
