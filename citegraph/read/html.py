"""Parse web pages: main text and metadata, without menus and lists of other articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import regex

from citegraph.errors import ReadError
from citegraph.i18n import message
from citegraph.model import is_date
from citegraph.read import html_tree, report_title, single_report
from citegraph.read.decode import decode, encoding_of
from citegraph.read.html_lines import block_lines
from citegraph.read.html_main_text import is_omission_reported, is_same_article, main_range, without_navigation
from citegraph.read.html_tree import count_linked_characters, is_linked
from citegraph.read.html_tree import element_text as text_of
from citegraph.read.parser_types import Content, FileFormat, ParsedReport

ARTICLE_SHARE = 1.2
"""The text in a page's structured data is used if it is longer than the visible text by this factor."""

# A page is recognized at its start; comments, an XML declaration or PHP may come first.
_PAGE = regex.compile(
    rb"(?:\s|\xef\xbb\xbf|<\?[^>]*>|<!--(?s:.){0,2000}?-->){0,8}"
    rb"(?:<!doctype\s+html|<html[\s>]|<head[\s>](?s:.){1,20000}?<body[\s>])",
    regex.IGNORECASE,
)
_TAG = regex.compile(rb"<(?:p|div|span|table|body|br|h[1-6]|a|ul|meta|title)[\s/>]", regex.IGNORECASE)
_CHARSET = regex.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", regex.IGNORECASE)

_ISO_DAY = regex.compile(r"\d{4}-\d\d-\d\d")
_AMERICAN = regex.compile(
    r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}),? \d{1,2}:\d\d(?::\d\d)? ?[AP]M", regex.IGNORECASE
)

# Pages written by a word processor have no navigation: they are read as a whole.
_OFFICE = regex.compile(
    r"urn:schemas-microsoft-com:office:word|content=[\"']?(?:Microsoft Word|LibreOffice|OpenOffice)"
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "strong", "b", "a", "li", "td", "th", "legend")

RELATED = regex.compile(
    r"(?:(?:các |những |một số )?(?:tin|bài|tin bài|bài viết|tin tức|văn bản)(?: (?:đọc|xem|có|đã))?"
    r" (?:cùng (?:chuyên mục|chủ đề|chuyên đề|loại)|liên quan|khác|mới(?: nhất| hơn)?|cũ hơn|(?:đã )?đưa|nổi bật)"
    r"|(?:đọc|xem) (?:thêm|tiếp|nhiều(?: nhất)?)|có thể bạn quan tâm|ý kiến bạn đọc|bình luận|phản hồi|tiêu điểm)\s*:?",
    regex.IGNORECASE,
)
"""A line above a list of other reports."""


def is_html_page(head: bytes) -> bool:
    """Whether the bytes begin a whole web page, not a text that contains tags."""
    return _PAGE.match(_with_ascii_tags(head)) is not None


def _with_ascii_tags(head: bytes) -> bytes:
    """Return the start of a file in an encoding with ASCII tags."""
    encoding = encoding_of(head) if b"\0" in head else None
    return head.decode(encoding, "ignore").encode("utf-8", "replace") if encoding else head


def parse(content: Content) -> Iterator[ParsedReport]:
    """Yield the one report of a page.

    Raises:
        ReadError: The page has no text.
    """
    data = content.data()
    declared = _CHARSET.search(data, 0, 4096)
    decoded = decode(data, content.path, declared=declared[1].decode() if declared else None)
    if not decoded.text.strip():
        raise ReadError(content.path, message("file.empty"), message("do.skip_or_download"))
    draft = read_page(decoded.text, decoded.warnings)
    if not draft.text.strip():
        raise ReadError(content.path, message("file.page_without_text"), message("do.save_loaded"))
    yield draft


