"""Make one report from the lines of a document, with warnings about omitted content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from citegraph.errors import ReadError
from citegraph.i18n import message
from citegraph.model import LineUnit, Section, SectionUnit
from citegraph.read.legacy_encodings import repair
from citegraph.read.parser_types import ParsedReport

HIDDEN = "doubt.hidden"
OUTSIDE = "doubt.outside"
FEW_WORDS = 3
"""Up to this many words are left out without a warning."""


class LocatedLines:
    """The lines of a document, with the pages, slides or sheets that they are on."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.sections: list[Section] = []
        self._count = 0  # number of lines of the text so far; an item of `lines` may have several

    def begin_section(self, unit: SectionUnit, name: str | int, confidence: float | None = None) -> None:
        """Begin a page, slide or sheet at the next line.

        Args:
            unit: What begins.
            name: Its number or name.
            confidence: Confidence of text recognition, 0 to 1; None for text that was not recognized.
        """
        self.sections.append(Section(self._count, unit, str(name), confidence))

    def add_lines(self, lines: Iterable[str]) -> None:
        """Add lines to the section that began last."""
        for line in lines:
            self.lines.append(line)
            self._count += line.count("\n") + 1

    def add_rows(self, rows: Iterable[tuple[int, str]]) -> None:
        """Add the lines of the rows of the sheet that began last, each with the number of its row.

        The sheet goes on as another section wherever the lines are not counted as its rows are.
        """
        sheet = self.sections[-1]
        expected = 1
        for number, text in rows:
            for line in text.split("\n"):
                if line.strip() and number != expected:
                    self.sections.append(Section(self._count, sheet.unit, sheet.name, first=number))
                    expected = number
                self.add_lines([line])
                expected += bool(line.strip())


def report_of_lines(
    path: str,
    lines: LocatedLines | Iterable[str],
    warnings: Sequence[str] = (),
    title: str | None = None,
    *,
    unit: LineUnit = "paragraph",
    converted: str = "doubt.legacy",
) -> ParsedReport:
    """Return the report with the lines of a document as its text.

    Args:
        path: The path of the document, for messages.
        lines: Its lines, alone or with their sections.
        warnings: Warnings about it.
        title: The title in the document's metadata.
        unit: What each line is in the document.
        converted: The id of the warning that it was written in an old encoding.

    Raises:
        ReadError: The lines have no text.
    """
    sections = tuple(lines.sections) if isinstance(lines, LocatedLines) else ()
    text, legacy = repair("\n".join(lines.lines if isinstance(lines, LocatedLines) else lines))
    if not text.strip():
        raise ReadError(path, message("file.no_text"), message("do.ocr_if_pictures"))
    doubts = (message(converted, encoding=legacy),) if legacy else ()
    return ParsedReport(text=text, title=title, warnings=(*doubts, *warnings), sections=sections, unit=unit)


def embedded_warning(count: int) -> tuple[str, ...]:
    """Return the warning that the embedded objects of a document are not read; none for a `count` of 0."""
    return (message("doubt.embedded", n=count),) if count else ()


def left_out_warning(warning: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Return the warning that texts are omitted, with the number of their words; none for a few words.

    Args:
        warning: HIDDEN or OUTSIDE.
        texts: The texts.
    """
    words = sum(len(text.split()) for text in texts)
    return (message(warning, words=words),) if words > FEW_WORDS else ()
