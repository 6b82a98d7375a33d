"""The first pass on the workers: read each report and decide its citations by itself."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from citegraph import records
from citegraph.cite import cite, result_or_failure
from citegraph.cluster import arrow_rows
from citegraph.cluster.row_numbers import LINES, TABLE, with_whole_table_number
from citegraph.cluster.warc import ENDINGS, reports_of_archive
from citegraph.errors import ReadError
from citegraph.knowledge.tables import iterate_using
from citegraph.model import Failure, Report
from citegraph.read import Piece, Source, load, load_guarded
from citegraph.read.report_tables import JSONL

if TYPE_CHECKING:
    import pyarrow as pa

    from citegraph.knowledge.tables import Knowledge
    from citegraph.records import Records

Batches = Iterable["pa.RecordBatch"]

FLUSH_ROWS = 200
"""How many rows are returned to Spark at a time: few enough to bound the memory for their citations."""

PATH, NUMBER, CONTENT = "__citegraph_path", "__citegraph_number", "__citegraph_content"
"""Columns that Spark passes on, with names that no table of reports has."""


class ReportPass:
    """The functions that Spark calls on each worker.

    An object contains only the user's tables, so that little is sent.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        """Create the functions for reports that are read by the tables in `knowledge`."""
        self._knowledge = knowledge

    def process_files(self, batches: Batches) -> Iterator[pa.RecordBatch]:
        """Process whole files: path and content."""
        return _arrow_batches(
            row
            for batch in batches
            for path, content in zip(batch[PATH], batch[CONTENT], strict=True)
            for row in self.rows_of_file(path.as_py(), content.as_py())
        )

    def process_lines(self, batches: Batches) -> Iterator[pa.RecordBatch]:
        """Process lines of large tables: path, number and content. The row for their source is added elsewhere."""
        return _arrow_batches(
            row
            for batch in batches
            for path, number, line in zip(batch[PATH], batch[NUMBER], batch[CONTENT], strict=True)
            if line.as_py().strip()
            for row in self._rows_of_results(path.as_py(), _report_of_line(line.as_py()), [number.as_py()])
        )

    def process_table_rows(self, batches: Batches) -> Iterator[pa.RecordBatch]:
        """Process rows of large Parquet files: path, number and the columns of the table."""
        return _arrow_batches(row for batch in batches for row in self._process_table_batch(batch))

    def records(self) -> Records:
        """Return the documents on record."""
        return records.load(self._knowledge)

    def rows_of_file(self, path: str, content: bytes) -> Iterator[arrow_rows.Row]:
        """Yield the rows of one file: its own, and one for each report or failure in it."""
        source = Source(path, Path(path), content)
        yield _empty_local_row(path, 0) | {"sha256": hashlib.sha256(content).hexdigest()}
        read = reports_of_archive if path.lower().endswith(ENDINGS) else load_guarded
        yield from self._rows_of_results(path, read(source))

    def _process_table_batch(self, batch: pa.RecordBatch) -> Iterator[arrow_rows.Row]:
        """Yield the rows of a batch. The rows of each file are written and read as a small table of their own."""
        import pyarrow as pa
        import pyarrow.parquet

        at = 0
        for path, run in groupby(batch[PATH].to_pylist()):
            length = sum(1 for _ in run)
            piece = batch.slice(at, length)
            at += length
            columns = [name for name in piece.schema.names if name not in (PATH, NUMBER)]
            written = io.BytesIO()
            pyarrow.parquet.write_table(pa.Table.from_batches([piece.select(columns)]), written)
            found = load(Source(TABLE, Path(TABLE), written.getvalue()))
            yield from self._rows_of_results(path, found, piece[NUMBER].to_pylist())

    def _rows_of_results(
        self, path: str, found: Iterable[Report | Failure], numbers: Sequence[int] | None = None
    ) -> Iterator[arrow_rows.Row]:
        """Yield a row for each report or failure; `numbers` are those of the whole table, if `found` is a part."""
        user_records = self.records()
        for position, original in enumerate(iterate_using(user_records.knowledge, lambda: iter(found)), 1):
            item = original if numbers is None else with_whole_table_number(original, path, numbers)
            number = position if numbers is None else numbers[0] + position - 1
            cited = item if isinstance(item, Failure) else result_or_failure(item, user_records, cite)
            if isinstance(cited, Failure):
                yield _empty_local_row(path, number) | {"failure": arrow_rows.to_row(cited)}
            elif isinstance(item, Report):
                citations = [arrow_rows.to_row(citation) for citation in cited]
                yield _empty_local_row(path, number) | {
                    "report": arrow_rows.to_row(arrow_rows.without_text(item)),
                    "citations": citations,
                }


def _report_of_line(line: bytes) -> Iterator[Report | Failure]:
    """Yield the report of a line. A line is always one row, because its neighbors are not available."""
    return Piece(Source(LINES, Path(LINES), b""), JSONL.name, ((1, line),)).load()


def rows_of_refused_file(path: str, error: ReadError) -> list[arrow_rows.Row]:
    """Return the rows of a file that is not read."""
    failure = Failure(path, error.what, error.remedy)
    return [_empty_local_row(path, 0), _empty_local_row(path, 1) | {"failure": arrow_rows.to_row(failure)}]


def row_of_split_file(path: str) -> arrow_rows.Row:
    """Return the row of a file that is split among workers.

    Its SHA-256 is unknown, because no worker reads all its bytes.
    """
    return _empty_local_row(path, 0)


def _empty_local_row(path: str, number: int) -> arrow_rows.Row:
    return {"source": path, "row": number, "sha256": None, "report": None, "citations": None, "failure": None}


def _arrow_batches(values: Iterable[arrow_rows.Row]) -> Iterator[pa.RecordBatch]:
    waiting: list[arrow_rows.Row] = []
    for value in values:
        waiting.append(value)
        if len(waiting) >= FLUSH_ROWS:
            yield arrow_rows.arrow_batch("local", waiting)
            waiting = []
    if waiting:
        yield arrow_rows.arrow_batch("local", waiting)
