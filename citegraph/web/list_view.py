"""Show a list as a page, or give it as a CSV or JSON file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from citegraph.export.tables import cell
from citegraph.model import Scope, Severity
from citegraph.store import Browser
from citegraph.web import parameters
from citegraph.web.lists import LISTS, ORDERS, Listing, Row, named, whole
from citegraph.web.rendering import page

MOST = 20_000
"""The most rows of a file. Who needs more has `citegraph build --format csv`."""
NAMES = 200
"""Publishers and localities that the page offers to choose from."""

FILES = ("csv", "json")


async def listing(request: Request) -> Response:
    """Show a list, or give it as a file."""
    shown = LISTS[request.url.path.strip("/")]
    query = request.query_params
    if parameters.text(query, "format"):
        ending = parameters.one_of(query, "format", FILES)
        rows = await request.app.state.stores.ask(lambda store: list(whole(shown, store, query, MOST)))
        return _file(shown, rows, ending)
    limit = parameters.whole(query, "limit", parameters.PART, parameters.LARGEST_PART)

    def question(store: Browser) -> dict[str, Any]:
        rows, more = shown.part(store, query, parameters.cursor(query), limit)
        return {
            "rows": rows,
            "next": parameters.written(more),
            "document": named(store, query) if "document" in shown.needs else None,
            "choices": {
                "kind": [name for name, _ in store.facet("kind", NAMES)] if "kind" in shown.filters else [],
                **{
                    name: [value for value, _ in store.facet(name, NAMES)] if name in shown.filters else []
                    for name in ("publisher", "locality")
                },
                "scope": [one.value for one in Scope],
                "severity": [one.value for one in Severity],
                "order": list(ORDERS),
            },
        }

    return page(request, "list.html.j2", listing=shown, **await request.app.state.stores.ask(question))


def _file(shown: Listing, rows: Iterable[Row], ending: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{shown.name}.{ending}"'}
    if ending == "json":
        text = json.dumps(list(rows), ensure_ascii=False, indent=1)
        return Response(text.encode("utf-8", "backslashreplace"), media_type="application/json", headers=headers)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(shown.all)
    writer.writerows([cell(row[name]) for name in shown.all] for row in rows)
    data = out.getvalue().encode("utf-8-sig", "backslashreplace")
    return Response(data, media_type="text/csv; charset=utf-8", headers=headers)
