"""Parse PDF files: the text layer page by page, and form fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from citegraph.errors import ReadError
from citegraph.i18n import Message, message
from citegraph.read import page_furniture, pdf_page
from citegraph.read.legacy_encodings import repair
from citegraph.read.parser_types import Content, Draft, Format
from citegraph.read.pdf_page import Page

if TYPE_CHECKING:
    import pypdfium2

MAX_PAGES = 10_000
MAX_CHARS = 50_000_000
"""The most characters of all pages together."""
UNKNOWN_SHARE = 0.01
"""A smaller share of unknown letters is usually bullets and ornaments, and gives no warning."""

OCR = message("do.ocr", command="ocrmypdf -l vie in.pdf out.pdf")


def parse(content: Content) -> Iterator[Draft]:
    """Yield the one report of a document.

    Raises:
        ReadError: The file is encrypted, broken, too long or has no text.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content.data())
    except pypdfium2.PdfiumError as error:
        raise ReadError(content.path, *_fault(str(error))) from error
    try:
        pages = _pages(document, content.path)
        attached = document.count_attachments()
    finally:
        document.close()
    if not any(page.text.strip() or page.fields for page in pages):
        raise ReadError(content.path, message("file.no_text_layer"), OCR)
    picture_pages = [at for at, page in enumerate(pages, 1) if page.is_picture]
    if len(picture_pages) == len(pages):
        raise ReadError(content.path, message("file.no_text_layer"), OCR)
    texts = page_furniture.without([page.text for page in pages])
    form_fields = [field for page in pages for field in page.fields]
    text, legacy = repair("\n".join([*texts, *form_fields]))
    warnings = [message("doubt.legacy_layer", encoding=legacy)] if legacy else []
    if picture_pages:
        shown = ", ".join(map(str, picture_pages[:10])) + (" …" if len(picture_pages) > 10 else "")
        bare = len(picture_pages)
        warnings.append(message("doubt.bare_pages", bare=bare, pages=len(pages), which=shown, remedy=OCR))
    unknown, letters = sum(page.unknown for page in pages), sum(len(page.text) for page in pages)
    if unknown > UNKNOWN_SHARE * letters:
        warnings.append(message("doubt.unknown_letters", unknown=unknown, letters=letters, remedy=OCR))
    if attached:
        warnings.append(message("doubt.attached", n=attached))
    yield Draft(text=text, warnings=tuple(warnings))


def _pages(document: pypdfium2.PdfDocument, path: str) -> list[Page]:
    if len(document) > MAX_PAGES:
        raise ReadError(path, message("file.too_many_pages", most=MAX_PAGES), message("do.split"))
    document.init_forms()
    form = document.formenv.raw if document.formenv else None
    pages: list[Page] = []
    length = 0
    for page in document:
        pages.append(pdf_page.read(page, form))
        page.close()
        length += len(pages[-1].text)
        if length > MAX_CHARS:
            what = message("file.too_many_characters", millions=MAX_CHARS // 10**6)
            raise ReadError(path, what, message("do.split"))
    return pages


def _fault(said: str) -> tuple[Message, Message]:
    """Return the reason and remedy for an error message of PDFium."""
    if "password" in said.lower() or "security" in said.lower():
        return message("file.encrypted"), message("do.decrypt", command="qpdf --decrypt --password=… in.pdf out.pdf")
    what = message("file.broken", why=said.strip().rstrip("."))
    return what, message("do.repair_with", command="qpdf in.pdf out.pdf")


FORMAT = Format(
    name="PDF",
    endings=(".pdf",),
    # PDF readers accept the signature anywhere in the first kilobyte.
    claims=lambda head, ending: b"%PDF-" in head[:1024] and head.lstrip()[:1] != b"<",
    parse=parse,
    risky=True,
)
