"""Convert the cells of tables to reports, for all table formats."""

from __future__ import annotations

import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, BinaryIO, Literal

import regex

from citegraph.errors import ReadError
from citegraph.i18n import Message, message
from citegraph.model import Failure
from citegraph.read import line_reader as bounds
from citegraph.read.decode import decode_without_repair, encoding_of, is_binary, remove_zero_bytes
from citegraph.read.legacy_encodings import repair
from citegraph.read.parser_types import Content, ParsedReport

COLUMNS = ("id", "title", "date", "text", "url", "publisher")
"""The recognized columns, in any case; all other columns are kept in `extra`."""
UNREAD = object()
"""Marks a cell whose value Python cannot represent."""

Cells = tuple[int, tuple[tuple[str, Any], ...], tuple[str, ...]]
"""A row with its number from 1: the names and values of its cells, and warnings about it."""

# If the first line is not a header, it belongs to a report, and its text must not appear in messages.
_NAME = regex.compile(r"(?=.{0,40}$)[\p{L}_][\p{L}\p{N}_.-]*(?: [\p{L}\p{N}_.()-]+){0,3}")
_SURROGATE = regex.compile("[\ud800-\udfff]")  # JSON can contain half a surrogate pair: "\\ud800"
_REMEDY_COLUMNS = message("do.name_text_column", columns=", ".join(COLUMNS))


def draft_of_row(
    path: str, number: int, cells: Iterable[tuple[str, Any]], sha256: str | None, warnings: tuple[str, ...]
) -> ParsedReport | Failure:
    """Return the report of a row, or a Failure for a row without a text.

    A cell that is not text is left out with a warning, unless it is the text itself. If several columns have the same
    name, the first filled one counts; the others are kept under names such as "text (2)".

    Args:
        path: The path of the table, for messages.
        number: The number of the row.
        cells: The names and values of its cells.
        sha256: The SHA-256 of the row; by default that of its fields.
        warnings: Warnings about the row.
    """
    fields: dict[str, str] = {}
    all_warnings = dict.fromkeys(warnings)
    repeats: Counter[str] = Counter()  # how often each name was repeated
    has_column = is_not_text = False  # whether there is a column 'text', and whether its value is not text
    for name, value in cells:
        column = normalize_column_name(name)
        has_column |= column == "text"
        if _is_empty(value):
            continue
        if column == "text" and not isinstance(value, str | bytes):
            is_not_text = True
            continue
        if value is UNREAD:
            all_warnings[message("doubt.unreadable_column", column=column)] = None
            continue
        try:
            field_text, field_warnings = _cell_text(value)
        except Exception:
            if column == "text":
                raise
            all_warnings[message("doubt.no_text_column", column=column)] = None
            continue
        if fields.get(column, "").strip():
            if not field_text.strip():
                continue
            all_warnings[message("doubt.repeated_column", column=column)] = None
            column = _free_column_name(column, fields, repeats)
        fields[column] = field_text
        if column == "text":
            all_warnings |= dict.fromkeys(field_warnings)
    if not fields.get("text", "").strip():
        return _no_text_failure(path, number, has_column=has_column, is_not_text=is_not_text)
    lost = fields["text"].count("\N{REPLACEMENT CHARACTER}")
    if lost and not all_warnings:
        all_warnings[message("doubt.lost", n=lost)] = None
    values = {name: fields[name].strip() or None for name in COLUMNS if name in fields}
    return ParsedReport(
        text=fields["text"],
        row=number,
        id=values.get("id"),
        sha256=sha256 or _row_digest(fields),
        title=values.get("title"),
        date=values.get("date"),
        publisher=values.get("publisher"),
        url=values.get("url"),
        warnings=tuple(all_warnings),
        extra=tuple(sorted((name, field) for name, field in fields.items() if name not in COLUMNS)),
    )


@lru_cache(maxsize=1024)
def normalize_column_name(name: str) -> str:
    """Return the name of a column, in lower case if it is one of COLUMNS."""
    text = _cell_text(name)[0].strip().strip("\ufeff").strip()
    return text.casefold() if text.casefold() in COLUMNS else text


