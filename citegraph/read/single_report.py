"""Make one report from the lines of a document, with warnings about what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from citegraph.errors import ReadError
from citegraph.read.legacy_encodings import repair
from citegraph.read.parser_types import Draft

HIDDEN = "{} words of hidden text are left out"
OUTSIDE = "{} words of text outside of the main text are left out"
FEW_WORDS = 3
"""Up to this many words are left out without a warning."""


def report(path: str, lines: Iterable[str], warnings: Sequence[str] = (), title: str | None = None) -> Draft:
    """Return the report with the lines of a document as its text.

    Args:
        path: The path of the document, for messages.
        lines: Its lines.
        warnings: Warnings about it.
        title: The title in the document's metadata.

    Raises:
        ReadError: The lines have no text.
    """
    text, legacy = repair("\n".join(lines))
    if not text.strip():
        raise ReadError(path, "holds no text", "if its pages are pictures, run OCR on them first")
    converted = (f"written in {legacy}; converted",) if legacy else ()
    return Draft(text=text, title=title, warnings=(*converted, *warnings))


def embedded(count: int) -> tuple[str, ...]:
    """Return the warning that the embedded objects of a document are not read; none for a `count` of 0."""
    return (f"{count} objects of other programs that are put into it are left out",) if count else ()


def left_out(warning: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Return the warning that texts are left out, with the number of their words; none for a few words.

    Args:
        warning: HIDDEN or OUTSIDE.
        texts: The texts.
    """
    words = sum(len(text.split()) for text in texts)
    return (warning.format(words),) if words > FEW_WORDS else ()
