"""Prepare titles for comparison: expand `data/abbreviations.csv`, ignore the words in `data/stopwords.csv`.

>>> expand_abbreviations(["phát", "triển", "kt", "xh"])
['phát', 'triển', 'kinh', 'tế', 'xã', 'hội']
"""

from __future__ import annotations

from citegraph.errors import KnowledgeError
from citegraph.i18n import message
from citegraph.knowledge.tables import UserRow, cached, packaged_rows, user_values
from citegraph.text import words


@cached
def expansions() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the words of each abbreviation, in lower case; the user's rows take precedence.

    An abbreviation is one word, "BHXH", or several, "KT-XH".
    """
    found = {tuple(words(row["short"])): tuple(words(row["long"])) for row in packaged_rows("abbreviations")}
    found |= user_values("abbreviations", _from_user_row)
    return found


def expand_abbreviations(tokens: list[str]) -> list[str]:
    """Return the words of a text in lower case with each abbreviation spelt out, the longest first."""
    lengths = _lengths_by_first_word()
    if lengths.keys().isdisjoint(tokens):
        return tokens
    found, done = list[str](), 0
    for at in [at for at, token in enumerate(tokens) if token in lengths]:
        if at >= done and (short := abbreviation_at(tokens, at)) is not None:
            found += tokens[done:at]
            found += short[1]
            done = at + short[0]
    return found + tokens[done:]


def abbreviation_at(tokens: list[str], at: int) -> tuple[int, tuple[str, ...]] | None:
    """Return the number of words of the longest abbreviation at a word, and its expansion; None if there is none.

    >>> abbreviation_at(["phát", "triển", "kt", "xh"], 2)
    (2, ('kinh', 'tế', 'xã', 'hội'))
    """
    for length in _lengths_by_first_word().get(tokens[at], ()):
        if (long := expansions().get(tuple(tokens[at : at + length]))) is not None:
            return length, long
    return None


@cached
def _lengths_by_first_word() -> dict[str, list[int]]:
    """Return the lengths, in words, of the abbreviations that begin with each word, longest first."""
    found: dict[str, set[int]] = {}
    for short in expansions():
        found.setdefault(short[0], set()).add(len(short))
    return {first: sorted(lengths, reverse=True) for first, lengths in found.items()}


def _from_user_row(one: UserRow) -> tuple[tuple[str, ...], tuple[str, ...]]:
    short, long = tuple(words(one.cells["short"])), tuple(words(one.cells["long"]))
    if not short or len(one.cells["short"].split()) > 1:
        remedy = message("do.write_one_word", example="BHXH")
        raise KnowledgeError(one.where, message("cell.abbreviation", value=one.cells["short"]), remedy)
    if not long:
        raise KnowledgeError(one.where, message("cell.empty", column="long"), message("do.fill_long"))
    return short, long


@cached
def stopwords() -> frozenset[str]:
    """Return the words that occur in titles on any subject."""
    return frozenset(row["word"] for row in packaged_rows("stopwords"))
