"""Path in, checked SQLite connection out; every fault of SQLite as a StoreError that says what to do."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from citegraph.errors import StoreError
from citegraph.stamps import stamped

VERSION = 3
"""Schema version, kept in `PRAGMA user_version`."""

APPLICATION = 0x63697465
"""`PRAGMA application_id` of a store: "cite" in ASCII. file(1) and this module know a store by it."""

BUSY_MILLISECONDS = 10_000
"""How long a statement waits for another process's transaction."""

_FAULTS = {
    sqlite3.SQLITE_NOTADB: ("is no SQLite database", "name another file with --store"),
    sqlite3.SQLITE_CORRUPT: ("is damaged", "move it away and build it again"),
    sqlite3.SQLITE_FULL: ("the disk is full", "make room and run again: what was read so far is kept"),
    sqlite3.SQLITE_IOERR: ("cannot be read or written", "check the disk and run again: what was read so far is kept"),
    sqlite3.SQLITE_READONLY: ("may not be written", "give yourself the right, or name another place with --store"),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened", "check that it is a file, and that its folder may be written"),
    sqlite3.SQLITE_BUSY: ("another program holds it", "close that program and try again"),
    sqlite3.SQLITE_LOCKED: ("another program holds it", "close that program and try again"),
}

WRITER = "-writer"
"""What the file that marks a store as being written is called, after the store."""

_ENDINGS = ("", "-wal", "-shm", "-journal", WRITER, f"{WRITER}-journal")

_STAMP = APPLICATION.to_bytes(4, "big") + bytes(20)
"""How the head of a store has its `application_id`: with the zeros that SQLite keeps behind it."""

LOCK_SECONDS = 1.0
"""How long a build waits for another build of the same store before it says who holds it."""


def files(path: str | Path) -> tuple[Path, ...]:
    """The store at `path` and the files that may lie beside it: its journal, and the mark of who writes it."""
    return tuple(Path(f"{path}{ending}") for ending in _ENDINGS)


def ours(path: Path) -> bool:
    """Whether the file at `path` is a store called something.sqlite, or one of those beside it."""
    wholes = {str(path).removesuffix(ending) for ending in _ENDINGS}
    return any(whole.endswith(".sqlite") and stamped(Path(whole), _STAMP) for whole in wholes)


def read_only(path: Path) -> sqlite3.Connection:
    """Open an existing store for reading; StoreError where it is none, of a newer schema, or cannot be read."""
    with _opening(path):
        if not path.exists():
            raise StoreError(
                str(path), "there is no store here", "make one with 'citegraph build', or name it with --store"
            )
        _refuse_folder(path)
        connection = _connect(path, _reading(path))
        try:
            connection.execute("PRAGMA query_only = ON")
            _check(connection, path)
        except BaseException:
            connection.close()
            raise
        return connection


def read_write(path: Path) -> sqlite3.Connection:
    """Open a store for writing, made new where there is none; StoreError as `read_only`, or where it cannot be made."""
    with _opening(path):
        connection = _connect(path, "mode=rwc")
        try:
            if _is_empty(connection):
                _create(connection)
            _check(connection, path)
            connection.execute(
                "PRAGMA synchronous = NORMAL"
            )  # with WAL a crash may lose the last batch, never the store
            connection.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            connection.close()
            raise
        return connection


def refuse_foreign(path: Path) -> None:
    """StoreError where something lies at `path` that is no store of this version; it is left as it is."""
    with _opening(path):
        _refuse_folder(path)
        if path.exists() and path.stat().st_size:
            with closing(_connect(path, _reading(path))) as connection:
                if not _is_empty(connection):
                    _check(connection, path)


@contextmanager
def only_writer(path: Path) -> Iterator[None]:
    """Hold the right to write to a store; StoreError naming the holder where another process has it.

    The right is SQLite's own lock on a small file beside the store, so it works wherever SQLite does and ends with its
    process, however that ends. Readers are not kept out.
    """
    import socket
    from datetime import datetime

    beside = path.with_name(path.name + WRITER)
    with _opening(path):
        _refuse_folder(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = sqlite3.connect(beside, timeout=LOCK_SECONDS, isolation_level=None)
    with closing(lock):
        try:
            lock.execute("PRAGMA synchronous = OFF")  # nothing here outlives the process
            lock.execute("BEGIN IMMEDIATE")
            lock.execute("CREATE TABLE IF NOT EXISTS holder (name TEXT)")
            lock.execute("DELETE FROM holder")
            me = f"process {os.getpid()} on {socket.gethostname()}, since {datetime.now():%Y-%m-%d %H:%M}"
            lock.execute("INSERT INTO holder VALUES (?)", (me,))
            lock.execute("COMMIT")
            lock.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                with faults(path):
                    raise
            remedy = "wait until it has ended, or name another store with --store"
            raise StoreError(str(path), f"is being written by {_holder(lock)}", remedy) from error
        yield


@contextmanager
def faults(path: Path) -> Iterator[None]:
    """Turn what SQLite says of the file into a StoreError about `path`; mistakes of this program stay what they are."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        known = _FAULTS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)  # the low byte, without the finer reason
        if known is None:
            raise
        raise StoreError(str(path), *known) from error


@contextmanager
def _opening(path: Path) -> Iterator[None]:
    """As `faults`, for what the system says of the name and its folder too."""
    try:
        with faults(path):
            yield
    except OSError as error:
        what = f"cannot be made or opened: {error.strerror or error}"
        raise StoreError(str(path), what, "name another place with --store") from error


def _reading(path: Path) -> str:
    """How SQLite is to open a store for reading; it keeps the index of its journal in a file beside the store."""
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return "mode=rw"  # lets the last one who closes the store clear the journal away
    if path.with_name(path.name + "-wal").exists():
        return "mode=ro"
    return "mode=ro&immutable=1"  # nobody has it open, and this process cannot make the index


def _refuse_folder(path: Path) -> None:
    if path.is_dir():
        raise StoreError(str(path), "is a folder, not a store", "name the file in it, such as citegraph.sqlite")


def _connect(path: Path, how: str) -> sqlite3.Connection:
    uri = f"file:{quote(os.fsencode(path.absolute()))}?{how}"  # the bytes of a name need be no text
    # Transactions are opened and closed by hand: isolation_level=None keeps the module from opening its own.
    return sqlite3.connect(uri, uri=True, timeout=BUSY_MILLISECONDS / 1000, isolation_level=None)


def _is_empty(connection: sqlite3.Connection) -> bool:
    return not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def _create(connection: sqlite3.Connection) -> None:
    from importlib import resources

    connection.execute("PRAGMA journal_mode = WAL")
    schema = resources.files("citegraph.store").joinpath("schema.sql").read_text(encoding="utf-8")
    connection.executescript(
        f"BEGIN IMMEDIATE; {schema} PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION}; COMMIT;"
    )


def _check(connection: sqlite3.Connection, path: Path) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION:
        raise StoreError(str(path), "is a SQLite database, but no citegraph store", "name another file with --store")
    if version > VERSION:
        what = f"was made by a newer citegraph (schema {version}, this one reads {VERSION})"
        raise StoreError(str(path), what, "update citegraph, or build another store")
    if version < VERSION:
        what = f"was made by an older citegraph (schema {version}, this one reads {VERSION})"
        raise StoreError(str(path), what, "move it away and build it again")


def _holder(lock: sqlite3.Connection) -> str:
    try:
        row = lock.execute("SELECT name FROM holder").fetchone()
    except sqlite3.OperationalError:  # the holder is just writing its name
        row = None
    return str(row[0]) if row else "another process"
