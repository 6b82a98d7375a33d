"""The web application: its routes and its error responses."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from threading import Event
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from citegraph import decisions
from citegraph.errors import ArgumentError, CitegraphError, QueryError, StoreError
from citegraph.i18n import Message, message, translated
from citegraph.web import (
    document_page,
    draft_audit,
    folder_watch_requests,
    graph_view,
    json_api,
    list_view,
    originals,
    report_page,
    review_queue,
    search_box,
    uploads,
)
from citegraph.web.build_queue import Jobs
from citegraph.web.folder_watching import Watches
from citegraph.web.page_rendering import language, read_asset, render_page, style_sheet
from citegraph.web.paged_lists import LISTS
from citegraph.web.render_pool import RenderPool
from citegraph.web.response_cache import Handler, ResponseCache, caching_handler
from citegraph.web.review_queue import DecisionTable
from citegraph.web.security import RETRY_SECONDS, Defense, Secret, TooLargeError, TooSlowError
from citegraph.web.settings import Settings
from citegraph.web.store_connections import Stores

ASSETS = {"search-suggestions.js": "text/javascript", "picture.js": "text/javascript", "icon.svg": "image/svg+xml"}
API = "/api/"


PAGES: dict[str, Handler] = {
    "/": search_box.home,
    "/suggest": search_box.suggestions,
    "/document": document_page.document,
    "/picture": document_page.picture,
    "/picture/part": document_page.picture_part,
    "/report": report_page.report,
    **{f"/{name}": list_view.list_page for name in LISTS},
    **json_api.store_handlers(),
}
"""The handlers of the addresses that depend on the store alone. Any process may answer them."""


def page_application(settings: Settings, secret: Secret) -> Starlette:
    """Return the part of the web application that a process of the render pool serves.

    It keeps no responses and rejects no requests, because the application that asks it has done so.

    Args:
        settings: What to serve.
        secret: The secret that forms contain.

    Raises:
        StoreError: The store cannot be used.
    """
    app = Starlette(
        routes=[Route(path, handler) for path, handler in PAGES.items()], exception_handlers=_EXCEPTION_HANDLERS
    )
    app.state.settings, app.state.stores, app.state.secret = settings, Stores(settings), secret
    return app


def application(settings: Settings) -> Starlette:
    """Return the web application.

    Args:
        settings: What to serve, and to whom.

    Raises:
        StoreError: The store cannot be used.
    """
    app = Starlette(
        routes=[
            *(Route(path, caching_handler(handler, elsewhere=True)) for path, handler in PAGES.items()),
            Route("/report/text", report_page.report_text),
            Route("/report/page", originals.page_picture),
            Route("/report/original", originals.original_file),
            Route("/explore", caching_handler(graph_view.graph_page)),
            Route("/explore/part", caching_handler(graph_view.graph_part)),
            Route("/explore/picture", caching_handler(graph_view.graph_picture)),
            Route("/bring", uploads.upload, methods=["GET", "POST"]),
            Route("/bring/folder", folder_watch_requests.read_or_watch_folder, methods=["POST"]),
            Route("/bring/folders/events", folder_watch_requests.send_watch_events),
            Route("/bring/progress", uploads.progress_page),
            Route("/bring/events", uploads.send_progress_events),
            Route("/check", draft_audit.audit_form, methods=["GET", "POST"]),
            Route("/check/draft", draft_audit.draft_page),
            Route("/check/copy", draft_audit.marked_draft),
            Route("/review", review_queue.review),
            Route("/review/decide", review_queue.decide, methods=["POST"]),
            Route("/review/apply", review_queue.apply_decisions, methods=["POST"]),
            *json_api.routes(),
            Route("/assets/{name}", assets),
        ],
        middleware=[Middleware(Defense, settings=settings)],
        exception_handlers=_EXCEPTION_HANDLERS,
    )
    app.state.settings, app.state.stores, app.state.secret = settings, Stores(settings), Secret()
    app.state.pool = RenderPool(partial(page_application, settings, app.state.secret))
    app.state.jobs, app.state.table = Jobs(settings.store), DecisionTable(settings.folder / decisions.FILE)
    app.state.ending = Event()  # set when the server ends, so that streams end too
    app.state.watches = Watches(settings, app.state.jobs)
    app.state.answers, app.state.drafts, app.state.maps = ResponseCache(), {}, {}
    return app


async def assets(request: Request) -> Response:
    """Return a script, the style sheet or the icon."""
    name = request.path_params["name"]
    if name == "style.css":
        return Response(style_sheet(), media_type="text/css")
    if name not in ASSETS:
        raise HTTPException(404)
    return Response(read_asset(name), media_type=ASSETS[name])


def http_status_of(error: Exception) -> int:
    """Return the HTTP status of an error."""
    if isinstance(error, ArgumentError):
        return 400
    if isinstance(error, QueryError):
        what = error.what
        return 503 if isinstance(what, Message) and what.id == "ask.too_long" else 404
    return 503 if isinstance(error, StoreError) else 422


async def _citegraph_error_page(request: Request, error: Exception) -> Response:
    assert isinstance(error, CitegraphError)  # noqa: S101 - registered for it
    return error_page(request, http_status_of(error), error.where, error.what, error.remedy)


async def _http_error_page(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
    said = {404: "web.no_page", 405: "web.no_method", 403: "web.forbidden", 415: "web.no_json"}.get(
        error.status_code, "web.bad_request"
    )
    return error_page(request, error.status_code, request.url.path, message(said), "")


async def _too_large_page(request: Request, error: Exception) -> Response:
    return error_page(request, 413, request.url.path, message("web.too_large_body"), "")


async def _too_slow_page(request: Request, error: Exception) -> Response:
    return error_page(request, 408, request.url.path, message("web.too_slow_body"), "")


async def _unread_response(request: Request, error: Exception) -> Response:
    """Respond to a client that ended the connection before its request was complete; nobody reads it."""
    return Response(status_code=400)


async def _bug_page(request: Request, error: Exception) -> Response:
    """Report a bug of this program. The details go to the terminal, not to the browser."""
    return PlainTextResponse(translated(language(request), message("web.broken")), 500)


_EXCEPTION_HANDLERS: Mapping[Any, Any] = {
    CitegraphError: _citegraph_error_page,
    HTTPException: _http_error_page,
    TooLargeError: _too_large_page,
    TooSlowError: _too_slow_page,
    ClientDisconnect: _unread_response,
    Exception: _bug_page,
}


def error_page(request: Request, status: int, where: str, what: Message, remedy: Any) -> Response:
    """Return an error: as JSON to a program, as a page to a person."""
    if request.url.path.startswith(API):
        told = {"status": status, "where": where, "error": str(what), "remedy": str(remedy)}
        answer: Response = JSONResponse(told, status)
    elif request.url.path == "/suggest":
        answer = PlainTextResponse("", status)
    else:
        answer = render_page(
            request, "error.html.j2", status=status, code=status, where=where, what=what, remedy=remedy
        )
    if status == 503:
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer
