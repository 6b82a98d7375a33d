"""The table of formats: recognize a source, parse it and return its reports."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from citegraph.errors import ReadError
from citegraph.i18n import message
from citegraph.model import Failure, Report
from citegraph.read import (
    archive,
    container_names,
    doc,
    docx,
    epub,
    excel_xml,
    html,
    images,
    json_rows,
    mail,
    msg,
    opendocument,
    pdf,
    plain_text,
    ppt,
    pptx,
    report_tables,
    rtf,
    subtitles,
    unsupported_formats,
    workbooks,
)
from citegraph.read.file_name_encoding import to_stored_name
from citegraph.read.metadata import find_metadata
from citegraph.read.parser_types import (
    MEMBER_DEPTH,
    Allowance,
    Content,
    FileFormat,
    Heartbeat,
    Member,
    ParsedReport,
    TableReader,
    failure_of_error,
)
from citegraph.read.sources import Source

FORMATS: tuple[FileFormat, ...] = (
    pdf.FORMAT,
    docx.FORMAT,
    docx.XML,
    pptx.FORMAT,
    workbooks.FORMAT,
    excel_xml.FORMAT,
    epub.FORMAT,
    opendocument.FORMAT,
    doc.FORMAT,
    ppt.FORMAT,
    msg.FORMAT,
    rtf.FORMAT,
    archive.ZIP,
    archive.TAR,
    archive.SEVEN,
    mail.FORMAT,
    report_tables.PARQUET,
    images.FORMAT,
    unsupported_formats.FORMAT,
    html.FORMAT,
    subtitles.FORMAT,
    report_tables.JSONL,
    report_tables.CSV,
    plain_text.FORMAT,
)
"""All formats, the most specific first. The first one that claims a file reads it."""


def recognize_by_first_bytes(content: Content) -> FileFormat:
    """Return the format of an opened source by its first bytes and its ending, without looking inside a container."""
    return next(form for form in FORMATS if form.recognizes(content.head, content.ending))


def identify_format(content: Content) -> tuple[Content, FileFormat]:
    """Return the content, positioned at its start, and its format, which may depend on the files inside it."""
    content, names = container_names.list_names(content)
    if not names:
        form = recognize_by_first_bytes(content)
        return _identify_json_or_text(content) if _may_be_text_not_json(content, form) else (content, form)
    return content, next(
        form for form in FORMATS if form.recognizes_container is not None and form.recognizes_container(names)
    )


def _may_be_text_not_json(content: Content, form: FileFormat) -> bool:
    """Whether a file begins like JSON, but has the file name extension of a text file."""
    return form is report_tables.JSONL and content.ending in plain_text.FORMAT.endings


def _identify_json_or_text(content: Content) -> tuple[Content, FileFormat]:
    """Return a text file that begins like JSON, and its format: what is not valid JSON is a text, with a warning."""
    data, doubts = content.data(), content.doubts
    content = replace(content, stream=io.BytesIO(data))
    fault = json_rows.json_fault(data)
    if fault is None:
        return content, report_tables.JSONL
    doubt = message("doubt.not_json", why=fault)
    return replace(content, doubts=lambda: (*doubts(), doubt)), plain_text.FORMAT


def load(source: Source) -> Iterator[Report | Failure]:
    """Yield the reports of one source.

    Tables are streamed. The argument can be pickled, so this can run in another process. There is no limit on time or
    memory; see `load_guarded`.

    Args:
        source: The file to read.

    Yields:
        Each report, and a Failure for each row that cannot be read, or for the whole file. Errors of parsers become
        Failures and are not raised.
    """
    return (found for found in load_with_heartbeats(source) if not isinstance(found, Heartbeat))


def load_with_heartbeats(source: Source) -> Iterator[Report | Failure | Heartbeat]:
    """Like `load`, with heartbeats in between, for a caller with a time limit."""
    yield from _load(source)


def _load(source: Source, allowance: Allowance | None = None, depth: int = 0) -> Iterator[Report | Failure | Heartbeat]:
    """Yield the reports of a file that lies `depth` levels deep in other files, within the allowance they share."""
    name = "file"
    try:
        with source.open_content() as outer:
            content, form = identify_format(outer if allowance is None else replace(outer, allowance=allowance))
            name = form.name
            draft = None
            for draft in form.parse(content):
                if isinstance(draft, Heartbeat):
                    yield draft
                elif isinstance(draft, Member):
                    yield from _load_member(source, draft, content.allowance, depth)
                else:
                    yield _to_report(source, name, draft if form.table else _with_warnings(draft, content))
            if draft is None:
                raise _empty_file_error(source)
            if form.table:
                yield from _warnings_as_failures(content)
    except Exception as error:  # parsers of hostile files raise any error; the run continues
        yield failure_of_error(source.path, name, error)


def _load_member(
    outer: Source, member: Member, allowance: Allowance, depth: int
) -> Iterator[Report | Failure | Heartbeat]:
    """Yield the reports of a file that lies in another."""
    name = to_stored_name(member.name)
    path = f"{outer.path}/{name}"
    if depth >= MEMBER_DEPTH:
        yield Failure(path, message("file.too_deep", most=MEMBER_DEPTH), message("do.unpack"))
        return
    inner = Source(path, Path(name), member.data, recognition=outer.recognition)
    yield from _load(inner, allowance, depth + 1)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows of a table, not parsed yet, to be sent to another process."""

    source: Source
    form: str  # name of its format
    rows: tuple[Any, ...]

    def load(self) -> Iterator[Report | Failure]:
        """Yield the reports of these rows, as the function `load` does."""
        table = next(form.table for form in FORMATS if form.table is not None and form.name == self.form)
        return (_to_report(self.source, self.form, draft) for draft in table.parse_rows(self.source.path, self.rows))


