"""Find the title, date, publisher, locality and number of a report, from its source or its text.

Only the first and last few thousand characters are examined, so this takes little time compared with reading.
"""

from __future__ import annotations

import html
import json
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

import regex

from citegraph.grammar.dates import parse
from citegraph.i18n import Message, message
from citegraph.model import IsoDate
from citegraph.read import event_date, publication_date, report_locality, report_title
from citegraph.read.parser_types import ParsedReport
from citegraph.read.publication_date import LETTERHEAD_CHARS

HEAD_CHARS = 2500
"""How much of the beginning of a report is searched for its metadata, in characters."""
TAIL_CHARS = 400
"""How much of the end is searched for the day on which the report was written or changed, in characters."""
MENU_CHARS = 150
"""The length of a line of a menu, in characters; a longer one is a paragraph of the report."""
DATE_CHARS = 60
"""How much of a date that is not understood a warning shows, in characters."""
YEAR_CHARS = 6000
"""How much more text is searched for the year of a day and month, in characters."""

_FRONT = regex.compile(
    r"\A\s*(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<body>.{0,4000}?)\r?\n(?P=fence)[ \t]*\r?\n", regex.DOTALL
)
_FRONT_LINE = regex.compile(r"^(title|date|published|publisher|source|url|link)\s*[:=]\s*(.+?)\s*$", regex.MULTILINE)
# Scrapers put their metadata before the page as a JSON object, between lines of dashes.
_SCRAPED = regex.compile(
    r"\A\s*(?:-{3,}[^\n]{0,60}\n\s*)?(?P<body>\{\s*\"[^{}]{0,4000}\})\s*(?:-{3,}[^\n]{0,60}\n)?", regex.DOTALL
)
_TAG = regex.compile(r"<(?P<block>/?(?:p|div|br|li|h[1-6]|tr|td|ul|table|section)\b)?[^<>]{0,400}>", regex.IGNORECASE)
_NUMBER = regex.compile(
    r"^[\s|*#]*(?:[^\n|]{0,80}\|[\s*]*|[^\n|]{0,80}-{3,}\s*"
    r"|(?:Nghị quyết|Quyết định|Chỉ thị|Kế hoạch|Báo cáo)\s+(?=[Ss]ố\s*:))?"
    r"[Ss](?:ố|Ố)\s*:?\s*"
    r"(?P<number>\d{1,5}\p{L}?(?:\s?[-–/]\s?[\p{L}\d]{1,12}){1,4})(?![\p{L}\d])",
    regex.MULTILINE,
)
_NUMBER_WORDS = ("Số", "SỐ", "số:")
# "(Dân trí) - …", "TTXVN - …" before the first sentence; "Cổng thông tin điện tử …" as a whole line.
_AGENCY = regex.compile(
    r"(?:\((?P<name>[^()\n]{2,30})\)\s?[-–](?:\s|$)|(?P<name>TTXVN|VOV(?:\.VN)?|VGP|VTV)\s?[-–](?:\s|$)"
    r"|(?P<name>(?:Cổng thông tin|Trang thông tin|Báo điện tử|Tạp chí) [^\n]{3,70})$)",
    regex.IGNORECASE,
)
_AGENCY_STARTS = tuple("(TVCBtvcb")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata of a report; None for unknown values."""

    title: str | None
    date: IsoDate | None
    publisher: str | None
    locality: str | None
    number: str | None
    url: str | None
    doubts: tuple[str, ...] = ()


def find_metadata(draft: ParsedReport) -> Metadata:
    """Return the title, date, publisher, locality, number and address of a report; None for what is not found."""
    fields, begin = _preamble_fields(draft.text)
    head = _plain_opening(draft.text, begin)
    url = draft.url or fields.get("url") or fields.get("link")
    publisher = (
        draft.publisher or fields.get("publisher") or fields.get("source") or _url_host(url) or _letterhead_agency(head)
    )
    title = draft.title or fields.get("title")
    title = (report_title.tidy_title(title, publisher) if title else None) or report_title.find(head)
    body = _body_start(draft.text, begin, title)
    if body > begin:
        head = _plain_opening(draft.text, body)
    dated = publication_date.without_cited_dates(head)
    place, dateline_date = publication_date.dateline(dated) or (None, None)
    stated = [value for value in (draft.date, fields.get("date"), fields.get("published")) if value]
    date = next(filter(None, map(publication_date.date_in_metadata_field, stated)), None)
    doubts = () if date else tuple(map(_date_doubt, stated))
    if date is None:
        rest = body + HEAD_CHARS
        tail = _without_markup(draft.text[max(rest, len(draft.text) - TAIL_CHARS) :])
        crawled = parse(fields["crawl_time"]) if "crawl_time" in fields else None
        date = (
            dateline_date
            or publication_date.placeless_date(dated[:LETTERHEAD_CHARS])
            or publication_date.find_publication_date(dated, crawled)
            or publication_date.meeting_date_of_minutes(head)
            or event_date.find(title or "", head, lambda: _without_markup(draft.text[rest : rest + YEAR_CHARS]))
            or (publication_date.dateline(tail) or (None, None))[1]
            or publication_date.date_printed_at_end(tail)
        )
        if date is None and (
            found := publication_date.ambiguous_date(dated) or publication_date.date_in_unknown_form(dated, crawled)
        ):
            doubts = (*doubts, _date_doubt(found))
    return Metadata(
        title, date, publisher, report_locality.find(title or "", head, place), _own_number(head), url, doubts
    )


def _date_doubt(value: str) -> Message:
    """Return the warning that a date is not used."""
    doubt = "doubt.date" if publication_date.ambiguous_date(value) else "doubt.unread_date"
    return message(doubt, date=value[:DATE_CHARS])


def _preamble_fields(text: str) -> tuple[dict[str, str], int]:
    """Return the fields of a front matter or a scraper's JSON before the text, and where the text begins."""
    start = text[:5].lstrip()[:1]
    if start in ("-", "+") and (found := _FRONT.match(text)):
        fields = {key: value.strip("\"' ") for key, value in _FRONT_LINE.findall(found["body"])}
        return fields, found.end()
    if start in ("-", "{") and (found := _SCRAPED.match(text)):
        try:
            row = json.loads(found["body"])
        except (ValueError, RecursionError):
            return {}, 0
        return {str(key): value for key, value in row.items() if isinstance(value, str)}, found.end()
    return {}, 0


