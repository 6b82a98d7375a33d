"""Read the records of a web archive (WARC, or WET as Common Crawl publishes it) as reports."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import regex

from citegraph.cluster.row_numbers import LINES, renumbered
from citegraph.model import Failure, Report
from citegraph.read import Source, guarded, load
from citegraph.read.decode import decode
from citegraph.read.html import read_page
from citegraph.read.parser_types import DOCUMENT_BYTES

ENDINGS = (".warc", ".warc.gz", ".wet", ".wet.gz")
"""How the names of archives end."""

GZIP = b"\x1f\x8b"

_PAGES = ("text/html", "application/xhtml+xml")


def pages(source: Source) -> Iterator[Report | Failure]:
    """The texts (`conversion`) and web pages (`response`) of an archive, numbered as they stand in it from 1.

    The id of a record is its WARC-Record-ID, its address WARC-Target-URI. What breaks off becomes a Failure after what
    could be read; `source` holds its bytes.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    number = 0
    data = source.data or b""
    kinds = WarcRecordType.conversion | WarcRecordType.response
    waiting: list[Report | Failure] = []  # of the last record, which may be cut off without a word
    start = 0
    try:
        for record in ArchiveIterator(io.BytesIO(data), record_types=kinds, parse_http=True, auto_decode="all"):
            yield from waiting
            waiting, start = list(_reports(record, source.path, number + 1)), record.stream_pos
            number += 1
        if number and not _is_whole(data, start):
            number, waiting = number - 1, []
            raise EOFError("the file ends within a record")
        yield from waiting
    except Exception as error:  # each layer of an archive has its own errors
        yield Failure(source.path, f"breaks off after {number} records ({error})", "fetch it again")


def _row(record: Any, path: str) -> dict[str, str] | Failure | None:
    """The columns of a record as a table of reports has them; None for what is no page."""
    said = {"id": record.record_id.strip("<>"), "url": record.headers.get("WARC-Target-URI") or ""}
    data = record.reader.read(DOCUMENT_BYTES + 1)
    if len(data) > DOCUMENT_BYTES:
        return Failure(path, f"is longer than {DOCUMENT_BYTES // 2**20} MB", "leave it out, or fetch it again")
    try:
        if record.http_headers is None:
            text = decode(data, path).text
            return said | {"text": text} if text.strip() else None
        if record.http_headers.status_code != 200 or record.http_content_type not in _PAGES:
            return None
    except Exception as error:  # a hostile record raises what it likes
        return _unread(path, error)
    reading = partial(_page, record.http_charset)
    for page in guarded(Source(path, Path(path), data), loader=reading, risky=True):
        if isinstance(page, Failure):
            return page
        found = {"text": page.text, "title": page.title, "date": page.date, "publisher": page.publisher}
        return said | {name: value for name, value in found.items() if value}
    return None


def _page(charset: str | None, source: Source) -> Iterator[Report | Failure]:
    """What the parser makes of a page whose server named this charset, where it has a text."""
    try:
        page = read_page(decode(source.data or b"", source.path, declared=charset).text)
    except Exception as error:  # parsers of hostile pages raise what they like
        yield _unread(source.path, error)
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


def _unread(path: str, error: Exception) -> Failure:
    return Failure(path, f"cannot be read as a web page ({type(error).__name__})", "open it in a browser")


def _reports(record: Any, path: str, number: int) -> Iterator[Report | Failure]:
    """What a record holds, its row read as one of a table is."""
    row = _row(record, f"{path}#{number}")
    if isinstance(row, Failure):
        yield row
    elif row is not None:
        for found in load(Source(LINES, Path(LINES), json.dumps(row).encode())):
            yield renumbered(found, path, [number])


def _is_whole(data: bytes, start: int) -> bool:
    """Whether the record at `start`, compressed by itself or not at all, ends before the file does."""
    if data.startswith(GZIP, start):
        unpacking = zlib.decompressobj(wbits=31)
        unpacking.decompress(memoryview(data)[start:])
        return unpacking.eof
    head, _, body = data[start:].partition(b"\r\n\r\n")
    length = regex.search(rb"(?i)^Content-Length:\s*(\d+)", head, regex.MULTILINE)
    return length is not None and len(body) >= int(length[1])
