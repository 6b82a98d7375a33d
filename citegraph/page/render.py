"""Combine layout, data and assets into the page."""

from __future__ import annotations

from citegraph.model import Corpus
from citegraph.page.asset_bundle import LANGUAGES
from citegraph.page.details import Marked
from citegraph.page.json_tables import Limits
from citegraph.page.payload import Payload

__all__ = ["render"]


def render(
    corpus: Corpus,
    *,
    title: str | None = None,
    lang: str = "vi",
    limits: Limits | None = None,
    marked: Marked | None = None,
) -> str:
    """Return the page as HTML, to be written as UTF-8. It works as a local file and loads nothing.

    Args:
        corpus: What the page shows.
        title: The heading, as plain text; by default a text in the language of the page.
        lang: The language in which the page opens: "vi" or "en". Readers may switch.
        limits: How much of a large corpus is included.
        marked: Returns the address of a citation on an annotated page; quotes link to it.

    Raises:
        ValueError: `lang` is another language.
    """
    from citegraph.page.node_drawing import drawing_of_corpus
    from citegraph.page.pyvis_page import PageNetwork

    if lang not in LANGUAGES:
        raise ValueError(f"lang={lang!r}: the page speaks {' and '.join(LANGUAGES)}")
    drawn = drawing_of_corpus(corpus)
    payload = Payload(corpus, drawing=drawn, limits=limits or Limits(), marked=marked)
    network = PageNetwork(title=title, lang=lang, outline=payload.outline(), details=payload.details())
    for at, document in enumerate(payload.documents):
        x, y = drawn.places[document.id]
        network.add_node(at, label=document.label, x=x, y=y, size=drawn.document_radius(document.id))
    network.edges = payload.relations()
    return network.page_html()
