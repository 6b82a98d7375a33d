"""Parse Word documents from before 2007 (.doc): headers, body with tables, notes, text boxes, footers.

The text lies in pieces in the stream "WordDocument". The formatting is in pages of 512 bytes, which apply to ranges of
that stream ([MS-DOC], sections 2.4 to 2.9).
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from citegraph.errors import ReadError
from citegraph.i18n import message
from citegraph.read import ole_streams, single_report, table_to_text
from citegraph.read.parser_types import Content, FileFormat, ParsedReport
from citegraph.read.superscripts import superscript_meaning

MAX_CHARS = 50_000_000

_MAGIC, _OLDEST = 0xA5EC, 0xC1  # the oldest version is Word 97
_PAGE = 512
_VANISH, _DELETED, _RAISED, _ROW_END = 0x083C, 0x0800, 0x2A48, 0x2417  # codes of properties of runs and paragraphs
_OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}  # bytes of the value of a property, by its highest bits
_CELL, _PARAGRAPH, _FIELD, _RESULT, _FIELD_END = "\x07", "\r", "\x13", "\x14", "\x15"
_CHARACTERS = {"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-", "\xa0": "\xa0"}
# The parts of the text, in the order in which the file header gives their lengths.
_PARTS = ("body", "notes", "heads", "macros", "comments", "endnotes", "boxes", "overlays")
_SKIPPED_PARTS = ("comments", "macros")


class RunStyle(NamedTuple):
    """The style of a run of letters."""

    hidden: bool = False
    is_raised: bool = False
    is_deleted: bool = False


@dataclass(slots=True)
class PartText:
    """The text of one part while it is read."""

    lines: list[str] = field(default_factory=list)
    line: str = ""
    cells: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    depth: int = 0  # of nested fields whose instructions are skipped
    fields: int = 0


class _Ranges:
    """Values that apply to ranges of the stream, by the start of each range."""

    def __init__(self, found: dict[int, tuple[int, object]]) -> None:
        self._starts = sorted(found)
        self._found = found

    def range_at(self, offset: int) -> tuple[int, object]:
        """Return the end of the range around an offset, and its value."""
        after = bisect_right(self._starts, offset)
        if after:
            end, value = self._found[self._starts[after - 1]]
            if offset < end:
                return end, value
        return (self._starts[after] if after < len(self._starts) else 1 << 62), None


def parse(content: Content) -> Iterator[ParsedReport]:
    """Yield the one report of a document.

    Raises:
        ReadError: The document is encrypted, broken or older than Word 97.
    """
    with ole_streams.open_ole(content) as ole:
        data = ole_streams.read_stream(ole, "WordDocument")
        if len(data) < 0x200 or _uint16_at(data, 0) != _MAGIC or _uint16_at(data, 2) < _OLDEST:
            raise ReadError(content.path, message("file.word_6"), message("do.save_as_docx"))
        flags = _uint16_at(data, 0x0A)
        if flags & 0x0100:
            raise ReadError(content.path, message("file.encrypted"), message("do.remove_password"))
        table = ole_streams.read_stream(ole, "1Table" if flags & 0x0200 else "0Table")
    styles = _Ranges(dict(_run_styles(data, _table_block(data, table, 0xFA))))
    ends = _Ranges(dict(_row_ends(data, _table_block(data, table, 0x102))))
    lengths = struct.unpack_from("<8i", data, 0x4C)
    pages = {name: PartText() for name in _PARTS}
    hidden: list[str] = []
    for name, text, style, is_row_end in _styled_runs(data, _table_block(data, table, 0x1A2), lengths, styles, ends):
        if name in _SKIPPED_PARTS:
            continue
        if style.hidden and not style.is_deleted:
            hidden.append(text)
        marks = "".join(mark for mark in text if mark in (_PARAGRAPH, _CELL))
        shown = marks if style.hidden or style.is_deleted else text
        _add_text(pages[name], shown, style, is_row_end=is_row_end)
    read = {name: _finish_lines(page) for name, page in pages.items()}
    over = dict.fromkeys([*read["heads"], *read["overlays"]])
    lines = [*over, *read["body"], *read["notes"], *read["endnotes"], *read["boxes"]]
    yield single_report.report_of_lines(
        content.path, lines, single_report.left_out_warning(single_report.HIDDEN, hidden)
    )


def _table_block(data: bytes, table: bytes, at: int) -> bytes:
    """Return a block of the table stream whose position the file header gives at `at`."""
    start, length = struct.unpack_from("<2I", data, at)
    return table[start : start + length]


def _styled_runs(
    data: bytes, clx: bytes, lengths: tuple[int, ...], styles: _Ranges, ends: _Ranges
) -> Iterator[tuple[str, str, RunStyle, bool]]:
    """Yield the text run by run: its part, its letters, its style, and whether its paragraph ends a row of a table."""
    bounds = [0]
    for length in lengths:
        bounds.append(bounds[-1] + max(0, length))
    for start, end, place, width in _text_pieces(clx):
        at = start
        while at < min(end, bounds[-1], MAX_CHARS):
            byte = place + (at - start) * width
            part = min(bisect_right(bounds, at), len(_PARTS)) - 1
            style_end, style = styles.range_at(byte)
            row_end, is_row_end = ends.range_at(byte)
            until = min(
                end, bounds[part + 1], *(at + max(1, -(-(stop - byte) // width)) for stop in (style_end, row_end))
            )
            raw = data[byte : byte + (until - at) * width]
            text = raw.decode("utf-16-le" if width == 2 else "cp1252", "replace")
            yield _PARTS[part], text, style if isinstance(style, RunStyle) else RunStyle(), bool(is_row_end)
            at = until


def _text_pieces(clx: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Yield the pieces of the text: first letter, last letter, offset in the stream, bytes per letter."""
    at = 0
    while at < len(clx) and clx[at] == 1:
        at += 3 + _uint16_at(clx, at + 1)
    if at + 5 > len(clx) or clx[at] != 2:
        return
    table = clx[at + 5 : at + 5 + struct.unpack_from("<I", clx, at + 1)[0]]
    count = (len(table) - 4) // 12
    letters = struct.unpack_from(f"<{count + 1}I", table)
    for number, (start, end) in enumerate(pairwise(letters)):
        place = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)[0]
        is_narrow = bool(place & 0x40000000)
        place &= 0x3FFFFFFF
        if start < end:
            yield (start, end, place // 2, 1) if is_narrow else (start, end, place, 2)


def _property_pages(data: bytes, table: bytes) -> Iterator[bytes]:
    count = (len(table) - 4) // 8
    for number in struct.unpack_from(f"<{max(0, count)}I", table, 4 * (count + 1)) if count > 0 else ():
        page = data[(number & 0x3FFFFF) * _PAGE :][:_PAGE]
        if len(page) == _PAGE:
            yield page


def _run_styles(data: bytes, table: bytes) -> Iterator[tuple[int, tuple[int, RunStyle]]]:
    """Yield the start, end and style of each run of letters."""
    for page in _property_pages(data, table):
        count = min(page[-1], 101)
        places = struct.unpack_from(f"<{count + 1}I", page)
        for run, (start, end) in enumerate(pairwise(places)):
            at = 2 * page[4 * (count + 1) + run]
            properties = dict(_properties(page[at + 1 : at + 1 + page[at]])) if at else {}
            style = RunStyle(
                bool(properties.get(_VANISH)), properties.get(_RAISED) == 1, bool(properties.get(_DELETED))
            )
            yield start, (end, style)


def _row_ends(data: bytes, table: bytes) -> Iterator[tuple[int, tuple[int, bool]]]:
    """Yield the start and end of each paragraph, and whether it ends a row of a table."""
    for page in _property_pages(data, table):
        count = min(page[-1], 29)
        places = struct.unpack_from(f"<{count + 1}I", page)
        for paragraph, (start, end) in enumerate(pairwise(places)):
            at = 2 * page[4 * (count + 1) + 13 * paragraph]
            length = 2 * page[at] if at else 0
            at, length = (at + 1, length - 1) if length else (at + 2, 2 * page[min(at + 1, _PAGE - 1)] if at else 0)
            properties = dict(_properties(page[at + 2 : at + length])) if length > 2 else {}
            yield start, (end, bool(properties.get(_ROW_END)))


def _properties(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield the code of each property in a list, with the first byte of its value."""
    at = 0
    while at + 2 < len(data):
        code = _uint16_at(data, at)
        size = _OPERANDS.get(code >> 13)
        if size is None:
            size = 1 + data[at + 2] if code != 0xD608 else 1 + (_uint16_at(data, at + 2) if at + 4 <= len(data) else 0)
        yield code, data[at + 2]
        at += 2 + size


def _add_text(page: PartText, text: str, style: RunStyle, *, is_row_end: bool) -> None:
    for letter in text if not style.is_raised else (superscript_meaning(_printable(text), page.line),):
        if letter == _FIELD:
            page.fields += 1
            page.depth += 1
        elif letter == _RESULT:
            page.depth = max(0, page.depth - 1)
        elif letter == _FIELD_END:
            page.depth = max(0, min(page.depth, page.fields - 1))
            page.fields = max(0, page.fields - 1)
        elif page.depth:
            continue
        elif letter == _CELL and is_row_end:
            page.rows.append(page.cells)
            page.cells, page.line = [], ""
        elif letter == _CELL:
            page.cells.append(page.line.strip())
            page.line = ""
        elif letter == _PARAGRAPH or letter in _CHARACTERS:
            page.line += "\n" if letter == _PARAGRAPH else _CHARACTERS[letter]
            if letter == _PARAGRAPH and not page.cells:
                _end_line(page)
        elif letter >= " " or letter == "\t" or len(letter) > 1:
            page.line += letter


def _end_line(page: PartText) -> None:
    if page.rows and page.line.strip():
        page.lines += table_to_text.row_lines(page.rows)
        page.rows = []
    page.lines += filter(str.strip, page.line.split("\n"))
    page.line = ""


def _finish_lines(page: PartText) -> list[str]:
    if page.cells:
        page.rows.append(page.cells)
    page.lines += table_to_text.row_lines(page.rows)
    page.rows = []
    _end_line(page)
    return page.lines


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter >= " ")


def _uint16_at(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")


FORMAT = FileFormat(
    name="Word 97",
    endings=(".doc", ".dot"),
    recognizes=lambda head, ending: False,  # recognized by its streams
    parse=parse,
    risky=True,
    recognizes_container=lambda names: "WordDocument" in names,
)
