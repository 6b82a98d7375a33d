"""Compare what a report cites with the records, and say what is wrong, what is in order and what cannot be checked.

Each check is a small function in the list `CHECKS`, with a name, a severity and an example sentence. A check looks at
one citation at a time, as a `Subject`: what is said of the document, and the record that this is to be compared with.

    >>> [check.name for check in CHECKS][:4]
    ['number', 'unknown-number', 'out-of-order', 'legislature']
"""

from __future__ import annotations

from citegraph.audit.check_definition import Check
from citegraph.audit.check_list import CHECKS, check_meanings
from citegraph.audit.checked_citation import Subject, subjects
from citegraph.audit.meeting_without_document_checks import MEETING_CHECKS
from citegraph.audit.official_form import full_citation, suggestion
from citegraph.audit.outcomes import Outcome, Standing, outcomes
from citegraph.audit.runner import findings, meeting_findings

__all__ = [
    "CHECKS",
    "MEETING_CHECKS",
    "Check",
    "Outcome",
    "Standing",
    "Subject",
    "check_meanings",
    "findings",
    "full_citation",
    "meeting_findings",
    "outcomes",
    "subjects",
    "suggestion",
]
