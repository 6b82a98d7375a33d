"""Parse spreadsheets: a sheet with a text column is a table of reports, others are read line by line."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from citegraph.errors import ReadError, first_line
from citegraph.i18n import message
from citegraph.model import Failure
from citegraph.read import (
    ooxml_package,
    pptx,
    row_to_report,
    sheet_superscripts,
    single_report,
    table_to_text,
    workbook_repair,
)
from citegraph.read.optional_libraries import import_optional
from citegraph.read.parser_types import Content, FileFormat, ParsedReport

_ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xlsb", ".xls", ".ods")
_OPEN = "application/vnd.oasis.opendocument.spreadsheet"
_DRAWINGS = ("xl/drawings/drawing", "xl/diagrams/data")
HEADER_ROWS = 10
"""How many rows are searched for the header; a title may come first."""


def parse(content: Content) -> Iterator[ParsedReport | Failure]:
    """Yield a report for each row of each table, and one for all other sheets.

    Raises:
        ReadError: The workbook is broken or encrypted, or python_calamine is not installed.
    """
    calamine = import_optional("python_calamine", content.path)
    data = content.data()
    try:
        yield from _reports_of_workbook(calamine, data, content.path)
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # raised by a Rust library for its own bugs
            raise
        why = message("file.cannot_read_as", form=FORMAT.name, why=first_line(error))
        raise ReadError(content.path, why, message("do.resave")) from error


def _reports_of_workbook(calamine: Any, data: bytes, path: str) -> Iterator[ParsedReport | Failure]:
    data = workbook_repair.repair_workbook(data, path)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = book.sheets_metadata
    except calamine.PasswordError as error:
        raise ReadError(path, message("file.encrypted"), message("do.remove_password")) from error
    sheets = [sheet for sheet in sheets if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
    hidden = [sheet for sheet in sheets if sheet.visible != calamine.SheetVisibleEnum.Visible]
    shown = [sheet for sheet in sheets if sheet not in hidden]
    doubts = single_report.left_out_warning(
        single_report.HIDDEN, (text for sheet in hidden for text in cell_texts(_sheet_rows(book, sheet)))
    )
    filled = ((sheet.name, _sheet_rows(book, sheet)) for sheet in shown)
    yield from reports_of_sheets(path, filled, len(shown), doubts, _drawing_lines(data, path))


def reports_of_sheets(
    path: str,
    sheets: Iterable[tuple[str, Sequence[Sequence[Any]]]],
    count: int,
    doubts: tuple[str, ...],
    drawn: Iterable[str] = (),
) -> Iterator[ParsedReport | Failure]:
    """Yield a report for each row of each table among some sheets, and one for all other sheets.

    Args:
        path: The path of the workbook.
        sheets: The name and the rows of each sheet that is shown.
        count: How many sheets these are.
        doubts: Warnings about the whole.
        drawn: The lines of text that lie over the sheets.
    """
    body = single_report.LocatedLines()
    tables = 0
    for name, rows in sheets:
        if (head := _find_header_row(rows)) is not None and any(map(_is_filled, rows[head + 1 :])):
            tables += 1
            part = name if count > 1 else None
            above = single_report.left_out_warning(single_report.OUTSIDE, cell_texts(rows[:head]))
            yield from _add_doubts_to_first(
                _parse_table_rows(path, part, rows[head + 1 :], rows[head], head + 1), (*doubts, *above)
            )
            doubts = ()
        elif any(map(_is_filled, rows)):
            body.add_lines([name] if count > 1 else [])
            body.begin_section("sheet", name)
            body.add_rows(_numbered_lines(rows))
    body.add_lines(drawn)
    if body.lines or not tables:
        yield single_report.report_of_lines(path, body, doubts, unit="row")


def _sheet_rows(book: Any, sheet: Any) -> list[list[Any]]:
    """Return the cells of a sheet from its first row on; the columns begin at the first one that is filled."""
    found = book.get_sheet_by_name(sheet.name)
    rows: list[list[Any]] = found.to_python(skip_empty_area=True)
    return [[] for _ in range(found.start[0] if found.start else 0)] + rows


def _numbered_lines(rows: Sequence[Sequence[Any]]) -> Iterator[tuple[int, str]]:
    """Yield the line of each row that is not empty, with the number of the row."""
    numbers = [number for number, row in enumerate(rows, 1) if _is_filled(row)]
    filled = [[_cell_text(value) for value in rows[number - 1]] for number in numbers]
    return zip(numbers, table_to_text.row_lines(filled), strict=True)


def cell_texts(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield the texts of all cells."""
    return (_cell_text(value) for row in rows for value in row)


def _add_doubts_to_first(
    drafts: Iterator[ParsedReport | Failure], doubts: tuple[str, ...]
) -> Iterator[ParsedReport | Failure]:
    """Yield the reports of a table, the first one with the doubts about the whole."""
    for draft in drafts:
        if isinstance(draft, ParsedReport):
            yield replace(draft, warnings=(*doubts, *draft.warnings))
            doubts = ()
        else:
            yield draft


def _find_header_row(rows: Sequence[Sequence[Any]]) -> int | None:
    """Return the index of the row with the column names, including that of the texts, or None."""
    first = (
        at for at, row in enumerate(rows[:HEADER_ROWS]) if row_to_report.has_text_column(str(value) for value in row)
    )
    head = next(first, None)
    is_first = head is not None and not any(map(_is_filled, rows[:head]))
    return head if head is not None and (is_first or sum(bool(_cell_text(value)) for value in rows[head]) > 1) else None


def _is_filled(row: Sequence[Any]) -> bool:
    return any(_cell_text(value) for value in row)


def _parse_table_rows(
    path: str, part: str | None, rows: Sequence[Sequence[Any]], header: Sequence[Any], above: int
) -> Iterator[ParsedReport | Failure]:
    table = path if part is None else f"{path}/{part}"
    for number, row in enumerate(rows, above + 1):
        if _is_filled(row):
            cells = (
                (str(name), _cell_text(value)) for name, value in zip(header, row, strict=False) if str(name).strip()
            )
            result = row_to_report.draft_of_row(table, number, cells, None, ())
            yield result if isinstance(result, Failure) else result.with_part(part)


def _drawing_lines(data: bytes, path: str) -> Iterator[str]:
    """Yield the text of boxes, shapes, headers and footers of sheets, in formats that are Office Open XML packages."""
    if data.startswith(b"PK"):
        parts = ooxml_package.open_package(data, path, "Excel")
        for name in sorted(parts.part_names):
            if name.startswith(_DRAWINGS) and (root := parts.part_root(name)) is not None:
                yield from pptx.lines(root)
        yield from dict.fromkeys(workbook_repair.header_and_footer_lines(parts))  # several sheets have the same


def _cell_text(value: Any) -> str:
    """Return a cell as people read it: whole numbers without decimals, dates as in print."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        value = value.date()
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y %H:%M" if isinstance(value, datetime) else "%d/%m/%Y")
    return str(value).replace(sheet_superscripts.DROPPED, "").strip()


def _is_workbook(names: Sequence[str] | Any) -> bool:
    plain = {name.replace("\\", "/").lower() for name in names}
    return any(name.startswith("xl/workbook") for name in plain) or bool({"workbook", "book", _OPEN} & plain)


FORMAT = FileFormat(
    name="Excel",
    endings=_ENDINGS,
    recognizes=lambda head, ending: (
        head.startswith(b"PK\x03\x04") and (b"xl/" in head or f"mimetype{_OPEN}".encode() in head[:200])
    ),
    parse=parse,
    risky=True,
    recognizes_container=_is_workbook,
)
