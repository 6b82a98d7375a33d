"""Find the publication date in a report: "Đăng ngày 04/10/2021", "Hà Nội, ngày 5 tháng 6 năm 2023".

Most dates in a report are those of the documents it cites. So a date counts only in a certain context: a label ("Đăng
ngày"), a line of its own, or the place of a letterhead before it ("Hà Nội, ngày …"). A report without such a date may
mention the day of its event (see `event_date`).
"""

from __future__ import annotations

from itertools import chain

import regex

from citegraph.grammar.dates import (
    ENGLISH,
    FIRST_DAYS,
    MONTH_WORD,
    SHORT_YEAR,
    YEAR_NUMBER,
    date_of_match,
    month_named,
    parse,
    to_iso,
)
from citegraph.grammar.dates import FULL as WHOLE
from citegraph.grammar.numerals import ORDINAL, numeral_value
from citegraph.model import IsoDate

EARLIEST_YEAR = 1990
"""Earlier dates in a report are history, such as anniversaries."""
LATEST_YEAR = 2035
"""Later dates are plans: no report on the known terms is that late."""
LETTERHEAD_CHARS = 800
"""The length of the letterhead of an official document, in characters."""
PROTOCOL_CHARS = 400
"""The minutes of a meeting say what they are, and when the meeting took place, within this many characters."""

FULL = regex.compile(rf"(?=[0-9](?<![\d/.,-].)){WHOLE}", regex.VERBOSE | regex.IGNORECASE)
"""A day, month and year as printed in texts."""

LINE_CHARS = 100
"""The last column of a line at which a date that is labeled or stands alone may begin."""
STAMP_CHARS = 300
"""The last column at which a date with a time may stand behind a headline."""

