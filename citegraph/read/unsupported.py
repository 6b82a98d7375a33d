"""Formats that are recognised but not read; each failure says what the file is and how to convert it."""

from __future__ import annotations

from collections.abc import Iterator

from citegraph.errors import ReadError
from citegraph.read.parser_types import Content, Draft, Format

_TO_DOCX = "save it as .docx in Word, or convert it with 'soffice --headless --convert-to docx FILE'"
_TO_PDF = "save it as .pdf, or convert it with 'soffice --headless --convert-to pdf FILE'"
_UNPACK = "unpack it and give the files in it"

MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "in a legacy format of Office", _TO_PDF),
    (b"\xdb\xa5-\x00", "in the format of Word 2", _TO_DOCX),
    (b"AT&TFORM", "a DjVu scan", "convert it with 'ddjvu -format=pdf', then run OCR"),
    (b"Rar!", "an archive", _UNPACK),
    (b"BZh", "an archive", _UNPACK),
    (b"SQLite format 3", "a database", "export its texts as .csv"),
)
"""The first bytes of a file, what the file is, and the remedy."""

_ENCRYPTED = "EncryptedPackage\0".encode("utf-16-le")  # the name of a stream in an encrypted Office file
_OLE = MAGIC[0][0]


def parse(content: Content) -> Iterator[Draft]:
    """Yield no report.

    Raises:
        ReadError: Always, with what the file is and its remedy.
    """
    raise ReadError(content.path, *_verdict(content))
    yield


def _verdict(content: Content) -> tuple[str, str]:
    if content.head.startswith(_OLE) and _ENCRYPTED in content.data():
        return "is encrypted", "save it without a password"
    return next((f"is {what}", remedy) for start, what, remedy in MAGIC if content.head.startswith(start))


FORMAT = Format(
    name="foreign",
    endings=(),
    claims=lambda head, ending: head.startswith(tuple(start for start, _, _ in MAGIC)),
    parse=parse,
    risky=True,  # the content of a legacy Office file is known only after it is opened
)
