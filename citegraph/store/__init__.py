"""Store a corpus in one SQLite file and read it back. No other package uses SQL."""

from __future__ import annotations

from citegraph.store.browsing import Browser, Cursor, Selection
from citegraph.store.connection import is_own_file, store_files
from citegraph.store.publication import Publication
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
    "is_own_file",
    "pack",
    "store_files",
]
