"""Read one PDF page: its text, its filled-in fields, and whether it is a scanned picture."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from citegraph.read import pdf_columns
from citegraph.read.pdf_columns import Segment

SCANNED_CHARS = 80
"""A picture of a page with less text than this many letters has at most a running title beside it."""
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
PICTURE_SHARE = 0.3
"""A picture covers this share of a page that was scanned."""
PATHS = 200
"""A page without text that draws more shapes than this has its letters drawn."""

_TEXT_FIELDS = (4, 5, 6)  # of PDFium: lists to choose from, and texts
_FREE_TEXT, _WIDGET = 3, 20  # kinds of annotations; all others are comments, marks and links
_HIDDEN = 2


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page."""

    text: str
    unknown: int  # letters of which their font does not tell what they mean; each reads as UNKNOWN
    fields: tuple[str, ...]  # what is filled in, and texts that are put over the page
    is_picture: bool  # whether what a person sees on it is drawn, and may be text: it has next to none itself


def read(page: Any, form: Any | None) -> Page:
    """What stands on a page; `form` is PDFium's environment for the fields of its document, where it has any."""
    import pypdfium2.raw as pdfium

    layer = page.get_textpage()
    try:
        count = layer.count_chars()
        unknown = {at for at in range(count) if pdfium.FPDFText_HasUnicodeMapError(layer.raw, at) == 1}
        if unknown:
            letters = (chr(pdfium.FPDFText_GetUnicode(layer.raw, at)) for at in range(count))
            text = "".join(UNKNOWN if at in unknown else letter for at, letter in enumerate(letters))
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
        else:
            text = layer.get_text_range()
            text = pdf_columns.apart(list(_segments(layer))) or text
    finally:
        layer.close()
    # PDFium ends lines with \r\n, and puts U+FFFE for the hyphen at the end of a line that it joined.
    text = text.replace("\r\n", "\n").replace("\ufffe", "-")
    is_picture = sum(map(str.isalpha, text)) < SCANNED_CHARS and _is_picture(page)
    return Page(text, len(unknown), tuple(_fields(page, form)), is_picture)


def _segments(layer: Any) -> Iterator[Segment]:
    for at in range(layer.count_rects()):
        left, bottom, right, top = layer.get_rect(at)
        yield Segment(left, bottom, right, top, partial(layer.get_text_bounded, left, bottom, right, top))


def _fields(page: Any, form: Any | None) -> Iterator[str]:
    import pypdfium2.raw as pdfium

    for at in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, at)
        if not note:
            continue
        try:
            said = "" if pdfium.FPDFAnnot_GetFlags(note) & _HIDDEN else _said(note, form)
            if said.strip():
                yield said.replace("\r\n", "\n").replace("\r", "\n").strip()
        finally:
            pdfium.FPDFPage_CloseAnnot(note)


def _said(note: Any, form: Any | None) -> str:
    """What an annotation says to whoever reads the page."""
    import pypdfium2.raw as pdfium

    kind = pdfium.FPDFAnnot_GetSubtype(note)
    if kind == _FREE_TEXT:
        return _string(lambda *room: pdfium.FPDFAnnot_GetStringValue(note, b"Contents", *room))
    if kind == _WIDGET and form is not None and pdfium.FPDFAnnot_GetFormFieldType(form, note) in _TEXT_FIELDS:
        return _string(lambda *room: pdfium.FPDFAnnot_GetFormFieldValue(form, note, *room))
    return ""


def _string(ask: Any) -> str:
    """What a function of PDFium writes into the room that it is given, which it first says the length of."""
    import pypdfium2.raw as pdfium

    length = ask(None, 0)
    room = ctypes.create_string_buffer(length)
    ask(ctypes.cast(room, ctypes.POINTER(pdfium.FPDF_WCHAR)), length)
    return room.raw[:length].decode("utf-16-le", "replace").rstrip("\0")


def _is_picture(page: Any) -> bool:
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    paths = 0
    for shape in page.get_objects(max_depth=2):
        if shape.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = shape.get_pos() if hasattr(shape, "get_pos") else shape.get_bounds()
            if (right - left) * (top - bottom) >= PICTURE_SHARE * width * height:
                return True
        paths += shape.type == pdfium.FPDF_PAGEOBJ_PATH
        if paths > PATHS:
            return True
    return False
