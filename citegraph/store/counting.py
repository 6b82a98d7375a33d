"""Keep counts derived from the other tables, for queries that a store of any size must answer at once."""

# ruff: noqa: S608 - statements contain only constant names

from __future__ import annotations

import sqlite3

from citegraph.store.pairs import ranked_pairs

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
)

_CITING = """
INSERT INTO citing
SELECT c.document, coalesce(r.date, ''), c.report, count(*), max(c.confidence)
FROM {} WHERE c.document IS NOT NULL GROUP BY 1, 2, 3
"""
# In the order in which the rows lie: in that of an index, each row of a large store is a page of its own.
_ALL = "citation c NOT INDEXED CROSS JOIN report r ON r.id = c.report"
_CHANGED = "temp.recount x CROSS JOIN report r ON r.id = x.report CROSS JOIN citation c ON c.report = r.id"

_STEPS = (
    """
    INSERT INTO document_count
    SELECT document, count(*), sum(mentions), min(nullif(date, '')), max(nullif(date, '')) FROM citing GROUP BY document
    """,
    """
    INSERT INTO citing_year SELECT document, substr(date, 1, 4), sum(n)
    FROM (SELECT document, date, count(*) AS n FROM citing GROUP BY document, date) GROUP BY 1, 2
    """,
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

_RELATING = f"""
SELECT report, document FROM citing WHERE report IN (
    SELECT report FROM citing GROUP BY report HAVING count(*) BETWEEN 2 AND {CATALOG}
)
"""


def watch(connection: sqlite3.Connection) -> bool:
    """Note from now on the reports whose citations change, so that only they are counted again.

    Args:
        connection: The store, with a write transaction open, which ends with `count_again` or `unwatch`.

    Returns:
        Whether they are noted: not where nothing was counted before, for then all of them are.
    """
    if connection.execute("SELECT EXISTS (SELECT 1 FROM citing)").fetchone() == (0,):
        return False
    for statement in _WATCH:
        connection.execute(statement)
    return True


def unwatch(connection: sqlite3.Connection) -> None:
    """Take back what `watch` did."""
    for statement in _UNWATCH:
        connection.execute(statement)


def count_again(connection: sqlite3.Connection, *, watched: bool) -> None:
    """Fill the tables of counts from the others, within the transaction that changed those.

    Args:
        connection: The store, with a write transaction open.
        watched: What `watch` returned at the beginning of the transaction.
    """
    if watched:
        connection.execute("DELETE FROM citing WHERE report IN (SELECT report FROM temp.recount)")
        connection.execute(_CITING.format(_CHANGED))
        unwatch(connection)
    else:
        connection.execute(_CITING.format(_ALL))
    for table in ("document_count", "citing_year", "together", "facet"):
        connection.execute(f"DELETE FROM {table}")
    for step in _STEPS:
        connection.execute(step)
    connection.executemany("INSERT INTO together VALUES (?, ?, ?, ?)", ranked_pairs(connection, _RELATING, TOGETHER))
