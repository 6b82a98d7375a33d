"""Convert documents, reports, citations and findings to plain values for JSON and CSV."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from citegraph.model import Citation, Document, Finding, ReportInfo
from citegraph.query import Explanation
from citegraph.query.search_suggestions import Answer
from citegraph.store import BoundedStore, Rank
from citegraph.store.bounded_store import CitingReport

_LISTS = ("aliases", "replaces", "replaced_by", "amends", "amended_by")
_DOCUMENT = tuple(field.name for field in fields(Document) if field.name not in ("id", "source"))
_REPORT = ("title", "date", "publisher", "locality", "number", "url")


def document_to_dict(one: Document) -> dict[str, Any]:
    """Return a document under the names that `citegraph documents` uses."""
    told = {name: getattr(one, name) for name in _DOCUMENT}
    return {"document": one.id, **told, **{name: list(told[name]) for name in _LISTS}}


def rank_to_dict(one: Rank) -> dict[str, Any]:
    """Return a document with its counts."""
    return {**document_to_dict(one.document), "reports": one.reports, "citations": one.citations}


def report_to_dict(one: ReportInfo) -> dict[str, Any]:
    """Return a report, without its path, which would reveal the folders of this machine."""
    return {"report": one.id, **{name: getattr(one, name) for name in _REPORT}}


def citing_report_to_dict(one: CitingReport) -> dict[str, Any]:
    """Return a report that cites a document."""
    return {**report_to_dict(one.report), "mentions": one.mentions, "confidence": one.confidence}


def citation_to_dict(one: Citation) -> dict[str, Any]:
    """Return a citation as a dict for JSON."""
    mention = one.mention
    return {
        "report": one.report,
        "start": mention.span.start,
        "end": mention.span.end,
        "surface": mention.surface,
        "form": mention.form.value,
        "document": one.document,
        "decided": one.decided,
        "method": one.method.value,
        "confidence": one.confidence,
        "position": mention.position,
        "quote": mention.quote,
        "candidates": [{"document": c.document, "probability": c.probability} for c in one.candidates],
        "evidence": [{"name": e.name, "weight": e.weight, "detail": str(e.detail)} for e in one.evidence],
    }


def explanation_to_dict(one: Explanation) -> dict[str, Any]:
    """Return a mention with its decision and every candidate."""
    mention, cited = one.mention, one.citation
    return {
        "start": mention.span.start,
        "end": mention.span.end,
        "surface": mention.surface,
        "document": cited.document if cited else None,
        "decided": cited.decided if cited else False,
        "method": cited.method.value if cited else None,
        "candidates": [
            {
                "document": candidate.document,
                "score": candidate.score,
                "probability": candidate.probability,
                "evidence": [{"name": e.name, "weight": e.weight, "detail": str(e.detail)} for e in candidate.evidence],
            }
            for candidate in one.candidates
        ],
    }


def document_with_counts(one: Document, store: BoundedStore) -> dict[str, Any]:
    """Return a document with its numbers of citing reports and citations, also by year."""
    reports, citations = store.citation_counts(one.id)
    years = [{"year": year or None, "reports": n} for year, n in store.reports_by_year(one.id)]
    return {**document_to_dict(one), "reports": reports, "citations": citations, "years": years}


def search_answer(found: Answer) -> dict[str, Any]:
    """Return the results of the search box."""
    return {
        "documents": [{**document_to_dict(one), "reports": reports} for one, reports in found.documents],
        "reports": [report_to_dict(one) for one in found.reports],
        "quotes": [citation_to_dict(one) for _, one in found.quotes],
    }


def finding_to_dict(one: Finding) -> dict[str, Any]:
    """Return a finding as a dict for JSON."""
    return {
        "report": one.report,
        "start": one.where.start,
        "end": one.where.end,
        "document": one.document,
        "field": one.field,
        "severity": one.severity.value,
        "said": str(one.said),
        "known": str(one.known),
        "other": one.other,
        "correction": one.correction,
        "quote": one.quote,
    }
