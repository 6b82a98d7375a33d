"""What people decided about citations: a plain table beside the store that every build honours.

A decision is bound to the words of a mention and those around it, in a report that is known by its id or its bytes.
So it survives a renamed or an edited report, or is told to be stale; it never moves to other words.
"""

from __future__ import annotations

from citegraph.decisions.applying import Applied, apply
from citegraph.decisions.matching import Index, index, match, stale
from citegraph.decisions.table import FILE, Decision, Verdict, conflicts, digest, load, of_citation, save

__all__ = [
    "FILE",
    "Applied",
    "Decision",
    "Index",
    "Verdict",
    "apply",
    "conflicts",
    "digest",
    "index",
    "load",
    "match",
    "of_citation",
    "save",
    "stale",
]
