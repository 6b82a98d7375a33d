"""Rows of CSV and TSV files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from citegraph.model import Failure
from citegraph.read import line_reader as bounds
from citegraph.read.line_reader import Lines
from citegraph.read.parser_types import Content, Draft
from citegraph.read.table_cells import Cells, bad, draft, has_text, no_text, too_long, utf8, wide_encoding

_DELIMITERS = ",;\t|"
_DECLARED = re.compile(r'"?sep=([^"\r\n])"?[\r\n]*', re.IGNORECASE)  # how Excel names the delimiter of a file
_REMEDY = "check its quotation marks"


class _Shape(NamedTuple):
    """What every row of a table is to fit."""

    names: list[str]
    delimiter: str


class _Misfit(Exception):  # noqa: N818 - it never leaves this module
    """A row that does not fit, with the reason."""


def csv_rows(content: Content) -> Iterator[Cells | Failure]:
    """The rows below the header, and a Failure for each that does not fit it; ReadError without a text column.

    A line is a row, unless it ends within a quoted field: then the lines behind it belong to it, up to the one that
    ends outside of one. Such a row of several lines must fit: each quoted field ends right before a delimiter or at
    the end of its line, there are as many fields as in the header, and it is no longer than ROW_BYTES. If it does not
    fit, its first line alone is the bad row, and the reading goes on with the second line as if it began a row.
    So a quotation mark too many costs the row it stands in, and no other.

    A row with more cells than the header, all of them empty, is read with a warning. So is a row whose last cells are
    missing, where its text is there and its quotation marks are right, but not among the lines that are read a second
    time: these are more likely parts of a row. Blank lines are no rows.
    """
    lines = Lines(utf8(content), carriage=True)
    delimiter = _delimiter(content.head)
    _, header = _header(lines)
    shape = _Shape(_names(header, delimiter), delimiter)
    if not has_text(shape.names):
        raise no_text(content, shape.names)
    number = 0
    for line in lines:
        number += 1
        if line is None:
            yield too_long(content.path, number)
            continue
        try:
            fields, warnings = _row(lines, line, shape)
        except _Misfit as misfit:
            yield bad(content.path, number, str(misfit), _REMEDY)
            continue
        if fields:
            yield number, tuple(zip(shape.names, fields, strict=False)), warnings


def parse_fields(path: str, row: Cells) -> Draft | Failure:
    """The report of a row."""
    number, cells, warnings = row
    return draft(path, number, ((name, _unescaped(field)) for name, field in cells), None, warnings)


def is_csv(head: bytes) -> bool:
    """Whether the head of a file is that of a table with a text column and another."""
    return any(len(names) > 1 and has_text(names) for names in _headers(head).values())


def _row(lines: Lines, line: bytes, shape: _Shape) -> tuple[list[str], tuple[str, ...]]:
    """The fields of the row that a line begins, none for a blank one, and what is doubtful about them."""
    exact = lines.repeated
    held = [line]
    try:
        fields = next(_reader(_texts(lines, held), shape.delimiter))
    except csv.Error:  # a quotation mark within a field, or one that is never closed
        if len(held) == 1:
            return _lenient(line, shape), ("a quotation mark stands in the wrong place",)
        lines.back(held[1:])
        raise _Misfit(
            f"opens a quotation mark and does not close it; the lines behind it ({len(held) - 1}) are read as rows of "
            "their own"
        ) from None
    if len(held) == 1 and not exact and len(fields) > len(shape.names) and not any(fields[len(shape.names) :]):
        return fields[: len(shape.names)], ("its last cells are empty and have no column",)
    if not fields or _fits(fields, shape, exact=exact):
        missing = len(shape.names) - len(fields)
        return fields, (f"its last {missing} cells are missing",) if missing else ()
    said = f"has {len(fields)} fields, not {len(shape.names)}"
    if len(held) == 1:
        raise _Misfit(said)
    lines.back(held[1:])
    raise _Misfit(
        f"{said}; the lines behind it ({len(held) - 1}), over which it is quoted, are read as rows of their own"
    )


def _texts(lines: Lines, held: list[bytes]) -> Iterator[str]:
    """The line that is held, and those behind it, which are held when they are asked for."""
    yield _decoded(held[0])
    for line in lines.ahead(len(held[0])):
        held.append(line)
        yield _decoded(line)


def _lenient(line: bytes, shape: _Shape) -> list[str]:
    """The fields of a line with quotation marks in the wrong places."""
    feed = iter((_decoded(line), '"'))  # the mark closes what the line leaves open, and is asked for only then
    fields = next(_reader(feed, shape.delimiter, strict=False))
    if next(feed, None) is None:
        raise _Misfit("opens a quotation mark and does not close it")
    if len(fields) != len(shape.names):
        raise _Misfit(f"has {len(fields)} fields, not {len(shape.names)}")
    return fields


def _fits(fields: list[str], shape: _Shape, *, exact: bool) -> bool:
    """Whether there are as many fields as in the header, or, unless `exact`, the first of them with the text."""
    if len(fields) == len(shape.names):
        return True
    there = [name for name, field in zip(shape.names, fields, strict=False) if field.strip()]
    return not exact and len(fields) < len(shape.names) and has_text(there)


def _reader(texts: Iterable[str], delimiter: str, *, strict: bool = True) -> Iterator[list[str]]:
    if csv.field_size_limit() < bounds.ROW_BYTES:  # one for all readers of a process; others set it too
        csv.field_size_limit(bounds.ROW_BYTES)
    return csv.reader(texts, delimiter=delimiter, strict=strict)


def _header(lines: Lines) -> tuple[str, Iterator[str]]:
    """The delimiter that a line such as "sep=;" declares, or nothing, and the lines from the header on."""
    texts = (_decoded(line).lstrip("\ufeff") for line in lines.ahead())
    first = next((text for text in texts if text.strip("\r\n")), "")
    declared = _DECLARED.fullmatch(first)
    return (declared[1], texts) if declared else ("", chain([first], texts))


def _headers(head: bytes) -> dict[str, list[str]]:
    """The names of the columns by each delimiter that may be meant."""
    encoding = wide_encoding(head)
    if encoding is not None:
        head = head.decode(encoding, "replace").encode("utf-8", "replace")
    declared, texts = _header(Lines(io.BytesIO(head), carriage=True))
    header = list(texts)
    return {delimiter: _names(header, delimiter) for delimiter in declared or _DELIMITERS}


def _delimiter(head: bytes) -> str:
    """The delimiter that makes a column 'text' of the header; the first that may be meant where none does."""
    found = _headers(head)
    return next((delimiter for delimiter, names in found.items() if has_text(names)), next(iter(found)))


def _names(header: Iterable[str], delimiter: str) -> list[str]:
    return [name.strip() for name in next(_reader(header, delimiter, strict=False), [])]


def _decoded(line: bytes) -> str:
    """A line as text; what is not UTF-8 becomes surrogates, which are decoded field by field later."""
    return line.decode("utf-8", "surrogateescape")


def _unescaped(field: str) -> str | bytes:
    """A field's bytes, where they are not UTF-8."""
    try:
        field.encode("utf-8")
    except UnicodeEncodeError:
        return field.encode("utf-8", "surrogateescape")
    return field
