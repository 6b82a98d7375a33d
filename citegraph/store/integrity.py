"""Detect a damaged store: check its schema, its rows, and SQLite's own integrity check.

Damaged data raises `DamagedDataError`; a bug of this program does not. The message of a Python or SQLite error may
quote a cell, so only its type is kept.
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
Item = TypeVar("Item")

_TYPES: dict[str, frozenset[type]] = {
    "s": frozenset({str}),
    "S": frozenset({str, NoneType}),
    "i": frozenset({int}),
    "I": frozenset({int, NoneType}),
    "f": frozenset({float, int}),
    "b": frozenset({bytes}),
}
"""The types a column may hold, by the letter that stands for it in the `kinds` of a query."""

_CONVERSION_ERRORS = (ArithmeticError, LookupError, RecursionError, TypeError, ValueError)
"""Errors raised when a row that this program did not write is converted to a value."""

_TRANSIENT_CODES = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL})
"""SQLite errors caused by the disk or by other programs. They do not show that the store is damaged."""

DATABASE_ERRORS = (sqlite3.DatabaseError, UnicodeDecodeError)
"""Errors raised when a database is read. UnicodeDecodeError occurs when a message of SQLite quotes bytes that are not
UTF-8."""

_INDEXES = ("document_words", "report_words", "citation_words")

# SQLite creates the inner tables of a full-text index; versions of SQLite write their SQL differently.
_INNER = re.compile(rf"(?:{'|'.join(_INDEXES)})_\w+")


class DamagedDataError(Exception):
    """The store holds data that this program did not write."""


class RedactedError(Exception):
    """An error without its message, which may quote a report: only its type and traceback."""


def redact_error(error: BaseException) -> RedactedError:
    """Return the error without its message, for use as the cause of another error."""
    code = getattr(error, "sqlite_errorname", None)
    name = type(error).__name__
    return RedactedError(f"{name} ({code})" if code else name).with_traceback(error.__traceback__)


def select(connection: sqlite3.Connection, kinds: str, sql: str, values: Any = ()) -> Generator[Row, None, None]:
    """Yield the rows of a query.

    Args:
        connection: The open store.
        kinds: The expected types of the columns, one letter of `_TYPES` per column.
        sql: The query.
        values: Its parameters.

    Raises:
        DamagedDataError: A column has another type.
    """
    cursor = connection.execute(sql, values)
    try:
        for row in cursor:
            if not _types_match(kinds, tuple(map(type, row))):
                raise DamagedDataError
            yield row
    finally:
        with suppress(sqlite3.ProgrammingError):  # the store was closed before all was read
            cursor.close()


def validate_row(kinds: str, row: Iterable[Any]) -> Row:
    """Return the row as a tuple. Raises DamagedDataError if its columns are not of the `kinds`."""
    row = tuple(row)
    if not _types_match(kinds, tuple(map(type, row))):
        raise DamagedDataError
    return row


def convert_row(make: Callable[[Row], Item], row: Row) -> Item:
    """Return `make(row)`. Raises DamagedDataError if the row cannot be converted."""
    try:
        return make(row)
    except _CONVERSION_ERRORS as error:
        raise DamagedDataError from redact_error(error)


def is_sound(connection: sqlite3.Connection, *tables: str) -> bool:
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
    except DATABASE_ERRORS as error:
        return error_code(error) in _TRANSIENT_CODES or isinstance(
            error, sqlite3.ProgrammingError
        )  # raised by a closed connection


def error_code(error: Exception) -> int | None:
    """Return the primary SQLite code of an error; None if Python's sqlite3 module itself raised it."""
    fine = getattr(error, "sqlite_errorcode", None)
    return None if fine is None else fine & 0xFF


def is_text_error(error: Exception) -> bool:
    """Whether the error says that a text is not UTF-8. The sqlite3 module raises it without a code."""
    return type(error) is sqlite3.OperationalError and error_code(error) is None


def is_file_error(error: Exception) -> bool:
    """Whether the error says that the file is not a valid database."""
    return error_code(error) in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR, None)


def schema_sql() -> str:
    """Return the SQL statements that create an empty store."""
    return resources.files("citegraph.store").joinpath("schema.sql").read_text(encoding="utf-8")


def has_schema(connection: sqlite3.Connection) -> bool:
    """Whether every table, index, view and trigger of `schema_sql` exists unchanged. Additional ones are allowed."""
    return _schema_parts(connection) >= _expected_schema_parts()


@cache
def _expected_schema_parts() -> frozenset[Row]:
    with closing(sqlite3.connect(":memory:")) as empty:
        empty.executescript(schema_sql())
        return _schema_parts(empty)


def _schema_parts(connection: sqlite3.Connection) -> frozenset[Row]:
    parts = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")
    return frozenset((*part, None if _INNER.fullmatch(str(part[1])) else sql) for *part, sql in parts)


@cache
def _types_match(kinds: str, types: tuple[type, ...]) -> bool:
    return len(kinds) == len(types) and all(given in _TYPES[kind] for kind, given in zip(kinds, types, strict=True))
