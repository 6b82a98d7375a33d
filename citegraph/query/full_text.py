"""Search titles and quotes for words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Unpack

import regex

from citegraph.errors import QueryError
from citegraph.i18n import message
from citegraph.model import Citation, Document, ReportInfo
from citegraph.query.filters import Filters, report_filter
from citegraph.query.name_exactness import Exactness
from citegraph.query.store_argument import takes_path
from citegraph.store import Store
from citegraph.text import normalize_space, strip_diacritics

Kind = Literal["document", "report", "quote"]

_WORD = regex.compile(r"[\p{L}\p{N}]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A text that contains all the words: a name of a document, the title of a report, or a quote from a report."""

    kind: Kind
    text: str
    document: Document | None = None
    report: ReportInfo | None = None
    documents: tuple[str, ...] = ()  # of a quote: the canonical ids it cites, in order
    together: bool = False  # the words are adjacent


@takes_path
def search(store: Store, words: str, *, limit: int | None = None, **only: Unpack[Filters]) -> list[Hit]:
    """Search for documents by name, and for reports and quotes by their words.

    A word typed with diacritics matches only with the same diacritics, a word typed without matches any: "bao ve nen
    tang" finds "bảo vệ nền tảng". Filters apply to reports and quotes; with filters, documents are not searched.

    Args:
        store: A store, open or by its path.
        words: The words.
        limit: The maximum number of hits of each kind; None for all.
        only: Which reports to consider; see `Filters`.

    Returns:
        Documents, then reports, then quotes. Documents are found as by `find`: exact matches first, then the most
        cited. Reports and quotes with adjacent words come first, then the newest.

    Raises:
        QueryError: There is no word to search for, or a filter is not a date.
        StoreError: The store cannot be used.
    """
    typed = _words(words)
    plain = [strip_diacritics(word) for word in typed]
    if not typed:
        raise QueryError(words, message("ask.no_word"), message("do.search_words"))
    passes = report_filter(only)
    with store.snapshot():
        documents = [] if any(only.values()) else list(_document_hits(store, words))
        reports = [
            Hit(kind="report", text=report.title or "", report=report, together=together)
            for report in store.reports_with_words(plain)
            if passes(report) and (together := _are_adjacent(typed, report.title)) is not None
        ]
        quotes = [
            hit
            for report, cited in store.citations_with_words(plain)
            if passes(report)
            for hit in _quote_hits(typed, report, cited)
        ]
    return [
        *documents[:limit],
        *sorted(sorted(reports, key=_hit_date, reverse=True), key=_is_scattered)[:limit],
        *sorted(sorted(quotes, key=_hit_date, reverse=True), key=_is_scattered)[:limit],
    ]


def _document_hits(store: Store, query: str) -> Iterator[Hit]:
    """Yield the documents that the words may name, exact matches first; see `find`."""
    from citegraph.query import name_matching

    typed = _words(query)
    for exactness, document in name_matching.rank_matches(store, query):
        names = [name for name in (document.title, document.label, *document.aliases) if name]
        text = next((name for name in names if _are_adjacent(typed, name)), names[0])
        yield Hit(kind="document", text=text, document=document, together=exactness > Exactness.MIXED)


def _quote_hits(typed: list[str], report: ReportInfo, citations: Iterable[Citation]) -> Iterator[Hit]:
    """Yield one hit per quote, because a quote may contain several citations."""
    cited: dict[str, dict[str, None]] = {}
    for citation in citations:
        cited.setdefault(citation.mention.quote, {})[citation.document] = None
    for quote, documents in cited.items():
        together = _are_adjacent(typed, quote)
        if together is not None:
            yield Hit(kind="quote", text=quote, report=report, documents=tuple(documents), together=together)


def _words(text: str | None) -> list[str]:
    return _WORD.findall(normalize_space(text or "").lower())


def _are_adjacent(typed: list[str], text: str | None) -> bool | None:
    """Whether the words are adjacent in `text`.

    None if a word is missing; diacritics must match where they were typed.
    """
    written = _words(text)
    plain = [strip_diacritics(word) for word in written]
    if not all(word in written if word != strip_diacritics(word) else word in plain for word in typed):
        return None
    wanted = [strip_diacritics(word) for word in typed]
    return any(plain[at : at + len(wanted)] == wanted for at in range(len(plain) - len(wanted) + 1))


def _hit_date(hit: Hit) -> str:
    return (hit.report and hit.report.date) or ""


def _is_scattered(hit: Hit) -> bool:
    return not hit.together
