"""Rows of JSON Lines, JSON arrays, and objects spread over several lines."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from citegraph.errors import ReadError
from citegraph.model import Failure
from citegraph.read import line_reader as bounds
from citegraph.read.decode import decode_bytes, is_binary, without_zeros
from citegraph.read.line_reader import Lines
from citegraph.read.parser_types import Content, Draft
from citegraph.read.table_cells import bad, column_name, draft, has_text, no_text, too_long, utf8

Line = tuple[int, bytes | None]
"""A row with its number from 1; None for one that is longer than ROW_BYTES."""

WAITING_ROWS = 1000
"""How many rows are kept while none had a column 'text' yet: such a table is refused as a whole."""

_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"')
_DIGITS = 4000
"""Python refuses to make a number of more digits than about so many."""


def jsonl_rows(content: Content) -> Iterator[Line | Failure]:
    """The rows that say anything; ReadError where no row of several has a column 'text'.

    A row is a line. Where a line begins an object or an array and does not end it, the lines behind it belong to it as
    far as they make it whole; an array of objects is a row for each. What does not become whole is a bad row of one
    line, and the lines behind it are rows of their own. A row has the number of its first line, or the next free one.
    """
    if is_binary(content.head) and b'"text"' not in content.head.lower():
        raise no_text(content)
    rows = _numbered(content)
    waiting: list[Line | Failure] = []
    size = more = first = 0
    names: dict[str, None] = {}
    known = None  # the first row with a text
    try:
        for row in rows:
            found = _names(row[1])
            if has_text(found):
                known = row
                break
            names.update(dict.fromkeys(found))
            size += line_bytes(row)
            if not more and len(waiting) < WAITING_ROWS and size <= bounds.ROW_BYTES:
                waiting.append(row)
            else:
                first, more = first or row[0], more + 1
    except Exception:
        yield from _late(content.path, waiting, first, more)
        raise
    if known is None and len(waiting) + more > 1:
        raise no_text(content, names)
    yield from _late(content.path, waiting, first, more)
    if known is not None:
        yield known
        yield from rows


def parse_line(path: str, row: Line) -> Draft | Failure:
    """The report of a row, or a Failure for one that is no JSON object with a text."""
    number, line = row
    if line is None:
        return too_long(path, number)
    try:
        cells, warnings = _read(line, path)
    except ReadError as error:
        return bad(path, number, error.what, error.remedy)
    except RecursionError:
        return bad(path, number, "is nested too deep", "give the text in a plain column")
    except ValueError as error:
        return bad(path, number, f"is no JSON ({error})", "correct the line")
    if not isinstance(cells, _Object):
        return bad(path, number, "is no JSON object", 'write it as {"id": …, "text": …}')
    return draft(path, number, cells.pairs, hashlib.sha256(line.strip()).hexdigest(), warnings)


class _Object(dict[str, Any]):
    """A JSON object that remembers the names it has twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs


def _number(digits: str) -> int | Decimal:
    return int(digits) if len(digits) < _DIGITS else Decimal(digits)


def _read(line: bytes, path: str) -> tuple[Any, tuple[str, ...]]:
    """The value of a line, and what is doubtful about it."""
    line, zeros = without_zeros(line)
    decoded = decode_bytes(line, path)
    return json.loads(decoded.text, object_pairs_hook=_Object, parse_int=_number), decoded.warnings + zeros


def _names(line: bytes | None) -> list[str]:
    """The names of the columns of a row; none where it is no object."""
    try:
        cells = _read(line or b"", "")[0]
    except (ReadError, RecursionError, ValueError):
        return []
    return [column_name(name) for name in cells] if isinstance(cells, _Object) else []


def _late(path: str, waiting: list[Line | Failure], first: int, more: int) -> Iterator[Line | Failure]:
    """The rows before the first with a text; of many of them, how many there are."""
    yield from waiting
    if more:
        behind = f", nor have the rows behind it ({more - 1})" if more > 1 else ""
        yield bad(path, first, f"has no column 'text'{behind}", "fill its column 'text'")


def _numbered(content: Content) -> Iterator[Line]:
    lines = Lines(utf8(content), carriage=True)
    number = 0
    for line in lines:
        if line is not None and line.isspace():
            continue
        begun = lines.number
        rows = _rows(lines, line)
        for row in rows if number else _unwrapped(rows):
            number = max(number + 1, begun)
            yield number, row


def _rows(lines: Lines, line: bytes | None) -> list[bytes | None]:
    """The rows that a line begins: itself, the object it begins, or the objects of the array it begins."""
    said = (line or b"").removeprefix(b"\xef\xbb\xbf").strip()
    if line is None or not said.startswith((b"{", b"[")) or (said.startswith(b"{") and said.endswith(b"}")):
        return [line]
    depth = _depth(said)
    held = [line]
    if depth is not None and depth > 0:
        for following in lines.ahead(len(line)):
            begins = following.lstrip().startswith(b"{")
            if depth == 1 and said.startswith(b"{") and begins and not held[-1].rstrip().endswith(b":"):
                lines.back([following])  # an object cannot go on so: this is the next row
                break
            held.append(following)
            inside = _depth(following)
            depth = 0 if inside is None else depth + inside
            if depth <= 0:
                break
    rows = _objects(b"".join(held))
    if rows:
        return list(rows)
    lines.back(held[1:])
    return [line]


def _depth(line: bytes) -> int | None:
    """How many brackets a line opens more than it closes; None where it ends within a string, as no line may."""
    bare = _STRING.sub(b"", line)
    if b'"' in bare:
        return None
    return bare.count(b"{") + bare.count(b"[") - bare.count(b"}") - bare.count(b"]")


def _objects(data: bytes) -> list[bytes]:
    """The object that the data are, or the objects of the array; none where they are anything else."""
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape").strip()
    decoder = json.JSONDecoder(parse_int=_number)
    found: list[bytes] = []
    array = text.startswith("[")
    at = int(array)
    try:
        while True:
            at = _blank(text, at)
            if not text.startswith("{", at):
                return []
            _, end = decoder.raw_decode(text, at)
            found.append(text[at:end].encode("utf-8", "surrogateescape"))
            at = _blank(text, end)
            if at == len(text) - array and text.endswith("]" if array else "}"):
                return found
            if not (array and text.startswith(",", at)):
                return []
            at += 1
    except (ValueError, RecursionError):
        return []


def _unwrapped(rows: list[bytes | None]) -> list[bytes | None]:
    """The objects of the one array of objects that the first object of a file holds, without a text; else the rows."""
    if len(rows) != 1 or b"[" not in (rows[0] or b""):
        return rows
    try:
        value = _read(rows[0] or b"", "")[0]
    except (ReadError, RecursionError, ValueError):
        return rows
    if not isinstance(value, _Object) or has_text(value):
        return rows
    arrays = [
        each for each in value.values() if isinstance(each, list) and any(isinstance(one, _Object) for one in each)
    ]
    if len(arrays) != 1:
        return rows
    return [json.dumps(one, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass") for one in arrays[0]]


def _blank(text: str, at: int) -> int:
    """Where the blanks that begin at a place end."""
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def line_bytes(row: Line) -> int:
    """How long a row is."""
    return len(row[1] or b"")
