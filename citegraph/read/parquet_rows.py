"""Read the rows of Parquet files."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from citegraph.errors import first_line
from citegraph.i18n import message
from citegraph.model import Failure
from citegraph.read import line_reader as bounds
from citegraph.read.parser_types import Content, ParsedReport
from citegraph.read.row_to_report import (
    UNREAD,
    Cells,
    draft_of_row,
    has_text_column,
    no_text_column_error,
    row_byte_length,
    row_failure,
    too_long_failure,
)

_REMEDY = message("do.download")

BATCH_ROWS = 64
"""How many rows are in memory at a time."""


def parquet_rows(content: Content) -> Iterator[Cells | Failure]:
    """Yield the rows, and a Failure for those of a broken row group.

    Raises:
        ReadError: The table has no text column.
    """
    import pyarrow.parquet

    stream = content.stream if content.stream.seekable() else io.BytesIO(content.data())
    table = pyarrow.parquet.ParquetFile(stream)
    names = table.schema_arrow.names
    if not has_text_column(names):
        raise no_text_column_error(content.path, names)
    number = 0
    for group in range(table.num_row_groups):
        end = number + table.metadata.row_group(group).num_rows
        try:
            for batch in table.iter_batches(BATCH_ROWS, row_groups=[group], use_threads=False):
                columns = [_column_values(column) for column in batch.columns]
                for values in zip(*columns, strict=True):
                    number += 1
                    row: Cells = (number, tuple(zip(names, values, strict=True)), ())
                    yield row if row_byte_length(row) <= bounds.ROW_BYTES else too_long_failure(content.path, number)
        except MemoryError:
            raise
        except Exception as error:
            yield _lost_rows_failure(content, number, end, first_line(error))
        else:
            if number < end:
                yield _lost_rows_failure(content, number, end, message("row.fewer_rows"))
        number = max(number, end)
    if number != table.metadata.num_rows:
        yield row_failure(content.path, number + 1, message("row.more_rows", rows=table.metadata.num_rows), _REMEDY)


def _lost_rows_failure(content: Content, number: int, end: int, reason: str) -> Failure:
    """Return the failure for the rows from `number` to the `end` of their group."""
    return row_failure(content.path, number + 1, message("row.lost", n=end - number - 1, why=reason), _REMEDY)


def parse_cells(path: str, row: Cells) -> ParsedReport | Failure:
    """Return the report of a row, or a Failure for a row without a text."""
    number, cells, warnings = row
    return draft_of_row(path, number, cells, None, warnings)


def _column_values(column: Any) -> list[Any]:
    """Return the values of a column, one by one if Python cannot represent some, such as the date 12024-05-02."""
    try:
        if "[ns" in str(column.type):  # else the types depend on whether pandas is installed
            return _values_with_nanoseconds(column)
        return list(column.to_pylist())
    except MemoryError:
        raise
    except Exception:
        if len(column) == 1:
            return [_raw_bytes(column[0])]
        return [value for at in range(len(column)) for value in _column_values(column.slice(at, 1))]


def _values_with_nanoseconds(column: Any) -> list[Any]:
    """Return times with nanoseconds; those finer than Python's microseconds as text. Raises for nested times."""
    import pyarrow

    kind = column.type
    if pyarrow.types.is_timestamp(kind):
        coarse = pyarrow.timestamp("us", kind.tz)
    elif pyarrow.types.is_time64(kind):
        coarse = pyarrow.time64("us")
    else:
        coarse = pyarrow.duration("us")
    times = column.cast(coarse, safe=False).to_pylist()
    counts = column.cast(pyarrow.int64()).to_pylist()
    return [
        time if time is None else _with_nanoseconds(time, count % 1000)
        for time, count in zip(times, counts, strict=True)
    ]


def _with_nanoseconds(time: Any, nanoseconds: int) -> Any:
    if not nanoseconds:
        return time
    whole, point, rest = time.isoformat(timespec="microseconds").partition(".")
    return f"{whole}{point}{rest[:6]}{nanoseconds:03}{rest[6:]}"


def _raw_bytes(value: Any) -> Any:
    """Return a value that Python cannot represent as bytes, such as a text that is not UTF-8; UNREAD if this fails."""
    try:
        return value.as_buffer().to_pybytes()
    except Exception:
        return UNREAD
