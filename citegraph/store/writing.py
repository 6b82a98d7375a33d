"""Stage parsed files in a store and publish them in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import NamedTuple

from citegraph.store.connection import BUSY_MILLISECONDS, kept, only_writer, read_write, refuse_foreign
from citegraph.store.integrity import SAID
from citegraph.store.publishing import Publication
from citegraph.store.reading import Store


class Standing(NamedTuple):
    """How far a file has come."""

    published: bool  # its reports are in the store
    staged: bool  # an unfinished build read it whole
    parts: int  # how many parts an unfinished build read


class Writer(Store):
    """A store opened for writing, made new where there is none; one process at a time.

    What is read goes in with `stage`, durable after `commit`; `publication` takes all of it over at once. Until then
    every other question, here and elsewhere, sees the state before. Raises StoreError as `Store`, and where another
    process writes to the store.
    """

    def _open(self) -> sqlite3.Connection:
        with ExitStack() as stack:
            refuse_foreign(self.path)  # before anything is put beside it
            stack.enter_context(only_writer(self.path))
            connection = read_write(self.path)
            stack.callback(connection.close)
            self._held = stack.pop_all()
            return connection

    def close(self) -> None:
        """Keep what was staged, close the file and give up the right to write."""
        try:
            self.commit()
        finally:
            self._held.close()

    def standing(self, path: str, sha256: str | None, rules: str) -> Standing:
        """How far the file has come with these bytes under these rules; what was staged of others is dropped."""
        current = "SELECT count(*) FROM source WHERE path = ? AND sha256 = ? AND rules = ?"
        left = "SELECT count(*), coalesce(max(last), 0) FROM pending WHERE path = ?"
        stale = "DELETE FROM pending WHERE path = ? AND (? OR sha256 IS NOT ? OR rules <> ?)"
        published = bool(next(self._rows("i", current, path, sha256, rules))[0])
        with self._faults():
            self._begin()
            self._connection.execute(stale, (path, published, sha256, rules))
        parts, whole = next(self._rows("ii", left, path))
        return Standing(published, bool(whole), parts)

    def holds(self, path: str) -> bool:
        """Whether reports were read from the file."""
        found = "SELECT count(*) FROM report WHERE source = (SELECT id FROM source WHERE path = ?)"
        return bool(next(self._rows("i", found, path))[0])

    def stage(self, path: str, sha256: str | None, rules: str, part: int, payload: bytes, *, last: bool) -> None:
        """Keep one part of a file, as `rows.pack` made it, until the next publication."""
        with self._faults():
            self._begin()
            values = (path, part, sha256, rules, last, payload)
            self._connection.execute("INSERT OR REPLACE INTO pending VALUES (?, ?, ?, ?, ?, ?)", values)

    def commit(self) -> None:
        """Make what was staged durable."""
        if self._connection.in_transaction:
            with self._faults():
                self._connection.execute("COMMIT")

    @contextmanager
    def publication(self) -> Iterator[Publication]:
        """One transaction that takes over what was staged; it ends whole or, on any error, not at all.

        An error that may come of what was staged drops it: the next build reads those files anew, without the one that
        its owner took away, and does not end here for ever.
        """
        self.commit()
        with self._faults():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield Publication(self._connection)
                self._connection.execute("COMMIT")
            except BaseException as error:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                if not kept(error):
                    with suppress(*SAID):
                        self._connection.execute("DELETE FROM pending")
                raise
            # The journal grew by the whole build; fold it back unless a reader still needs it.
            self._connection.execute("PRAGMA busy_timeout = 0")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")

    def _begin(self) -> None:
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")
