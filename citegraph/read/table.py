"""Tables of reports in (JSON lines, CSV, Parquet), one report a row out, never more than a few rows in memory."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, BinaryIO

import regex

from citegraph.errors import ReadError
from citegraph.model import Failure
from citegraph.read.content import Content, Draft, Format, Table
from citegraph.read.decode import decode_bytes, encoding_of, is_binary
from citegraph.read.legacy import repair

COLUMNS = ("id", "title", "date", "text", "url", "publisher")
"""What is understood; every other column is kept in `extra`."""
ROW_BYTES = 64 * 1024 * 1024
"""The longest row, in bytes; of a longer one only its end is looked for."""
BATCH_ROWS = 64
"""How many rows of a Parquet file are in memory at a time."""

_DELIMITERS = ",;\t|"
_SURROGATE = regex.compile("[\ud800-\udfff]")  # JSON can spell half a character: "\\ud800"
_REMEDY_COLUMNS = f"name the column of the texts 'text'; understood are {', '.join(COLUMNS)}"

Line = tuple[int, bytes | None]
"""A line of a table with its number from 1; None for one that is longer than ROW_BYTES."""
Cells = tuple[int, dict[str, Any]]
"""A row of a table with its number from 1: what it has in each column."""


def jsonl_lines(content: Content) -> Iterator[Line]:
    """The lines that say anything; ReadError where they cannot have a text."""
    if b"\n" in content.head and b'"text"' not in content.head and encoding_of(content.head) in (None, "utf-8"):
        raise _no_text(content)
    stream = _utf8(content)
    number = 0
    while line := stream.readline(ROW_BYTES):
        number += 1
        if len(line) < ROW_BYTES or line.endswith(b"\n"):
            if not line.isspace():
                yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(ROW_BYTES)
        yield number, None


def parse_line(path: str, row: Line) -> Draft | Failure:
    """The report of a line, or a Failure for one that is no JSON object with a text."""
    number, line = row
    if line is None:
        return _bad(path, number, f"is longer than {ROW_BYTES // 2**20} MB", "split it")
    try:
        decoded = decode_bytes(line, path)
        cells = json.loads(decoded.text)
    except ReadError as error:
        return _bad(path, number, error.what, error.remedy)
    except RecursionError:
        return _bad(path, number, "is nested too deep", "give the text in a plain column")
    except ValueError as error:
        return _bad(path, number, f"is no JSON ({error})", "correct the line")
    if not isinstance(cells, dict):
        return _bad(path, number, "is no JSON object", 'write it as {"id": …, "text": …}')
    return _draft(path, number, cells, hashlib.sha256(line.strip()).hexdigest(), decoded.warnings)


def csv_rows(content: Content) -> Iterator[Cells | Failure]:
    """The rows below the header, a Failure for one that does not fit it; ReadError without a text column."""
    csv.field_size_limit(ROW_BYTES)
    # What is not UTF-8 passes through as surrogates and is decoded field by field, as in any other file.
    text = io.TextIOWrapper(_utf8(content), "utf-8-sig", errors="surrogateescape", newline="")
    delimiter = _delimiter(content.head)
    rows = csv.reader(text, delimiter=delimiter)
    names = [name.strip().casefold() for name in next(rows, [])]
    if "text" not in names:
        raise _no_text(content, names)
    number = 0
    while True:
        number += 1
        try:
            fields = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield _bad(content.path, number, f"is broken ({error})", "check its quotation marks")
            continue
        if not fields:
            continue
        if len(fields) == len(names):
            yield number, dict(zip(names, fields, strict=True))
        else:
            what = f"has {len(fields)} fields, not {len(names)}"
            yield _bad(content.path, number, what, "check its quotation marks")


def parse_fields(path: str, row: Cells) -> Draft | Failure:
    """The report of a row of a CSV file."""
    number, cells = row
    return _draft(path, number, {name: _unescaped(field) for name, field in cells.items()}, None, ())


def parquet_rows(content: Content) -> Iterator[Cells | Failure]:
    """The rows, a Failure for one with a value that Python has none for; ReadError without a text column."""
    import pyarrow.parquet

    stream = content.stream if content.stream.seekable() else io.BytesIO(content.data())
    table = pyarrow.parquet.ParquetFile(stream)
    if "text" not in table.schema_arrow.names:
        raise _no_text(content, table.schema_arrow.names)
    number = 0
    for batch in table.iter_batches(BATCH_ROWS, use_threads=False):
        for cells in _cells(batch):
            number += 1
            if isinstance(cells, Exception):
                yield _bad(content.path, number, f"is broken ({cells})", "correct the line")
            else:
                yield number, cells


def _cells(batch: Any) -> Iterator[dict[str, Any] | Exception]:
    """The rows of a batch of pyarrow, and the error of one that holds "12024-05-02"; one by one where there is such."""
    try:
        yield from batch.to_pylist()
    except (ValueError, OverflowError) as error:
        if batch.num_rows == 1:
            yield error
            return
        for at in range(batch.num_rows):
            yield from _cells(batch.slice(at, 1))


def parse_cells(path: str, row: Cells) -> Draft | Failure:
    """The report of a row of a Parquet file."""
    return _draft(path, *row, None, ())


def _draft(
    path: str, number: int, row: Mapping[str, Any], sha256: str | None, warnings: tuple[str, ...]
) -> Draft | Failure:
    fields: dict[str, str] = {}
    for name, value in row.items():
        if value is not None:
            column = _column(str(name))
            try:
                fields[column], doubts = _field(value)
            except Exception:
                if column == "text":
                    raise
                warnings = (*warnings, f"its column {column!r} is left out, for it is no text")
                continue
            if column == "text":
                warnings = tuple(dict.fromkeys(warnings + doubts))
    text = fields.get("text", "")
    if not text or text.isspace():
        return _bad(path, number, "has no text", "fill its column 'text'")
    said = {name: fields[name].strip() or None for name in COLUMNS if name in fields}
    return Draft(
        text=text,
        row=number,
        id=said.get("id"),
        sha256=sha256 or _digest(fields),
        title=said.get("title"),
        date=said.get("date"),
        publisher=said.get("publisher"),
        url=said.get("url"),
        warnings=warnings,
        extra=tuple(sorted((name, field) for name, field in fields.items() if name not in COLUMNS)),
    )


@lru_cache(maxsize=256)
def _column(name: str) -> str:
    """The name of a column as text; every row of a table has the same."""
    return _field(name)[0].strip()


def _field(value: Any) -> tuple[str, tuple[str, ...]]:
    """A cell as text, with what is doubtful about it; bytes are decoded like a file of their own."""
    warnings: tuple[str, ...] = ()
    if isinstance(value, bytes):
        decoded = decode_bytes(value, "")
        text, warnings = decoded.text, decoded.warnings
    elif isinstance(value, str):
        text = value
    elif hasattr(value, "isoformat"):
        return value.isoformat(), ()
    else:
        return json.dumps(value, ensure_ascii=False, default=str), ()
    if not text.isascii() and _SURROGATE.search(text):
        text, warnings = _SURROGATE.sub("\ufffd", text), (*warnings, "half characters are replaced by \ufffd")
    text, legacy = repair(text)
    return text, (*warnings, f"written in {legacy}; converted") if legacy else warnings


def _unescaped(field: str) -> str | bytes:
    """A field of a CSV file: its bytes, where they are not UTF-8."""
    try:
        field.encode("utf-8")
    except UnicodeEncodeError:
        return field.encode("utf-8", "surrogateescape")
    return field


def _utf8(content: Content) -> BinaryIO:
    """The stream, in UTF-8 or an encoding that has ASCII in common with it; UTF-16 is read whole for that."""
    encoding = encoding_of(content.head)
    if encoding in (None, "utf-8"):
        if is_binary(content.head):
            raise ReadError(content.path, "is no text, as a table of its kind would be", "check what file this is")
        return content.stream
    return io.BytesIO(decode_bytes(content.data(), content.path).text.encode("utf-8"))


def _delimiter(head: bytes) -> str:
    """The delimiter that makes a column 'text' of the header; a comma where none does."""
    encoding = encoding_of(head) or "utf-8"
    header = head.decode(encoding, "replace").lstrip("\ufeff").splitlines()[:1]
    return next((d for d in _DELIMITERS if "text" in _names(header, d)), ",")


def _names(header: Iterable[str], delimiter: str) -> list[str]:
    return [name.strip().casefold() for name in next(csv.reader(header, delimiter=delimiter), [])]


def _digest(row: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(row, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")).hexdigest()


def _bad(path: str, number: int, reason: str, remedy: str) -> Failure:
    return Failure(f"{path}#{number}", reason, remedy)


def _no_text(content: Content, names: Iterable[str] = ()) -> ReadError:
    columns = ", ".join(names)[:200]
    return ReadError(content.path, "has no column 'text'" + (f", but {columns}" if columns else ""), _REMEDY_COLUMNS)


def _is_jsonl(head: bytes, ending: str) -> bool:
    if ending in JSONL.endings:
        return True
    first = head.lstrip(b"\xef\xbb\xbf \r\n").split(b"\n", 1)[0]
    return not ending and first.startswith(b"{") and b'"text"' in first


def _is_csv(head: bytes, ending: str) -> bool:
    if ending in CSV.endings:
        return True
    first = head.decode("utf-8", "replace").lstrip("\ufeff").splitlines()[:1]
    return not ending and any(len(names) > 1 and "text" in names for names in (_names(first, d) for d in _DELIMITERS))


def _line_bytes(row: Line) -> int:
    return len(row[1] or b"")


def _cell_bytes(row: Cells) -> int:
    return sum(len(value) for value in row[1].values() if isinstance(value, str | bytes))


def _format(
    endings: tuple[str, ...],
    claims: Callable[[bytes, str], bool],
    table: Table,
    **settings: bool,
) -> Format:
    def parse(content: Content) -> Iterator[Draft | Failure]:
        return table.drafts(content.path, table.rows(content))

    return Format(table.name, endings, claims, parse, table, **settings)


_LINES = Table("JSON lines", jsonl_lines, parse_line, _line_bytes)
_FIELDS = Table("CSV", csv_rows, parse_fields, _cell_bytes)
_CELLS = Table("Parquet", parquet_rows, parse_cells, _cell_bytes)

JSONL = _format((".jsonl", ".ndjson"), _is_jsonl, _LINES, compressible=True)
CSV = _format((".csv", ".tsv"), _is_csv, _FIELDS, compressible=True)
PARQUET = _format((".parquet",), lambda head, ending: head.startswith(b"PAR1"), _CELLS, risky=True)
