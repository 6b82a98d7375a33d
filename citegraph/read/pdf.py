"""Parse PDF files: the text layer page by page, and form fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from citegraph.errors import ReadError
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

OCR = "run OCR first, e.g. 'ocrmypdf -l vie in.pdf out.pdf'"


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
        raise ReadError(content.path, "has no text layer: its pages are pictures", OCR)
    picture_pages = [at for at, page in enumerate(pages, 1) if page.is_picture]
    if len(picture_pages) == len(pages):
        raise ReadError(content.path, "has no text layer: its pages are pictures", OCR)
    texts = page_furniture.without([page.text for page in pages])
    form_fields = [field for page in pages for field in page.fields]
    text, legacy = repair("\n".join([*texts, *form_fields]))
    warnings = [f"the text layer is written in {legacy}; converted"] if legacy else []
    if picture_pages:
        shown = ", ".join(map(str, picture_pages[:10])) + (" …" if len(picture_pages) > 10 else "")
        warnings.append(
            f"{len(picture_pages)} of {len(pages)} pages have little or no text ({shown}); if they are pictures, {OCR}"
        )
    unknown, letters = sum(page.unknown for page in pages), sum(len(page.text) for page in pages)
    if unknown > UNKNOWN_SHARE * letters:
        warnings.append(f"{unknown} of {letters} letters cannot be told from its fonts; {OCR}")
    if attached:
        warnings.append(f"{attached} files that are attached to it are left out")
    yield Draft(text=text, warnings=tuple(warnings))


def _pages(document: pypdfium2.PdfDocument, path: str) -> list[Page]:
    if len(document) > MAX_PAGES:
        raise ReadError(path, f"has more than {MAX_PAGES} pages", "split it")
    document.init_forms()
    form = document.formenv.raw if document.formenv else None
    pages: list[Page] = []
    length = 0
    for page in document:
        pages.append(pdf_page.read(page, form))
        page.close()
        length += len(pages[-1].text)
        if length > MAX_CHARS:
            raise ReadError(path, f"has more than {MAX_CHARS // 10**6} million characters", "split it")
    return pages


def _fault(message: str) -> tuple[str, str]:
    """Return the reason and remedy for an error message of PDFium."""
    if "password" in message.lower() or "security" in message.lower():
        return "is encrypted", "decrypt it with its password, e.g. 'qpdf --decrypt --password=… in.pdf out.pdf'"
    return f"is broken ({message.strip().rstrip('.')})", "fetch it again, or repair it, e.g. 'qpdf in.pdf out.pdf'"


FORMAT = Format(
    name="PDF",
    endings=(".pdf",),
    # PDF readers accept the signature anywhere in the first kilobyte.
    claims=lambda head, ending: b"%PDF-" in head[:1024] and head.lstrip()[:1] != b"<",
    parse=parse,
    risky=True,
)
