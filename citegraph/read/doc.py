"""Parse Word documents from before 2007 (.doc): headers, body with tables, notes, text boxes, footers.

Its text lies in pieces in the stream "WordDocument"; what it looks like lies beside, in pages of 512 bytes that say it
for stretches of that stream ([MS-DOC], sections 2.4 to 2.9).
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from citegraph.errors import ReadError
from citegraph.read import ole_streams, single_report, table_rows
from citegraph.read.parser_types import Content, Draft, Format
from citegraph.read.superscripts import raised

MAX_CHARS = 50_000_000

_MAGIC, _OLDEST = 0xA5EC, 0xC1  # of Word 97
_PAGE = 512
_VANISH, _DELETED, _RAISED, _ROW_END = 0x083C, 0x0800, 0x2A48, 0x2417  # what a run or a paragraph may be
_OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}  # bytes behind a property, by its highest bits
_CELL, _PARAGRAPH, _FIELD, _RESULT, _FIELD_END = "\x07", "\r", "\x13", "\x14", "\x15"
_CHARACTERS = {"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-", "\xa0": "\xa0"}
# The lengths of the parts of the text, one behind another, in the header of the file.
_PARTS = ("body", "notes", "heads", "macros", "comments", "endnotes", "boxes", "overlays")
_PASSED_OVER = ("comments", "macros")


class TextStyle(NamedTuple):
    """What a run of letters looks like."""

    hidden: bool = False
    is_raised: bool = False
    is_struck: bool = False  # and no text any more


@dataclass(slots=True)
class Page:
    """What has been read of a part."""

    lines: list[str] = field(default_factory=list)
    line: str = ""
    cells: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    depth: int = 0  # of fields whose instructions are passed over
    fields: int = 0


class _Stretches:
    """What holds for stretches of the stream, from where each begins."""

    def __init__(self, found: dict[int, tuple[int, object]]) -> None:
        self._starts = sorted(found)
        self._found = found

    def at(self, place: int) -> tuple[int, object]:
        """Where the stretch around a place ends, and what holds for it."""
        after = bisect_right(self._starts, place)
        if after:
            end, value = self._found[self._starts[after - 1]]
            if place < end:
                return end, value
        return (self._starts[after] if after < len(self._starts) else 1 << 62), None


def parse(content: Content) -> Iterator[Draft]:
    """One report; ReadError for what is encrypted, broken or older than Word 97."""
    with ole_streams.opened(content) as ole:
        data = ole_streams.stream(ole, "WordDocument")
        if len(data) < 0x200 or _u16(data, 0) != _MAGIC or _u16(data, 2) < _OLDEST:
            raise ReadError(content.path, "is in the format of Word 6 or 95", "save it as .docx in Word")
        flags = _u16(data, 0x0A)
        if flags & 0x0100:
            raise ReadError(content.path, "is encrypted", "save it without a password")
        table = ole_streams.stream(ole, "1Table" if flags & 0x0200 else "0Table")
    looks = _Stretches(dict(_looks(data, _block(data, table, 0xFA))))
    ends = _Stretches(dict(_row_ends(data, _block(data, table, 0x102))))
    lengths = struct.unpack_from("<8i", data, 0x4C)
    pages = {name: Page() for name in _PARTS}
    hidden: list[str] = []
    for name, text, look, is_row_end in _runs(data, _block(data, table, 0x1A2), lengths, looks, ends):
        if name in _PASSED_OVER:
            continue
        if look.hidden and not look.is_struck:
            hidden.append(text)
        marks = "".join(mark for mark in text if mark in (_PARAGRAPH, _CELL))
        shown = marks if look.hidden or look.is_struck else text
        _put(pages[name], shown, look, is_row_end=is_row_end)
    read = {name: _finished(page) for name, page in pages.items()}
    over = dict.fromkeys([*read["heads"], *read["overlays"]])
    lines = [*over, *read["body"], *read["notes"], *read["endnotes"], *read["boxes"]]
    yield single_report.report(content.path, lines, single_report.left_out(single_report.HIDDEN, hidden))


def _block(data: bytes, table: bytes, at: int) -> bytes:
    """A block of the table stream that the header names at a place."""
    start, length = struct.unpack_from("<2I", data, at)
    return table[start : start + length]


def _runs(
    data: bytes, clx: bytes, lengths: tuple[int, ...], looks: _Stretches, ends: _Stretches
) -> Iterator[tuple[str, str, TextStyle, bool]]:
    """The text run by run: its part, its letters, how they look, and whether its paragraph ends a row of a table."""
    bounds = [0]
    for length in lengths:
        bounds.append(bounds[-1] + max(0, length))
    for start, end, place, width in _pieces(clx):
        at = start
        while at < min(end, bounds[-1], MAX_CHARS):
            byte = place + (at - start) * width
            part = min(bisect_right(bounds, at), len(_PARTS)) - 1
            look_end, look = looks.at(byte)
            row_end, is_row_end = ends.at(byte)
            until = min(
                end, bounds[part + 1], *(at + max(1, -(-(stop - byte) // width)) for stop in (look_end, row_end))
            )
            raw = data[byte : byte + (until - at) * width]
            text = raw.decode("utf-16-le" if width == 2 else "cp1252", "replace")
            yield _PARTS[part], text, look if isinstance(look, TextStyle) else TextStyle(), bool(is_row_end)
            at = until


def _pieces(clx: bytes) -> Iterator[tuple[int, int, int, int]]:
    """The pieces of the text: first letter, last letter, place in the stream, bytes a letter."""
    at = 0
    while at < len(clx) and clx[at] == 1:
        at += 3 + _u16(clx, at + 1)
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


def _pages(data: bytes, table: bytes) -> Iterator[bytes]:
    count = (len(table) - 4) // 8
    for number in struct.unpack_from(f"<{max(0, count)}I", table, 4 * (count + 1)) if count > 0 else ():
        page = data[(number & 0x3FFFFF) * _PAGE :][:_PAGE]
        if len(page) == _PAGE:
            yield page


def _looks(data: bytes, table: bytes) -> Iterator[tuple[int, tuple[int, TextStyle]]]:
    """How runs of letters look, those that look like anything, by where they begin."""
    for page in _pages(data, table):
        count = min(page[-1], 101)
        places = struct.unpack_from(f"<{count + 1}I", page)
        for run, (start, end) in enumerate(pairwise(places)):
            at = 2 * page[4 * (count + 1) + run]
            said = dict(_properties(page[at + 1 : at + 1 + page[at]])) if at else {}
            look = TextStyle(bool(said.get(_VANISH)), said.get(_RAISED) == 1, bool(said.get(_DELETED)))
            yield start, (end, look)


def _row_ends(data: bytes, table: bytes) -> Iterator[tuple[int, tuple[int, bool]]]:
    """Where paragraphs begin, and whether each is the end of a row."""
    for page in _pages(data, table):
        count = min(page[-1], 29)
        places = struct.unpack_from(f"<{count + 1}I", page)
        for paragraph, (start, end) in enumerate(pairwise(places)):
            at = 2 * page[4 * (count + 1) + 13 * paragraph]
            length = 2 * page[at] if at else 0
            at, length = (at + 1, length - 1) if length else (at + 2, 2 * page[min(at + 1, _PAGE - 1)] if at else 0)
            said = dict(_properties(page[at + 2 : at + length])) if length > 2 else {}
            yield start, (end, bool(said.get(_ROW_END)))


def _properties(data: bytes) -> Iterator[tuple[int, int]]:
    """The properties in a list, each with the first byte of its value."""
    at = 0
    while at + 2 < len(data):
        code = _u16(data, at)
        size = _OPERANDS.get(code >> 13)
        if size is None:
            size = 1 + data[at + 2] if code != 0xD608 else 1 + (_u16(data, at + 2) if at + 4 <= len(data) else 0)
        yield code, data[at + 2]
        at += 2 + size


def _put(page: Page, text: str, look: TextStyle, *, is_row_end: bool) -> None:
    for letter in text if not look.is_raised else (raised(_plain(text), page.line),):
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


def _end_line(page: Page) -> None:
    if page.rows and page.line.strip():
        page.lines += table_rows.lines(page.rows)
        page.rows = []
    page.lines += filter(str.strip, page.line.split("\n"))
    page.line = ""


def _finished(page: Page) -> list[str]:
    if page.cells:
        page.rows.append(page.cells)
    page.lines += table_rows.lines(page.rows)
    page.rows = []
    _end_line(page)
    return page.lines


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter >= " ")


def _u16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")


FORMAT = Format(
    name="Word 97",
    endings=(".doc", ".dot"),
    claims=lambda head, ending: False,  # told by the streams in it
    parse=parse,
    risky=True,
    holds=lambda names: "WordDocument" in names,
)
