"""A question in, the answer out: what the command line asks, under the same names and with the same results."""

from __future__ import annotations

from citegraph.query.auditing import Checked, Finding, audit, audit_store, check
from citegraph.query.citing import CitedBy, Cites, cited_by, cites, reports
from citegraph.query.dating import Timeline, timeline
from citegraph.query.explaining import Explanation, explain
from citegraph.query.finding import MANY, NEAREST, find, find_one, find_report
from citegraph.query.narrowing import Narrowing
from citegraph.query.paths import Step, path
from citegraph.query.ranking import Ranked, documents
from citegraph.query.relating import Alike, Coupling, Related, With, coupling, related
from citegraph.query.searching import Hit, search

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
    "path",
    "related",
    "reports",
    "search",
    "timeline",
]
