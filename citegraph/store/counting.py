"""Count what follows from the other tables, for questions that a store of any size must answer at once."""

from __future__ import annotations

import sqlite3

TOGETHER = 100
"""The most documents kept of those cited together with one: more than a page lists or a picture shows."""

CATALOG = 300
"""A report that cites more documents than this is a list of documents. It relates none of them, and its pairs would
outnumber those of all other reports.
"""

_TABLES = ("document_count", "citing", "citing_year", "together", "facet", "total")

_STEPS = (
    """
    INSERT INTO citing
    SELECT c.document, coalesce(r.date, ''), c.report, count(*), max(c.confidence)
    FROM citation c JOIN report r ON r.id = c.report
    WHERE c.document IS NOT NULL GROUP BY 1, 2, 3
    """,
    """
    INSERT INTO document_count
    SELECT document, count(*), sum(mentions), min(nullif(date, '')), max(nullif(date, '')) FROM citing GROUP BY document
    """,
    """
    INSERT INTO citing_year SELECT document, substr(date, 1, 4), count(*) FROM citing GROUP BY 1, 2
    """,
    # The weight is that of `related`: reports in common over the geometric mean of those that cite either; squared, for
    # SQLite may lack sqrt, which changes no order.
    f"""
    INSERT INTO together
    SELECT document, place, other, reports
    FROM (
        SELECT p.document, p.other, p.reports,
               row_number() OVER (
                   PARTITION BY p.document
                   ORDER BY 1.0 * p.reports * p.reports / n.reports DESC, p.reports DESC, d.name
               ) AS place
        FROM (
            SELECT one.document, two.document AS other, count(*) AS reports
            FROM (SELECT report FROM citing GROUP BY report HAVING count(*) BETWEEN 2 AND {CATALOG}) r
            CROSS JOIN citing one ON one.report = r.report
            CROSS JOIN citing two ON two.report = r.report AND two.document <> one.document
            GROUP BY 1, 2
        ) p
        JOIN document_count n ON n.document = p.other
        JOIN document d ON d.id = p.other
    )
    WHERE place <= {TOGETHER}
    """,  # noqa: S608 - constants only
    *(
        f"INSERT INTO facet SELECT '{column}', {column}, count(*) FROM report WHERE {column} <> '' GROUP BY {column}"  # noqa: S608
        for column in ("publisher", "locality")
    ),
    """
    INSERT INTO facet
    SELECT 'kind', d.kind, count(*) FROM document_count n JOIN document d ON d.id = n.document
    WHERE d.kind <> '' GROUP BY d.kind
    """,
    """
    INSERT INTO total VALUES
        ('reports', (SELECT count(*) FROM report)),
        ('documents', (SELECT count(*) FROM document_count)),
        ('citations', (SELECT count(*) FROM citation)),
        ('undecided', (SELECT count(*) FROM citation WHERE undecided IS NOT NULL)),
        ('findings', (SELECT count(*) FROM finding)),
        ('failures', (SELECT count(*) FROM failure))
    """,
)


def count_again(connection: sqlite3.Connection) -> None:
    """Fill the tables of counts from the others, within the transaction that changed those.

    Args:
        connection: The store, with a write transaction open.
    """
    for table in _TABLES:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - constants only
    for step in _STEPS:
        connection.execute(step)
