"""Open and check a store; every SQLite error becomes a StoreError that says what to do."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from citegraph.errors import StoreError, no_more_files
from citegraph.provenance import stamped
from citegraph.store import integrity
from citegraph.store.integrity import UnsoundError, wordless

VERSION = 7
"""Schema version, kept in `PRAGMA user_version`."""

APPLICATION = 0x63697465
"""`PRAGMA application_id` of a store: "cite" in ASCII. file(1) and this module know a store by it."""

CHECKED_BYTES = 8 * 2**20
"""Up to this size a store is looked through whenever it is opened, which takes about 3 ms per megabyte."""

BUSY_MILLISECONDS = 10_000
"""How long a statement waits for another process's transaction."""

DAMAGED = ("is damaged", "move it away and build it again")

_FAULTS = {
    sqlite3.SQLITE_NOTADB: ("is no SQLite database", "name another file with --store"),
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_FULL: ("the disk is full", "make room and run again: what was read so far is kept"),
    sqlite3.SQLITE_IOERR: ("cannot be read or written", "check the disk and run again: what was read so far is kept"),
    sqlite3.SQLITE_READONLY: ("may not be written", "give yourself the right, or name another place with --store"),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened", "check that it is a file, and that its folder may be written"),
    sqlite3.SQLITE_BUSY: ("another program holds it", "close that program and try again"),
    sqlite3.SQLITE_LOCKED: ("another program holds it", "close that program and try again"),
}

WRITER = "-writer"
"""What the file that marks a store as being written is called, after the store."""

_HOLDER = "CREATE TABLE holder (name TEXT)"
"""All that is in that file."""

_JOURNALS = ("", "-wal", "-shm", "-journal")
"""How SQLite calls a database and what it keeps beside it."""

_ENDINGS = (*_JOURNALS, WRITER, f"{WRITER}-journal")

_AWAY = "move it away and run again"

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
        _refuse_no_file(path)
        connection = _connect(path, _reading(path))
        with _closed_on_error(connection), faults(path, connection):
            connection.execute("PRAGMA query_only = ON")
            _check(connection, path)
            _look_through(connection, path)
        return connection


def read_write(path: Path) -> sqlite3.Connection:
    """Open a store for writing, made new where there is none; StoreError as `read_only`, or where it cannot be made."""
    with _opening(path):
        _refuse_no_file(path)
        connection = _connect(path, "mode=rwc")
        with _closed_on_error(connection), faults(path, connection):
            if _is_empty(connection):
                _create(connection)
            _check(connection, path)
            _look_through(connection, path)
            # With WAL a crash may lose the last batch, never the store.
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
        return connection


def refuse_foreign(path: Path) -> None:
    """StoreError where something lies at `path` that is no store of this version; it is left as it is."""
    with _opening(path):
        _refuse_no_file(path)
        if path.exists() and path.stat().st_size:
            with closing(_connect(path, _reading(path))) as connection, faults(path, connection):
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
        _refuse_no_file(path)
        _refuse_irregular(beside, _AWAY)
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = sqlite3.connect(beside, timeout=LOCK_SECONDS, isolation_level=None)
    with closing(lock):
        try:
            lock.execute("PRAGMA synchronous = OFF")  # nothing here outlives the process
            lock.execute("BEGIN IMMEDIATE")
            found = lock.execute("SELECT sql FROM sqlite_master").fetchall()
            if found not in ([], [(_HOLDER,)]):
                raise _no_mark(beside)
            if not found:
                lock.execute(_HOLDER)
            lock.execute("DELETE FROM holder")
            me = f"process {os.getpid()} on {socket.gethostname()}, since {datetime.now():%Y-%m-%d %H:%M}"
            lock.execute("INSERT INTO holder VALUES (?)", (me,))
            lock.execute("COMMIT")
            lock.execute("BEGIN IMMEDIATE")
        except integrity.SAID as error:
            if integrity.code(error) == sqlite3.SQLITE_BUSY:
                remedy = "wait until it has ended, or name another store with --store"
                raise StoreError(str(path), f"is being written by {_holder(lock)}", remedy) from wordless(error)
            # A damaged head may say that the file is for reading only.
            writable = integrity.code(error) == sqlite3.SQLITE_READONLY and os.access(beside, os.W_OK)
            if writable or integrity.of_the_file(error):
                raise _no_mark(beside) from wordless(error)
            with faults(path):
                raise
        yield


