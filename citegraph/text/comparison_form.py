"""Normalize text for comparison: words, letters without diacritics, single spaces."""

from __future__ import annotations

import unicodedata

import regex

from citegraph.text.spelling import HIDING, TONES, fold, move_tone_marks

_WORD = regex.compile(r"[\p{L}\d]+")
_BOLD = regex.compile(r"\*\*+")
# Common punctuation, and the UTF-8 bytes of words.
_PUNCTUATION = tuple(sign.encode() for sign in "“”‘’…–—•·°²³«»→\N{NO-BREAK SPACE}")
_LATIN = bytes((*range(0xC0), *range(0xC3, 0xC7), 0xE1))
_BLANKED = bytes(byte if byte >= 0x80 or chr(byte).isalnum() else 0x20 for byte in range(256))


def words(text: str) -> list[str]:
    """Return the words of `text` for comparison: folded, lower case, without punctuation, with diacritics.

    >>> words("Nghị quyết số 35-NQ/TW")
    ['nghị', 'quyết', 'số', '35', 'nq', 'tw']
    """
    lower = _fold_letters(text).lower()
    data = lower.encode("utf-8", "surrogatepass")
    if data.translate(None, _LATIN):
        for sign in _PUNCTUATION:
            data = data.replace(sign, b" ")
        if data.translate(None, _LATIN):  # other scripts and symbols
            return _WORD.findall(lower)
    if "×" in lower or "÷" in lower:  # they share their first byte with letters
        return _WORD.findall(lower)
    return data.translate(_BLANKED).decode().split()


def _fold_letters(text: str) -> str:
    """Return `text` with its words folded; other parts may differ."""
    if "**" in text:
        text = _BOLD.sub("", text)
    if any(sign in text for sign in HIDING):
        return fold(text).text
    return move_tone_marks(text)


class _WithoutMarks(dict[int, str]):
    """A map from code points to letters without diacritics, each computed when it is first looked up."""

    def __missing__(self, code: int) -> str:
        plain = "".join(c for c in unicodedata.normalize("NFD", chr(code)) if not unicodedata.combining(c))
        self[code] = plain
        return plain


_PLAIN = _WithoutMarks({ord("đ"): "d", ord("Đ"): "D"})
_WITHOUT_TONES = str.maketrans("", "", TONES)


def strip_diacritics(text: str) -> str:
    """Return `text` in lower case without diacritics, đ as d: "bao ve nen tang"."""
    return (text if text.isascii() else text.translate(_PLAIN)).lower()


def strip_tones(text: str) -> str:
    """Return `text` without tone marks: "định" → "đinh", "quyết" → "quyêt"."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).translate(_WITHOUT_TONES))


def normalize_space(text: str) -> str:
    """Return `text` folded, with single spaces and none at its ends."""
    return " ".join(fold(text).text.split())
