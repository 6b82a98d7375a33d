"""Mark during a publication the reports whose findings may have changed, so that only these are audited again.

The findings of a report depend on its citations, on the listed documents, and on what was learned about its documents
from other reports. So a report is audited again if it is new, if the decision on one of its citations changed, or if
learned facts about one of its documents changed.
"""

from __future__ import annotations

import sqlite3

_BEGIN = (
    "CREATE TEMP TABLE IF NOT EXISTS unaudited (report INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE IF NOT EXISTS revised (citation, report, document, undecided, method)",
    "DELETE FROM temp.unaudited",
    "DELETE FROM temp.revised",
)

_REVISED = """
INSERT INTO temp.revised
SELECT id, report, document, undecided, method FROM citation WHERE id IN (SELECT citation FROM local_decision)
UNION ALL SELECT id, report, NULL, NULL, NULL FROM rejected
"""

_DIFFERENT = """
INSERT OR IGNORE INTO temp.unaudited
SELECT report FROM temp.revised GROUP BY citation, report, document, undecided, method HAVING count(*) = 1
"""


def clear_marked_reports(connection: sqlite3.Connection) -> None:
    """Start without marked reports."""
    for statement in _BEGIN:
        connection.execute(statement)


def mark_new_reports(connection: sqlite3.Connection, last: int) -> None:
    """Mark the reports with a key above `last`."""
    connection.execute("INSERT OR IGNORE INTO temp.unaudited SELECT id FROM report WHERE id > ?", (last,))


def mark_citing_reports(connection: sqlite3.Connection, document: int) -> None:
    """Mark the reports that cite the document with this key."""
    connection.execute(
        "INSERT OR IGNORE INTO temp.unaudited SELECT report FROM citation WHERE document = ?", (document,)
    )


def mark_all_reports(connection: sqlite3.Connection) -> None:
    """Mark every report."""
    connection.execute("INSERT OR IGNORE INTO temp.unaudited SELECT id FROM report")


def save_changed_decisions(connection: sqlite3.Connection) -> None:
    """Save the decisions that other reports changed, before the corpus step makes them again.

    `mark_reports_with_changed_decisions` compares with these.
    """
    connection.execute(_REVISED)


def mark_reports_with_changed_decisions(connection: sqlite3.Connection) -> None:
    """Mark the reports to audit again: a decision differs from the one that `save_changed_decisions` saved."""
    connection.execute(_REVISED)
    connection.execute(_DIFFERENT)
