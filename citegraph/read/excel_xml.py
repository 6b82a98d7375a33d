"""Parse a workbook that is a single XML file, as Excel 2003 writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

from citegraph.model import Failure
from citegraph.read import ooxml_package, single_report, workbooks
from citegraph.read.parser_types import Content, FileFormat, ParsedReport
from citegraph.read.superscripts import superscript_meaning
from citegraph.read.workbook_repair import GRID_CELLS

ROWS = 1_048_576
"""The most rows of a sheet."""

_SPACE = "urn:schemas-microsoft-com:office:spreadsheet"


def parse(content: Content) -> Iterator[ParsedReport | Failure]:
    """Yield a report for each row of each table, and one for all other sheets.

    Raises:
        ReadError: The workbook has no text.
    """
    root = ooxml_package.parse_xml(content.data())
    sheets = [sheet for sheet in root if _local_name(sheet) == "Worksheet"]
    shown = [sheet for sheet in sheets if not _is_hidden_sheet(sheet)]
    hidden = (text for sheet in sheets if sheet not in shown for text in workbooks.cell_texts(_sheet_rows(sheet)))
    doubts = single_report.left_out_warning(single_report.HIDDEN, hidden)
    filled = ((_attribute(sheet, "Name"), _sheet_rows(sheet)) for sheet in shown)
    yield from workbooks.reports_of_sheets(content.path, filled, len(shown), doubts)


def _is_hidden_sheet(sheet: Any) -> bool:
    options = (part for part in sheet if isinstance(part.tag, str) and part.tag.endswith("}WorksheetOptions"))
    return any((part.text or "").startswith("Sheet") for each in options for part in each.iter("{*}Visible"))


def _sheet_rows(sheet: Any) -> list[list[Any]]:
    """Return the cells of a sheet from its first row and column on, as long as the grid is not too large."""
    rows: list[list[Any]] = []
    cells = 0
    for row in sheet.iter(f"{{{_SPACE}}}Row"):
        at = _number_of_attribute(row, "Index") - 1
        rows += [[] for _ in range(len(rows), min(at, ROWS))]
        filled: list[Any] = []
        for cell in (cell for cell in row if _local_name(cell) == "Cell"):
            gap = _number_of_attribute(cell, "Index") - 1 - len(filled)
            filled += [""] * (gap if gap > 0 and cells + gap <= GRID_CELLS else 0)
            filled.append(next((_cell_value(part) for part in cell if _local_name(part) == "Data"), ""))
            across = _number_of_attribute(cell, "MergeAcross")
            filled += [""] * (across if across > 0 and cells + across <= GRID_CELLS else 0)
            cells += max(0, gap) + 1 + max(0, across)
        rows.append(filled)
        rows += [[] for _ in range(min(_number_of_attribute(row, "Span"), ROWS - len(rows)))]
    return rows


def _cell_value(data: Any) -> Any:
    text = _cell_text(data, "")
    with suppress(ValueError):
        match _attribute(data, "Type"):
            case "Number":
                return float(text)
            case "DateTime":
                return datetime.fromisoformat(text)
    return text


def _cell_text(element: Any, before: str) -> str:
    """Return the text of a cell or a part of it, which follows `before`."""
    output = element.text or ""
    for child in element:
        inner = _cell_text(child, before + output)
        output += superscript_meaning(inner, before + output) if str(child.tag).endswith("}Sup") else inner
        output += child.tail or ""
    return output


def _local_name(element: Any) -> str:
    space, _, local = str(element.tag)[1:].partition("}")
    return local if space == _SPACE else ""


def _attribute(element: Any, local: str) -> str:
    return element.get(f"{{{_SPACE}}}{local}") or ""


def _number_of_attribute(element: Any, local: str) -> int:
    value = _attribute(element, local)
    return int(value) if value.isdecimal() and len(value) < 9 else 0


FORMAT = FileFormat(
    name="Excel XML",
    endings=(".xml",),
    recognizes=lambda head, ending: (
        f'"{_SPACE}"'.encode() in head[:4096] and (b"<Workbook" in head[:4096] or b":Workbook" in head[:4096])
    ),
    parse=parse,
    risky=True,
)
