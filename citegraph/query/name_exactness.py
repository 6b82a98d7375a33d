"""Measure how exactly a typed name matches a document. The page's search.js does the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache
from typing import NamedTuple

import regex

from citegraph.grammar import query_parsing
from citegraph.model import Document
from citegraph.records import Records
from citegraph.records.document_name_facts import document_facts
from citegraph.text import normalize_space, strip_diacritics

MEASURED = 5_000
"""Documents whose words are kept. People ask one thing after the other, and mostly about the same documents."""

_WORD = regex.compile(r"[\p{L}\p{N}]+")


class Exactness(IntEnum):
    """How exactly a typed text matches a document, loosest first."""

    NONE = 0
    WORDS = 1  # every word is in its names, issuer or locality
    MIXED = 2  # every part is a fact or a word as above
    PHRASE = 3  # a name contains the whole text
    START = 4  # a name begins with the whole text
    FACTS = 5  # every part is a fact: kind, number, body, term, plenum, congress or date
    WHOLE = 6  # the text is a name


@dataclass(frozen=True)
class DocumentQuery:
    """A typed query.

    A word typed with diacritics matches only that spelling, a word typed without matches any.
    """

    text: str

    @cached_property
    def facts_and_words(self) -> tuple[str, ...]:
        """The facts and words in it."""
        return query_parsing.parse_query(self.text)

    @cached_property
    def lower_case_words(self) -> tuple[str, ...]:
        """Its words in lower case."""
        return words(self.text)

    @cached_property
    def words_without_diacritics(self) -> tuple[str, ...]:
        """Its words without diacritics."""
        return tuple(map(strip_diacritics, self.lower_case_words))

    def exactness(self, document: Document, records: Records) -> Exactness:
        """Return how exactly the query matches a document.

        Args:
            document: The document.
            records: The records, used for the plenums of the document.
        """
        named = _named(document, records)
        rest = [part for part in self.facts_and_words if part not in named.facts]
        if not self.facts_and_words or not self._may_fit(named, rest):
            return Exactness.NONE
        if any(self._name_begins_at(name, 0) and len(name.plain) == len(self.lower_case_words) for name in named.names):
            return Exactness.WHOLE
        if not rest:
            return Exactness.FACTS
        if any(self._name_begins_at(name, 0) for name in named.names):
            return Exactness.START
        if any(self._name_begins_at(name, at) for name in named.names for at in range(1, len(name.plain))):
            return Exactness.PHRASE
        own, plain = named.words
        fits = {
            folded
            for word, folded in zip(self.lower_case_words, self.words_without_diacritics, strict=True)
            if _word_fits(word, folded, own, plain)
        }
        if len(rest) < len(self.facts_and_words) and all(
            part in fits or part in plain - set(self.words_without_diacritics) for part in rest
        ):
            return Exactness.MIXED
        return Exactness.WORDS if fits >= set(self.words_without_diacritics) else Exactness.NONE

    def _may_fit(self, named: _NamedDocument, rest: list[str]) -> bool:
        """Whether the texts of a document contain the parts that are not its facts; excludes most documents."""
        text = named.plain_text if rest else ""
        return all(part in text for part in rest) or all(word in text for word in self.words_without_diacritics)

    def _name_begins_at(self, name: _Name, at: int) -> bool:
        """Whether the words of a name begin with those typed, from a word of it on."""
        end = at + len(self.lower_case_words)
        if (
            self.words_without_diacritics == self.lower_case_words
            or name.plain[at:end] != self.words_without_diacritics
        ):
            return name.plain[at:end] == self.words_without_diacritics
        there = zip(self.lower_case_words, name.written[at:end], name.plain[at:end], strict=True)
        return all(word in (written, plain) for word, written, plain in there)


def _word_fits(word: str, folded: str, own: frozenset[str], plain: frozenset[str]) -> bool:
    return folded in plain if word == folded else word in own


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case, numbers without leading zeros."""
    return tuple(word.lstrip("0") or "0" for word in _WORD.findall(normalize_space(text).lower()))


class _Name(NamedTuple):
    """The words of a name, as written and without diacritics."""

    written: tuple[str, ...]
    plain: tuple[str, ...]


class _NamedDocument:
    """What is compared with a typed name; each part is read when it is first needed."""

    def __init__(self, document: Document, records: Records) -> None:
        self._document = document
        self.facts = document_facts(document, records)

    @cached_property
    def names(self) -> tuple[_Name, ...]:
        return tuple(_Name(found, tuple(map(strip_diacritics, found))) for found in map(words, self._names()))

    @cached_property
    def words(self) -> tuple[frozenset[str], frozenset[str]]:
        """The words of all texts of the document, as written and without diacritics."""
        own = frozenset(word for text in self._texts() for word in words(text))
        return own, frozenset(map(strip_diacritics, own))

    @cached_property
    def plain_text(self) -> str:
        return strip_diacritics(" ".join(self._texts()))

    def _names(self) -> Iterator[str]:
        one = self._document
        yield from (name for name in (one.label, one.title, *one.aliases) if name)

    def _texts(self) -> Iterator[str]:
        one = self._document
        yield from self._names()
        yield from (text for text in (one.id, one.kind, one.issuer, one.locality) if text)


_named = lru_cache(MEASURED)(_NamedDocument)
