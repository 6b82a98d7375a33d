"""Find suggestions while a person types: documents, reports and quotes, a limited number of each."""

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
    """The results of a search box, best of each kind first."""

    documents: tuple[tuple[Document, int], ...] = ()  # with the number of reports that cite each
    reports: tuple[ReportInfo, ...] = ()
    quotes: tuple[tuple[ReportInfo, Citation], ...] = ()


def find_suggestions(store: BoundedStore, typed: str, limit: int) -> Answer:
    """Return the matches for the text typed so far.

    Documents are matched as by `find`, and then by words, of which the last may be incomplete. In reports and quotes,
    words may lack their diacritics.

    Args:
        store: The open store.
        typed: The typed text.
        limit: The maximum number of results of each kind.

    Returns:
        The results; none if the text contains no word.

    Raises:
        QueryError: It takes too long; see `BoundedStore.limit_time`.
    """
    typed = normalize_space(typed)[:LONGEST].strip()
    words = _WORD.findall(strip_diacritics(typed).lower())
    if not words:
        return Answer()
    exact = store.document(typed)
    found = [exact] if exact is not None else name_matching.matching_documents(store, typed)
    named = list({one.id: one for one in (*found, *store.documents_with_word_prefix(words, limit))}.values())[:limit]
    times = store.count_citing_reports([one.id for one in named])
    return Answer(
        tuple((one, times.get(one.id, 0)) for one in named),
        tuple(store.reports_with_phrase(words, limit)),
        tuple(store.citations_with_phrase(words, limit)),
    )
