"""Measure how similar a title is to a text, by rare words in common (0 to 1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from math import log
from typing import NamedTuple

from rapidfuzz import fuzz

from citegraph.knowledge.abbreviations import spelt_out, stopwords
from citegraph.knowledge.tables import recent
from citegraph.records import Records
from citegraph.text import words

_LETTERS = 0.9  # titles that differ in one telling word are alike letter by letter: words count for more
_ENOUGH = 3.0  # weight of words below which a stretch says too little to contradict anything


def _telling(text: str) -> list[str]:
    """The telling words of `text` in their order."""
    spoken = words(text)
    distinct = set(spoken)
    long = spelt_out()
    if not distinct.isdisjoint(long):
        spoken = [part for word in spoken for part in long.get(word, (word,))]
        distinct = set(spoken)
    nothing = stopwords()
    empty = {word for word in distinct if word in nothing or word.isdigit()}
    return [word for word in spoken if word not in empty]


@recent(4096)
def content(text: str) -> tuple[str, ...]:
    """The telling words of `text`, and as pairs those that stand together: most Vietnamese words have two syllables."""
    kept = _telling(text)
    return (*map(" ".join, pairwise(kept)), *kept)


class _Pair(NamedTuple):
    """Two telling syllables that stand together in a title: "môi trường"."""

    first: str
    second: str
    printed: str  # both, between blanks
    weight: float


class TermBag:
    """The telling words of a text, taken from it when it is first asked for some of them."""

    __slots__ = ("_found", "_joined", "_single", "_size", "_text", "_weights")

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[str, list[_Pair]] = {}
        self._weights: dict[str, float] = {}
        self._single: frozenset[str] | None = None
        self._joined, self._size = "", 0

    @property
    def size(self) -> int:
        """The number of its telling words."""
        self._words()
        return self._size

    def pairs_of(self, title: _Title) -> list[_Pair]:
        """The pairs of `title` that stand together in the text too."""
        found = self._found.get(title.plain)
        if found is None:
            found = self._found[title.plain] = self._among(title.pairs)
        return found

    def weight_of(self, title: _Title) -> float:
        """The weight of those pairs together."""
        weight = self._weights.get(title.plain)
        if weight is None:
            weight = self._weights[title.plain] = sum(pair.weight for pair in self.pairs_of(title))
        return weight

    def _among(self, pairs: Iterable[_Pair]) -> list[_Pair]:
        single, joined = self._words(), self._joined
        return [pair for pair in pairs if pair[0] in single and pair[1] in single and pair[2] in joined]

    def _words(self) -> frozenset[str]:
        if self._single is None:
            kept = _telling(self._text)
            self._single, self._joined, self._size = frozenset(kept), f" {' '.join(kept)} ", len(kept)
        return self._single


@recent(4096)
def term_bag(text: str) -> TermBag:
    """The telling words of `text`, which is asked for again: the mentions of a report look at one another."""
    return TermBag(text)


def _half(word: str) -> float:
    return 1.0 if " " in word else 0.5


class Likeness(NamedTuple):
    """How alike two titles are, 0 to 1."""

    words: float  # by the words of the shorter
    best: float  # by words or letters, whichever is more
    said: float  # by the words of the one said
    whole: float  # by the words of the longer


class IdfIndex:
    """How telling each word is: the rarer in the titles of known documents, the more."""

    def __init__(self, titles: Iterable[str]) -> None:
        counts: Counter[str] = Counter()
        total = 0
        for title in titles:
            counts.update(set(content(title)))
            total += 1
        self._unknown = log(max(total, 1))
        self._weights = {word: log(total / count) * _half(word) for word, count in counts.items()}

    def weight(self, word: str) -> float:
        """log(N / n) of a word or pair that stands in n of the N titles; pairs count for more than their halves."""
        known = self._weights.get(word)
        return self._unknown * _half(word) if known is None else known

    def mass(self, found: Iterable[str]) -> float:
        """The weight of all the words together."""
        return sum(self.weight(word) for word in found)

    @lru_cache(maxsize=16_384)  # noqa: B019 -- there are as many lexicons as authorities: one or two
    def likeness(self, said: str, known: str) -> Likeness | None:
        """How much a title said is like a known one; None where it says too little to tell.

        Words compare by the weight shared over the lesser of both, since either may be cut short; letters compare the
        beginnings, which forgives misprints.
        """
        one, other = self._title(said), self._title(known)
        if one.mass < _ENOUGH or not other.words:
            return None
        both = self.mass(one.words & other.words)
        shared = both / max(min(one.mass, other.mass), 1e-9)
        a, b = one.plain, other.plain
        short = min(len(a), len(b))
        letters = _LETTERS * fuzz.ratio(a[:short], b[:short]) / 100 if short >= 30 else 0.0
        return Likeness(shared, max(shared, letters), both / one.mass, both / max(one.mass, other.mass))

    @lru_cache(maxsize=16_384)  # noqa: B019
    def _title(self, title: str) -> _Title:
        telling = content(title)
        both = [word.split(" ") for word in dict.fromkeys(telling) if " " in word]
        pairs = [
            _Pair(first, second, f" {first} {second} ", self.weight(f"{first} {second}")) for first, second in both
        ]
        whole = sum(pair.weight for pair in pairs)
        return _Title(frozenset(telling), self.mass(set(telling)), " ".join(words(title)), pairs, whole)

    def subject(self, title: str) -> float:
        """The weight of the telling pairs of syllables of a title."""
        return self._title(title).subject

    def presence(self, around: Sequence[TermBag], known: str) -> tuple[float, float]:
        """How much of a known title stands in any of the texts `around`: weight and share (0 to 1) of its pairs."""
        title = self._title(known)
        if len(around) == 1:
            shared = around[0].weight_of(title)
        else:
            found = {pair.printed for term_bag in around for pair in term_bag.pairs_of(title)}
            shared = sum(pair.weight for pair in title.pairs if pair.printed in found)
        return shared, shared / title.subject if title.subject else 0.0


class _Title(NamedTuple):
    """A title as it is compared."""

    words: frozenset[str]
    mass: float
    plain: str
    pairs: list[_Pair]
    subject: float  # the weight of the pairs


@lru_cache(maxsize=4)
def idf_index(records: Records) -> IdfIndex:
    """The lexicon of the titles that `records` knows."""
    return IdfIndex(document.title for document in records if document.title)
