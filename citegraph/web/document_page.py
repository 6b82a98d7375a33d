"""The page of a document: its names, predecessors and successors, citing reports, related documents, and a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from citegraph.errors import QueryError
from citegraph.i18n import message, say
from citegraph.ids import is_decided
from citegraph.model import Citation, Document
from citegraph.query.neighborhood import neighborhood, succession
from citegraph.records import load
from citegraph.store import BoundedStore, Selection
from citegraph.web import docx_pages, request_parameters, svg
from citegraph.web.graph_map import Box
from citegraph.web.kind_colors import colored_kinds
from citegraph.web.label_placement import EVERYWHERE
from citegraph.web.page_rendering import address_with_query, language, render_page
from citegraph.web.request_parameters import PageFile
from citegraph.web.ring_picture import Dot, Picture, ring_picture

REPORTS = 10
QUOTES = 3
RELATED = 15
DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """A year of a timeline."""

    year: str
    reports: int
    share: float  # share of the number in the year with the most reports


async def document(request: Request) -> Response:
    """Show a document."""
    depth = request_parameters.whole_number(request.query_params, "depth", 1, DEEPEST)

    def question(store: BoundedStore) -> dict[str, Any]:
        found = requested_document(request, store)
        reports, more = store.citing_reports(found.id, Selection(), limit=REPORTS)
        cited = store.citations_of(found.id, [one.report.id for one in reports], QUOTES)
        together = store.cocited_documents(found.id, RELATED)
        known = store.documents_by_id([name for name, _ in together])
        return {
            "document": found,
            "times": store.times_cited(found.id),
            "descent": [(name, one, one or load().get(name)) for name, one in succession(store, found)],
            "amends": [(name, store.document(name)) for name in found.amends],
            "amended_by": [(name, store.document(name)) for name in found.amended_by],
            "years": _bars_by_year(store.reports_by_year(found.id)),
            "reports": [(one, _first_citation_per_quote(cited.get(one.report.id, []))) for one in reports],
            "more": more is not None,
            "related": [(known[name], n) for name, n in together if name in known],
            "picture": ring_picture(neighborhood(store, found, depth), colored_kinds(store)),
        }

    told = await request.app.state.stores.run_query(question)
    if request_parameters.choice_or_none(request.query_params, "format", PageFile):
        return await to_thread.run_sync(docx_pages.document_file, language(request), told)
    title = f"{say(language(request), 'web.around')}: {told['document'].full_label}"
    drawn = svg.svg_of_picture(told["picture"], title, dot_link)
    return render_page(request, "document.html.j2", depth=depth, deepest=DEEPEST, drawn=drawn, **told)


async def picture(request: Request) -> Response:
    """Return the picture around a document as a file, for a slide."""
    depth = request_parameters.whole_number(request.query_params, "depth", 1, DEEPEST)

    def question(store: BoundedStore) -> tuple[Document, Picture]:
        found = requested_document(request, store)
        return found, ring_picture(neighborhood(store, found, depth), colored_kinds(store))

    found, drawn = await request.app.state.stores.run_query(question)
    return svg.svg_file(drawn, found.full_label)


async def picture_part(request: Request) -> Response:
    """Return the picture around a document at another size, to replace the one shown."""
    depth = request_parameters.whole_number(request.query_params, "depth", 1, DEEPEST)
    scale, box = request_parameters.scale(request.query_params), request_parameters.box(request.query_params)
    limit = Box(*box).bounds if box else EVERYWHERE

    def question(store: BoundedStore) -> Picture:
        around = neighborhood(store, requested_document(request, store), depth)
        return ring_picture(around, colored_kinds(store), scale=scale, limit=limit)

    return svg.svg_part(await request.app.state.stores.run_query(question), scale, dot_link)


def dot_link(dot: Dot) -> str:
    """Return the address of the page of a document in a picture."""
    return address_with_query("/document", id=dot.document.id)


def requested_document(request: Request, store: BoundedStore, name: str = "id") -> Document:
    """Return the document that a request names by its canonical id.

    Raises:
        QueryError: There is none.
    """
    asked = request_parameters.text_or_none(request.query_params, name) or ""
    found = store.document(asked) if is_decided(asked) else None
    if found is None:
        raise QueryError(asked or name, message("ask.no_document"), message("do.search_box"))
    return found


def _first_citation_per_quote(found: list[Citation]) -> list[Citation]:
    """Return the first citation of each quote."""
    return list({one.mention.quote: one for one in reversed(found)}.values())[::-1]


def _bars_by_year(years: list[tuple[str, int]]) -> list[Bar]:
    """Return one bar per year from the first to the last."""
    counts = {int(year): n for year, n in years if year.isdecimal()}
    if not counts:
        return []
    most = max(counts.values())
    span = range(min(counts), max(counts) + 1)
    return [Bar(str(year), counts.get(year, 0), counts.get(year, 0) / most) for year in span]
