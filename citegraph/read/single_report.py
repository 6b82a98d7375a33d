"""Make one report of the lines of a document, with warnings about what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from citegraph.errors import ReadError
from citegraph.i18n import message
from citegraph.read.legacy_encodings import repair
from citegraph.read.parser_types import Draft

HIDDEN = "doubt.hidden"
OUTSIDE = "doubt.outside"
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
        raise ReadError(path, message("file.no_text"), message("do.ocr_if_pictures"))
    converted = (message("doubt.legacy", encoding=legacy),) if legacy else ()
    return Draft(text=text, title=title, warnings=(*converted, *warnings))


def embedded(count: int) -> tuple[str, ...]:
    """The warning that files of other programs lie in a document, which are not read."""
    return (message("doubt.embedded", n=count),) if count else ()


def left_out(warning: str, texts: Iterable[str]) -> tuple[str, ...]:
    """The warning that some texts are left out, HIDDEN or OUTSIDE, with how long they are; none for a few words."""
    words = sum(len(text.split()) for text in texts)
    return (message(warning, words=words),) if words > FEW_WORDS else ()
