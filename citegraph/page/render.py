"""Put layout, data and assets together into the page."""

from __future__ import annotations

import math

from citegraph.model import Corpus
from citegraph.page.bundle import LANGUAGES
from citegraph.page.details import Marked
from citegraph.page.json_tables import Limits
from citegraph.page.payload import Payload, Radius

__all__ = ["render"]


def render(
    corpus: Corpus,
    *,
    title: str | None = None,
    lang: str = "vi",
    limits: Limits | None = None,
    marked: Marked | None = None,
) -> str:
    """The whole page as one HTML text, to be written as UTF-8; it opens from a file and asks the network for nothing.

    `title` heads the page, as text; without one the page says what it is, in the language of its reader. `lang`, "vi"
    or "en", is the language for readers whose browser asks for neither. `limits` says where a large corpus is cut.
    `marked` gives the addresses to which quotes lead. Raises ValueError for another language.
    """
    from citegraph.graph import cocitation, communities, layout
    from citegraph.page.pyvis_page import PageNetwork

    if lang not in LANGUAGES:
        raise ValueError(f"lang={lang!r}: the page speaks {' and '.join(LANGUAGES)}")
    graph = cocitation(corpus)
    reports = {name: int(graph.nodes[name]["reports"]) for name in graph}
    radius = Radius.fitting(max(reports.values(), default=0))
    groups = communities(graph)
    places = layout(
        graph,
        radii={name: math.ceil(radius.of(count)) for name, count in reports.items()},
        groups=tuple(group.documents for group in groups),
    )
    payload = Payload(corpus, reports=reports, groups=groups, radius=radius, limits=limits or Limits(), marked=marked)
    network = PageNetwork(title=title, lang=lang, outline=payload.outline(), details=payload.details())
    for at, document in enumerate(payload.documents):
        x, y = places[document.id]
        network.add_node(at, label=document.label, x=x, y=y, size=round(radius.of(reports[document.id]), 1))
    network.edges = payload.relations()
    return network.page()
