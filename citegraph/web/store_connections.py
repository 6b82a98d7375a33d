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
        settings: Which store. It is made if it is missing, unless nothing may be changed.

    Raises:
        StoreError: The store cannot be used.
    """

    def __init__(self, settings: Settings) -> None:
        self._path = settings.store
        self._idle: deque[BoundedStore] = deque()  # connections that no thread uses
        self._limiter = CapacityLimiter(THREADS)
        self._edition: tuple[Files, Edition] = ((), (0, 0))
        if not self._path.exists():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with Writer(self._path):
                pass
        self._idle.append(BoundedStore(self._path))
        # Read the tables now: the first question would else spend its time on them.
        load()
        query_parsing.rules()

    @contextmanager
    def opened(self) -> Iterator[BoundedStore]:
        """Give the connection of this thread, for questions about one state of the store.

        Raises:
            QueryError: They take too long.
            StoreError: The store cannot be used any more.
        """
        try:
            store = self._idle.pop()
        except IndexError:
            store = BoundedStore(self._path)
        usable = True
        try:
            with store.within(SECONDS):
                yield store
        except StoreError:
            usable = False  # the next question opens the store anew, and tells what is wrong with it
            raise
        finally:
            if usable:
                self._idle.append(store)
            else:
                store.close()

    def edition(self) -> Edition:
        """Return what tells the present state of the store from others. It is asked only where a file has changed.

        Raises:
            StoreError: The store cannot be used any more.
        """
        now = tuple(_file_state(Path(f"{self._path}{ending}")) for ending in ("", "-wal"))
        if now != self._edition[0]:
            with self.opened() as store:
                self._edition = now, (now[0][0], store.edition())
        return self._edition[1]

    async def ask(self, question: Callable[[BoundedStore], T]) -> T:
        """Answer a question in a thread, while other requests go on."""

        def answered() -> T:
            with self.opened() as store:
                return question(store)

        return await to_thread.run_sync(answered, limiter=self._limiter)


def _file_state(file: Path) -> tuple[int, int, int]:
    try:
        told = file.stat()
    except OSError:
        return 0, 0, 0
    return told.st_ino, told.st_size, told.st_mtime_ns
