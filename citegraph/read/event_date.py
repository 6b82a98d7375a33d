"""Estimate the date of a report from its opening and the years it mentions.

The day must begin a sentence ("Ngày 26/12, huyện …"), end a span of days ("Từ ngày 3 đến ngày 5-4, …") or follow a time
of day ("Chiều 31/7"). Its year must be printed with it, or follow from the other years in the text. Each of these is a
trace, weighted by its context. A wrong date is worse than no date.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

import regex

from citegraph.grammar import dates
from citegraph.knowledge.tables import cached
from citegraph.model import IsoDate
from citegraph.read.publication_date import EARLIEST_YEAR, LATEST_YEAR
from citegraph.records.plenums import load_plenums

Trace = tuple[int, float | None, bool]
"""A year, its weight (None for a bare mention), and whether the report was certainly not written before it."""

OPENING_CHARS = 1500
"""How much of the beginning of a report is searched for the day of its event, in characters."""
SENTENCE_CHARS = 300
"""Within a paragraph, a day with its year counts only in this many characters; later paragraphs tell the background."""

ENOUGH = 2.0
"""The sum of weights that settles a year. The weights are rounded from a logistic regression over about a thousand news
texts whose year is known; from this sum on nine in ten years are right."""
TITLE = 2.0  # a year in the title
PERIOD = 3.0  # "9 tháng đầu năm 2021", if the day fits
DAYS = ((14, 2.5), (31, 1.0))  # an event at most this many days before
AHEAD = (31, 1.5)  # an event at most this many days ahead
ANNIVERSARY = (45, 2.0)  # the end of a span of years, "(30/4/1975 - 30/4/2025)", at most this many days ahead
CITED = (31, 2.0)  # a document at most this many days old
MONTHS = (2, 1.0)  # a month at most this many months before
REVIEW = (120, 250, 2.0)  # a review of so many years, at most these days before or after they are over
CYCLE = 1.0  # the previous year, in a report of the first months of a year
COUNTED = (0.0, 1.0, 1.5, 2.0, 2.5)  # weights of a bare year by the number of its mentions
LATER = -2.5  # a later year is mentioned, too

ORDINALS = (
    "nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai", "mười ba",
    "mười bốn", "mười lăm", "mười sáu",
)  # fmt: skip

_NUMBER = re.compile(r"(?<![\d/.,-])[0-9]")  # where a day may begin
_DAY = regex.compile(rf"{dates.FULL}|{dates.DAY_OF_MONTH}", regex.VERBOSE)
_CUE = regex.compile(
    r"(?:sáng|trưa|chiều|tối|đêm)(?: (?:nay|qua))?,? ?(?:ngày |\(|\(ngày )?$"
    r"|(?:^|[.!?…:;)\]–”\"-])\s*(?-i:Ngày) $|(?:mới đây|hôm nay),? ?\(?ngày $"
    r"|(?:vào|diễn ra|tổ chức|hôm|hôm nay) (?:ngày |\()$",
    regex.IGNORECASE | regex.REVERSE,
)
# The last day of a meeting of several days: "Từ ngày 3 đến ngày 5-4-2019, … đã họp", "Trong hai ngày 3 và 4-4".
_DAYS_CUE = regex.compile(
    r"(?:^|[.!?…:;)\]–”\"-])\s*(?:Từ|Trong (?:các|hai|ba|bốn|\d))(?: ngày)? \d{1,2}(?:\s?[/.-]\s?\d{1,2})?"
    r" (?:đến|và)(?: hết)?(?: ngày)? $"
)
_MET = regex.compile(r"[^.\n]{0,160}?\b(?:họp|diễn ra|tổ chức|tiến hành)\b")
_CUE_ENDS = (
    "ngày", "đến", "và", "sáng", "trưa", "chiều", "tối", "đêm", "nay", "qua", "vào", "diễn ra", "tổ chức", "hôm",
)  # fmt: skip
_LINE_START = regex.compile(r"\W*(?:[^\s–-][^–\n-]{0,25} ?[-–:] ?|\([^()]{2,25}\)\W*)?[\p{L} (]{4,20}")
_DAYTIME = regex.compile(r"(?:sáng|trưa|chiều|tối)(?: nay)?,? ?(?:ngày |\(|\(ngày )?$", regex.IGNORECASE)
# The date of a document or of a future event is not the date of the report.
_ISSUES = regex.compile(
    r"[^.\n]{0,120}?\b(?:ban hành|có hiệu lực|thông qua|ký|ra (?-i:\p{Lu})|có (?:Công văn|Thông báo|Quyết định))\b"
)
_TO_COME = regex.compile(
    r"dự kiến|\bsẽ\b|\bsắp\b|kể từ|(?:vào|từ|đến|trước|hết|hạn)(?: ngày)? [\d\s/.-]*$", regex.IGNORECASE
)
_WILL = regex.compile(r"[^.\n]{0,40}?\b(?:sẽ|tới đây)\b|\W{0,3}tới\b")
_HISTORY = regex.compile(r"trước đó|theo (?:hồ sơ|cáo trạng|bản án)|năm ngoái|\bsinh\b|ra đời", regex.IGNORECASE)
# Signs of an encyclopedia page: fact boxes, numbered notes, dates of a person's life.
_ENCYCLOPEDIA = (
    "[sửa", "[1]", "[2]", "(sinh ngày ", "(tên ", "| Thành lập |", "| Nhiệm kỳ |", "| Quốc gia |", "| Phân cấp |",
)  # fmt: skip

_YEAR = regex.compile(r"(?<![\d.,])20[0-3]\d(?!\d)")
_PERIOD_BEFORE = regex.compile(r"(\d|ba|sáu|chín) tháng (đầu|cuối) (?:của )?năm\s$")
_PLAN_BEFORE = regex.compile(
    r"(?:nhiệm vụ|kế hoạch|phương hướng|chương trình|dự toán|mục tiêu)(?: [\w,]+){0,6}(?: năm)? $", regex.IGNORECASE
)
# Reviews of a past year, which are written in the following year.
_OVER_BEFORE = regex.compile(
    r"(?:tổng kết|kết quả|so với|hết|cuối|cùng kỳ|giải|chỉ số|xếp hạng|quyết toán|thống kê)"
    r"(?: [\w,]+){0,8}?(?:[ -]năm)? $",
    regex.IGNORECASE,
)
_SAME_MONTH = regex.compile(r"[^.\n]{0,250}?[,(] ?tháng (?P<month>\d{1,2}) ?(?:/|-| năm ) ?(?P<year>20\d\d)(?!\d)")
_PLENUM = regex.compile(
    r"(?:lần thứ|Trung ương|TƯ|TW) (?P<number>\d{1,2}|\p{Ll}+(?: \p{Ll}+)?)(?:,? (?:của )?(?:BCH|Ban Chấp hành))?"
    r"(?: Trung ương)?(?: Đảng)?,? \(?(?:khoá|khóa) (?P<term>[IVX]+)\b",
    regex.IGNORECASE,
)
_TARGET_BEFORE = regex.compile(
    r"(?:đến|tới|hướng|giai đoạn|nhiệm kỳ|tầm nhìn|trước|sau|sinh|SN|từ|kể|khóa|khoá|mục tiêu|vào|[-–])"
    r"(?: cuối| hết| đầu)?(?: năm)?\s*$",
    regex.IGNORECASE,
)
_CITED_BEFORE = regex.compile(
    r"(?:[-/]\p{Lu}[\p{L}\d]*|ban hành|thông qua|ký|hiệu lực)(?:,? ?(?:ngày|từ ngày))? ?"
    r"[\d/.\s-]+(?:tháng [\d\s]+năm\s)?$"
)
# "Tổng kết 10 năm thực hiện Nghị quyết số 28-NQ/TW, ngày 22/9/2008": the report is of ten years later.
_YEARS_BEFORE = regex.compile(
    r"(?<!\d)(?P<years>[1-9]\d?) năm (?:triển khai |tổ chức )?(?:thực hiện|thi hành) [^.;\n]{0,90}$", regex.IGNORECASE
)
_SPAN_BEFORE = regex.compile(r"(?:19|20)\d\d ?[-–] ?[\d/. -]{3,12}$")
_CODE_AFTER = regex.compile(r"/\p{Lu}")
_RANGE_AFTER = regex.compile(r"\s?[-–]\s?20\d\d")
_COUNT_AFTER = regex.compile(r"\s(?:người|tỷ|tỉ|triệu|đồng|ha|m2|hộ|lượt|USD)\b")


def find(title: str, head: str, more: Callable[[], str] = str) -> IsoDate | None:
    """Return the day of the event that a report is about.

    Args:
        title: The title of the report.
        head: The first part of its text.
        more: Returns the text after `head`; it is called only to find the year.

    Returns:
        The date; None if no day is found, or its year is uncertain.
    """
    for number in _NUMBER.finditer(head, 0, OPENING_CHARS):
        start = number.start()
        line = head[max(head.rfind("\n", 0, start) + 1, start - 60) : start]
        if not line[-12:].rstrip(" (,").lower().endswith(_CUE_ENDS):
            continue
        day_match = _DAY.match(head, start, OPENING_CHARS)
        if day_match is None or (day_match["year"] and start > SENTENCE_CHARS and not _LINE_START.fullmatch(line)):
            continue
        if (_CUE.search(line) and _is_past_event(head, day_match, line, title)) or _is_last_of_several_days(
            head, day_match, line
        ):
            if any(mark in head for mark in _ENCYCLOPEDIA):
                return None
            day, month = int(day_match["day"]), int(day_match["month"])
            same = _SAME_MONTH.match(head, day_match.end())
            printed_year = day_match["year"] or (same["year"] if same and int(same["month"]) == month else None)
            year = _year_of_event((month, day), printed_year, title, head + more())
            return f"{year}-{month:02d}-{day:02d}" if year and _is_calendar_date(year, month, day) else None
    return None


def _is_past_event(text: str, found: regex.Match[str], line: str, title: str) -> bool:
    """Whether the sentence is about a past event, not about the date of a document."""
    if not _is_calendar_date(2024, int(found["month"]), int(found["day"])) or _HISTORY.search(line):
        return False
    if _TO_COME.search(line) or _WILL.match(text, found.end()):
        return False
    if _DAYTIME.search(line):
        return True
    return not title.endswith("?") and not _ISSUES.match(text, found.end())


def _is_last_of_several_days(text: str, found: regex.Match[str], line: str) -> bool:
    """Whether the day is the last of a meeting of several days."""
    if not _DAYS_CUE.search(line) or not _is_calendar_date(2024, int(found["month"]), int(found["day"])):
        return False
    return _WILL.match(text, found.end()) is None and _MET.match(text, found.end()) is not None


def _year_of_event(event: tuple[int, int], printed_year: str | None, title: str, text: str) -> int | None:
    """Return the year of a month and day.

    This is the year printed with it, else the one with the greatest weight; None if it is uncertain.
    """
    traces = [
        *_year_traces(title, event, TITLE),
        *_year_traces(text.replace(title, "", 1), event),
        *_plenum_traces(text, event),
    ]
    latest = max((year for year, _, certain in traces if certain), default=0)
    if printed_year:
        year = int(printed_year)
        return year if latest <= year and EARLIEST_YEAR <= year <= LATEST_YEAR else None
    weights: defaultdict[int, float] = defaultdict(float)
    for year, weight, _ in {trace for trace in traces if trace[1]}:  # a repeated trace counts once
        weights[year] += weight or 0.0
    counts = Counter(year for year, weight, _ in traces if weight is None)
    for year, count in counts.items():
        weights[year] += COUNTED[min(count, len(COUNTED) - 1)]
        weights[year] += CYCLE * (event[0] <= 4 and counts[year - 1] > 0)
    for year in weights:
        weights[year] += LATER * (latest > year or max(counts, default=0) > year)
    year = max(weights, key=lambda year: (weights[year], year), default=0)
    return year if weights[year] >= ENOUGH and year <= LATEST_YEAR else None


def _year_traces(text: str, event: tuple[int, int], base: float | None = None) -> Iterator[Trace]:
    """Yield the traces of the year of `event`, a month and day, in the text."""
    for found in _YEAR.finditer(text):
        year, before = int(found.group()), text[max(0, found.start() - 60) : found.start()]
        if _CODE_AFTER.match(text, found.end()):
            yield year, 0.0, True
        elif _RANGE_AFTER.match(text, found.end()) or _COUNT_AFTER.match(text, found.end()):
            continue
        elif (printed := dates.date_ending_at(text, found.end())) is not None and len(printed) == 10:
            date_parts = (year, int(printed[5:7]), int(printed[8:]))
            if reviewed := _YEARS_BEFORE.search(text, max(0, found.start() - 120), found.start()):
                yield from _review_traces(date_parts, event, int(reviewed["years"]))
                continue
            window = ANNIVERSARY if _SPAN_BEFORE.search(before) else AHEAD if _TO_COME.search(before) else None
            yield from _date_traces(date_parts, event, cited=bool(_CITED_BEFORE.search(before)), window=window)
        elif printed is not None and len(printed) == 7:
            past = event[0] - int(printed[5:])
            yield year + (past < -6), MONTHS[1] if 0 <= past % 12 <= MONTHS[0] else 0.0, past >= 0
        elif _TO_COME.search(before) or _TARGET_BEFORE.search(before):
            continue
        elif period := _PERIOD_BEFORE.search(before):
            fits = _period_fits_month(period, event[0])
            yield year, PERIOD if fits else base, fits
        elif _PLAN_BEFORE.search(before):
            # Plans for a year are made in the last months of the previous year.
            if event[0] >= 11 or event[0] <= 4:
                yield year - (event[0] >= 11), base, False
        elif event[0] > 6 or not _OVER_BEFORE.search(before):
            yield year, base, False


def _plenum_traces(text: str, event: tuple[int, int]) -> Iterator[Trace]:
    """Yield traces from the plenums of the Central Committee in the text, which took place before the event."""
    if "khóa " not in text and "khoá " not in text:
        return
    for found in _PLENUM.finditer(text):
        if start := _plenum_days().get((found["number"].casefold(), found["term"])):
            yield from _date_traces(start, event, cited=True)


@cached
def _plenum_days() -> dict[tuple[str, str], tuple[int, int, int]]:
    """Return the year, month and day on which each plenum began, by its number in digits or words and its term."""
    days = {}
    for plenum in load_plenums():
        if plenum.start and plenum.number.isdigit() and int(plenum.number) <= len(ORDINALS):
            year, month, day = map(int, plenum.start.split("-"))
            days[plenum.number, plenum.term] = days[ORDINALS[int(plenum.number) - 1], plenum.term] = (year, month, day)
    return days


def _date_traces(
    date_parts: tuple[int, int, int], event: tuple[int, int], *, cited: bool, window: tuple[int, float] | None = None
) -> Iterator[Trace]:
    """Yield the traces that a full date gives for the year of `event`.

    The date lies shortly before the event or, if its document is not `cited`, shortly after it.
    """
    for year in (date_parts[0] - 1, date_parts[0], date_parts[0] + 1):
        if not (_is_calendar_date(*date_parts) and _is_calendar_date(year, *event)):
            continue
        past = (datetime.date(year, *event) - datetime.date(*date_parts)).days
        if past >= 0 and window in (None, ANNIVERSARY):
            steps = (CITED,) if cited else DAYS
            weight = next((weight for days, weight in steps if past <= days), 0.0)
            yield year, weight, cited or year == date_parts[0]
            return
        days, weight = window or AHEAD
        if 0 < -past <= days and not cited:
            yield year, weight, False


def _review_traces(date_parts: tuple[int, int, int], event: tuple[int, int], years: int) -> Iterator[Trace]:
    """Yield the trace of a review of the years for which a document has been carried out, held around their end."""
    issued, month, day = date_parts
    before, after, weight = REVIEW
    for year in (issued + years, issued + years + 1):
        if not (_is_calendar_date(year, *event) and _is_calendar_date(issued + years, month, day)):
            continue
        past = (datetime.date(year, *event) - datetime.date(issued + years, month, day)).days
        if -before <= past <= after:
            yield year, weight, True
            return
    yield issued + years, 0.0, False


def _period_fits_month(period: regex.Match[str], month: int) -> bool:
    """Whether a report of `month` can be about these months of its year, past or ahead."""
    words = {"ba": 3, "sáu": 6, "chín": 9}
    months = int(period[1]) if period[1].isdigit() else words.get(period[1], 6)
    return month >= months - 1 if period[2] == "đầu" else 10 - months <= month <= 15 - months


def _is_calendar_date(year: int, month: int, day: int) -> bool:
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True
