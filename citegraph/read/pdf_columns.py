"""Restore the reading order of PDF pages that were drawn line by line across columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

GUTTER = 8.0
"""How wide the gap between columns is at least, in points."""
SPACE = 6.0
"""Pieces of a line that lie no further apart than this are one."""
LINES = 4
"""How many lines of two pieces one below another make columns."""
CHARS = 15
"""How long a line of a column is on average, at least: the cells of a table are shorter."""
FILLED = 0.2
"""Lines of a column end within this share of its width from its edge, most of them: those of a table do not."""
MOST = 0.6


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text, all in one line, and where it stands, in points from the lower left corner of the page."""

    left: float
    bottom: float
    right: float
    top: float
    read: Callable[[], str]


_Line = list[Segment]


def apart(segments: Sequence[Segment]) -> str | None:
    """The text of a page with its columns one after another; None where it has none, or they come apart already."""
    lines = [_merged(line) for line in _lines(segments)]
    begin = next((at for at in range(len(lines) - LINES + 1) if _are_columns(lines[at : at + LINES])), None)
    if begin is None:
        return None
    end = begin + LINES
    while end < len(lines) and _are_columns(lines[begin : end + 1]):
        end += 1
    rest = "".join(map(_text, lines[end:])) if end < len(lines) else ""
    band = lines[begin:end]
    below = apart([segment for line in lines[end:] for segment in line])
    return "\n".join(
        part.strip("\n")
        for part in (
            *(_text(line) for line in lines[:begin]),
            *(_text(line[:1]) for line in band),
            *(_text(line[1:]) for line in band),
            below if below is not None else rest,
        )
        if part.strip()
    )


def _lines(segments: Sequence[Segment]) -> list[_Line]:
    """The pieces line by line, in the order in which they were drawn: a new line begins where one lies lower."""
    lines: list[_Line] = []
    for segment in segments:
        if lines and _beside(lines[-1][-1], segment):
            lines[-1].append(segment)
        else:
            lines.append([segment])
    return lines


def _beside(left: Segment, right: Segment) -> bool:
    return right.left > left.left and left.bottom < (right.bottom + right.top) / 2 < left.top


def _merged(line: _Line) -> _Line:
    pieces: list[_Line] = [[line[0]]]
    for before, segment in pairwise(line):
        if segment.left - before.right <= SPACE:
            pieces[-1].append(segment)
        else:
            pieces.append([segment])
    return [_joined(piece) for piece in pieces]


def _joined(piece: _Line) -> Segment:
    if len(piece) == 1:
        return piece[0]
    return Segment(
        piece[0].left,
        min(each.bottom for each in piece),
        piece[-1].right,
        max(each.top for each in piece),
        lambda: "".join(each.read() for each in piece),
    )


def _are_columns(lines: Sequence[_Line]) -> bool:
    """Whether these lines fall into two columns: a gap runs through all, filled on its left, aligned on its right."""
    if any(len(line) != 2 for line in lines):
        return False
    lefts, rights = [line[0] for line in lines], [line[1] for line in lines]
    edge, start = max(each.right for each in lefts), min(each.left for each in rights)
    if start - edge < GUTTER:
        return False
    width = edge - min(each.left for each in lefts)
    filled = sum(edge - each.right <= FILLED * width for each in lefts)
    aligned = sum(each.left - start <= GUTTER for each in rights)
    long = all(sum(len(each.read()) for each in column) >= CHARS * len(lines) for column in (lefts, rights))
    return filled >= MOST * len(lines) and aligned >= MOST * len(lines) and long


def _text(line: _Line) -> str:
    return " ".join(segment.read().strip() for segment in line) + "\n"
