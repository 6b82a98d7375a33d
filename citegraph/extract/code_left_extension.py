"""Extend a bare code leftwards over its repeated symbol or its kind word: "HD 02-HD/UBKTTW".

The kind word may be farther left, before the subject of the document: "Quyết định khởi tố vụ án số 12/QĐ-CSĐT".
"""

from __future__ import annotations

import regex

from citegraph.knowledge import kinds
from citegraph.knowledge.tables import cached

_SYMBOL_REACH = 8  # code points before a number that contain a symbol used as kind word
_TYPE_REACH = 80  # maximum code points between a kind word and its number
# Words that show that the kind word before them belongs to another document or to none.
_OTHERS = r"tại|theo|trong|của|và|với|cho|bởi|này|đó|đã|là|có|nêu|trên|phải|để|khi|do|vì|như|về|được|bằng|sau|từ|qua|dẫn|căn\s+cứ"


def extend_code_left(text: str, start: int, floor: int, symbol: str) -> tuple[int, str | None]:
    """Return where the mention of a code at `start` begins, and its kind if a kind word gives it.

    Args:
        text: The folded text.
        start: The offset of the code.
        floor: The lowest offset that the mention may begin at.
        symbol: The symbol of the code.
    """
    if not symbol:
        return start, None
    if (shortly := _abbreviation_pattern(symbol).search(text, max(floor, start - _SYMBOL_REACH), start)) is not None:
        return shortly.start(), None
    if text[start] not in "sS":
        return start, None
    match = _kind_word_pattern(symbol).search(text, max(floor, start - _TYPE_REACH), start)
    if match is None or _other_document_pattern().search(match["between"]):
        return start, None
    return match.start(), kinds.by_word()[" ".join(match["word"].lower().split())].name


@cached
def _other_document_pattern() -> regex.Pattern[str]:
    return regex.compile(rf"\s(?:{_OTHERS}|{kinds.words_pattern()})(?!\p{{L}})", regex.IGNORECASE)


@cached
def _abbreviation_pattern(symbol: str) -> regex.Pattern[str]:
    return regex.compile(rf"(?<![\p{{L}}\d/.-]){symbol.replace('Đ', '[ĐD]')}:?\s+$")


@cached
def _kind_word_pattern(symbol: str) -> regex.Pattern[str]:
    """Return a pattern for a kind word that `symbol` may stand for, followed by up to nine words."""
    return regex.compile(
        rf"(?<!\p{{L}})(?P<word>{kinds.words_pattern(kinds.kinds_of_symbol(symbol))})(?P<between>(?:\s+\p{{L}}+){{1,9}})\s+$",
        regex.IGNORECASE,
    )
