"""Prepare titles for comparison: expand `data/abbreviations.csv`, ignore the words in `data/stopwords.csv`.

>>> spelt_out()["bhxh"]
('bảo', 'hiểm', 'xã', 'hội')
"""

from __future__ import annotations

from citegraph.errors import KnowledgeError
from citegraph.knowledge.tables import UserRow, cached, converted, packaged
from citegraph.text import words


@cached
def spelt_out() -> dict[str, tuple[str, ...]]:
    """Return the words of each abbreviation, in lower case; rows of the user take precedence."""
    found = {row["short"].lower(): tuple(words(row["long"])) for row in packaged("abbreviations")}
    found |= converted("abbreviations", _checked)
    return found


def _checked(one: UserRow) -> tuple[str, tuple[str, ...]]:
    short, long = words(one.cells["short"]), tuple(words(one.cells["long"]))
    if len(short) != 1:
        what = f"{one.cells['short']!r} is no abbreviation"
        raise KnowledgeError(one.where, what, "write it as one word, like BHXH")
    if not long:
        raise KnowledgeError(one.where, "has nothing in the column long", "write what it stands for")
    return short[0], long


@cached
def stopwords() -> frozenset[str]:
    """Return the words that occur in titles of any subject."""
    return frozenset(row["word"] for row in packaged("stopwords"))
