"""Write findings where people write: as comments in a Word file, notes in a PDF, entries for editors.

>>> sorted(WRITERS)
['.docx', '.pdf']
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from citegraph.errors import ExportError
from citegraph.i18n import message
from citegraph.markup.docx import write as _docx
from citegraph.markup.notes import Note, notes
from citegraph.markup.pdf import write as _pdf
from citegraph.markup.sarif import sarif

__all__ = ["WRITERS", "Note", "notes", "sarif", "written"]

Writer = Callable[[bytes, str, Sequence[Note], bool], tuple[bytes, int]]

WRITERS: dict[str, Writer] = {".docx": _docx, ".pdf": _pdf}
"""What writes notes into a file, by its ending: given the file, the text that was read from it, the notes and whether
to correct; it gives the new file and how many notes it could place."""


def written(data: bytes, ending: str, text: str, told: Sequence[Note], *, fix: bool = False) -> tuple[bytes, int]:
    """A copy of a file with a note at each finding and nothing else changed.

    Args:
        data: The file.
        ending: The ending of its name, ".docx" or ".pdf".
        text: The text that was read from it, in which the places of the notes are counted.
        told: The notes.
        fix: Whether safe corrections are written too, as changes to be accepted.

    Returns:
        The new file, and how many of the notes found their place in it.

    Raises:
        ExportError: For a file of another kind, and for corrections where the kind knows none.
    """
    writer = WRITERS.get(ending.lower())
    if writer is None:
        raise ExportError(ending or "?", message("markup.no_comments"), message("do.give_docx_or_pdf"))
    if fix and ending.lower() != ".docx":
        raise ExportError(ending, message("markup.no_corrections"), message("do.correct_docx"))
    return writer(data, text, told, fix)
