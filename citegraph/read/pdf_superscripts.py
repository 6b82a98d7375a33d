"""Find the superscripts of a PDF page: signs that are smaller than the letter beside them, and above its baseline."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from citegraph.read.pdf_columns import PdfSegment
from citegraph.read.superscripts import superscript_meaning

SMALLER = 0.8
"""A superscript has at most this share of the size of the letter beside it; Word and LibreOffice take 0.58 to 0.67."""
RAISED = (0.15, 0.8)
"""How far its baseline is above that of the letter beside it, as a share of the size of that letter."""
GAP = 0.3
"""The widest gap between it and the letter beside it, as a share of the size of that letter."""

BLANK_POINTS = 1.0
"""How far a blank may be below the letters of its line; it has no height of its own."""

_SIGNS = frozenset("0123456789*†‡,;()[]")
_BREAKS = frozenset("\r\n")
_UNSHOWN = frozenset("\r\n\0")
_BLANK = frozenset(" \t\r\n\0\N{NO-BREAK SPACE}")
_INVISIBLE = 3  # the text render mode of recognized text below a scanned picture; its sizes are guesses


class PdfSuperscript(NamedTuple):
    """A superscript of a page, by the positions of its characters.

    PDFium takes it for a line of its own, so that line breaks may surround it. They are part of it here.
    """

    begin: int
    start: int  # of its signs
    stop: int
    end: int


class _Shape(NamedTuple):
    size: float
    left: float
    right: float
    baseline: float


class _Shapes(dict[int, _Shape | None]):
    """The shapes of the characters that were looked at."""

    def __init__(self, layer: Any) -> None:
        self._layer = layer

    def __missing__(self, at: int) -> _Shape | None:
        self[at] = found = _shape_of_character(self._layer, at)
        return found


def find_superscripts(layer: Any, letters: Sequence[str]) -> list[PdfSuperscript]:
    """Return the superscripts of a page.

    Args:
        layer: The text of the page, from pypdfium2.
        letters: Each of its characters.
    """
    found: list[PdfSuperscript] = []
    shapes = _Shapes(layer)
    base = None  # the last letter that is not raised
    at = 0
    while at < len(letters):
        stop = _end_of_raised(letters, at, base, shapes)
        beside = base
        if stop == at and letters[at].isdigit() and (ahead := _next_letter(letters, at)) is not None:
            stop = _end_of_raised(letters, at, ahead, shapes)
            beside = ahead
        if stop == at:
            base = base if letters[at] in _BLANK else at
            at += 1
            continue
        begin, end = at, stop
        while begin and letters[begin - 1] in _BREAKS and beside == base:
            begin -= 1
        while end < len(letters) and letters[end] in _BREAKS:
            end += 1
        goes_on = end < len(letters) and beside is not None and _are_on_one_line(letters, beside, end, shapes)
        found.append(PdfSuperscript(begin, at, stop, end if goes_on else stop))
        at = stop
    return found


def text_with_superscripts(found: Sequence[PdfSuperscript], count: int, read: Callable[[int, int], str]) -> str:
    """Return the text of a page with its superscripts replaced by what they mean.

    Args:
        found: Its superscripts.
        count: How many characters the page has.
        read: Returns the text of some characters, given the first one and their number.
    """
    output, done = "", 0
    for mark in found:
        output += read(done, mark.begin - done) if mark.begin > done else ""
        output += superscript_meaning(read(mark.start, mark.stop - mark.start), output)
        done = mark.end
    return output + (read(done, count - done) if count > done else "")


def text_segments(layer: Any, letters: Sequence[str], found: Sequence[PdfSuperscript]) -> Iterator[PdfSegment]:
    """Yield the pieces of the lines of a page; a superscript is part of the piece before it.

    Args:
        layer: The text of the page, from pypdfium2.
        letters: Each of its characters.
        found: Its superscripts.
    """
    shown = list(letters)
    raised: set[int] = set()
    for mark in found:
        raised.update(range(mark.start, mark.stop))
        signs = "".join(letters[mark.start : mark.stop])
        meaning = superscript_meaning(signs, "".join(letters[max(0, mark.start - 8) : mark.start]))
        shown[mark.start : mark.stop] = [meaning, *[""] * (mark.stop - mark.start - 1)]
    boxes = [layer.get_charbox(at) for at in range(len(letters))]
    centers = [((left + right) / 2, (bottom + top) / 2) for left, bottom, right, top in boxes]
    before: PdfSegment | None = None
    for number in range(layer.count_rects()):
        left, bottom, right, top = layer.get_rect(number)
        inside = [
            at
            for at, (x, y) in enumerate(centers)
            if letters[at] not in _UNSHOWN
            and left <= x <= right
            and bottom - BLANK_POINTS * (letters[at] in _BLANK) <= y <= top
        ]
        text = "".join(shown[at] for at in inside)
        if before is not None and inside and raised.issuperset(inside):
            before = PdfSegment(before.left, before.bottom, right, before.top, partial(str, before.read() + text))
        else:
            if before is not None:
                yield before
            before = PdfSegment(left, bottom, right, top, partial(str, text))
    if before is not None:
        yield before


def _end_of_raised(letters: Sequence[str], start: int, beside: int | None, shapes: _Shapes) -> int:
    """Return the end of the signs from `start` that are raised over the letter `beside` them; `start` if none is."""
    large = None
    at = start
    edge = 0.0
    while at < len(letters) and (letters[at] in _SIGNS or _marks_note_after_number(letters, at)) and beside is not None:
        large, small = large or shapes[beside], shapes[at]
        if large is None or small is None:
            break
        gap = small.left - (large.right if at == start else edge) if beside < start else 0
        rise = (small.baseline - large.baseline) / large.size
        if small.size > SMALLER * large.size or not RAISED[0] <= rise <= RAISED[1] or abs(gap) > GAP * large.size:
            break
        edge = small.right
        at += 1
    is_apart = beside is not None and beside > start and large is not None and not 0 <= large.left - edge < large.size
    return start if is_apart else at


def _marks_note_after_number(letters: Sequence[str], at: int) -> bool:
    """Whether a letter marks a note behind a number; in "19th" none does."""
    return (
        at > 0
        and letters[at].islower()
        and letters[at - 1].isdigit()
        and not "".join(letters[at + 1 : at + 2]).isalpha()
    )


def _next_letter(letters: Sequence[str], at: int) -> int | None:
    """Return the next letter behind some signs, if it is near."""
    return next((ahead for ahead in range(at + 1, min(at + 8, len(letters))) if letters[ahead].isalpha()), None)


def _are_on_one_line(letters: Sequence[str], one: int, other: int, shapes: _Shapes) -> bool:
    while other < len(letters) and letters[other] in _BLANK:
        other += 1
    first, second = shapes[one], shapes[other] if other < len(letters) else None
    return first is not None and second is not None and abs(first.baseline - second.baseline) < RAISED[0] * first.size


def _shape_of_character(layer: Any, at: int) -> _Shape | None:
    """Return the shape of a character; None if it is not seen, or its line is not horizontal."""
    import pypdfium2.raw as pdfium

    shown = pdfium.FPDFText_GetTextObject(layer.raw, at)
    if not shown or pdfium.FPDFTextObj_GetTextRenderMode(shown) == _INVISIBLE:
        return None
    matrix = pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    if not pdfium.FPDFText_GetMatrix(layer.raw, at, matrix) or not pdfium.FPDFText_GetCharOrigin(layer.raw, at, x, y):
        return None
    size = pdfium.FPDFText_GetFontSize(layer.raw, at) * math.hypot(matrix.c, matrix.d)
    if size <= 0 or abs(matrix.b) > abs(matrix.a) / 10:
        return None
    left, _, right, _ = layer.get_charbox(at, loose=True)
    return _Shape(size, left, right, y.value)
