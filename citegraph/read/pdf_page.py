"""Read one PDF page: its text, its filled-in fields, and whether it is a scanned picture."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from citegraph.read import pdf_columns, pdf_superscripts
from citegraph.read.pdf_columns import PdfSegment

SCANNED_CHARS = 80
"""A picture of a page with fewer letters of text has at most a running title besides."""
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
PICTURE_SHARE = 0.3
"""The least share of a scanned page that a picture covers."""
PATHS = 200
"""A page without text that draws more shapes than this has its letters drawn as shapes."""

_POINTS_PER_INCH = 72

_TEXT_FIELDS = (4, 5, 6)  # types of form fields in PDFium: combo boxes, list boxes and texts
_FREE_TEXT, _WIDGET = 3, 20  # types of annotations; all others are comments, marks and links
_HIDDEN = 2


@dataclass(frozen=True, slots=True)
class PageContent:
    """The content of a page."""

    text: str
    unknown: int  # number of letters that the font does not map to Unicode; they are read as UNKNOWN
    fields: tuple[str, ...]  # values of form fields, and texts placed over the page
    is_picture: bool  # whether it has almost no text, but pictures or shapes that may show text
    picture_dpi: float | None = None  # resolution of its largest picture, in pixels per inch; None if it has none


def read_page(page: Any, form: Any | None) -> PageContent:
    """Return the content of a page.

    Args:
        page: The page, from pypdfium2.
        form: PDFium's form environment of the document, if it has form fields.
    """
    import pypdfium2.raw as pdfium

    layer = page.get_textpage()
    try:
        count = layer.count_chars()
        unknown = {at for at in range(count) if pdfium.FPDFText_HasUnicodeMapError(layer.raw, at) == 1}
        letters = [UNKNOWN if at in unknown else chr(pdfium.FPDFText_GetUnicode(layer.raw, at)) for at in range(count)]
        raised = pdf_superscripts.find_superscripts(layer, letters)
        if unknown:
            text = pdf_superscripts.text_with_superscripts(
                raised, count, lambda start, length: "".join(letters[start : start + length])
            )
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
        else:
            text, pieces = layer.get_text_range(), _text_segments(layer)
            if raised:
                text = pdf_superscripts.text_with_superscripts(raised, count, layer.get_text_range)
                pieces = pdf_superscripts.text_segments(layer, letters, raised)
            text = pdf_columns.text_in_column_order(list(pieces)) or text
    finally:
        layer.close()
    # PDFium ends lines with \r\n. When it joins two lines at a hyphen, it writes U+FFFE for the hyphen.
    text = text.replace("\r\n", "\n").replace("\ufffe", "-")
    fields = tuple(_form_field_texts(page, form))
    if sum(map(str.isalpha, text)) >= SCANNED_CHARS:
        return PageContent(text, len(unknown), fields, is_picture=False)
    is_picture, dpi = _has_pictures_and_their_dpi(page)
    return PageContent(text, len(unknown), fields, is_picture, dpi)


def _text_segments(layer: Any) -> Iterator[PdfSegment]:
    for at in range(layer.count_rects()):
        left, bottom, right, top = layer.get_rect(at)
        yield PdfSegment(left, bottom, right, top, partial(layer.get_text_bounded, left, bottom, right, top))


def _form_field_texts(page: Any, form: Any | None) -> Iterator[str]:
    import pypdfium2.raw as pdfium

    for at in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, at)
        if not annotation:
            continue
        try:
            value = "" if pdfium.FPDFAnnot_GetFlags(annotation) & _HIDDEN else _annotation_text(annotation, form)
            if value.strip():
                yield value.replace("\r\n", "\n").replace("\r", "\n").strip()
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _annotation_text(annotation: Any, form: Any | None) -> str:
    """Return the text that an annotation shows on the page."""
    import pypdfium2.raw as pdfium

    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    if kind == _FREE_TEXT:
        return _utf16_result(lambda *buffer: pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", *buffer))
    if kind == _WIDGET and form is not None and pdfium.FPDFAnnot_GetFormFieldType(form, annotation) in _TEXT_FIELDS:
        return _utf16_result(lambda *buffer: pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, *buffer))
    return ""


def _utf16_result(function: Any) -> str:
    """Return the string of a PDFium function that writes into a buffer and returns the length needed."""
    import pypdfium2.raw as pdfium

    length = function(None, 0)
    buffer = ctypes.create_string_buffer(length)
    function(ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), length)
    return buffer.raw[:length].decode("utf-16-le", "replace").rstrip("\0")


def _has_pictures_and_their_dpi(page: Any) -> tuple[bool, float | None]:
    """Return whether pictures or shapes may show the text of a page, and the resolution of the largest picture."""
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    paths, covered = 0, 0.0
    largest: tuple[float, float | None] = (0.0, None)  # area, resolution
    for shape in page.get_objects(max_depth=2):
        if shape.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = shape.get_bounds()
            area = (right - left) * (top - bottom)
            covered += area
            if area > largest[0]:
                largest = area, max(shape.get_px_size()) / max(right - left, top - bottom) * _POINTS_PER_INCH
        paths += shape.type == pdfium.FPDF_PAGEOBJ_PATH
    return covered >= PICTURE_SHARE * width * height or paths > PATHS, largest[1]
