"""The search box: answers while the user types, and a page of results."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from citegraph.query.search_suggestions import LONGEST, Answer, find_suggestions
from citegraph.store import BoundedStore, Selection
from citegraph.web import request_parameters
from citegraph.web.page_rendering import address_with_query, render_page

TYPED = 6
"""Answers of each kind while one types."""
WHOLE = 20
NEWEST = 8
MOST_CITED = 10


async def home(request: Request) -> Response:
    """Show the search box, and below it its results or the content of the store."""
    typed = _typed_text(request)

    def question(store: BoundedStore) -> dict[str, Any]:
        totals = store.totals()
        if typed:
            return {"totals": totals, "answer": find_suggestions(store, typed, WHOLE), "most_cited": [], "newest": []}
        return {
            "totals": totals,
            "answer": None,
            "most_cited": store.ranked_documents(limit=MOST_CITED)[0],
            "newest": store.newest_reports(Selection(), limit=NEWEST)[0],
        }

    told = await request.app.state.stores.run_query(question)
    found: Answer | None = told["answer"]
    if found and len(found.documents) == 1 and "open" in request.query_params:
        return RedirectResponse(address_with_query("/document", id=found.documents[0][0].id), 303)
    return render_page(request, "home.html.j2", typed=typed, **told)


async def suggestions(request: Request) -> Response:
    """Return the results for the text typed so far, to be shown below the search box."""
    typed = _typed_text(request)
    found = await request.app.state.stores.run_query(lambda store: find_suggestions(store, typed, TYPED))
    return render_page(request, "answers.html.j2", typed=typed, answer=found)


def _typed_text(request: Request) -> str:
    return (request_parameters.text_or_none(request.query_params, "q") or "")[:LONGEST]
