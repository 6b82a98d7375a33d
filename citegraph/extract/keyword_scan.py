"""Scan the bytes of a text once for kind words, symbols and names: "Nghị quyết", "NQ", "Điều lệ".

The scan determines three things: where a rule may find a document, which folding the text needs, and whether folding
may uncover further keywords, so that the text must be folded and scanned again.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

from citegraph.extract.rule_prefilter import (
    NONE,
    OPENING,
    POINTING,
    KeywordClass,
    Prefilter,
    RuleSet,
    with_code,
    without_issued,
)
from citegraph.extract.vocabulary import Keyword, Sign, keyword_heads, lookalike_words, signs_by_first_character
from citegraph.knowledge.kinds import Kind

_DIGIT = re.compile(rb"\d")
_NUMBER_REACH = 16  # bytes before a symbol that contain its number
_BEFORE_SYMBOL = frozenset(b"0123456789-/., _ABCDabcd\n\t\xa0")
_BLOCK_BYTES = 1 << 18  # bytes searched together: the automaton's result takes up to 160 bytes per match
_ISSUER_BYTES = 3 * 220  # bytes over which an issuer may come between a kind word and its number
# "số" and a digit within 40 bytes, in unfolded text: a cheap test before an issuer is searched for.
_MARKED = re.compile(
    "(?:{})[^0-9]{{0,40}}[0-9]".format(
        "|".join(
            sorted(
                {
                    spelling
                    for mark in ("số", "sồ", "sổ", "sô", "so")
                    for spelling in (mark, mark.upper(), mark[0] + mark[1].upper(), mark.capitalize())
                }
            )
        )
    ).encode()
)
_NUMBER_MARKS = ("số".encode(), "SỐ".encode())
_CONTINUED = bytes(range(0x80, 0xC0))  # all bytes of a UTF-8 code point except the first


@dataclass(frozen=True, slots=True)
class KeywordHit:
    """A keyword where a rule may match, `[start, end)` in code points.

    `target` is a kind of document, a symbol ("NQ") or a name ("điều lệ"). `rules` are those that may match there.
    """

    start: int
    end: int
    target: Kind | str
    rules: RuleSet
    exact: bool = True  # False for a kind word with a diacritic missing


class Hits:
    """Keywords from left to right, each with the rules that may match there.

    Stored in columns of 24 bytes per hit instead of objects of 150, because there may be one per three characters.
    """

    __slots__ = ("rules", "starts", "words")

    def __init__(self) -> None:
        self.starts = array("Q")
        self.words: list[Keyword] = []
        self.rules: list[RuleSet] = []

    def __len__(self) -> int:
        return len(self.starts)

    def __iter__(self) -> Iterator[KeywordHit]:
        for start, word, rules in zip(self.starts, self.words, self.rules, strict=True):
            yield KeywordHit(start, start + len(word.written), word.target, rules, word.exact)

    def add(self, start: int, word: Keyword, rules: RuleSet) -> None:
        """Append a keyword."""
        self.starts.append(start)
        self.words.append(word)
        self.rules.append(rules)

    def map_starts(self, moved: Callable[[int], int]) -> None:
        """Map each start through `moved`."""
        for index, start in enumerate(self.starts):
            self.starts[index] = moved(start)


@dataclass(frozen=True, slots=True)
class ScanResult:
    """The result of a scan."""

    hits: Hits
    signs: frozenset[str]  # the strings of UNEVEN in the text
    hidden: bool  # whether one of them may be part of a keyword, which the scan then misses


class _Pattern(NamedTuple):
    """A pattern of the automaton: a sign, a keyword, or an everyday word (neither)."""

    sign: Sign | None
    word: Keyword | None
    size: int  # of the keyword in bytes
    symbol: bool  # whether the keyword is a symbol
    keyword: KeywordClass | None


class _Automaton:
    """Finds all keywords and signs."""

    def __init__(self, words: Mapping[str, Keyword], classes: Mapping[str, KeywordClass]) -> None:
        found: dict[str, Keyword | Sign | None] = {
            **signs_by_first_character(),
            **dict.fromkeys(lookalike_words()),
            **words,
        }
        spellings = [pattern.encode() for pattern in found]
        self.search = BytesAhoCorasick(
            spellings, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA
        ).find_matches_as_indexes
        self.patterns = tuple(_automaton_pattern(one, classes) for one in found.values())
        self.longest = max(map(len, spellings))
        self._heads = keyword_heads(words)
        self._size = min(map(len, self._heads))
        self._ends = frozenset(head[-self._size :] for head in self._heads)

    def is_gap_in_keyword(self, data: bytes, gap: int) -> bool:
        """Return whether the gap at an offset follows the beginning of a keyword."""
        return data[gap - self._size : gap] in self._ends and data.endswith(self._heads, 0, gap)

    def is_keyword_split_at_line_end(self, data: bytes) -> bool:
        """Return whether a line ends with the beginning of a keyword."""
        size, ends = self._size, self._ends
        return any(line.endswith(self._heads) for line in data.split(b"\n") if line[-size:] in ends)


@lru_cache(maxsize=4)
def _automaton(prefilter: Prefilter) -> _Automaton:
    return _Automaton(prefilter.words, prefilter.classes)


def _matches_by_block(automaton: _Automaton, data: bytes) -> Iterator[tuple[int, list[tuple[int, int, int]]]]:
    """Yield an offset and the automaton's matches (pattern, start, end) relative to it, from left to right.

    The data is searched in blocks, because the automaton lists its matches and there may be one per two bytes.
    """
    begin = 0
    while begin < len(data):
        stop = begin + _BLOCK_BYTES
        whole = begin == 0 and stop >= len(data)
        matches = automaton.search(data if whole else data[begin : stop + automaton.longest])
        while matches and matches[-1][1] >= _BLOCK_BYTES:  # it may continue after the block
            matches.pop()
        yield begin, matches
        begin = max(stop, begin + matches[-1][2]) if matches else stop


def _automaton_pattern(found: Keyword | Sign | None, classes: Mapping[str, KeywordClass]) -> _Pattern:
    sign = found if isinstance(found, Sign) else None
    if not isinstance(found, Keyword):
        return _Pattern(sign, None, 0, symbol=False, keyword=None)
    return _Pattern(None, found, len(found.written.encode()), found.is_symbol, classes[found.written])


def scan(data: bytes, prefilter: Prefilter) -> ScanResult:
    """Return the hits of one pass over a text, and which folding it needs.

    Args:
        data: The text in UTF-8, folded or not.
        prefilter: The keywords, and the rules that may match at them.
    """
    automaton = _automaton(prefilter)
    patterns, ask = automaton.patterns, prefilter.possible_rules
    hidden = automaton.is_keyword_split_at_line_end(data)
    anything = False
    found_signs: set[str] = set()
    seen = Hits()  # offsets in bytes
    starts, met_words, ruled = seen.starts, seen.words, seen.rules
    for begin, matches in _matches_by_block(automaton, data):
        for index, place, _ in matches:
            start = begin + place
            sign, word, size, symbol, keyword = patterns[index]
            if sign is not None and (sign.sure is None or sign.sure.match(data, start)):
                found_signs.add(sign.written)
                hidden = hidden or sign.hides or (sign.gap and automaton.is_gap_in_keyword(data, start))
            if word is None or keyword is None:
                continue
            stop = start + size
            rules = ask(keyword, data[stop : stop + OPENING])
            if rules.issued and not _number_may_follow(data, stop):
                rules = without_issued(rules)
            if symbol and _number_may_precede(data, start):
                rules = with_code(rules)
            anything |= rules is not NONE and rules is not POINTING
            starts.append(start)
            met_words.append(word)
            ruled.append(rules)
    # A demonstrative without another mention has nothing to refer to.
    return ScanResult(_possible_hits(data, seen) if anything else Hits(), frozenset(found_signs) - {""}, hidden)


def _number_may_follow(data: bytes, start: int) -> bool:
    """Return whether a marked number may follow in `data` an issuer that begins at `start`."""
    return _MARKED.search(data, start, start + _ISSUER_BYTES) is not None


def _number_may_precede(data: bytes, start: int) -> bool:
    """Return whether a number may end directly before the symbol at `start`."""
    return data[start - 1] in _BEFORE_SYMBOL and bool(_DIGIT.search(data, max(0, start - _NUMBER_REACH), start))


def _possible_hits(data: bytes, seen: Hits) -> Hits:
    """Return the keywords at which a rule may match, with offsets in code points.

    If a demonstrative may refer back, other keywords of its kind are also kept: one of them may come in between.
    """
    pointed = {word.target for word, rules in zip(seen.words, seen.rules, strict=True) if rules.anaphor}
    hits = Hits()
    done = position = 0
    for start, word, rules in zip(seen.starts, seen.words, seen.rules, strict=True):
        if (rules is NONE and not (word.exact and word.target in pointed)) or _is_within_word(data, start, word):
            continue
        position += len(data[done:start].translate(None, _CONTINUED))
        done = start
        hits.add(position, word, rules)
    return hits


def _is_within_word(data: bytes, start: int, word: Keyword) -> bool:
    """Return whether the keyword is part of a longer word."""
    if word.may_follow_letter:
        return False
    before = _letter_at(data, start - 1)
    if before.isalpha() or (before and unicodedata.combining(before)):  # it ends a letter of decomposed text
        return True
    end = start + len(word.written.encode())
    glued = data.startswith(_NUMBER_MARKS, end)  # "Nghị quyếtsố 35-NQ/TW"
    return not isinstance(word.target, str) and not glued and _letter_at(data, end).isalpha()


def _letter_at(data: bytes, at: int) -> str:
    """Return the code point that contains the byte at `at`; "" outside the data."""
    if not 0 <= at < len(data):
        return ""
    if data[at] < 0x80:
        return chr(data[at])
    while 0x80 <= data[at] < 0xC0:
        at -= 1
    return data[at : at + 4].decode("utf-8", "ignore")[:1]
