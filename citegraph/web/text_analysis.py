"""Analyze a text: its citations, their evidence, and contradictions to known facts. The text is not kept."""

from __future__ import annotations

from typing import Any

from citegraph import query
from citegraph.errors import ArgumentError
from citegraph.i18n import message
from citegraph.model import Report, is_date
from citegraph.query.search_suggestions import LONGEST
from citegraph.records import load
from citegraph.web import serialization

CHARACTERS = 200_000
"""The longest text that is examined, in characters: a hundred pages, which take some seconds."""

ABOUT = {
    "explain": "Which document each mention of a text names, and why",
    "extract": "What a text cites",
    "audit": "What a text says that contradicts what is known",
}


def report_of_text(body: Any) -> Report:
    """Return the text of a request as a report.

    Args:
        body: An object with the text and, if known, its date, publisher and locality.

    Raises:
        ArgumentError: The body is something else.
    """
    if not isinstance(body, dict):
        raise ArgumentError("body", "", message("web.no_json"), message("do.send_json"))
    told: dict[str, str | None] = {}
    for name in ("text", "date", "publisher", "locality"):
        value = body.get(name)
        if value is not None and not isinstance(value, str):
            raise ArgumentError(name, str(value)[:LONGEST], message("web.not_one_of"), message("do.send_json"))
        told[name] = value or None
    text, date = told["text"] or "", told["date"]
    if not text or len(text) > CHARACTERS:
        what = message("web.too_many_characters", n=CHARACTERS)
        raise ArgumentError("text", f"({len(text)})", what, message("do.send_json"))
    if date is not None and not is_date(date):
        raise ArgumentError("date", date[:LONGEST], message("ask.no_date"), message("do.write_date"))
    return Report(
        id="text", path="", sha256="", text=text, date=date, publisher=told["publisher"], locality=told["locality"]
    )


def explain(draft: Report) -> dict[str, Any]:
    """Return the document of each mention in a text, with the evidence."""
    found = query.explain(draft.text, draft.date, publisher=draft.publisher, locality=draft.locality)
    return {"mentions": [serialization.explanation_to_dict(one) for one in found]}


def extract(draft: Report) -> dict[str, Any]:
    """Return the citations in a text."""
    from citegraph.cite import cite

    return {"citations": [serialization.citation_to_dict(one) for one in cite(draft, load())]}


def audit(draft: Report) -> dict[str, Any]:
    """Return the statements of a text that contradict known facts."""
    checked = query.check_report(draft, load(), style=True)
    return {
        "citations": checked.citations,
        "findings": [
            {
                **serialization.finding_to_dict(one.finding),
                "line": one.line,
                "column": one.column,
                "suggestion": one.suggestion,
            }
            for one in checked.findings
        ],
    }


EXAMINERS = {"explain": explain, "extract": extract, "audit": audit}
