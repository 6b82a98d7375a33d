"""Count how many reports cite each pair of documents, as a sparse product of the reports of each document."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

BATCH = 100_000
"""Rows that are fetched at a time."""

BLOCK = 512
"""Documents whose pairs are counted at a time: a few million numbers, even if each is cited with all others."""

Together = tuple[int, int, int, int]
"""The keys of a document, its place in the list of another, and of that other; and the reports that cite both."""


def ranked_pairs(connection: sqlite3.Connection, sql: str, most: int) -> Iterator[Together]:
    """Yield for each document those that are cited together with it, those with the greatest weight first.

    The weight is that of `related`: reports in common over the geometric mean of those that cite either. Its square is
    compared, without what is the same for all. Of the same weight, more reports in common come first, then ids.

    Args:
        connection: The open store, whose table `document_count` is filled.
        sql: A query for pairs of a report and a document that it cites, each once.
        most: The most documents of a list.

    Yields:
        (document, place, other document, reports).
    """
    import numpy as np
    from scipy.sparse import csc_array

    cited = _two_columns(connection, sql)
    if not cited.size:
        return
    counts = "SELECT d.id, n.reports FROM document_count n JOIN document d ON d.id = n.document ORDER BY d.name"
    keys, times = np.array(connection.execute(counts).fetchall(), dtype=np.int64).T
    by_key = np.argsort(keys)  # a document is its place by name, so that places sort as names do
    documents = by_key[np.searchsorted(keys, cited[1], sorter=by_key)]
    _, reports = np.unique(cited[0], return_inverse=True)
    shape = (int(reports.max()) + 1, len(keys))
    matrix = csc_array((np.ones(len(documents), dtype=np.int32), (reports, documents)), shape=shape)
    rows = matrix.T.tocsr()
    whole = matrix.tocsr()
    for begin in range(0, len(keys), BLOCK):
        both = (rows[begin : begin + BLOCK] @ whole).tocoo()
        apart = both.row + begin != both.col
        one, other, n = both.row[apart] + begin, both.col[apart], both.data[apart].astype(np.float64)
        order = np.lexsort((other, -n, -(n * n / times[other]), one))
        one, other, n = one[order], other[order], n[order].astype(np.int64)
        first = np.searchsorted(one, one)
        place = np.arange(1, len(one) + 1) - first
        near = place <= most
        yield from zip(
            keys[one[near]].tolist(), place[near].tolist(), keys[other[near]].tolist(), n[near].tolist(), strict=True
        )


def _two_columns(connection: sqlite3.Connection, sql: str) -> Any:
    """Return the two columns of a query as an array."""
    import numpy as np

    answer = connection.execute(sql)
    parts = [np.empty((2, 0), dtype=np.int64)]
    while batch := answer.fetchmany(BATCH):
        parts.append(np.array(batch, dtype=np.int64).T)
    return np.hstack(parts)
