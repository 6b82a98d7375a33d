"""Describe the JSON interface in OpenAPI 3.1, generated from the tables that define it."""

from __future__ import annotations

from typing import Any

from citegraph import __version__
from citegraph.model import Scope, Severity
from citegraph.web import request_parameters
from citegraph.web.paged_lists import LISTS, ORDERS, Listing
from citegraph.web.text_analysis import ABOUT, CHARACTERS

_TEXT = {"type": "string", "maxLength": 400}
_DATE = {"type": "string", "description": "A day, a month or a year: 2024-05-02, 2024-05, 2024."}

_FILTERS: dict[str, dict[str, Any]] = {
    "since": _DATE,
    "until": _DATE,
    "publisher": {**_TEXT, "description": "The name of a publisher, or words of it."},
    "locality": {**_TEXT, "description": "The name of a locality, or words of it."},
    "confidence": {"type": "number", "minimum": 0, "maximum": 1},
    "scope": {"type": "string", "enum": [one.value for one in Scope]},
    "severity": {"type": "string", "enum": [one.value for one in Severity]},
    "order": {"type": "string", "enum": list(ORDERS), "default": ORDERS[0]},
    "kind": {**_TEXT, "description": "The kind of document: Nghị quyết."},
    "document": {**_TEXT, "description": "A canonical id, or what names one document."},
    "report": {**_TEXT, "description": "The id of a report."},
}

_ERROR = {
    "description": "What is wrong, and what to do.",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["status", "where", "error", "remedy"],
                "properties": {
                    "status": {"type": "integer"},
                    "where": {"type": "string"},
                    "error": {"type": "string"},
                    "remedy": {"type": "string"},
                },
            }
        }
    },
}
_ERRORS = {"400": _ERROR, "404": _ERROR, "503": _ERROR}
_UNCHANGED = {"description": "The answer with the tag of `If-None-Match` is still right."}
_PLAIN = {"description": "Refused before it was read.", "content": {"text/plain": {"schema": {"type": "string"}}}}

_SUMMARIES = {
    "documents": "The cited documents, ranked",
    "reports": "The reports, newest first",
    "cited-by": "The reports that cite a document, newest first",
    "related": "The documents cited together with one, strongest first",
    "cites": "The citations of a report, in the order of its text",
    "findings": "What reports say that contradicts what is known",
}


def openapi_description(server: str) -> dict[str, Any]:
    """Return the OpenAPI description of the JSON interface.

    Args:
        server: The address of this server.

    Returns:
        An OpenAPI document.
    """
    paths: dict[str, Any] = {
        "/api/v1/search": _get_operation(
            "search",
            "What the search box finds",
            _object_schema(),
            [("q", {**_TEXT, "pattern": r"\S"}, True), _limit_parameter(50)],
        ),
        "/api/v1/document": _get_operation(
            "document", "A document with its counts", _object_schema(), [("document", _TEXT, True)]
        ),
        **{f"/api/v1/{one.name}": _list_operation(one) for one in LISTS.values()},
        **{f"/api/v1/{name}": _post_operation(name, about) for name, about in ABOUT.items()},
    }
    about = {"title": "citegraph", "version": __version__, "description": "Which reports cite which documents."}
    return {"openapi": "3.1.0", "info": about, "servers": [{"url": server}], "paths": paths}


def _list_operation(listing: Listing) -> dict[str, Any]:
    asked = [(name, _FILTERS[name], True) for name in listing.needs]
    asked += [(name, _FILTERS[name], False) for name in listing.filters]
    place = {"type": "string", "pattern": "^[0-9]{1,18}~[0-9-]{0,18}$", "description": "`next` of the part before."}
    row = {"type": "object", "required": list(listing.all)}
    answer = {
        "type": "object",
        "required": ["rows", "next"],
        "properties": {"rows": {"type": "array", "items": row}, "next": {"type": ["string", "null"]}},
    }
    return _get_operation(
        listing.name,
        _SUMMARIES[listing.name],
        answer,
        [*asked, _limit_parameter(request_parameters.LARGEST_PART), ("after", place, False)],
    )


def _limit_parameter(most: int) -> tuple[str, dict[str, Any], bool]:
    return "limit", {"type": "integer", "minimum": 1, "maximum": most}, False


def _get_operation(
    name: str, about: str, answer: dict[str, Any], asked: list[tuple[str, dict[str, Any], bool]]
) -> dict[str, Any]:
    return {
        "get": {
            "operationId": name,
            "summary": about,
            "parameters": [
                {"name": one, "in": "query", "required": required, "schema": schema} for one, schema, required in asked
            ],
            "responses": {"200": _json_response(answer), "304": _UNCHANGED, **_ERRORS},
        }
    }


def _post_operation(name: str, about: str) -> dict[str, Any]:
    body = {
        "type": "object",
        "required": ["text"],
        "properties": {
            "text": {"type": "string", "minLength": 1, "maxLength": CHARACTERS},
            "date": {"type": ["string", "null"], "description": "The date of the text: 2024-05-02."},
            "publisher": {"type": ["string", "null"]},
            "locality": {"type": ["string", "null"]},
        },
    }
    return {
        "post": {
            "operationId": name,
            "summary": about,
            "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
            "responses": {
                "200": _json_response(_object_schema()),
                **_ERRORS,
                "403": _PLAIN,
                "413": _PLAIN,
                "415": _ERROR,
                "422": _ERROR,
            },
        }
    }


def _object_schema() -> dict[str, Any]:
    return {"type": "object"}


def _json_response(schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": "The answer.", "content": {"application/json": {"schema": schema}}}
