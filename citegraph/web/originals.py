"""The original file of a report: whether it may be shown, its PDF pages, and its download."""

from __future__ import annotations

import hashlib
import re
from functools import partial
from pathlib import Path
from urllib.parse import quote

from anyio import CapacityLimiter, to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from citegraph.model import ReportInfo
from citegraph.read.file_name_encoding import from_stored_name
from citegraph.web import pdf_page_image, request_parameters
from citegraph.web.pdf_page_image import PageImage
from citegraph.web.response_cache import ResponseCache
from citegraph.web.settings import Settings

LARGEST_BYTES = 128 * 2**20
"""The largest file that is shown or given."""
MOST_PAGES = 10_000

_drawing = CapacityLimiter(2)  # files that are read or rendered at once
_PAGE = re.compile(r"page (\d{1,5})\b")


def find_original_file(settings: Settings, info: ReportInfo) -> Path | None:
    """Return the file of a report; None if it no longer exists or is outside the served folders."""
    try:
        path = Path(from_stored_name(info.path.rpartition("#")[0] if "#" in info.path else info.path)).resolve()
        if not any(path.is_relative_to(folder) for folder in settings.readable_folders):
            return None
        return path if path.is_file() and path.stat().st_size <= LARGEST_BYTES else None
    except (OSError, ValueError):
        return None


async def original_file(request: Request) -> Response:
    """Return the file of a report."""
    info = await _requested_report(request)
    path = find_original_file(request.app.state.settings, info)
    data = None if path is None else await to_thread.run_sync(_unchanged_bytes, path, info, limiter=_drawing)
    if path is None or data is None:
        raise HTTPException(404)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(path.name, safe='')}"}
    return Response(data, media_type="application/octet-stream", headers=headers)


async def page_picture(request: Request) -> Response:
    """Return a page of a PDF file as a picture."""
    number = request_parameters.whole_number(request.query_params, "page", 1, MOST_PAGES)
    found = await page_image_of(request, await _requested_report(request), number)
    if found is None:
        raise HTTPException(404)
    return Response(found.webp, media_type="image/webp")


async def page_image_of(request: Request, info: ReportInfo, number: int) -> PageImage | None:
    """Return a page of a report's PDF file; None for other files, or if it cannot be shown.

    Args:
        request: The request.
        info: The report.
        number: The number of the page, from 1.
    """
    path = find_original_file(request.app.state.settings, info)
    if path is None or path.suffix.lower() != ".pdf":
        return None
    held: ResponseCache = request.app.state.answers
    key = "page of a file", info.sha256, number
    found = held.get(key)
    if found is None:
        made = await to_thread.run_sync(partial(_draw_page_if_unchanged, path, info, number), limiter=_drawing)
        if made is None:
            return None
        found = Response(made.webp, headers={"pages": str(made.pages)})
        held.keep(key, found)
    return PageImage(bytes(found.body), int(found.headers["pages"]))


def page_number(position: str | None) -> int | None:
    """Return the page that a position names.

    >>> page_number("page 3, line 12"), page_number("line 5"), page_number(None)
    (3, None, None)
    """
    match = _PAGE.match(position or "")
    return int(match[1]) if match else None


async def _requested_report(request: Request) -> ReportInfo:
    name = request_parameters.text_or_none(request.query_params, "id") or ""
    info: ReportInfo | None = await request.app.state.stores.run_query(lambda store: store.report(name))
    if info is None:
        raise HTTPException(404)
    return info


def _draw_page_if_unchanged(path: Path, info: ReportInfo, number: int) -> PageImage | None:
    data = _unchanged_bytes(path, info)
    return None if data is None else pdf_page_image.draw_page(data, number)


def _unchanged_bytes(path: Path, info: ReportInfo) -> bytes | None:
    """Return the bytes of a file; None if they changed since it was read."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == info.sha256 else None
