"""Split JSON Lines, JSON arrays and objects that span several lines into rows."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from citegraph.errors import ReadError, first_line
from citegraph.i18n import message
from citegraph.model import Failure
from citegraph.read import line_reader as bounds
from citegraph.read.decode import decode_without_repair, is_binary, without_zeros
from citegraph.read.line_reader import Lines
from citegraph.read.parser_types import Content, ParsedReport
from citegraph.read.row_to_report import (
    as_utf8,
    column_name,
    draft_of_row,
    has_text,
    no_text_error,
    row_failure,
    too_long_failure,
)

Line = tuple[int, bytes | None]
"""A row with its number from 1; None instead of a row longer than ROW_BYTES."""

WAITING_ROWS = 1000
"""How many rows are kept while none has a column 'text'. If none ever has, the table is refused as a whole."""

_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"')
_DIGITS = 4000
"""Python refuses to parse an integer of more digits than about this many."""


def jsonl_rows(content: Content) -> Iterator[Line | Failure]:
    """Yield the rows that are not blank.

    A row is a line. If a line begins an object or an array and does not end it, the following lines belong to it, up
    to the one that completes it. An array of objects gives one row for each. If it is never completed, the first line
    alone is a bad row, and the following lines are rows of their own. A row has the number of its first line, or the
    next free one.

    Raises:
        ReadError: There are several rows, and none has a column 'text'.
    """
    if is_binary(content.head) and b'"text"' not in content.head.lower():
        raise no_text_error(content)
    rows = _numbered_rows(content)
    waiting: list[Line | Failure] = []
    size = more = first = 0
    names: dict[str, None] = {}
    first_with_text = None  # the first row with a column 'text'
    try:
        for row in rows:
            names_of_row = _row_names(row[1])
            if has_text(names_of_row):
                first_with_text = row
                break
            names.update(dict.fromkeys(names_of_row))
            size += line_bytes(row)
            if not more and len(waiting) < WAITING_ROWS and size <= bounds.ROW_BYTES:
                waiting.append(row)
            else:
                first, more = first or row[0], more + 1
    except Exception:
        yield from _rows_without_text(content.path, waiting, first, more)
        raise
    if first_with_text is None and len(waiting) + more > 1:
        raise no_text_error(content, names)
    yield from _rows_without_text(content.path, waiting, first, more)
    if first_with_text is not None:
        yield first_with_text
        yield from rows


def parse_line(path: str, row: Line) -> ParsedReport | Failure:
    """Return the report of a row, or a Failure for a row that is not a JSON object with a text."""
    number, line = row
    if line is None:
        return too_long_failure(path, number)
    try:
        cells, warnings = _decoded_value(line, path)
    except ReadError as error:
        return row_failure(path, number, error.what, error.remedy)
    except RecursionError:
        return row_failure(path, number, message("row.too_nested"), message("do.plain_column"))
    except ValueError as error:
        return row_failure(path, number, message("row.no_json", why=first_line(error)), message("do.correct_line"))
    if not isinstance(cells, _Object):
        return row_failure(path, number, message("row.no_object"), message("do.write_object"))
    return draft_of_row(path, number, cells.pairs, hashlib.sha256(line.strip()).hexdigest(), warnings)


class _Object(dict[str, Any]):
    """A JSON object that also keeps the values of repeated names."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs


def _number(digits: str) -> int | Decimal:
    return int(digits) if len(digits) < _DIGITS else Decimal(digits)


def _decoded_value(line: bytes, path: str) -> tuple[Any, tuple[str, ...]]:
    """Return the value of a line, and warnings about it."""
    line, zeros = without_zeros(line)
    decoded = decode_without_repair(line, path)
    return json.loads(decoded.text, object_pairs_hook=_Object, parse_int=_number), decoded.warnings + zeros


def _row_names(line: bytes | None) -> list[str]:
    """Return the names of the columns of a row; none if it is not an object."""
    try:
        cells = _decoded_value(line or b"", "")[0]
    except (ReadError, RecursionError, ValueError):
        return []
    return [column_name(name) for name in cells] if isinstance(cells, _Object) else []


