"""Prepare titles for comparison: expand `data/abbreviations.csv`, ignore the words in `data/stopwords.csv`.

>>> spelt_out()["bhxh"]
('bảo', 'hiểm', 'xã', 'hội')
"""

from __future__ import annotations

from citegraph.errors import KnowledgeError
from citegraph.i18n import message
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
        remedy = message("do.write_one_word", example="BHXH")
        raise KnowledgeError(one.where, message("cell.abbreviation", value=one.cells["short"]), remedy)
    if not long:
        raise KnowledgeError(one.where, message("cell.empty", column="long"), message("do.fill_long"))
    return short[0], long


@cached
def stopwords() -> frozenset[str]:
    """Return the words that occur in titles of any subject."""
    return frozenset(row["word"] for row in packaged("stopwords"))
