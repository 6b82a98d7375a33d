"""Columns and cells of tables of reports, whatever the file format."""

from __future__ import annotations

import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, BinaryIO

import regex

from citegraph.errors import ReadError
from citegraph.model import Failure
from citegraph.read import line_reader as bounds
from citegraph.read.decode import decode_bytes, encoding_of, is_binary, without_zeros
from citegraph.read.legacy_encodings import repair
from citegraph.read.parser_types import Content, Draft

COLUMNS = ("id", "title", "date", "text", "url", "publisher")
"""What is understood, in capital or small letters; every other column is kept in `extra`."""
UNREAD = object()
"""Stands for a cell whose value Python has none for."""

Cells = tuple[int, tuple[tuple[str, Any], ...], tuple[str, ...]]
"""A row with its number from 1: the names and values of its cells, and what is doubtful about it."""

# A first line that is no header holds a report, and no message may.
_NAME = regex.compile(r"(?=.{0,40}$)[\p{L}_][\p{L}\p{N}_.-]*(?: [\p{L}\p{N}_.()-]+){0,3}")
_SURROGATE = regex.compile("[\ud800-\udfff]")  # JSON can spell half a character: "\\ud800"
_REMEDY_COLUMNS = f"name the column of the texts 'text'; understood are {', '.join(COLUMNS)}"


def draft(
    path: str, number: int, cells: Iterable[tuple[str, Any]], sha256: str | None, warnings: tuple[str, ...]
) -> Draft | Failure:
    """The report of a row, or a Failure for one without a text.

    A cell that is no text costs its row that cell alone, with a warning, unless it is the text itself. Where several
    columns have one name, the first that is filled counts; the others are kept under names such as "text (2)".
    """
    fields: dict[str, str] = {}
    doubted = dict.fromkeys(warnings)
    again: Counter[str] = Counter()  # how often each name came again
    known = odd = False  # whether there is a column 'text', and whether something else than a text is in it
    for name, value in cells:
        column = column_name(name)
        known |= column == "text"
        if _is_empty(value):
            continue
        if column == "text" and not isinstance(value, str | bytes):
            odd = True
            continue
        if value is UNREAD:
            doubted[f"its column {column!r} is left out, for its value cannot be read"] = None
            continue
        try:
            said, doubts = _field(value)
        except Exception:
            if column == "text":
                raise
            doubted[f"its column {column!r} is left out, for it is no text"] = None
            continue
        if fields.get(column, "").strip():
            if not said.strip():
                continue
            doubted[f"its column {column!r} is there more than once; the first that is filled counts"] = None
            column = _another(column, fields, again)
        fields[column] = said
        if column == "text":
            doubted |= dict.fromkeys(doubts)
    if not fields.get("text", "").strip():
        return _without_text(path, number, known=known, odd=odd)
    lost = fields["text"].count("\N{REPLACEMENT CHARACTER}")
    if lost and not doubted:
        doubted[f"{lost} characters were already lost when this text was written"] = None
    said_of = {name: fields[name].strip() or None for name in COLUMNS if name in fields}
    return Draft(
        text=fields["text"],
        row=number,
        id=said_of.get("id"),
        sha256=sha256 or _digest(fields),
        title=said_of.get("title"),
        date=said_of.get("date"),
        publisher=said_of.get("publisher"),
        url=said_of.get("url"),
        warnings=tuple(doubted),
        extra=tuple(sorted((name, field) for name, field in fields.items() if name not in COLUMNS)),
    )


@lru_cache(maxsize=1024)
def column_name(name: str) -> str:
    """The name of a column as it counts in every table: one of COLUMNS however it is written, else as it is."""
    said = _field(name)[0].strip().strip("\ufeff").strip()
    return said.casefold() if said.casefold() in COLUMNS else said


def has_text(names: Iterable[str]) -> bool:
    """Whether a table with columns of these names has one for the texts."""
    return any(column_name(name) == "text" for name in names)


def bad(path: str, number: int, reason: str, remedy: str) -> Failure:
    """What is listed for a row."""
    return Failure(f"{path}#{number}", reason, remedy)


def too_long(path: str, number: int) -> Failure:
    """What is listed for a row of more than ROW_BYTES."""
    return bad(path, number, f"is longer than {bounds.ROW_BYTES // 2**20} MB", "split it")


def no_text(content: Content, names: Iterable[str] = ()) -> ReadError:
    """The error for a table none of whose columns is called 'text'."""
    if is_binary(content.head):
        return ReadError(content.path, "is no text, as a table of its kind would be", "check what file this is")
    return no_text_column(content.path, names)


def no_text_column(path: str, names: Iterable[str]) -> ReadError:
    """The error for a table with columns of these names; they are told where they look like names."""
    said = [column_name(name) for name in names]
    columns = ", ".join(said)[:200] if all(map(_NAME.fullmatch, said)) else ""
    return ReadError(path, "has no column 'text'" + (f", but {columns}" if columns else ""), _REMEDY_COLUMNS)


def bytes_of(row: Cells) -> int:
    """About how long a row is."""
    return sum(len(value) for _, value in row[1] if isinstance(value, str | bytes))


def utf8(content: Content) -> BinaryIO:
    """The stream, in UTF-8 or an encoding that has ASCII in common with it; UTF-16 is read whole for that."""
    if wide_encoding(content.head) is None:
        return content.stream
    return io.BytesIO(decode_bytes(content.data(), content.path).text.encode("utf-8", "surrogatepass"))


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32, where a table is in one; what has no zeros is neither, though two damaged bytes say so."""
    encoding = encoding_of(head)
    return None if encoding == "utf-8" or b"\0" not in head else encoding


def _without_text(path: str, number: int, *, known: bool, odd: bool) -> Failure:
    if odd:
        return bad(path, number, "its column 'text' is no text", "write the text as a string")
    if known:
        return bad(path, number, "has no text", "fill its column 'text'")
    return bad(path, number, "has no column 'text'", _REMEDY_COLUMNS)


def _is_empty(value: Any) -> bool:
    """Whether a cell says nothing; NaN is how pandas writes that."""
    return value is None or (isinstance(value, float) and value != value)  # noqa: PLR0124


def _another(column: str, fields: Mapping[str, str], again: Counter[str]) -> str:
    """A free name for one more column of this name: "text (2)"."""
    while True:
        again[column] += 1
        name = f"{column} ({again[column] + 1})"
        if name not in fields:
            return name


def _field(value: Any) -> tuple[str, tuple[str, ...]]:
    """A cell as text, with what is doubtful about it; bytes are decoded like a file of their own."""
    warnings: tuple[str, ...] = ()
    if isinstance(value, bytes):
        decoded = decode_bytes(value, "")
        text, warnings = decoded.text, decoded.warnings
    elif isinstance(value, str):
        text = value
    elif isinstance(value, int | float | list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, default=str), ()
    else:
        return value.isoformat() if hasattr(value, "isoformat") else str(value), ()
    if not text.isascii() and _SURROGATE.search(text):
        text, warnings = _SURROGATE.sub("\ufffd", text), (*warnings, "half characters are replaced by \ufffd")
    text, zeros = without_zeros(text)
    text, legacy = repair(text)
    warnings += zeros
    return text, (*warnings, f"written in {legacy}; converted") if legacy else warnings


def _digest(row: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(row, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")).hexdigest()
