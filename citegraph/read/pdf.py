"""PDF in, the text of its layer out, page after page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from citegraph.errors import ReadError
from citegraph.read.content import Content, Draft, Format
from citegraph.read.legacy import repair

if TYPE_CHECKING:
    import pypdfium2

MAX_PAGES = 10_000
MAX_CHARS = 50_000_000
"""Of all pages together."""
SCANNED_CHARS = 80
"""A page with less text than this many letters is a picture with at most a running title on it."""

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
    finally:
        document.close()
    bare = [number for number, page in enumerate(pages, 1) if sum(map(str.isalpha, page)) < SCANNED_CHARS]
    if len(bare) == len(pages) and (len(pages) > 1 or not any(map(str.strip, pages))):
        raise ReadError(content.path, "has no text layer: its pages are pictures", OCR)
    text, legacy = repair("\n".join(pages))
    warnings = [f"the text layer is written in {legacy}; converted"] if legacy else []
    if bare and len(pages) > 1:
        some = ", ".join(map(str, bare[:10])) + (" …" if len(bare) > 10 else "")
        warnings.append(
            f"{len(bare)} of {len(pages)} pages have little or no text ({some}); if they are pictures, {OCR}"
        )
    yield Draft(text=text, warnings=tuple(warnings))


def _pages(document: pypdfium2.PdfDocument, path: str) -> list[str]:
    if len(document) > MAX_PAGES:
        raise ReadError(path, f"has more than {MAX_PAGES} pages", "split it")
    pages: list[str] = []
    for page in document:
        layer = page.get_textpage()
        # PDFium ends lines with \r\n, and puts U+FFFE for the hyphen at the end of a line that it joined.
        pages.append(layer.get_text_range().replace("\r\n", "\n").replace("\ufffe", "-"))
        layer.close()
        page.close()
        if sum(map(len, pages)) > MAX_CHARS:
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
