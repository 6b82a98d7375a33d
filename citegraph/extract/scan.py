"""Text in, places worth a look out: one linear pass over its bytes for type words, number symbols and names.

The pass tells three things: where a rule may find a document, what there is to fold in the text, and whether that may
hide a word from the pass itself, so that the text must be folded first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

from citegraph.extract.numbered import number_ahead
from citegraph.extract.openings import NONE, OPENING, POINTING, Openings, Rules
from citegraph.extract.patterns import Sign, Word, everyday, signs, words
from citegraph.grammar.kinds import Kind

_DIGIT = re.compile(rb"\d")
_NUMBER_REACH = 16  # bytes before a symbol in which its number stands
_BEFORE_SYMBOL = frozenset(b"0123456789-/., _ABCDabcd\n\t\xa0")
_CONTINUED = bytes(range(0x80, 0xC0))  # all bytes of a code point in UTF-8 but the first


@dataclass(frozen=True, slots=True)
class Hit:
    """A place worth a look, `[start, end)` in code points: `what` is a type of document, a symbol ("NQ") or a name
    ("điều lệ"), `rules` those that may find a document there.
    """

    start: int
    end: int
    what: Kind | str
    rules: Rules
    exact: bool = True  # False for a type word with a diacritic missing

    def moved_to(self, start: int) -> Hit:
        """The same, found at `start`."""
        return Hit(start, start + self.end - self.start, self.what, self.rules, self.exact)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a pass over a text saw."""

    hits: list[Hit]
    signs: frozenset[str]  # those of UNEVEN that stand there
    hidden: bool  # whether one of them may be part of a word, which the pass would not know


_Seen = tuple[int, int, Word, Rules]  # a word from byte to byte


class _Pattern(NamedTuple):
    """What a pattern of the automaton is: a sign, a word, a sign behind a word, or neither: a word of every day."""

    sign: Sign | None
    word: Word | None
    written: str  # the word
    size: int  # of the word in bytes
    symbol: bool  # whether the word is one


@cache
def _automaton() -> tuple[BytesAhoCorasick, tuple[_Pattern, ...]]:
    """The automaton, and what each of its patterns is."""
    patterns: dict[str, Word | Sign | None] = {**signs(), **dict.fromkeys(everyday()), **words()}
    automaton = BytesAhoCorasick(
        [pattern.encode() for pattern in patterns],
        matchkind=MatchKind.LeftmostLongest,
        implementation=Implementation.DFA,
    )
    return automaton, tuple(map(_pattern, patterns.values()))


def _pattern(found: Word | Sign | None) -> _Pattern:
    sign = found if isinstance(found, Sign) else None
    word = sign.after if sign else found
    if not isinstance(word, Word):
        return _Pattern(sign, None, "", 0, symbol=False)
    return _Pattern(sign, word, word.written, len(word.written.encode()), word.symbol)


def scan(text: str, openings: Openings) -> Sight:
    """What one pass over `text` sees, the places from left to right."""
    automaton, patterns = _automaton()
    ask = openings.rules
    data = text.encode("utf-8", "surrogatepass")
    hidden = anything = False
    met: set[str] = set()
    seen: list[_Seen] = []
    for index, start, _ in automaton.find_matches_as_indexes(data):
        sign, word, written, size, symbol = patterns[index]
        if sign is not None and (sign.sure is None or sign.sure.match(data, start)):
            met.add(sign.written)
            hidden |= sign.hides
        if word is None:
            continue
        stop = start + size
        rules = ask(written, data[stop : stop + OPENING], symbol and _follows_number(data, start))
        if rules.issued and not number_ahead(data, stop):
            rules = openings.without_issued(rules)
        anything |= rules is not NONE and rules is not POINTING
        seen.append((start, stop, word, rules))
    # A demonstrative alone has nothing to point back to.
    return Sight(list(_hits(data, seen)) if anything else [], frozenset(met), hidden)


def _follows_number(data: bytes, start: int) -> bool:
    """Whether a number may end right before the symbol at `start`."""
    return data[start - 1] in _BEFORE_SYMBOL and bool(_DIGIT.search(data, max(0, start - _NUMBER_REACH), start))


def _hits(data: bytes, seen: Sequence[_Seen]) -> Iterator[Hit]:
    """Those of the places at which a rule may find something, in code points.

    Where a demonstrative may point back, the words of its type before it stay too: one of them may come between.
    """
    pointed = {word.what for *_, word, rules in seen if rules.demonstrative}
    done = position = 0
    for start, end, word, rules in seen:
        if (rules is NONE and not (word.exact and word.what in pointed)) or _within_word(data, start, end, word):
            continue
        position += len(data[done:start].translate(None, _CONTINUED))
        done = start
        yield Hit(position, position + len(word.written), word.what, rules, word.exact)


def _within_word(data: bytes, start: int, end: int, word: Word) -> bool:
    """Whether the word found is a part of a longer one."""
    if word.glued:
        return False
    before = _letter_at(data, start - 1)
    if before.isalpha() or (before and unicodedata.combining(before)):  # it ends a letter of decomposed text
        return True
    return not isinstance(word.what, str) and _letter_at(data, end).isalpha()


def _letter_at(data: bytes, at: int) -> str:
    """The code point that holds the byte at `at`; nothing for a place outside."""
    if not 0 <= at < len(data):
        return ""
    if data[at] < 0x80:
        return chr(data[at])
    while 0x80 <= data[at] < 0xC0:
        at -= 1
    return data[at : at + 4].decode("utf-8", "ignore")[:1]
