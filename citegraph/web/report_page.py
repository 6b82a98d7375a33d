"""The page of a report: its citations with quotes, its findings, and its text with the citations marked."""

from __future__ import annotations

from functools import partial
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response

from citegraph.annotate.marked_segments import MarkedReport, mark_citations
from citegraph.errors import QueryError
from citegraph.i18n import message
from citegraph.model import Citation, Failure, Finding, Report, ReportInfo
from citegraph.read import load_guarded, sources
from citegraph.read.file_name_encoding import from_stored_name
from citegraph.records import load
from citegraph.store import BoundedStore
from citegraph.web import docx_pages, originals, request_parameters
from citegraph.web.page_rendering import language, render_page
from citegraph.web.request_parameters import PageFile
from citegraph.web.settings import Settings

SHOWN = 500
"""The most citations of a report that its page lists."""

_reading = CapacityLimiter(2)  # files that are read at once


async def report(request: Request) -> Response:
    """Show a report."""
    told = await request.app.state.stores.run_query(partial(_report_facts, request))
    if request_parameters.choice_or_none(request.query_params, "format", PageFile):
        return await to_thread.run_sync(docx_pages.report_file, language(request), told)
    return render_page(request, "report.html.j2", **told)


async def report_text(request: Request) -> Response:
    """Show the text of a report with its citations marked, read again from its file."""
    told = await request.app.state.stores.run_query(partial(_report_facts, request))
    shown = await to_thread.run_sync(_mark_report, request.app.state.settings, told, limiter=_reading)
    info, cited = told["report"], told["all"]
    first = next((at for one in cited if (at := originals.page_number(one.mention.position))), 1)
    number = request_parameters.whole_number(request.query_params, "page", first, originals.MOST_PAGES)
    image = await originals.page_image_of(request, info, number) if shown else None
    original = {"page": number, "pages": image.pages if image else 0, "whole": shown and "#" not in info.path}
    return render_page(request, "text.html.j2", marked=shown, original=original, **told)


def _report_facts(request: Request, store: BoundedStore) -> dict[str, Any]:
    asked = request_parameters.text_or_none(request.query_params, "id") or ""
    info = store.report(asked)
    if info is None:
        raise QueryError(asked or "id", message("ask.no_report"), message("do.search_box"))
    cited = store.cites(info.id)
    names = dict.fromkeys(one.document for one in cited[:SHOWN] if one.decided)
    return {
        "report": info,
        "citations": cited[:SHOWN],
        "all": cited,
        "documents": store.documents_by_id(list(names)),
        "findings": list(store.findings(info.id)),
    }


def _mark_report(settings: Settings, told: dict[str, Any]) -> MarkedReport | None:
    """Return the marked report; None if its file is gone, has changed, or is outside the served folders."""
    info: ReportInfo = told["report"]
    read = _read_report(settings, info)
    if read is None:
        return None
    citations: list[Citation] = told["all"]
    findings: list[Finding] = told["findings"]
    return mark_citations(read, citations, findings, load(), None, info.id)


def _read_report(settings: Settings, info: ReportInfo) -> Report | None:
    if originals.find_original_file(settings, info) is None:
        return None
    for source in sources([from_stored_name(info.path.rpartition("#")[0] if "#" in info.path else info.path)]):
        for found in () if isinstance(source, Failure) else load_guarded(source):
            if isinstance(found, Report) and (found.path, found.sha256) == (info.path, info.sha256):
                return found
    return None
