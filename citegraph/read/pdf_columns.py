"""Restore the reading order of PDF pages that were drawn line by line across columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

GUTTER = 8.0
"""The least width of the gap between columns, in points."""
SPACE = 6.0
"""Pieces of a line with a smaller gap, in points, are joined."""
LINES = 4
"""How many consecutive lines of two pieces make columns."""
CHARS = 15
"""The least average length of a line of a column; the cells of a table are shorter."""
FILLED = 0.2
"""A line of a column ends within this share of the column's width from its edge; cells of a table often do not."""
MOST = 0.6  # minimum share of lines that reach the edge, and of lines that are aligned


@dataclass(frozen=True, slots=True)
class PdfSegment:
    """A piece of text within one line, and its position, in points from the lower left corner of the page."""

    left: float
    bottom: float
    right: float
    top: float
    read: Callable[[], str]


_Line = list[PdfSegment]


def text_in_column_order(segments: Sequence[PdfSegment]) -> str | None:
    """Return the text of a page with its columns one after another.

    Returns None if the page has no columns, or its text is already in reading order.
    """
    lines = [_merge_segments(line) for line in _group_by_line(segments)]
    begin = next((at for at in range(len(lines) - LINES + 1) if _are_columns(lines[at : at + LINES])), None)
    if begin is None:
        return None
    end = begin + LINES
    while end < len(lines) and _are_columns(lines[begin : end + 1]):
        end += 1
    rest = "".join(map(_line_text, lines[end:])) if end < len(lines) else ""
    band = lines[begin:end]
    below = text_in_column_order([segment for line in lines[end:] for segment in line])
    return "\n".join(
        part.strip("\n")
        for part in (
            *(_line_text(line) for line in lines[:begin]),
            *(_line_text(line[:1]) for line in band),
            *(_line_text(line[1:]) for line in band),
            below if below is not None else rest,
        )
        if part.strip()
    )


def _group_by_line(segments: Sequence[PdfSegment]) -> list[_Line]:
    """Return the segments grouped by line, in drawing order; a segment below the others begins a new line."""
    lines: list[_Line] = []
    for segment in segments:
        if lines and _is_right_of(lines[-1][-1], segment):
            lines[-1].append(segment)
        else:
            lines.append([segment])
    return lines


def _is_right_of(left: PdfSegment, right: PdfSegment) -> bool:
    return right.left > left.left and left.bottom < (right.bottom + right.top) / 2 < left.top


def _merge_segments(line: _Line) -> _Line:
    pieces: list[_Line] = [[line[0]]]
    for before, segment in pairwise(line):
        if segment.left - before.right <= SPACE:
            pieces[-1].append(segment)
        else:
            pieces.append([segment])
    return [_join_segments(piece) for piece in pieces]


def _join_segments(piece: _Line) -> PdfSegment:
    if len(piece) == 1:
        return piece[0]
    return PdfSegment(
        piece[0].left,
        min(segment.bottom for segment in piece),
        piece[-1].right,
        max(segment.top for segment in piece),
        lambda: "".join(segment.read() for segment in piece),
    )


def _are_columns(lines: Sequence[_Line]) -> bool:
    """Whether these lines form two columns: a gap separates full lines to its left from aligned lines to its right."""
    if any(len(line) != 2 for line in lines):
        return False
    lefts, rights = [line[0] for line in lines], [line[1] for line in lines]
    edge, start = max(segment.right for segment in lefts), min(segment.left for segment in rights)
    if start - edge < GUTTER:
        return False
    width = edge - min(segment.left for segment in lefts)
    filled = sum(edge - segment.right <= FILLED * width for segment in lefts)
    aligned = sum(segment.left - start <= GUTTER for segment in rights)
    long = all(sum(len(segment.read()) for segment in column) >= CHARS * len(lines) for column in (lefts, rights))
    return filled >= MOST * len(lines) and aligned >= MOST * len(lines) and long


def _line_text(line: _Line) -> str:
    return " ".join(segment.read().strip() for segment in line) + "\n"
