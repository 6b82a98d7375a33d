"""Parse e-books (.epub) chapter by chapter."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from citegraph.errors import ReadError
from citegraph.i18n import message
from citegraph.read import html, ooxml_package, single_report
from citegraph.read.decode import decode
from citegraph.read.parser_types import Content, FileFormat, ParsedReport


def parse(content: Content) -> Iterator[ParsedReport]:
    """Yield the one report of a book.

    Raises:
        ReadError: The book is broken, empty or unpacks to too many bytes.
    """
    parts = ooxml_package.open_package(content.data(), content.path, "EPUB")
    container = parts.part_root("META-INF/container.xml")
    root = (
        None
        if container is None
        else next((element.get("full-path") for element in container.iter("{*}rootfile")), None)
    )
    book = parts.part_root(root or "")
    if book is None or root is None:
        raise ReadError(content.path, message("file.misnamed", program="EPUB"), message("do.check_type"))
    hrefs = {element.get("id"): element.get("href") or "" for element in book.iter("{*}item")}
    spine = (hrefs.get(element.get("idref"), "").partition("#")[0] for element in book.iter("{*}itemref"))
    chapters = dict.fromkeys(posixpath.join(posixpath.dirname(root), unquote(href)) for href in spine)
    title = next(
        (element.text for element in book.iter("{http://purl.org/dc/elements/1.1/}title") if element.text), None
    )
    sheets = (parts.part_data(name) or b"" for name in parts.part_names if name.endswith(".css"))
    sheet = "\n".join(data.decode("utf-8", "replace") for data in sheets)
    lines: list[str] = []
    warnings: list[str] = []
    for name in chapters:
        data = parts.part_data(name)
        if data is None:
            warnings.append(message("doubt.part", part=name))
        elif data.strip():
            lines += html.whole_text(decode(data, content.path, declared="utf-8").text, sheet).splitlines()
    yield single_report.report_of_lines(content.path, lines, warnings, title)


FORMAT = FileFormat(
    name="EPUB",
    endings=(".epub",),
    recognizes=lambda head, ending: head.startswith(b"PK\x03\x04") and b"mimetypeapplication/epub" in head[:200],
    parse=parse,
    risky=True,
    recognizes_container=lambda names: "META-INF/container.xml" in names,
)
