"""The pages of a document and of a report as Word files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from starlette.responses import Response

from citegraph.i18n import format_date, say, value_name
from citegraph.model import Citation, Document, Finding, ReportInfo
from citegraph.web import serialization
from citegraph.web.docx_output import HeadedTable, word_file


def document_file(lang: str, told: dict[str, Any]) -> Response:
    """Return the page of a document as a Word file.

    Args:
        lang: The reader's language.
        told: What the page shows.
    """
    one: Document = told["document"]
    reports = [
        {
            **serialization.citing_report_to_dict(citing),
            "title": citing.report.title or citing.report.id,
            "quote": _joined_quotes(quotes),
        }
        for citing, quotes in told["reports"]
    ]
    related = [{"document": other.full_label, "title": other.title, "reports": n} for other, n in told["related"]]
    line = [{"document": known.full_label if known else name} for name, _, known in told["descent"]]
    tables = (
        HeadedTable(say(lang, "web.descent"), ("document",), line if len(line) > 1 else []),
        HeadedTable(say(lang, "web.citing_reports"), ("date", "title", "publisher", "confidence", "quote"), reports),
        HeadedTable(say(lang, "web.related"), ("document", "title", "reports"), related),
    )
    facts = (
        one.id,
        one.issuer,
        format_date(lang, one.date or ""),
        value_name(lang, "status", one.status.value),
        one.url,
    )
    lines = (
        one.title or "",
        _join_facts(facts),
        f"{say(lang, 'web.cited')}: {say(lang, 'n.reports', n=told['times'])}",
    )
    return word_file(lang, "document", one.full_label, filter(None, lines), tables)


def report_file(lang: str, told: dict[str, Any]) -> Response:
    """Return the page of a report as a Word file.

    Args:
        lang: The reader's language.
        told: What the page shows.
    """
    info: ReportInfo = told["report"]
    citations: list[Citation] = told["all"]
    findings: list[Finding] = told["findings"]
    known: dict[str, Document] = told["documents"]
    cited = [
        {
            "surface": one.mention.surface,
            "document": known[one.document].full_label if one.document in known else one.document,
            "confidence": one.confidence if one.decided else None,
            "quote": one.mention.quote,
        }
        for one in citations
    ]
    tables = (
        HeadedTable(
            say(lang, "annotate.findings"), ("field", "said", "known", "quote"), [*map(_finding_row, findings)]
        ),
        HeadedTable(say(lang, "annotate.citations"), ("surface", "document", "confidence", "quote"), cited),
    )
    facts = (format_date(lang, info.date or ""), info.publisher, info.locality, info.number, info.url)
    return word_file(lang, "report", info.title or info.id, filter(None, [_join_facts(facts)]), tables)


def _finding_row(one: Finding) -> dict[str, Any]:
    return {"field": one.field, "said": one.said, "known": one.known, "quote": one.quote}


def _joined_quotes(found: Iterable[Citation]) -> str:
    return "\n".join(one.mention.quote for one in found)


def _join_facts(facts: Iterable[str | None]) -> str:
    return " · ".join(filter(None, facts))
