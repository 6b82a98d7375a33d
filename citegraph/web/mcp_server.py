"""Offer the queries to assistants over standard input and output, by the Model Context Protocol; read-only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from starlette.datastructures import QueryParams

from citegraph import __version__
from citegraph.errors import CitegraphError
from citegraph.query.search_suggestions import find_suggestions
from citegraph.store import BoundedStore
from citegraph.web import request_parameters, serialization, text_analysis
from citegraph.web.paged_lists import LISTS, meant_document
from citegraph.web.settings import Settings
from citegraph.web.store_connections import Stores

ABOUT = (
    "Which Vietnamese reports cite which Party and State documents. A document is named by its canonical id "
    "(35-NQ/TW@XII), its code, or words; use search first where that is unclear. Lists come part by part: pass `next` "
    "of one as `after` of the following call. Confidence is the probability, 0 to 1, that a citation has the right "
    "document. Nothing can be changed."
)
ROWS = 20
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)


def server(settings: Settings) -> MCPServer[Any]:
    """Return the server for a store.

    Args:
        settings: Which store.

    Raises:
        StoreError: The store cannot be used.
    """
    stores = Stores(settings)
    made: MCPServer[Any] = MCPServer("citegraph", instructions=ABOUT, version=__version__, log_level="ERROR")

    def run_on_store(question: Callable[[BoundedStore], dict[str, Any]]) -> dict[str, Any]:
        try:
            with stores.open_store() as store:
                return question(store)
        except CitegraphError as error:
            raise ToolError(str(error)) from error

    def part_of_list(name: str, limit: int, after: str | None, **told: str | float | None) -> dict[str, Any]:
        given = QueryParams({key: str(value) for key, value in told.items() if value is not None})

        def question(store: BoundedStore) -> dict[str, Any]:
            place = request_parameters.cursor(QueryParams({"after": after or ""}))
            rows, more = LISTS[name].part(store, given, place, max(1, min(limit, request_parameters.LARGEST_PART)))
            return {"rows": rows, "next": request_parameters.cursor_text(more)}

        return run_on_store(question)

    @made.tool(annotations=_READS)
    def search(words: str, limit: int = 10) -> dict[str, Any]:
        """Find documents by code, name or words; reports by title; quotes by words, with or without diacritics."""
        most = max(1, min(limit, request_parameters.PART))
        return run_on_store(lambda store: serialization.search_answer(find_suggestions(store, words, most)))

    @made.tool(annotations=_READS)
    def document(document: str) -> dict[str, Any]:
        """Return the known facts about a document, and how many reports cite it, by year."""
        return run_on_store(lambda store: serialization.document_with_counts(meant_document(store, document), store))

    @made.tool(annotations=_READS)
    def cited_by(  # noqa: PLR0917 - called by name
        document: str,
        since: str | None = None,
        until: str | None = None,
        publisher: str | None = None,
        locality: str | None = None,
        confidence: float | None = None,
        limit: int = ROWS,
        after: str | None = None,
    ) -> dict[str, Any]:
        """List the reports that cite a document, the newest first, each with a quote."""
        told = {"since": since, "until": until, "publisher": publisher, "locality": locality}
        return part_of_list("cited-by", limit, after, document=document, confidence=confidence, **told)

    @made.tool(annotations=_READS)
    def cites(report: str, limit: int = ROWS, after: str | None = None) -> dict[str, Any]:
        """List the citations of a report, in the order of its text, with quotes and evidence."""
        return part_of_list("cites", limit, after, report=report)

    @made.tool(annotations=_READS)
    def related(document: str, limit: int = ROWS, after: str | None = None) -> dict[str, Any]:
        """List the documents that reports cite together with one, the strongest first."""
        return part_of_list("related", limit, after, document=document)

    @made.tool(annotations=_READS)
    def documents(
        kind: str | None = None,
        scope: str | None = None,
        order: str | None = None,
        limit: int = ROWS,
        after: str | None = None,
    ) -> dict[str, Any]:
        """Rank the cited documents; scope is party or state, order is reports, date, first or last."""
        return part_of_list("documents", limit, after, kind=kind, scope=scope, order=order)

    @made.tool(annotations=_READS)
    def reports(  # noqa: PLR0917 - called by name
        since: str | None = None,
        until: str | None = None,
        publisher: str | None = None,
        locality: str | None = None,
        limit: int = ROWS,
        after: str | None = None,
    ) -> dict[str, Any]:
        """List the reports, the newest first."""
        return part_of_list("reports", limit, after, since=since, until=until, publisher=publisher, locality=locality)

    for examiner, about in text_analysis.ABOUT.items():
        made.add_tool(_analysis_tool(examiner), name=examiner, description=about, annotations=_READS)
    return made


def _analysis_tool(name: str) -> Callable[..., dict[str, Any]]:
    def examine_text(text: str, date: str | None = None, locality: str | None = None) -> dict[str, Any]:
        try:
            draft = text_analysis.report_of_text({"text": text, "date": date, "locality": locality})
            return text_analysis.EXAMINERS[name](draft)
        except CitegraphError as error:
            raise ToolError(str(error)) from error

    return examine_text
