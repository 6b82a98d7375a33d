"""Write corrections into a plain text file, which cannot have comments."""

from __future__ import annotations

from collections.abc import Sequence

from citegraph.errors import ExportError
from citegraph.i18n import message
from citegraph.markup.notes import Note
from citegraph.markup.text_alignment import TextAlignment
from citegraph.read.decode import encoding_of


def marked_copy(data: bytes, text: str, told: Sequence[Note], fix: bool) -> tuple[bytes, int]:
    """Return a copy of a text file with safe corrections in place.

    Args:
        data: The file.
        text: The text read from it.
        told: The notes, in the order of the text.
        fix: Whether to write corrections.

    Returns:
        The new file, with the encoding and line ends of the old one, and how many notes were placed.

    Raises:
        ExportError: `fix` is False, or the file is not in UTF-8 or UTF-16.
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
    for start, end, correction in sorted(placed, key=lambda one: one[:2], reverse=True):  # from the end: offsets hold
        if correction is not None and end <= before:
            letters = letters[:start] + correction + letters[end:]
            before = start
    return letters.encode(encoding), len(placed)
