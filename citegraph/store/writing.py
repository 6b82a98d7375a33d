"""Stage parsed files in a store and publish them in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import NamedTuple

from citegraph.store import rows
from citegraph.store.connection import (
    BUSY_MILLISECONDS,
    may_keep_staged,
    open_read_write,
    refuse_foreign_store,
    writer_lock,
)
from citegraph.store.derived_counts import start_noting_changes, stop_noting_changes, update_counts
from citegraph.store.integrity import DATABASE_ERRORS
from citegraph.store.publication_transaction import Publication
from citegraph.store.reading import Store


class FileState(NamedTuple):
    """How much of a file has been read."""

    published: bool  # its reports are in the store
    staged: bool  # an unfinished build read all of it
    parts: int  # number of parts that an unfinished build read


class Writer(Store):
    """A store opened for writing by one process at a time. A missing store is created.

    `stage_part` adds what was read, `commit` makes it durable, and `publication` merges all of it in one
    transaction. Until then all queries, in this process and in others, see the previous state.

    Args:
        path: The SQLite file.

    Raises:
        StoreError: As for `Store`, or another process writes to the store.
    """

    def _open(self) -> sqlite3.Connection:
        with ExitStack() as stack:
            refuse_foreign_store(self.path)  # before any file is created beside it
            stack.enter_context(writer_lock(self.path))
            connection = open_read_write(self.path)
            stack.callback(connection.close)
            self._held = stack.pop_all()
            return connection

    def close(self) -> None:
        """Commit what was staged, close the file and release the write lock."""
        try:
            self.commit()
        finally:
            self._held.close()

    def drop_outdated_parts_and_get_state(self, path: str, sha256: str | None, rules: str) -> FileState:
        """Return how much of a file was read with these bytes and rules, and drop staged parts of any other version.

        Args:
            path: The path of the file, as it was read.
            sha256: Of its bytes; None if it could not be opened.
            rules: The fingerprint of the rules and tables that read it.

        Returns:
            Whether it is published, whether it is fully staged, and how many parts of it are staged.

        Raises:
            StoreError: The store is damaged or cannot be written.
        """
        current = "SELECT count(*) FROM source WHERE path = ? AND sha256 = ? AND rules = ?"
        left = "SELECT count(*), coalesce(max(last), 0) FROM pending WHERE path = ?"
        stale = "DELETE FROM pending WHERE path = ? AND (? OR sha256 IS NOT ? OR rules <> ?)"
        published = bool(next(self._rows("i", current, path, sha256, rules))[0])
        with self._store_errors():
            self._begin_transaction()
            self._connection.execute(stale, (path, published, sha256, rules))
        parts, whole = next(self._rows("ii", left, path))
        return FileState(published, bool(whole), parts)

    def has_reports(self, path: str) -> bool:
        """Whether the store holds a report that was read from the file at `path`."""
        sql = "SELECT count(*) FROM report WHERE source = (SELECT id FROM source WHERE path = ?)"
        return bool(next(self._rows("i", sql, path))[0])

    def stage_part(self, path: str, sha256: str | None, rules: str, part: int, payload: bytes, *, last: bool) -> None:
        """Keep one part of a file until the next publication.

        Args:
            path: The path of the file, as it was read.
            sha256: Of its bytes; None if it could not be opened.
            rules: The fingerprint of the rules and tables that read it.
            part: The number of the part, from 0.
            payload: What `rows.pack` returned.
            last: Whether the file has no further parts.

        Raises:
            StoreError: The store cannot be written.
        """
        with self._store_errors():
            self._begin_transaction()
            values = (path, part, sha256, rules, last, payload)
            self._connection.execute("INSERT OR REPLACE INTO pending VALUES (?, ?, ?, ?, ?, ?)", values)

    def written_record(self, folder: str) -> str | None:
        """Return the record that `save_written_record` stored for a folder, or None."""
        return next(
            (
                text
                for (text,) in self._rows("s", "SELECT record FROM written WHERE folder = ?", rows.sqlite_value(folder))
            ),
            None,
        )

    def save_written_record(self, folder: str, record: str) -> None:
        """Store a record of what was written from this store into a folder.

        Args:
            folder: The absolute path of the folder.
            record: The new record, which replaces the previous one.

        Raises:
            StoreError: The store cannot be written.
        """
        with self._store_errors():
            self._begin_transaction()
            self._connection.execute(
                "INSERT OR REPLACE INTO written VALUES (?, ?)", (rows.sqlite_value(folder), record)
            )
        self.commit()

    def commit(self) -> None:
        """Make what was staged durable."""
        if self._connection.in_transaction:
            with self._store_errors():
                self._connection.execute("COMMIT")

    @contextmanager
    def publication(self) -> Iterator[Publication]:
        """Open one transaction that merges what was staged. It is committed as a whole or, on any error, not at all.

        If the staged data may have caused an error, they are dropped. Then the next build reads those files again
        instead of failing each time.

        Yields:
            The steps of the transaction, to be called in order.

        Raises:
            StoreError: The store is damaged or cannot be written.
        """
        self.commit()
        with self._store_errors():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                watched = start_noting_changes(self._connection)
                before = self._connection.total_changes
                yield Publication(self._connection)
                if self._connection.total_changes > before:
                    update_counts(self._connection, watched=watched)
                elif watched:
                    stop_noting_changes(self._connection)
                self._connection.execute("COMMIT")
            except BaseException as error:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                if not may_keep_staged(error):
                    with suppress(*DATABASE_ERRORS):
                        self._connection.execute("DELETE FROM pending")
                raise
            # The journal grew by the whole build. Merge it into the store unless a reader still needs it.
            self._connection.execute("PRAGMA busy_timeout = 0")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")

    def _begin_transaction(self) -> None:
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")
