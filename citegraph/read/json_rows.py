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
from citegraph.read.decode import decode_without_repair, is_binary, remove_zero_bytes
from citegraph.read.line_reader import Lines
from citegraph.read.parser_types import Content, ParsedReport
from citegraph.read.row_to_report import (
    as_utf8,
    draft_of_row,
    has_text_column,
    no_text_error,
    normalize_column_name,
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
    to the one that completes it. An array gives one row for each of its values. If an object is never completed, its
    first line alone is a bad row, and the following lines are rows of their own. If an array is not valid, its values
    up to the fault are rows, the fault is a Failure, and what follows is read line by line. Missing or idle commas
    between objects are no fault. A row has the number of its first line, or the next free one.

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
            if isinstance(row, Failure):
                waiting.append(row)
                continue
            names_of_row = _column_names_of_row(row[1])
            if has_text_column(names_of_row):
                first_with_text = row
                break
            names.update(dict.fromkeys(names_of_row))
            size += line_byte_length(row)
            if not more and len(waiting) < WAITING_ROWS and size <= bounds.ROW_BYTES:
                waiting.append(row)
            else:
                first, more = first or row[0], more + 1
    except Exception:
        yield from _rows_without_text(content.path, waiting, first, more)
        raise
    if first_with_text is None and len(waiting) + more > 1:
        raise _missing_text_error(content, waiting, names)
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
        cells, warnings = _object_of_line(line, path)
    except ReadError as error:
        return row_failure(path, number, error.what, error.remedy)
    return draft_of_row(path, number, cells.pairs, hashlib.sha256(line.strip()).hexdigest(), warnings)


def json_fault(data: bytes) -> str | None:
    """Return why the data are not JSON objects, one after another or in an array; None if they are."""
    found, _, fault = _split_values(data)
    return fault if fault or all(value.startswith(b"{") for value in found) else "Expecting objects"


def _missing_text_error(content: Content, rows: list[Line | Failure], names: dict[str, None]) -> ReadError:
    """Return the error for a file none of whose rows has a text: that of the first one if none is an object at all."""
    first = next((row[1] for row in rows if not isinstance(row, Failure)), None)
    if not names and first is not None:
        try:
            _object_of_line(first, content.path)
        except ReadError as error:
            return error
    return no_text_error(content, names)


class _Object(dict[str, Any]):
    """A JSON object that also keeps the values of repeated names."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs


def _to_number(digits: str) -> int | Decimal:
    return int(digits) if len(digits) < _DIGITS else Decimal(digits)


def _decoded_value(line: bytes, path: str) -> tuple[Any, tuple[str, ...]]:
    """Return the value of a line, and warnings about it."""
    line, zeros = remove_zero_bytes(line)
    decoded = decode_without_repair(line, path)
    return json.loads(decoded.text, object_pairs_hook=_Object, parse_int=_to_number), decoded.warnings + zeros


def _object_of_line(line: bytes, path: str) -> tuple[_Object, tuple[str, ...]]:
    """Return the JSON object on a line, and warnings about it.

    Raises:
        ReadError: The line is not a JSON object.
    """
    try:
        value, warnings = _decoded_value(line, path)
    except ReadError:
        raise
    except RecursionError:
        raise ReadError(path, message("row.too_nested"), message("do.plain_column")) from None
    except ValueError as error:
        raise ReadError(path, message("row.no_json", why=first_line(error)), message("do.correct_line")) from error
    if not isinstance(value, _Object):
        raise ReadError(path, message("row.no_object"), message("do.write_object"))
    return value, warnings


def _column_names_of_row(line: bytes | None) -> list[str]:
    """Return the names of the columns of a row; none if it is not an object."""
    try:
        cells = _decoded_value(line or b"", "")[0]
    except (ReadError, RecursionError, ValueError):
        return []
    return [normalize_column_name(name) for name in cells] if isinstance(cells, _Object) else []


def _rows_without_text(path: str, waiting: list[Line | Failure], first: int, more: int) -> Iterator[Line | Failure]:
    """Yield the rows before the first one with a text; beyond WAITING_ROWS, only their number."""
    yield from waiting
    if more:
        what = message("row.no_text_column")
        if more > 1:
            what = message("row.no_text_column_behind", n=more - 1)
        yield row_failure(path, first, what, message("do.fill_text"))


def _numbered_rows(content: Content) -> Iterator[Line | Failure]:
    lines = Lines(as_utf8(content), carriage=True)
    number = 0
    is_broken = False  # whether an array was not valid; its brackets are left over
    for line in lines:
        if line is not None and (line.isspace() or (is_broken and not line.strip(b"[], \t\r\n"))):
            continue
        begun = lines.number
        rows, fault = _rows_of_line(lines, line)
        for row in rows if number else _objects_in_array(rows):
            number = max(number + 1, begun)
            yield number, row
        is_broken = is_broken or fault is not None
        if fault:
            number = max(number + 1, lines.number)
            yield row_failure(content.path, number, message("row.no_json", why=fault), message("do.correct_line"))


def _rows_of_line(lines: Lines, line: bytes | None) -> tuple[list[bytes | None], str | None]:
    """Return the rows that a line begins: itself, the objects it begins, or the values of the array it begins.

    If the array is not valid, the fault is returned, too. It is "" if it is given back: it is then a bad row itself.
    """
    stripped = (line or b"").removeprefix(b"\xef\xbb\xbf").strip()
    is_object = stripped.startswith(b"{") and stripped.endswith(b"}") and b"}{" not in stripped
    if line is None or not stripped.startswith((b"{", b"[")) or is_object:
        return [line], None
    depth = _bracket_balance(stripped)
    row_lines = [line]
    if depth is not None and depth > 0:
        for following in lines.read_row_lines(len(line)):
            begins = following.lstrip().startswith(b"{")
            if depth == 1 and stripped.startswith(b"{") and begins and not row_lines[-1].rstrip().endswith(b":"):
                lines.push_back([following])  # an object cannot continue like this, so this is the next row
                break
            row_lines.append(following)
            inside = _bracket_balance(following)
            depth = 0 if inside is None else depth + inside
            if depth <= 0:
                break
    rows, rest, fault = _split_values(b"".join(row_lines))
    if rows and (not fault or stripped.startswith(b"[")):
        lines.push_back(rest.splitlines(keepends=True))
        return list(rows), "" if rest else fault
    lines.push_back(row_lines[1:])
    return [line], None


def _bracket_balance(line: bytes) -> int | None:
    """Return how many more brackets a line opens than it closes; None if it ends within a string, which is invalid."""
    bare = _STRING.sub(b"", line)
    if b'"' in bare:
        return None
    return bare.count(b"{") + bare.count(b"[") - bare.count(b"}") - bare.count(b"]")


def _split_values(data: bytes) -> tuple[list[bytes], bytes, str | None]:
    """Split data into the JSON values one after another, or in an array.

    Returns:
        The values up to the first fault, what follows them, and the fault; nothing and None if there is no fault.
    """
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape").strip()
    decoder = json.JSONDecoder(parse_int=_to_number)
    found: list[bytes] = []
    is_open = text.startswith("[")
    at = _skip_blanks(text, int(is_open))
    try:
        while at < len(text):
            if is_open and text[at] == "]":
                is_open, end = False, at + 1
            else:
                _, end = decoder.raw_decode(text, at)
                found.append(text[at:end].encode("utf-8", "surrogateescape"))
            at = _skip_blanks(text, end, ",")
    except (ValueError, RecursionError) as error:
        return found, text[at:].encode("utf-8", "surrogateescape"), first_line(error)
    return found, b"", "Expecting ']' at the end" if is_open else None


def _objects_in_array(rows: list[bytes | None]) -> list[bytes | None]:
    """Return the objects of an array inside the first object of a file.

    This applies if the object has no text and exactly one array of objects; else the rows are returned unchanged.
    """
    if len(rows) != 1 or b"[" not in (rows[0] or b""):
        return rows
    try:
        value = _decoded_value(rows[0] or b"", "")[0]
    except (ReadError, RecursionError, ValueError):
        return rows
    if not isinstance(value, _Object) or has_text_column(value):
        return rows
    arrays = [
        value_list
        for value_list in value.values()
        if isinstance(value_list, list) and any(isinstance(item, _Object) for item in value_list)
    ]
    if len(arrays) != 1:
        return rows
    return [json.dumps(item, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass") for item in arrays[0]]


def _skip_blanks(text: str, at: int, more: str = "") -> int:
    """Return the position after the blanks that begin at `at`, and the signs in `more` between them."""
    while at < len(text) and text[at] in f" \t\r\n{more}":
        at += 1
    return at


def line_byte_length(row: Line) -> int:
    """Return the length of a row in bytes."""
    return len(row[1] or b"")
