"""Measure how exactly a typed name names a document. The page's search.js measures the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache

import regex

from citegraph.grammar import query_parsing
from citegraph.model import Document
from citegraph.records import Records
from citegraph.records.query_facts import document_facts
from citegraph.text import normalize_space, strip_diacritics

MEASURED = 5_000
"""Documents whose words are kept. People ask one thing after the other, and mostly about the same documents."""

_WORD = regex.compile(r"[\p{L}\p{N}]+")


class Exactness(IntEnum):
    """How what was typed fits a document, the loosest first."""

    NONE = 0
    WORDS = 1  # every word is in its names, issuer or locality
    MIXED = 2  # every part is a fact or such a word
    PHRASE = 3  # a name contains the whole
    START = 4  # a name begins with the whole
    FACTS = 5  # every part is a fact: kind, number, body, term, plenum, congress or date
    WHOLE = 6  # it is a name


@dataclass(frozen=True)
class DocumentQuery:
    """What was typed.

    A word typed with diacritics fits only with the same diacritics, a word typed without fits any.
    """

    text: str

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The facts and words in it."""
        return query_parsing.parse_query(self.text)

    @cached_property
    def written(self) -> tuple[str, ...]:
        """Its words in lower case."""
        return words(self.text)

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """Its words without diacritics."""
        return tuple(map(strip_diacritics, self.written))

    def exactness(self, document: Document, records: Records) -> Exactness:
        """Return how exactly this names a document.

        Args:
            document: The document.
            records: What is known of plenums.
        """
        known = _facts(document, records)
        rest = [part for part in self.parts if part not in known]
        if not self.parts or not self._may_fit(document, rest):
            return Exactness.NONE
        names = _words_of_names(document)
        if any(self._begins(name) and len(name) == len(self.written) for name in names):
            return Exactness.WHOLE
        if not rest:
            return Exactness.FACTS
        if any(self._begins(name) for name in names):
            return Exactness.START
        if any(self._begins(name[at:]) for name in names for at in range(1, len(name))):
            return Exactness.PHRASE
        own, plain = _words_of(document)
        fits = {
            folded
            for word, folded in zip(self.written, self.plain, strict=True)
            if _word_fits(word, folded, own, plain)
        }
        if len(rest) < len(self.parts) and all(part in fits or part in plain - set(self.plain) for part in rest):
            return Exactness.MIXED
        return Exactness.WORDS if fits >= set(self.plain) else Exactness.NONE

    def _may_fit(self, document: Document, rest: list[str]) -> bool:
        """Whether the texts of a document have what is not a fact of it; that tells most documents apart quickly."""
        text = _plain_text(document) if rest else ""
        return all(part in text for part in rest) or all(word in text for word in self.plain)

    def _begins(self, name: tuple[str, ...]) -> bool:
        """Whether the words of a name begin with those typed."""
        return len(name) >= len(self.written) and all(
            word == there or word == strip_diacritics(there) for word, there in zip(self.written, name, strict=False)
        )


def _word_fits(word: str, folded: str, own: frozenset[str], plain: frozenset[str]) -> bool:
    return folded in plain if word == folded else word in own


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case, numbers without leading zeros."""
    return tuple(word.lstrip("0") or "0" for word in _WORD.findall(normalize_space(text).lower()))


def _names(document: Document) -> Iterator[str]:
    yield from (name for name in (document.label, document.title, *document.aliases) if name)


def _texts_of(document: Document) -> Iterator[str]:
    yield from _names(document)
    yield from (text for text in (document.id, document.kind, document.issuer, document.locality) if text)


_facts = lru_cache(MEASURED)(document_facts)


@lru_cache(MEASURED)
def _words_of_names(document: Document) -> tuple[tuple[str, ...], ...]:
    return tuple(words(name) for name in _names(document))


@lru_cache(MEASURED)
def _words_of(document: Document) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of all texts of a document, as written and without diacritics."""
    own = frozenset(word for text in _texts_of(document) for word in words(text))
    return own, frozenset(map(strip_diacritics, own))


@lru_cache(MEASURED)
def _plain_text(document: Document) -> str:
    return strip_diacritics(" ".join(_texts_of(document)))
