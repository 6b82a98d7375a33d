"""Load a Parquet dataset into a store. This does not need Spark."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from citegraph.cluster import arrow_rows
from citegraph.errors import ReadError, StoreError
from citegraph.i18n import message
from citegraph.model import Citation, Document, Failure, Finding, ReportInfo
from citegraph.store import FilePart, Writer, pack

DATASET = "dataset.json"
"""The file that is written last: a dataset without it is incomplete."""

VERSION = 4
"""The version of the tables of a dataset."""

PART_REPORTS = 200
"""How many reports are staged together."""
COMMIT_PARTS = 500
BATCH_ROWS = 1000
"""How many rows of a table are in memory at a time."""


def load(dataset: str | Path, store: str | Path) -> dict[str, int]:
    """Fill a new store from a dataset. The store is then the same as one built on a single machine.

    Args:
        dataset: The folder that `run` wrote.
        store: The path of the store. It must be empty, because the reports of a dataset are decided together.

    Returns:
        The number of rows of each table.

    Raises:
        ReadError: The folder is not a complete dataset of this version.
        StoreError: The store already has reports or failures.
    """
    folder = Path(dataset)
    facts = _dataset_facts(folder)
    with Writer(store) as writer:
        if next(writer.reports(), None) is not None or next(writer.failures(), None) is not None:
            raise StoreError(str(store), message("store.filled"), message("do.store_new"))
        revised: dict[tuple[str, int], Citation] = {}
        for number, (path, sha256, part, reading, last) in enumerate(_staged_parts(folder, revised)):
            writer.stage_part(path, sha256, facts["rules"], part, pack(reading), last=last)
            if number % COMMIT_PARTS == 0:
                writer.commit()
        with writer.publication() as publication:
            publication.merge_staged()
            publication.assign_report_ids()
            for row in publication.citation_rows():
                final = revised.get((row.citation.report, row.citation.mention.span.start))
                if final is not None:
                    publication.revise_citation(row, final)
            publication.replace_documents(
                arrow_rows.from_row(Document, row) for row in _rows_of_table(folder, "documents")
            )
            publication.select_unaudited_reports(facts["rules"])
            publication.replace_findings(
                arrow_rows.from_row(Finding, row) for row in _rows_of_table(folder, "findings")
            )
    return {name: value for name, value in facts.items() if isinstance(value, int) and name != "version"}


def _dataset_facts(folder: Path) -> dict[str, Any]:
    try:
        facts: dict[str, Any] = json.loads((folder / DATASET).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReadError(str(folder), message("dataset.incomplete"), message("do.dataset_folder")) from error
    if facts["version"] != VERSION:
        what = message("dataset.other_version", found=facts["version"], known=VERSION)
        raise ReadError(str(folder), what, message("do.dataset_again"))
    return facts


def _staged_parts(
    folder: Path, revised: dict[tuple[str, int], Citation]
) -> Iterator[tuple[str, str | None, int, FilePart, bool]]:
    """Yield the sources in order, in parts: path, SHA-256, number of the part, its content, whether it is the last.

    Final citations that other reports changed are added to `revised`. The tables are sorted in the same order, so each
    is read once.
    """
    failures = _GroupReader(_rows_of_table(folder, "failures"), "source")
    reports = _GroupReader(_rows_of_table(folder, "reports"), "source")
    citations = _GroupReader(_rows_of_table(folder, "citations"), "source", "row")
    for source in _rows_of_table(folder, "sources"):
        path, sha256 = source["source"], source["sha256"]
        failed = tuple(arrow_rows.from_row(Failure, row) for row in failures.rows_with_key(path))
        waiting: list[tuple[ReportInfo, tuple[Citation, ...]]] = []
        part = 0
        for row in reports.rows_with_key(path):
            if len(waiting) == PART_REPORTS:
                yield path, sha256, part, FilePart(tuple(waiting)), False
                waiting, part = [], part + 1
            cited = [
                _local_decision(citation_row, revised) for citation_row in citations.rows_with_key(path, row["row"])
            ]
            waiting.append((arrow_rows.from_row(ReportInfo, row | {"id": row["stem"]}), tuple(cited)))
        yield path, sha256, part, FilePart(tuple(waiting), failed), True


def _local_decision(row: arrow_rows.Row, revised: dict[tuple[str, int], Citation]) -> Citation:
    """Return the citation as decided by its report alone."""
    final = arrow_rows.from_row(Citation, row)
    if row["local"] is None:
        return final
    revised[final.report, final.mention.span.start] = final
    return arrow_rows.from_row(Citation, row["local"])


class _GroupReader:
    """A reader of rows sorted by some columns that returns one group at a time, in that order."""

    def __init__(self, values: Iterator[arrow_rows.Row], *columns: str) -> None:
        self._groups = groupby(values, key=lambda row: tuple(row[column] for column in columns))
        self._next = next(self._groups, None)

    def rows_with_key(self, *key: Any) -> Iterator[arrow_rows.Row]:
        """Yield the rows of the group with this key; none if the next group has another key."""
        if self._next is not None and self._next[0] == key:
            yield from self._next[1]
            self._next = next(self._groups, None)


def _rows_of_table(folder: Path, table: str) -> Iterator[arrow_rows.Row]:
    """Yield the rows of a table in the order in which they were written."""
    import pyarrow.parquet

    for file in sorted((folder / table).glob("*.parquet")):
        for batch in pyarrow.parquet.ParquetFile(file).iter_batches(BATCH_ROWS, use_threads=False):
            yield from batch.to_pylist()