_TABLES = frozenset(ending for form in FORMATS if form.table is not None for ending in form.endings)
_OTHERS = frozenset(ending for form in FORMATS if form.table is None for ending in form.endings)


def is_table(source: Source) -> bool:
    """Whether a source is a table of reports, by its ending, or by its content if the ending is not known."""
    if source.ending in _TABLES or source.ending in _OTHERS:
        return source.ending in _TABLES
    try:
        with source.open_content() as content:
            return recognize_by_first_bytes(content).table is not None
    except Exception:  # loading the source raises the same error and reports it
        return False


def split_into_pieces(source: Source, max_rows: int, max_bytes: int) -> Iterator[Piece] | None:
    """Split a table into pieces that other processes can parse.

    A table is always split in the same way. It is streamed, and its errors become Failures.

    Args:
        source: The file to split.
        max_rows: The most rows in a piece.
        max_bytes: A piece of fewer rows ends when its rows reach this many bytes.

    Returns:
        The pieces; None if the source is no table or perhaps none, or its parser must run under a guard.
    """
    try:
        with source.open_content() as content:
            form = recognize_by_first_bytes(content)
            is_doubtful = _may_be_text_not_json(content, form)
    except Exception:  # loading the source raises the same error and reports it
        return None
    return (
        None
        if form.table is None or form.risky or is_doubtful
        else _pieces(source, form.name, form.table, max_rows, max_bytes)
    )


def _pieces(source: Source, form: str, table: TableReader, max_rows: int, max_bytes: int) -> Iterator[Piece]:
    waiting: list[Any] = []
    rows = length_so_far = 0
    reference = source if source.data is None else replace(source, data=b"")
    try:
        with source.open_content() as content:
            for row in table.rows(content):
                rows += 1
                waiting.append(row)
                length_so_far += table.row_byte_length(row)
                if len(waiting) >= max_rows or length_so_far >= max_bytes:
                    yield Piece(reference, form, tuple(waiting))
                    waiting, length_so_far = [], 0
            if not rows:
                raise _empty_file_error(source)
            waiting += _warnings_as_failures(content)
    except Exception as error:
        waiting.append(failure_of_error(source.path, form, error))
    if waiting:
        yield Piece(reference, form, tuple(waiting))


def _with_warnings(draft: ParsedReport | Failure, content: Content) -> ParsedReport | Failure:
    """Return a draft with the warnings about its file, which has been read to its end."""
    return draft if isinstance(draft, Failure) else replace(draft, warnings=draft.warnings + content.doubts())


def _warnings_as_failures(content: Content) -> Iterator[Failure]:
    """Yield a Failure for each warning about a table that has been read to its end."""
    return (Failure(content.path, doubt, message("do.compress_again")) for doubt in content.doubts())


def _empty_file_error(source: Source) -> ReadError:
    return ReadError(source.path, message("file.no_report"), message("do.skip_or_download"))


def _to_report(source: Source, form: str, draft: ParsedReport | Failure) -> Report | Failure:
    """Return the report of a draft; an error while its metadata are searched becomes a Failure."""
    if isinstance(draft, Failure):
        return draft
    try:
        return _make_report(source, draft)
    except Exception as error:
        return failure_of_error(source.path + _report_id_suffix(draft), form, error)


def _report_id_suffix(draft: ParsedReport) -> str:
    """Return the suffix that distinguishes a report from the others of its file."""
    part = "" if draft.part is None else f"/{to_stored_name(draft.part)}"
    return part if draft.row is None else f"{part}#{draft.row}"


def _make_report(source: Source, draft: ParsedReport) -> Report:
    metadata = find_metadata(draft)
    return Report(
        id=draft.id or source.stem + _report_id_suffix(draft),
        path=source.path + _report_id_suffix(draft),
        sha256=draft.sha256 or source.sha256(),
        title=metadata.title,
        date=metadata.date,
        publisher=metadata.publisher,
        locality=metadata.locality,
        number=metadata.number,
        url=metadata.url,
        warnings=(*draft.warnings, *metadata.doubts),
        extra=draft.extra,
        text=draft.text,
        sections=draft.sections,
        unit=draft.unit,
    )
