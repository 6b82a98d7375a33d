"""Write notes into a PDF: highlight the words and attach the note.

pypdfium2, which is also used to read PDFs, knows where each letter is on its page. The bytes of the file stay
unchanged; the notes are appended.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator, Sequence
from typing import Any

from citegraph.errors import ExportError
from citegraph.i18n import message
from citegraph.markup.finding_notes import COMMENTER, Note
from citegraph.markup.text_alignment import TextAlignment
from citegraph.model import Severity

_COLORS = {Severity.WRONG: (255, 138, 128), Severity.DOUBTFUL: (255, 213, 79), Severity.STYLE: (144, 202, 249)}
"""Red, green and blue of the highlight."""

_INCREMENTAL = 1  # FPDF_INCREMENTAL: keep the bytes of the file and add to them


def marked_copy(data: bytes, text: str, told: Sequence[Note], fix: bool) -> tuple[bytes, int]:
    """Return a copy of a PDF with a highlighted note at each finding.

    Args:
        data: The file.
        text: The text read from it.
        told: The notes.
        fix: Must be False, because a PDF allows no corrections.

    Returns:
        The new file, and how many notes were placed.

    Raises:
        ExportError: The file cannot be opened.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ExportError(".pdf", message("markup.no_pdf"), message("do.remove_password")) from error
    try:
        pages = [_Page(document, number) for number in range(len(document))]
        letters = "".join(page.letters for page in pages)
        places = TextAlignment(text, letters)
        placed = 0
        for note, found in zip(told, places.find_all([note.where for note in told]), strict=True):
            if found is not None and _highlight(pages, *found, note):
                placed += 1
        for page in pages:
            page.close()
        if not placed:
            return data, 0
        out = io.BytesIO()
        document.save(out, flags=_INCREMENTAL)
        return out.getvalue(), placed
    finally:
        document.close()


class _Page:
    """A page with its letters, each by its index."""

    def __init__(self, document: Any, number: int) -> None:
        self.page = document[number]
        self.text = self.page.get_textpage()
        self.letters = "".join(self._each_letter())

    def _each_letter(self) -> Iterator[str]:
        from pypdfium2 import raw

        for index in range(self.text.count_chars()):
            code = raw.FPDFText_GetUnicode(self.text, index)
            # One letter per index, so that offsets in the letters are indexes on the page.
            yield chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "

    def letter_boxes(self, start: int, end: int) -> list[tuple[float, float, float, float]]:
        """Return the boxes around letters, one per line: left, bottom, right, top."""
        count = self.text.count_rects(start, end - start)
        return [self.text.get_rect(index) for index in range(count)]

    def close(self) -> None:
        """Release the resources of the page."""
        self.text.close()
        self.page.close()


def _highlight(pages: Sequence[_Page], start: int, end: int, note: Note) -> bool:
    """Highlight the letters from `start` to `end`, counted over all pages, with the note on their first page."""
    offset, marked = 0, False
    for page in pages:
        size = len(page.letters)
        first, last = max(start, offset) - offset, min(end, offset + size) - offset
        offset += size
        if first >= last:
            continue
        boxes = page.letter_boxes(first, last)
        if boxes:
            _add_highlight(page, boxes, note)
            marked = True
    return marked


def _add_highlight(page: _Page, boxes: Sequence[tuple[float, float, float, float]], note: Note) -> None:
    from pypdfium2 import raw

    annotation = raw.FPDFPage_CreateAnnot(page.page, raw.FPDF_ANNOT_HIGHLIGHT)
    for left, bottom, right, top in boxes:
        points = raw.FS_QUADPOINTSF(left, top, right, top, left, bottom, right, bottom)
        raw.FPDFAnnot_AppendAttachmentPoints(annotation, ctypes.byref(points))
    whole = raw.FS_RECTF(
        min(box[0] for box in boxes),
        max(box[3] for box in boxes),
        max(box[2] for box in boxes),
        min(box[1] for box in boxes),
    )
    raw.FPDFAnnot_SetRect(annotation, ctypes.byref(whole))
    red, green, blue = _COLORS[note.finding.severity]
    raw.FPDFAnnot_SetColor(annotation, raw.FPDFANNOT_COLORTYPE_Color, red, green, blue, 255)
    for key, value in (("Contents", note.text), ("T", COMMENTER)):
        encoded = value.encode("utf-16-le") + b"\0\0"
        buffer = ctypes.create_string_buffer(encoded, len(encoded))
        raw.FPDFAnnot_SetStringValue(annotation, key.encode(), ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    raw.FPDFPage_CloseAnnot(annotation)
