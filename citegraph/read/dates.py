"""The opening of a report in, the day it was published out, or else the day of what it tells of.

The dates of a report are mostly those of the documents it cites. A date is taken only for what stands around it: a
label ("Đăng ngày"), a line of its own, the place of a letterhead before it ("Hà Nội, ngày …"), a time of day ("Chiều
31/7") or the start of a sentence ("Ngày 26/12/2022, huyện …").
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable

import regex

from citegraph.grammar.dates import iso
from citegraph.model import IsoDate

EARLIEST_YEAR = 1990
"""Earlier dates in a report are history: it tells of an anniversary."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = regex.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)(?:-(\d\d))?(?!\d)|^\s*((?:19|20)\d\d)\s*$")
_ENGLISH = regex.compile(
    r"(?<!\d)(?P<day>\d{1,2})[ .]+(?P<month>[A-Z][a-z]{2})[a-z]*\.?,? +(?P<year>(?:19|20)\d\d)"
    r"|\b(?P<month>[A-Z][a-z]{2})[a-z]*\.? +(?P<day>\d{1,2}),? +(?P<year>(?:19|20)\d\d)"
)
_DATE = regex.compile(
    r"""(?<![\d/.,-])(?P<day>\d{1,2})
    (?: \s?(?P<mark>[/.\-–])\s?(?P<month>\d{1,2}) (?:\s?(?P=mark)\s?(?P<year>(?:19|20)\d\d))?
      | \s+tháng\s+(?P<month>\d{1,2}) (?:(?:\s*,?\s*năm\s+|/)(?P<year>(?:19|20)\d\d))?
      | \s(?P<name>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*)\s(?P<year>(?:19|20)\d\d)
    )(?![\d%/])""",
    regex.VERBOSE,
)
# The day may be left open in a draft: "Hà Nội, ngày     tháng 8 năm 2025".
_DATELINE = regex.compile(
    r"""^ (?:.{0,80}?[\s|>*(])?? (?P<place>(?:TP\.\s?)?\p{Lu}[\p{L}'’]*(?:[ ]\p{Lu}[\p{L}'’]*){0,3}) \s?, \s*
    ngày [\s.…_]*(?P<day>\d{1,2})?[\s.…_]* tháng [\s.…_]*(?P<month>\d{1,2})?[\s.…_]* năm\s+(?P<year>(?:19|20)\d\d)
    [\s|*)]* $""",
    regex.VERBOSE,
)
_LABEL = regex.compile(
    r"(?:ngày (?:đăng|cập nhật|tạo|viết)|đăng (?:ngày|lúc|tải)|cập nhật(?: lần cuối)?|lần cuối|xuất bản|published)"
    r"[^\w\n]*(?:(?:lúc|ngày|lúc ngày|on)[^\w\n]*)?(?:\d{1,2}[:hg]\d{2}[^\w\n]*(?:ngày )?)?"
    r"(?:(?:thứ \w+|chủ nhật)[^\w\n]*)?$",
    regex.IGNORECASE,
)
_LINE_BEFORE = regex.compile(
    r"\W*(?:(?:thứ \w+|chủ nhật|\w+day)\W{1,4}(?:ngày )?|\d{1,2}[:hg]\d{2}(?::\d{2})?\W*(?:ngày )?)?",
    regex.IGNORECASE,
)
_LINE_AFTER = regex.compile(r"\W*(?:\d{1,2}[:hg]\d{2}(?::\d{2})?\W*)?(?:\(?GMT\W*\d\)?|[AP]M)?\W*", regex.IGNORECASE)
_DAYTIME = regex.compile(r"(?:sáng|trưa|chiều|tối|đêm)(?: (?:nay|qua))?,? ?(?:ngày |\(|\(ngày )?$", regex.IGNORECASE)
_OPENING = regex.compile(
    r"(?:^|[.!?…:;)\]–”\"-])\s*Ngày $|(?:Mới đây|Hôm nay),? ?\(?ngày $"
    r"|(?:vào|diễn ra|tổ chức|hôm|hôm nay) (?:ngày |\()$"
)
_ISSUES = regex.compile(r"[^.\n]{0,90}?\b(?:ban hành|có hiệu lực|thông qua|ký)\b")

_YEAR = regex.compile(r"(?<![\d.,])20\d\d(?!\d)")
_FULL = regex.compile(r"\d\s?[/.-]\s?\d{1,2}\s?[/.-]\s?$|tháng\s+\d{1,2}\s+năm\s+$")
_FIRM = regex.compile(r"(?:\d|[IV])/$|(?:trong|đầu|cuối|này|tháng \d\d?) năm\s+$", regex.IGNORECASE)
_TARGET = regex.compile(
    r"(?:đến|tới|hướng|giai đoạn|nhiệm kỳ|tầm nhìn|trước|từ|kể|khóa|khoá|mục tiêu|[-–])(?: cuối| hết)?(?: năm)?\s*$",
    regex.IGNORECASE,
)
_TO_COME = regex.compile(r"dự kiến|\bsẽ\b|(?:vào|từ|đến|trước|hết) ngày [\d\s/.-]+$")
_RANGE = regex.compile(r"\s?[-–]\s?20\d\d")
_PLAN = regex.compile(r"(?:nhiệm vụ|kế hoạch|phương hướng|chương trình)(?: \w+){0,6}(?: năm)? $", regex.IGNORECASE)


