"""Find a passage of the extracted text in the original file.

The text and the file differ in white space and in the order of headers and notes. So a passage is found by its letters
and those around it, without white space. If several places match, the one with the same ordinal is taken.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from ahocorasick_rs import AhoCorasick

from citegraph.model import Span

_AROUND = (
    *((60, 60), (30, 30), (12, 12)),
    *((60, 0), (0, 60), (30, 0), (0, 30), (12, 0), (0, 12)),
    *((4, 4), (0, 0)),
)
"""Letters before and behind that must be the same, the most first: a table cell, a page end, or the end of a header
cuts them off on one side or on both."""


class TextAlignment:
    """The letters of a file, to find passages of its extracted text."""

    def __init__(self, text: str, letters: str) -> None:
        """`text` is the extracted text; `letters` are those of the file, in its order."""
        self._text, self._at_text = _letters_and_their_indexes(text)
        self._letters, self._at_letters = _letters_and_their_indexes(letters)
        self._index = {place: at for at, place in enumerate(self._at_text)}

    def find(self, span: Span) -> tuple[int, int] | None:
        """Like `find_all`, for one span."""
        return self.find_all([span])[0]

    def find_all(self, spans: Sequence[Span]) -> list[tuple[int, int] | None]:
        """Return the start and end (exclusive) of each span of the text in the letters of the file; None if not found.

        All spans are looked for at once, so that the text is not read anew for each.

        Args:
            spans: Code points of the text.

        Returns:
            Start and end in the letters, one for each span.
        """
        found: list[tuple[int, int] | None] = [None] * len(spans)
        rest: list[tuple[int, int, int]] = []  # number of the span, its first letter, and that behind its last
        for number, span in enumerate(spans):
            inside = [self._index[place] for place in range(span.start, span.end) if place in self._index]
            if inside:
                rest.append((number, inside[0], inside[-1] + 1))
        for before, behind in _AROUND:
            if not rest:
                break
            wide = [(max(0, first - before), min(len(self._text), last + behind)) for _, first, last in rest]
            windows = [self._text[left:right] for left, right in wide]
            in_letters = _find_all_windows(self._letters, windows)
            in_text = _find_all_windows(self._text, [window for window in windows if window in in_letters])
            missing = []
            for one, (left, _), window in zip(rest, wide, windows, strict=True):
                if window not in in_letters:
                    missing.append(one)
                    continue
                number, first, last = one
                places, which = in_letters[window], bisect_left(in_text[window], left)
                start = places[min(which, len(places) - 1)] + first - left
                found[number] = self._at_letters[start], self._at_letters[start + last - first - 1] + 1
            rest = missing
        return found


def _letters_and_their_indexes(text: str) -> tuple[str, list[int]]:
    kept = [(letter, at) for at, letter in enumerate(text) if not letter.isspace()]
    return "".join(letter for letter, _ in kept), [at for _, at in kept]


def _find_all_windows(text: str, windows: Iterable[str]) -> dict[str, list[int]]:
    """Return the offsets of each of the windows that occurs in a text, in order, after one pass over the text."""
    distinct = list(dict.fromkeys(windows))
    found: dict[str, list[int]] = {}
    if distinct:
        for which, start, _ in AhoCorasick(distinct).find_matches_as_indexes(text, overlapping=True):
            found.setdefault(distinct[which], []).append(start)
    return found