def _rows_without_text(path: str, waiting: list[Line | Failure], first: int, more: int) -> Iterator[Line | Failure]:
    """Yield the rows before the first one with a text; beyond WAITING_ROWS only their number."""
    yield from waiting
    if more:
        what = message("row.no_text_column")
        if more > 1:
            what = message("row.no_text_column_behind", n=more - 1)
        yield row_failure(path, first, what, message("do.fill_text"))


def _numbered_rows(content: Content) -> Iterator[Line]:
    lines = Lines(as_utf8(content), carriage=True)
    number = 0
    for line in lines:
        if line is not None and line.isspace():
            continue
        begun = lines.number
        rows = _rows_of_line(lines, line)
        for row in rows if number else _unwrapped(rows):
            number = max(number + 1, begun)
            yield number, row


def _rows_of_line(lines: Lines, line: bytes | None) -> list[bytes | None]:
    """Return the rows that a line begins: itself, the object it begins, or the objects of the array it begins."""
    stripped = (line or b"").removeprefix(b"\xef\xbb\xbf").strip()
    if line is None or not stripped.startswith((b"{", b"[")) or (stripped.startswith(b"{") and stripped.endswith(b"}")):
        return [line]
    depth = _bracket_balance(stripped)
    row_lines = [line]
    if depth is not None and depth > 0:
        for following in lines.ahead(len(line)):
            begins = following.lstrip().startswith(b"{")
            if depth == 1 and stripped.startswith(b"{") and begins and not row_lines[-1].rstrip().endswith(b":"):
                lines.back([following])  # an object cannot continue like this: it is the next row
                break
            row_lines.append(following)
            inside = _bracket_balance(following)
            depth = 0 if inside is None else depth + inside
            if depth <= 0:
                break
    rows = _objects(b"".join(row_lines))
    if rows:
        return list(rows)
    lines.back(row_lines[1:])
    return [line]


def _bracket_balance(line: bytes) -> int | None:
    """Return how many more brackets a line opens than it closes; None if it ends within a string, which is invalid."""
    bare = _STRING.sub(b"", line)
    if b'"' in bare:
        return None
    return bare.count(b"{") + bare.count(b"[") - bare.count(b"}") - bare.count(b"]")


def _objects(data: bytes) -> list[bytes]:
    """Return the object in the data, or the objects of the array; none if the data are anything else."""
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape").strip()
    decoder = json.JSONDecoder(parse_int=_number)
    found: list[bytes] = []
    array = text.startswith("[")
    at = int(array)
    try:
        while True:
            at = _skip_blanks(text, at)
            if not text.startswith("{", at):
                return []
            _, end = decoder.raw_decode(text, at)
            found.append(text[at:end].encode("utf-8", "surrogateescape"))
            at = _skip_blanks(text, end)
            if at == len(text) - array and text.endswith("]" if array else "}"):
                return found
            if not (array and text.startswith(",", at)):
                return []
            at += 1
    except (ValueError, RecursionError):
        return []


def _unwrapped(rows: list[bytes | None]) -> list[bytes | None]:
    """Return the objects of an array inside the first object of a file.

    This applies if the object has no text and exactly one array of objects; else the rows are returned unchanged.
    """
    if len(rows) != 1 or b"[" not in (rows[0] or b""):
        return rows
    try:
        value = _decoded_value(rows[0] or b"", "")[0]
    except (ReadError, RecursionError, ValueError):
        return rows
    if not isinstance(value, _Object) or has_text(value):
        return rows
    arrays = [
        value_list
        for value_list in value.values()
        if isinstance(value_list, list) and any(isinstance(item, _Object) for item in value_list)
    ]
    if len(arrays) != 1:
        return rows
    return [json.dumps(item, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass") for item in arrays[0]]


def _skip_blanks(text: str, at: int) -> int:
    """Return the position after the blanks that begin at `at`."""
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def line_bytes(row: Line) -> int:
    """Return the length of a row in bytes."""
    return len(row[1] or b"")
