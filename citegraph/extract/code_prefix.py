"""Extend a bare code leftwards over its repeated symbol or its kind word: "HD 02-HD/UBKTTW".

The kind word may stand further off, with what the paper does in between: "Quyết định khởi tố vụ án số 12/QĐ-CSĐT".
"""

from __future__ import annotations

import regex

from citegraph.knowledge import kinds
from citegraph.knowledge.tables import cached

_SYMBOL_REACH = 8  # code points before a number that hold the symbol in place of its kind word
_TYPE_REACH = 80  # code points over which a kind word may belong to a number
# Words that show a kind word to be another paper's, or none.
_OTHERS = r"tại|theo|trong|của|và|với|cho|bởi|này|đó|đã|là|có|nêu|trên|phải|để|khi|do|vì|như|về|được|bằng|sau|từ|qua|dẫn|căn\s+cứ"


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
    if match is None or _other_paper().search(match["between"]):
        return start, None
    return match.start(), kinds.by_word()[" ".join(match["word"].lower().split())].name


@cached
def _other_paper() -> regex.Pattern[str]:
    return regex.compile(rf"\s(?:{_OTHERS}|{kinds.words_pattern()})(?!\p{{L}})", regex.IGNORECASE)


@cached
def _abbreviation(symbol: str) -> regex.Pattern[str]:
    return regex.compile(rf"(?<![\p{{L}}\d/.-]){symbol.replace('Đ', '[ĐD]')}:?\s+$")


@cached
def _type_word(symbol: str) -> regex.Pattern[str]:
    """A word of the types that `symbol` may stand for, and further words up to the end."""
    return regex.compile(
        rf"(?<!\p{{L}})(?P<word>{kinds.words_pattern(kinds.kinds_of(symbol))})(?P<between>(?:\s+\p{{L}}+){{1,9}})\s+$",
        regex.IGNORECASE,
    )