_YEAR = rf"(?P<year>{YEAR_NUMBER})(?!\d)"
# A draft may leave out the day: "Hà Nội, ngày     tháng 8 năm 2025".
_DATELINE = regex.compile(
    rf"""^ (?:.{{0,80}}?[\s|>*_(–-])?? (?P<place>(?:TP\.\s?)?\p{{Lu}}[\p{{L}}'’]*(?:[ ]\p{{Lu}}[\p{{L}}'’]*){{0,3}})
    \s?, \s* ng[àa]y
    (?: [\s.…_]*(?P<day>\d{{1,2}})?[\s.…_]* th[áa]ng [\s.…_]*(?P<month>\d{{1,2}})?[\s.…_]* n[ăa]m\s+{_YEAR}
      | \s+(?P<day>\d{{1,2}})\s?(?P<mark>[/.-])\s?(?P<month>\d{{1,2}})\s?(?P=mark)\s?(?:{_YEAR}|(?P<short>\d\d)(?!\d)) )
    [\s|*_.)]* $""",
    regex.VERBOSE,
)
# The same without "ngày", which then begins the line: "Hà Nội, 5 tháng 8 năm 2025", "Hà Nội, tháng 8 năm 2025", also
# with the time: "Hà Nội, 09:51:17 17/12/2019".
_SHORT_DATELINE = regex.compile(
    rf"""[\s|>*_(–-]* (?P<place>(?:TP\.\s?)?\p{{Lu}}[\p{{L}}'’]*(?:[ ]\p{{Lu}}[\p{{L}}'’]*){{0,3}}) \s?, \s*
    (?:\d{{1,2}}[:hg]\d{{2}}(?::\d{{2}})?[ ,|-]+(?:ngày\s+)?)?
    (?: (?:(?P<day>\d{{1,2}})\s+)? tháng \s+ (?P<month>\d{{1,2}}) \s+ năm \s+ {_YEAR}
      | (?P<day>\d{{1,2}})(?P<mark>[/.-])(?P<month>\d{{1,2}})(?P=mark){_YEAR} )
    (?:[ ,|-]+\d{{1,2}}[:hg]\d{{2}}(?::\d{{2}})?)?(?:\s*\(?GMT\s?\+?\s?\d{{1,2}}\)?)?
    [\s|*_.)]*""",
    regex.VERBOSE,
)
_MAY_HOLD_DATELINE = regex.compile(r",\s*(?:ng[àa]y|tháng|\d)")
# A line of the letterhead without its place: "ngày 5 tháng 6 năm 2023", "(ngày 05/6/2023)", also with the lunar day.
_PLACELESS = regex.compile(
    rf"""[\s|>*_]*(?:(?P<opening>\()\s*)?[Nn]g[àa]y\s+(?P<day>\d{{1,2}})
    (?:\s+th[áa]ng\s+(?P<month>\d{{1,2}})\s+n[ăa]m\s+{_YEAR}
     | (?P<mark>[/.-])(?P<month>\d{{1,2}})(?P=mark){_YEAR})
    (?(opening)\s*\))(?:\s*\((?:nhằm|tức)\s[^()\n]{{5,50}}\))?[\s|*_.]*""",
    regex.VERBOSE,
)
# The line above it, where it is one of the letterhead: empty, the number, or in capitals.
_LETTERHEAD = regex.compile(r"\W*|\W*S[ốoỐO]\b\W{0,4}[^\n]{0,60}|[^\p{Ll}\n]+")
_DAY_NUMBER = regex.compile(
    rf"(?:(?<=ngày\s)\s*(?:{FIRST_DAYS}\s+)?|^\W*{FIRST_DAYS}\s+)(\d{{1,2}}(?!\d)|(?:{ORDINAL})(?=\s+tháng\s))",
    regex.IGNORECASE,
)
_MONTH_WORD = regex.compile(
    rf"(?<=tháng\s){MONTH_WORD}(?=\s+năm\s|(?<!\snăm),?\s+{YEAR_NUMBER})", regex.IGNORECASE | regex.VERBOSE
)
_AMERICAN = regex.compile(
    r"\W*(?:[^\d\n]{0,60}\W)?(?P<date>(?P<one>\d{1,2})/(?P<other>\d{1,2})/(?P<year>\d{4}),?"
    r" \d{1,2}:\d\d(?::\d\d)? ?[AP]M)"
    r"(?:\W+(?:số )?lượt (?:xem|đọc)\W*\d*)?\W*",
    regex.IGNORECASE,
)
_ISO = regex.compile(rf"\W*({YEAR_NUMBER})[-/](\d\d)[-/](\d\d)(?:[T ]\d\d:\d\d\S*)?\W*")
# "Ngày 5/3/24" alone. Without "Ngày" it may be the fifth of March or the third of May, and in small letters it may
# belong to the code on the line above.
_SHORT = regex.compile(
    rf"\W*(?:(?:thứ\s\w+|chủ\snhật)\W+ngày|(?-i:Ngày))\s+{SHORT_YEAR}\W*", regex.VERBOSE | regex.IGNORECASE
)
# A line that holds nothing but what looks like a date, and a place before it.
_LIKE_DATE = regex.compile(
    r"""\W* (?:(?!ngày\b)(?-i:\p{Lu})[\p{L}\s.]{1,40}?[\s,]\s*)?
    (?P<date> (?:ngày\s+)? \d{1,2}(?P<mark>[/.-])\d{1,2}(?P=mark)(?:20)?\d\d(?!\d)
      | (?:(?:ngày|m[ồùổ]ng)\s+(?:m[ồùổ]ng\s+)?(?:\d{1,2}|\p{L}+(?:\s\p{L}+){0,2}) | \d{1,2}) \s+th(?:áng|g)\.?\s+
        (?:\d{1,2}|\p{L}+(?:\s(?!năm\b)\p{L}+)?) ,? \s+ (?:năm\s+)? (?:20\d\d|hai\s(?:nghìn|ngàn)[\p{L}\s]{0,40}) )
    \W*""",
    regex.VERBOSE | regex.IGNORECASE,
)
# A line with nothing but date and time: "28/05/13 22:59 GMT+7", "28/05/2013, 22:59".
_CLOCK = regex.compile(
    r"\W*(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?:(?P<year>20\d\d)|(?P<short>\d\d))[ ,-]+\d{1,2}:\d\d(?::\d\d)?"
    r"(?: ?\(?GMT ?\+ ?0?7\)?)?\W*"
)
# "Thời gian: 19 giờ 30, ngày 03/11/2021", "Vào hồi 14 giờ 30 phút ngày 06/9/2022" in the minutes of a meeting.
_HELD = regex.compile(
    r"(?:Thời gian\W{1,8}(?:[^\n]{0,40}?\W)??|(?:vào|hồi|lúc)\s\d{1,2}\s?(?:giờ|h|g)\b[^\n.;]{0,20}?\W)ngày\s+(?=\d)",
    regex.IGNORECASE,
)
_LABEL = regex.compile(
    r"(?:^|[-–|•(>.*]\s*|^.{0,60})(?:ngày (?:đăng|cập nhật|tạo|viết)|đăng (?:ngày|lúc|tải)|cập nhật(?: lần cuối)?"
    r"|lần cuối|xuất bản|published|(?<=^[\s|*\d.]*)ngày (?:ban hành|ký|báo cáo|lập(?: (?:báo cáo|văn bản))?))"
    r"[^\w\n]*(?:(?:lúc|ngày|lúc ngày|on)[^\w\n]*)?(?:\d{1,2}[:hg]\d{2}[^\w\n]*(?:ngày )?)?"
    r"(?:(?:thứ \w+|chủ nhật)[^\w\n]*)?$",
    regex.IGNORECASE,
)
_TIME = r"\d{1,2}[:hg]\d{2}(?::\d{2})?(?:\s?(?:[AP]M|SA|CH)\b)?"
# What a site prints beside the date of a page: "Thứ hai - 04/07/2022 04:34", "12 lượt xem", "[GMT+7]".
_BESIDE = rf"""(?>(?: [^\w\n]++ | {_TIME} | (?:thứ\s\w+|chủ\snhật|\w+day)\b | lúc\b | (?<=\w\W{{1,4}})ngày\b
    | GMT[ +]*\d{{1,2}}(?::00)?+ | \d{{1,7}}+(?:\s(?:lượt\s(?:xem|đọc)|(?:ngày|tháng|năm|giờ|phút)\strước))?+
    | (?:số\s)?lượt\s(?:xem|đọc) | bình\sluận | đăng\sbởi[^/|\n]{{2,40}}+ )*+)"""
