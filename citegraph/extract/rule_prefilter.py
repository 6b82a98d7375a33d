"""Prefilter: which rules can match after a keyword, decided from the next 14 bytes and cached.

Most kind words of ordinary news ("theo quy định,", "chương trình ca nhạc") name no document, and the next letters show
that. The patterns of the rules decide what may follow, once per opening.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, eq=False)
class KeywordClass:
    """What the rules after a keyword depend on: keywords of the same class share one object, and the answers for it."""

    name: str  # of its kind of document, else the symbol or name
    alias: str  # the keyword in lower case, with which a well-known name may begin
    capitalized: bool
    rules: RuleSet  # those that may match whatever follows


class Prefilter:
    """Decides which rules may match after each keyword, given the titles and names of the records."""

    def __init__(self, titles: Titles) -> None:
        self._titles = titles
        self.words = keywords_with_openings(titles.openings)
        """The keywords, by their spellings."""
        self.classes = _classes_by_spelling(self.words.values())
        """The classes of the keywords, by their spellings."""
        self.kept = lru_cache(_KEPT)(self._compute_rules)
        """`_compute_rules` with a cache."""

    def possible_rules(self, keyword: KeywordClass, opening: bytes) -> RuleSet:
        """Return the rules that may match at a keyword. NONE and POINTING are always the same objects.

        Args:
            keyword: The class of the keyword.
            opening: The bytes after it.
        """
        if self.kept(keyword, opening[:_GLANCE]) is NONE:
            return NONE
        return self.kept(keyword, opening)

    def _compute_rules(self, keyword: KeywordClass, opening: bytes) -> RuleSet:
        # Narrow down the answer for the shorter opening, if there is one.
        rules = self.kept(keyword, opening[:_GLANCE]) if len(opening) > _GLANCE else keyword.rules
        text = _folded_text(opening)
        return _shared_rule_set(rules if text is None else self._narrow_rules(rules, keyword, text))

    def _narrow_rules(self, rules: RuleSet, keyword: KeywordClass, text: str) -> RuleSet:
        """Return the rules that can continue from the keyword with `text`."""
        name, titles = keyword.name, self._titles
        return RuleSet(
            number=rules.number and by_number.number_may_follow(text),
            issued=rules.issued and by_number.issuer_may_follow(text),
            law=rules.law and laws.name_may_begin(name, text, capitalized=keyword.capitalized),
            plenum=rules.plenum and by_meeting.plenum_may_begin(text),
            congress=rules.congress and by_meeting.congress_may_begin(text),
            title=rules.title and titles.title_may_begin(name, text),
            alias=rules.alias and titles.alias_may_begin(keyword.alias, text),
            itself=rules.itself and may_be_own_name(name, text),
            anaphor=rules.anaphor and may_match_at(DEMONSTRATIVE, text),
        )


@lru_cache(_KEPT)
def _folded_text(opening: bytes) -> str | None:
    """Return the text of an opening; None if folding may change it."""
    text = opening.decode("utf-8", "ignore").rstrip(" ")  # the space may fold together with the next character
    return text if is_folded(text) else None


@lru_cache
def with_code(rules: RuleSet) -> RuleSet:
    """Return the rules and `code`, for a symbol that a number precedes."""
    return rules._replace(code=True)


@lru_cache
def without_issued(rules: RuleSet) -> RuleSet:
    """Return the rules but `issued`, for use where no marked number follows."""
    return _shared_rule_set(rules._replace(issued=False))


def _classes_by_spelling(words: Iterable[Keyword]) -> dict[str, KeywordClass]:
    shared: dict[tuple[str, str, bool, RuleSet], KeywordClass] = {}
    found = {}
    for word in words:
        kind = _document_kind_of_keyword(word)
        name = kind.name if kind else str(word.target)
        parts = name, word.written.lower(), word.written[0].isupper(), _all_rules(word)
        found[word.written] = shared.setdefault(parts, KeywordClass(*parts))
    return found


def _all_rules(word: Keyword) -> RuleSet:
    """Return all rules for a keyword, whatever follows it."""
    kind = _document_kind_of_keyword(word)
    if isinstance(word.target, Kind):
        if not word.exact:  # counts only with a complete code after it
            return _OF_SLIP
        rules = _OF_LAW if "law" in word.target.flags else _OF_TYPE
    elif word.is_symbol:
        rules = _OF_SYMBOL if kind else RuleSet(alias=True)
    else:
        return _OF_NAME
    flags = kind.flags if kind else ()
    return rules._replace(plenum=rules.plenum and "plenum" in flags, congress=rules.congress and "congress" in flags)


def _document_kind_of_keyword(word: Keyword) -> Kind | None:
    """Return the kind that a keyword names or, as a symbol, stands for."""
    return word.target if isinstance(word.target, Kind) else kinds.by_abbreviation().get(word.target)


def _shared_rule_set(rules: RuleSet) -> RuleSet:
    """Return the shared object equal to `rules`, if there is one."""
    return NONE if not any(rules) else POINTING if rules == POINTING else rules
