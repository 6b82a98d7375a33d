"""Convert the numerals of terms, plenums and congresses: "khóa mười hai", "XII", "12"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from citegraph.text import strip_diacritics

_ORDINALS = {
    "nhất": 1, "nhì": 2, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12, "mười ba": 13, "mười bốn": 14, "mười tư": 14, "mười lăm": 15,
    "mười sáu": 16, "mười bảy": 17, "mười tám": 18, "mười chín": 19, "hai mươi": 20, "hai mươi mốt": 21, "hai mươi hai": 22,
    "hai mươi ba": 23, "hai mươi tư": 24, "hai mươi lăm": 25, "hai mươi sáu": 26, "hai mươi bảy": 27, "hai mươi tám": 28,
    "hai mươi chín": 29, "ba mươi": 30, "ba mươi mốt": 31,
}  # fmt: skip
ROMAN = r"[IVXLivxl]{1,7}"
ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True)).replace(" ", r"\s+")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}


def roman(number: int) -> str:
    """Return `number` (1 to 89) as a Roman numeral: 13 → "XIII"."""
    out = ""
    for value, numeral in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            out, number = out + numeral, number - value
    return out


@cache
def numeral_value(numeral: str) -> int | None:
    """Return the value of an Arabic, Roman or spelled-out numeral: "4", "IV", "tư" → 4; None for other text."""
    text = " ".join(numeral.split())
    if text.isdigit():
        return int(text)
    if text.lower() in _ORDINALS:
        return _ORDINALS[text.lower()]
    total = 0
    letters = [_VALUES.get(letter) for letter in text.upper()]
    if not letters or None in letters:
        return None
    for here, following in zip(letters, [*letters[1:], 0], strict=True):
        assert here is not None and following is not None  # noqa: S101 -- for the type checker; checked above
        total += here if here >= following else -here
    return total if 0 < total < 90 and roman(total) == text.upper() else None


@cache
def numeral_values_by_plain_spelling() -> Mapping[str, int]:
    """Return the values of the spelled-out numerals as they are typed without diacritics: "muoi mot" → 11."""
    return MappingProxyType({strip_diacritics(words): number for words, number in _ORDINALS.items()})


def canonical_term(numeral: str) -> str | None:
    """Return the congress term of a numeral, as canonical ids write it: "12", "xii" → "XII"; None above 30."""
    number = numeral_value(numeral)
    return roman(number) if number is not None and 1 <= number <= 30 else None
