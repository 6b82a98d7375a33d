"""List all checks of citations, in the order in which findings about one citation are reported, and of meetings.

To add one, write a function in one of these modules, put it into the tuple at the module's end, and give its name to
the messages.
"""

from __future__ import annotations

from citegraph.audit import (
    consistency_checks,
    fact_checks,
    issuer_checks,
    number_checks,
    plenum_checks,
    style_checks,
    title_checks,
    validity_checks,
)
from citegraph.audit.check_definition import Check
from citegraph.audit.checked_citation import Subject
from citegraph.audit.meeting_without_document_checks import MEETING_CHECKS
from citegraph.model import Severity

CHECKS: tuple[Check[Subject], ...] = (
    *number_checks.CHECKS,
    *fact_checks.CHECKS,
    *plenum_checks.CHECKS,
    *issuer_checks.CHECKS,
    *title_checks.CHECKS,
    *validity_checks.CHECKS,
    *consistency_checks.CHECKS,
    *style_checks.CHECKS,
)


def check_meanings() -> dict[str, tuple[str, Severity]]:
    """Return what each check finds and its severity, by its name. Checks of citations come first."""
    found = {check.name: (check.meaning, check.severity) for check in CHECKS}
    return found | {check.name: (check.meaning, check.severity) for check in MEETING_CHECKS if check.name not in found}
