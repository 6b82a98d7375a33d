"""Check that a store is intact, and that the files it was built from are unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from citegraph.errors import ReadError
from citegraph.query.store_argument import takes_path
from citegraph.read.file_name_encoding import STDIN, from_stored_name
from citegraph.read.sources import Source, is_gone
from citegraph.store import Store

State = Literal["gone", "changed", "unreadable"]


@dataclass(frozen=True, slots=True)
class StaleFile:
    """A file that differs from what the store was built from."""

    path: str
    state: State


@takes_path
def check_and_list_stale_files(store: Store) -> list[StaleFile]:
    """Read the whole store, and compare each file with what was read.

    Files are looked up by the paths given to the build: relative paths start from the current folder.

    Args:
        store: An open store, or the path of one.

    Returns:
        The files that are gone, changed or unreadable, sorted by path.

    Raises:
        StoreError: Any part of the store is damaged.
    """
    store.verify()
    return list(_stale_files(store))


def _stale_files(store: Store) -> Iterator[StaleFile]:
    for path, sha256 in store.sources():
        if path == STDIN or sha256 is None:  # a file that could not be read is already listed as a failure
            continue
        file = Path(from_stored_name(path))
        try:
            if Source(path, file).sha256() != sha256:
                yield StaleFile(path, "changed")
        except ReadError:
            yield StaleFile(path, "gone" if is_gone(file) else "unreadable")
