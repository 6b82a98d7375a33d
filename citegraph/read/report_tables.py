"""Tables of reports (JSON Lines, CSV, Parquet): one report per row, read in constant memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from citegraph.model import Failure
from citegraph.read.csv_rows import csv_rows, is_csv, parse_fields
from citegraph.read.json_rows import jsonl_rows, line_byte_length, parse_line
from citegraph.read.parquet_rows import parquet_rows, parse_cells
from citegraph.read.parser_types import Content, FileFormat, ParsedReport, TableReader
from citegraph.read.plain_text import TEXT_ENDINGS
from citegraph.read.row_to_report import row_byte_length

_ARRAY = re.compile(rb'(?:\xef\xbb\xbf)?\s*\[\s*\{\s*"[^"]{1,100}"\s*:')  # an array of objects
_OBJECT = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"[^"]{1,100}"\s*:')
_TEXT = re.compile(rb'"text"\s*:', re.IGNORECASE)


def _is_jsonl(head: bytes, ending: str) -> bool:
    if ending in JSONL.endings or _ARRAY.match(head):
        return True
    return ending in ("", *TEXT_ENDINGS) and bool(_OBJECT.match(head) and _TEXT.search(head))


def _is_csv(head: bytes, ending: str) -> bool:
    return ending in CSV.endings or (not ending and is_csv(head))


def _table_format(
    endings: tuple[str, ...],
    claims: Callable[[bytes, str], bool],
    table: TableReader,
    compressible: bool = False,
    risky: bool = False,
) -> FileFormat:
    def parse(content: Content) -> Iterator[ParsedReport | Failure]:
        return table.parse_rows(content.path, table.rows(content))

    return FileFormat(table.name, endings, claims, parse, table, compressible=compressible, risky=risky)


_LINES = TableReader("JSON lines", jsonl_rows, parse_line, line_byte_length)
_FIELDS = TableReader("CSV", csv_rows, parse_fields, row_byte_length)
_CELLS = TableReader("Parquet", parquet_rows, parse_cells, row_byte_length)

JSONL = _table_format((".jsonl", ".ndjson", ".json"), _is_jsonl, _LINES, compressible=True)
CSV = _table_format((".csv", ".tsv"), _is_csv, _FIELDS, compressible=True)
PARQUET = _table_format((".parquet",), lambda head, ending: head.startswith(b"PAR1"), _CELLS, risky=True)
