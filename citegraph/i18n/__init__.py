"""Messages, values, numbers, dates and sorting in Vietnamese and English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from citegraph.i18n.errors import said, translated
from citegraph.i18n.evidence import reason
from citegraph.i18n.help import helped
from citegraph.i18n.messages import MESSAGES
from citegraph.i18n.usage import metavars, misused
from citegraph.model import IsoDate

__all__ = [
    "LANGUAGES",
    "VARIABLE",
    "column",
    "date",
    "dates",
    "helped",
    "key",
    "language",
    "metavars",
    "misused",
    "number",
    "reason",
    "said",
    "say",
    "translated",
    "value",
]

LANGUAGES = ("vi", "en")

VARIABLE = "CITEGRAPH_LANG"
"""The environment variable that names the language, before the locale does."""

_DATES = re.compile(r"\b\d{4}-\d\d(?:-\d\d)?\b|--\d\d-\d\d")

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTERS = {letter: at for at, letter in enumerate(_ALPHABET)}
_TONES = {mark: at for at, mark in enumerate("\u0300\u0309\u0303\u0301\u0323", 1)}  # huyền, hỏi, ngã, sắc, nặng


def language(environment: Mapping[str, str]) -> str:
    """The language of a reader: what `VARIABLE` or else the locale in the environment says; "en" where none is known.

    >>> language({"LANG": "vi_VN.UTF-8"}), language({"LC_ALL": "C", "LANG": "vi_VN.UTF-8"}), language({})
    ('vi', 'en', 'en')
    """
    names = (VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG")
    named = next((environment[name] for name in names if environment.get(name)), "")
    return "vi" if named.lower().split("_")[0].split(".")[0] == "vi" else "en"


def say(lang: str, name: str, **values: object) -> str:
    """The message of this name with its values put in; numbers as the language writes them.

    >>> say("vi", "n reports", n=1234)
    '1.234 báo cáo'
    """
    english, vietnamese = MESSAGES[name]
    shown = {key: number(lang, value) if isinstance(value, int | float) else value for key, value in values.items()}
    plural = "" if values.get("n") == 1 else "s"  # which Vietnamese does without
    return (vietnamese if lang == "vi" else english).format(**shown, s=plural)


def column(lang: str, name: str) -> str:
    """The heading of a column of a table: its name in Vietnamese, as it is in English."""
    return MESSAGES[f"column {name}"][1] if lang == "vi" and f"column {name}" in MESSAGES else name


def value(lang: str, column: str, name: str) -> str:
    """What a table shows of a value that has a name of its own: Vietnamese for Vietnamese readers, else as it is.

    >>> value("vi", "status", "known"), value("en", "status", "known"), value("vi", "title", "known")
    ('đã biết', 'known', 'known')
    """
    return MESSAGES[f"{column} {name}"][1] if lang == "vi" and f"{column} {name}" in MESSAGES else name


def number(lang: str, value: float) -> str:
    """A number as the language writes it.

    >>> number("vi", 1234.5), number("en", 1234.5), number("vi", 2018)
    ('1.234,5', '1,234.5', '2.018')
    """
    text = f"{value:,}"
    return text.translate(str.maketrans(",.", ".,")) if lang == "vi" else text


def date(lang: str, value: IsoDate) -> str:
    """A date as the language writes it, as exact as it is.

    >>> date("vi", "2018-10-22"), date("vi", "2018-10"), date("vi", "--10-22"), date("en", "2018-10-22")
    ('22/10/2018', '10/2018', '22/10', '2018-10-22')
    """
    if lang != "vi" or not value.replace("-", "").isdigit():
        return value
    return "/".join(reversed(value.removeprefix("--").split("-")))


def dates(lang: str, text: str) -> str:
    """A sentence with every date in it as the language writes it.

    >>> dates("vi", "2018-10-20, known 2018-10-22")
    '20/10/2018, known 22/10/2018'
    """
    return _DATES.sub(lambda found: date(lang, found.group()), text)


def key(text: str) -> tuple[object, ...]:
    """What sorts texts as Vietnamese dictionaries do: ă and â after a, đ after d; tones decide last, numbers by value.

    >>> sorted(["đa", "da", "dã", "dạ", "dá", "dả", "dà", "dư", "du", "Báo 10", "Báo 9"], key=key)
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
