"""Find the Party documents that Vietnamese reports cite, and map them as a citation graph.

    >>> import citegraph
    >>> found = citegraph.extract("Theo Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị", date="2024-05-02")
    >>> found[0].document, found[0].mention.surface
    ('35-NQ/TW@XII', 'Nghị quyết số 35-NQ/TW')

Build a store once, here from the sample reports, and then query it. The functions have the names of the commands:

    >>> import tempfile
    >>> from importlib.resources import files
    >>> from pathlib import Path
    >>> path = Path(tempfile.mkdtemp()) / "citegraph.sqlite"
    >>> summary = citegraph.build([str(files("citegraph") / "samples")], path)
    >>> store = citegraph.Store(path)
    >>> for answer in citegraph.cited_by(store, "nghị quyết 35", since="2024"):
    ...     print(answer.document.label, [report.id for report, citations in answer.reports])
    Nghị quyết 35-NQ/TW ['diem-tin-2024-03', 'tong-hop-2026-02']
    >>> [one.document.id for one in citegraph.related(store, "35-NQ/TW", limit=2)[0].related]
    ['85-QĐ/TW@XIII', '53-KL/TW@XII']
    >>> citegraph.search(store, "bao ve nen tang")[0].document.id
    '35-NQ/TW@XII'

The graph is a networkx graph, tables and answers convert to Arrow, pandas and polars, and a notebook shows the page:

    >>> graph = citegraph.graph(store)
    >>> graph.nodes["35-NQ/TW@XII"]["reports"]
    5
    >>> store.documents().to_arrow().column("label")[0].as_py()
    'Kết luận 01-KL/TW'
    >>> citegraph.table(citegraph.cited_by(store, "nghị quyết 35")).to_arrow().column("report")[0].as_py()
    'bao-cao-yen-thanh-2023'
    >>> citegraph.show(store)._repr_html_()[:8]
    '<iframe '
    >>> store.close()

Import everything else from its module: `citegraph.model` has the data types, `citegraph.errors` the exceptions.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from citegraph.model import Citation, IsoDate, Report, Scope

if TYPE_CHECKING:
    import networkx as nx

    from citegraph.export.notebook_display import Inline
    from citegraph.pipeline import build
    from citegraph.publish import publish
    from citegraph.query import (
        cited_by,
        cites,
        coupling,
        documents,
        explain,
        path,
        related,
        search,
        suggest_documents,
        table,
        timeline,
    )
    from citegraph.records.table_checks import check_knowledge
    from citegraph.store import Store

__version__ = "0.1.0"
__all__ = [
    "Store",
    "build",
    "check_knowledge",
    "cited_by",
    "cites",
    "coupling",
    "documents",
    "explain",
    "extract",
    "graph",
    "path",
    "publish",
    "related",
    "search",
    "show",
    "suggest_documents",
    "table",
    "timeline",
]

_QUESTIONS = ("cited_by", "cites", "coupling", "documents", "explain", "path", "related", "search", "timeline")
_ELSEWHERE = {
    "Store": "store",
    "build": "pipeline",
    "check_knowledge": "records.table_checks",
    "publish": "publish",
    **dict.fromkeys((*_QUESTIONS, "suggest_documents", "table"), "query"),
}


def extract(
    text: str,
    date: IsoDate | None = None,
    *,
    title: str | None = None,
    publisher: str | None = None,
    locality: str | None = None,
    knowledge: str | Path | None = None,
) -> list[Citation]:
    """Return the citations in a text, decided by the text itself and the known documents.

    Args:
        text: The text of the report.
        date: The date of the report: "2024-05-02", "2024-05", "2024" or "02/5/2024". No document issued later is
            chosen.
        title: Its title.
        publisher: Its publisher.
        locality: The place it is about ("Thanh Hóa"), whose own documents it may cite by number alone.
        knowledge: A folder of the user's own tables.

    Returns:
        The citations in the order of the text. Spans are half-open and count code points of `text`.

    Raises:
        ArgumentError: `date` is not a date.
        KnowledgeError: A table is not valid.
        ReadError: The text has more than 10 million characters or 20,000 mentions and must be split.

    Example:
        >>> [citation.document for citation in extract("Căn cứ Quyết định số 85-QĐ/TW ngày 07/10/2022")]
        ['85-QĐ/TW@XIII']
    """
    from citegraph.cite import cite
    from citegraph.query.filters import iso_date
    from citegraph.records import load

    day = iso_date(date, "date")
    report = Report(id="", path="", sha256="", text=text, date=day, title=title, publisher=publisher, locality=locality)
    return cite(report, load(knowledge))


def graph(store: Store | str | Path, scope: Scope | None = Scope.PARTY) -> nx.MultiGraph[str]:
    """Return the citation graph of a store: one node per document, one edge per report and pair of documents it cites.

    Nodes are canonical ids, edge keys are report ids. A report that cites a single document is a loop on that document.

    Args:
        store: An open store, or its path.
        scope: Whose documents to take; None for both.

    Raises:
        StoreError: The store cannot be used.
    """
    from citegraph.graph import cocitation_multigraph
    from citegraph.query.store_argument import open_if_path

    with open_if_path(store) as open_store:
        return cocitation_multigraph(open_store.corpus(scope))


def show(
    store: Store | str | Path, scope: Scope | None = Scope.PARTY, *, lang: str = "vi", height: int = 720
) -> Inline:
    """Return the interactive page of a store for display in a notebook.

    Args:
        store: An open store, or its path.
        scope: Whose documents to take; None for both.
        lang: The language of the page: "vi" or "en".
        height: The height of the frame, in pixels.

    Returns:
        An object that a notebook displays. Its `html` is the whole page as text.

    Raises:
        StoreError: The store cannot be used.
        ExportError: The graph is too large to be drawn.
    """
    from citegraph.export.notebook_display import inline_page
    from citegraph.query.store_argument import open_if_path

    with open_if_path(store) as open_store:
        return inline_page(open_store.corpus(scope), lang=lang, height=height)


def __getattr__(name: str) -> Any:
    """Import a public name on first use, so that the command starts quickly."""
    if name in _ELSEWHERE:
        return getattr(import_module(f"citegraph.{_ELSEWHERE[name]}"), name)
    raise AttributeError(f"module 'citegraph' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List only the public names."""
    return sorted([*__all__, "__version__"])


class _Surface(ModuleType):
    """A module type that keeps a public function when the submodule of the same name is imported.

    Otherwise the import would replace the function.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Surface
