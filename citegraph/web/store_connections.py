"""Query the store: one connection per thread, each query limited in time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from citegraph.errors import StoreError
from citegraph.grammar import query_parsing
from citegraph.records import load
from citegraph.store import BoundedStore, Writer
from citegraph.web.settings import Settings

SECONDS = 2.0
"""The most time that the questions of a request may take together."""

THREADS = 6
"""Requests that ask at once. More would not be faster, and each holds a connection with its memory."""

Files = tuple[tuple[int, int, int], ...]
"""The files of a store and its journal: number, size and time of the last change of each."""
Edition = tuple[int, int]
"""A store, and which of its states."""

T = TypeVar("T")


class Stores:
    """The connections to the store.

    Args:
        settings: Which store. It is created if missing, unless the server is read-only.

    Raises:
        StoreError: The store cannot be used.
    """

    def __init__(self, settings: Settings) -> None:
        self._path = settings.store
        self._idle: deque[tuple[int, BoundedStore]] = deque()  # idle connections, with the file they are to
        self._limiter = CapacityLimiter(THREADS)
        self._edition: tuple[Files, Edition] = ((), (0, 0))
        if not self._path.exists():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with Writer(self._path):
                pass
        self._idle.append((_file_state(self._path)[0], BoundedStore(self._path)))
        # Read the tables now, so that the first query need not do it within its time limit.
        load()
        query_parsing.replacement_rules()

    @contextmanager
    def open_store(self) -> Iterator[BoundedStore]:
        """Yield a connection for queries on one state of the store.

        Raises:
            QueryError: The queries take too long.
            StoreError: The store cannot be used any more.
        """
        file = _file_state(self._path)[0]
        store = self._idle_connection(file) or BoundedStore(self._path)
        usable = True
        try:
            with store.limit_time(SECONDS):
                yield store
        except StoreError:
            usable = False  # the next query opens the store again and reports what is wrong
            raise
        finally:
            if usable:
                self._idle.append((file, store))
            else:
                store.close()

    def _idle_connection(self, file: int) -> BoundedStore | None:
        """Return an idle connection to this file. Those to a file that was replaced since are closed."""
        while True:
            try:
                number, store = self._idle.pop()
            except IndexError:
                return None
            if number == file:
                return store
            store.close()

    def edition(self) -> Edition:
        """Return a value that identifies the current state of the store. It is queried only if a file has changed.

        Raises:
            StoreError: The store cannot be used any more.
        """
        now = tuple(_file_state(Path(f"{self._path}{ending}")) for ending in ("", "-wal"))
        if now != self._edition[0]:
            with self.open_store() as store:
                self._edition = now, (now[0][0], store.edition())
        return self._edition[1]

    async def run_query(self, question: Callable[[BoundedStore], T]) -> T:
        """Run a query in a thread, while other requests continue."""

        def answered() -> T:
            with self.open_store() as store:
                return question(store)

        return await to_thread.run_sync(answered, limiter=self._limiter)


def _file_state(file: Path) -> tuple[int, int, int]:
    try:
        told = file.stat()
    except OSError:
        return 0, 0, 0
    return told.st_ino, told.st_size, told.st_mtime_ns
