"""Select the most cited part of a large store into two temporary tables.

Memory and time do not depend on the number of document pairs in the store: only pairs in the selected reports are
counted, and reports are selected only until their pairs reach a bound.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from citegraph.model import Bounds, Omitted, Scope

TAKEN = (
    "(:scope IS NULL OR c.scope = :scope) AND (c.document IS NULL OR c.document IN (SELECT id FROM chosen))"
    " AND c.report IN (SELECT id FROM kept)"
)
"""SQL condition: whether a corpus takes the citation `c`."""

_CHOOSE = """
INSERT INTO chosen
SELECT d.id
FROM document d
LEFT JOIN document_count n ON n.document = d.id
WHERE (:scope IS NULL OR d.scope = :scope) AND coalesce(n.reports, 0) >= :min_reports
ORDER BY coalesce(n.reports, 0) DESC, coalesce(n.citations, 0) DESC, d.name
LIMIT :top
"""

# The weight of a report is what it adds to a file: one edge per pair of documents, one row per citation, at least one.
_KEEP = """
INSERT INTO kept
SELECT id
FROM (
    SELECT id, sum(weight) OVER (ORDER BY cites DESC, date DESC, name ROWS UNBOUNDED PRECEDING) AS total
    FROM (
        SELECT r.id, r.date, r.name, coalesce(n.documents, 0) > 0 AS cites,
               max(1, coalesce(n.citations, 0), coalesce(n.documents * (n.documents - 1) / 2, 0)) AS weight
        FROM report r
        LEFT JOIN (
            SELECT c.report, count(*) AS citations, count(DISTINCT c.document) AS documents FROM citation c
            WHERE (:scope IS NULL OR c.scope = :scope)
              AND (c.document IS NULL OR c.document IN (SELECT id FROM chosen))
            GROUP BY c.report
        ) n ON n.report = r.id
    )
    WHERE :edges IS NULL OR weight <= :edges
)
WHERE :edges IS NULL OR total <= :edges
"""

_LOOSE = """
DELETE FROM chosen WHERE id NOT IN (
    WITH cites AS MATERIALIZED (
        SELECT DISTINCT report, document FROM citation
        WHERE document IN (SELECT id FROM chosen) AND report IN (SELECT id FROM kept)
        ORDER BY report, document
    )
    SELECT one.document FROM cites one JOIN cites other ON other.report = one.report
    WHERE other.document <> one.document
    GROUP BY one.document, other.document HAVING count(*) >= :min_weight
)
"""


def _edge_count_query(where: str) -> str:
    """Return the query that counts the edges of the citations `where`, as `citegraph.graph.edges` does."""
    cited = f"SELECT count(DISTINCT c.document) AS n FROM citation c WHERE {where} GROUP BY c.report"  # noqa: S608 - constants only
    return f"SELECT coalesce(sum(max(n * (n - 1) / 2, min(n, 1))), 0) FROM ({cited})"  # noqa: S608


_ALL = _edge_count_query(":scope IS NULL OR c.scope = :scope")
_KEPT = _edge_count_query(TAKEN)

_OMITTED = f"""
SELECT (SELECT count(*) FROM document WHERE :scope IS NULL OR scope = :scope) - (SELECT count(*) FROM chosen),
       (SELECT count(*) FROM report) - (SELECT count(*) FROM kept),
       (SELECT count(*) FROM citation WHERE :scope IS NULL OR scope = :scope)
       - (SELECT count(*) FROM citation c WHERE {TAKEN}),
       ({_ALL}) - ({_KEPT})
"""  # noqa: S608 - constants only


@contextmanager
def most_cited_tables(connection: sqlite3.Connection, scope: Scope | None, bounds: Bounds) -> Iterator[Omitted]:
    """Create the tables `chosen` and `kept` while the block runs.

    Args:
        connection: The open store.
        scope: Take only documents of this scope.
        bounds: How much to take.

    Yields:
        The numbers of omitted documents, reports, citations and edges.
    """
    values = {
        "scope": scope,
        "top": -1 if bounds.top is None else bounds.top,
        "min_reports": bounds.min_reports,
        "min_weight": bounds.min_weight,
        "edges": bounds.edges,
    }
    only = connection.execute("PRAGMA query_only").fetchone()[0]
    connection.execute("PRAGMA query_only = OFF")  # it also forbids writing to temporary tables
    try:
        for name in ("chosen", "kept"):
            connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
            connection.execute(f"CREATE TEMP TABLE {name} (id INTEGER PRIMARY KEY)")
        connection.execute(_CHOOSE, values)
        connection.execute(_KEEP, values)
        if bounds.min_weight > 0:
            connection.execute(_LOOSE, values)
        yield Omitted(*connection.execute(_OMITTED, values).fetchone())
    finally:
        for name in ("chosen", "kept"):
            connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
        connection.execute(f"PRAGMA query_only = {only}")
