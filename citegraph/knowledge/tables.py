"""Load the packaged tables together with the rows of a user's own folder.

A table is a CSV file of `data/`. A folder with files of the same names and columns adds its rows while it is active:

    >>> with using(None):
    ...     next(iter(rows("terms")))["term"]
    'I'

Values derived from a table (an index, a pattern) are computed at first use and kept while the folder is unchanged; see
`cached`.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Generator, Iterator
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from importlib.resources import files
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from citegraph.errors import KnowledgeError, os_error_text
from citegraph.i18n import message

Row = dict[str, str]
P = ParamSpec("P")
T = TypeVar("T")

# Required columns of a user's table. It may have every other column of the packaged table.
_NEEDED = {
    "abbreviations": ("short", "long"),
    "aliases": ("name", "document"),
    "bodies": ("name", "symbol", "level", "scope"),
    "communes": ("name", "unit", "province"),
    "congresses": ("locality", "ordinal", "from", "to"),
    "countries": ("name",),
    "departments": ("name", "symbol"),
    "districts": ("name", "unit", "province"),
    "documents": ("number", "kind", "issuer", "date", "title"),
    "kinds": ("name", "symbols"),
    "laws": ("kind", "name"),
    "legislatures": ("number", "since"),
    "organizations": ("opening",),
    "plenums": ("term", "plenum", "documents"),
    "provinces": ("name", "unit"),
    "publishers": ("word",),
    "state": ("number", "kind", "issuer", "date", "title"),
    "terms": ("term", "congress_start"),
}
_MORE = {"documents": ("locality",)}
"""Columns of user tables only: the packaged tables list no local documents."""

_CELL = 2**17  # code points per cell; a longer cell comes from an unclosed quotation mark
_MISSING: Any = object()  # a missing cache entry
_FOLDERS = 4  # maximum number of folders kept in memory


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """The packaged tables with those of one folder, as read when it was opened."""

    folder: Path | None = None
    digest: str = ""  # SHA-256 of the folder's tables
    tables: dict[str, bytes] = field(default_factory=dict)  # content of the folder's tables, by name
    memo: dict[object, Any] = field(default_factory=dict)  # cache of `cached`
    faults: list[KnowledgeError] | None = None  # collects the faults instead of raising them

    def __reduce__(self) -> tuple[Callable[..., Knowledge], tuple[object, ...]]:
        """Pickle the content, so that another process gets the same tables even if the folder has changed."""
        return _shared_knowledge, (self.folder, self.digest, self.tables)


@dataclass(frozen=True, slots=True)
class UserRow:
    """A row of a user's table, with its position: "my/kinds.csv, line 2"."""

    cells: Row
    where: str


_PACKAGED = Knowledge()
_active: ContextVar[Knowledge] = ContextVar("knowledge", default=_PACKAGED)
_opened: dict[tuple[Path, str], Knowledge] = {}  # by folder and digest, oldest first

Folder = str | Path | Knowledge | None
"""A folder of tables, or tables that are already open."""


def open_knowledge(folder: Folder) -> Knowledge:
    """Return the packaged tables with those of `folder`; always the same object for the same content.

    Args:
        folder: The folder; None for the packaged tables alone.

    Raises:
        KnowledgeError: The folder cannot be read, holds no table, or has a file of an unknown name.
    """
    if folder is None or isinstance(folder, Knowledge):
        return folder or _PACKAGED
    path = Path(folder)
    found = _read_folder(path)
    if odd := next((name for name in found if name not in _NEEDED), None):
        raise _unknown_table_error(path, odd)
    digest = hashlib.sha256()
    for name, content in found.items():
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return _shared_knowledge(path, digest.hexdigest(), found)


def open_for_checking(folder: str | Path) -> Knowledge:
    """Return the packaged tables with those of `folder`, for checking.

    Rows that break the rules and files of unknown names are left out and noted in `faults`.

    Args:
        folder: The folder to check, read again each time.

    Raises:
        KnowledgeError: The folder cannot be read, or holds no table.
    """
    path = Path(folder)
    found = _read_folder(path)
    known = {name: content for name, content in found.items() if name in _NEEDED}
    return Knowledge(path, "", known, faults=[_unknown_table_error(path, name) for name in found if name not in known])


def note_or_raise(error: KnowledgeError) -> None:
    """Report a fault: note it if the active tables are being checked, else raise it.

    Raises:
        KnowledgeError: `error`, unless the active tables are being checked.
    """
    noted = active_knowledge().faults
    if noted is None:
        raise error
    noted.append(error)


