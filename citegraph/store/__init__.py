"""Store a corpus in one SQLite file and read it back. No other package uses SQL."""

from __future__ import annotations

from citegraph.store.bounded_store import BoundedStore, Cursor, Selection
from citegraph.store.connection import is_own_file, store_files
from citegraph.store.publication_transaction import Publication
from citegraph.store.reading import CitationCounts, Rank, Store
from citegraph.store.rows import FilePart, pack
from citegraph.store.writing import Writer

__all__ = [
    "BoundedStore",
    "CitationCounts",
    "Cursor",
    "FilePart",
    "Publication",
    "Rank",
    "Selection",
    "Store",
    "Writer",
    "is_own_file",
    "pack",
    "store_files",
]
