"""Write findings into files: comments in Word, notes in PDF, corrections in text, and SARIF for editors.

>>> sorted(WRITERS)
['.docx', '.md', '.pdf', '.txt']
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from unicodedata import is_normalized, normalize

from citegraph.errors import ExportError
from citegraph.i18n import message
from citegraph.markup.corrected_text import marked_copy as _text
from citegraph.markup.docx_comments import marked_copy as _docx
from citegraph.markup.finding_notes import Note, notes
from citegraph.markup.pdf_notes import marked_copy as _pdf
from citegraph.markup.sarif import sarif

__all__ = ["WITHOUT_COMMENTS", "WRITERS", "Note", "marked_copy", "notes", "sarif"]

Writer = Callable[[bytes, str, Sequence[Note], bool], tuple[bytes, int]]

WRITERS: dict[str, Writer] = {".docx": _docx, ".pdf": _pdf, ".txt": _text, ".md": _text}
"""What writes notes into a file, by its ending: given the file, the text that was read from it, the notes and whether
to correct; it gives the new file and how many notes it could place."""

WITHOUT_COMMENTS = frozenset(ending for ending, writer in WRITERS.items() if writer is _text)
"""The endings of files that take corrections only: of a finding without a safe one they show nothing."""


def marked_copy(data: bytes, ending: str, text: str, told: Sequence[Note], *, fix: bool = False) -> tuple[bytes, int]:
    """Return a copy of a file with a note at each finding, or with corrections, and no other changes.

    Args:
        data: The file.
        ending: Its file name extension, a key of `WRITERS`.
        text: The text read from it, to which the spans of the notes refer.
        told: The notes.
        fix: Whether to write safe corrections too: as tracked changes in a Word file, in place in a text.

    Returns:
        The new file, and how many of the notes were placed in it; of a text, how many were corrected.

    Raises:
        ExportError: The file type is not supported, or it does not allow corrections (PDF) or notes (text).
    """
    writer = WRITERS.get(ending.lower())
    if writer is None:
        raise ExportError(ending or "?", message("markup.no_comments"), message("do.give_docx_or_pdf"))
    if fix and writer is _pdf:
        raise ExportError(ending, message("markup.no_corrections"), message("do.correct_docx"))
    return writer(data, text, [_with_correction_composed_like(text, note) for note in told], fix)


def _with_correction_composed_like(text: str, note: Note) -> Note:
    """Return a note whose correction has its letters as the text has them: decomposed where all are so."""
    if note.correction is None or is_normalized("NFC", text) or not is_normalized("NFD", text):
        return note
    return replace(note, correction=normalize("NFD", note.correction))
