"""The first pass on the workers: read each report and decide what it says by itself."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from citegraph import records
from citegraph.cite import attempt, cite
from citegraph.cluster import rows
from citegraph.cluster.row_numbers import LINES, TABLE, renumbered
from citegraph.cluster.warc import ENDINGS, pages
from citegraph.errors import ReadError
from citegraph.knowledge.tables import while_using
from citegraph.model import Failure, Report
from citegraph.read import Piece, Source, guarded, load
from citegraph.read.tables import JSONL

if TYPE_CHECKING:
    import pyarrow as pa

    from citegraph.knowledge.tables import Knowledge
    from citegraph.records import Records

Batches = Iterable["pa.RecordBatch"]

FLUSH_ROWS = 200
"""Rows handed back to Spark at once: few enough that their texts' citations stay small in memory."""

PATH, NUMBER, CONTENT = "__citegraph_path", "__citegraph_number", "__citegraph_content"
"""Columns of what Spark hands over, named so that no table has one of the same name."""


class Local:
    """What Spark calls on each worker. Holds nothing but the user's tables, so that it is small to send."""

    def __init__(self, knowledge: Knowledge) -> None:
        """`knowledge` is the tables by which the reports are read."""
        self._knowledge = knowledge

    def files(self, batches: Batches) -> Iterator[pa.RecordBatch]:
        """Whole files: path and content."""
        return _batches(
            row
            for batch in batches
            for path, content in zip(batch[PATH], batch[CONTENT], strict=True)
            for row in self.file(path.as_py(), content.as_py())
        )

    def lines(self, batches: Batches) -> Iterator[pa.RecordBatch]:
        """Lines of large tables: path, number and content; the row of their source comes from elsewhere."""
        return _batches(
            row
            for batch in batches
            for path, number, line in zip(batch[PATH], batch[NUMBER], batch[CONTENT], strict=True)
            if line.as_py().strip()
            for row in self._rows(path.as_py(), _line(line.as_py()), [number.as_py()])
        )

    def tables(self, batches: Batches) -> Iterator[pa.RecordBatch]:
        """Rows of large Parquet files: path, number and the columns of the table."""
        return _batches(row for batch in batches for row in self._table(batch))

    def records(self) -> Records:
        """The known documents."""
        return records.load(self._knowledge)

    def file(self, path: str, content: bytes) -> Iterator[rows.Row]:
        """The rows of one file: its own, and one for each report or failure in it."""
        source = Source(path, Path(path), content)
        yield _row(path, 0) | {"sha256": hashlib.sha256(content).hexdigest()}
        read = pages if path.lower().endswith(ENDINGS) else guarded
        yield from self._rows(path, read(source))

    def _table(self, batch: pa.RecordBatch) -> Iterator[rows.Row]:
        """The rows of a batch, read anew as a small table of their own, a piece for each file they come from."""
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
            yield from self._rows(path, found, piece[NUMBER].to_pylist())

    def _rows(
        self, path: str, found: Iterable[Report | Failure], numbers: Sequence[int] | None = None
    ) -> Iterator[rows.Row]:
        """A row for each report or failure; `numbers` are those of the rows where `found` numbers them from 1."""
        known = self.records()
        for place, item in enumerate(while_using(known.knowledge, lambda: iter(found)), 1):
            each = item if numbers is None else renumbered(item, path, numbers)
            number = place if numbers is None else numbers[0] + place - 1
            cited = each if isinstance(each, Failure) else attempt(each, known, cite)
            if isinstance(cited, Failure):
                yield _row(path, number) | {"failure": rows.row(cited)}
            elif isinstance(each, Report):
                citations = [rows.row(citation) for citation in cited]
                yield _row(path, number) | {"report": rows.row(rows.info(each)), "citations": citations}


def _line(line: bytes) -> Iterator[Report | Failure]:
    """The report of a line, which is one row whatever it holds: those around it are elsewhere."""
    return Piece(Source(LINES, Path(LINES), b""), JSONL.name, ((1, line),)).load()


def refused(path: str, error: ReadError) -> list[rows.Row]:
    """The rows of a file that is not read at all."""
    failure = Failure(path, error.what, error.remedy)
    return [_row(path, 0), _row(path, 1) | {"failure": rows.row(failure)}]


def source_row(path: str) -> rows.Row:
    """The row of a file that is shared out among workers; none of them sees all its bytes, so its SHA-256 is open."""
    return _row(path, 0)


def _row(path: str, number: int) -> rows.Row:
    return {"source": path, "row": number, "sha256": None, "report": None, "citations": None, "failure": None}


def _batches(values: Iterable[rows.Row]) -> Iterator[pa.RecordBatch]:
    waiting: list[rows.Row] = []
    for value in values:
        waiting.append(value)
        if len(waiting) >= FLUSH_ROWS:
            yield rows.batch("local", waiting)
            waiting = []
    if waiting:
        yield rows.batch("local", waiting)