def read_page(page: str, warnings: tuple[str, ...] = (), frames: Sequence[str] = (), sheet: str = "") -> ParsedReport:
    """Return the main text and the metadata of a page.

    Args:
        page: The HTML of the page.
        warnings: Warnings about its decoding, to be added to those of the report.
        frames: The texts of the pages in its frames, which are left out.
        sheet: The style sheets that came with it.

    Returns:
        The report; its text is empty if the page has none.
    """
    import trafilatura

    tree, tree_warnings = html_tree.parse_tree(page)
    article = html_tree.article_body(tree)
    # With "extensive", a date would be guessed from the text; often it is that of a cited document.
    _drop_related_lists(tree)
    meta = trafilatura.extract_metadata(tree, extensive=False)
    date, date_warnings = _page_date(tree, meta.date)
    has_title = bool(tree.xpath("//title[normalize-space()] | //meta[@property='og:title']"))
    left_out = [*html_tree.reduce_to_shown_text(tree, sheet), *frames]
    lines = list(block_lines(tree.body))
    title = report_title.tidy_title(meta.title or "", meta.sitename)
    if not _OFFICE.search(page, 0, 4096):
        main = trafilatura.extract(tree, favor_precision=True, include_comments=False, include_tables=True)
        begin, end = main_range(lines, main or "")
        left_out += [
            line.text for line in lines[:begin] + lines[end:] if is_omission_reported(line) and line.text != title
        ]
        lines = lines[begin:end]
        if not has_title and lines and lines[0].heading:
            title = lines[0].text
    text = "\n".join(without_navigation(lines)) or "\n".join(line.text for line in lines)
    if len(article) > ARTICLE_SHARE * len(text):
        body = whole_text(article) if "<" in article else article
        is_same = is_same_article(body, text)
        left_out += [] if is_same else [body]
        text = body if is_same else text
    if text and title and title not in text[:2000]:
        text = f"{title}\n{text}"  # a title may cite documents, too
    warnings += (*tree_warnings, *date_warnings, *single_report.left_out_warning(single_report.OUTSIDE, left_out))
    return ParsedReport(
        text=text, title=title, date=date, publisher=meta.sitename, url=meta.url, warnings=warnings, unit="paragraph"
    )


def whole_text(page: str, sheet: str = "") -> str:
    """Return all text of a page, without looking for the main text.

    Args:
        page: The HTML of a page that is part of a document.
        sheet: Its style sheet.
    """
    tree, _ = html_tree.parse_tree(page)
    html_tree.reduce_to_shown_text(tree, sheet, is_part=True)
    return "\n".join(line.text for line in block_lines(tree.body))


def _page_date(tree: Any, found: str | None) -> tuple[str | None, tuple[str, ...]]:
    """Return the date in the head of a page, and warnings about it.

    A date with AM or PM has the month first in the United States and the day first elsewhere. If both readings are
    possible, there is no date.
    """
    values = [value for meta in tree.iter("meta", "time") for value in meta.attrib.values()]
    if found and (impossible := next((value for value in values if _is_day_impossible_in_month(value, found)), None)):
        return None, (message("doubt.unread_date", date=impossible[:10]),)
    american = next(filter(None, map(_AMERICAN.fullmatch, values)), None)
    if american is None or found is None:
        return found, ()
    month, day, year = int(american["month"]), int(american["day"]), american["year"]
    if day <= 12 and month != day:
        return None, (message("doubt.date", date=american.group()),)
    return (f"{year}-{min(month, day):02d}-{max(month, day):02d}" if max(month, day) <= 31 else None), ()


def _is_day_impossible_in_month(value: str, found: str) -> bool:
    """Return whether a date in the head of a page has a day that its month has not, which the library moves."""
    day = _ISO_DAY.match(value)
    return day is not None and value[:7] == found[:7] and not is_date(day.group())


def _drop_related_lists(tree: Any) -> None:
    """Remove the lists of other reports."""
    for element in list(tree.body.iter(*_HEADINGS)):
        text = text_of(element)
        attached = next(element.iterancestors("body"), None) is not None
        if attached and len(text) < 60 and RELATED.fullmatch(text):
            _drop_list_below_heading(element, text)


def _drop_list_below_heading(heading: Any, text: str) -> None:
    """Remove a heading, the boxes that hold only it, and the links below it."""
    while heading.getparent().tag != "body" and text_of(heading.getparent()) == text:
        heading = heading.getparent()
    below = heading.getnext()
    while below is not None and is_linked(text_of(below), count_linked_characters(below)):
        following = below.getnext()
        below.drop_tree()
        below = following
    heading.drop_tree()


FORMAT = FileFormat(
    name="HTML",
    endings=(".html", ".htm", ".xhtml", ".php"),
    recognizes=lambda head, ending: (
        is_html_page(head)
        or (ending in (".html", ".htm", ".xhtml", ".php") and bool(_TAG.search(_with_ascii_tags(head))))
    ),
    parse=parse,
    compressible=True,
    risky=True,
)