def parse(value: str) -> IsoDate | None:
    """The date in a cell, a page's head or a front matter: ISO, RFC 2822, "31/07/2023", "9 Aug 2017"; else None."""
    if found := _ISO.search(value):
        return iso(found[1] or found[4], found[2], found[3])
    if (found := _ENGLISH.search(value)) and (month := _month(found["month"])):
        return iso(found["year"], month, found["day"])
    if (found := _DATE.search(value)) and found["year"]:
        return iso(found["year"], found["month"], found["day"])
    return None


def dateline(head: str) -> tuple[str, IsoDate] | None:
    """Place and date of the letterhead: "Hà Nội, ngày 5 tháng 6 năm 2023"; the date may lack its day or month."""
    lines = (line for line in head.splitlines() if "ngày" in line and "năm" in line and len(line) < 200)
    found = next(filter(None, map(_DATELINE.search, lines)), None)
    if found is None:
        return None
    date = iso(found["year"], found["month"], found["day"])
    return (found["place"], date) if date else None


def find(
    title: str, head: str, tail: str = "", *, more: Callable[[], str] = str, crawled: IsoDate | None = None
) -> IsoDate | None:
    """The date of a report: of its publication, else of its event; None where it states neither.

    `head` and `tail` are the first and last part of its text; `more` gives the text behind the head, and is asked only
    for the year of a day and month. `crawled` is the day on which a page was fetched, whose clock is not its date.
    """
    event: regex.Match[str] | None = None
    for found in _DATE.finditer(head):
        if not _possible(found):
            continue
        before = head[max(0, found.start() - 60) : found.start()]
        line = before[before.rfind("\n") + 1 :]
        if found["year"] and (_LABEL.search(line) or _stands_alone(head, found, line)):
            date = _iso(found)
            if date != crawled:
                return date
        if event is None and (_DAYTIME.search(line) or _opens(head, found, line)):
            event = found
    if event is None:
        return _labelled(tail)
    return _iso(event, event["year"] or _year_of(event, title, head + more()))


def _labelled(tail: str) -> IsoDate | None:
    """The date of writing or of the last change at the end of a report."""
    for found in _DATE.finditer(tail):
        line = tail[tail.rfind("\n", 0, found.start()) + 1 : found.start()]
        if found["year"] and _possible(found) and _LABEL.search(line):
            return _iso(found)
    return None


def _iso(found: regex.Match[str], year: str | None = None) -> IsoDate | None:
    return iso(year or found["year"], _month(found["name"]) if found["name"] else found["month"], found["day"])


def _month(name: str) -> str | None:
    """The number of an English month."""
    short = name[:3].lower()
    return str(_MONTHS.index(short) + 1) if short in _MONTHS else None


def _possible(found: regex.Match[str]) -> bool:
    month = int(found["month"] or _month(found["name"]) or 0)
    day, year = int(found["day"]), int(found["year"] or 2024)  # a leap year, where none is said
    return 1 <= month <= 12 and year >= EARLIEST_YEAR and 1 <= day <= monthrange(year, month)[1]


def _stands_alone(text: str, found: regex.Match[str], line: str) -> bool:
    """Whether the line holds nothing but the date, its weekday and the time."""
    if not _LINE_BEFORE.fullmatch(line):
        return False
    end = text.find("\n", found.end())
    rest = text[found.end() : end if end >= 0 else len(text)]
    return len(rest) < 40 and _LINE_AFTER.fullmatch(rest) is not None


def _opens(text: str, found: regex.Match[str], line: str) -> bool:
    """Whether the date begins a sentence that does not go on to tell of a document and its date."""
    return _OPENING.search(line) is not None and not (found["year"] and _ISSUES.match(text, found.end()))


def _year_of(event: regex.Match[str], title: str, text: str) -> str | None:
    """The year of a day and month: that of the title, else the latest the text speaks of as its own; None for none."""
    month = int(event["month"])
    firm, loose, _ = _years(title, month)
    said = firm | set(loose)
    if not said:
        firm, loose, starts = _years(text, month)
        # What is named once may be history. A term that has just begun dates a text that looks back on the year before.
        said = firm | {year for year in loose if loose.count(year) > 1} | {year for year in starts if year - 1 in loose}
    return str(max(said)) if said else None


def _years(text: str, month: int) -> tuple[set[int], list[int], set[int]]:
    """The years of dates, months and quarters; those merely named; and those in which terms and programmes begin."""
    firm: set[int] = set()
    loose: list[int] = []
    starts: set[int] = set()
    for found in _YEAR.finditer(text):
        year, before = int(found.group()), text[max(0, found.start() - 40) : found.start()]
        if _TO_COME.search(before):
            continue
        if _FULL.search(before):
            firm.add(year)
        elif _RANGE.match(text, found.end()):
            starts.add(year)
        elif not _TARGET.search(before):
            # The work of a year is planned in the last months of the one before.
            year -= month >= 11 and _PLAN.search(before) is not None
            if _FIRM.search(before):
                firm.add(year)
            else:
                loose.append(year)
    return firm, loose, starts
