"""Formats that are recognized but not supported; each failure says what the file is and how to convert it."""

from __future__ import annotations

from collections.abc import Iterator

from citegraph.errors import ReadError
from citegraph.i18n import Message, message
from citegraph.read.parser_types import Content, FileFormat, ParsedReport

_TO_DOCX = message("do.to_docx", command="soffice --headless --convert-to docx FILE")
_TO_PDF = message("do.to_pdf", command="soffice --headless --convert-to pdf FILE")
_TO_PAGES = message("do.convert_then_ocr", command="ddjvu -format=pdf")
_UNPACK = message("do.unpack")
_ARCHIVE = message("file.archive")

MAGIC: tuple[tuple[bytes, Message, Message], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", message("file.old_office"), _TO_PDF),
    (b"\xdb\xa5-\x00", message("file.word_2"), _TO_DOCX),
    (b"AT&TFORM", message("file.djvu"), _TO_PAGES),
    (b"Rar!", _ARCHIVE, _UNPACK),
    (b"BZh", _ARCHIVE, _UNPACK),
    (b"SQLite format 3", message("file.database"), message("do.to_csv")),
)
"""The first bytes of a file, what the file is, and the remedy."""

_ENCRYPTED = "EncryptedPackage\0".encode("utf-16-le")  # the name of a stream in an encrypted Office file
_OLE = MAGIC[0][0]


def parse(content: Content) -> Iterator[ParsedReport]:
    """Yield no report.

    Raises:
        ReadError: Always, with what the file is and its remedy.
    """
    raise ReadError(content.path, *_reason_and_remedy(content))
    yield


def _reason_and_remedy(content: Content) -> tuple[Message, Message]:
    if content.head.startswith(_OLE) and _ENCRYPTED in content.data():
        return message("file.encrypted"), message("do.remove_password")
    return next((what, remedy) for start, what, remedy in MAGIC if content.head.startswith(start))


FORMAT = FileFormat(
    name="foreign",
    endings=(),
    recognizes=lambda head, ending: head.startswith(tuple(start for start, _, _ in MAGIC)),
    parse=parse,
    risky=True,  # a legacy Office file must be opened to find out what it is
)