@contextmanager
def faults(path: Path, connection: sqlite3.Connection | None = None) -> Iterator[None]:
    """Turn what is wrong with the file into a StoreError about `path`; mistakes of this program stay what they are.

    What may be either is a mistake where SQLite finds nothing wrong with the store that `connection` has open.
    """
    try:
        yield
    except UnsoundError as error:
        raise StoreError(str(path), *DAMAGED) from error
    except integrity.SAID as error:
        said = _FAULTS.get(integrity.code(error) or 0)
        if integrity.of_a_cell(error):
            said = DAMAGED
        if said is None and connection is not None and not integrity.sound(connection):
            said = DAMAGED
        if said is None:
            raise
        if integrity.code(error) == sqlite3.SQLITE_CANTOPEN:
            _refuse_without_handles()
        raise StoreError(str(path), *said) from wordless(error)


def _refuse_without_handles() -> None:
    """Raise the OSError that says so where this process may open no more files, of which SQLite does not tell."""
    os.close(os.open(os.devnull, os.O_RDONLY))


def kept(error: BaseException) -> bool:
    """Whether what was staged may stay after this error: a stopped run, or a disk, which said nothing against it."""
    if isinstance(error, sqlite3.DatabaseError):
        return _FAULTS.get(integrity.code(error) or 0, DAMAGED) != DAMAGED
    return isinstance(error, OSError) or not isinstance(error, Exception)


@contextmanager
def _opening(path: Path) -> Iterator[None]:
    """As `faults`, for what the system says of the name and its folder too."""
    try:
        with faults(path):
            yield
    except OSError as error:
        if no_more_files(error):
            raise
        what = f"cannot be made or opened: {error.strerror or error}"
        raise StoreError(str(path), what, "name another place with --store") from error


def _reading(path: Path) -> str:
    """How SQLite is to open a store for reading; it keeps the index of its journal in a file beside the store."""
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return "mode=rw"  # lets the last one who closes the store clear the journal away
    if path.with_name(path.name + "-wal").exists():
        return "mode=ro"
    return "mode=ro&immutable=1"  # nobody has it open, and this process cannot make the index


def _refuse_no_file(path: Path) -> None:
    """Raise StoreError for what is there and can be no store, before anything is put beside it."""
    if path.is_dir():
        raise StoreError(str(path), "is a folder, not a store", "name the file in it, such as citegraph.sqlite")
    _refuse_irregular(path, "name another file with --store")


def _refuse_irregular(path: Path, remedy: str) -> None:
    """Raise StoreError for a device, a pipe or a socket at `path`, or for no file where SQLite keeps its own."""
    for ending in _JOURNALS:
        one = Path(f"{path}{ending}")
        if one.exists() and not one.is_file():
            raise StoreError(str(one), "is no regular file", _AWAY if ending else remedy)


def _no_mark(beside: Path) -> StoreError:
    """The error for a file that lies where the mark of the writer should, and is none.

    It is not replaced: if two programs did that at once, both would hold the right to write.
    """
    what = "is damaged or not citegraph's, and lies where citegraph marks who writes to the store"
    return StoreError(str(beside), what, _AWAY)


def _connect(path: Path, how: str) -> sqlite3.Connection:
    uri = f"file:{quote(os.fsencode(path.absolute()))}?{how}"  # the bytes of a name need be no text
    # Transactions are opened and closed by hand: isolation_level=None keeps the module from opening its own.
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_MILLISECONDS / 1000, isolation_level=None)
    with _closed_on_error(connection):
        connection.execute("PRAGMA cell_size_check = ON")
    return connection


@contextmanager
def _closed_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _is_empty(connection: sqlite3.Connection) -> bool:
    return not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def _create(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    schema = integrity.schema()
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
    if not integrity.whole(connection):
        raise UnsoundError


def _look_through(connection: sqlite3.Connection, path: Path) -> None:
    """Raise UnsoundError for a small store in which SQLite finds anything wrong."""
    if path.stat().st_size <= CHECKED_BYTES and not integrity.sound(connection):
        raise UnsoundError


def _holder(lock: sqlite3.Connection) -> str:
    try:
        row = lock.execute("SELECT name FROM holder").fetchone()
    except integrity.SAID:  # the holder is just writing its name, or it is damaged
        row = None
    return str(row[0]) if row else "another process"
