"""Prefilter: which rules can match after a keyword, decided from the next 14 bytes and cached.

Most kind words of ordinary news ("theo quy định,", "chương trình ca nhạc") name no document, and the letters behind
them show it. What may follow is asked of the very patterns of the rules, once for each opening.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from citegraph.extract import meetings, numbered
from citegraph.extract.names import may_be_itself
from citegraph.extract.titles import Titles
from citegraph.extract.vocabulary import Word, with_openings
from citegraph.grammar import laws
from citegraph.grammar.context_patterns import DEMONSTRATIVE, may_match_at
from citegraph.knowledge import kinds
from citegraph.knowledge.kinds import Kind
from citegraph.text import is_folded

OPENING = 14
"""Bytes of UTF-8 behind a word that tell what may follow: two or three syllables."""

_GLANCE = 5
"""Bytes that tell for most words that nothing may: so few that their answers are soon all known."""

_KEPT = 1 << 16  # prefilter whose answers are kept


class RuleSet(NamedTuple):
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


NONE = RuleSet()
POINTING = RuleSet(demonstrative=True)

_OF_TYPE = RuleSet(number=True, issued=True, plenum=True, congress=True, title=True, alias=True, demonstrative=True)
_OF_LAW = RuleSet(number=True, issued=True, law=True, alias=True, demonstrative=True)
_OF_SLIP = RuleSet(number=True, issued=True)
_OF_NAME = RuleSet(alias=True, itself=True)
# A symbol stands for its kind word: "NQ 35".
_OF_SYMBOL = RuleSet(number=True, issued=True, plenum=True, congress=True, alias=True)


class Prefilter:
    """What may follow each word, with the titles and names on record."""

    def __init__(self, titles: Titles) -> None:
        self._titles = titles
        self.words = with_openings(titles.openings)
        """The words that are looked for, by their spellings."""
        self.kept = lru_cache(_KEPT)(self._rules)
        """Answers by what was asked."""

    def rules(self, written: str, opening: bytes, numbered: bool) -> RuleSet:
        """The rules for a word, as written, the bytes behind it, and whether a number may stand before it (a symbol).

        NONE and POINTING are always the same objects.
        """
        if self.kept(written, opening[:_GLANCE], numbered) is NONE:
            return NONE
        return self.kept(written, opening, numbered)

    def without_issued(self, rules: RuleSet) -> RuleSet:
        """The same where no number stands ahead that an issuer may come before."""
        return _common(rules._replace(issued=False))

    def _rules(self, written: str, opening: bytes, numbered: bool) -> RuleSet:
        if len(opening) > _GLANCE:  # what a glance rules out need not be asked again
            rules = self.kept(written, opening[:_GLANCE], numbered)
        else:
            rules = _of(self.words[written])._replace(code=numbered)
        said = opening.decode("utf-8", "ignore").rstrip(" ")  # it may be folded together with what comes next
        return _common(self._narrowed(rules, self.words[written], said) if is_folded(said) else rules)

    def _narrowed(self, rules: RuleSet, word: Word, said: str) -> RuleSet:
        """Those of the rules that can go on from the word with these letters."""
        kind, titles = _kind(word), self._titles
        name = kind.name if kind else str(word.target)
        return RuleSet(
            code=rules.code,
            number=rules.number and numbered.may_begin(said),
            issued=rules.issued and numbered.issuer_may_begin(said),
            law=rules.law and laws.may_begin(name, said, capitalised=word.written[0].isupper()),
            plenum=rules.plenum and meetings.plenum_may_begin(name, said),
            congress=rules.congress and meetings.congress_may_begin(name, said),
            title=rules.title and titles.title_may_begin(name, said),
            alias=rules.alias and titles.alias_may_begin(word.written, said),
            itself=rules.itself and may_be_itself(name, said),
            demonstrative=rules.demonstrative and may_match_at(DEMONSTRATIVE, said),
        )


def _of(word: Word) -> RuleSet:
    """The rules that there are for a word, whatever follows it."""
    if isinstance(word.target, Kind):
        if not word.exact:  # believed only with a whole code behind it
            return _OF_SLIP
        return _OF_LAW if "law" in word.target.flags else _OF_TYPE
    if word.symbol:
        return _OF_SYMBOL if _kind(word) else RuleSet(alias=True)
    return _OF_NAME


def _kind(word: Word) -> Kind | None:
    """The type that a word says or, as a symbol, stands for."""
    return word.target if isinstance(word.target, Kind) else kinds.by_abbreviation().get(word.target)


def _common(rules: RuleSet) -> RuleSet:
    """The object that these rules always are where many share them."""
    return next((common for common in (NONE, POINTING) if rules == common), rules)
