"""The whole graph: first the most cited documents and the strongest links, then more when zoomed in.

A view never has more circles and lines than a browser can move smoothly.
"""

from __future__ import annotations

from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from citegraph.i18n import say
from citegraph.model import Scope
from citegraph.store import BoundedStore
from citegraph.web import request_parameters, svg
from citegraph.web.document_page import dot_link
from citegraph.web.graph_map import FIRST, MOST, Box, Map, is_crowded, make_map
from citegraph.web.kind_colors import colored_kinds
from citegraph.web.label_placement import EVERYWHERE
from citegraph.web.page_rendering import language, render_page
from citegraph.web.ring_picture import Picture, picture_of_places

SHOWN = 150
"""The most documents of a view. With three links each, a browser draws it in a few milliseconds."""
LINKS = 3
"""Links are drawn for so many times the number of documents: the strongest of each, then the strongest of all."""
NEAREST = 30
"""Documents among which the nearest that is cited more is looked for."""
MAPS = 6
"""Maps that are kept: one takes some seconds."""


async def graph_page(request: Request) -> Response:
    """Show the graph."""
    found, picture, _ = await _requested_view(request)
    shown = svg.svg_of_picture(picture, say(language(request), "web.explore"), dot_link)
    scope = request_parameters.choice_or_none(request.query_params, "scope", Scope)
    return render_page(
        request, "explore.html.j2", picture=picture, drawn=shown, scope=scope, scopes=list(Scope), n=len(found.names)
    )


async def graph_part(request: Request) -> Response:
    """Return the content of a view of the graph, to replace the one shown."""
    _, picture, scale = await _requested_view(request)
    return svg.svg_part(picture, scale, dot_link)


async def graph_picture(request: Request) -> Response:
    """Return a view of the graph as a file, for a slide."""
    _, picture, _ = await _requested_view(request)
    return svg.svg_file(picture, say(language(request), "web.explore"))


async def _requested_view(request: Request) -> tuple[Map, Picture, float]:
    """Return the map, the picture of the view that a request names, and the scale of the view."""
    found = await _map_of_store(request, request_parameters.choice_or_none(request.query_params, "scope", Scope))
    given = request_parameters.box(request.query_params)
    box = Box(*(given or found.box))
    limit = box.bounds if given else EVERYWHERE
    scale = request_parameters.scale(request.query_params)
    shown = found.documents_in_view(box, scale, SHOWN)
    names = [found.names[at] for at in shown]

    def question(store: BoundedStore) -> Picture:
        known, many = store.documents_by_id(names), LINKS * len(names)
        links = list(dict.fromkeys((*store.strongest_links(names), *store.cocitation_links(names, many))))[:many]
        documents = [(known[name], found.reports[at]) for at, name in zip(shown, names, strict=True) if name in known]
        places = {name: (float(x), float(y)) for name, (x, y) in zip(names, found.places[shown], strict=True)}
        most = max(found.reports, default=0)
        return picture_of_places(
            documents,
            places,
            links,
            colored_kinds(store),
            scale=scale,
            limit=limit,
            most=most,
            only_named=is_crowded(box, scale, len(documents)),
        )

    return found, await request.app.state.stores.run_query(question), scale


async def _map_of_store(request: Request, scope: Scope | None) -> Map:
    held: dict[Any, Map] = request.app.state.maps
    key = request.app.state.stores.edition(), scope
    if key not in held:

        def question(store: BoundedStore) -> tuple[Any, ...]:
            ranking = store.most_cited_ids(scope, MOST)
            names = [name for name, _ in ranking]
            return (
                ranking,
                store.nearest_documents(names, NEAREST),
                store.cocitation_links(names[:FIRST], LINKS * FIRST),
            )

        held[key] = await to_thread.run_sync(make_map, *await request.app.state.stores.run_query(question))
        while len(held) > MAPS:
            del held[next(iter(held))]
    return held[key]
