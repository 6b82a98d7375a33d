"""List all checks, in the order in which findings about one citation are reported.

To add one, write a function in one of these modules, put it into the tuple at the module's end, and give its name to
the messages.
"""

from __future__ import annotations

from citegraph.audit import consistency_checks, fact_checks, number_checks, style_checks, validity_checks
from citegraph.audit.registry import Check

CHECKS: tuple[Check, ...] = (
    *number_checks.CHECKS,
    *fact_checks.CHECKS,
    *validity_checks.CHECKS,
    *consistency_checks.CHECKS,
    *style_checks.CHECKS,
)
