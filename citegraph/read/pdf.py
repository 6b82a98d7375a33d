"""Parse PDF files: the text layer page by page, and form fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from citegraph.errors import ReadError, first_line
from citegraph.i18n import Message, message
from citegraph.read import headers_and_footers, ocr_repair, pdf_page, single_report, stamps, text_recognition
from citegraph.read.parser_types import MAX_PAGES, Content, FileFormat, Heartbeat, ParsedReport
from citegraph.read.pdf_page import PageContent
from citegraph.read.text_recognition import Recognized

if TYPE_CHECKING:
    import pypdfium2

MAX_CHARS = 50_000_000
"""The most characters of all pages together."""
UNKNOWN_SHARE = 0.01
"""A smaller share of unknown letters is usually bullets and ornaments, and gives no warning."""

MAX_PIXELS = 10_000
"""The longest side of a rendered page, to bound memory."""

ENLARGED = 2
"""How many times a coarse picture is enlarged at most. On a real scan of 96 pixels per inch, twice gave 90 to 94 %
usual words, three times 88 to 92 %."""

LEAST_DPI = 150
"""The least resolution at which a page is rendered. Letters of 10 points are then 20 pixels high."""


def parse(content: Content) -> Iterator[ParsedReport | Heartbeat]:
    """Yield the one report of a document, and progress while its pages are recognized.

    Raises:
        ReadError: The file is encrypted, broken, too long or has no text.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content.data())
    except pypdfium2.PdfiumError as error:
        raise ReadError(content.path, *_reason_of_pdfium_error(first_line(error))) from error
    try:
        pages = _read_pages(document, content.path)
        attached = document.count_attachments()
        wanted = _pages_to_recognize(pages, content)
        recognized: dict[int, Recognized] = {}
        images = (_render_page(document, at, pages[at].picture_dpi) for at in wanted)
        results = zip(wanted, text_recognition.recognize_pages(images, content.recognition), strict=True)
        for number, (at, result) in enumerate(results, 1):
            yield Heartbeat(number, len(wanted))
            if result is not None and result.text.strip():
                recognized[at] = result
    finally:
        document.close()
    yield _report_of_pages(content, pages, recognized, attached)


def _pages_to_recognize(pages: Sequence[PageContent], content: Content) -> list[int]:
    """Return the indexes of the pages to recognize.

    Raises:
        ReadError: All pages are to be recognized, and Tesseract is not installed.
    """
    mode = content.recognition.mode
    if mode == "always":
        text_recognition.require_tesseract(content.path)
        return list(range(len(pages)))
    if mode == "never" or text_recognition.tesseract_version() is None:
        return []
    return [at for at, page in enumerate(pages) if page.is_picture or _lacks_letters([page])]


def _render_page(document: pypdfium2.PdfDocument, at: int, picture_dpi: float | None) -> text_recognition.Image:
    page = document[at]
    try:
        dpi = (
            text_recognition.DPI
            if picture_dpi is None
            else round(min(text_recognition.DPI, max(LEAST_DPI, ENLARGED * picture_dpi)))
        )
        scale = min(dpi / 72, MAX_PIXELS / max(page.get_size()))
        gray = stamps.without_stamps(page.render(scale=scale).to_numpy(), 72 * scale)
        if gray is None:
            bitmap = page.render(scale=scale, grayscale=True)
            gray = bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width]
        height, width = gray.shape
        return text_recognition.gray_image(width, height, gray.tobytes(), dpi)
    finally:
        page.close()


def _report_of_pages(
    content: Content, pages: Sequence[PageContent], recognized: Mapping[int, Recognized], attached: int
) -> ParsedReport:
    """Return the report of the pages.

    Raises:
        ReadError: They have no text.
    """
    remedy = content.recognition.remedy
    left = [at for at, page in enumerate(pages, 1) if page.is_picture and at - 1 not in recognized]
    if len(left) == len(pages) or not (recognized or any(page.text.strip() or page.fields for page in pages)):
        raise ReadError(content.path, message("file.no_text_layer"), remedy)
    texts = [ocr_repair.repair_page(recognized[at]) if at in recognized else page.text for at, page in enumerate(pages)]
    body = single_report.LocatedLines()
    for at, text in enumerate(headers_and_footers.remove_headers_and_footers(texts)):
        body.begin_section("page", at + 1, recognized[at].confidence if at in recognized else None)
        body.add_lines([text])
    for at, page in enumerate(pages):
        if page.fields:
            body.begin_section("page", at + 1)
            body.add_lines(page.fields)
    warnings: list[Message] = []
    if recognized:
        numbered = {at + 1: result for at, result in recognized.items()}
        warnings += text_recognition.recognition_warnings(numbered, len(pages))
        warnings += ocr_repair.illegible_warnings(texts[at] for at in recognized)
    if left:
        warnings.append(text_recognition.no_text_warning(left, len(pages), remedy))
    read = [page for at, page in enumerate(pages) if at not in recognized]
    if _lacks_letters(read):
        unknown, letters = sum(page.unknown for page in read), sum(len(page.text) for page in read)
        warnings.append(message("doubt.unknown_letters", unknown=unknown, letters=letters, remedy=remedy))
    if attached:
        warnings.append(message("doubt.attached", n=attached))
    return single_report.report_of_lines(content.path, body, warnings, unit="line", converted="doubt.legacy_layer")


def _lacks_letters(pages: Sequence[PageContent]) -> bool:
    """Whether the fonts of the pages lack a Unicode mapping for some letters."""
    return sum(page.unknown for page in pages) > UNKNOWN_SHARE * sum(len(page.text) for page in pages)


def _read_pages(document: pypdfium2.PdfDocument, path: str) -> list[PageContent]:
    if len(document) > MAX_PAGES:
        raise ReadError(path, message("file.too_many_pages", most=MAX_PAGES), message("do.split"))
    document.init_forms()
    form = document.formenv.raw if document.formenv else None
    pages: list[PageContent] = []
    length = 0
    for page in document:
        pages.append(pdf_page.read_page(page, form))
        page.close()
        length += len(pages[-1].text)
        if length > MAX_CHARS:
            what = message("file.too_many_characters", millions=MAX_CHARS // 10**6)
            raise ReadError(path, what, message("do.split"))
    return pages


def _reason_of_pdfium_error(said: str) -> tuple[Message, Message]:
    """Return the reason and remedy for an error message of PDFium."""
    if "password" in said.lower() or "security" in said.lower():
        return message("file.encrypted"), message("do.decrypt", command="qpdf --decrypt --password=… in.pdf out.pdf")
    what = message("file.broken", why=said.strip().rstrip("."))
    return what, message("do.repair_with", command="qpdf in.pdf out.pdf")


FORMAT = FileFormat(
    name="PDF",
    endings=(".pdf",),
    # PDF readers accept the signature anywhere in the first kilobyte.
    recognizes=lambda head, ending: b"%PDF-" in head[:1024] and head.lstrip()[:1] != b"<",
    parse=parse,
    risky=True,
)
