"""The JSON interface for programs: lists in parts, and the analysis of a text."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from citegraph.errors import ArgumentError
from citegraph.i18n import message
from citegraph.query.search_suggestions import LONGEST, find_suggestions
from citegraph.store import BoundedStore
from citegraph.web import request_parameters, serialization
from citegraph.web.openapi import openapi_description
from citegraph.web.paged_lists import LISTS, Listing, requested_document
from citegraph.web.response_cache import Handler
from citegraph.web.text_analysis import EXAMINERS, report_of_text

_examining = CapacityLimiter(2)  # texts that are analyzed at once


def routes() -> list[Route]:
    """Return the addresses of the interface that depend on more than the store."""
    return [
        Route("/api/v1/openapi.json", openapi),
        *(Route(f"/api/v1/{name}", partial(_analyze_text, name), methods=["POST"]) for name in EXAMINERS),
    ]


def store_handlers() -> dict[str, Handler]:
    """Return the handlers of the addresses that depend on the store alone."""
    lists: dict[str, Handler] = {f"/api/v1/{one.name}": partial(_list_part, one) for one in LISTS.values()}
    return {"/api/v1/search": search, "/api/v1/document": document, **lists}


async def openapi(request: Request) -> Response:
    """Describe the interface in OpenAPI."""
    return JSONResponse(openapi_description(f"{request.url.scheme}://{request.headers.get('host', '')}"))


async def search(request: Request) -> Response:
    """Return what the search box finds."""
    typed = request_parameters.text_or_none(request.query_params, "q") or ""
    limit = request_parameters.whole_number(request.query_params, "limit", 20, request_parameters.PART)
    if not typed:
        raise ArgumentError("q", "", message("ask.no_word"), message("do.search_words"))
    found = await request.app.state.stores.run_query(lambda store: find_suggestions(store, typed[:LONGEST], limit))
    return _json_response(serialization.search_answer(found))


async def document(request: Request) -> Response:
    """Return a document with its counts."""

    def question(store: BoundedStore) -> dict[str, Any]:
        return serialization.document_with_counts(requested_document(store, request.query_params), store)

    return _json_response(await request.app.state.stores.run_query(question))


async def _list_part(listing: Listing, request: Request) -> Response:
    asked = request.query_params
    limit = request_parameters.whole_number(asked, "limit", request_parameters.PART, request_parameters.LARGEST_PART)
    after = request_parameters.cursor(asked)
    rows, more = await request.app.state.stores.run_query(lambda store: listing.part(store, asked, after, limit))
    return _json_response({"rows": rows, "next": request_parameters.cursor_text(more)})


async def _analyze_text(name: str, request: Request) -> Response:
    """Analyze the text of a request; it is not kept."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        raise HTTPException(415)  # a form of another site cannot send JSON
    try:
        body = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise ArgumentError("body", "", message("web.no_json"), message("do.send_json")) from None
    examined = report_of_text(body)
    return _json_response(await to_thread.run_sync(EXAMINERS[name], examined, limiter=_examining))


def _json_response(value: Any) -> Response:
    """Return JSON in UTF-8, whatever a text contains."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(text.encode("utf-8", "backslashreplace"), media_type="application/json")
