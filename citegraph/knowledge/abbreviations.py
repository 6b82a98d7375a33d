"""How titles are compared: `data/abbreviations.csv` is written out, words in `data/stopwords.csv` are ignored.

>>> spelt_out()["bhxh"]
('bảo', 'hiểm', 'xã', 'hội')
"""

from __future__ import annotations

from citegraph.errors import KnowledgeError
from citegraph.knowledge.tables import Own, cached, each, packaged
from citegraph.text import words


@cached
def spelt_out() -> dict[str, tuple[str, ...]]:
    """The words that each abbreviation stands for, all in small letters; the user's win."""
    found = {row["short"].lower(): tuple(words(row["long"])) for row in packaged("abbreviations")}
    found |= each("abbreviations", _checked)
    return found


def _checked(one: Own) -> tuple[str, tuple[str, ...]]:
    short, long = words(one.cells["short"]), tuple(words(one.cells["long"]))
    if len(short) != 1:
        what = f"{one.cells['short']!r} is no abbreviation"
        raise KnowledgeError(one.where, what, "write it as one word, like BHXH")
    if not long:
        raise KnowledgeError(one.where, "has nothing in the column long", "write what it stands for")
    return short[0], long


@cached
def stopwords() -> frozenset[str]:
    """The words that stand in titles of any subject."""
    return frozenset(row["word"] for row in packaged("stopwords"))
