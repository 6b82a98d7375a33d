"""Print rows as a table, CSV or JSON. No value can control the terminal."""

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
from citegraph.errors import one_line_message
from citegraph.model import Failure, ReportInfo

# Control characters, and those that change the writing direction: a title may contain either.
_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

Cell = str | int | float | None

_DATES = frozenset({"date", "first", "last", "period"})
_NAMED = frozenset({"level", "method", "status"})
_TEXTS = frozenset({"title", "quote", "text"})
LEAST = 12
"""Wider columns may be wrapped on a narrow terminal, but never to less than this, so that numbers stay whole."""


class OutputFormat(StrEnum):
    """The output format of a command."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def printable(text: str) -> str:
    """Return `text` on one line, without control characters."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", re.sub(r"[\t\n\r]+", " ", text))


def output_language() -> str:
    """Return the language of the output."""
    return i18n.reader_language(os.environ)


def localized(name: str, **values: object) -> str:
    """Return the message with this name, in the language of the output."""
    return i18n.say(output_language(), name, **values)


def print_line(text: str, *, error: bool = False) -> None:
    """Print a line that may contain data."""
    typer.echo(printable(text), err=error)


def print_failure(failure: Failure) -> None:
    """Print what could not be read on standard error, in the language of the output."""
    print_line(one_line_message(output_language(), failure.path, failure.reason, failure.remedy), error=True)


def print_warnings(report: ReportInfo) -> None:
    """Print the warnings about a report on standard error, in the language of the output."""
    for warning in report.warnings:
        print_line(localized("warning", message=one_line_message(output_language(), report.path, warning)), error=True)


def print_answers_as_json(answers: Sequence[Any]) -> None:
    """Print one answer per document as JSON; a single answer without a list."""
    print_json(answers[0] if len(answers) == 1 else list(answers))


def print_json(value: Any, *, indent: int | None = 2) -> None:
    """Print JSON with control characters escaped."""
    plain = json.dumps(value, ensure_ascii=False, indent=indent)
    typer.echo("\n".join(_STEERING.sub(lambda c: f"\\u{ord(c.group()):04x}", line) for line in plain.split("\n")))


def print_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Print CSV without cells that a spreadsheet would evaluate."""
    import csv
    import io

    from citegraph.export.csv_tables import csv_cell

    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(
        [printable(value) if isinstance(value, str) else value for value in map(csv_cell, row)] for row in rows
    )
    typer.echo(line.getvalue(), nl=False)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Print a table on a terminal, else tab-separated lines for grep, cut and sort.

    Headings and names of values are in the user's language; on a terminal, dates and numbers too.
    """
    language = output_language()
    headings = i18n.column_headings(language, columns)
    rows = ([_value_name(language, *cell) for cell in zip(columns, row, strict=True)] for row in rows)
    if not sys.stdout.isatty():
        plain = (["" if value is None else printable(str(value)) for value in row] for row in rows)
        for row in (headings, *plain):
            typer.echo("\t".join(row))
        return
    shown = [[_cell_text(language, *cell) for cell in zip(columns, cells, strict=True)] for cells in rows]
    _print_on_terminal(columns, headings, shown)


def _print_on_terminal(columns: Sequence[str], headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; a row wider than the terminal takes two lines, with its longer texts on the second."""
    from rich import box
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    widths = [max(map(cell_len, cells)) for cells in zip(headings, *rows, strict=True)]
    texts = [at for at, column in enumerate(columns) if column in _TEXTS]
    if not texts or sum(widths) + len(widths) + 1 <= console.width:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
        for heading, longest in zip(headings, widths, strict=True):
            table.add_column(heading, overflow="fold", no_wrap=longest <= LEAST, min_width=min(longest, LEAST))
        for cells in rows:
            table.add_row(*map(Text, cells))
        console.print(table)
        return
    short = [at for at in range(len(columns)) if at not in texts]

    def first_line(cells: Sequence[str]) -> str:
        return "  ".join(cells[at] + " " * (widths[at] - cell_len(cells[at])) for at in short).rstrip()

    def second_line(cells: Sequence[str], style: str) -> Text:
        text = Text("  " + " · ".join(cells[at] for at in texts if cells[at]), style=style)
        text.truncate(console.width, overflow="ellipsis")
        return text

    def print_row(cells: Sequence[str], styles: tuple[str, str]) -> None:
        console.print(Text(first_line(cells), style=styles[0]), soft_wrap=True)
        if any(cells[at] for at in texts):
            console.print(second_line(cells, styles[1]), soft_wrap=True)

    print_row(headings, ("bold", "bold"))
    console.print("─" * console.width, soft_wrap=True)
    for cells in rows:
        print_row(cells, ("", "dim"))


def _value_name(language: str, column: str, value: Cell) -> Cell:
    return i18n.value_name(language, column, value) if column in _NAMED and isinstance(value, str) else value


def _cell_text(language: str, column: str, value: Cell) -> str:
    if value is None:
        return ""
    if column == "position" and isinstance(value, str):
        from citegraph.positions import Position

        return printable(Position.parse(value).text(language))
    if isinstance(value, str):
        return printable(i18n.format_date(language, value) if column in _DATES else value)
    return i18n.format_number(language, value)


def print_rows(
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[str],
    shape: OutputFormat,
    *,
    table: Sequence[str] | None = None,
) -> None:
    """Print rows in the format that was asked for.

    Args:
        rows: The rows. JSON includes every key.
        columns: The columns of CSV and of a table.
        shape: The format.
        table: Fewer columns for a table, to fit a terminal.
    """
    if shape is OutputFormat.JSON:
        print_json(list(rows))
        return
    if shape is OutputFormat.TABLE:
        columns = table or columns
    cells = [[row[column] for column in columns] for row in rows]
    (print_csv if shape is OutputFormat.CSV else print_table)(columns, cells)
    if shape is OutputFormat.TABLE and not cells:
        print_line(localized("nothing.found"), error=True)
