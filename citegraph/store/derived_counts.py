"""Maintain counts derived from the other tables, for queries that must be fast on a store of any size."""

# ruff: noqa: S608 - statements contain only constant names

from __future__ import annotations

import sqlite3

from citegraph.store.cocited_pairs import ranked_pairs

TOGETHER = 100
"""The most documents kept of those cited together with one: more than a page lists or a picture shows."""

CATALOG = 300
"""A report that cites more documents than this is a list of documents. It relates none of them, and its pairs would
outnumber those of all other reports.
"""

EDITION = "edition"
"""The row of `total` that tells one state of the store from another: how often it was counted."""

_NOTE = "INSERT OR IGNORE INTO recount VALUES"
_WATCH = (
    "CREATE TEMP TABLE recount (report INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE change (document INTEGER, year TEXT, reports INTEGER, mentions INTEGER)",
    f"CREATE TEMP TRIGGER recount_added AFTER INSERT ON main.citation BEGIN {_NOTE} (new.report); END",
    f"CREATE TEMP TRIGGER recount_gone AFTER DELETE ON main.citation BEGIN {_NOTE} (old.report); END",
    "CREATE TEMP TRIGGER recount_changed AFTER UPDATE OF document, confidence ON main.citation "
    f"WHEN (old.document, old.confidence) IS NOT (new.document, new.confidence) BEGIN {_NOTE} (new.report); END",
)
_UNWATCH = (
    "DROP TRIGGER temp.recount_added",
    "DROP TRIGGER temp.recount_gone",
    "DROP TRIGGER temp.recount_changed",
    "DROP TABLE temp.recount",
    "DROP TABLE temp.change",
)

_CITING = """
INSERT INTO citing
SELECT c.document, coalesce(r.date, ''), c.report, count(*), max(c.confidence)
FROM {} WHERE c.document IS NOT NULL GROUP BY 1, 2, 3
"""
# In the physical order of the rows: in the order of an index, each row of a large store needs another page.
_ALL = "citation c NOT INDEXED CROSS JOIN report r ON r.id = c.report"
_CHANGED = "temp.recount x CROSS JOIN report r ON r.id = x.report CROSS JOIN citation c ON c.report = r.id"

_ALL_DOCUMENTS = (
    """
    INSERT INTO document_count
    SELECT document, count(*), sum(mentions), min(nullif(date, '')), max(nullif(date, '')) FROM citing GROUP BY document
    """,
    """
    INSERT INTO citing_year SELECT document, substr(date, 1, 4), sum(n)
    FROM (SELECT document, date, count(*) AS n FROM citing GROUP BY document, date) GROUP BY 1, 2
    """,
)

# What the reports of `recount` add to the counts, or take from them before they are counted again.
_CHANGE = """
INSERT INTO temp.change SELECT document, substr(date, 1, 4), {0} * count(*), {0} * sum(mentions)
FROM citing WHERE report IN (SELECT report FROM temp.recount) GROUP BY 1, 2
"""
_CHANGED_DOCUMENTS = (
    """
    INSERT INTO document_count SELECT document, sum(reports), sum(mentions), NULL, NULL FROM temp.change GROUP BY 1
    ON CONFLICT (document) DO UPDATE
    SET reports = reports + excluded.reports, citations = citations + excluded.citations
    """,
    "DELETE FROM document_count WHERE reports = 0",
    """
    UPDATE document_count SET
    first = (SELECT date FROM citing c WHERE c.document = document_count.document AND date <> '' ORDER BY date LIMIT 1),
    last = (
        SELECT date FROM citing c WHERE c.document = document_count.document AND date <> '' ORDER BY date DESC LIMIT 1
    )
    WHERE document IN (SELECT document FROM temp.change)
    """,
    """
    INSERT INTO citing_year SELECT document, year, sum(reports) FROM temp.change GROUP BY 1, 2
    ON CONFLICT (document, year) DO UPDATE SET reports = reports + excluded.reports
    """,
    "DELETE FROM citing_year WHERE reports = 0",
)

_STEPS = (
    *(
        f"INSERT INTO facet SELECT '{column}', {column}, count(*) FROM report WHERE {column} <> '' GROUP BY {column}"
        for column in ("publisher", "locality")
    ),
    """
    INSERT INTO facet
    SELECT 'kind', d.kind, count(*) FROM document_count n JOIN document d ON d.id = n.document
    WHERE d.kind <> '' GROUP BY d.kind
    """,
    """
    INSERT OR REPLACE INTO total VALUES
        ('reports', (SELECT count(*) FROM report)),
        ('documents', (SELECT count(*) FROM document_count)),
        ('citations', (SELECT count(*) FROM citation)),
        ('undecided', (SELECT count(*) FROM citation WHERE undecided IS NOT NULL)),
        ('findings', (SELECT count(*) FROM finding)),
        ('failures', (SELECT count(*) FROM failure))
    """,
    f"INSERT INTO total VALUES ('{EDITION}', 1) ON CONFLICT (name) DO UPDATE SET n = n + 1",
)


def start_noting_changes(connection: sqlite3.Connection) -> bool:
    """Start noting the reports whose citations change, so that only these are counted again.

    Args:
        connection: The store, with a write transaction open, which ends with `update_counts` or `stop_noting_changes`.

    Returns:
        Whether changes are noted. False if nothing was counted before, because then everything is counted.
    """
    if connection.execute("SELECT EXISTS (SELECT 1 FROM citing)").fetchone() == (0,):
        return False
    for statement in _WATCH:
        connection.execute(statement)
    return True


def stop_noting_changes(connection: sqlite3.Connection) -> None:
    """Undo `start_noting_changes`."""
    for statement in _UNWATCH:
        connection.execute(statement)


def update_counts(connection: sqlite3.Connection, *, watched: bool) -> None:
    """Update the tables of counts within the transaction that changed the others.

    Args:
        connection: The store, with a write transaction open.
        watched: What `start_noting_changes` returned at the beginning of the transaction.
    """
    if watched:
        connection.execute(_CHANGE.format(-1))
        connection.execute("DELETE FROM citing WHERE report IN (SELECT report FROM temp.recount)")
        connection.execute(_CITING.format(_CHANGED))
        connection.execute(_CHANGE.format(1))
        for step in _CHANGED_DOCUMENTS:
            connection.execute(step)
        stop_noting_changes(connection)
    else:
        connection.execute(_CITING.format(_ALL))
        for step in _ALL_DOCUMENTS:
            connection.execute(step)
    for table in ("together", "facet"):
        connection.execute(f"DELETE FROM {table}")
    for step in _STEPS:
        connection.execute(step)
    connection.executemany("INSERT INTO together VALUES (?, ?, ?, ?)", ranked_pairs(connection, CATALOG, TOGETHER))
