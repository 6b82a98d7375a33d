"""Measure the similarity of a title to a text by common words, weighted with inverse document frequency (tf-idf)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log
from typing import NamedTuple

from rapidfuzz import fuzz

from citegraph.knowledge.abbreviations import expand_abbreviations, stopwords
from citegraph.knowledge.disk_cache import cached_on_disk
from citegraph.knowledge.tables import active_knowledge, cached_recent, using
from citegraph.records import Records, load
from citegraph.text import words

_LETTER_FACTOR = (
    0.9  # factor for similarity by letters; words count more, because one content word can distinguish two titles
)
_LONG_TITLE = 5  # content words of a title that hardly occurs by chance
_PART = 0.3  # share of a title below which a claimed title does not abbreviate it
_MIN_WEIGHT = 3.0  # weight below which a title is too short to contradict anything


def _content_words(text: str) -> list[str]:
    """Return the content words of `text`, in order."""
    tokens = expand_abbreviations(words(text))
    stop = stopwords()
    empty = {word for word in set(tokens) if word in stop or word.isdigit()}
    return [word for word in tokens if word not in empty]


@cached_recent(4096)
def content_terms(text: str) -> tuple[str, ...]:
    """Return the pairs of adjacent content words of `text`, then the words.

    Most Vietnamese words have two syllables.
    """
    tokens = _content_words(text)
    return (*map(" ".join, pairwise(tokens)), *tokens)


def _words_of_terms(telling: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of `content_terms`, without the pairs."""
    return tuple(word for word in telling if " " not in word)


class _Pair(NamedTuple):
    """Two adjacent content syllables of a title: "môi trường"."""

    first: str
    second: str
    printed: str  # both, with spaces around
    weight: float


class TermBag:
    """The content words of a text, computed at first use."""

    __slots__ = ("_found", "_joined", "_single", "_size", "_text", "_weights")

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[_WeightedTitle, list[_Pair]] = {}
        self._weights: dict[_WeightedTitle, float] = {}
        self._single: frozenset[str] | None = None
        self._joined, self._size = "", 0

    @property
    def size(self) -> int:
        """The number of content words."""
        self._words()
        return self._size

    def common_pairs(self, title: _WeightedTitle) -> list[_Pair]:
        """Return the pairs of `title` that also occur in the text."""
        found = self._found.get(title)
        if found is None:
            found = self._found[title] = self._pairs_in_text(title.pairs)
        return found

    def weight_of_common_pairs(self, title: _WeightedTitle) -> float:
        """Return the total weight of those pairs."""
        weight = self._weights.get(title)
        if weight is None:
            weight = self._weights[title] = sum(pair.weight for pair in self.common_pairs(title))
        return weight

    def longest_phrase_weight(self, title: _WeightedTitle) -> float:
        """Return the weight of the longest phrase of `title` in the text, a run of its content words, or 0.0."""
        best, run, phrase = 0.0, 0.0, ""
        self._words()
        for pair in self.common_pairs(title):
            longer = f"{phrase}{pair.second} " if phrase.endswith(f" {pair.first} ") else ""
            if longer and longer in self._joined:
                phrase, run = longer, run + pair.weight
                best = max(best, run)
            else:
                phrase, run = pair.printed, pair.weight
        return best

    def _pairs_in_text(self, pairs: Iterable[_Pair]) -> list[_Pair]:
        single, joined = self._words(), self._joined
        return [pair for pair in pairs if pair[0] in single and pair[1] in single and pair[2] in joined]

    def _words(self) -> frozenset[str]:
        if self._single is None:
            kept = _content_words(self._text)
            self._single, self._joined, self._size = frozenset(kept), f" {' '.join(kept)} ", len(kept)
        return self._single


@cached_recent(4096)
def term_bag(text: str) -> TermBag:
    """Return the content words of `text`, cached, because mentions of a report share their surroundings."""
    return TermBag(text)


def _single_word_factor(word: str) -> float:
    return 1.0 if " " in word else 0.5


def _without_preposition(plain: str) -> str:
    return plain.removeprefix("về ")


class Likeness(NamedTuple):
    """The similarity of two titles, 0 to 1."""

    words: float  # share of the shorter title's words
    best: float  # by words or letters, whichever is greater
    claimed: float  # share of the claimed title's words
    whole: float  # share of the longer title's words


