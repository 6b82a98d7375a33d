"""Make one report of the lines of a document, with warnings about what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from citegraph.errors import ReadError
from citegraph.read.legacy_encodings import repair
from citegraph.read.parser_types import Draft

HIDDEN = "{} words of hidden text are left out"
OUTSIDE = "{} words of text outside of the main text are left out"
FEW_WORDS = 3
"""What comes to no more words than this may be left out without a word."""


def report(path: str, lines: Iterable[str], warnings: Sequence[str] = (), title: str | None = None) -> Draft:
    """The report that the lines of a document make.

    Args:
        path: The document, for messages.
        lines: Its text, line by line.
        warnings: What is doubtful about it.
        title: What the document itself says its title is.

    Raises:
        ReadError: where the lines hold no text.
    """
    text, legacy = repair("\n".join(lines))
    if not text.strip():
        raise ReadError(path, "holds no text", "if its pages are pictures, run OCR on them first")
    converted = (f"written in {legacy}; converted",) if legacy else ()
    return Draft(text=text, title=title, warnings=(*converted, *warnings))


def embedded(count: int) -> tuple[str, ...]:
    """The warning that files of other programs lie in a document, which are not read."""
    return (f"{count} objects of other programs that are put into it are left out",) if count else ()


def left_out(warning: str, texts: Iterable[str]) -> tuple[str, ...]:
    """The warning that some texts are left out, HIDDEN or OUTSIDE, with how long they are; none for a few words."""
    words = sum(len(text.split()) for text in texts)
    return (warning.format(words),) if words > FEW_WORDS else ()
