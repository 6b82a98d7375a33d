"""Split CSV and TSV files into rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from citegraph.i18n import Message, message
from citegraph.model import Failure
from citegraph.read import line_reader as bounds
from citegraph.read.line_reader import Lines
from citegraph.read.parser_types import Content, ParsedReport
from citegraph.read.row_to_report import (
    Cells,
    as_utf8,
    draft_of_row,
    has_text_column,
    no_text_error,
    row_failure,
    too_long_failure,
    wide_encoding,
)

_DELIMITERS = ",;\t|"
_DECLARED = re.compile(r'"?sep=([^"\r\n])"?[\r\n]*', re.IGNORECASE)  # how Excel declares the delimiter of a file
_REMEDY = message("do.check_quotes")


class _Shape(NamedTuple):
    """The columns and the delimiter that every row of a table must match."""

    names: list[str]
    delimiter: str


class _Misfit(Exception):  # noqa: N818  - it is caught within this module
    """A row does not match the header; the message is the reason."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason)
        self.reason = reason


def csv_rows(content: Content) -> Iterator[Cells | Failure]:
    """Yield the rows below the header, and a Failure for each row that does not match it.

    A line is a row, unless it ends within a quoted field. Then the row continues with the following lines, up to the
    one that ends outside a quoted field. A row of several lines must match the header: each quoted field ends right
    before a delimiter or at the end of its line, it has as many fields as the header, and it is at most ROW_BYTES long.
    If it does not match, only its first line is the bad row, and the second line is read as the start of a new row. So
    a stray quotation mark affects only its own row. If both lines have as many fields as the header, the first line is
    a row with a missing closing mark, and is read with a warning.

    A row with more cells than the header is read with a warning if all extra cells are empty. So is a row whose last
    cells are missing, if it has a text and its quotation marks are correct. This does not apply to lines that are read
    a second time, because they are more likely parts of a row. Blank lines are skipped.

    Raises:
        ReadError: The table has no text column.
    """
    lines = Lines(as_utf8(content), carriage=True)
    delimiter = _delimiter(content.head)
    _, header = _delimiter_and_header_lines(lines)
    shape = _Shape(_column_names(header, delimiter), delimiter)
    if not has_text_column(shape.names):
        raise no_text_error(content, shape.names)
    number = 0
    for line in lines:
        number += 1
        if line is None:
            yield too_long_failure(content.path, number)
            continue
        try:
            fields, warnings = _fields_of_row(lines, line, shape)
        except _Misfit as misfit:
            yield row_failure(content.path, number, misfit.reason, _REMEDY)
            continue
        if fields:
            yield number, tuple(zip(shape.names, fields, strict=False)), warnings


def parse_fields(path: str, row: Cells) -> ParsedReport | Failure:
    """Return the report of a row, or a Failure for a row without a text."""
    number, cells, warnings = row
    return draft_of_row(path, number, ((name, _bytes_unless_utf8(field)) for name, field in cells), None, warnings)


def is_csv(head: bytes) -> bool:
    """Whether the beginning of a file is that of a table with a text column and at least one other column."""
    return any(len(names) > 1 and has_text_column(names) for names in _columns_by_delimiter(head).values())


def _fields_of_row(lines: Lines, line: bytes, shape: _Shape) -> tuple[list[str], tuple[str, ...]]:
    """Return the fields of the row that starts with `line`, and warnings about them. A blank line has no fields."""
    exact = lines.repeated
    lines_read = [line]
    try:
        fields = next(_csv_reader(_line_texts(lines, lines_read), shape.delimiter))
    except csv.Error:  # a quotation mark within a field, or one that is never closed
        following = lines_read[1:]
        lines.push_back(following)
        fields, is_closed = _parse_leniently(line, shape)
        next_fields = _parse_leniently(following[0], shape)[0] if following else fields
        if len(fields) != len(shape.names) or len(next_fields) != len(shape.names):
            if following:
                raise _Misfit(message("row.open_quote_split", n=len(following))) from None
            raise _Misfit(message("row.wrong_length", found=len(fields), expected=len(shape.names))) from None
        return fields, (message("doubt.quotation" if is_closed else "doubt.open_quote"),)
    if len(lines_read) == 1 and not exact and len(fields) > len(shape.names) and not any(fields[len(shape.names) :]):
        return fields[: len(shape.names)], (message("doubt.extra_cells"),)
    if not fields or _fits_header(fields, shape, exact=exact):
        missing = len(shape.names) - len(fields)
        return fields, (message("doubt.missing_cells", n=missing),) if missing else ()
    counts = {"found": len(fields), "expected": len(shape.names)}
    if len(lines_read) == 1:
        raise _Misfit(message("row.wrong_length", **counts))
    lines.push_back(lines_read[1:])
    raise _Misfit(message("row.wrong_length_split", n=len(lines_read) - 1, **counts))


