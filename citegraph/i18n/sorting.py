"""Sort texts as Vietnamese dictionaries do."""

from __future__ import annotations

import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTERS = {letter: at for at, letter in enumerate(_ALPHABET)}
_TONES = {mark: at for at, mark in enumerate("\u0300\u0309\u0303\u0301\u0323", 1)}  # huyền, hỏi, ngã, sắc, nặng


def sort_key(text: str) -> tuple[object, ...]:
    """Return the key to sort texts like a Vietnamese dictionary: ă and â after a, tones last, numbers by value.

    >>> sorted(["đa", "da", "dã", "dạ", "dá", "dả", "dà", "dư", "du", "Báo 10", "Báo 9"], key=sort_key)
    ['Báo 9', 'Báo 10', 'da', 'dà', 'dả', 'dã', 'dá', 'dạ', 'du', 'dư', 'đa']
    """
    letters: list[tuple[int, int, str]] = []
    tones: list[int] = []
    digits = ""
    for character in [*unicodedata.normalize("NFC", text.lower()), ""]:
        if character.isdecimal():
            digits += character
            continue
        if digits:
            letters.append((1, int(digits), ""))
            tones.append(0)
            digits = ""
        if not character:
            break
        marks = unicodedata.normalize("NFD", character)
        tone = next((_TONES[mark] for mark in marks if mark in _TONES), 0)
        letter = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES)) or character
        at = _LETTERS.get(letter)
        letters.append((0, ord(letter[0]), letter) if at is None else (2, at, ""))
        tones.append(tone)
    return tuple(letters), tuple(tones), text
