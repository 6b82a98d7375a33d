"""Queries on a store. Functions have the names of the commands and give the same results."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from citegraph.query.answer_tables import Table, table
    from citegraph.query.audits import CheckedDraft, ReportFinding, audit, audit_store, check_report, outcomes_in_store
    from citegraph.query.citations import CitedBy, Cites, cited_by, cites, reports
    from citegraph.query.cocitation import CoupledReport, Coupling, Related, RelatedDocument, coupling, related
    from citegraph.query.explanations import Explanation, explain
    from citegraph.query.filters import Filters
    from citegraph.query.full_text import Hit, search
    from citegraph.query.lookup import MANY, find, find_one, find_report
    from citegraph.query.name_matching import NEAREST
    from citegraph.query.rankings import Ranked, documents
    from citegraph.query.shortest_paths import Step, path
    from citegraph.query.store_differences import CHANGE_KINDS, Change, diff
    from citegraph.query.suggested_rows import Suggestion, suggest_documents
    from citegraph.query.timelines import Timeline, timeline

__all__ = [
    "CHANGE_KINDS",
    "MANY",
    "NEAREST",
    "Change",
    "CheckedDraft",
    "CitedBy",
    "Cites",
    "CoupledReport",
    "Coupling",
    "Explanation",
    "Filters",
    "Hit",
    "Ranked",
    "Related",
    "RelatedDocument",
    "ReportFinding",
    "Step",
    "Suggestion",
    "Table",
    "Timeline",
    "audit",
    "audit_store",
    "check_report",
    "cited_by",
    "cites",
    "coupling",
    "diff",
    "documents",
    "explain",
    "find",
    "find_one",
    "find_report",
    "outcomes_in_store",
    "path",
    "related",
    "reports",
    "search",
    "suggest_documents",
    "table",
    "timeline",
]

_NAMES = {
    "audits": ("CheckedDraft", "ReportFinding", "audit", "audit_store", "check_report", "outcomes_in_store"),
    "citations": ("CitedBy", "Cites", "cited_by", "cites", "reports"),
    "timelines": ("Timeline", "timeline"),
    "explanations": ("Explanation", "explain"),
    "lookup": ("MANY", "find", "find_one", "find_report"),
    "store_differences": ("CHANGE_KINDS", "Change", "diff"),
    "name_matching": ("NEAREST",),
    "filters": ("Filters",),
    "shortest_paths": ("Step", "path"),
    "rankings": ("Ranked", "documents"),
    "cocitation": ("CoupledReport", "Coupling", "Related", "RelatedDocument", "coupling", "related"),
    "full_text": ("Hit", "search"),
    "suggested_rows": ("Suggestion", "suggest_documents"),
    "answer_tables": ("Table", "table"),
}


def __getattr__(name: str) -> Any:
    """Import a public name on first use, because one query needs few modules."""
    module = next((module for module, names in _NAMES.items() if name in names), None)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{module}"), name)
