"""Answer a search box while a person types: documents, reports and quotes, each kind bounded."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from citegraph.model import Citation, Document, ReportInfo
from citegraph.query import name_matching
from citegraph.store import BoundedStore
from citegraph.text import normalize_space, strip_diacritics

LONGEST = 200
"""Characters that are read of what was typed. No name is longer, and the cost grows with them."""

_WORD = regex.compile(r"[\p{L}\p{N}]+")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search box shows, the best of each kind first."""

    documents: tuple[tuple[Document, int], ...] = ()  # with the number of reports that cite each
    reports: tuple[ReportInfo, ...] = ()
    quotes: tuple[tuple[ReportInfo, Citation], ...] = ()


def answer(store: BoundedStore, typed: str, limit: int) -> Answer:
    """Return what may be meant by what was typed so far.

    Documents are understood as `find` understands them, and then as words of which the last may be only begun. In
    reports and quotes, words may lack their diacritics.

    Args:
        store: The open store.
        typed: What was typed.
        limit: The most answers of each kind.

    Returns:
        The answers; none for what holds no word.

    Raises:
        QueryError: It takes too long; see `Browser.within`.
    """
    typed = normalize_space(typed)[:LONGEST].strip()
    words = _WORD.findall(strip_diacritics(typed).lower())
    if not words:
        return Answer()
    exact = store.document(typed)
    found = [exact] if exact is not None else name_matching.matching_documents(store, typed)
    named = list({one.id: one for one in (*found, *store.begun_documents(words, limit))}.values())[:limit]
    times = store.counts([one.id for one in named])
    return Answer(
        tuple((one, times.get(one.id, 0)) for one in named),
        tuple(store.phrased_reports(words, limit)),
        tuple(store.phrased_citations(words, limit)),
    )
