"""A question in, the answer out: what the command line asks, under the same names and with the same results."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from citegraph.query.auditing import Checked, Finding, audit, audit_store, check
    from citegraph.query.citing import CitedBy, Cites, cited_by, cites, reports
    from citegraph.query.dating import Timeline, timeline
    from citegraph.query.explaining import Explanation, explain
    from citegraph.query.finding import MANY, find, find_one, find_report
    from citegraph.query.naming import NEAREST
    from citegraph.query.narrowing import Narrowing
    from citegraph.query.paths import Step, path
    from citegraph.query.ranking import Ranked, documents
    from citegraph.query.relating import Alike, Coupling, Related, With, coupling, related
    from citegraph.query.searching import Hit, search
    from citegraph.query.suggesting import Suggestion, known_suggestions

__all__ = [
    "MANY",
    "NEAREST",
    "Alike",
    "Checked",
    "CitedBy",
    "Cites",
    "Coupling",
    "Explanation",
    "Finding",
    "Hit",
    "Narrowing",
    "Ranked",
    "Related",
    "Step",
    "Suggestion",
    "Timeline",
    "With",
    "audit",
    "audit_store",
    "check",
    "cited_by",
    "cites",
    "coupling",
    "documents",
    "explain",
    "find",
    "find_one",
    "find_report",
    "known_suggestions",
    "path",
    "related",
    "reports",
    "search",
    "timeline",
]

_NAMES = {
    "auditing": ("Checked", "Finding", "audit", "audit_store", "check"),
    "citing": ("CitedBy", "Cites", "cited_by", "cites", "reports"),
    "dating": ("Timeline", "timeline"),
    "explaining": ("Explanation", "explain"),
    "finding": ("MANY", "find", "find_one", "find_report"),
    "naming": ("NEAREST",),
    "narrowing": ("Narrowing",),
    "paths": ("Step", "path"),
    "ranking": ("Ranked", "documents"),
    "relating": ("Alike", "Coupling", "Related", "With", "coupling", "related"),
    "searching": ("Hit", "search"),
    "suggesting": ("Suggestion", "known_suggestions"),
}


def __getattr__(name: str) -> Any:
    """Import what is asked for, and no sooner: one question needs little of what the others do."""
    module = next((module for module, names in _NAMES.items() if name in names), None)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{module}"), name)
