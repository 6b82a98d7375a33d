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
"""Of all pages together."""
UNKNOWN_SHARE = 0.01
"""Fewer letters that are not known are bullets and ornaments."""

OCR = "run OCR first, e.g. 'ocrmypdf -l vie in.pdf out.pdf'"


def parse(content: Content) -> Iterator[Draft]:
    """One report; ReadError for a file that is encrypted, broken, too long or has no text."""
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
    bare = [at for at, page in enumerate(pages, 1) if page.is_picture]
    if len(bare) == len(pages):
        raise ReadError(content.path, "has no text layer: its pages are pictures", OCR)
    texts = page_furniture.without([page.text for page in pages])
    filled = [field for page in pages for field in page.fields]
    text, legacy = repair("\n".join([*texts, *filled]))
    warnings = [f"the text layer is written in {legacy}; converted"] if legacy else []
    if bare:
        some = ", ".join(map(str, bare[:10])) + (" …" if len(bare) > 10 else "")
        warnings.append(
            f"{len(bare)} of {len(pages)} pages have little or no text ({some}); if they are pictures, {OCR}"
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


def _fault(said: str) -> tuple[str, str]:
    """Reason and remedy of what PDFium says."""
    if "password" in said.lower() or "security" in said.lower():
        return "is encrypted", "decrypt it with its password, e.g. 'qpdf --decrypt --password=… in.pdf out.pdf'"
    return f"is broken ({said.strip().rstrip('.')})", "fetch it again, or repair it, e.g. 'qpdf in.pdf out.pdf'"


FORMAT = Format(
    name="PDF",
    endings=(".pdf",),
    # Readers accept the signature anywhere in the first kilobyte.
    claims=lambda head, ending: b"%PDF-" in head[:1024] and head.lstrip()[:1] != b"<",
    parse=parse,
    risky=True,
)
