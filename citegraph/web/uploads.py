"""Upload files: keep them beside the store, read them into it, and show the progress."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import IO, Any

from anyio import to_thread
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from citegraph import system
from citegraph.errors import ExportError
from citegraph.export import PART, remove_temporary_files
from citegraph.read import FORMATS
from citegraph.read.sources import Absent, Source, sources
from citegraph.store import Store
from citegraph.text import safe_file_names
from citegraph.web import forms
from citegraph.web.build_queue import Job, Jobs
from citegraph.web.page_rendering import address_with_query, render_page
from citegraph.web.settings import Settings

PIECE_BYTES = 1 << 20
LOOKS = 0.3
"""Seconds between two looks at the progress of a build."""

_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]+')
"""Characters that systems refuse in names, and those that turn the direction of writing, which hide an ending."""


async def upload(request: Request) -> Response:
    """Show the form, or accept its files."""
    if request.method == "POST":
        async with forms.form(request) as told:
            brought = forms.form_files(told)
            if not brought:
                return _upload_form(request, nothing=True)
            folder = request.app.state.settings.uploads_folder
            kept = [await to_thread.run_sync(_save_file, folder, one) for one in brought]
        job = request.app.state.jobs.start([str(folder)], [str(folder / name) for name in kept])
        return RedirectResponse(address_with_query("/bring/progress", id=job.id), 303)
    return _upload_form(request)


def read_unread_uploads(settings: Settings, jobs: Jobs) -> Job | None:
    """Start a build of the uploaded files if one of them was never read, because the server was killed before.

    Returns:
        The build; None if every file was read, or the server is read-only.
    """
    folder = settings.uploads_folder
    if settings.read_only or not folder.is_dir():
        return None
    with suppress(ExportError):  # they do no harm
        remove_temporary_files(folder)
    with Store(settings.store) as store:
        if all(isinstance(found, Absent) or store.has_source(found.path) for found in sources([str(folder)])):
            return None
    return jobs.start([str(folder)])


async def progress_page(request: Request) -> Response:
    """Show the progress of a build, and what could not be read."""
    job = _requested_job(request)
    return render_page(request, "progress.html.j2", job=job)


async def send_progress_events(request: Request) -> Response:
    """Send the progress of a build (server-sent events)."""
    ending: Event = request.app.state.ending
    return StreamingResponse(_progress_events(_requested_job(request), ending), media_type="text/event-stream")


async def _progress_events(job: Job, ending: Event) -> AsyncIterator[str]:
    last: dict[str, Any] = {}
    while not ending.is_set():
        now = job.progress()
        if now != last:
            yield f"data: {json.dumps(now)}\n\n"
            last = now
        if now["over"]:
            return
        await asyncio.sleep(LOOKS)


def _upload_form(request: Request, *, nothing: bool = False) -> Response:
    endings = [ending for row in FORMATS for ending in row.endings]
    watches = request.app.state.watches
    return render_page(
        request, "bring.html.j2", endings=endings, nothing=nothing, watches=watches, status=400 if nothing else 200
    )


def _requested_job(request: Request) -> Job:
    job: Job | None = request.app.state.jobs.get(request.query_params.get("id", ""))
    if job is None:
        raise HTTPException(404)
    return job


def _save_file(folder: Path, one: UploadFile) -> str:
    """Save a file in the folder, completely or not at all, and return its name there.

    Files with the same name and content are saved once.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = safe_file_name(one.filename or "")
    taken: set[str] = set()
    while (folder / name).exists() and not _has_same_content(one.file, folder / name):
        stem, dot, ending = name.partition(".")
        taken.add(stem.casefold())
        name = (
            safe_file_names.reserve_file_name(_stem_without_number(stem), _UNFIT, taken, other="file", before="-")
            + dot
            + ending
        )
    one.file.seek(0)
    system.replace_file(folder / name, _pieces(one.file), suffix=PART)
    return name


def safe_file_name(given: str) -> str:
    """Return the name for a saved file: the last part of the given name, without characters that systems refuse.

    >>> [safe_file_name(name) for name in ("../../etc/passwd", "C:\\\\x\\\\báo cáo.docx", "..", ".htaccess")]
    ['passwd', 'báo cáo.docx', 'file', 'htaccess']
    """
    last = re.split(r"[\\/]", given)[-1]
    stem, dot, ending = last.lstrip(". ").partition(".")
    ending = _UNFIT.sub("-", ending).strip(" .")[-40:]
    return (
        safe_file_names.reserve_file_name(stem, _UNFIT, set(), other="file", before="-")
        + (dot if ending else "")
        + ending
    )


def _stem_without_number(stem: str) -> str:
    return re.sub(r"-\d+$", "", stem)


def _has_same_content(file: IO[bytes], kept: Path) -> bool:
    file.seek(0)
    digest = hashlib.sha256()
    for piece in _pieces(file):
        digest.update(piece)
    return digest.hexdigest() == Source(str(kept), kept).sha256()


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(PIECE_BYTES):
        yield piece
