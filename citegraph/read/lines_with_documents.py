"""Recognize lines that name a document by its kind and number, before citations are looked for."""

from __future__ import annotations

import regex

from citegraph.knowledge import kinds
from citegraph.knowledge.tables import cached

_LEAD = r"(?:[-–+*•]|\d{1,3}[.)]|(?:căn cứ|theo|thực hiện|xem)\s*:?)"


def has_numbered_document(text: str) -> bool:
    """Return whether a text has a kind of document with a number.

    Args:
        text: A line or a longer text.

    Example:
        >>> has_numbered_document("Triển khai Quyết định số 12-QĐ/TW")
        True
    """
    return _pattern_anywhere().search(text) is not None


def begins_with_document(text: str) -> bool:
    """Return whether a line begins with a document, as in a list or a preamble; few headlines do.

    Args:
        text: The line.

    Example:
        >>> begins_with_document("Căn cứ Quyết định số 12-QĐ/TW;")
        True
    """
    return _pattern_at_start().match(text) is not None


@cached
def _pattern_anywhere() -> regex.Pattern[str]:
    return regex.compile(rf"\b{_numbered_document_pattern()}", regex.IGNORECASE)


@cached
def _pattern_at_start() -> regex.Pattern[str]:
    return regex.compile(rf"(?:{_LEAD}\s*){{0,3}}{_numbered_document_pattern()}", regex.IGNORECASE)


def _numbered_document_pattern() -> str:
    names = "|".join(regex.escape(kind.name) for kind in kinds.all_kinds())
    return rf"(?:{names})\s+(?:số\s*:?\s*\d|\d{{1,5}}\p{{Lu}}?\s?[-–/]\s?[\p{{L}}\d])"
