"""Open and check a store. Every SQLite error becomes a StoreError with a remedy."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from citegraph.errors import StoreError, is_too_many_open_files, os_error_text
from citegraph.file_stamps import has_stamp
from citegraph.i18n import Message, from_column_text, message, to_column_text
from citegraph.store import integrity
from citegraph.store.integrity import DamagedDataError, redact_error

VERSION = 12
"""Schema version, kept in `PRAGMA user_version`."""

APPLICATION = 0x63697465
"""`PRAGMA application_id` of a store: "cite" in ASCII. file(1) and this module recognize a store by it."""

CHECKED_BYTES = 8 * 2**20
"""A store of up to this size is checked completely whenever it is opened, which takes about 3 ms per megabyte."""

BUSY_MILLISECONDS = 10_000
"""How long a statement waits for the transaction of another process."""

WRITER_KIBIBYTES = 256 * 1024
"""The most memory for pages that a build changes. With the 2 MB that SQLite takes by itself, those of the indexes of a
million reports were written thirty times over.
"""

DAMAGED = (message("store.damaged"), message("do.store_rebuild"))

_KNOWN_ERRORS = {
    sqlite3.SQLITE_NOTADB: (message("store.no_database"), message("do.store_file")),
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_FULL: (message("store.disk_full"), message("do.free_space")),
    sqlite3.SQLITE_IOERR: (
        message("store.disk_error"),
        message("do.check_disk_and_run"),
    ),
    sqlite3.SQLITE_READONLY: (message("store.read_only"), message("do.store_permissions")),
    sqlite3.SQLITE_CANTOPEN: (message("store.cannot_open"), message("do.store_check")),
    sqlite3.SQLITE_BUSY: (message("store.busy"), message("do.close_program")),
    sqlite3.SQLITE_LOCKED: (message("store.busy"), message("do.close_program")),
}

LOCK_SUFFIX = "-writer"
"""Suffix of the lock file beside a store: whoever locks it may write to the store."""

_LOCK_SCHEMA = "CREATE TABLE holder (name TEXT)"
"""The only table in the lock file."""

_JOURNALS = ("", "-wal", "-shm", "-journal")
"""Suffixes of a SQLite database and of the files that SQLite keeps beside it."""

_ENDINGS = (*_JOURNALS, LOCK_SUFFIX, f"{LOCK_SUFFIX}-journal")

_AWAY = message("do.move_and_run")

_STAMP = APPLICATION.to_bytes(4, "big") + bytes(20)
"""The `application_id` as it appears in the header of a store, with the zero bytes that follow it."""

LOCK_SECONDS = 1.0
"""How long a build waits for another build of the same store before it reports who holds it."""


def store_files(path: str | Path) -> tuple[Path, ...]:
    """Return the store at `path` and the files that may exist beside it: its journal and its lock file."""
    return tuple(Path(f"{path}{ending}") for ending in _ENDINGS)


def is_own_file(path: Path) -> bool:
    """Whether the file at `path` is a store named *.sqlite, or one of the files beside a store."""
    wholes = {str(path).removesuffix(ending) for ending in _ENDINGS}
    return any(whole.endswith(".sqlite") and has_stamp(Path(whole), _STAMP) for whole in wholes)


def open_read_only(path: Path, *, any_thread: bool = False) -> sqlite3.Connection:
    """Open an existing store for reading.

    Args:
        path: The SQLite file.
        any_thread: Whether threads may use the connection one after the other.

    Returns:
        A connection that refuses to write.

    Raises:
        StoreError: There is no store at `path`, it has another schema version, it is damaged, or it cannot be read.
    """
    with _convert_system_errors(path):
        if not path.exists():
            raise StoreError(str(path), message("store.none"), message("do.store_make"))
        _refuse_irregular_store_path(path)
        connection = _connect(path, _sqlite_read_mode(path), any_thread=any_thread)
        with _close_on_error(connection), store_errors(path, connection):
            connection.execute("PRAGMA query_only = ON")
            _check_version(connection, path)
            _refuse_damaged_small_store(connection, path)
        return connection


def open_read_write(path: Path) -> sqlite3.Connection:
    """Open a store for writing and create it if it is missing.

    Args:
        path: The SQLite file.

    Returns:
        A connection without an open transaction.

    Raises:
        StoreError: As for `open_read_only`, or the file cannot be created.
    """
    with _convert_system_errors(path):
        _refuse_irregular_store_path(path)
        connection = _connect(path, "mode=rwc")
        with _close_on_error(connection), store_errors(path, connection):
            if _is_empty_database(connection):
                _create_schema(connection)
            _check_version(connection, path)
            _refuse_damaged_small_store(connection, path)
            # With WAL, a crash may lose the last batch but never damages the store.
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(f"PRAGMA cache_size = -{WRITER_KIBIBYTES}")
        return connection


def refuse_foreign_store(path: Path) -> None:
    """Raise StoreError if the file at `path` is not a store of this version. The file is not changed."""
    with _convert_system_errors(path):
        _refuse_irregular_store_path(path)
        if path.exists() and path.stat().st_size:
            with closing(_connect(path, _sqlite_read_mode(path))) as connection, store_errors(path, connection):
                if not _is_empty_database(connection):
                    _check_version(connection, path)


@contextmanager
def writer_lock(path: Path) -> Iterator[None]:
    """Hold the exclusive right to write to a store while the block runs.

    The right is SQLite's lock on a small file beside the store. It works wherever SQLite works, and the system releases
    it when the process ends for any reason. Readers are not blocked.

    Args:
        path: The store.

    Raises:
        StoreError: Another process holds the right; the error names it.
    """
    import socket
    from datetime import datetime

    beside = path.with_name(path.name + LOCK_SUFFIX)
    with _convert_system_errors(path):
        _refuse_irregular_store_path(path)
        _refuse_irregular(beside, _AWAY)
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = sqlite3.connect(beside, timeout=LOCK_SECONDS, isolation_level=None)
    with closing(lock):
        try:
            lock.execute("PRAGMA synchronous = OFF")  # the content is not needed after the process
            lock.execute("BEGIN IMMEDIATE")
            schema = lock.execute("SELECT sql FROM sqlite_master").fetchall()
            if schema not in ([], [(_LOCK_SCHEMA,)]):
                raise _not_lock_file_error(beside)
            if not schema:
                lock.execute(_LOCK_SCHEMA)
            lock.execute("DELETE FROM holder")
            since = f"{datetime.now():%Y-%m-%d %H:%M}"
            me = message("store.holder", process=str(os.getpid()), host=socket.gethostname(), since=since)
            lock.execute("INSERT INTO holder VALUES (?)", (to_column_text(me),))
            lock.execute("COMMIT")
            lock.execute("BEGIN IMMEDIATE")
        except integrity.DATABASE_ERRORS as error:
            if integrity.error_code(error) == sqlite3.SQLITE_BUSY:
                what = message("store.being_written", holder=_lock_holder(lock))
                raise StoreError(str(path), what, message("do.wait_or_store")) from redact_error(error)
            # A damaged header can claim that the file is read-only.
            writable = integrity.error_code(error) == sqlite3.SQLITE_READONLY and os.access(beside, os.W_OK)
            if writable or integrity.is_file_error(error):
                raise _not_lock_file_error(beside) from redact_error(error)
            with store_errors(path):
                raise
        yield


@contextmanager
def store_errors(path: Path, connection: sqlite3.Connection | None = None) -> Iterator[None]:
    """Turn an error of the file into a StoreError about `path`. Bugs of this program keep their own error.

    If an error may be either, it is treated as a bug unless SQLite finds damage in the store open in `connection`.
    """
    try:
        yield
    except DamagedDataError as error:
        raise StoreError(str(path), *DAMAGED) from error
    except integrity.DATABASE_ERRORS as error:
        problem = _KNOWN_ERRORS.get(integrity.error_code(error) or 0)
        if integrity.is_text_error(error):
            problem = DAMAGED
        if problem is None and connection is not None and not integrity.is_sound(connection):
            problem = DAMAGED
        if problem is None:
            raise
        if integrity.error_code(error) == sqlite3.SQLITE_CANTOPEN:
            _refuse_without_handles()
        raise StoreError(str(path), *problem) from redact_error(error)


def _refuse_without_handles() -> None:
    """Raise OSError if this process cannot open more files, which SQLite does not report."""
    os.close(os.open(os.devnull, os.O_RDONLY))


def may_keep_staged(error: BaseException) -> bool:
    """Whether the staged data may be kept after this error, because the run was stopped or the disk failed."""
    if isinstance(error, sqlite3.DatabaseError):
        return _KNOWN_ERRORS.get(integrity.error_code(error) or 0, DAMAGED) != DAMAGED
    return isinstance(error, OSError) or not isinstance(error, Exception)


@contextmanager
def _convert_system_errors(path: Path) -> Iterator[None]:
    """Like `store_errors`, and also for OSError about the file or its folder."""
    try:
        with store_errors(path):
            yield
    except OSError as error:
        if is_too_many_open_files(error):
            raise
        what = message("store.cannot_make", why=os_error_text(error))
        raise StoreError(str(path), what, message("do.store_place")) from error


def _sqlite_read_mode(path: Path) -> str:
    """Return the SQLite URI mode for reading. SQLite keeps the index of its journal in a file beside the store."""
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return "mode=rw"  # so that the last connection can remove the journal when it closes
    if path.with_name(path.name + "-wal").exists():
        return "mode=ro"
    return "mode=ro&immutable=1"  # no process has it open, and this process cannot create the index


def _refuse_irregular_store_path(path: Path) -> None:
    """Raise StoreError if `path` cannot be a store, before any file is created beside it."""
    if path.is_dir():
        remedy = message("do.store_in_folder", file="citegraph.sqlite")
        raise StoreError(str(path), message("store.is_folder"), remedy)
    _refuse_irregular(path, message("do.store_file"))


def _refuse_irregular(path: Path, remedy: Message) -> None:
    """Raise StoreError if `path`, or a name that SQLite uses beside it, is a folder, device, pipe or socket."""
    for ending in _JOURNALS:
        file = Path(f"{path}{ending}")
        try:
            mode = file.stat().st_mode  # called once, because another process may remove a journal at any moment
        except (OSError, ValueError):
            continue
        if not stat.S_ISREG(mode):
            raise StoreError(str(file), message("store.irregular"), _AWAY if ending else remedy)


def _not_lock_file_error(beside: Path) -> StoreError:
    """Return the error for a file with the name of the lock file that is not a lock file.

    The file is not replaced: if two processes did so at once, both would have the right to write.
    """
    return StoreError(str(beside), message("store.no_mark"), _AWAY)


def _connect(path: Path, how: str, *, any_thread: bool = False) -> sqlite3.Connection:
    uri = f"file:{quote(os.fsencode(path.absolute()))}?{how}"  # a file name need not be valid text
    # Transactions are explicit: isolation_level=None keeps sqlite3 from opening its own.
    connection = sqlite3.connect(
        uri, uri=True, timeout=BUSY_MILLISECONDS / 1000, isolation_level=None, check_same_thread=not any_thread
    )
    with _close_on_error(connection):
        connection.execute("PRAGMA cell_size_check = ON")
    return connection


@contextmanager
def _close_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _is_empty_database(connection: sqlite3.Connection) -> bool:
    return not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def _create_schema(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    schema = integrity.schema_sql()
    connection.executescript(
        f"BEGIN IMMEDIATE; {schema} PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION}; COMMIT;"
    )


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION:
        raise StoreError(str(path), message("store.foreign"), message("do.store_file"))
    if version > VERSION:
        what = message("store.newer", found=version, known=VERSION)
        raise StoreError(str(path), what, message("do.upgrade"))
    if version < VERSION:
        what = message("store.older", found=version, known=VERSION)
        raise StoreError(str(path), what, message("do.store_rebuild"))
    if not integrity.has_schema(connection):
        raise DamagedDataError


def _refuse_damaged_small_store(connection: sqlite3.Connection, path: Path) -> None:
    """Raise DamagedDataError if a small store is damaged."""
    if path.stat().st_size <= CHECKED_BYTES and not integrity.is_sound(connection):
        raise DamagedDataError


def _lock_holder(lock: sqlite3.Connection) -> str:
    try:
        row = lock.execute("SELECT name FROM holder").fetchone()
    except integrity.DATABASE_ERRORS:  # the holder is writing its name, or the file is damaged
        row = None
    return from_column_text(str(row[0])) if row else message("store.another_process")