_STAMP_BEFORE = regex.compile(rf"{_BESIDE}", regex.IGNORECASE | regex.VERBOSE)
_STAMP_AFTER = regex.compile(rf"{_BESIDE}$", regex.IGNORECASE | regex.VERBOSE | regex.MULTILINE)
# "Bảo Anh - Thứ hai, ", "BĐT - 20:20, "
_BYLINE = regex.compile(
    rf"[^\n]{{2,60}}?\W(?:thứ \w+|chủ nhật)\W{{1,4}}(?:ngày )?|\W*(?-i:\p{{Lu}}){{2,8}} ?[-–|] ?{_TIME}\W{{1,4}}",
    regex.IGNORECASE,
)
# The date and time after a headline: "Đại hội thành công 19/11/2025 18:19".
_TIME_AFTER = regex.compile(rf"\W{{1,4}}{_TIME}\W*$", regex.IGNORECASE | regex.MULTILINE)
# The date in parentheses after the headline: "Đại hội thành công(22/10/2020)". After a code it is the date of a
# document.
_AFTER_HEADLINE = regex.compile(r"\W*[^\n/]{20,200}\(")
_CLOSED = regex.compile(r"\)[\s*|]*$", regex.MULTILINE)


# A line that begins with a date, and one that ends where the date of a citation follows: after a code, which may be
# alone in its cell of a table. The own number of a paper stands behind "Số".
_BEGINS_WITH_DATE = regex.compile(r"\W*(?:ngày\s+)?\d{1,2}\s?(?:[/.-]\s?\d|\s*tháng\s)", regex.IGNORECASE)
_DATE_FOLLOWS = regex.compile(
    r"(?:\p{L}\s.*|^\W*)(?<!S[ốỐ][\s:]{0,3})(?<![\p{L}\d])\d{1,5}\s?[-/]\s?\p{Lu}[\p{Lu}i\d]*(?:\s?[-/]\s?\p{Lu}+)+,?(?:\s+ngày)?\s*$"
)
_BREAKS_BEFORE_CODE = regex.compile(r"\bsố\s*$")
_PLACE_AND_DAY = regex.compile(r"\s*\p{Lu}[\p{L} .]{2,30},\s*ngày\s")
_FULL_LINE = 60  # characters from which a line may be broken by the width of its page