def _body_start(text: str, begin: int, title: str | None) -> int:
    """Return where the report begins.

    In the text of a whole page, that is the line below the menus that repeats its title. A title below a paragraph is a
    caption.
    """
    if title is None:
        return begin
    first = text.find(title, begin)
    again = text.find(f"\n{title}", first + len(title)) if first >= 0 else -1
    ends = text[again + 1 + len(title) : again + 2 + len(title)]
    if again < 0 or ends.strip() or any(len(line) > MENU_CHARS for line in text[first:again].split("\n")[1:]):
        return begin
    return again + 1


def _plain_opening(text: str, start: int) -> str:
    """Return HEAD_CHARS of plain text from `start`, not counting markup."""
    head = text[start : start + HEAD_CHARS]
    if head.count("<") > 10:
        head = text[start : start + 4 * HEAD_CHARS]
    return _without_markup(head)[:HEAD_CHARS]


def _without_markup(text: str) -> str:
    """Return the text without tags and entities, in NFC."""
    if "<" in text:
        text = _TAG.sub(lambda tag: "\n" if tag["block"] else "", text)
    if "&" in text:
        text = html.unescape(text)
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\u00a0", " ").replace("\u200b", "")


def _own_number(head: str) -> str | None:
    """Return the report's own number, "12-BC/HU", from the start of a line or cell in its letterhead."""
    opening = head[:LETTERHEAD_CHARS]
    found = _NUMBER.search(opening) if any(word in opening for word in _NUMBER_WORDS) else None
    return regex.sub(r"\s", "", found["number"]).replace("–", "-") if found else None


def _letterhead_agency(head: str) -> str | None:
    lines = (line for line in head[:LETTERHEAD_CHARS].split("\n") if line[:1] in _AGENCY_STARTS)
    found = next(filter(None, map(_AGENCY.match, lines)), None)
    return found["name"].strip() if found else None


def _url_host(url: str | None) -> str | None:
    if not url:
        return None
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") or None
    except ValueError:
        return None
