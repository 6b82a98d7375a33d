"""Read the dates that reports print, and convert them to ISO. All patterns for dates are here.

>>> [date.iso for date in find("ngày 22/10/2018, 22 tháng 10 năm 2018, tháng 3-2019, năm 2020, ngày 20/6, ngày 5/4/21")]
['2018-10-22', '2018-10-22', '2019-03', '2020', '--06-20', '2021-04-05']

A date has the precision with which it is printed. A day and month without a year is written as in XML Schema:
"--06-20".
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from typing import NamedTuple

import regex

from citegraph.model import IsoDate

_DAY = r"(?P<day>\d{1,2})"
_MONTH = r"(?P<month>\d{1,2})"
YEAR_NUMBER = r"(?:19|20)\d\d"
_YEAR = rf"(?P<year>{YEAR_NUMBER})"
_SIGN = r"(?P<mark>[/.\-–])"
_ENGLISH_MONTH = r"(?P<name>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*)"
_MONTH_WORDS = (
    "một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai", "giêng",
)  # fmt: skip
MONTH_WORD = "(?:" + "|".join(sorted(_MONTH_WORDS, key=len, reverse=True)).replace(" ", r"\s+") + ")"
"""The name of a month behind "tháng"."""
FIRST_DAYS = r"m[ồùổ]ng"
"""The word before the first ten days of a month: "mồng 2"."""
_END = r"(?![\d%/])"  # excludes "24/7", "5/12%" and the beginning of a longer number

FULL = rf"""(?:{_DAY}
    (?: \s?{_SIGN}\s?{_MONTH}\s?(?P=mark)\s?{_YEAR}
      | \s+th(?:áng|g)\s+(?:{_MONTH}\s*,?\s*(?:năm\s+|/)?|(?i:(?P<name>{MONTH_WORD}))\s*,?\s+năm\s+){_YEAR}
      | \s{_ENGLISH_MONTH}\s{_YEAR}
    ){_END})"""
"""A complete date: "22/10/2018", "22 - 10 - 2018", "22 tháng 10 năm 2018", "2 tháng mười năm 2018", "9 Aug 2017" (verbose)."""
DAY_OF_MONTH = rf"(?:{_DAY}(?:\s?{_SIGN}\s?|\s+tháng\s+){_MONTH}{_END})"
"""A date without a year: "20/6", "20 tháng 6" (verbose)."""
SHORT_YEAR = rf"(?:{_DAY}(?P<mark>[/.])(?P<month>\d{{1,2}})(?P=mark)(?P<short>\d\d){_END})"
"""A date with a two-digit year, recognized only after "ngày": "22/10/18" (verbose)."""
MONTH = rf"(?:[Tt]háng\s+{_MONTH}(?:\s*/\s*|\s+năm\s+|\s*-\s*){_YEAR}(?!\d))"
"""A month of a year: "tháng 10/2018", "tháng 10-2018", "tháng 10 năm 2018"."""
YEAR = rf"(?:[Nn]ăm\s+{_YEAR}(?!\d))"
"""A year: "năm 2018"."""
YEARS_OF_TERM = regex.compile(
    rf"\s*,?\s*\(?\s*nhiệm\s+kỳ\s*(?P<from>{YEAR_NUMBER})\s?[-–]\s?(?P<to>20\d\d)", regex.IGNORECASE
)
"""The years of a congress behind its ordinal: ", nhiệm kỳ 2020 - 2025"."""
DATE = rf"(?:{FULL}|{SHORT_YEAR}|{DAY_OF_MONTH})"
"""A day of a month, with or without a year (verbose)."""
ANY = rf"(?:{FULL}|{MONTH}|{YEAR}|(?<=[Nn]gày\s){SHORT_YEAR}|(?<=[Nn]gày\s){DAY_OF_MONTH})"
"""Any unambiguous date; two numbers alone may be a fraction (verbose)."""

_FIND = regex.compile(rf"(?<![\d/.,-]){ANY}", regex.VERBOSE)
_ISO = regex.compile(rf"(?<!\d)({YEAR_NUMBER})[-/](\d\d?)(?:[-/](\d\d?))?(?![\d/-])|^\s*({YEAR_NUMBER})\s*$")
ENGLISH = regex.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})[ .]+(?P<name>[A-Z][a-z]{{2}})[a-z]*\.?,?[ ]+{_YEAR}"
    rf"|(?<!\d)(?P<day>\d{{1,2}})-(?P<name>[A-Z][a-z]{{2}})-(?:{_YEAR}|(?P<short>\d\d))(?!\d)"
    rf"|\b(?P<name>[A-Z][a-z]{{2}})[a-z]*\.?[ ]+(?P<day>\d{{1,2}}),?[ ]+{_YEAR}"
)
"""A date with the English name of its month, as machines and foreign pages write it: "August 14, 2024", "5-Apr-19"."""
_WHOLE = regex.compile(rf"(?<![\d/.,-]){FULL}", regex.VERBOSE)
_TYPED = regex.compile(rf"\b(?:(?:{_DAY}[-/.])?{_MONTH}[-/.]|n[ăa]m\s+){_YEAR}\b", regex.IGNORECASE)
_ENDING = regex.compile(rf"(?<!\d)(?:{FULL}|(?i:{MONTH}))(?<=\d)$", regex.VERBOSE)
_LONGEST = 32  # code points of a date
_LAST_OF_THIS_CENTURY = 49  # "22/10/18" is in 2018, "22/10/87" in 1987
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class PrintedDate(NamedTuple):
    """A date found in a text, `[start, end)` in code points."""

    iso: IsoDate
    start: int
    end: int


def find(text: str, start: int = 0, end: int | None = None) -> Iterator[PrintedDate]:
    """Yield the dates that `text` prints, from left to right.

    Args:
        text: The text to search.
        start: The first code point to read.
        end: The code point to stop before; None for the end of the text.
    """
    for match in _FIND.finditer(text, start, len(text) if end is None else end):
        if (date := date_of_match(match)) is not None:
            yield PrintedDate(date, match.start(), match.end())


def parse(value: str) -> IsoDate | None:
    """Return the date in a table cell, page header or front matter, or None.

    Known forms are ISO, RFC 2822, "31/07/2023", "9 Aug 2017" and "9-Aug-17".

    >>> parse("Fri, 21 Feb 2025 02:00:00 +0700"), parse("31/07/2023"), parse("no date")
    ('2025-02-21', '2023-07-31', None)
    >>> parse("2024-05-01T08:00:00"), parse("August 14, 2024")
    ('2024-05-01', '2024-08-14')
    """
    if found := _ISO.search(value):
        return to_iso(found[1] or found[4], found[2], found[3])
    if (found := ENGLISH.search(value)) and month_named(found["name"]):
        return date_of_match(found)
    return date_of_match(found) if (found := _WHOLE.search(value)) else None


def date_ending_at(text: str, end: int) -> IsoDate | None:
    """Return the day or month whose year ends at `end`: the date in "…, ngày 22/10/2018"; else None."""
    match = _ENDING.search(text[max(0, end - _LONGEST) : end])
    return date_of_match(match) if match else None


def first_date_in_query(asked: str) -> PrintedDate | None:
    """Return the first date in a typed query, also without diacritics: "02/5/2024", "5/2024", "năm 2024".

    >>> first_date_in_query("nghi quyet 35 nam 2018"), first_date_in_query("02/5/2024").iso
    (PrintedDate(iso='2018', start=14, end=22), '2024-05-02')
    """
    match = _TYPED.search(asked)
    if match is None:
        return None
    parts = [match["year"], *(part.zfill(2) for part in (match["month"], match["day"]) if part)]
    return PrintedDate("-".join(parts), match.start(), match.end())


def to_iso(year: str | None, month: str | None = None, day: str | None = None) -> IsoDate | None:
    """Return an ISO date of printed parts: "2018", "2018-10", "2018-10-22"; None without a year.

    An impossible day ("35/5/2024") is dropped, and so is an impossible month. Digits may be of any script.
    """
    if not year:
        return None
    if not month or not 1 <= int(month) <= 12:
        return f"{int(year):04d}"
    if not day or not 1 <= int(day) <= monthrange(int(year), int(month))[1]:
        return f"{int(year):04d}-{int(month):02d}"
    return f"{int(year):04d}-{int(month):02d}-{int(day):02d}"


def date_of_match(match: regex.Match[str]) -> IsoDate | None:
    """Return the date of a match of any pattern above; None for a day that is not in the calendar."""
    groups = match.groupdict()
    return date_of_parts(*(groups.get(part) for part in ("day", "month", "year", "name", "short")))


def date_of_parts(
    day: str | None, month: str | None, year: str | None, name: str | None = None, short: str | None = None
) -> IsoDate | None:
    """Return the date of printed parts, or None.

    Args:
        day: The day of the month.
        month: The month as a number.
        year: The year with four digits.
        name: The name of the month, instead of `month`.
        short: The year with two digits, instead of `year`.
    """
    if name:
        month = month_named(name)
    if short:
        return to_iso(_four_digit_year(short), month, day)
    if year is None:
        possible = day and month and 1 <= int(month) <= 12 and 1 <= int(day) <= monthrange(2000, int(month))[1]
        return f"--{int(month or 0):02d}-{int(day or 0):02d}" if possible else None
    return to_iso(year, month, day)


def _four_digit_year(short: str) -> str:
    return f"{'20' if int(short) <= _LAST_OF_THIS_CENTURY else '19'}{short}"


def month_named(name: str) -> str | None:
    """Return the number of a month by its name: "August" → "8", "mười" → "10"; None for other words."""
    word = " ".join(name.lower().split())
    if word in _MONTH_WORDS:
        return str(_MONTH_WORDS.index(word) % 12 + 1)
    short = word[:3]
    return str(_MONTHS.index(short) + 1) if short in _MONTHS else None
