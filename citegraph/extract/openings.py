"""A type word, symbol or name and the first letters behind it in, the rules that can go on from there out.

Most type words of ordinary news ("theo quy định,", "chương trình ca nhạc") name no document, and the letters behind
them show it. What may follow is asked of the very patterns of the rules, once for each opening; the answers are kept.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from citegraph.extract import meetings, numbered
from citegraph.extract.names import may_be_itself
from citegraph.extract.patterns import words
from citegraph.extract.titles import Titles
from citegraph.grammar import kinds, laws
from citegraph.grammar.kinds import Kind
from citegraph.grammar.words import DEMONSTRATIVE, may_open
from citegraph.text import is_folded

OPENING = 14
"""Bytes of UTF-8 behind a word that tell what may follow: two or three syllables."""

_GLANCE = 5
"""Bytes that tell for most words that nothing may: so few that their answers are soon all known."""

_KEPT = 1 << 16  # openings whose answers are kept


class Rules(NamedTuple):
    """Which rules may find a document at a place."""

    code: bool = False  # around a symbol
    number: bool = False
    issued: bool = False  # a number behind an issuer
    law: bool = False
    plenum: bool = False
    congress: bool = False
    title: bool = False
    alias: bool = False  # a well-known name
    itself: bool = False  # a name that is a document's own
    demonstrative: bool = False


NONE = Rules()
POINTING = Rules(demonstrative=True)


class Openings:
    """What may follow each word, with the titles and names of one authority."""

    def __init__(self, titles: Titles) -> None:
        self._titles = titles
        self.kept = lru_cache(_KEPT)(self._rules)
        """Answers by what was asked."""

    def rules(self, written: str, opening: bytes, numbered: bool) -> Rules:
        """The rules for a word, as written, the bytes behind it, and whether a number may stand before it (a symbol).

        NONE and POINTING are always the same objects.
        """
        if self.kept(written, opening[:_GLANCE], numbered) is NONE:
            return NONE
        return self.kept(written, opening, numbered)

    def without_issued(self, rules: Rules) -> Rules:
        """The same where no number stands ahead that an issuer may come before."""
        return _common(rules._replace(issued=False))

    def _rules(self, written: str, opening: bytes, numbered: bool) -> Rules:
        what = words()[written].what
        if not isinstance(what, str):
            rules = self._after_type(what, written, opening)
        elif what.islower():
            rules = self._after_name(what, opening)
        else:
            rules = self._after_symbol(what, opening)._replace(code=numbered)
        return _common(rules)

    def _after_type(self, kind: Kind, word: str, opening: bytes) -> Rules:
        """The rules for a type word, as written, with a diacritic missing or not."""
        said, plain = _read(opening)
        number = not plain or numbered.may_begin(said)
        issued = not number and numbered.issuer_may_begin(said)
        if word.lower() not in kind.words:  # a misspelt one is believed only with a whole code behind it
            return Rules(number=number, issued=issued)
        pointing = not plain or may_open(DEMONSTRATIVE, said)
        if kind.name in laws.KINDS:
            law = not plain or laws.may_begin(kind.name, said, capitalised=word[0].isupper())
            return Rules(number=number, issued=issued, law=law, demonstrative=pointing)
        return Rules(
            number=number,
            issued=issued,
            plenum=not plain or meetings.plenum_may_begin(kind.name, said),
            congress=not plain or meetings.congress_may_begin(kind.name, said),
            title=not plain or self._titles.title_may_begin(kind.name, said),
            alias=not plain or self._titles.alias_may_begin(word, said),
            demonstrative=pointing,
        )

    def _after_name(self, name: str, opening: bytes) -> Rules:
        said, plain = _read(opening)
        itself = not plain or may_be_itself(name, said)
        return Rules(alias=not plain or self._titles.alias_may_begin(name, said), itself=itself)

    def _after_symbol(self, symbol: str, opening: bytes) -> Rules:
        """The rules for a symbol that stands for its type word: "NQ 35"."""
        kind = kinds.by_abbreviation().get(symbol)
        if kind is None:
            return NONE
        said, plain = _read(opening)
        return Rules(
            number=not plain or numbered.may_begin(said),
            issued=plain and numbered.issuer_may_begin(said),
            plenum=not plain or meetings.plenum_may_begin(kind.name, said),
            congress=not plain or meetings.congress_may_begin(kind.name, said),
        )


def _common(rules: Rules) -> Rules:
    """The object that these rules always are where many share them."""
    return next((common for common in (NONE, POINTING) if rules == common), rules)


def _read(opening: bytes) -> tuple[str, bool]:
    """What an opening surely says, and whether it is folded already."""
    said = opening.decode("utf-8", "ignore").rstrip(" ")  # it may be folded together with what comes next
    return said, is_folded(said)
