"""The opening of a report in, the day it was published out, or else the day of what it tells of.

The dates of a report are mostly those of the documents it cites. A date is taken only for what stands around it: a
label ("Đăng ngày"), a line of its own, or the place of a letterhead before it ("Hà Nội, ngày …"). A report that has
none of these may tell of an event and its day (see `events`).
"""

from __future__ import annotations

from calendar import monthrange

import regex

from citegraph.grammar.dates import iso
from citegraph.model import IsoDate

EARLIEST_YEAR = 1990
"""Earlier dates in a report are history: it tells of an anniversary."""
LATEST_YEAR = 2035
"""Later dates are plans: no report of the terms this project knows was written then."""
PROTOCOL_CHARS = 400
"""How far down the minutes of a meeting say what they are and when it took place."""

LINE_CHARS = 100
"""How far into a line a date may stand that a label or nothing at all comes before."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = regex.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)(?:-(\d\d))?(?!\d)|^\s*((?:19|20)\d\d)\s*$")
_ENGLISH = regex.compile(
    r"(?<!\d)(?P<day>\d{1,2})[ .]+(?P<month>[A-Z][a-z]{2})[a-z]*\.?,? +(?P<year>(?:19|20)\d\d)"
    r"|\b(?P<month>[A-Z][a-z]{2})[a-z]*\.? +(?P<day>\d{1,2}),? +(?P<year>(?:19|20)\d\d)"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
FULL = regex.compile(
    rf"""(?P<day>[0-9](?<![\d/.,-].)[0-9]?)
    (?: \s?(?P<mark>[/.\-–])\s?(?P<month>\d{{1,2}})\s?(?P=mark)\s?{_YEAR}
      | \s+tháng\s+(?P<month>\d{{1,2}})(?:\s*,?\s*năm\s+|/){_YEAR}
      | \s(?P<name>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*)\s{_YEAR}
    )(?![%/])""",
    regex.VERBOSE,
)
"""A day, month and year as texts print them."""

# The day may be left open in a draft: "Hà Nội, ngày     tháng 8 năm 2025".
_DATELINE = regex.compile(
    rf"""^ (?:.{{0,80}}?[\s|>*_(–-])?? (?P<place>(?:TP\.\s?)?\p{{Lu}}[\p{{L}}'’]*(?:[ ]\p{{Lu}}[\p{{L}}'’]*){{0,3}})
    \s?, \s* ngày
    (?: [\s.…_]*(?P<day>\d{{1,2}})?[\s.…_]* tháng [\s.…_]*(?P<month>\d{{1,2}})?[\s.…_]* năm\s+{_YEAR}
      | \s+(?P<day>\d{{1,2}})\s?(?P<mark>[/.-])\s?(?P<month>\d{{1,2}})\s?(?P=mark)\s?{_YEAR} )
    [\s|*_.)]* $""",
    regex.VERBOSE,
)
# "Thời gian: 19 giờ 30, ngày 03/11/2021" in the minutes of a meeting.
_HELD = regex.compile(r"Thời gian\W{1,8}(?:[^\n]{0,40}?\W)??ngày\s+(?=\d)", regex.IGNORECASE)
_LABEL = regex.compile(
    r"(?:^|[-–|•(>.*]\s*|^.{0,60})(?:ngày (?:đăng|cập nhật|tạo|viết)|đăng (?:ngày|lúc|tải)|cập nhật(?: lần cuối)?"
    r"|lần cuối|xuất bản|published|(?<=^[\s|*]*)ngày ban hành)"
    r"[^\w\n]*(?:(?:lúc|ngày|lúc ngày|on)[^\w\n]*)?(?:\d{1,2}[:hg]\d{2}[^\w\n]*(?:ngày )?)?"
    r"(?:(?:thứ \w+|chủ nhật)[^\w\n]*)?$",
    regex.IGNORECASE,
)
_LINE_BEFORE = regex.compile(
    r"\W*(?:(?:thứ \w+|chủ nhật|\w+day)\W{1,4}(?:ngày )?|\d{1,2}[:hg]\d{2}(?::\d{2})?\W*(?:ngày )?)?",
    regex.IGNORECASE,
)
_BYLINE = regex.compile(r"[^\n]{2,60}?\W(?:thứ \w+|chủ nhật)\W{1,4}(?:ngày )?", regex.IGNORECASE)
_LINE_AFTER = regex.compile(r"\W*(?:\d{1,2}[:hg]\d{2}(?::\d{2})?\W*)?(?:\(?GMT\W*\d\)?|[AP]M)?\W*", regex.IGNORECASE)


def parse(value: str) -> IsoDate | None:
    """The date in a cell, a page's head or a front matter: ISO, RFC 2822, "31/07/2023", "9 Aug 2017"; else None."""
    if found := _ISO.search(value):
        return iso(found[1] or found[4], found[2], found[3])
    if (found := _ENGLISH.search(value)) and (month := _month(found["month"])):
        return iso(found["year"], month, found["day"])
    return of(found) if (found := FULL.search(value)) else None


