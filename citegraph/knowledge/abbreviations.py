"""How titles are compared: `data/abbreviations.csv` is written out, words in `data/stopwords.csv` are ignored.

>>> spelt_out()["bhxh"]
('bảo', 'hiểm', 'xã', 'hội')
"""

from __future__ import annotations

from citegraph.errors import KnowledgeError
from citegraph.i18n import message
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
        remedy = message("do.write_one_word", example="BHXH")
        raise KnowledgeError(one.where, message("cell.abbreviation", value=one.cells["short"]), remedy)
    if not long:
        raise KnowledgeError(one.where, message("cell.empty", column="long"), message("do.fill_long"))
    return short[0], long


@cached
def stopwords() -> frozenset[str]:
    """The words that stand in titles of any subject."""
    return frozenset(row["word"] for row in packaged("stopwords"))
