"""Compile the phrases in `bodies.csv` that say how a body is named into patterns.

    Văn phòng Trung ương [Đảng]             what stands in brackets may be left out
    (Văn phòng|VP) Trung ương               one of several
    Hội nghị [{ordinal}] Trung ương         a slot: what may stand there is a rule of the language
    [Chủ tịch] (UBND|Ủy ban nhân dân) {locality}

Blanks stand for any blanks, case does not matter, and "Trung ương" stands for each of its spellings ("TW", "T.Ư").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import regex

CENTRE = r"(?:Trung\s+ương|TW|T\.?Ư\.?|Tw)"
_CENTRES = ("trung ương", "tw", "tư", "t.ư")  # how those begin
_TOKEN = regex.compile(
    r"(?P<slot>\{[^{}]+\})|(?P<sign>[][()|])|(?P<gap>\s+)|(?P<centre>Trung\s+ương(?!\p{L}))|(?P<word>[^][(){}|\s]+)"
)
_MOST_HEADS = 64  # beginnings that are told apart; a phrase with more of them is looked at more often than it need be


class PhraseError(ValueError):
    """A phrase whose brackets do not match, or with a slot that nobody knows."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as a pattern, to be used without regard to case, and how what it matches may begin.

    >>> made = phrase("[Chủ tịch] (UBND|Ủy ban nhân dân)", {})
    >>> made.heads
    ('chủ tịch ubnd', 'chủ tịch ủy ban nhân dân', 'ubnd', 'ủy ban nhân dân')
    >>> made.may_begin("chủ"), made.may_begin("ubnd tỉnh"), made.may_begin("bộ")
    (True, True, False)
    """

    pattern: str
    heads: tuple[str, ...]

    def may_begin(self, opening: str) -> bool:
        """Whether a text that goes on with `opening`, in small letters with single blanks, may match."""
        return any(head.startswith(opening) or opening.startswith(head) for head in self.heads)


@dataclass(frozen=True, slots=True)
class Slot:
    """What may stand in a place of a phrase; one that is `tight` reads the blank before it itself."""

    pattern: str
    tight: bool = False


@dataclass(frozen=True, slots=True)
class _Item:
    """A part of a phrase."""

    pattern: str
    heads: tuple[str, ...] | None  # None: it may begin in any way
    whole: bool = True  # whether the heads are all that it matches
    optional: bool = False
    tight: bool = False


class _Tokens:
    """The tokens of a phrase, taken one after another."""

    def __init__(self, written: str) -> None:
        self._found = list(_TOKEN.finditer(written))
        if "".join(token.group() for token in self._found) != written:
            raise PhraseError(written)
        self._at = 0
        self.written = written

    def peek(self) -> str:
        """The next token; "" at the end."""
        return self._found[self._at].group() if self._at < len(self._found) else ""

    def take(self) -> regex.Match[str]:
        """The next token, which is done with."""
        self._at += 1
        return self._found[self._at - 1]


def phrase(written: str, slots: Mapping[str, Slot]) -> Phrase:
    """The pattern that a phrase of a table stands for; PhraseError where it is none."""
    tokens = _Tokens(written)
    item = _choice(tokens, slots)
    if tokens.peek() or not item.pattern:
        raise PhraseError(written)
    return Phrase(rf"{item.pattern}(?!\p{{L}})", item.heads if item.heads is not None else ("",))


def _choice(tokens: _Tokens, slots: Mapping[str, Slot]) -> _Item:
    """Sequences between "|", up to the bracket that closes them."""
    items = [_sequence(tokens, slots)]
    while tokens.peek() == "|":
        tokens.take()
        items.append(_sequence(tokens, slots))
    if len(items) == 1:
        return items[0]
    heads = None if any(item.heads is None for item in items) else tuple(h for item in items for h in item.heads or ())
    return _Item(f"(?:{'|'.join(item.pattern for item in items)})", heads, all(item.whole for item in items))


def _sequence(tokens: _Tokens, slots: Mapping[str, Slot]) -> _Item:
    """Parts one after another. Of a part that may be left out the blank before it goes too; before the first part that
    may not, the one behind it.
    """
    parts: list[tuple[bool, _Item]] = []
    gap = False
    while tokens.peek() not in ("", "|", ")", "]"):
        token = tokens.take()
        if token["gap"]:
            gap = True
            continue
        parts.append((gap, _part(token, tokens, slots)))
        gap = False
    pattern = ""
    begun = False
    for number, (spaced, item) in enumerate(parts):
        blank = r"\s+" if spaced and begun and not item.tight else ""
        behind = number + 1 < len(parts) and parts[number + 1][0]
        if not item.optional:
            pattern, begun = f"{pattern}{blank}{item.pattern}", True
        elif begun:
            pattern += f"(?:{blank}{item.pattern})?"
        else:
            pattern += f"(?:{item.pattern}{chr(92) + 's+' if behind else ''})?"
    return _Item(pattern, *_heads(parts))


def _heads(parts: list[tuple[bool, _Item]]) -> tuple[tuple[str, ...] | None, bool]:
    """How a sequence may begin: all its words up to a slot, or up to a part behind the first that may be left out."""
    found = [""]
    begun = False
    for spaced, item in parts:
        if (item.optional and begun) or item.heads is None or len(found) * len(item.heads) > _MOST_HEADS:
            return (tuple(found) if begun else None), False
        more = [f"{one}{' ' if spaced and one else ''}{head}" for one, head in product(found, item.heads)]
        found = [*more, *found] if item.optional else more
        begun |= not item.optional
        if not item.whole:
            return tuple(found), False
    return tuple(found), True


def _part(token: regex.Match[str], tokens: _Tokens, slots: Mapping[str, Slot]) -> _Item:
    if token["slot"]:
        slot = slots.get(token.group()[1:-1])
        if slot is None:
            raise PhraseError(tokens.written)
        return _Item(slot.pattern, None, whole=False, tight=slot.tight)
    if token["centre"]:
        return _Item(CENTRE, _CENTRES, whole=False)
    if token["word"]:
        return _Item(regex.escape(token.group()), (token.group().lower(),))
    if token.group() not in ("(", "["):
        raise PhraseError(tokens.written)
    inside = _choice(tokens, slots)
    if tokens.peek() != {"(": ")", "[": "]"}[token.group()] or not inside.pattern:
        raise PhraseError(tokens.written)
    tokens.take()
    pattern = f"(?:{inside.pattern})"
    return _Item(pattern, inside.heads, inside.whole, optional=token.group() == "[", tight=inside.tight)
