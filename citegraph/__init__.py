"""Finds the Party documents that Vietnamese reports cite and maps them as a citation graph.

    >>> import citegraph
    >>> found = citegraph.extract("Theo Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị", date="2024-05-02")
    >>> found[0].document, found[0].mention.surface
    ('35-NQ/TW@XII', 'Nghị quyết số 35-NQ/TW')

A store is built once, here of the sample reports, and then asked; the questions have the names of the commands:

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

The graph is plain networkx, the tables go to Arrow, pandas and polars, and a notebook shows the page:

    >>> graph = citegraph.graph(store)
    >>> graph.nodes["35-NQ/TW@XII"]["reports"]
    5
    >>> store.documents().to_arrow().column("label")[0].as_py()
    'Kết luận 01-KL/TW'
    >>> citegraph.show(store)._repr_html_()[:8]
    '<iframe '
    >>> store.close()

Everything else is reached by its module: `citegraph.model` has the nouns, `citegraph.errors` what is raised.
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

    from citegraph.export.notebook import Inline
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
        timeline,
    )
    from citegraph.records.checking import check_knowledge
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
    "timeline",
]

_QUESTIONS = ("cited_by", "cites", "coupling", "documents", "explain", "path", "related", "search", "timeline")
_ELSEWHERE = {
    "Store": "store",
    "build": "pipeline",
    "check_knowledge": "records.checking",
    "publish": "publish",
    **dict.fromkeys((*_QUESTIONS, "suggest_documents"), "query"),
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
    """The citations in a text, in their order, decided by the text itself and the known documents.

    Spans count code points of `text`, half-open. `date` is the day of the report ("2024-05-02", "2024-05" or "2024", or
    as one writes "02/5/2024"): no document issued later is chosen; QueryError for what is no date. `locality` is the
    place it is about ("Thanh Hóa"), whose own documents it cites by number alone. `knowledge` is a folder of tables of
    your own; KnowledgeError where one breaks its rules. ReadError for a text of more than 10 million characters
    or 20,000 mentions, which is to be split.
    """
    from citegraph.cite import cite
    from citegraph.query.filters import iso
    from citegraph.records import load

    day = iso(date, "date")
    report = Report(id="", path="", sha256="", text=text, date=day, title=title, publisher=publisher, locality=locality)
    return cite(report, load(knowledge))


def graph(store: Store | str | Path, scope: Scope | None = Scope.PARTY) -> nx.MultiGraph[str]:
    """The citation graph of a store, open or by its path: node = canonical id, edge key = report id.

    A report that cites several documents is an edge between each two of them, one that cites a single document a loop
    on it. `scope` takes the documents of the Party, the State, or (None) both. Raises StoreError for what is no store.
    """
    from citegraph.graph import incidence
    from citegraph.store import Store

    if isinstance(store, Store):
        return incidence(store.corpus(scope))
    with Store(store) as opened:
        return incidence(opened.corpus(scope))


def show(
    store: Store | str | Path, scope: Scope | None = Scope.PARTY, *, lang: str = "vi", height: int = 720
) -> Inline:
    """The interactive page of a store, open or by its path, for a notebook, which shows it `height` pixels high.

    Its `html` is the whole page as text. `scope` is that of `graph`; `lang` is "vi" or "en". Raises StoreError, and
    ExportError for a graph that is too large to be drawn.
    """
    from citegraph.export.notebook import inline
    from citegraph.store import Store

    if isinstance(store, Store):
        return inline(store.corpus(scope), lang=lang, height=height)
    with Store(store) as opened:
        return inline(opened.corpus(scope), lang=lang, height=height)


def __getattr__(name: str) -> Any:
    """Import what is asked for, and no sooner: the command starts without it."""
    if name in _ELSEWHERE:
        return getattr(import_module(f"citegraph.{_ELSEWHERE[name]}"), name)
    raise AttributeError(f"module 'citegraph' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Show the public names and nothing else."""
    return sorted([*__all__, "__version__"])


class _Surface(ModuleType):
    """Keeps the functions above when the stages of the same names are imported, which would put modules there."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Surface
