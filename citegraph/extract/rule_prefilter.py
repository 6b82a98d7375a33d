"""Prefilter: which rules can match after a keyword, decided from the next 14 bytes and cached.

Most kind words of ordinary news ("theo quy định,", "chương trình ca nhạc") name no document, and the next letters show
that. The patterns of the rules decide what may follow, once per opening.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from citegraph.extract import by_meeting, by_number
from citegraph.extract.by_name import may_be_own_name
from citegraph.extract.by_title import Titles
from citegraph.extract.vocabulary import Keyword, keywords_with_openings
from citegraph.grammar import laws
from citegraph.grammar.disambiguation_patterns import DEMONSTRATIVE, may_match_at
from citegraph.knowledge import kinds
from citegraph.knowledge.kinds import Kind
from citegraph.text import is_folded

OPENING = 14
"""UTF-8 bytes after a keyword that decide what may follow: two or three syllables."""

_GLANCE = 5
"""UTF-8 bytes that rule out most keywords. There are few such openings, so the cache soon knows them all."""

_KEPT = 1 << 16  # cached answers


class RuleSet(NamedTuple):
    """The rules that may find a document at a hit."""

    code: bool = False  # around a symbol
    number: bool = False
    issued: bool = False  # a number after an issuer
    law: bool = False
    plenum: bool = False
    congress: bool = False
    title: bool = False
    alias: bool = False  # a well-known name
    itself: bool = False  # a name that identifies a document by itself
    anaphor: bool = False


NONE = RuleSet()
POINTING = RuleSet(anaphor=True)

_OF_TYPE = RuleSet(number=True, issued=True, plenum=True, congress=True, title=True, alias=True, anaphor=True)
_OF_LAW = RuleSet(number=True, issued=True, law=True, alias=True, anaphor=True)
_OF_SLIP = RuleSet(number=True, issued=True)
_OF_NAME = RuleSet(alias=True, itself=True)
# A symbol stands for its kind word: "NQ 35".
_OF_SYMBOL = RuleSet(number=True, issued=True, plenum=True, congress=True, alias=True)


class Prefilter:
    """Decides which rules may match after each keyword, given the titles and names of the records."""

    def __init__(self, titles: Titles) -> None:
        self._titles = titles
        self.words = keywords_with_openings(titles.openings)
        """The keywords, by their spellings."""
        self.kept = lru_cache(_KEPT)(self._compute_rules)
        """`_compute_rules` with a cache."""

    def possible_rules(self, written: str, opening: bytes, numbered: bool) -> RuleSet:
        """Return the rules that may match at a keyword. NONE and POINTING are always the same objects.

        Args:
            written: The keyword as written.
            opening: The bytes after it.
            numbered: Whether a number may precede it, which makes it the symbol of a code.
        """
        if self.kept(written, opening[:_GLANCE], numbered) is NONE:
            return NONE
        return self.kept(written, opening, numbered)

    def without_issued_rule(self, rules: RuleSet) -> RuleSet:
        """Return the rules without `issued`, for use where no marked number follows."""
        return _shared_rule_set(rules._replace(issued=False))

    def _compute_rules(self, written: str, opening: bytes, numbered: bool) -> RuleSet:
        if len(opening) > _GLANCE:  # narrow down the answer for the shorter opening
            rules = self.kept(written, opening[:_GLANCE], numbered)
        else:
            rules = _all_rules(self.words[written])._replace(code=numbered)
        text = opening.decode("utf-8", "ignore").rstrip(" ")  # the space may fold together with the next character
        return _shared_rule_set(self._narrow_rules(rules, self.words[written], text) if is_folded(text) else rules)

    def _narrow_rules(self, rules: RuleSet, word: Keyword, text: str) -> RuleSet:
        """Return the rules that can continue from the keyword with `text`."""
        kind, titles = _document_kind_of_keyword(word), self._titles
        name = kind.name if kind else str(word.target)
        return RuleSet(
            code=rules.code,
            number=rules.number and by_number.number_may_follow(text),
            issued=rules.issued and by_number.issuer_may_follow(text),
            law=rules.law and laws.name_may_begin(name, text, capitalized=word.written[0].isupper()),
            plenum=rules.plenum and by_meeting.plenum_may_begin(name, text),
            congress=rules.congress and by_meeting.congress_may_begin(name, text),
            title=rules.title and titles.title_may_begin(name, text),
            alias=rules.alias and titles.alias_may_begin(word.written, text),
            itself=rules.itself and may_be_own_name(name, text),
            anaphor=rules.anaphor and may_match_at(DEMONSTRATIVE, text),
        )


def _all_rules(word: Keyword) -> RuleSet:
    """Return all rules for a keyword, whatever follows it."""
    if isinstance(word.target, Kind):
        if not word.exact:  # counts only with a complete code after it
            return _OF_SLIP
        return _OF_LAW if "law" in word.target.flags else _OF_TYPE
    if word.is_symbol:
        return _OF_SYMBOL if _document_kind_of_keyword(word) else RuleSet(alias=True)
    return _OF_NAME


def _document_kind_of_keyword(word: Keyword) -> Kind | None:
    """Return the kind that a keyword names or, as a symbol, stands for."""
    return word.target if isinstance(word.target, Kind) else kinds.by_abbreviation().get(word.target)


def _shared_rule_set(rules: RuleSet) -> RuleSet:
    """Return the shared object equal to `rules`, if there is one."""
    return NONE if not any(rules) else POINTING if rules == POINTING else rules
