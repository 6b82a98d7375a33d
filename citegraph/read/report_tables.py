"""Tables of reports (JSON Lines, CSV, Parquet): one report per row, read in constant memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from citegraph.model import Failure
from citegraph.read.csv_rows import csv_rows, is_csv, parse_fields
from citegraph.read.json_rows import jsonl_rows, line_bytes, parse_line
from citegraph.read.parquet_rows import parquet_rows, parse_cells
from citegraph.read.parser_types import Content, Draft, Format, Table
from citegraph.read.row_to_report import bytes_of

_ARRAY = re.compile(rb'(?:\xef\xbb\xbf)?\s*\[\s*\{\s*"[^"]{1,100}"\s*:')  # an array of objects; no text begins so


def _is_jsonl(head: bytes, ending: str) -> bool:
    if ending in JSONL.endings or _ARRAY.match(head):
        return True
    first = head.lstrip(b"\xef\xbb\xbf \r\n").split(b"\n", 1)[0]
    return not ending and first.startswith(b"{") and b'"text"' in first.lower()


def _is_csv(head: bytes, ending: str) -> bool:
    return ending in CSV.endings or (not ending and is_csv(head))


def _format(
    endings: tuple[str, ...],
    claims: Callable[[bytes, str], bool],
    table: Table,
    compressible: bool = False,
    risky: bool = False,
) -> Format:
    def parse(content: Content) -> Iterator[Draft | Failure]:
        return table.drafts(content.path, table.rows(content))

    return Format(table.name, endings, claims, parse, table, compressible=compressible, risky=risky)


_LINES = Table("JSON lines", jsonl_rows, parse_line, line_bytes)
_FIELDS = Table("CSV", csv_rows, parse_fields, bytes_of)
_CELLS = Table("Parquet", parquet_rows, parse_cells, bytes_of)

JSONL = _format((".jsonl", ".ndjson", ".json"), _is_jsonl, _LINES, compressible=True)
CSV = _format((".csv", ".tsv"), _is_csv, _FIELDS, compressible=True)
PARQUET = _format((".parquet",), lambda head, ending: head.startswith(b"PAR1"), _CELLS, risky=True)
