"""Where a citation is in the original: page and line, slide and paragraph, sheet and row.

Spans count code points of the decoded text, which only the program sees. People find a citation by its position.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import regex

from citegraph.i18n import say
from citegraph.model import Report

_WRITTEN = regex.compile(
    r"(?:(?P<section>page|slide|sheet) (?P<name>.+?)(?: \(recognized (?P<recognized>\d{1,3})%\))?, )?"
    r"(?P<unit>line|paragraph|row) (?P<number>\d+)",
    regex.DOTALL,
)


class Position(NamedTuple):
    """A line, paragraph or row, in a section of the original if it has sections.

    >>> str(Position("line", 12, "page", "3")), str(Position("paragraph", 7))
    ('page 3, line 12', 'paragraph 7')
    >>> Position.parse("page 3 (recognized 87%), line 12")
    Position(unit='line', number=12, section='page', name='3', recognized=87)
    """

    unit: str  # "line", "paragraph" or "row"
    number: int  # of the unit, from 1
    section: str | None = None  # "page", "slide" or "sheet"
    name: str = ""  # of the section: "3", "Kế hoạch"
    recognized: int | None = None  # confidence of text recognition for the section, in percent

    @classmethod
    def parse(cls, text: str) -> Position:
        """Return the position that `str` wrote.

        Raises:
            ValueError: The text is no position.
        """
        match = _WRITTEN.fullmatch(text)
        if match is None:
            raise ValueError(text)
        sure = int(match["recognized"]) if match["recognized"] else None
        return cls(match["unit"], int(match["number"]), match["section"], match["name"] or "", sure)

    def text(self, lang: str) -> str:
        """Return the position in the reader's language.

        >>> Position("line", 12, "page", "3").text("vi")
        'trang 3, dòng 12'
        """
        place = say(lang, f"position.{self.unit}", number=self.number)
        if self.section is None:
            return place
        section = say(lang, f"position.{self.section}", name=self.name)
        if self.recognized is not None:
            section = say(lang, "position.recognized", section=section, percent=self.recognized)
        return f"{section}, {place}"

    def __str__(self) -> str:
        """Return the position as stores and exports write it."""
        sure = "" if self.recognized is None else f" (recognized {self.recognized}%)"
        return (f"{self.section} {self.name}{sure}, " if self.section else "") + f"{self.unit} {self.number}"


def positions(report: Report, starts: Iterable[int]) -> Iterator[Position]:
    """Yield the position of each offset in a report.

    Lines of the original are counted with blank lines; paragraphs are counted without them. Rows have their
    numbers in the sheet.

    Args:
        report: The report.
        starts: Offsets in code points of its text, in ascending order.
    """
    text, unit = report.text, report.unit
    counts_blanks = unit == "line" and not report.sections
    begins = [section.line for section in report.sections]
    line = filled = scanned = 0  # lines before the offset; lines with text in the section; code points read
    in_section = bisect_right(begins, 0) - 1
    for start in starts:
        while (end := text.find("\n", scanned, start)) >= 0:
            filled += not text[scanned:end].isspace() and end > scanned
            line, scanned = line + 1, end + 1
            at = bisect_right(begins, line) - 1
            if at != in_section:
                in_section, filled = at, 0
        number = line + 1 if counts_blanks else filled + 1
        if in_section < 0:
            yield Position(unit, number)
            continue
        section = report.sections[in_section]
        number += section.first - 1
        sure = None if section.confidence is None else round(100 * section.confidence)
        yield Position(unit, number, section.unit, section.name, sure)
