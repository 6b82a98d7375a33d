"""Show a list as a page, or offer it as a file to download."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from citegraph.export.csv_tables import csv_cell
from citegraph.i18n import say
from citegraph.model import Scope, Severity
from citegraph.store import BoundedStore
from citegraph.web import bibliography, docx_output, request_parameters
from citegraph.web.page_rendering import language, render_page
from citegraph.web.paged_lists import LISTS, ORDERS, Listing, Row, all_rows, requested_document

MOST = 20_000
"""The most rows of a file. Who needs more has `citegraph build --format csv`."""
NAMES = 200
"""Publishers and localities that the page offers to choose from."""

TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json", "bib": "application/x-bibtex; charset=utf-8"}
TYPES["csl"] = "application/vnd.citationstyles.csl+json"
ENDINGS = {"csl": "csl.json"}


async def list_page(request: Request) -> Response:
    """Show a list, or return it as a file."""
    shown = LISTS[request.url.path.strip("/")]
    query = request.query_params
    if request_parameters.text_or_none(query, "format"):
        ending = request_parameters.choice_or_first(query, "format", shown.files)
        most = docx_output.MOST + 1 if ending == "docx" else MOST
        rows = await request.app.state.stores.run_query(lambda store: list(all_rows(shown, store, query, most)))
        return await to_thread.run_sync(_list_as_file, shown, rows, ending, language(request))
    limit = request_parameters.whole_number(query, "limit", request_parameters.PART, request_parameters.LARGEST_PART)

    def question(store: BoundedStore) -> dict[str, Any]:
        rows, more = shown.part(store, query, request_parameters.cursor(query), limit)
        return {
            "rows": rows,
            "next": request_parameters.cursor_text(more),
            "document": requested_document(store, query) if "document" in shown.needs else None,
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

    return render_page(request, "list.html.j2", listing=shown, **await request.app.state.stores.run_query(question))


def _list_as_file(shown: Listing, rows: Sequence[Row], ending: str, lang: str) -> Response:
    if ending == "docx":
        heading = say(lang, f"web.list_{shown.name.replace('-', '_')}")
        return docx_output.word_file(lang, shown.name, heading, (), [docx_output.HeadedTable("", shown.columns, rows)])
    name = f"{shown.name}.{ENDINGS.get(ending, ending)}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    data = _WRITERS[ending](shown, rows)
    return Response(data.encode("utf-8", "backslashreplace"), media_type=TYPES[ending], headers=headers)


def _csv_text(shown: Listing, rows: Iterable[Row]) -> str:
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(shown.all)
    writer.writerows([csv_cell(row[name]) for name in shown.all] for row in rows)
    return out.getvalue()


_WRITERS: dict[str, Callable[[Listing, Sequence[Row]], str]] = {
    "csv": _csv_text,
    "json": lambda _, rows: json.dumps(rows, ensure_ascii=False, indent=1),
    "bib": lambda _, rows: bibliography.bibtex(rows),
    "csl": lambda _, rows: bibliography.csl(rows),
}
