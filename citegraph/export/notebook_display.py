"""Show the page in a notebook."""

from __future__ import annotations

import html
from dataclasses import dataclass, field

from citegraph.export import formats_by_name, refuse_large_graph
from citegraph.model import Corpus
from citegraph.page import render


@dataclass(frozen=True, slots=True)
class Inline:
    """A page that a notebook shows in a sandboxed frame, without access to the notebook."""

    html: str = field(repr=False)  # the whole page
    height: int  # of the frame, in pixels

    def _repr_html_(self) -> str:
        """Return the frame with the page inside. It needs no file and no server."""
        page = html.escape(self.html, quote=True)
        style = f"width: 100%; height: {self.height}px; border: 0"
        return f'<iframe sandbox="allow-scripts allow-downloads" style="{style}" srcdoc="{page}"></iframe>'


def inline_page(corpus: Corpus, *, lang: str = "vi", height: int = 720) -> Inline:
    """Return the page of a corpus for a notebook.

    Args:
        corpus: What the page shows.
        lang: The language of the page: "vi" or "en".
        height: The height of the frame, in pixels.

    Raises:
        ExportError: The graph is too large to be drawn.
    """
    refuse_large_graph(corpus, formats_by_name(["html"]))
    return Inline(render(corpus, lang=lang), height)
