"""What a text says, apart from how it is spelt: folded with the way back to offsets, or as words to compare."""

from __future__ import annotations

from citegraph.text.comparison import bare, tidy, toneless, words
from citegraph.text.folding import (
    DIGITS,
    GAPS,
    HIDING,
    UNEVEN,
    Folded,
    fold,
    fold_apart_from_tones,
    fold_evenly,
    is_folded,
    place_tones,
)

__all__ = [
    "DIGITS",
    "GAPS",
    "HIDING",
    "UNEVEN",
    "Folded",
    "bare",
    "fold",
    "fold_apart_from_tones",
    "fold_evenly",
    "is_folded",
    "place_tones",
    "tidy",
    "toneless",
    "words",
]