class IdfIndex:
    """Inverse document frequencies of words in the titles of listed documents."""

    def __init__(self, titles: Iterable[str]) -> None:
        counts: Counter[str] = Counter()
        self._beginnings: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        self._whole: set[str] = set()
        total = 0
        for title in titles:
            counts.update(set(content_terms(title)))
            self._whole.add(_without_preposition(" ".join(words(title))))
            total += 1
            said = _words_of_terms(content_terms(title))
            if len(said) >= _LONG_TITLE:
                self._beginnings.setdefault(said[:_LONG_TITLE], []).append(said)
        self._unknown = log(max(total, 1))
        self._weights = {word: log(total / count) * _single_word_factor(word) for word, count in counts.items()}

    def weight(self, word: str) -> float:
        """Return log(N / n) for a pair that occurs in n of the N titles, and half of that for a single word."""
        known = self._weights.get(word)
        return self._unknown * _single_word_factor(word) if known is None else known

    def total_weight(self, found: Iterable[str]) -> float:
        """Return the total weight of the words."""
        return sum(self.weight(word) for word in found)

    @lru_cache(maxsize=16_384)  # noqa: B019 -- there is one index per set of records: one or two
    def title_similarity(self, claimed: str, known: str) -> Likeness | None:
        """Return the similarity of a claimed title to a known one; None if it has too few words.

        Words are compared by the shared weight over the lesser of both, because either title may be cut short.
        Comparing the beginnings by letters tolerates misprints.
        """
        one, other = self._weighted_title(claimed), self._weighted_title(known)
        if one.mass < _MIN_WEIGHT or not other.words:
            return None
        both = self.total_weight(one.words & other.words)
        shared = both / max(min(one.mass, other.mass), 1e-9)
        a, b = one.plain, other.plain
        short = min(len(a), len(b))
        letters = _LETTER_FACTOR * fuzz.ratio(a[:short], b[:short]) / 100 if short >= 30 else 0.0
        return Likeness(shared, max(shared, letters), both / one.mass, both / max(one.mass, other.mass))

    @lru_cache(maxsize=16_384)  # noqa: B019
    def _weighted_title(self, title: str) -> _WeightedTitle:
        telling = content_terms(title)
        both = [word.split(" ") for word in dict.fromkeys(telling) if " " in word]
        pairs = [
            _Pair(first, second, f" {first} {second} ", self.weight(f"{first} {second}")) for first, second in both
        ]
        whole = sum(pair.weight for pair in pairs)
        plain = " ".join(words(title))
        return _WeightedTitle(
            frozenset(telling), self.total_weight(set(telling)), plain, _words_of_terms(telling), pairs, whole
        )

    @lru_cache(maxsize=4096)  # noqa: B019
    def listed_title_prefixes(self, claimed: str) -> tuple[tuple[str, ...], ...]:
        """Return the listed titles with which a claimed title begins, as their content words."""
        said = self._weighted_title(claimed).said
        return tuple(known for known in self._beginnings.get(said[:_LONG_TITLE], ()) if said[: len(known)] == known)

    def is_title_of_another(self, claimed: str, known: str) -> bool:
        """Return whether a claimed title is a listed one, but not `known` nor the beginning of it."""
        found = self.listed_title_prefixes(claimed)
        own = self._weighted_title(known).said if found else ()
        return any(own[: len(title)] != title for title in found)

    def is_whole_title_of_another(self, claimed: str, known: str) -> bool:
        """Return whether a claimed title is a listed one to the word, but a small part of the title `known`."""
        said = _without_preposition(self._weighted_title(claimed).plain)
        if said not in self._whole or said == _without_preposition(self._weighted_title(known).plain):
            return False
        likeness = self.title_similarity(claimed, known)
        return likeness is not None and likeness.whole < _PART

    def title_weight(self, title: str) -> float:
        """Return the total weight of a title's pairs of content syllables."""
        return self._weighted_title(title).subject

    def overlap_weight_and_share(self, around: Sequence[TermBag], known: str) -> tuple[float, float]:
        """Return the weight and the share (0 to 1) of a known title's pairs that occur in any of the texts `around`."""
        title = self._weighted_title(known)
        if len(around) == 1:
            shared = around[0].weight_of_common_pairs(title)
        else:
            found = {pair.printed for term_bag in around for pair in term_bag.common_pairs(title)}
            shared = sum(pair.weight for pair in title.pairs if pair.printed in found)
        return shared, shared / title.subject if title.subject else 0.0

    def phrase_weight(self, around: Sequence[TermBag], known: str, least: float) -> float:
        """Return the weight of the longest phrase of a known title in any of the texts `around`; 0.0 below `least`."""
        title = self._weighted_title(known)
        longest = 0.0
        for term_bag in around:
            if term_bag.weight_of_common_pairs(title) >= least:
                longest = max(longest, term_bag.longest_phrase_weight(title))
        return longest if longest >= least else 0.0


@dataclass(frozen=True, eq=False, slots=True)
class _WeightedTitle:
    """A title prepared for comparison, with the weights of one index."""

    words: frozenset[str]
    mass: float
    plain: str
    said: tuple[str, ...]  # the content words in order
    pairs: list[_Pair]
    subject: float  # total weight of the pairs


@lru_cache(maxsize=4)
def idf_index(records: Records) -> IdfIndex:
    """Return the index of the titles in `records`."""
    with using(records.knowledge):
        return _listed_index() if records is load(records.knowledge) else _index_of_records(records)


@cached_on_disk
def _listed_index() -> IdfIndex:
    return _index_of_records(load(active_knowledge()))


def _index_of_records(records: Records) -> IdfIndex:
    return IdfIndex(document.title for document in records if document.title)
