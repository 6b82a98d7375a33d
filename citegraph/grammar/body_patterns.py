"""Compile the phrases in `bodies.csv` that name a body into patterns.

    Văn phòng Trung ương [Đảng]             square brackets: optional
    (Văn phòng|VP) Trung ương               round brackets: alternatives
    Hội nghị [{ordinal}] Trung ương         a slot, filled by a pattern of the grammar
    [Chủ tịch] (UBND|Ủy ban nhân dân) {locality}

A space matches any white space, case is ignored, and "Trung ương" matches each of its spellings ("TW", "T.Ư").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import regex

CENTER = r"(?:Trung\s+ương|TW|T\.?Ư\.?|Tw)"
_CENTERS = ("trung ương", "tw", "tư", "t.ư")  # how these spellings begin
_TOKEN = regex.compile(
    r"(?P<slot>\{[^{}]+\})|(?P<sign>[][()|])|(?P<gap>\s+)|(?P<center>Trung\s+ương(?!\p{L}))|(?P<word>[^][(){}|\s]+)"
)
_MOST_HEADS = 64  # maximum distinct beginnings; a phrase with more is tried more often than necessary


class PhraseError(ValueError):
    """A phrase with unbalanced brackets or an unknown slot."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as a case-insensitive pattern, and how its matches may begin.

    >>> made = compile_phrase("[Chủ tịch] (UBND|Ủy ban nhân dân)", {})
    >>> made.heads
    ('chủ tịch ubnd', 'chủ tịch ủy ban nhân dân', 'ubnd', 'ủy ban nhân dân')
    >>> made.may_begin("chủ"), made.may_begin("ubnd tỉnh"), made.may_begin("bộ")
    (True, True, False)
    """

    pattern: str
    heads: tuple[str, ...]

    def may_begin(self, opening: str) -> bool:
        """Return whether text that continues with `opening`, in lower case with single spaces, may match."""
        return opening.startswith(self.heads) or any(head.startswith(opening) for head in self.heads)


@dataclass(frozen=True, slots=True)
class Slot:
    """The pattern for a slot of a phrase. A `tight` one includes the space before it."""

    pattern: str
    tight: bool = False
    heads: tuple[str, ...] | None = None  # how its matches begin, in lower case; None: in any way


@dataclass(frozen=True, slots=True)
class _Item:
    """A part of a phrase."""

    pattern: str
    heads: tuple[str, ...] | None  # None: it may begin in any way
    whole: bool = True  # whether it matches its heads and nothing longer
    optional: bool = False
    tight: bool = False


class _Tokens:
    """The tokens of a phrase, consumed from left to right."""

    def __init__(self, written: str) -> None:
        self._found = list(_TOKEN.finditer(written))
        if "".join(token.group() for token in self._found) != written:
            raise PhraseError(written)
        self._at = 0
        self.written = written

    def peek(self) -> str:
        """Return the next token; "" at the end."""
        return self._found[self._at].group() if self._at < len(self._found) else ""

    def take(self) -> regex.Match[str]:
        """Consume the next token and return it."""
        self._at += 1
        return self._found[self._at - 1]


def compile_phrase(written: str, slots: Mapping[str, Slot]) -> Phrase:
    """Return the pattern of a phrase of a table.

    Args:
        written: The phrase.
        slots: The patterns of the slots, by name.

    Raises:
        PhraseError: The brackets are unbalanced, or a slot is unknown.
    """
    tokens = _Tokens(written)
    item = _parse_choice(tokens, slots)
    if tokens.peek() or not item.pattern:
        raise PhraseError(written)
    return Phrase(rf"{item.pattern}(?!\p{{L}})", item.heads if item.heads is not None else ("",))


def _parse_choice(tokens: _Tokens, slots: Mapping[str, Slot]) -> _Item:
    """Parse sequences separated by "|", up to the closing bracket."""
    items = [_parse_sequence(tokens, slots)]
    while tokens.peek() == "|":
        tokens.take()
        items.append(_parse_sequence(tokens, slots))
    if len(items) == 1:
        return items[0]
    heads = None if any(item.heads is None for item in items) else tuple(h for item in items for h in item.heads or ())
    return _Item(f"(?:{'|'.join(item.pattern for item in items)})", heads, all(item.whole for item in items))


def _parse_sequence(tokens: _Tokens, slots: Mapping[str, Slot]) -> _Item:
    """Parse consecutive parts.

    The space before an optional part is optional too; before the first required part, the space after it.
    """
    parts: list[tuple[bool, _Item]] = []
    gap = False
    while tokens.peek() not in ("", "|", ")", "]"):
        token = tokens.take()
        if token["gap"]:
            gap = True
            continue
        parts.append((gap, _parse_part(token, tokens, slots)))
        gap = False
    pattern = ""
    begun = False
    for number, (spaced, item) in enumerate(parts):
        blank = r"\s+" if spaced and begun and not item.tight else ""
        after = number + 1 < len(parts) and parts[number + 1][0]
        if not item.optional:
            pattern, begun = f"{pattern}{blank}{item.pattern}", True
        elif begun:
            pattern += f"(?:{blank}{item.pattern})?"
        else:
            pattern += f"(?:{item.pattern}{chr(92) + 's+' if after else ''})?"
    return _Item(pattern, *_sequence_openings(parts))


def _sequence_openings(parts: list[tuple[bool, _Item]]) -> tuple[tuple[str, ...] | None, bool]:
    """Return how a sequence may begin.

    The heads end before a slot, or before an optional part after the first required one.
    """
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


def _parse_part(token: regex.Match[str], tokens: _Tokens, slots: Mapping[str, Slot]) -> _Item:
    if token["slot"]:
        slot = slots.get(token.group()[1:-1])
        if slot is None:
            raise PhraseError(tokens.written)
        return _Item(slot.pattern, slot.heads, whole=False, tight=slot.tight)
    if token["center"]:
        return _Item(CENTER, _CENTERS, whole=False)
    if token["word"]:
        return _Item(regex.escape(token.group()), (token.group().lower(),))
    if token.group() not in ("(", "["):
        raise PhraseError(tokens.written)
    inside = _parse_choice(tokens, slots)
    if tokens.peek() != {"(": ")", "[": "]"}[token.group()] or not inside.pattern:
        raise PhraseError(tokens.written)
    tokens.take()
    pattern = f"(?:{inside.pattern})"
    return _Item(pattern, inside.heads, inside.whole, optional=token.group() == "[", tight=inside.tight)
