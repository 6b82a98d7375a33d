"""Tell a damaged store from a sound one: schema, rows, and SQLite's own check.

A fault of the data is `UnsoundError`, wherever it shows; a mistake of this program is not. What an error of Python or
SQLite says may quote a cell, so only its type goes on from here.
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
    "I": frozenset({int, NoneType}),
    "f": frozenset({float, int}),
    "b": frozenset({bytes}),
}
"""What a column may hold, by the letter that stands for it in the `kinds` of a question."""

_ODD = (ArithmeticError, LookupError, RecursionError, TypeError, ValueError)
"""What making a noun of a row raises where the row is none that this program wrote."""

_PASSING = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL})
"""What SQLite says of the disk or of other programs, which tells nothing of the store."""

SAID = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What is raised of a database; the second where the words of SQLite itself quote bytes that are no UTF-8."""

_INDEXES = ("document_words", "report_words", "citation_words")

# The tables inside an index of words are made by SQLite, whose versions may word them differently.
_INNER = re.compile(rf"(?:{'|'.join(_INDEXES)})_\w+")


class UnsoundError(Exception):
    """What lies in a store is nothing that this program wrote."""


class WordlessError(Exception):
    """An error as far as it may be shown: its type and place, without its message, which may quote a report."""


def wordless(error: BaseException) -> WordlessError:
    """The error as the cause of another one."""
    code = getattr(error, "sqlite_errorname", None)
    name = type(error).__name__
    return WordlessError(f"{name} ({code})" if code else name).with_traceback(error.__traceback__)


def asked(connection: sqlite3.Connection, kinds: str, sql: str, values: Any = ()) -> Generator[Row, None, None]:
    """The rows of an answer; UnsoundError for one whose columns are not of the `kinds`, a letter for each."""
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
    """The row; UnsoundError where its columns are not of the `kinds`."""
    row = tuple(row)
    if not _fit(kinds, tuple(map(type, row))):
        raise UnsoundError
    return row


def made(make: Callable[[Row], Noun], row: Row) -> Noun:
    """What `make` makes of the row; UnsoundError where it cannot."""
    try:
        return make(row)
    except _ODD as error:
        raise UnsoundError from wordless(error)


def sound(connection: sqlite3.Connection, *tables: str) -> bool:
    """Whether SQLite finds nothing wrong with the store, or with some `tables` of it; reads all of them."""
    questions = [f"PRAGMA integrity_check({table})" for table in tables] or ["PRAGMA integrity_check(1)"]
    try:
        if any(connection.execute(question).fetchone() != ("ok",) for question in questions):
            return False
        if not tables:
            for name in _INDEXES:  # their own errors are no codes of damage
                connection.execute(f"SELECT rowid FROM {name} WHERE words MATCH 'a' LIMIT 1").fetchone()  # noqa: S608
        broken = [f"PRAGMA foreign_key_check({table})" for table in tables] or ["PRAGMA foreign_key_check"]
        return not any(connection.execute(question).fetchone() for question in broken)
    except SAID as error:
        return code(error) in _PASSING or isinstance(error, sqlite3.ProgrammingError)  # that of a closed connection


def code(error: Exception) -> int | None:
    """SQLite's code of an error, without the finer reason; None for what Python's module says by itself."""
    fine = getattr(error, "sqlite_errorcode", None)
    return None if fine is None else fine & 0xFF


def of_a_cell(error: Exception) -> bool:
    """Whether the error says that a text is not UTF-8, which the module says without any code."""
    return type(error) is sqlite3.OperationalError and code(error) is None


def of_the_file(error: Exception) -> bool:
    """Whether the error says that the file is no sound database."""
    return code(error) in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR, None)


def schema() -> str:
    """The statements that make an empty store."""
    return resources.files("citegraph.store").joinpath("schema.sql").read_text(encoding="utf-8")


def whole(connection: sqlite3.Connection) -> bool:
    """Whether every table, index, view and trigger of a store is there as `schema` makes it; others may be, too."""
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
