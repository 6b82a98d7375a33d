"""Tables of reports in (JSON lines, CSV, Parquet), one report a row out, never more than a few rows in memory."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

import regex

from citegraph.errors import ReadError
from citegraph.model import Failure
from citegraph.read.content import Content, Draft, Format
from citegraph.read.decode import Decoded, decode_bytes, encoding_of, is_binary
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


def parse_jsonl(content: Content) -> Iterator[Draft | Failure]:
    """A report a line, a Failure for a line that is no JSON object with a text; an empty line says nothing."""
    if b"\n" in content.head and b'"text"' not in content.head and encoding_of(content.head) in (None, "utf-8"):
        raise _no_text(content)
    for number, line in enumerate(_lines(content), 1):
        if line is None:
            yield _bad(content, number, f"is longer than {ROW_BYTES // 2**20} MB", "split it")
            continue
        if not line.strip():
            continue
        try:
            decoded = decode_bytes(line, content.path)
            row = json.loads(decoded.text)
        except ReadError as error:
            yield _bad(content, number, error.what, error.remedy)
        except RecursionError:
            yield _bad(content, number, "is nested too deep", "give the text in a plain column")
        except ValueError as error:
            yield _bad(content, number, f"is no JSON ({error})", "correct the line")
        else:
            if isinstance(row, dict):
                yield _draft(content, number, row, hashlib.sha256(line.strip()).hexdigest(), decoded.warnings)
            else:
                yield _bad(content, number, "is no JSON object", 'write it as {"id": …, "text": …}')


def parse_csv(content: Content) -> Iterator[Draft | Failure]:
    """A report a row below the header, a Failure for a row that does not fit it; ReadError without a text column."""
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
            yield _bad(content, number, f"is broken ({error})", "check its quotation marks")
            continue
        if not fields:
            continue
        if len(fields) != len(names):
            yield _bad(content, number, f"has {len(fields)} fields, not {len(names)}", "check its quotation marks")
            continue
        yield _draft(content, number, dict(zip(names, map(_unescaped, fields), strict=True)), None, ())


def parse_parquet(content: Content) -> Iterator[Draft | Failure]:
    """A report a row; ReadError without a text column."""
    import pyarrow.parquet

    stream = content.stream if content.stream.seekable() else io.BytesIO(content.data())
    table = pyarrow.parquet.ParquetFile(stream)
    if "text" not in table.schema_arrow.names:
        raise _no_text(content, table.schema_arrow.names)
    number = 0
    for batch in table.iter_batches(BATCH_ROWS, use_threads=False):
        for row in batch.to_pylist():
            number += 1
            yield _draft(content, number, row, None, ())


def _draft(
    content: Content, number: int, row: Mapping[str, Any], sha256: str | None, warnings: tuple[str, ...]
) -> Draft | Failure:
    fields = {_field(str(name)).text.strip(): _field(value) for name, value in row.items() if value is not None}
    text = fields.get("text", Decoded("", "utf-8"))
    if not text.text.strip():
        return _bad(content, number, "has no text", "fill its column 'text'")
    said = {name: fields[name].text.strip() or None for name in COLUMNS if name in fields}
    return Draft(
        text=text.text,
        row=number,
        id=said.get("id"),
        sha256=sha256 or _digest({name: field.text for name, field in fields.items()}),
        title=said.get("title"),
        date=said.get("date"),
        publisher=said.get("publisher"),
        url=said.get("url"),
        warnings=tuple(dict.fromkeys(warnings + text.warnings)),
        extra=tuple(sorted((name, field.text) for name, field in fields.items() if name not in COLUMNS)),
    )


def _field(value: Any) -> Decoded:
    """A cell as text; bytes are decoded like a file of their own."""
    if isinstance(value, bytes):
        decoded = decode_bytes(value, "")
    elif isinstance(value, str):
        decoded = Decoded(value, "utf-8")
    elif hasattr(value, "isoformat"):
        return Decoded(value.isoformat(), "utf-8")
    else:
        return Decoded(json.dumps(value, ensure_ascii=False, default=str), "utf-8")
    text, warnings = decoded.text, decoded.warnings
    if not text.isascii() and _SURROGATE.search(text):
        text, warnings = _SURROGATE.sub("\ufffd", text), (*warnings, "half characters are replaced by \ufffd")
    text, legacy = repair(text)
    return Decoded(text, legacy or "utf-8", (*warnings, f"written in {legacy}; converted") if legacy else warnings)


def _unescaped(field: str) -> str | bytes:
    """A field of a CSV file: its bytes, where they are not UTF-8."""
    try:
        field.encode("utf-8")
    except UnicodeEncodeError:
        return field.encode("utf-8", "surrogateescape")
    return field


def _lines(content: Content) -> Iterator[bytes | None]:
    """The lines; None for one that is longer than ROW_BYTES."""
    stream = _utf8(content)
    while line := stream.readline(ROW_BYTES):
        if len(line) < ROW_BYTES or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(ROW_BYTES)
        yield None


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


def _bad(content: Content, number: int, reason: str, remedy: str) -> Failure:
    return Failure(f"{content.path}#{number}", reason, remedy)


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


JSONL = Format("JSON lines", (".jsonl", ".ndjson"), _is_jsonl, parse_jsonl, compressible=True)
CSV = Format("CSV", (".csv", ".tsv"), _is_csv, parse_csv, compressible=True)
PARQUET = Format("Parquet", (".parquet",), lambda head, ending: head.startswith(b"PAR1"), parse_parquet)
