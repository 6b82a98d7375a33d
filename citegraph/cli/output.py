"""Rows in, text for a terminal, a pipe or another program out; nothing in the data can steer the terminal."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

import typer

# Control characters, and those that turn the direction of what follows: a title may hold either.
_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

Cell = str | int | None


class Shape(StrEnum):
    """How a command prints what it found."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def safe(text: str) -> str:
    """`text` on one line, without the characters that steer a terminal."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", re.sub(r"[\t\n\r]+", " ", text))


def say(text: str, *, error: bool = False) -> None:
    """Print a line that may hold data."""
    typer.echo(safe(text), err=error)


def print_json(value: Any, *, indent: int | None = 2) -> None:
    """Print JSON, steering characters escaped."""
    plain = json.dumps(value, ensure_ascii=False, indent=indent)
    typer.echo("\n".join(_STEERING.sub(lambda c: f"\\u{ord(c.group()):04x}", line) for line in plain.split("\n")))


def print_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Print CSV in which no cell is a formula."""
    from citegraph.export.tables import cell

    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([safe(value) if isinstance(value, str) else value for value in map(cell, row)] for row in rows)
    typer.echo(line.getvalue(), nl=False)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Print a table: ruled on a terminal, else a line a row with tabs between, for grep, cut and sort."""
    texts: Iterator[list[str]] = (["" if value is None else safe(str(value)) for value in row] for row in rows)
    if not sys.stdout.isatty():
        for row in ([*columns], *texts):
            typer.echo("\t".join(row))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in texts:
        table.add_row(*map(Text, row))
    Console().print(table)


def print_rows(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], shape: Shape) -> None:
    """Print one kind of thing in the shape asked for: JSON holds every key, a table and CSV the `columns`."""
    if shape is Shape.JSON:
        print_json(list(rows))
        return
    cells = ([row[column] for column in columns] for row in rows)
    (print_csv if shape is Shape.CSV else print_table)(columns, cells)
