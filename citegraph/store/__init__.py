"""Store a corpus in one SQLite file and read it back. No other package uses SQL."""

from __future__ import annotations

from citegraph.store.browsing import Browser, Cursor, Selection
from citegraph.store.connection import files, is_own_file
from citegraph.store.publishing import Publication
from citegraph.store.reading import Citing, Rank, Store
from citegraph.store.rows import Reading, pack
from citegraph.store.writing import Writer

__all__ = [
    "Browser",
    "Citing",
    "Cursor",
    "Publication",
    "Rank",
    "Reading",
    "Selection",
    "Store",
    "Writer",
    "files",
    "is_own_file",
    "pack",
]
