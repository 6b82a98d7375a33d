"""Normalize text: fold it with a map back to the original offsets, and split it into words for comparison."""

from __future__ import annotations

from citegraph.text.comparison_form import normalize_space, strip_diacritics, strip_tones, words
from citegraph.text.spelling import (
    DIGITS,
    GAPS,
    HIDING,
    UNEVEN,
    Folded,
    fold,
    fold_except_tones,
    fold_same_length,
    is_folded,
    move_tone_marks,
)

__all__ = [
    "DIGITS",
    "GAPS",
    "HIDING",
    "UNEVEN",
    "Folded",
    "fold",
    "fold_except_tones",
    "fold_same_length",
    "is_folded",
    "move_tone_marks",
    "normalize_space",
    "strip_diacritics",
    "strip_tones",
    "words",
]
