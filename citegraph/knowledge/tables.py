"""Load the packaged tables together with the rows of a user's own folder.

A table is a CSV file of `data/`. A folder with files of the same names and columns adds its rows while it is in use:

    >>> with using(None):
    ...     next(iter(rows("terms")))["term"]
    'I'

What is made of a table (an index, a pattern) is made when it is first asked for and kept as long as the folder is the
same: `cached` does that.
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

from citegraph.errors import KnowledgeError

Row = dict[str, str]
P = ParamSpec("P")
T = TypeVar("T")

# The columns that a user's table cannot do without. It may have every other column of the table of this program.
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
"""Columns that only a user's table has: those of this program list no documents of places."""

_CELL = 2**17  # code points of a cell; a longer one is half a table behind a quotation mark that nobody closed
_NOTHING: Any = object()  # stands for an answer that is not there yet
_FOLDERS = 4  # folders whose tables are kept at a time


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """The tables of this program with those of one folder, as that was when it was opened."""

    folder: Path | None = None
    digest: str = ""  # SHA-256 of the folder's tables
    tables: dict[str, bytes] = field(default_factory=dict)  # of the folder, by their names
    memo: dict[object, Any] = field(default_factory=dict)  # what `cached` made of them
    faults: list[KnowledgeError] | None = None  # where all that breaks the rules is collected instead of raised

    def __reduce__(self) -> tuple[Callable[..., Knowledge], tuple[object, ...]]:
        """Another process gets the same tables, whatever has become of the folder."""
        return _kept, (self.folder, self.digest, self.tables)


@dataclass(frozen=True, slots=True)
class Own:
    """A row of a user's table, and where it stands: "my/kinds.csv, line 2"."""

    cells: Row
    where: str


_PACKAGED = Knowledge()
_active: ContextVar[Knowledge] = ContextVar("knowledge", default=_PACKAGED)
_opened: dict[tuple[Path, str], Knowledge] = {}  # by folder and digest, oldest first

Folder = str | Path | Knowledge | None
"""A folder of tables, or the tables of one that was opened before."""


def opened(folder: Folder) -> Knowledge:
    """The tables with those of `folder`; always the same object for the same bytes.

    Raises KnowledgeError for what is no folder, holds no table or a file of an unknown name.
    """
    if folder is None or isinstance(folder, Knowledge):
        return folder or _PACKAGED
    path = Path(folder)
    found = _read(path)
    if odd := next((name for name in found if name not in _NEEDED), None):
        raise _of_no_table(path, odd)
    digest = hashlib.sha256()
    for name, content in found.items():
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return _kept(path, digest.hexdigest(), found)


def examined(folder: str | Path) -> Knowledge:
    """The tables with those of `folder`, as they are now, to be checked: a row that breaks the rules is no error.

    It is left out and noted in `faults`, and so is a file of an unknown name. Raises KnowledgeError for what is no
    folder or holds no table.
    """
    path = Path(folder)
    found = _read(path)
    known = {name: content for name, content in found.items() if name in _NEEDED}
    return Knowledge(path, "", known, faults=[_of_no_table(path, name) for name in found if name not in known])


def fault(error: KnowledgeError) -> None:
    """Raise the error, or note it where the tables in use are examined."""
    noted = active().faults
    if noted is None:
        raise error
    noted.append(error)


def _read(path: Path) -> dict[str, bytes]:
    """The CSV files of a folder by their names, sorted. Raises KnowledgeError where there is none to be read."""
    try:
        listing = [file for file in sorted(path.iterdir()) if file.suffix == ".csv"]
        if odd := next((file for file in listing if not file.is_file()), None):  # opening a named pipe would wait
            raise KnowledgeError(str(odd), "is no regular file", "take it out of the folder")
        found = {file.stem: file.read_bytes() for file in listing}
    except OSError as error:
        raise KnowledgeError(str(path), error.strerror or "cannot be read", "name a folder of tables") from error
    if not found:
        what = "holds no table"
        raise KnowledgeError(str(path), what, f"put a file into it that is called {_names()}")
    return found


def _of_no_table(path: Path, name: str) -> KnowledgeError:
    where, remedy = str(path / f"{name}.csv"), f"call it {_names()}, or take it out of the folder"
    return KnowledgeError(where, "has the name of no table", remedy)


def _kept(folder: Path | None, digest: str, tables: dict[str, bytes]) -> Knowledge:
    """The one object for these tables in this process, as long as they are among those that were opened last."""
    if folder is None:
        return _PACKAGED
    key = (folder, digest)
    if key not in _opened:
        while len(_opened) >= _FOLDERS:
            del _opened[next(iter(_opened))]
        _opened[key] = Knowledge(folder, digest, tables)
    return _opened[key]


def own_files(folder: Folder) -> list[Path]:
    """The files of the tables in the user's folder; none without one. Raises KnowledgeError as `opened`."""
    known = opened(folder)
    return [known.folder / f"{table}.csv" for table in known.tables] if known.folder is not None else []


def _names() -> str:
    return ", ".join(f"{name}.csv" for name in _NEEDED)


def active() -> Knowledge:
    """The tables in use."""
    return _active.get()