def without_cited_dates(head: str) -> str:
    """Return the beginning of a report without the lines that go on with a date which the line above breaks off from.

    >>> without_cited_dates("Thực hiện Quy định số 144-QĐ/TW\\nngày 09/5/2024.\\nSố 12-BC/TU\\nngày 5/6/2023")
    'Thực hiện Quy định số 144-QĐ/TW\\n\\nSố 12-BC/TU\\nngày 5/6/2023'
    """
    before, above, kept = "", "", []
    for line in head.split("\n"):
        joined = f"{before} {above}" if _BREAKS_BEFORE_CODE.search(before) else above
        goes_on = _BEGINS_WITH_DATE.match(line) and _DATE_FOLLOWS.search(joined)
        in_sentence = len(above) >= _FULL_LINE and above[-1:].islower() and _PLACE_AND_DAY.match(line)
        kept.append("" if goes_on or in_sentence else line)
        before, above = above, line.rstrip()
    return "\n".join(kept)


def dateline(text: str) -> tuple[str, IsoDate] | None:
    """Return the place and date of the letterhead: "Hà Nội, ngày 5 tháng 6 năm 2023". Day or month may be missing."""
    if not _MAY_HOLD_DATELINE.search(text):
        return None
    lines = text.splitlines()
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if "," not in line or len(line := line.strip()) > 200:
            continue
        if (short := _SHORT_DATELINE.fullmatch(line)) and (date := date_of_match(short)):
            return short["place"], date
        if not ("ngày" in line or "ngay" in line):
            continue
        # A narrow column may break the line after the place or within the date.
        candidates = (_spelled_dates_to_digits(line), _spelled_dates_to_digits(f"{line} {below.lstrip()}"))
        found = next(filter(None, map(_DATELINE.search, candidates)), None)
        if found and (date := date_of_match(found)):
            return found["place"], date
    return None


def placeless_date(head: str) -> IsoDate | None:
    """Return the date of a letterhead that names no place: a line "ngày 5 tháng 6 năm 2023" below the number.

    Within a sentence that a narrow page breaks into lines, such a line is of a document that it cites.
    """
    above = ""
    for line in head.splitlines():
        found = _PLACELESS.fullmatch(line)
        if found and (found["opening"] or _LETTERHEAD.fullmatch(above)) and is_possible_date(found):
            return date_of_match(found)
        above = line
    return None


def _spelled_dates_to_digits(line: str) -> str:
    """Return a line with its spelled-out days and months in digits: "ngày mồng năm tháng ba" → "ngày 5 tháng 3"."""
    line = _DAY_NUMBER.sub(lambda day: str(numeral_value(day[1])), line)
    return _MONTH_WORD.sub(lambda word: month_named(word.group()) or word.group(), line)


def date_in_metadata_field(value: str) -> IsoDate | None:
    """Return the date in a table cell or front matter; None if it is not understood, or ambiguous."""
    with_half = _AMERICAN.fullmatch(value)
    return _unambiguous_date(with_half) if with_half else parse(_spelled_dates_to_digits(value))


def date_in_unknown_form(head: str, crawled: IsoDate | None = None) -> str | None:
    """Return a date that is alone on a line of the letterhead, if it is in none of the forms that are read.

    The day on which a page was fetched is read, and is not the date of its text.
    """
    lines = head[:LETTERHEAD_CHARS].splitlines()
    found = (match["date"] for line in lines if (match := _LIKE_DATE.fullmatch(line)))
    return next((date for date in found if crawled is None or date_in_metadata_field(date) != crawled), None)


def ambiguous_date(head: str) -> str | None:
    """Return a date with AM or PM that is alone on a line and whose order of day and month is unknown, or None."""
    found = next((match for line in head.splitlines() if (match := _AMERICAN.fullmatch(line))), None)
    if found is None:
        return None
    first, second = int(found["one"]), int(found["other"])
    return found["date"] if first != second and max(first, second) <= 12 else None


_SHOWN = regex.compile(r"\s*(?:thứ|chủ\s+nhật)\b.*\d:\d\d:\d\d\b", regex.IGNORECASE)