def _read_folder(path: Path) -> dict[str, bytes]:
    """Return the CSV files of a folder by table name, sorted.

    Raises:
        KnowledgeError: The folder cannot be read, or has no CSV file.
    """
    try:
        listing = [file for file in sorted(path.iterdir()) if file.suffix == ".csv"]
        if odd := next((file for file in listing if not file.is_file()), None):  # opening a named pipe would block
            raise KnowledgeError(str(odd), message("table.irregular"), message("do.table_remove"))
        found = {file.stem: file.read_bytes() for file in listing}
    except OSError as error:
        what = message("table.cannot_read", why=os_error_text(error))
        raise KnowledgeError(str(path), what, message("do.table_folder")) from error
    if not found:
        raise KnowledgeError(str(path), message("table.none"), message("do.table_add", names=_table_names()))
    return found


def _unknown_table_error(path: Path, name: str) -> KnowledgeError:
    where, remedy = str(path / f"{name}.csv"), message("do.table_rename", names=_table_names())
    return KnowledgeError(where, message("table.unknown"), remedy)


def _shared_knowledge(folder: Path | None, digest: str, tables: dict[str, bytes]) -> Knowledge:
    """Return one object for all users of the same tables. Only those opened last are kept; others are opened anew."""
    if folder is None:
        return _PACKAGED
    key = (folder, digest)
    if key not in _opened:
        while len(_opened) >= _FOLDERS:
            del _opened[next(iter(_opened))]
        _opened[key] = Knowledge(folder, digest, tables)
    return _opened[key]


def user_table_files(folder: Folder) -> list[Path]:
    """Return the table files in the user's folder; empty without a folder.

    Raises:
        KnowledgeError: As `open_knowledge`.
    """
    known = open_knowledge(folder)
    return [known.folder / f"{table}.csv" for table in known.tables] if known.folder is not None else []


def _table_names() -> str:
    return ", ".join(f"{name}.csv" for name in _NEEDED)


def active_knowledge() -> Knowledge:
    """Return the active tables."""
    return _active.get()


class using:  # noqa: N801 - reads as a statement: with using(folder)
    """Context manager that activates the tables of a folder, with the packaged ones.

    Raises:
        KnowledgeError: As `open_knowledge`.
    """

    __slots__ = ("_before", "_knowledge")

    def __init__(self, knowledge: Folder) -> None:
        self._knowledge = open_knowledge(knowledge)

    def __enter__(self) -> Knowledge:
        self._before = _active.set(self._knowledge)
        return self._knowledge

    def __exit__(self, *_: object) -> None:
        _active.reset(self._before)


def iterate_using(knowledge: Knowledge, values: Callable[[], Iterator[T]]) -> Generator[T]:
    """Yield the values of an iterator that runs with these tables active; the consumer's tables stay as they are."""
    context = copy_context()
    context.run(_active.set, knowledge)
    source = context.run(values)
    try:
        while True:
            try:
                value = context.run(next, source)
            except StopIteration:
                return
            yield value
    finally:
        if isinstance(source, Generator):
            context.run(source.close)


def cached(function: Callable[P, T]) -> Callable[P, T]:
    """Decorate a function to cache its results while the tables are the same."""

    @wraps(function)
    def cached_result(*args: P.args, **kwargs: P.kwargs) -> T:
        memo = _active.get().memo
        key: object = function  # fast path for functions without arguments
        if args or kwargs:
            key = (function, args, *kwargs.items())
        value: T = memo.get(key, _MISSING)
        if value is _MISSING:
            value = memo[key] = function(*args, **kwargs)
        return value

    return cached_result


