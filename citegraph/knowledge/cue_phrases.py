"""Phrases that show how a sentence relates to a document: it is past, it is still to come, or it was amended.

>>> tells_of_the_past("Tổng kết 10 năm thực hiện ", ""), tells_of_the_past("Căn cứ ", "")
(True, False)
"""

from __future__ import annotations

import regex

from citegraph.knowledge.tables import cached, packaged_rows
from citegraph.text import strip_diacritics

_NEAR = 16  # code points before a document that contain its verb

_OF_A_YEAR = r"(?!\s+nam\s+\d{4}\b)"
"""No review of a whole year, which tells nothing of a document: "tổng kết năm 2024"."""

_AROUND = 32  # code points on each side of a meeting that contain its cues

PLACES = ("before", "behind", "any")
"""Where a phrase stands that tells so: before the document, behind it, or on either side."""


def tells_of_the_past(before: str, after: str) -> bool:
    """Whether the words around a document show that it is past: reviewed, replaced, repealed."""
    return _has_phrase("past", "before", before) or _has_phrase("past", "behind", after)


def tells_of_the_future(before: str, after: str) -> bool:
    """Whether the words around a document or meeting show that it is in the future: a draft, a planned congress."""
    return _has_phrase("future", "before", before) or _has_phrase("future", "behind", after)


def tells_of_planning(before: str, after: str) -> bool:
    """Whether the words around a meeting show that its dates are only planned, and may have changed."""
    return _has_phrase("planning", "before", before) or _has_phrase("planning", "behind", after)


def tells_of_having_met(before: str, after: str) -> bool:
    """Whether the words around a meeting show that it is over: its results are reported, it was a success."""
    return _has_phrase("met", "before", before[-_AROUND:]) or _has_phrase("met", "behind", after[:_AROUND])


def tells_of_amendment(sentence: str) -> bool:
    """Whether a sentence says that the document was amended."""
    return _has_phrase("amendment", "any", sentence)


def tells_of_signing(before: str) -> bool:
    """Whether the words right before a document say that somebody signed it."""
    return _has_phrase("signing", "before", before[-_NEAR:])


def tells_of_implementation(before: str) -> bool:
    """Whether the words before a document name a plan or committee that implements it; its body may follow."""
    return _has_phrase("carrying-out", "before", before)


def continues_title(words: str) -> bool:
    """Whether words may continue a title that could end before them, or the sentence after the title.

    >>> continues_title("trong tình hình mới"), continues_title("đã được học tập"), continues_title("tham nhũng")
    (True, True, False)
    """
    pattern = _phrase_pattern("goes-on", "behind") if words.isascii() else _diacritics_pattern("goes-on")
    return pattern is not None and pattern.match(words) is not None


def _has_phrase(tells: str, place: str, words: str) -> bool:
    pattern = _phrase_pattern(tells, place)
    return pattern is not None and pattern.search(strip_diacritics(words)) is not None


@cached
def _diacritics_pattern(tells: str) -> regex.Pattern[str]:
    """Return the phrases that need their diacritics, because without them they are ambiguous: "vẫn", "văn", "vân"."""
    phrases = [row["phrase"] for row in packaged_rows("cues") if row["tells"] == tells]
    return regex.compile(rf"(?:{'|'.join(map(regex.escape, phrases))})(?!\p{{L}})", regex.IGNORECASE)


@cached
def _phrase_pattern(tells: str, place: str) -> regex.Pattern[str] | None:
    phrases = [
        row["phrase"] for row in packaged_rows("cues") if row["tells"] == tells and row["place"] in (place, "any")
    ]
    if not phrases:
        return None
    spelt = "|".join(r"\s+".join(map(regex.escape, strip_diacritics(phrase).split())) for phrase in phrases)
    return regex.compile(rf"(?<!\p{{L}})(?:{spelt})(?!\p{{L}}){_OF_A_YEAR}", regex.IGNORECASE)
