"""Lists with filters, part by part: documents, reports, reports that cite a document, findings, failures.

A list is a function from request parameters to rows. The page, the files and the JSON interface show the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from starlette.datastructures import QueryParams

from citegraph.errors import QueryError
from citegraph.i18n import message
from citegraph.model import Document, Scope, Severity
from citegraph.query.search_suggestions import LONGEST
from citegraph.store import BoundedStore, Cursor
from citegraph.store.bounded_store import Order
from citegraph.web import request_parameters, serialization

NAMED = 5
"""The most documents that an error names."""

ORDERS: tuple[Order, ...] = ("reports", "date", "first", "last")

Row = dict[str, Any]
Part = tuple[list[Row], Cursor | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list: how to find its rows, the columns of its page and its file, and its filters."""

    name: str
    part: Callable[[BoundedStore, QueryParams, Cursor | None, int], Part]
    columns: tuple[str, ...]  # of its page
    all: tuple[str, ...]  # of its file
    filters: tuple[str, ...]
    needs: tuple[str, ...] = ()  # required parameters
    files: tuple[str, ...] = ("csv", "json", "docx")


def documents(store: BoundedStore, query: QueryParams, after: Cursor | None, limit: int) -> Part:
    """The cited documents."""
    order = cast(Order, request_parameters.choice_or_first(query, "order", ORDERS))
    scope, kind = (
        request_parameters.choice_or_none(query, "scope", Scope),
        request_parameters.text_or_none(query, "kind"),
    )
    found, more = store.ranked_documents(scope=scope, kind=kind, order=order, after=after, limit=limit)
    return [serialization.rank_to_dict(one) for one in found], more


def reports(store: BoundedStore, query: QueryParams, after: Cursor | None, limit: int) -> Part:
    """The reports, the newest first."""
    found, more = store.newest_reports(request_parameters.selection(query, store), after=after, limit=limit)
    return [serialization.report_to_dict(one) for one in found], more


def cited_by(store: BoundedStore, query: QueryParams, after: Cursor | None, limit: int) -> Part:
    """The reports that cite a document, the newest first, each with its first quote."""
    name = requested_document(store, query).id
    found, more = store.citing_reports(name, request_parameters.selection(query, store), after=after, limit=limit)
    quotes = store.first_quotes(name, [one.report.id for one in found])
    return [{**serialization.citing_report_to_dict(one), "quote": quotes.get(one.report.id, "")} for one in found], more


def related(store: BoundedStore, query: QueryParams, after: Cursor | None, limit: int) -> Part:
    """The documents that reports cite together with one, strongest first."""
    from citegraph.query.cocitation import cosine

    name = requested_document(store, query).id
    own, start = store.times_cited(name), after.key if after else 0
    found = store.cocited_documents(name, start + limit + 1)
    names = [other for other, _ in found[start : start + limit]]
    known, times = store.documents_by_id(names), store.count_citing_reports(names)
    rows = [
        {**serialization.document_to_dict(known[other]), "reports": both, "weight": cosine(both, own, times[other])}
        for other, both in found[start : start + limit]
        if other in known
    ]
    return rows, Cursor("", start + limit) if len(found) > start + limit else None


def cites(store: BoundedStore, query: QueryParams, after: Cursor | None, limit: int) -> Part:
    """The citations of a report, in the order of its text."""
    asked = request_parameters.text_or_none(query, "report") or ""
    info = store.report(asked)
    if info is None:
        raise QueryError(asked or "report", message("ask.no_report"), message("do.search_box"))
    start = after.key if after else 0
    found = store.cites(info.id)[start : start + limit + 1]
    rows = [serialization.citation_to_dict(one) for one in found[:limit]]
    return rows, Cursor("", start + limit) if len(found) > limit else None


def findings(store: BoundedStore, query: QueryParams, after: Cursor | None, limit: int) -> Part:
    """Statements of reports that contradict known facts."""
    severity, field = (
        request_parameters.choice_or_none(query, "severity", Severity),
        request_parameters.text_or_none(query, "field"),
    )
    found, more = store.findings_after(severity=severity, field=field, after=after, limit=limit)
    return [{**serialization.finding_to_dict(one), "title": info.title, "date": info.date} for info, one in found], more


def requested_document(store: BoundedStore, query: QueryParams) -> Document:
    """Return the one document that the parameter `document` names; see `meant_document`."""
    return meant_document(store, request_parameters.text_or_none(query, "document") or "")


def meant_document(store: BoundedStore, asked: str) -> Document:
    """Return the one document that a text names.

    Raises:
        QueryError: No document or several match.
    """
    from citegraph.query import name_matching

    found = store.document(asked)
    if found is not None:
        return found
    near = name_matching.matching_documents(store, asked[:LONGEST]) if asked else []
    if len(near) == 1:
        return near[0]
    if near:
        names = "; ".join(one.id for one in near[:NAMED])
        what = message("ask.several_documents", n=len(near))
        raise QueryError(asked, what, message("do.say_which", names=names))
    raise QueryError(asked or "document", message("ask.no_document"), message("do.search_box"))


_OF_DOCUMENTS = ("csv", "json", "docx", "bib", "csl")
_REPORTS = ("since", "until", "publisher", "locality")

LISTS = {
    one.name: one
    for one in (
        Listing(
            name="documents",
            part=documents,
            columns=("document", "date", "title", "reports", "citations"),
            all=("document", "label", "kind", "date", "issuer", "title", "status", "scope", "reports", "citations"),
            filters=("scope", "kind", "order"),
            files=_OF_DOCUMENTS,
        ),
        Listing(
            name="reports",
            part=reports,
            columns=("date", "report", "publisher", "locality"),
            all=("report", "date", "title", "publisher", "locality", "number", "url"),
            filters=_REPORTS,
        ),
        Listing(
            name="cited-by",
            part=cited_by,
            columns=("date", "report", "publisher", "confidence", "quote"),
            all=("report", "date", "title", "publisher", "locality", "url", "mentions", "confidence", "quote"),
            filters=(*_REPORTS, "confidence"),
            needs=("document",),
        ),
        Listing(
            name="related",
            part=related,
            columns=("document", "date", "title", "reports", "weight"),
            all=("document", "label", "date", "title", "reports", "weight"),
            filters=(),
            needs=("document",),
            files=_OF_DOCUMENTS,
        ),
        Listing(
            name="cites",
            part=cites,
            columns=("surface", "document", "confidence", "quote"),
            all=("report", "start", "end", "surface", "document", "method", "confidence", "position", "quote"),
            filters=(),
            needs=("report",),
        ),
        Listing(
            name="findings",
            part=findings,
            columns=("date", "report", "field", "said", "known", "quote"),
            all=("report", "date", "title", "document", "field", "severity", "said", "known", "correction", "quote"),
            filters=("severity",),
        ),
    )
}


def all_rows(listing: Listing, store: BoundedStore, query: QueryParams, most: int) -> Iterator[Row]:
    """Yield the rows of a list from its beginning.

    Args:
        listing: The list.
        store: The open store.
        query: The parameters of the request.
        most: The maximum number of rows.
    """
    after: Cursor | None = None
    left = most
    while left > 0:
        rows, after = listing.part(store, query, after, min(left, request_parameters.LARGEST_PART))
        yield from rows
        left -= len(rows)
        if after is None:
            return
