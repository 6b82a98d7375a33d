"""Extend a bare code leftwards over its repeated symbol or its type word: "HD 02-HD/UBKTTW".

The type word may stand further off, with what the paper does in between: "Quyết định khởi tố vụ án số 12/QĐ-CSĐT".
"""

from __future__ import annotations

from functools import cache

import regex

from citegraph.grammar import kinds

_SYMBOL_REACH = 8  # code points before a number that hold the symbol in place of its type word
_TYPE_REACH = 80  # code points over which a type word may belong to a number
# Words that show a type word to be another paper's, or none.
_OTHER_PAPER = regex.compile(
    r"\s(?:tại|theo|trong|của|và|với|cho|bởi|này|đó|đã|là|có|nêu|trên|phải|để|khi|do|vì|như|về|được|bằng|sau|từ|qua|dẫn|căn\s+cứ"
    rf"|{'|'.join(word.replace(' ', chr(92) + 's+') for word in kinds.by_word())})(?!\p{{L}})",
    regex.IGNORECASE,
)


def extended(text: str, start: int, floor: int, symbol: str) -> tuple[int, str | None]:
    """Where the mention of a code at `start` begins, and its type: with the symbol said before, "HD 02-HD/UBKTTW"; or
    with what the paper does, "Quyết định khởi tố vụ án số 12/QĐ-CSĐT".
    """
    if not symbol:
        return start, None
    if (shortly := _abbreviation(symbol).search(text, max(floor, start - _SYMBOL_REACH), start)) is not None:
        return shortly.start(), None
    if text[start] not in "sS":
        return start, None
    match = _type_word(symbol).search(text, max(floor, start - _TYPE_REACH), start)
    if match is None or _OTHER_PAPER.search(match["between"]):
        return start, None
    return match.start(), kinds.by_word()[" ".join(match["word"].lower().split())].name


@cache
def _abbreviation(symbol: str) -> regex.Pattern[str]:
    return regex.compile(rf"(?<![\p{{L}}\d/.-]){symbol.replace('Đ', '[ĐD]')}:?\s+$")


@cache
def _type_word(symbol: str) -> regex.Pattern[str]:
    """A word of the types that `symbol` may stand for, and further words up to the end."""
    words = "|".join(word.replace(" ", r"\s+") for kind in kinds.kinds_of(symbol) for word in kind.words)
    return regex.compile(rf"(?<!\p{{L}})(?P<word>{words})(?P<between>(?:\s+\p{{L}}+){{1,9}})\s+$", regex.IGNORECASE)
