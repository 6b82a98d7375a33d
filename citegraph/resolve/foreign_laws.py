"""Decide from the subject of the report whether a law, constitution or party charter is foreign."""

from __future__ import annotations

from functools import lru_cache

from citegraph.knowledge import countries
from citegraph.knowledge.tables import cached
from citegraph.model import Mention

_OF_ANY_COUNTRY = ("constitution", "law", "charter", "programme")  # rules whose names any country may use
_READ = 20_000  # code points at the beginning of a report that show its subject
_AT_LEAST = 2  # minimum cues of other countries; a single one may be a guest


def is_foreign(mention: Mention, text: str) -> bool:
    """Return whether `mention` belongs to another country, which `text` mentions more than Viet Nam.

    Only names without number or year, which any country may use, are checked. A law is Vietnamese unless the report
    names offices of other countries.
    """
    if mention.rule not in _OF_ANY_COUNTRY or mention.code is not None or mention.date is not None:
        return False
    abroad = _count_words(text, _foreign_offices()) + (
        0 if mention.rule == "law" else _count_words(text, countries.distinctive_country_names())
    )
    return abroad >= _AT_LEAST and abroad > _count_words(text, _vietnam_words())


@cached
def _foreign_offices() -> tuple[str, ...]:
    """Return the offices that Viet Nam does not have.

    The first letter is left out, to match either case. A single word gets spaces around it.
    """
    return tuple(name[1:] if " " in name else f" {name} " for name in countries.foreign_institutions("office"))


@cached
def _vietnam_words() -> tuple[str, ...]:
    """Return the words that show a report about Viet Nam; a lower-case word must precede a name."""
    return tuple(f"{name} " if name.islower() else name for name in countries.vietnam_words())


@lru_cache(maxsize=8)
def _count_words(text: str, words: tuple[str, ...]) -> int:
    """Return how often a report contains any of `words`."""
    return sum(map(text[:_READ].count, words))
