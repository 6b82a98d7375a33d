"""Write corrections into a plain text file, which cannot have comments."""

from __future__ import annotations

from collections.abc import Sequence

from citegraph.errors import ExportError
from citegraph.i18n import message
from citegraph.markup.finding_notes import Note
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
        The new file, with the encoding and line ends of the old one, and how many corrections it holds.

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
    places = TextAlignment(text, letters).find_all([note.where for note in told])
    placed = [
        (*found, note.correction)
        for note, found in zip(told, places, strict=True)
        if found is not None and note.correction is not None
    ]
    parts: list[str] = []
    before, corrected = len(letters), 0
    for start, end, correction in sorted(placed, key=lambda one: one[:2], reverse=True):
        if end <= before:
            parts += [letters[end:before], correction]
            before, corrected = start, corrected + 1
    parts.append(letters[:before])
    return "".join(reversed(parts)).encode(encoding), corrected