def has_text_column(names: Iterable[str]) -> bool:
    """Whether one of these names is that of the text column."""
    return any(normalize_column_name(name) == "text" for name in names)


def row_failure(path: str, number: int, reason: Message, remedy: Message | Literal[""]) -> Failure:
    """Return the failure for a row."""
    return Failure(f"{path}#{number}", reason, remedy)


def too_long_failure(path: str, number: int) -> Failure:
    """Return the failure for a row of more than ROW_BYTES."""
    return row_failure(path, number, message("file.too_long", mb=bounds.ROW_BYTES // 2**20), message("do.split"))


def no_text_error(content: Content, names: Iterable[str] = ()) -> ReadError:
    """Return the error for a table without a column 'text'."""
    if is_binary(content.head):
        return ReadError(content.path, message("file.misnamed_table"), message("do.check_type"))
    return no_text_column_error(content.path, names)


def no_text_column_error(path: str, names: Iterable[str]) -> ReadError:
    """Return the error for a table with these columns; they are listed if they look like names."""
    column_names = [normalize_column_name(name) for name in names]
    columns = ", ".join(column_names)[:200] if all(map(_NAME.fullmatch, column_names)) else ""
    what = message("row.no_text_column_but", columns=columns) if columns else message("row.no_text_column")
    return ReadError(path, what, _REMEDY_COLUMNS)


def row_byte_length(row: Cells) -> int:
    """Return about how many bytes a row has."""
    return sum(len(value) for _, value in row[1] if isinstance(value, str | bytes))


def as_utf8(content: Content) -> BinaryIO:
    """Return the stream in an encoding that extends ASCII; UTF-16 and UTF-32 are read whole and converted to UTF-8."""
    if wide_encoding(content.head) is None:
        return content.stream
    return io.BytesIO(decode_without_repair(content.data(), content.path).text.encode("utf-8", "surrogatepass"))


def wide_encoding(head: bytes) -> str | None:
    """Return UTF-16 or UTF-32 if a table is in one of them; a damaged mark without zero bytes is not enough."""
    encoding = encoding_of(head)
    return None if encoding == "utf-8" or b"\0" not in head else encoding


def _no_text_failure(path: str, number: int, *, has_column: bool, is_not_text: bool) -> Failure:
    if is_not_text:
        return row_failure(path, number, message("row.text_is_no_text"), message("do.write_text"))
    if has_column:
        return row_failure(path, number, message("row.no_text"), message("do.fill_text"))
    return row_failure(path, number, message("row.no_text_column"), _REMEDY_COLUMNS)


def _is_empty(value: Any) -> bool:
    """Whether a cell is empty; pandas writes NaN for empty cells."""
    return value is None or (isinstance(value, float) and value != value)  # noqa: PLR0124


def _free_column_name(column: str, fields: Mapping[str, str], repeats: Counter[str]) -> str:
    """Return a free name for another column of the same name: "text (2)"."""
    while True:
        repeats[column] += 1
        name = f"{column} ({repeats[column] + 1})"
        if name not in fields:
            return name


def _cell_text(value: Any) -> tuple[str, tuple[str, ...]]:
    """Return a cell as text, and warnings about it; bytes are decoded like a file."""
    warnings: tuple[str, ...] = ()
    if isinstance(value, bytes):
        decoded = decode_without_repair(value, "")
        text, warnings = decoded.text, decoded.warnings
    elif isinstance(value, str):
        text = value
    elif isinstance(value, int | float | list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, default=str), ()
    else:
        return value.isoformat() if hasattr(value, "isoformat") else str(value), ()
    if not text.isascii() and _SURROGATE.search(text):
        text, warnings = _SURROGATE.sub("\ufffd", text), (*warnings, message("doubt.half_characters", sign="\ufffd"))
    text, zeros = remove_zero_bytes(text)
    text, legacy = repair(text)
    warnings += zeros
    return text, (*warnings, message("doubt.legacy", encoding=legacy)) if legacy else warnings


def _row_digest(row: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(row, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")).hexdigest()
