"""Word document (DOCX) in, its text out in the order of the page: headers, body with tables, notes, footers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from citegraph.errors import ReadError
from citegraph.read.content import Content, Draft, Format
from citegraph.read.legacy import repair

UNPACKED_BYTES = 256 * 1024 * 1024
"""What the parts of a document may come to, in bytes."""
MAX_PARTS = 10_000

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What is struck out, moved away, or said a second time for older programs is no text of it.
_SKIPPED = {f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}pPr", f"{_W}rPr", f"{_W}sectPr", f"{_W}instrText"}
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_NOTES = ("/word/footnotes.xml", "/word/endnotes.xml")


def parse(content: Content) -> Iterator[Draft]:
    """One report; ReadError for a broken or empty document and for one that unpacks beyond all measure."""
    import docx

    data = content.data()
    _check(data, content.path)
    document = docx.Document(io.BytesIO(data))
    blocks = [
        *_blocks(section.header._element for section in document.sections if not section.header.is_linked_to_previous),
        *_blocks([document.element.body]),
        *_blocks(_notes(document)),
        *_blocks(section.footer._element for section in document.sections if not section.footer.is_linked_to_previous),
    ]
    text, legacy = repair("\n".join(blocks))
    if not text.strip():
        raise ReadError(content.path, "holds no text", "if its pages are pictures, run OCR on them first")
    yield Draft(text=text, warnings=(f"written in {legacy}; converted",) if legacy else ())


def _check(data: bytes, path: str) -> None:
    """ReadError for an archive that is broken, encrypted or a bomb. Sizes may lie; Python unpacks no further."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise ReadError(
            path, f"is a broken Word document ({error})", "fetch it again, or let Word repair it"
        ) from error
    if sum(part.file_size for part in parts) > UNPACKED_BYTES or len(parts) > MAX_PARTS:
        raise ReadError(path, f"unpacks to more than {UNPACKED_BYTES // 2**20} MB", "save it without its pictures")
    if any(part.flag_bits & 1 for part in parts):
        raise ReadError(path, "is encrypted", "save it without a password")


def _notes(document: Any) -> Iterator[Any]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for part in document.part.package.iter_parts():
        if str(part.partname) in _NOTES:
            yield etree.fromstring(part.blob, parser)


def _blocks(roots: Any) -> Iterator[str]:
    """The paragraphs and table rows below `roots`, in order, those with text."""
    for root in roots:
        for block in _walk(root):
            if block.strip():
                yield block


def _walk(root: Any) -> Iterator[str]:
    """A paragraph is a line; the cells of a table row are set apart by " | "."""
    for child in root:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{_W}p":
            boxes: list[str] = []
            yield "".join(_characters(child, boxes))
            yield from boxes
        elif child.tag == f"{_W}tr":
            yield " | ".join("\n".join(filter(str.strip, _walk(cell))) for cell in _cells(child))
        else:
            yield from _walk(child)


def _cells(row: Any) -> Iterator[Any]:
    """The cells of a table row, wrapped as an insertion or a field of a form or not."""
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag not in _SKIPPED:
            yield from _cells(child)


def _characters(paragraph: Any, boxes: list[str]) -> Iterator[str]:
    """The characters of a paragraph; what stands in text boxes anchored in it goes to `boxes`."""
    for child in paragraph:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag == f"{_W}txbxContent":
            boxes += _walk(child)
        else:
            yield from _characters(child, boxes)


FORMAT = Format(
    name="Word",
    endings=(".docx",),
    claims=lambda head, ending: head.startswith(b"PK\x03\x04") and (ending == ".docx" or b"word/document.xml" in head),
    parse=parse,
    risky=True,
)
