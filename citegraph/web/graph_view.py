"""The graph as a whole: the most cited documents and the strongest links between them, more on demand."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from citegraph.graph import layout
from citegraph.i18n import say
from citegraph.model import Document, Scope
from citegraph.page.drawing import Radius
from citegraph.store import Browser
from citegraph.web import parameters, svg
from citegraph.web.documents import link
from citegraph.web.pictures import Picture, drawn
from citegraph.web.rendering import language, page

SIZES = (40, 80, 150, 250)
"""How many documents are drawn. A browser moves the largest without effort."""
LINKS = 3
"""Links are drawn for so many times the number of documents: the strongest, so that the backbone shows."""
SPREAD = 1.7
"""The layout leaves no room for names; its places are moved apart by this."""
PICTURES = 16
"""Pictures that are kept: the layout of the largest takes a second."""

Ranks = list[tuple[Document, int]]
Links = list[tuple[str, str, int]]


async def explore(request: Request) -> Response:
    """Show the graph."""
    size, scope = _asked(request)
    picture = await _picture(request, size, scope)
    shown = svg.markup(picture, say(language(request), "web.explore"), link)
    return page(
        request,
        "explore.html.j2",
        picture=picture,
        drawn=shown,
        size=size,
        sizes=SIZES,
        scope=scope,
        scopes=list(Scope),
    )


async def graph_picture(request: Request) -> Response:
    """Give the graph as a file, for a slide."""
    return svg.file(await _picture(request, *_asked(request)), say(language(request), "web.explore"))


def _asked(request: Request) -> tuple[int, Scope | None]:
    asked = parameters.whole(request.query_params, "size", SIZES[0], SIZES[-1])
    return next(size for size in SIZES if size >= asked), parameters.choice(request.query_params, "scope", Scope)


async def _picture(request: Request, size: int, scope: Scope | None) -> Picture:
    held: dict[Any, Picture] = request.app.state.pictures

    def question(store: Browser) -> tuple[Any, Ranks, Links]:
        key = size, scope, tuple(sorted(store.totals().items()))
        return (key, [], []) if key in held else (key, *_backbone(store, size, scope))

    answer: tuple[Any, Ranks, Links] = await request.app.state.stores.ask(question)
    key, documents, links = answer
    picture = held[key] if key in held else await run_in_threadpool(_laid_out, documents, links)
    held[key] = picture
    while len(held) > PICTURES:
        del held[next(iter(held))]
    return picture


def _backbone(store: Browser, size: int, scope: Scope | None) -> tuple[Ranks, Links]:
    """Return the most cited documents with their reports, and the strongest links among them."""
    ranks, _ = store.ranked_documents(scope=scope, limit=size)
    links = store.links([rank.document.id for rank in ranks], LINKS * len(ranks))
    return [(rank.document, rank.reports) for rank in ranks], links


def _laid_out(documents: Ranks, links: Links) -> Picture:
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(document.id for document, _ in documents)
    graph.add_weighted_edges_from(links)
    radius = Radius.fitting(max((reports for _, reports in documents), default=0))
    places = layout(graph, radii={document.id: radius.of(reports) for document, reports in documents})
    return drawn(documents, {name: (SPREAD * x, SPREAD * y) for name, (x, y) in places.items()}, links)
