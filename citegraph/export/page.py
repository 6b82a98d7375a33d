"""Write the interactive HTML page."""

from __future__ import annotations

from collections.abc import Iterator

from citegraph.export.format_definition import ExportFormat
from citegraph.graph import count_cocited_pairs
from citegraph.model import Corpus
from citegraph.page import render


def write(corpus: Corpus, lang: str) -> Iterator[bytes]:
    """Yield the page of `citegraph.page`, in UTF-8."""
    yield render(corpus, lang=lang).encode("utf-8")


FORMATS = (
    ExportFormat(
        name="html",
        file="graph.html",
        help="The interactive page; open it in a browser.",
        stamp=b'<meta name="generator" content="citegraph">',
        write=write,
        edges=count_cocited_pairs,
        usual=True,
    ),
)
