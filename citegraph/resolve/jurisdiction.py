"""Jurisdiction: whether a law or a constitution is of another country, by what the report speaks of."""

from __future__ import annotations

from functools import lru_cache

from citegraph.knowledge import countries
from citegraph.knowledge.tables import cached
from citegraph.model import Mention

_READ = 20_000  # code points of a report that tell what it is about
_AT_LEAST = 2  # signs of other countries; one may be of a guest


def is_of_another(mention: Mention, text: str) -> bool:
    """Whether `mention` is a law or constitution of another country, of which `text` speaks more than of this one.

    Only what any country has is asked: a name without number or year. The law of a known name is ours unless the report
    tells of the offices of others.
    """
    if mention.rule not in ("constitution", "law") or mention.code is not None or mention.date is not None:
        return False
    abroad = _said(text, _offices()) + (_said(text, countries.telling()) if mention.rule == "constitution" else 0)
    return abroad >= _AT_LEAST and abroad > _said(text, _at_home())


@cached
def _offices() -> tuple[str, ...]:
    """Offices that this country has not. In either case of the first letter, which is left out; a short word stands
    between blanks.
    """
    return tuple(name[1:] if " " in name else f" {name} " for name in countries.foreign("office"))


@cached
def _at_home() -> tuple[str, ...]:
    """Words that tell a report of this country; a word that begins small goes on with a name."""
    return tuple(f"{name} " if name.islower() else name for name in countries.home())


@lru_cache(maxsize=8)
def _said(text: str, words: tuple[str, ...]) -> int:
    """How often a report says any of `words`."""
    return sum(map(text[:_READ].count, words))
