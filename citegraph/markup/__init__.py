"""Write findings where people write: comments in a Word file, notes in a PDF, corrections in a text, SARIF for editors.

>>> sorted(WRITERS)
['.docx', '.md', '.pdf', '.txt']
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from citegraph.errors import ExportError
from citegraph.i18n import message
from citegraph.markup.corrected_text import marked_copy as _text
from citegraph.markup.docx import marked_copy as _docx
from citegraph.markup.notes import Note, notes
from citegraph.markup.pdf import marked_copy as _pdf
from citegraph.markup.sarif import sarif

__all__ = ["WRITERS", "Note", "marked_copy", "notes", "sarif"]

Writer = Callable[[bytes, str, Sequence[Note], bool], tuple[bytes, int]]

WRITERS: dict[str, Writer] = {".docx": _docx, ".pdf": _pdf, ".txt": _text, ".md": _text}
"""What writes notes into a file, by its ending: given the file, the text that was read from it, the notes and whether
to correct; it gives the new file and how many notes it could place."""


def marked_copy(data: bytes, ending: str, text: str, told: Sequence[Note], *, fix: bool = False) -> tuple[bytes, int]:
    """A copy of a file with a note at each finding, or with corrections, and nothing else changed.

    Args:
        data: The file.
        ending: The ending of its name, one of `WRITERS`.
        text: The text that was read from it, in which the places of the notes are counted.
        told: The notes.
        fix: Whether safe corrections are written too: in a Word file as changes to be accepted, in a text in place.

    Returns:
        The new file, and how many of the notes found their place in it.

    Raises:
        ExportError: For a file of another kind, for corrections in a PDF, and for notes without them in a text.
    """
    writer = WRITERS.get(ending.lower())
    if writer is None:
        raise ExportError(ending or "?", message("markup.no_comments"), message("do.give_docx_or_pdf"))
    if fix and writer is _pdf:
        raise ExportError(ending, message("markup.no_corrections"), message("do.correct_docx"))
    return writer(data, text, told, fix)