def cached_recent(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Decorate a function to cache its last `most` results while the tables are the same."""

    def cache_results_of(function: Callable[P, T]) -> Callable[P, T]:
        kept: Callable[..., T] = lru_cache(most)(lambda _knowledge, *args, **kwargs: function(*args, **kwargs))

        @wraps(function)
        def cached_result(*args: P.args, **kwargs: P.kwargs) -> T:
            return kept(_active.get(), *args, **kwargs)

        return cached_result

    return cache_results_of


def rows(table: str) -> Iterator[Row]:
    """Yield the rows of a packaged table, then those of the user's."""
    yield from packaged_rows(table)
    for row in user_rows(table):
        yield row.cells


def packaged_rows(table: str) -> Iterator[Row]:
    """Yield the rows of a packaged table."""
    yield from csv.DictReader(_packaged_text(table).splitlines())


def _packaged_text(table: str) -> str:
    return files("citegraph.knowledge").joinpath(f"data/{table}.csv").read_text(encoding="utf-8")


@cached
def user_rows(table: str) -> tuple[UserRow, ...]:
    """Return the rows of the user's table of this name, with every column of the table; empty if the folder has none.

    Raises:
        KnowledgeError: The file is not CSV in UTF-8, lacks a column, or has an unknown one, or a row has another
            length. The error names file and line.
    """
    known = active_knowledge()
    if known.folder is None or table not in known.tables:
        return ()
    return tuple(parse_table(table, known.tables[table], str(known.folder / f"{table}.csv")))


def user_values(table: str, convert: Callable[[UserRow], T]) -> Iterator[T]:
    """Yield `convert(row)` for each row of the user's table.

    Args:
        table: The name of the table.
        convert: The conversion, which raises KnowledgeError for a row that breaks the rules.

    Raises:
        KnowledgeError: A row breaks the rules, unless the tables are being checked.
    """
    for row in user_rows(table):
        try:
            value = convert(row)
        except KnowledgeError as error:
            note_or_raise(error)
            continue
        yield value


def columns(table: str) -> tuple[str, ...]:
    """Return the columns that a user's table of this name may have."""
    return (*_packaged_text(table).partition("\n")[0].split(","), *_MORE.get(table, ()))


def required_columns(table: str) -> tuple[str, ...]:
    """Return the required columns of a user's table."""
    return _NEEDED[table]


def packaged_rows_with_positions(table: str) -> Iterator[UserRow]:
    """Yield the rows of a packaged table with their positions."""
    return parse_table(table, _packaged_text(table).encode(), f"{table}.csv")


def parse_table(table: str, content: bytes, path: str) -> Iterator[UserRow]:
    """Yield the rows of a file that contains a table, with every column of the table.

    Raises:
        KnowledgeError: As `user_rows`.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        note_or_raise(KnowledgeError(path, message("table.not_utf8"), message("do.table_utf8")))
        return
    yield from _parse_rows(text, path, columns(table), _NEEDED[table])


def _parse_rows(text: str, path: str, columns: tuple[str, ...], needed: tuple[str, ...]) -> Iterator[UserRow]:
    longest = csv.field_size_limit(_CELL)  # global to the process
    reader = csv.reader(text.splitlines(keepends=True), strict=True)  # an unclosed quotation mark is an error
    begun = 1
    try:
        names = next(reader, [])
        if missing := [name for name in needed if name not in names]:
            what = message("table.missing_columns", columns=", ".join(missing))
            note_or_raise(KnowledgeError(path, what, message("do.table_columns", columns=", ".join(missing))))
        if other := [name for name in names if name not in columns]:
            what = message("table.unknown_columns", columns=", ".join(other))
            note_or_raise(
                KnowledgeError(f"{path}, line 1", what, message("do.table_known_columns", columns=", ".join(columns)))
            )
        if missing or other:
            return
        begun = reader.line_num + 1
        for cells in reader:
            where = f"{path}, line {begun}"
            begun = reader.line_num + 1
            if cells and len(cells) != len(names):
                what = message("table.wrong_length", found=len(cells), expected=len(names))
                note_or_raise(KnowledgeError(where, what, message("do.check_quotes")))
            elif any(cell.strip() for cell in cells):
                yield UserRow(dict.fromkeys(columns, "") | dict(zip(names, cells, strict=True)), where)
    except csv.Error as error:
        what = message("table.broken", why=str(error))
        note_or_raise(KnowledgeError(f"{path}, line {begun}", what, message("do.check_quotes")))
    finally:
        csv.field_size_limit(longest)


def check_list_tables() -> None:
    """Check the user's tables that are plain lists.

    Raises:
        KnowledgeError: A row leaves a required column empty.
    """
    for table in ("countries", "departments", "organizations", "publishers"):
        for one in user_rows(table):
            for column in _NEEDED[table]:
                if not one.cells[column].strip():
                    what = message("cell.empty", column=column)
                    note_or_raise(KnowledgeError(one.where, what, message("do.fill_in", column=column)))


def split_list(cell: str) -> tuple[str, ...]:
    """Return the values of a cell with several, separated by ";"."""
    return tuple(value for value in map(str.strip, cell.split(";")) if value)
