"""Undo the escapes that carry text through ASCII-only channels: "Ngh=E1=BB=8B", "Ngh+Hss" for "Nghị".

Mail programs undo them for display; a text that was saved raw still has them. The entities of pages ("Ngh&#7883;")
stay: citations are found with them, and spans count the characters of the text as it was saved.
"""

from __future__ import annotations

import quopri
from collections.abc import Callable
from dataclasses import dataclass

import regex

from citegraph.read.syllable_share import is_syllable

ENOUGH_SHARE = 0.8
"""Escapes are undone if at least this share of the words that have some become Vietnamese syllables, ..."""
ENOUGH_WORDS = 3
"""... and there are this many of these words."""
SAMPLE_WORDS = 1000
"""How many of these words are examined."""


@dataclass(frozen=True, slots=True)
class Escape:
    """A way to write non-ASCII letters in ASCII."""

    name: str
    word: regex.Pattern[str]  # a word with an escape
    undo: Callable[[str], str]


def _from_quoted_printable(text: str) -> str:
    return quopri.decodestring(text.encode("ascii")).decode("utf-8", "replace")


def _from_utf7(text: str) -> str:
    return text.encode("ascii").decode("utf-7", "replace")


ESCAPES = (
    Escape(
        "quoted-printable",
        regex.compile(r"[A-Za-z]{0,4}(?:(?:=(?:[0-9A-F]{2}|\r?\n)){2,}[A-Za-z]{0,4}){1,4}"),
        _from_quoted_printable,
    ),
    Escape(
        "UTF-7", regex.compile(r"[A-Za-z]{0,4}(?:\+[A-Za-z0-9/]{3,12}(?:-[A-Za-z]{0,4}|(?![\w-]))){1,4}"), _from_utf7
    ),
)


def undo_escapes(text: str) -> tuple[str, str | None]:
    """Undo the escapes of a text.

    Args:
        text: The text as it was saved.

    Returns:
        The text without escapes and their name; (text, None) if it is not an escaped Vietnamese text.

    >>> undo_escapes("Ngh=E1=BB=8B quy=E1=BA=BFt s=E1=BB=91 35-NQ/TW")
    ('Nghị quyết số 35-NQ/TW', 'quoted-printable')
    """
    if not text.isascii():
        return text, None
    for escape in ESCAPES:
        words = [match.group() for _, match in zip(range(SAMPLE_WORDS), escape.word.finditer(text), strict=False)]
        if len(words) < ENOUGH_WORDS:
            continue
        if sum(map(is_syllable, map(escape.undo, words))) >= ENOUGH_SHARE * len(words):
            return escape.undo(text), escape.name
    return text, None
