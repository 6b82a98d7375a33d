"""Load a Parquet dataset into a store. Needs no Spark."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from citegraph.cluster import rows
from citegraph.errors import ReadError, StoreError
from citegraph.model import Citation, Document, Failure, Finding, ReportInfo
from citegraph.store import Reading, Writer, pack

DATASET = "dataset.json"
"""Written last: a dataset without it is not whole."""

VERSION = 3
"""Of the tables of a dataset."""

PART_REPORTS = 200
"""Reports that are staged together."""
COMMIT_PARTS = 500
BATCH_ROWS = 1000
"""Rows of a table in memory at a time."""


def load(dataset: str | Path, store: str | Path) -> dict[str, int]:
    """Fill the new store at `store` from the folder that `run` wrote; return how many rows each table has.

    The store is then as if one machine had built it. Raises ReadError for a folder that is no whole dataset, StoreError
    for a store that holds something already: what a dataset decides, it decides for its own reports together.
    """
    folder = Path(dataset)
    facts = _facts(folder)
    with Writer(store) as writer:
        if next(writer.reports(), None) is not None or next(writer.failures(), None) is not None:
            raise StoreError(str(store), "holds reports already", "name a new file with --store")
        revised: dict[tuple[str, int], Citation] = {}
        for number, (path, sha256, part, reading, last) in enumerate(_parts(folder, revised)):
            writer.stage(path, sha256, facts["rules"], part, pack(reading), last=last)
            if number % COMMIT_PARTS == 0:
                writer.commit()
        with writer.publication() as publication:
            publication.merge_staged()
            publication.assign_report_ids()
            for place in publication.undecided():
                final = revised.get((place.citation.report, place.citation.mention.span.start))
                if final is not None:
                    publication.revise(place, final)
            publication.replace_documents(rows.noun(Document, row) for row in _rows(folder, "documents"))
            publication.replace_findings(rows.noun(Finding, row) for row in _rows(folder, "findings"))
    return {name: value for name, value in facts.items() if isinstance(value, int) and name != "version"}


def _facts(folder: Path) -> dict[str, Any]:
    try:
        facts: dict[str, Any] = json.loads((folder / DATASET).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        remedy = "name the folder that 'citegraph cluster' wrote, and let it finish"
        raise ReadError(str(folder), "is no whole dataset", remedy) from error
    if facts["version"] != VERSION:
        what = f"is a dataset of version {facts['version']}, this citegraph reads {VERSION}"
        raise ReadError(str(folder), what, "write it anew with the same citegraph")
    return facts


def _parts(
    folder: Path, revised: dict[tuple[str, int], Citation]
) -> Iterator[tuple[str, str | None, int, Reading, bool]]:
    """The sources in their order, in parts: path, SHA-256, number of the part, what it gave, whether it is the last.

    What the other reports decided goes to `revised`. The tables are sorted alike, so each is read once and in step.
    """
    failures = _Step(_rows(folder, "failures"), "source")
    reports = _Step(_rows(folder, "reports"), "source")
    citations = _Step(_rows(folder, "citations"), "source", "row")
    for source in _rows(folder, "sources"):
        path, sha256 = source["source"], source["sha256"]
        failed = tuple(rows.noun(Failure, row) for row in failures.at(path))
        waiting: list[tuple[ReportInfo, tuple[Citation, ...]]] = []
        part = 0
        for row in reports.at(path):
            if len(waiting) == PART_REPORTS:
                yield path, sha256, part, Reading(tuple(waiting)), False
                waiting, part = [], part + 1
            cited = [_local(each, revised) for each in citations.at(path, row["row"])]
            waiting.append((rows.noun(ReportInfo, row | {"id": row["stem"]}), tuple(cited)))
        yield path, sha256, part, Reading(tuple(waiting), failed), True


def _local(row: rows.Row, revised: dict[tuple[str, int], Citation]) -> Citation:
    """The citation as its report alone decides it."""
    final = rows.noun(Citation, row)
    if row["local"] is None:
        return final
    revised[final.report, final.mention.span.start] = final
    return rows.noun(Citation, row["local"])


class _Step:
    """Rows sorted by some columns, taken a group at a time in that order."""

    def __init__(self, values: Iterator[rows.Row], *columns: str) -> None:
        self._groups = groupby(values, key=lambda row: tuple(row[column] for column in columns))
        self._next = next(self._groups, None)

    def at(self, *key: Any) -> Iterator[rows.Row]:
        """The rows of this group; none where the next group is another."""
        if self._next is not None and self._next[0] == key:
            yield from self._next[1]
            self._next = next(self._groups, None)


def _rows(folder: Path, table: str) -> Iterator[rows.Row]:
    """The rows of a table, in the order in which they were written."""
    import pyarrow.parquet

    for file in sorted((folder / table).glob("*.parquet")):
        for batch in pyarrow.parquet.ParquetFile(file).iter_batches(BATCH_ROWS, use_threads=False):
            yield from batch.to_pylist()