def _line_texts(lines: Lines, lines_read: list[bytes]) -> Iterator[str]:
    """Yield the text of the first line and of the following lines; add each line read to `row_lines`."""
    yield _decode_line(lines_read[0])
    for line in lines.read_row_lines(len(lines_read[0])):
        lines_read.append(line)
        yield _decode_line(line)


def _parse_leniently(line: bytes, shape: _Shape) -> tuple[list[str], bool]:
    """Return the fields of a line with misplaced quotation marks, and whether each mark is closed on it."""
    feed = iter((_decode_line(line).rstrip("\r\n"), '"'))  # the second item closes an open quotation mark
    fields = next(_csv_reader(feed, shape.delimiter, strict=False))
    return fields, next(feed, None) is not None


def _fits_header(fields: list[str], shape: _Shape, *, exact: bool) -> bool:
    """Whether there are as many fields as in the header, or, unless `exact`, fewer that include the text."""
    if len(fields) == len(shape.names):
        return True
    filled = [name for name, field in zip(shape.names, fields, strict=False) if field.strip()]
    return not exact and len(fields) < len(shape.names) and has_text_column(filled)


def _csv_reader(texts: Iterable[str], delimiter: str, *, strict: bool = True) -> Iterator[list[str]]:
    if csv.field_size_limit() < bounds.ROW_BYTES:  # global to the process, and other code may set it
        csv.field_size_limit(bounds.ROW_BYTES)
    return csv.reader(texts, delimiter=delimiter, strict=strict)


def _delimiter_and_header_lines(lines: Lines) -> tuple[str, Iterator[str]]:
    """Return the delimiter that a line such as "sep=;" declares, or "", and the lines from the header on."""
    texts = (_decode_line(line).lstrip("\ufeff") for line in lines.read_row_lines())
    first = next((text for text in texts if text.strip("\r\n")), "")
    declared = _DECLARED.fullmatch(first)
    return (declared[1], texts) if declared else ("", chain([first], texts))


def _columns_by_delimiter(head: bytes) -> dict[str, list[str]]:
    """Return the column names for each possible delimiter."""
    encoding = wide_encoding(head)
    if encoding is not None:
        head = head.decode(encoding, "replace").encode("utf-8", "replace")
    declared, texts = _delimiter_and_header_lines(Lines(io.BytesIO(head), carriage=True))
    header = list(texts)
    return {delimiter: _column_names(header, delimiter) for delimiter in declared or _DELIMITERS}


def _delimiter(head: bytes) -> str:
    """Return the first delimiter that gives the header a column 'text', or the first possible one if none does."""
    found = _columns_by_delimiter(head)
    return next((delimiter for delimiter, names in found.items() if has_text_column(names)), next(iter(found)))


def _column_names(header: Iterable[str], delimiter: str) -> list[str]:
    return [name.strip() for name in next(_csv_reader(header, delimiter, strict=False), [])]


def _decode_line(line: bytes) -> str:
    """Return a line as text. Bytes that are not UTF-8 become surrogates, which are decoded field by field later."""
    return line.decode("utf-8", "surrogateescape")


def _bytes_unless_utf8(field: str) -> str | bytes:
    """Return a field, as bytes if it is not UTF-8."""
    try:
        field.encode("utf-8")
    except UnicodeEncodeError:
        return field.encode("utf-8", "surrogateescape")
    return field
