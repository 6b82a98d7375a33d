"""Audit a draft: list its wrong citations, and offer a copy with the findings. The draft is not kept."""

from __future__ import annotations

import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from citegraph import annotate, markup, query, system
from citegraph.annotate.marked_segments import mark_citations
from citegraph.audit import Standing
from citegraph.errors import ArgumentError
from citegraph.i18n import message
from citegraph.model import Failure, is_date, is_day
from citegraph.query import CheckedDraft
from citegraph.records import load
from citegraph.web import forms
from citegraph.web.page_rendering import address_with_query, language, render_page
from citegraph.web.uploads import safe_file_name

KEPT = 20
"""Drafts whose outcome is kept in memory; the oldest goes first."""
KEPT_BYTES = 32 * 2**20
"""The largest draft of which a checked copy is offered."""

_auditing = CapacityLimiter(2)


@dataclass(frozen=True, slots=True)
class AuditedFile:
    """An audited file."""

    name: str
    data: bytes
    checked: tuple[CheckedDraft, ...]
    failures: tuple[Failure, ...]

    @property
    def copy_endings(self) -> tuple[str, ...]:
        """The endings of the copies that can be downloaded."""
        if len(self.checked) != 1:
            return ()
        ending = Path(self.name).suffix.lower()
        return (*([ending] if ending in markup.WRITERS and self.data else []), ".html")


async def audit_form(request: Request) -> Response:
    """Show the form, or audit the submitted draft."""
    if request.method == "POST":
        async with forms.form(request, writes=False) as told:
            files, date = forms.form_files(told), forms.form_value(told, "date")
            if date and not (is_date(date) and is_day(date)):
                raise ArgumentError("date", date[:40], message("ask.no_date"), message("do.write_date"))
            if not files:
                return render_page(request, "check.html.j2", nothing=True, status=400)
            style = bool(forms.form_value(told, "style"))
            draft = await to_thread.run_sync(_audit_file, files[0], date or None, style, limiter=_auditing)
        held: dict[str, AuditedFile] = request.app.state.drafts
        id = secrets.token_urlsafe(12)
        held[id] = draft
        while len(held) > KEPT:
            del held[next(iter(held))]
        return RedirectResponse(address_with_query("/check/draft", id=id), 303)
    return render_page(request, "check.html.j2", nothing=False)


async def draft_page(request: Request) -> Response:
    """Show the result for a draft."""
    draft = _requested_draft(request)
    return render_page(request, "draft.html.j2", id=request.query_params["id"], draft=draft, Standing=Standing)


async def marked_draft(request: Request) -> Response:
    """Return the copy of a draft with its findings."""
    found, form = _requested_draft(request), request.query_params.get("form", "")
    if form not in found.copy_endings:
        raise HTTPException(404)
    data = await to_thread.run_sync(_marked_copy, found, form, language(request), limiter=_auditing)
    headers = {"Content-Disposition": f'attachment; filename="checked{form}"'}
    return Response(data, media_type="application/octet-stream", headers=headers)


def _requested_draft(request: Request) -> AuditedFile:
    found: AuditedFile | None = request.app.state.drafts.get(request.query_params.get("id", ""))
    if found is None:
        raise HTTPException(404)
    return found


def _audit_file(file: UploadFile, date: str | None, style: bool) -> AuditedFile:
    name = safe_file_name(file.filename or "")
    data = file.file.read()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        system.replace_file(path, [data])
        found = list(query.audit([str(path)], date=date, style=style))
    return AuditedFile(
        name,
        data if len(data) <= KEPT_BYTES else b"",
        tuple(one for one in found if isinstance(one, CheckedDraft)),
        tuple(Failure(name, one.reason, one.remedy) for one in found if isinstance(one, Failure)),
    )


def _marked_copy(found: AuditedFile, form: str, lang: str) -> bytes:
    [checked] = found.checked
    findings = [one.finding for one in checked.findings]
    if form == ".html":
        shown = mark_citations(checked.report, [one.citation for one in checked.outcomes], findings, load())
        return annotate.render(shown, graph=None, lang=lang).encode()
    notes = markup.notes(findings, load().get, lang)
    return markup.marked_copy(found.data, form, checked.report.text, notes, fix=form != ".pdf")[0]