class using:  # noqa: N801 - it reads as a statement: with using(folder)
    """Use the tables of a folder, with those of this program, in a block."""

    __slots__ = ("_before", "_knowledge")

    def __init__(self, knowledge: Folder) -> None:
        self._knowledge = opened(knowledge)

    def __enter__(self) -> Knowledge:
        self._before = _active.set(self._knowledge)
        return self._knowledge

    def __exit__(self, *_: object) -> None:
        _active.reset(self._before)


def while_using(knowledge: Knowledge, values: Callable[[], Iterator[T]]) -> Generator[T]:
    """The values of an iterator that uses these tables, without their being used where the values are taken."""
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
    """Keep what a function answers for as long as the tables are the same."""

    @wraps(function)
    def answer(*args: P.args, **kwargs: P.kwargs) -> T:
        memo = _active.get().memo
        key: object = function  # a table as a whole, which is asked for all the time
        if args or kwargs:
            key = (function, args, *kwargs.items())
        value: T = memo.get(key, _NOTHING)
        if value is _NOTHING:
            value = memo[key] = function(*args, **kwargs)
        return value

    return answer


def recent(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """The same for a function whose arguments are too many to keep the answers to all: the `most` asked for last."""

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        kept: Callable[..., T] = lru_cache(most)(lambda _knowledge, *args, **kwargs: function(*args, **kwargs))

        @wraps(function)
        def answer(*args: P.args, **kwargs: P.kwargs) -> T:
            return kept(_active.get(), *args, **kwargs)

        return answer

    return decorate


def rows(table: str) -> Iterator[Row]:
    """The rows of a table of this program, and then those of the user's."""
    yield from packaged(table)
    for row in own(table):
        yield row.cells


def packaged(table: str) -> Iterator[Row]:
    """The rows of a table of this program."""
    yield from csv.DictReader(_text(table).splitlines())


def _text(table: str) -> str:
    return files("citegraph.knowledge").joinpath(f"data/{table}.csv").read_text(encoding="utf-8")


@cached
def own(table: str) -> tuple[Own, ...]:
    """The rows of the user's table of this name, with every column of the table; none where the folder has no such.

    Raises KnowledgeError, naming file and line, for a table that is no CSV in UTF-8, lacks a column, has one that is
    none of the table's, or a row of another length.
    """
    known = active()
    if known.folder is None or table not in known.tables:
        return ()
    return tuple(parsed(table, known.tables[table], str(known.folder / f"{table}.csv")))


def each(table: str, made: Callable[[Own], T]) -> Iterator[T]:
    """What is made of each row of the user's table; one that breaks its rules raises KnowledgeError, or is noted."""
    for one in own(table):
        try:
            value = made(one)
        except KnowledgeError as error:
            fault(error)
            continue
        yield value


def columns(table: str) -> tuple[str, ...]:
    """The columns that a user's table of this name may have."""
    return (*_text(table).partition("\n")[0].split(","), *_MORE.get(table, ()))


def needed(table: str) -> tuple[str, ...]:
    """Those of them that it cannot do without."""
    return _NEEDED[table]


def placed(table: str) -> Iterator[Own]:
    """The rows of a table of this program with where they stand."""
    return parsed(table, _text(table).encode(), f"{table}.csv")


def parsed(table: str, content: bytes, path: str) -> Iterator[Own]:
    """The rows of a file that holds a table, with every column of the table. Raises KnowledgeError as `own`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        fault(KnowledgeError(path, "not UTF-8", "save it as 'CSV UTF-8'"))
        return
    yield from _parsed(text, path, columns(table), _NEEDED[table])


def _parsed(text: str, path: str, columns: tuple[str, ...], needed: tuple[str, ...]) -> Iterator[Own]:
    longest = csv.field_size_limit(_CELL)  # one for all readers of a process
    reader = csv.reader(text.splitlines(keepends=True), strict=True)  # a quotation mark that is left open is an error
    begun = 1
    try:
        names = next(reader, [])
        if missing := [name for name in needed if name not in names]:
            fault(KnowledgeError(path, f"no column {', '.join(missing)}", f"give it {', '.join(needed)}"))
        if other := [name for name in names if name not in columns]:
            what = f"has a column {', '.join(map(repr, other))} that the table does not know"
            fault(KnowledgeError(f"{path}, line 1", what, f"its columns are {', '.join(columns)}"))
        if missing or other:
            return
        begun = reader.line_num + 1
        for cells in reader:
            where = f"{path}, line {begun}"
            begun = reader.line_num + 1
            if cells and len(cells) != len(names):
                what = f"has {len(cells)} fields, not {len(names)}"
                fault(KnowledgeError(where, what, "check its quotation marks"))
            elif any(cell.strip() for cell in cells):
                yield Own(dict.fromkeys(columns, "") | dict(zip(names, cells, strict=True)), where)
    except csv.Error as error:
        fault(KnowledgeError(f"{path}, line {begun}", f"is broken ({error})", "check its quotation marks"))
    finally:
        csv.field_size_limit(longest)


def check_filled() -> None:
    """Raise KnowledgeError for the first row of a user's table of plain lists that leaves out what it is about."""
    for table in ("countries", "departments", "organizations", "publishers"):
        for one in own(table):
            for column in _NEEDED[table]:
                if not one.cells[column].strip():
                    what = f"has nothing in the column {column}"
                    fault(KnowledgeError(one.where, what, f"fill in the column {column}"))


def listed(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several, separated by ";"."""
    return tuple(value for value in map(str.strip, cell.split(";")) if value)