def find_publication_date(head: str, crawled: IsoDate | None = None) -> IsoDate | None:
    """Return the date of the report that a line of `head` gives with a label or alone.

    Args:
        head: The beginning of the text.
        crawled: The day on which the page was fetched; a clock on the page that shows this day is not its date.

    Returns:
        The first date; a clock with weekday and seconds counts only if there is no other date.
    """
    headline, shown = True, None
    for line in head.split("\n"):
        date = _labelled_date(line, headline)
        headline = headline and not line.strip()
        if date is None or date == crawled:
            continue
        if not _SHOWN.match(line):
            return date
        shown = shown or date
    return shown


def _labelled_date(line: str, headline: bool) -> IsoDate | None:
    """Return the date of publication that a line gives with a label, alone, or after the headline."""
    if with_half := _AMERICAN.fullmatch(line):
        return _unambiguous_date(with_half)
    if whole := _ISO.fullmatch(line):
        return to_iso(*whole.groups()) if EARLIEST_YEAR <= int(whole[1]) <= LATEST_YEAR else None
    if clock := _CLOCK.fullmatch(line) or _SHORT.fullmatch(line):
        return _date_beside_time_of_day(clock)
    spelled = _spelled_dates_to_digits(line) if "háng" in line else line
    for found in chain(FULL.finditer(spelled, 0, STAMP_CHARS), ENGLISH.finditer(spelled, 0, STAMP_CHARS)):
        before = spelled[: found.start()]
        if not is_possible_date(found):
            continue
        near = found.start() <= LINE_CHARS
        if (near and (_is_alone_on_line(spelled, found) or _LABEL.search(before))) or (
            _TIME_AFTER.match(spelled, found.end())
            or (headline and _AFTER_HEADLINE.fullmatch(before) and _CLOSED.match(spelled, found.end()))
        ):
            return date_of_match(found)
    return None


def _unambiguous_date(found: regex.Match[str]) -> IsoDate | None:
    """Return a date with AM or PM if only one of its numbers can be the month."""
    first, second = int(found["one"]), int(found["other"])
    if min(first, second) > 12 or (max(first, second) <= 12 and first != second):
        return None
    if not EARLIEST_YEAR <= int(found["year"]) <= LATEST_YEAR:
        return None
    return to_iso(found["year"], str(min(first, second)), str(max(first, second)))


def meeting_date_of_minutes(head: str) -> IsoDate | None:
    """Return the day of the meeting that minutes ("Biên bản …") are about."""
    opening = head[:PROTOCOL_CHARS]
    if not ("iên bản" in opening or "IÊN BẢN" in opening) or not (at := _HELD.search(opening)):
        return None
    found = FULL.match(head, at.end())
    return date_of_match(found) if found and is_possible_date(found) else None


def _date_beside_time_of_day(found: regex.Match[str]) -> IsoDate | None:
    date = date_of_match(found)
    return date if date and len(date) == 10 and EARLIEST_YEAR <= int(date[:4]) <= LATEST_YEAR else None


def date_printed_at_end(closing_text: str) -> IsoDate | None:
    """Return the date of writing or of the last change at the end of a report.

    A date and time on a line of its own counts if it is the only one; several belong to other pages or comments.
    """
    for found in FULL.finditer(closing_text):
        line = closing_text[closing_text.rfind("\n", 0, found.start()) + 1 : found.start()]
        if is_possible_date(found) and _LABEL.search(line):
            return date_of_match(found)
    clocks = {
        date
        for line in closing_text.split("\n")
        if (clock := _CLOCK.fullmatch(line)) and (date := _date_beside_time_of_day(clock))
    }
    return clocks.pop() if len(clocks) == 1 else None


def is_possible_date(found: regex.Match[str]) -> bool:
    """Whether a match is a valid date in a year in which reports were written."""
    name = found.groupdict().get("name")
    date = date_of_match(found) if not name or month_named(name) else None
    return date is not None and len(date) == 10 and EARLIEST_YEAR <= int(date[:4]) <= LATEST_YEAR


def _is_alone_on_line(line: str, found: regex.Match[str]) -> bool:
    """Whether the line contains only the date, its weekday, the time and counters; an author may precede them."""
    before = line[: found.start()]
    if not _STAMP_BEFORE.fullmatch(before) and not _BYLINE.fullmatch(before):
        return False
    return _STAMP_AFTER.match(line, found.end()) is not None
