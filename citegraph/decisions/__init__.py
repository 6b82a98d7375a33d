"""Decisions of people about citations: a plain table beside the store that every build applies.

A decision is bound to the words of a mention and those around it, in a report that is known by its id or its bytes.
So it still applies after the report was renamed or edited, or is reported as outdated. It never applies to other words.
"""

from __future__ import annotations

from citegraph.decisions.applying import Applied, apply
from citegraph.decisions.matching import (
    Checked,
    Index,
    check_decisions,
    index_by_report,
    match,
    match_with_contradictions,
)
from citegraph.decisions.table import (
    FILE,
    Decision,
    Verdict,
    bind_decision,
    conflicts,
    decision_on_citation,
    digest_of_decisions,
    is_same_mention,
    load,
    load_with_places,
    lock_for_change,
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
    "bind_decision",
    "check_decisions",
    "conflicts",
    "decision_on_citation",
    "digest_of_decisions",
    "index_by_report",
    "is_same_mention",
    "load",
    "load_with_places",
    "lock_for_change",
    "match",
    "match_with_contradictions",
    "save",
]
