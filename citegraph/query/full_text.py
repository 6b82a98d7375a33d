"""Full-text search in titles and quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Unpack

import regex

from citegraph.errors import QueryError
from citegraph.model import Citation, Document, ReportInfo
from citegraph.query.filters import Filters, test
from citegraph.query.stores import takes_path
from citegraph.store import Store
from citegraph.text import normalize_space, strip_diacritics

Kind = Literal["document", "report", "quote"]

_WORD = regex.compile(r"[\p{L}\p{N}]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A place where all the words stand: the name of a document, the title of a report, or a quote from one."""

    kind: Kind
    text: str
    document: Document | None = None
    report: ReportInfo | None = None
    documents: tuple[str, ...] = ()  # of a quote: what it cites, as canonical ids, in its order
    together: bool = False  # the words stand one after the other


@takes_path
def search(store: Store, words: str, *, limit: int | None = None, **only: Unpack[Filters]) -> list[Hit]:
    """Where all of `words` stand: names of documents, then titles of reports, then quotes, at most `limit` of each.

    Words typed with their diacritics stand with just these, words typed without with any: "bao ve nen tang" finds
    "bảo vệ nền tảng". Of each kind come first the places where the words stand together; then documents by how many
    reports cite them, reports and quotes the newest first. A narrowed question is about reports and quotes alone.
    Raises QueryError where no word was typed.
    """
    asked = _words(words)
    plain = [strip_diacritics(word) for word in asked]
    if not asked:
        raise QueryError(words, "has no word to search for", "kind words of a title or quote")
    passes = test(only)
    with store.snapshot():
        documents = [] if any(only.values()) else _documents(store, asked, plain)
        reports = [
            Hit(kind="report", text=report.title or "", report=report, together=together)
            for report in store.worded_reports(plain)
            if passes(report) and (together := _stand(asked, report.title)) is not None
        ]
        quotes = [
            hit
            for report, cited in store.worded_citations(plain)
            if passes(report)
            for hit in _quotes(asked, report, cited)
        ]
    return [
        *documents[:limit],
        *sorted(sorted(reports, key=_date, reverse=True), key=_apart)[:limit],
        *sorted(sorted(quotes, key=_date, reverse=True), key=_apart)[:limit],
    ]


def _documents(store: Store, asked: list[str], plain: list[str]) -> list[Hit]:
    found = []
    for document in store.worded_documents(plain):
        names = [name for name in (document.title, document.label, *document.aliases) if name]
        if _stand(asked, " ".join(names)) is None:
            continue
        standing = [(name, _stand(asked, name)) for name in names]
        together = any(way for _, way in standing)
        text = next((name for name, way in standing if way is not None and way >= together), names[0])
        hit = Hit(kind="document", text=text, document=document, together=together)
        found.append((not together, -store.times_cited(document.id), document.id, hit))
    return [hit for *_, hit in sorted(found, key=lambda one: one[:3])]


def _quotes(asked: list[str], report: ReportInfo, citations: Iterable[Citation]) -> Iterator[Hit]:
    """A hit a quote: several citations may stand in one."""
    cited: dict[str, dict[str, None]] = {}
    for citation in citations:
        cited.setdefault(citation.mention.quote, {})[citation.document] = None
    for quote, documents in cited.items():
        together = _stand(asked, quote)
        if together is not None:
            yield Hit(kind="quote", text=quote, report=report, documents=tuple(documents), together=together)


def _words(text: str | None) -> list[str]:
    return _WORD.findall(normalize_space(text or "").lower())


def _stand(asked: list[str], text: str | None) -> bool | None:
    """Whether the words stand one after the other in `text`; None where one is missing, with the marks it was typed."""
    written = _words(text)
    plain = [strip_diacritics(word) for word in written]
    if not all(word in written if word != strip_diacritics(word) else word in plain for word in asked):
        return None
    wanted = [strip_diacritics(word) for word in asked]
    return any(plain[at : at + len(wanted)] == wanted for at in range(len(plain) - len(wanted) + 1))


def _date(hit: Hit) -> str:
    return (hit.report and hit.report.date) or ""


def _apart(hit: Hit) -> bool:
    return not hit.together