def of(found: regex.Match[str]) -> IsoDate | None:
    """The date of a match of FULL."""
    return iso(found["year"], _month(found["name"]) if found["name"] else found["month"], found["day"])


def dateline(text: str) -> tuple[str, IsoDate] | None:
    """Place and date of the letterhead: "Hà Nội, ngày 5 tháng 6 năm 2023"; the date may lack its day or month."""
    if ", ngày" not in text:
        return None
    lines = text.splitlines()
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if "ngày" not in line or len(line) > 200:
            continue
        # A narrow column breaks it behind its place or within the date.
        found = _DATELINE.search(line) or _DATELINE.search(f"{line.rstrip()} {below.lstrip()}")
        if found and (date := iso(found["year"], found["month"], found["day"])):
            return found["place"], date
    return None


def published(head: str, crawled: IsoDate | None = None) -> IsoDate | None:
    """The date that a line of `head` says is that of the report: by a label, or by standing alone.

    `crawled` is the day on which a page was fetched, whose clock is not its date.
    """
    begin = 0
    while 0 <= begin < len(head):
        for found in FULL.finditer(head, begin, begin + LINE_CHARS):
            before = head[begin : found.start()]
            if "\n" in before:
                break
            date = of(found) if possible(found) else None
            if date and date != crawled and (_stands_alone(head, found, before) or _LABEL.search(before)):
                return date
        begin = head.find("\n", begin) + 1 or -1
    return None


def held(head: str) -> IsoDate | None:
    """The day of the meeting that minutes ("Biên bản …") say they are of."""
    opening = head[:PROTOCOL_CHARS]
    if not ("iên bản" in opening or "IÊN BẢN" in opening) or not (at := _HELD.search(opening)):
        return None
    found = FULL.match(head, at.end())
    return of(found) if found and possible(found) else None


def changed(tail: str) -> IsoDate | None:
    """The date of writing or of the last change at the end of a report."""
    for found in FULL.finditer(tail):
        line = tail[tail.rfind("\n", 0, found.start()) + 1 : found.start()]
        if possible(found) and _LABEL.search(line):
            return of(found)
    return None


def possible(found: regex.Match[str]) -> bool:
    """Whether the calendar has the day of a match of FULL, and its year is one in which reports were written."""
    month, year = int(_month(found["name"]) or 0 if found["name"] else found["month"]), int(found["year"])
    if not (EARLIEST_YEAR <= year <= LATEST_YEAR and 1 <= month <= 12):
        return False
    return 1 <= int(found["day"]) <= monthrange(year, month)[1]


def _month(name: str) -> str | None:
    """The number of an English month."""
    short = name[:3].lower()
    return str(_MONTHS.index(short) + 1) if short in _MONTHS else None


def _stands_alone(text: str, found: regex.Match[str], before: str) -> bool:
    """Whether the line holds nothing but the date, its weekday and the time; an author may come first."""
    if not _LINE_BEFORE.fullmatch(before) and not _BYLINE.fullmatch(before):
        return False
    end = text.find("\n", found.end())
    rest = text[found.end() : end if end >= 0 else len(text)]
    return len(rest) < 40 and _LINE_AFTER.fullmatch(rest) is not None
