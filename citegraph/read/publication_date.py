"""Find the publication date in a report: "Đăng ngày 04/10/2021", "Hà Nội, ngày 5 tháng 6 năm 2023".

Most dates in a report are those of the documents it cites. So a date is taken only by its context: a label ("Đăng
ngày"), a line of its own, or the place of a letterhead before it ("Hà Nội, ngày …"). A report without such a date may
name the day of its event (see `event_date`).
"""

from __future__ import annotations

from calendar import monthrange

import regex

from citegraph.grammar.dates import FULL as WHOLE
from citegraph.grammar.dates import YEAR_NUMBER, month_named, of_match
from citegraph.model import IsoDate

EARLIEST_YEAR = 1990
"""Earlier dates in a report are history, such as anniversaries."""
LATEST_YEAR = 2035
"""Later dates are plans: no report on the known terms is that late."""
PROTOCOL_CHARS = 400
"""The minutes of a meeting say what they are, and when the meeting took place, within this many characters."""

FULL = regex.compile(rf"(?=[0-9](?<![\d/.,-].)){WHOLE}", regex.VERBOSE)
"""A day, month and year as printed in texts."""

LINE_CHARS = 100
"""The last column of a line at which a date that is labeled or stands alone may begin."""

_YEAR = rf"(?P<year>{YEAR_NUMBER})(?!\d)"
# A draft may leave out the day: "Hà Nội, ngày     tháng 8 năm 2025".
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
    """Return the place and date of the letterhead: "Hà Nội, ngày 5 tháng 6 năm 2023". Day or month may be missing."""
    if ", ngày" not in text:
        return None
    lines = text.splitlines()
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if "ngày" not in line or len(line) > 200:
            continue
        # A narrow column may break the line after the place or within the date.
        candidates = (_in_digits(line), _in_digits(f"{line.rstrip()} {below.lstrip()}"))
        found = next(filter(None, map(_DATELINE.search, candidates)), None)
        if found and (date := of_match(found)):
            return found["place"], date
    return None


def _in_digits(line: str) -> str:
    """Return a line with the days and months that it spells out in digits: "ngày mồng 5 tháng ba"."""
    return _MONTH_WORD.sub(lambda word: str(_MONTH_WORDS.index(word.group()) % 12 + 1), _FIRST_DAYS.sub("", line))


def exchangeable(head: str) -> str | None:
    """Return a date with AM or PM that is alone on a line and whose order of day and month is unknown, or None."""
    found = next((match for line in head.splitlines() if (match := _AMERICAN.fullmatch(line))), None)
    if found is None:
        return None
    first, second = int(found["one"]), int(found["other"])
    return found["date"] if first != second and max(first, second) <= 12 else None


def published(head: str, crawled: IsoDate | None = None) -> IsoDate | None:
    """Return the date of the report that a line of `head` gives with a label or alone.

    Args:
        head: The beginning of the text.
        crawled: The day on which the page was fetched; the clock that a page shows is not its date.
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
    """Return the day of the meeting that minutes ("Biên bản …") are about."""
    opening = head[:PROTOCOL_CHARS]
    if not ("iên bản" in opening or "IÊN BẢN" in opening) or not (at := _HELD.search(opening)):
        return None
    found = FULL.match(head, at.end())
    return of_match(found) if found and possible(found) else None


def changed(tail: str) -> IsoDate | None:
    """Return the date of writing or of the last change at the end of a report."""
    for found in FULL.finditer(tail):
        line = tail[tail.rfind("\n", 0, found.start()) + 1 : found.start()]
        if possible(found) and _LABEL.search(line):
            return of_match(found)
    return None


def possible(found: regex.Match[str]) -> bool:
    """Whether a match of FULL is a valid date in a year in which reports were written."""
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
