"""Read the records of a web archive (WARC, or WET as published by Common Crawl) as reports."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import regex

from citegraph.cluster.row_numbers import LINES, with_whole_table_number
from citegraph.i18n import message
from citegraph.model import Failure, Report
from citegraph.read import Source, load, load_guarded
from citegraph.read.decode import decode
from citegraph.read.html import read_page
from citegraph.read.parser_types import DOCUMENT_BYTES

ENDINGS = (".warc", ".warc.gz", ".wet", ".wet.gz")
"""The endings of archive names."""

GZIP = b"\x1f\x8b"

_PAGES = ("text/html", "application/xhtml+xml")


def reports_of_archive(source: Source) -> Iterator[Report | Failure]:
    """Yield the texts (`conversion`) and web pages (`response`) of an archive, numbered from 1.

    The id of a record is its WARC-Record-ID, its address WARC-Target-URI.

    Args:
        source: The archive, with its bytes.

    Yields:
        Each report. If the archive is broken or cut off, a Failure follows the records before that point.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    number = 0
    data = source.data or b""
    kinds = WarcRecordType.conversion | WarcRecordType.response
    waiting: list[Report | Failure] = []  # results of the last record, which may be cut off without an error
    start = 0
    try:
        for record in ArchiveIterator(io.BytesIO(data), record_types=kinds, parse_http=True, auto_decode="all"):
            yield from waiting
            waiting, start = list(_reports_of_record(record, source.path, number + 1)), record.stream_pos
            number += 1
        if number and not _is_whole_record(data, start):
            number, waiting = number - 1, []
            raise EOFError("the file ends within a record")
        yield from waiting
    except Exception as error:  # each layer of an archive raises its own errors
        yield Failure(source.path, message("warc.breaks_off", records=number, why=str(error)), message("do.download"))


def _record_row(record: Any, path: str) -> dict[str, str] | Failure | None:
    """Return the columns of a record as a row of a table of reports; None if it is not a text or page."""
    columns = {"id": record.record_id.strip("<>"), "url": record.headers.get("WARC-Target-URI") or ""}
    data = record.reader.read(DOCUMENT_BYTES + 1)
    if len(data) > DOCUMENT_BYTES:
        what = message("file.too_long", mb=DOCUMENT_BYTES // 2**20)
        return Failure(path, what, message("do.skip_or_download"))
    try:
        if record.http_headers is None:
            text = decode(data, path).text
            return columns | {"text": text} if text.strip() else None
        if record.http_headers.status_code != 200 or record.http_content_type not in _PAGES:
            return None
    except Exception as error:  # a hostile record may raise any error
        return _page_failure(path, error)
    reading = partial(_report_of_page, record.http_charset)
    for page in load_guarded(Source(path, Path(path), data), loader=reading, risky=True):
        if isinstance(page, Failure):
            return page
        page_columns = {"text": page.text, "title": page.title, "date": page.date, "publisher": page.publisher}
        return columns | {name: value for name, value in page_columns.items() if value}
    return None


def _report_of_page(charset: str | None, source: Source) -> Iterator[Report | Failure]:
    """Yield the report of a page with text; `charset` is what the server declared."""
    try:
        page = read_page(decode(source.data or b"", source.path, declared=charset).text)
    except Exception as error:  # parsers of hostile pages may raise any error
        yield _page_failure(source.path, error)
        return
    if page.text.strip():
        yield Report(
            id=source.stem,
            path=source.path,
            sha256="",
            title=page.title,
            date=page.date,
            publisher=page.publisher,
            text=page.text,
        )


def _page_failure(path: str, error: Exception) -> Failure:
    return Failure(path, message("warc.no_page", error=type(error).__name__), message("do.open_in_browser"))


def _reports_of_record(record: Any, path: str, number: int) -> Iterator[Report | Failure]:
    """Yield the reports in a WARC record. Its row is read like a table row."""
    row = _record_row(record, f"{path}#{number}")
    if isinstance(row, Failure):
        yield row
    elif row is not None:
        for found in load(Source(LINES, Path(LINES), json.dumps(row).encode())):
            yield with_whole_table_number(found, path, [number])


def _is_whole_record(data: bytes, start: int) -> bool:
    """Whether the record at `start`, compressed by itself or not at all, ends before the file does."""
    if data.startswith(GZIP, start):
        unpacking = zlib.decompressobj(wbits=31)
        unpacking.decompress(memoryview(data)[start:])
        return unpacking.eof
    head, _, body = data[start:].partition(b"\r\n\r\n")
    length = regex.search(rb"(?i)^Content-Length:\s*(\d+)", head, regex.MULTILINE)
    return length is not None and len(body) >= int(length[1])
