"""Find the publication date in a report: "Đăng ngày 04/10/2021", "Hà Nội, ngày 5 tháng 6 năm 2023".

The dates of a report are mostly those of the documents it cites. A date is taken only for what stands around it: a
label ("Đăng ngày"), a line of its own, or the place of a letterhead before it ("Hà Nội, ngày …"). A report that has
none of these may tell of an event and its day (see `events`).
"""

from __future__ import annotations

from calendar import monthrange

import regex

from citegraph.grammar.dates import FULL as WHOLE
from citegraph.grammar.dates import YEAR_NUMBER, month_named, of_match
from citegraph.model import IsoDate

EARLIEST_YEAR = 1990
"""Earlier dates in a report are history: it tells of an anniversary."""
LATEST_YEAR = 2035
"""Later dates are plans: no report of the terms this project knows was written then."""
PROTOCOL_CHARS = 400
"""How far down the minutes of a meeting say what they are and when it took place."""

FULL = regex.compile(rf"(?=[0-9](?<![\d/.,-].)){WHOLE}", regex.VERBOSE)
"""A day, month and year as texts print them."""

LINE_CHARS = 100
"""How far into a line a date may stand that a label or nothing at all comes before."""

_YEAR = rf"(?P<year>{YEAR_NUMBER})(?!\d)"
# The day may be left open in a draft: "Hà Nội, ngày     tháng 8 năm 2025".
_DATELINE = regex.compile(
    rf"""^ (?:.{{0,80}}?[\s|>*_(–-])?? (?P<place>(?:TP\.\s?)?\p{{Lu}}[\p{{L}}'’]*(?:[ ]\p{{Lu}}[\p{{L}}'’]*){{0,3}})
    \s?, \s* ngày
    (?: [\s.…_]*(?P<day>\d{{1,2}})?[\s.…_]* tháng [\s.…_]*(?P<month>\d{{1,2}})?[\s.…_]* năm\s+{_YEAR}
      | \s+(?P<day>\d{{1,2}})\s?(?P<mark>[/.-])\s?(?P<month>\d{{1,2}})\s?(?P=mark)\s?(?:{_YEAR}|(?P<short>\d\d)(?!\d)) )
    [\s|*_.)]* $""",
    regex.VERBOSE,
)
_FIRST_DAYS = regex.compile(r"(?<=ngày\s)\s*m[ồùổ]ng\s+(?=\d)")
_MONTH_WORDS = (
    "một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai", "giêng",
)  # fmt: skip
_MONTH_WORD = regex.compile(rf"(?<=tháng\s)(?:{'|'.join(sorted(_MONTH_WORDS, key=len, reverse=True))})(?=\s+năm\s)")
_AMERICAN = regex.compile(
    r"\W*(?:[^\d\n]{0,60}\W)?(?P<date>(?P<one>\d{1,2})/(?P<other>\d{1,2})/\d{4},? \d{1,2}:\d\d(?::\d\d)? ?[AP]M)\W*",
    regex.IGNORECASE,
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


def dateline(text: str) -> tuple[str, IsoDate] | None:
    """Place and date of the letterhead: "Hà Nội, ngày 5 tháng 6 năm 2023"; the date may lack its day or month."""
    if ", ngày" not in text:
        return None
    lines = text.splitlines()
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if "ngày" not in line or len(line) > 200:
            continue
        # A narrow column breaks it behind its place or within the date.
        said = (_in_digits(line), _in_digits(f"{line.rstrip()} {below.lstrip()}"))
        found = next(filter(None, map(_DATELINE.search, said)), None)
        if found and (date := of_match(found)):
            return found["place"], date
    return None


def _in_digits(line: str) -> str:
    """A line with the days and months that it spells out in digits: "ngày mồng 5 tháng ba"."""
    return _MONTH_WORD.sub(lambda word: str(_MONTH_WORDS.index(word.group()) % 12 + 1), _FIRST_DAYS.sub("", line))


def exchangeable(head: str) -> str | None:
    """A date alone on a line of which nobody knows whether the day or the month comes first: one with AM or PM."""
    found = next((each for line in head.splitlines() if (each := _AMERICAN.fullmatch(line))), None)
    if found is None:
        return None
    one, other = int(found["one"]), int(found["other"])
    return found["date"] if one != other and max(one, other) <= 12 else None


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
            date = of_match(found) if possible(found) else None
            if _AMERICAN.fullmatch(head[begin:].partition("\n")[0]):
                break
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
    return of_match(found) if found and possible(found) else None


def changed(tail: str) -> IsoDate | None:
    """The date of writing or of the last change at the end of a report."""
    for found in FULL.finditer(tail):
        line = tail[tail.rfind("\n", 0, found.start()) + 1 : found.start()]
        if possible(found) and _LABEL.search(line):
            return of_match(found)
    return None


def possible(found: regex.Match[str]) -> bool:
    """Whether the calendar has the day of a match of FULL, and its year is one in which reports were written."""
    month, year = int(month_named(found["name"]) or 0 if found["name"] else found["month"]), int(found["year"])
    if not (EARLIEST_YEAR <= year <= LATEST_YEAR and 1 <= month <= 12):
        return False
    return 1 <= int(found["day"]) <= monthrange(year, month)[1]


def _stands_alone(text: str, found: regex.Match[str], before: str) -> bool:
    """Whether the line holds nothing but the date, its weekday and the time; an author may come first."""
    if not _LINE_BEFORE.fullmatch(before) and not _BYLINE.fullmatch(before):
        return False
    end = text.find("\n", found.end())
    rest = text[found.end() : end if end >= 0 else len(text)]
    return len(rest) < 40 and _LINE_AFTER.fullmatch(rest) is not None
