"""Count how many reports cite each pair of documents, as a sparse product of the reports of each document."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

BLOCK = 512
"""Documents whose pairs are counted at a time: a few million numbers, even if each is cited with all others."""

Together = tuple[int, int, int, int]
"""The keys of a document, its place in the list of another, and of that other; and the reports that cite both."""


def ranked_pairs(connection: sqlite3.Connection, catalog: int, most: int) -> Iterator[Together]:
    """Yield for each document those that are cited together with it, those with the greatest weight first.

    The weight is that of `related`: reports in common over the geometric mean of those that cite either. Squares are
    compared, without constant factors. Ties are sorted by reports in common, most first, then by id.

    Args:
        connection: The open store, whose tables `citing` and `document_count` are filled.
        catalog: A report that cites more documents than this relates none of them.
        most: The most documents of a list.

    Yields:
        (document, place, other document, reports).
    """
    import numpy as np
    from scipy.sparse import csc_array

    reports, cited = _numbered_report_documents(connection, catalog)
    if not cited.size:
        return
    counts = "SELECT d.id, n.reports FROM document_count n JOIN document d ON d.id = n.document ORDER BY d.name"
    keys, times = np.array(connection.execute(counts).fetchall(), dtype=np.int64).T
    by_key = np.argsort(keys)  # a document is its index by name, so that indexes sort like names
    documents = by_key[np.searchsorted(keys, cited, sorter=by_key)]
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


def _numbered_report_documents(connection: sqlite3.Connection, catalog: int) -> Any:
    """Return the reports that relate documents, numbered from 0, with the keys of the documents that each cites."""
    import numpy as np

    # In the order of the index `citing_report`, where the documents of a report lie side by side.
    answer = connection.execute("SELECT report, document FROM citing ORDER BY report")
    pairs = np.fromiter(answer, dtype=[("report", np.int64), ("document", np.int64)])
    begins = np.flatnonzero(np.diff(pairs["report"], prepend=-1))
    times = np.diff(begins, append=len(pairs))
    relating = (times > 1) & (times <= catalog)
    return np.repeat(np.arange(relating.sum()), times[relating]), pairs["document"][np.repeat(relating, times)]
