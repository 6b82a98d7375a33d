"""Write corrections into a plain text file; it has no place for comments."""

from __future__ import annotations

from collections.abc import Sequence

from citegraph.errors import ExportError
from citegraph.i18n import message
from citegraph.markup.notes import Note
from citegraph.markup.text_alignment import TextAlignment
from citegraph.read.decode import encoding_of


def marked_copy(data: bytes, text: str, told: Sequence[Note], fix: bool) -> tuple[bytes, int]:
    """A copy of a text file in which the safe corrections stand in the place of what is wrong.

    Args:
        data: The file.
        text: The text that was read from it.
        told: The notes, in the order of the text.
        fix: Whether corrections are written.

    Returns:
        The new file, with the encoding and the line ends of the old one, and how many notes found their place.

    Raises:
        ExportError: Without `fix`, and where the file is not in UTF-8 or UTF-16.
    """
    if not fix:
        raise ExportError(".txt", message("markup.no_comments"), message("do.fix_or_docx"))
    encoding = encoding_of(data) or "utf-8"
    try:
        letters = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ExportError(".txt", message("markup.not_utf8"), message("do.save_utf8")) from error
    places = TextAlignment(text, letters)
    placed = [(*found, note.correction) for note in told if (found := places.find(note.where)) is not None]
    before = len(letters)
    for start, end, correction in sorted(placed, key=lambda one: one[:2], reverse=True):  # from the end: places hold
        if correction is not None and end <= before:
            letters = letters[:start] + correction + letters[end:]
            before = start
    return letters.encode(encoding), len(placed)
