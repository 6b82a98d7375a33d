"""Find a passage of the extracted text in the original file.

The text and the file differ in white space and in the order of headers and notes. So a passage is found by its letters
and those around it, without white space. If several places match, the one with the same ordinal is taken.
"""

from __future__ import annotations

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
        self._text, self._at_text = _without_blanks(text)
        self._letters, self._at_letters = _without_blanks(letters)
        self._index = {place: at for at, place in enumerate(self._at_text)}

    def find(self, span: Span) -> tuple[int, int] | None:
        """Return the start and end (exclusive) of a span of the text in the letters of the file; None if not found.

        Args:
            span: Code points of the text.

        Returns:
            Start and end in the letters.
        """
        inside = [self._index[place] for place in range(span.start, span.end) if place in self._index]
        if not inside:
            return None
        first, last = inside[0], inside[-1] + 1
        for before, behind in _AROUND:
            left, right = max(0, first - before), min(len(self._text), last + behind)
            window = self._text[left:right]
            which = _occurrences_before(self._text, window, left)
            at = _nth_occurrence(self._letters, window, which)
            if at is not None:
                start = at + first - left
                return self._at_letters[start], self._at_letters[start + last - first - 1] + 1
        return None


def _without_blanks(text: str) -> tuple[str, list[int]]:
    kept = [(letter, at) for at, letter in enumerate(text) if not letter.isspace()]
    return "".join(letter for letter, _ in kept), [at for _, at in kept]


def _occurrences_before(text: str, window: str, before: int) -> int:
    """Return how often `window` occurs in `text` before an offset."""
    count, at = 0, text.find(window)
    while 0 <= at < before:
        count, at = count + 1, text.find(window, at + 1)
    return count


def _nth_occurrence(text: str, window: str, which: int) -> int | None:
    """Return the offset of the `which`-th occurrence of `window`, from 0, or of the last one if there are fewer."""
    at = text.find(window)
    if at < 0:
        return None
    for _ in range(which):
        following = text.find(window, at + 1)
        if following < 0:
            break
        at = following
    return at
