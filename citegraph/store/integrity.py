"""Detect a damaged store: check its schema, its rows, and SQLite's own integrity check.

Damaged data raises `UnsoundError`; a bug of this program does not. The message of a Python or SQLite error may quote a
cell, so only the type of the error is passed on.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Generator, Iterable
from contextlib import closing, suppress
from functools import cache
from importlib import resources
from types import NoneType
from typing import Any, TypeVar

Row = tuple[Any, ...]
Noun = TypeVar("Noun")

_TYPES: dict[str, frozenset[type]] = {
    "s": frozenset({str}),
    "S": frozenset({str, NoneType}),
    "i": frozenset({int}),
    "f": frozenset({float, int}),
    "b": frozenset({bytes}),
}
"""The types a column may hold, by the letter that stands for it in the `kinds` of a query."""

_ODD = (ArithmeticError, LookupError, RecursionError, TypeError, ValueError)
"""Errors raised when a row that this program did not write is converted to a value."""

_PASSING = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL})
"""SQLite errors caused by the disk or by other programs. They do not show that the store is damaged."""

SAID = (sqlite3.DatabaseError, UnicodeDecodeError)
"""Errors raised when a database is read. UnicodeDecodeError occurs when a message of SQLite quotes bytes that are not
UTF-8."""

_INDEXES = ("document_words", "report_words", "citation_words")

# SQLite creates the tables inside a full-text index, and its versions write their SQL differently.
_INNER = re.compile(rf"(?:{'|'.join(_INDEXES)})_\w+")


class UnsoundError(Exception):
    """The store holds data that this program did not write."""


class WordlessError(Exception):
    """An error without its message, which may quote a report: only its type and traceback."""


def wordless(error: BaseException) -> WordlessError:
    """Return the error without its message, for use as the cause of another error."""
    code = getattr(error, "sqlite_errorname", None)
    name = type(error).__name__
    return WordlessError(f"{name} ({code})" if code else name).with_traceback(error.__traceback__)


def asked(connection: sqlite3.Connection, kinds: str, sql: str, values: Any = ()) -> Generator[Row, None, None]:
    """Yield the rows of a query.

    Args:
        connection: The open store.
        kinds: The expected types of the columns, one letter of `_TYPES` per column.
        sql: The query.
        values: Its parameters.

    Raises:
        UnsoundError: A column has another type.
    """
    cursor = connection.execute(sql, values)
    try:
        for row in cursor:
            if not _fit(kinds, tuple(map(type, row))):
                raise UnsoundError
            yield row
    finally:
        with suppress(sqlite3.ProgrammingError):  # the store was closed before all was read
            cursor.close()


def checked(kinds: str, row: Iterable[Any]) -> Row:
    """Return the row as a tuple. Raises UnsoundError if its columns are not of the `kinds`."""
    row = tuple(row)
    if not _fit(kinds, tuple(map(type, row))):
        raise UnsoundError
    return row


def made(make: Callable[[Row], Noun], row: Row) -> Noun:
    """Return `make(row)`. Raises UnsoundError if the row cannot be converted."""
    try:
        return make(row)
    except _ODD as error:
        raise UnsoundError from wordless(error)


def sound(connection: sqlite3.Connection, *tables: str) -> bool:
    """Whether SQLite finds no damage in the store, or in the given `tables` of it. Reads all of their data."""
    questions = [f"PRAGMA integrity_check({table})" for table in tables] or ["PRAGMA integrity_check(1)"]
    try:
        if any(connection.execute(question).fetchone() != ("ok",) for question in questions):
            return False
        if not tables:
            for name in _INDEXES:  # their errors have other codes than damage
                connection.execute(f"SELECT rowid FROM {name} WHERE words MATCH 'a' LIMIT 1").fetchone()  # noqa: S608
        broken = [f"PRAGMA foreign_key_check({table})" for table in tables] or ["PRAGMA foreign_key_check"]
        return not any(connection.execute(question).fetchone() for question in broken)
    except SAID as error:
        return code(error) in _PASSING or isinstance(error, sqlite3.ProgrammingError)  # raised by a closed connection


def code(error: Exception) -> int | None:
    """Return the primary SQLite code of an error; None if Python's sqlite3 module raised it by itself."""
    fine = getattr(error, "sqlite_errorcode", None)
    return None if fine is None else fine & 0xFF


def of_a_cell(error: Exception) -> bool:
    """Whether the error says that a text is not UTF-8. The sqlite3 module raises it without a code."""
    return type(error) is sqlite3.OperationalError and code(error) is None


def of_the_file(error: Exception) -> bool:
    """Whether the error says that the file is not a valid database."""
    return code(error) in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR, None)


def schema() -> str:
    """Return the SQL statements that create an empty store."""
    return resources.files("citegraph.store").joinpath("schema.sql").read_text(encoding="utf-8")


def whole(connection: sqlite3.Connection) -> bool:
    """Whether every table, index, view and trigger of `schema` exists unchanged. Further ones are allowed."""
    return _parts(connection) >= _expected()


@cache
def _expected() -> frozenset[Row]:
    with closing(sqlite3.connect(":memory:")) as empty:
        empty.executescript(schema())
        return _parts(empty)


def _parts(connection: sqlite3.Connection) -> frozenset[Row]:
    found = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")
    return frozenset((*part, None if _INNER.fullmatch(str(part[1])) else sql) for *part, sql in found)


@cache
def _fit(kinds: str, types: tuple[type, ...]) -> bool:
    return len(kinds) == len(types) and all(given in _TYPES[kind] for kind, given in zip(kinds, types, strict=True))
