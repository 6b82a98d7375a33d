"""Mark superscripts in binary workbooks (.xls, .xlsb), which the library for workbooks reads as digits.

Letters are replaced in place, so that no length and no offset changes: a note mark by DROPPED, a raised digit of a unit
by the superscript digit. Formats: [MS-XLS] 2.5.293, [MS-XLSB] 2.5.121.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from citegraph.read.superscripts import superscript_meaning

DROPPED = "\x7f"
"""What stands for a note mark; a reader of cells drops it."""

_FONT, _SHARED_STRINGS, _CONTINUE = 0x0031, 0x00FC, 0x003C
_FONT_12, _STRING_12, _CELL_STRING_12 = 43, 19, 62
_WIDE, _EXTENDED, _RICH = 1, 4, 8
_RAISED = 1


class _Run(NamedTuple):
    start: int  # in letters
    font: int


class _Cut(Exception):  # noqa: N818 - the strings end here
    """The strings end before they should."""


def mark_superscripts_of_biff8(data: bytes) -> bytes:
    """Return the stream `Workbook` of an .xls file with its superscripts marked.

    Args:
        data: The stream.
    """
    stream = bytearray(data)
    fonts: list[bool] = []
    parts: list[tuple[int, int]] = []  # where the records of the shared strings lie
    at, before = 0, 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        begin, end = at + 4, min(at + 4 + length, len(stream))
        if kind == _FONT and end - begin >= 10:
            fonts += [False] if len(fonts) == 4 else []  # the number 4 is left out
            fonts.append(struct.unpack_from("<H", stream, begin + 8)[0] == _RAISED)
        elif kind == _SHARED_STRINGS or (kind == _CONTINUE and before == _SHARED_STRINGS and parts):
            parts.append((begin, end))
            kind = _SHARED_STRINGS
        at, before = end, kind
    if any(fonts) and parts:
        _mark_shared_strings(stream, parts, fonts)
    return bytes(stream)


class _Cursor:
    """A position in the records of the shared strings, which go on in one another."""

    def __init__(self, stream: bytearray, parts: Sequence[tuple[int, int]]) -> None:
        self._stream, self._parts = stream, parts
        self._part, self._at = 0, parts[0][0]

    def bytes_at(self, count: int) -> Iterator[int]:
        """Yield the places of the next bytes."""
        for _ in range(count):
            self._enter_next_part()
            yield self._at
            self._at += 1

    def number(self, count: int) -> int:
        """Return the next bytes as a number."""
        return int.from_bytes(bytes(self._stream[at] for at in self.bytes_at(count)), "little")

    def skip(self, count: int) -> None:
        """Pass over the next bytes."""
        while count:
            self._enter_next_part()
            step = min(count, self._parts[self._part][1] - self._at)
            self._at, count = self._at + step, count - step

    def letters(self, count: int, width: int) -> Iterator[tuple[int, int]]:
        """Yield the place and the width of the next letters; each record may have its own width."""
        for _ in range(count):
            if self._enter_next_part():
                width = 2 if self.number(1) & _WIDE else 1
            yield self._at, width
            self.skip(width)

    def _enter_next_part(self) -> bool:
        entered = False
        while self._at >= self._parts[self._part][1]:
            self._part += 1
            if self._part >= len(self._parts):
                raise _Cut
            self._at, entered = self._parts[self._part][0], True
        return entered


def _mark_shared_strings(stream: bytearray, parts: Sequence[tuple[int, int]], fonts: Sequence[bool]) -> None:
    cursor = _Cursor(stream, parts)
    try:
        cursor.skip(8)
        while True:
            count, flags = cursor.number(2), cursor.number(1)
            run_count = cursor.number(2) if flags & _RICH else 0
            extra = cursor.number(4) if flags & _EXTENDED else 0
            places = list(cursor.letters(count, 2 if flags & _WIDE else 1))
            runs = [_Run(cursor.number(2), cursor.number(2)) for _ in range(run_count)]
            _mark_letters(stream, places, runs, fonts)
            cursor.skip(extra)
    except _Cut:
        return


def mark_superscripts_of_biff12(strings: bytes, fonts: Sequence[bool]) -> bytes:
    """Return a part with strings of an .xlsb file with its superscripts marked.

    Args:
        strings: The shared strings, or a sheet.
        fonts: Which fonts are raised.
    """
    stream = bytearray(strings)
    for kind, begin, end in _records_of_biff12(strings):
        at = begin + (8 if kind == _CELL_STRING_12 else 0)
        if kind not in (_STRING_12, _CELL_STRING_12) or at + 5 > end or not stream[at] & 1:
            continue
        (count,) = struct.unpack_from("<I", stream, at + 1)
        after = at + 5 + 2 * count
        if after + 4 > end:
            continue
        run_count = min(struct.unpack_from("<I", stream, after)[0], (end - after - 4) // 4)
        runs = [_Run(*struct.unpack_from("<HH", stream, after + 4 + 4 * number)) for number in range(run_count)]
        _mark_letters(stream, [(at + 5 + 2 * letter, 2) for letter in range(count)], runs, fonts)
    return bytes(stream)


def raised_fonts_of_biff12(styles: bytes) -> list[bool]:
    """Return which fonts of an .xlsb file are raised.

    Args:
        styles: The part with its styles.
    """
    return [
        end - begin >= 8 and struct.unpack_from("<H", styles, begin + 6)[0] == _RAISED
        for kind, begin, end in _records_of_biff12(styles)
        if kind == _FONT_12
    ]


def _records_of_biff12(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield the kind of each record, and where its content begins and ends."""
    at = 0
    while at < len(data):
        kind, at = _variable_number(data, at, 2)
        length, at = _variable_number(data, at, 4)
        end = min(at + length, len(data))
        yield kind, at, end
        at = end


def _variable_number(data: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for number in range(most):
        if at >= len(data):
            break
        value |= (data[at] & 0x7F) << (7 * number)
        at += 1
        if not data[at - 1] & 0x80:
            break
    return value, at


def _mark_letters(
    stream: bytearray, places: Sequence[tuple[int, int]], runs: Sequence[_Run], fonts: Sequence[bool]
) -> None:
    """Mark the superscripts in a string. `places` gives the offset and the width of each of its letters."""
    if not any(run.font < len(fonts) and fonts[run.font] for run in runs):
        return
    units = [int.from_bytes(stream[at : at + width], "little") for at, width in places]
    text = "".join(map(chr, units))
    ends = [*(run.start for run in runs[1:]), len(text)]
    before = text[: runs[0].start]
    for run, end in zip(runs, ends, strict=True):
        letters = text[run.start : end]
        if not (run.font < len(fonts) and fonts[run.font]):
            before += letters
            continue
        meaning = superscript_meaning(letters, before)
        before += meaning
        shown = (
            meaning if len(meaning) == len(letters) else "".join(" " if one.isspace() else DROPPED for one in letters)
        )
        for (at, width), letter in zip(places[run.start : end], shown, strict=True):
            if ord(letter) < 256**width:
                stream[at : at + width] = ord(letter).to_bytes(width, "little")
