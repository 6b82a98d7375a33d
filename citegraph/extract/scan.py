"""Folded text in, places worth a look out: one linear pass for type words, number symbols and names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from citegraph.grammar import kinds
from citegraph.grammar.kinds import Kind
from citegraph.text import bare, toneless

# Names that identify a document by themselves.
NAMES = ("điều lệ", "cương lĩnh", "hiến pháp", "khoán 10", "khoán 100", "bộ quy tắc", "19 điều")


@dataclass(frozen=True, slots=True)
class Hit:
    """A place worth a look: `what` is a type of document, a symbol ("NQ") or a name ("điều lệ")."""

    start: int
    end: int
    what: Kind | str
    exact: bool = True  # False for a type word with a diacritic missing


def _spellings(word: str) -> set[str]:
    """The ways a word is capitalised: "nghị quyết", "Nghị quyết", "Nghị Quyết", "NGHỊ QUYẾT"."""
    return {word, word[0].upper() + word[1:], " ".join(w[0].upper() + w[1:] for w in word.split(" ")), word.upper()}


def _slips(word: str) -> set[str]:
    """`word` with the tone or all marks of one syllable left out: "Nghi quyết", "Quy đinh", "Quy dinh"."""
    syllables = word.split(" ")
    return {
        " ".join([*syllables[:i], slip, *syllables[i + 1 :]])
        for i, syllable in enumerate(syllables)
        for slip in (bare(syllable), toneless(syllable))
    } - {word}


@cache
def _automaton() -> tuple[AhoCorasick, tuple[tuple[Kind | str, bool], ...]]:
    patterns: dict[str, Kind | str] = {}
    slips: dict[str, Kind] = {}
    for kind in kinds.KINDS:
        for word in kind.words:
            patterns.update(dict.fromkeys(_spellings(word), kind))
            if " " in word:
                slips |= {spelling: kind for slip in _slips(word) for spelling in _spellings(slip)}
    for name in NAMES:
        patterns.update(dict.fromkeys(_spellings(name), name))
    for kind in kinds.KINDS:
        for symbol in kind.symbols:
            if len(symbol) > 1:
                patterns.setdefault(symbol, symbol)
    patterns |= {"QH1": "QH", "UBTVQH": "QH"}
    slips = {spelling: kind for spelling, kind in slips.items() if spelling not in patterns}
    ordered = sorted({*patterns, *slips})
    automaton = AhoCorasick(ordered, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA)
    return automaton, tuple((patterns[p], True) if p in patterns else (slips[p], False) for p in ordered)


def scan(text: str) -> Iterator[Hit]:
    """The places of folded `text` where a mention may begin or a number code stands, from left to right."""
    automaton, what = _automaton()
    for index, start, end in automaton.find_matches_as_indexes(text):
        found, exact = what[index]
        if start and text[start - 1].isalpha() and not (isinstance(found, str) and found.isupper()):
            continue
        if end < len(text) and text[end].isalpha() and not isinstance(found, str):
            continue
        yield Hit(start, end, found, exact)
