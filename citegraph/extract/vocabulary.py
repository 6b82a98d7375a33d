"""Vocabulary of the scan: keywords, and the characters that require folding before keywords can be found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from citegraph.knowledge import kinds
from citegraph.knowledge.kinds import Kind
from citegraph.knowledge.tables import cached
from citegraph.text import DIGITS, GAPS, HIDING, UNEVEN, strip_diacritics, strip_tones

# Words that contain a kind word and name no document; the scan matches them whole and skips them.
EVERYDAY = ("pháp luật", "kỷ luật", "kỉ luật", "dự luật")

# Names that identify a document by themselves.
NAMES = ("điều lệ", "cương lĩnh", "hiến pháp")


@dataclass(frozen=True, slots=True)
class Keyword:
    """A keyword in one spelling: `target` is a kind of document, a symbol ("NQ") or a name ("điều lệ")."""

    written: str
    target: Kind | str
    exact: bool = True  # False for a kind word with a diacritic missing

    @property
    def is_symbol(self) -> bool:
        """Whether the keyword is the symbol of a number code."""
        return isinstance(self.target, str) and not self.target.islower()

    @property
    def may_follow_letter(self) -> bool:
        """Whether the keyword may directly follow a letter: "187BTCTW"."""
        return isinstance(self.target, str) and self.target.isupper()


class Sign(NamedTuple):
    """A string that folds to something else. If it `hides`, it may be part of a keyword, which the scan then misses."""

    written: str  # "" for foldings that keep the length
    hides: bool
    sure: re.Pattern[bytes] | None = None  # pattern of the occurrences that need folding
    gap: bool = False  # whether it also hides a keyword by replacing the space between two syllables


_SURE = {"&": re.compile(rb"&(?:amp;)*[#A-Za-z]\w*;"), "<": re.compile(rb"</?[A-Za-z]")}


def keywords_with_openings(openings: Iterable[str]) -> dict[str, Keyword]:
    """Return all keywords by spelling, plus the openings of well-known names that begin with none of them."""
    keywords = keywords_by_spelling()
    heads = (*kinds.by_word(), *NAMES)
    found: dict[str, Keyword] = {}
    for opening in sorted(openings):
        small = opening.lower()
        if opening.split()[0] not in keywords and not any(f"{small} ".startswith(f"{head} ") for head in heads):
            for spelling in (*sorted(_spellings(small)), opening):
                found.setdefault(spelling, Keyword(spelling, small))
    return found | keywords


@cached
def keywords_by_spelling() -> dict[str, Keyword]:
    """Return the keywords of the tables by spelling."""
    found: dict[str, Kind | str] = {}
    slips: dict[str, Kind] = {}
    for kind in kinds.all_kinds():
        for word in kind.words:
            found |= dict.fromkeys(_spellings(word), kind)
            if " " in word:
                found |= dict.fromkeys(_spellings(word.replace(" ", "", 1)), kind)  # "Nghịquyết"
                slips |= {spelling: kind for slip in _misspellings(word) for spelling in _spellings(slip)}
    for name in NAMES:
        found |= dict.fromkeys(_spellings(name), name)
    for kind in kinds.all_kinds():
        for symbol in kind.symbols:
            if len(symbol) > 1:
                found.setdefault(symbol, symbol)
    found |= {"QH1": "QH", "UBTVQH": "QH"}
    found |= {
        f"{strip_diacritics(symbol).upper()}-{body}": symbol for symbol in ("NĐ", "QĐ") for body in ("CP", "TTg")
    }  # "15/2020/ND-CP"
    return {word: Keyword(word, kind, exact=False) for word, kind in slips.items()} | {
        word: Keyword(word, target) for word, target in found.items()
    }


def signs_by_first_character() -> dict[str, Sign]:
    """Return all signs by their first characters, except the line end, which is too common to examine each time.

    Digits of another script count as signs that hide a keyword, because a symbol is only recognized after a number
    in ASCII digits.
    """
    hiding = {*HIDING, *DIGITS}
    found = {sign: Sign(sign, sign in hiding, _SURE.get(sign), sign in GAPS) for sign in UNEVEN}
    gaps = {gap: Sign(sign if sign in gap else "", False, gap=True) for gap, sign in GAPS.items() if gap != "\n"}
    return gaps | found


def keyword_heads(words: Iterable[str]) -> tuple[bytes, ...]:
    """Return what comes before the spaces of keywords: "Nghị" of "Nghị quyết"."""
    found = {word[:at] for word in words for at, letter in enumerate(word) if letter == " "}
    return tuple(sorted(head.encode() for head in found))


@cached
def lookalike_words() -> frozenset[str]:
    """Return the spellings of EVERYDAY."""
    return frozenset(spelling for word in EVERYDAY for spelling in _spellings(word))


def _spellings(word: str) -> set[str]:
    """Return the capitalizations of `word`.

    They are "nghị quyết", "Nghị quyết", "Nghị Quyết", "NGHỊ QUYẾT", and "Thông báo Kết luận" for four syllables.
    """
    syllables = word.split(" ")
    capitals = [syllable.capitalize() for syllable in syllables]
    pairs = [capital if at % 2 == 0 else syllables[at] for at, capital in enumerate(capitals)]
    return {word, word[0].upper() + word[1:], " ".join(capitals), " ".join(pairs), word.upper()}


def _misspellings(word: str) -> set[str]:
    """Return common misspellings of `word`.

    These lack the tone or all marks of one syllable ("Nghi quyết", "Quy đinh"), or all marks ("Nghi dinh").
    """
    syllables = word.split(" ")
    one_wrong = {
        " ".join([*syllables[:i], slip, *syllables[i + 1 :]])
        for i, syllable in enumerate(syllables)
        for slip in (strip_diacritics(syllable), strip_tones(syllable))
    }
    return (one_wrong | {strip_diacritics(word)}) - {word}
