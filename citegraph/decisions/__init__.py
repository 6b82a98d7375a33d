"""Decisions of people about citations: a plain table beside the store that every build applies.

A decision is bound to the words of a mention and those around it, in a report that is known by its id or its bytes.
So it still applies after the report was renamed or edited, or is reported as outdated. It never applies to other words.
"""

from __future__ import annotations

from citegraph.decisions.applying import Applied, apply
from citegraph.decisions.matching import Checked, Index, check, index_by_report, match, match_with_contradictions
from citegraph.decisions.table import (
    FILE,
    Decision,
    Verdict,
    bound,
    conflicts,
    decision_on_citation,
    digest,
    load,
    load_with_places,
    locked_for_change,
    same_mention,
    save,
)

__all__ = [
    "FILE",
    "Applied",
    "Checked",
    "Decision",
    "Index",
    "Verdict",
    "apply",
    "bound",
    "check",
    "conflicts",
    "decision_on_citation",
    "digest",
    "index_by_report",
    "load",
    "load_with_places",
    "locked_for_change",
    "match",
    "match_with_contradictions",
    "same_mention",
    "save",
]
