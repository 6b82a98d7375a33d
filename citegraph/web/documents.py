"""The page of a document: names, descent, reports that cite it, documents cited with it, and a picture of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from citegraph.errors import QueryError
from citegraph.i18n import message
from citegraph.ids import is_decided
from citegraph.model import Citation, Document
from citegraph.query.neighborhood import descent, neighborhood
from citegraph.store import Browser, Selection
from citegraph.web import parameters
from citegraph.web.pictures import Picture, rings
from citegraph.web.rendering import environment, page

REPORTS = 10
QUOTES = 3
RELATED = 15
DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """A year of a timeline."""

    year: str
    reports: int
    share: float  # of the year with the most reports


async def document(request: Request) -> Response:
    """Show a document."""
    depth = parameters.whole(request.query_params, "depth", 1, DEEPEST)

    def question(store: Browser) -> dict[str, Any]:
        found = wanted(request, store)
        reports, more = store.citing_reports(found.id, Selection(), limit=REPORTS)
        cited = store.citations_of(found.id, [one.report.id for one in reports], QUOTES)
        together = store.together(found.id, RELATED)
        known = store.named([name for name, _ in together])
        return {
            "document": found,
            "times": store.times_cited(found.id),
            "descent": descent(store, found),
            "amends": [(name, store.document(name)) for name in found.amends],
            "amended_by": [(name, store.document(name)) for name in found.amended_by],
            "years": _bars(store.years(found.id)),
            "reports": [(one, _quotes(cited.get(one.report.id, []))) for one in reports],
            "more": more is not None,
            "related": [(known[name], n) for name, n in together if name in known],
            "picture": rings(neighborhood(store, found, depth)),
        }

    told = await request.app.state.stores.ask(question)
    return page(request, "document.html.j2", depth=depth, deepest=DEEPEST, **told)


async def picture(request: Request) -> Response:
    """Give the picture around a document as a file, for a slide."""
    depth = parameters.whole(request.query_params, "depth", 1, DEEPEST)

    def question(store: Browser) -> tuple[Document, Picture]:
        found = wanted(request, store)
        return found, rings(neighborhood(store, found, depth))

    found, drawn = await request.app.state.stores.ask(question)
    return svg(drawn, found.full_label)


def svg(drawn: Picture, title: str) -> Response:
    """Return a picture as an SVG file to keep."""
    text = environment().get_template("picture.svg.j2").render(picture=drawn, title=title, whole=True, link=None)
    headers = {"Content-Disposition": 'attachment; filename="citegraph.svg"'}
    return Response(text.encode("utf-8", "replace"), media_type="image/svg+xml", headers=headers)


def wanted(request: Request, store: Browser, name: str = "id") -> Document:
    """Return the document that a request names by its canonical id.

    Raises:
        QueryError: There is none.
    """
    asked = parameters.text(request.query_params, name) or ""
    found = store.document(asked) if is_decided(asked) else None
    if found is None:
        raise QueryError(asked or name, message("ask.no_document"), message("do.search_box"))
    return found


def _quotes(found: list[Citation]) -> list[Citation]:
    """Return the first citation of each quote."""
    return list({one.mention.quote: one for one in reversed(found)}.values())[::-1]


def _bars(years: list[tuple[str, int]]) -> list[Bar]:
    """Return one bar per year from the first to the last."""
    counts = {int(year): n for year, n in years if year.isdecimal()}
    if not counts:
        return []
    most = max(counts.values())
    span = range(min(counts), max(counts) + 1)
    return [Bar(str(year), counts.get(year, 0), counts.get(year, 0) / most) for year in span]
