"""Print rows as a table, CSV or JSON; no value can control the terminal."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

import typer

from citegraph import i18n
from citegraph.errors import CitegraphError
from citegraph.model import Failure

# Control characters, and those that turn the direction of what follows: a title may hold either.
_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

Cell = str | int | float | None

_DATES = frozenset({"date", "first", "last", "period"})
_NAMED = frozenset({"level", "method", "status"})
LEAST = 12
"""Columns wider than this may be broken over lines where a terminal is narrow, never to less: numbers stay whole."""


class Shape(StrEnum):
    """How a command prints what it found."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def safe(text: str) -> str:
    """`text` on one line, without the characters that steer a terminal."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", re.sub(r"[\t\n\r]+", " ", text))


def lang() -> str:
    """The language to speak."""
    return i18n.language(os.environ)


def tell(name: str, **values: object) -> str:
    """The message of this name, in the language to speak."""
    return i18n.say(lang(), name, **values)


def say(text: str, *, error: bool = False) -> None:
    """Print a line that may hold data."""
    typer.echo(safe(text), err=error)


def fail(fault: CitegraphError | Failure) -> None:
    """Print what went wrong on standard error, in the language to speak."""
    say(i18n.said(lang(), fault), error=True)


def print_found(answers: Sequence[Any]) -> None:
    """Print the answer for each document meant as JSON; the only one by itself."""
    print_json(answers[0] if len(answers) == 1 else list(answers))


def print_json(value: Any, *, indent: int | None = 2) -> None:
    """Print JSON, steering characters escaped."""
    plain = json.dumps(value, ensure_ascii=False, indent=indent)
    typer.echo("\n".join(_STEERING.sub(lambda c: f"\\u{ord(c.group()):04x}", line) for line in plain.split("\n")))


def print_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Print CSV in which no cell is a formula."""
    import csv
    import io

    from citegraph.export.tables import cell

    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([safe(value) if isinstance(value, str) else value for value in map(cell, row)] for row in rows)
    typer.echo(line.getvalue(), nl=False)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Print a table: ruled on a terminal, else a line a row with tabs between, for grep, cut and sort.

    Headings and names of values are in the reader's language, on a terminal dates and numbers too.
    """
    spoken = lang()
    headings = [i18n.column(spoken, column) for column in columns]
    rows = ([_named(spoken, *cell) for cell in zip(columns, row, strict=True)] for row in rows)
    if not sys.stdout.isatty():
        plain = (["" if value is None else safe(str(value)) for value in row] for row in rows)
        for row in (headings, *plain):
            typer.echo("\t".join(row))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    shown = [[_shown(spoken, *cell) for cell in zip(columns, cells, strict=True)] for cells in rows]
    for heading, *cells in zip(headings, *shown, strict=True):
        longest = max(map(len, (heading, *cells)))
        table.add_column(heading, overflow="fold", no_wrap=longest <= LEAST, min_width=min(longest, LEAST))
    for cells in shown:
        table.add_row(*map(Text, cells))
    Console().print(table)


def _named(spoken: str, column: str, value: Cell) -> Cell:
    return i18n.value(spoken, column, value) if column in _NAMED and isinstance(value, str) else value


def _shown(spoken: str, column: str, value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return safe(i18n.date(spoken, value) if column in _DATES else value)
    return i18n.number(spoken, value)


def print_rows(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[str], shape: Shape, *, table: Sequence[str] | None = None
) -> None:
    """Print one kind of thing in the shape asked for: JSON holds every key, CSV the `columns`, so does a table.

    `table` names fewer columns for a table, such as fit a terminal.
    """
    if shape is Shape.JSON:
        print_json(list(rows))
        return
    if shape is Shape.TABLE:
        columns = table or columns
    cells = [[row[column] for column in columns] for row in rows]
    (print_csv if shape is Shape.CSV else print_table)(columns, cells)
    if shape is Shape.TABLE and not cells:
        say(tell("nothing found"), error=True)
