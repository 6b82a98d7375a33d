"""Dates as reports print them in, ISO dates as exact as printed out."""

from __future__ import annotations

from calendar import monthrange

import regex

from citegraph.model import IsoDate

_DAY, _MONTH, _YEAR = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})", r"(?P<year>(?:19|20)\d\d)"
# "22/10/2018", "22-10-2018", "22.10.2018", "22 tháng 10 năm 2018", "22/10", "tháng 10/2018", "năm 2018"
DATE = rf"""(?:
    {_DAY}\s?(?P<mark>[/.-])\s?{_MONTH}(?:\s?(?P=mark)\s?{_YEAR})(?!\d)
  | {_DAY}\s+tháng\s+{_MONTH},?\s*(?:năm\s+|/)?{_YEAR}(?!\d)
  | {_DAY}/{_MONTH}(?![\d/])
)"""
MONTH = rf"tháng\s+{_MONTH}(?:\s*/\s*|\s+năm\s+|\s*-\s*){_YEAR}(?!\d)"
YEAR = rf"năm\s+{_YEAR}(?!\d)"


def iso(year: str | None, month: str | None = None, day: str | None = None) -> IsoDate | None:
    """An ISO date of the printed parts, cut back to what can be: "2018", "2018-10", "2018-10-22"; None without a year.

    An impossible day ("35/5/2024") leaves month and year; an impossible month the year. Digits may be of any script.
    """
    if not year:
        return None
    if not month or not 1 <= int(month) <= 12:
        return f"{int(year):04d}"
    if not day or not 1 <= int(day) <= monthrange(int(year), int(month))[1]:
        return f"{int(year):04d}-{int(month):02d}"
    return f"{int(year):04d}-{int(month):02d}-{int(day):02d}"


def of_match(match: regex.Match[str]) -> IsoDate | None:
    """The date of a match of DATE, MONTH or YEAR.

    A day and month without any year come out as XML Schema writes them: "--01-27".
    """
    groups = match.groupdict()
    day, month, year = groups.get("day"), groups.get("month"), groups.get("year")
    if year is None and day and month and 1 <= int(month) <= 12 and 1 <= int(day) <= monthrange(2000, int(month))[1]:
        return f"--{int(month):02d}-{int(day):02d}"
    return iso(year, month, day)
