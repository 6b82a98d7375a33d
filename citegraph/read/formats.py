"""The table of formats: recognise a source, parse it, and return its reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from citegraph.errors import ReadError
from citegraph.model import Failure, Report
from citegraph.read import (
    archive,
    container_names,
    doc,
    docx,
    epub,
    html,
    mail,
    msg,
    opendocument,
    pdf,
    plain_text,
    ppt,
    pptx,
    rtf,
    subtitles,
    tables,
    unsupported,
    workbooks,
)
from citegraph.read.file_names import shown
from citegraph.read.metadata import describe
from citegraph.read.parser_types import (
    MEMBER_DEPTH,
    Allowance,
    Content,
    Draft,
    Format,
    Member,
    Table,
    failure,
)
from citegraph.read.sources import Source

FORMATS: tuple[Format, ...] = (
    pdf.FORMAT,
    docx.FORMAT,
    docx.XML,
    pptx.FORMAT,
    workbooks.FORMAT,
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
    tables.PARQUET,
    unsupported.FORMAT,
    html.FORMAT,
    subtitles.FORMAT,
    tables.JSONL,
    tables.CSV,
    plain_text.FORMAT,
)
"""Every format, the most telling first: the first that claims a file reads it."""


def recognise(content: Content) -> Format:
    """The format of an opened source, by its start first and its ending second; what lies in it is not looked at."""
    return next(form for form in FORMATS if form.claims(content.head, content.ending))


def entered(content: Content) -> tuple[Content, Format]:
    """The content, to be read from its start, and its format, also by what lies in it."""
    content, names = container_names.entered(content)
    if not names:
        return content, recognise(content)
    return content, next(form for form in FORMATS if form.holds is not None and form.holds(names))


def load(source: Source) -> Iterator[Report | Failure]:
    """The reports of one source, and a Failure for each row that is none, or for the whole.

    Lazy: a table is streamed. Never raises for what a file holds, whatever its parser makes of it. The argument can be
    pickled, so this can run in another process; a limit on time or memory is up to the caller.
    """
    yield from _load(source)


def _load(source: Source, allowance: Allowance | None = None, depth: int = 0) -> Iterator[Report | Failure]:
    """The same for a file that lies in `depth` others, which may take what they all have left."""
    name = "file"
    try:
        with source.opened() as opened:
            content, form = entered(opened if allowance is None else replace(opened, allowance=allowance))
            name = form.name
            draft = None
            for draft in form.parse(content):
                if isinstance(draft, Member):
                    yield from _inside(source, draft, content.allowance, depth)
                else:
                    yield _made(source, name, draft if form.table else _doubted(draft, content))
            if draft is None:
                raise _empty(source)
            if form.table:
                yield from _incomplete(content)
    except Exception as error:  # parsers of hostile files raise what they like; the run goes on
        yield failure(source.path, name, error)


def _inside(outer: Source, member: Member, allowance: Allowance, depth: int) -> Iterator[Report | Failure]:
    """The reports of a file that lies in another."""
    name = shown(member.name)
    path = f"{outer.path}/{name}"
    if depth >= MEMBER_DEPTH:
        yield Failure(path, f"lies in more than {MEMBER_DEPTH} files", "unpack it and give the files in it")
        return
    yield from _load(Source(path, Path(name), member.data), allowance, depth + 1)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows of a table, not parsed yet: what one process hands to another."""

    source: Source
    form: str  # name of its format
    rows: tuple[Any, ...]

    def load(self) -> Iterator[Report | Failure]:
        """The reports of these rows, as the function `load` gives them."""
        table = next(form.table for form in FORMATS if form.table is not None and form.name == self.form)
        return (_made(self.source, self.form, draft) for draft in table.drafts(self.source.path, self.rows))


_TABLES = frozenset(ending for form in FORMATS if form.table is not None for ending in form.endings)
_OTHERS = frozenset(ending for form in FORMATS if form.table is None for ending in form.endings)


def is_table(source: Source) -> bool:
    """Whether a source is called a table of reports, or is called nothing in particular and holds one."""
    if source.ending in _TABLES or source.ending in _OTHERS:
        return source.ending in _TABLES
    try:
        with source.opened() as content:
            return recognise(content).table is not None
    except Exception:  # whatever it is, who loads the source meets it again and says so
        return False


def pieces(source: Source, rows: int, length: int) -> Iterator[Piece] | None:
    """A table in pieces of so many rows, or fewer where these come to `length` bytes; None for what is no table.

    None for a table too whose parser needs a guard. The same table always falls into the same pieces. As lazy as
    `load`, and never raises either.
    """
    try:
        with source.opened() as content:
            form = recognise(content)
    except Exception:  # whatever it is, who loads the source meets it again and says so
        return None
    return None if form.table is None or form.risky else _pieces(source, form.name, form.table, rows, length)


def _pieces(source: Source, form: str, table: Table, most: int, length: int) -> Iterator[Piece]:
    waiting: list[Any] = []
    rows = long = 0
    known = source if source.data is None else replace(source, data=b"")  # what a piece needs to know of it
    try:
        with source.opened() as content:
            for row in table.rows(content):
                rows += 1
                waiting.append(row)
                long += table.length(row)
                if len(waiting) >= most or long >= length:
                    yield Piece(known, form, tuple(waiting))
                    waiting, long = [], 0
            if not rows:
                raise _empty(source)
            waiting += _incomplete(content)
    except Exception as error:
        waiting.append(failure(source.path, form, error))
    if waiting:
        yield Piece(known, form, tuple(waiting))


def _doubted(draft: Draft | Failure, content: Content) -> Draft | Failure:
    """A draft from a file that was read whole, with what is doubtful about the file."""
    return draft if isinstance(draft, Failure) else replace(draft, warnings=draft.warnings + content.doubts())


def _incomplete(content: Content) -> Iterator[Failure]:
    """What is listed for a table that was read to its end, beside its rows."""
    return (Failure(content.path, doubt, "compress the file again") for doubt in content.doubts())


def _empty(source: Source) -> ReadError:
    return ReadError(source.path, "holds no report", "leave it out, or fetch it again")


def _made(source: Source, form: str, draft: Draft | Failure) -> Report | Failure:
    """The report that a draft makes, whatever its text does to those who look for its title and date."""
    if isinstance(draft, Failure):
        return draft
    try:
        return _report(source, draft)
    except Exception as error:
        return failure(source.path + _row(draft), form, error)


def _row(draft: Draft) -> str:
    """What tells a report from the others of its file."""
    part = "" if draft.part is None else f"/{shown(draft.part)}"
    return part if draft.row is None else f"{part}#{draft.row}"


def _report(source: Source, draft: Draft) -> Report:
    found = describe(draft)
    return Report(
        id=draft.id or source.stem + _row(draft),
        path=source.path + _row(draft),
        sha256=draft.sha256 or source.sha256(),
        title=found.title,
        date=found.date,
        publisher=found.publisher,
        locality=found.locality,
        number=found.number,
        url=found.url,
        warnings=(*draft.warnings, *found.doubts),
        extra=draft.extra,
        text=draft.text,
    )
