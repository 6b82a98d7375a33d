"""Formats that are recognised and not read: each says what the file is and how to make it readable."""

from __future__ import annotations

from collections.abc import Iterator

from citegraph.errors import ReadError
from citegraph.read.content import Content, Draft, Format

_TO_DOCX = "save it as .docx in Word, or convert it with 'soffice --headless --convert-to docx FILE'"
_TO_PDF = "save it as .pdf, or convert it with 'soffice --headless --convert-to pdf FILE'"
_TO_CSV = "save the sheet as .csv"
_OCR = "run OCR first, e.g. 'tesseract FILE out -l vie'"
_UNPACK = "unpack it and give the files in it"

MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "in a legacy format of Office", _TO_PDF),
    (b"{\\rtf", "in Rich Text Format", _TO_DOCX),
    (b"\xdb\xa5-\x00", "in the format of Word 2", _TO_DOCX),
    (b"\x89PNG", "a picture", _OCR),
    (b"\xff\xd8\xff", "a picture", _OCR),
    (b"GIF8", "a picture", _OCR),
    (b"II*\x00", "a picture", _OCR),
    (b"MM\x00*", "a picture", _OCR),
    (b"AT&TFORM", "a DjVu scan", "convert it with 'ddjvu -format=pdf', then run OCR"),
    (b"Rar!", "an archive", _UNPACK),
    (b"7z\xbc\xaf", "an archive", _UNPACK),
    (b"BZh", "an archive", _UNPACK),
    (b"SQLite format 3", "a database", "export its texts as .csv"),
)
"""What a file begins with, what it then is, and what to do."""

# What lies in a zip file is told by a name near its start; the first that is found counts.
ZIPPED: tuple[tuple[bytes, str, str], ...] = (
    (b"mimetypeapplication/vnd.oasis.opendocument", "an OpenDocument file", _TO_DOCX),
    (b"mimetypeapplication/epub", "an e-book", "convert it with 'ebook-convert FILE out.docx'"),
    (b"xl/", "an Excel workbook", _TO_CSV),
    (b"ppt/", "a presentation", _TO_PDF),
    (b"", "an archive", _UNPACK),
)

# What lies in a legacy file of Office is told by the names of its streams; what is embedded in it comes after it here.
STREAMS: tuple[tuple[str, str, str], ...] = (
    ("EncryptedPackage", "encrypted", "save it without a password"),
    ("WordDocument", "in the legacy Word format", _TO_DOCX),
    ("PowerPoint Document", "a presentation", _TO_PDF),
    ("Workbook", "an Excel workbook", _TO_CSV),
    ("Book", "an Excel workbook", _TO_CSV),
)

_ZIP = b"PK\x03\x04"
_OLE = MAGIC[0][0]


def parse(content: Content) -> Iterator[Draft]:
    """No report ever: ReadError with what the file is and its remedy."""
    raise ReadError(content.path, *_verdict(content))
    yield


def _verdict(content: Content) -> tuple[str, str]:
    if content.head.startswith(_ZIP):
        return next((f"is {what}", remedy) for trace, what, remedy in ZIPPED if trace in content.head)
    if content.head.startswith(_OLE):
        data = content.data()
        for name, what, remedy in STREAMS:
            if f"{name}\0".encode("utf-16-le") in data:
                return f"is {what}", remedy
    return next((f"is {what}", remedy) for start, what, remedy in MAGIC if content.head.startswith(start))


FORMAT = Format(
    name="foreign",
    endings=(),
    claims=lambda head, ending: head.startswith((_ZIP, *(start for start, _, _ in MAGIC))),
    parse=parse,
)
