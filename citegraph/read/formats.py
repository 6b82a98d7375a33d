"""A source in, its reports out: the table of formats and the way through it."""

from __future__ import annotations

from collections.abc import Iterator

from citegraph.errors import ReadError
from citegraph.model import Failure, Report
from citegraph.read import docx, foreign, html, pdf, plain, table
from citegraph.read.content import Content, Draft, Format
from citegraph.read.metadata import describe
from citegraph.read.sources import Source

FORMATS: tuple[Format, ...] = (
    pdf.FORMAT,
    docx.FORMAT,
    table.PARQUET,
    foreign.FORMAT,
    html.FORMAT,
    table.JSONL,
    table.CSV,
    plain.FORMAT,
)
"""Every format, the most telling first: the first that claims a file reads it."""


def recognise(content: Content) -> Format:
    """The format of an opened source, by its content first and its ending second."""
    return next(form for form in FORMATS if form.claims(content.head, content.ending))


def load(source: Source) -> Iterator[Report | Failure]:
    """The reports of one source, and a Failure for each row that is none, or for the whole.

    Lazy: a table is streamed. Never raises for what a file holds, whatever its parser makes of it. The argument can be
    pickled, so this can run in another process; a limit on time or memory is up to the caller.
    """
    name = "file"
    try:
        with source.opened() as content:
            form = recognise(content)
            name = form.name
            draft = None
            for draft in form.parse(content):
                yield draft if isinstance(draft, Failure) else _report(source, draft)
            if draft is None:
                raise ReadError(source.path, "holds no report", "leave it out, or fetch it again")
    except ReadError as error:
        yield Failure(source.path, error.what, error.remedy)
    except MemoryError:
        yield Failure(source.path, "needs more memory than there is", "split it, or give the run more memory")
    except Exception as error:  # parsers of hostile files raise what they like; the run goes on
        said = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        yield Failure(source.path, f"cannot be read as {name} ({said})", "open it in its own program and save it anew")


def _report(source: Source, draft: Draft) -> Report:
    found = describe(draft)
    row = "" if draft.row is None else f"#{draft.row}"
    return Report(
        id=draft.id or source.stem + row,
        path=source.path + row,
        sha256=draft.sha256 or source.sha256(),
        title=found.title,
        date=found.date,
        publisher=found.publisher,
        locality=found.locality,
        number=found.number,
        url=found.url,
        warnings=draft.warnings,
        extra=draft.extra,
        text=draft.text,
    )
