"""Parse web pages: main text and metadata, without menus and lists of other articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import regex

from citegraph.errors import ReadError
from citegraph.i18n import message
from citegraph.model import is_date
from citegraph.read import html_tree, report_title, single_report
from citegraph.read.decode import decode, encoding_of
from citegraph.read.html_tree import PARAGRAPH_CHARS, count_linked_characters, is_linked
from citegraph.read.html_tree import text as text_of
from citegraph.read.parser_types import Content, FileFormat, ParsedReport

COVERAGE = 0.7
"""The main text that trafilatura finds is used if it holds at least this share of the page's long paragraphs."""
HEADING_LINES = 12
"""How many lines (dates, authors, counters) may lie between a heading and its text."""
LINE_CHARS = 12
"""Shorter lines are not used to locate the main text."""
ARTICLE_SHARE = 1.2
"""The text in a page's structured data is used if it is longer than the visible text by this factor."""
LINKED_LINES = 12
"""More consecutive links than this are a menu, wherever they are."""

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
_TITLES = ("h1", "h2", "h3")
_BLOCK_TAGS = """
address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4
h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())

RELATED = regex.compile(
    r"(?:(?:các |những |một số )?(?:tin|bài|tin bài|bài viết|tin tức|văn bản)(?: (?:đọc|xem|có|đã))?"
    r" (?:cùng (?:chuyên mục|chủ đề|chuyên đề|loại)|liên quan|khác|mới(?: nhất| hơn)?|cũ hơn|(?:đã )?đưa|nổi bật)"
    r"|(?:đọc|xem) (?:thêm|tiếp|nhiều(?: nhất)?)|có thể bạn quan tâm|ý kiến bạn đọc|bình luận|phản hồi|tiêu điểm)\s*:?",
    regex.IGNORECASE,
)
"""A line above a list of other reports."""


@dataclass(frozen=True, slots=True)
class HtmlLine:
    """A line of text on a page.

    `linked` is true if most of the line is links, `heading` if it is a heading.
    """

    text: str
    linked: bool = False
    heading: bool = False


def is_page(head: bytes) -> bool:
    """Whether the bytes begin a whole web page, not a text that contains tags."""
    return _PAGE.match(_in_ascii(head)) is not None


def _in_ascii(head: bytes) -> bytes:
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
        warnings: Warnings about its decoding, to be added to those of the draft.
        frames: The texts of the pages in its frames, which are left out.
        sheet: The style sheets that came with it.

    Returns:
        The draft; its text is empty if the page has none.
    """
    import trafilatura

    tree, tree_warnings = html_tree.parse_tree(page)
    article = html_tree.article_body(tree)
    # With "extensive", a date would be guessed from the text; often it is that of a cited document.
    _drop_related(tree)
    meta = trafilatura.extract_metadata(tree, extensive=False)
    date, date_warnings = _date(tree, meta.date)
    has_title = bool(tree.xpath("//title[normalize-space()] | //meta[@property='og:title']"))
    left_out = [*html_tree.reduce_to_shown(tree, sheet), *frames]
    lines = list(_block_lines(tree.body))
    title = report_title.tidy_title(meta.title or "", meta.sitename)
    if not _OFFICE.search(page, 0, 4096):
        main = trafilatura.extract(tree, favor_precision=True, include_comments=False, include_tables=True)
        begin, end = _main_range(lines, main or "")
        left_out += [line.text for line in lines[:begin] + lines[end:] if _is_long(line) and line.text != title]
        lines = lines[begin:end]
        if not has_title and lines and lines[0].heading:
            title = lines[0].text
    text = "\n".join(_without_navigation(lines)) or "\n".join(line.text for line in lines)
    if len(article) > ARTICLE_SHARE * len(text):
        text = whole_text(article) if "<" in article else article
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
    html_tree.reduce_to_shown(tree, sheet, is_part=True)
    return "\n".join(line.text for line in _block_lines(tree.body))


def _date(tree: Any, found: str | None) -> tuple[str | None, tuple[str, ...]]:
    """Return the date in the head of a page, and warnings about it.

    A date with AM or PM has the month first in the United States and the day first elsewhere. If both readings are
    possible, there is no date.
    """
    values = [value for meta in tree.iter("meta", "time") for value in meta.attrib.values()]
    if found and (impossible := next((value for value in values if _is_impossible_day(value, found)), None)):
        return None, (message("doubt.unread_date", date=impossible[:10]),)
    american = next(filter(None, map(_AMERICAN.fullmatch, values)), None)
    if american is None or found is None:
        return found, ()
    month, day, year = int(american["month"]), int(american["day"]), american["year"]
    if day <= 12 and month != day:
        return None, (message("doubt.date", date=american.group()),)
    return (f"{year}-{min(month, day):02d}-{max(month, day):02d}" if max(month, day) <= 31 else None), ()


def _is_impossible_day(value: str, found: str) -> bool:
    """Return whether a date in the head of a page has a day that its month has not, which the library moves."""
    day = _ISO_DAY.match(value)
    return day is not None and value[:7] == found[:7] and not is_date(day.group())


def _main_range(lines: list[HtmlLine], found: str) -> tuple[int, int]:
    """Return where in `lines` the main text `found` begins, with its heading, and ends.

    `found` only locates the main text, because it often lacks short lines, such as numbers and headings. If it lacks
    too many long lines, all lines are the main text.
    """
    squeezed = "".join(found.split())
    unlinked = [(at, line.text) for at, line in enumerate(lines) if not line.linked]
    main_lines = [(at, text) for at, text in unlinked if len(text) >= LINE_CHARS and "".join(text.split()) in squeezed]
    long = sum(len(text) for _, text in unlinked if len(text) >= PARAGRAPH_CHARS)
    if (
        not main_lines
        or not long
        or sum(len(text) for _, text in main_lines if len(text) >= PARAGRAPH_CHARS) < COVERAGE * long
    ):
        return 0, len(lines)
    first, last = main_lines[0][0], main_lines[-1][0]
    heads = [at for at in range(max(0, first - HEADING_LINES), first) if lines[at].heading]
    return heads[0] if heads else first, last + 1


def _without_navigation(lines: list[HtmlLine]) -> Iterator[str]:
    """Yield the lines that are not navigation. A few links between two paragraphs are kept; a menu is not."""
    links: list[str] = []
    before = False  # whether a paragraph comes before the links
    for line in lines:
        if line.linked:
            links.append(line.text)
            continue
        if before and len(links) <= LINKED_LINES and _is_long(line):
            yield from links
        links, before = [], _is_long(line)
        yield line.text


def _is_long(line: HtmlLine) -> bool:
    return not line.linked and len(line.text) >= PARAGRAPH_CHARS


def _drop_related(tree: Any) -> None:
    """Remove the lists of other reports."""
    for element in list(tree.body.iter(*_HEADINGS)):
        text = text_of(element)
        attached = next(element.iterancestors("body"), None) is not None
        if attached and len(text) < 60 and RELATED.fullmatch(text):
            _drop_list(element, text)


def _drop_list(heading: Any, text: str) -> None:
    """Remove a heading, the boxes that hold only it, and the links below it."""
    while heading.getparent().tag != "body" and text_of(heading.getparent()) == text:
        heading = heading.getparent()
    below = heading.getnext()
    while below is not None and is_linked(text_of(below), count_linked_characters(below)):
        following = below.getnext()
        below.drop_tree()
        below = following
    heading.drop_tree()


def _block_lines(body: Any) -> Iterator[HtmlLine]:
    """Yield the lines of text on a page, as its block elements and line breaks separate them."""
    from lxml import etree

    words: list[str] = []
    linked = depth = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _BLOCKS or (element.tag == "br" and event == "start"):
            if text := " ".join("".join(words).split()):
                heading = event == "end" and element.tag in _TITLES
                yield HtmlLine(text, linked=is_linked(text, linked), heading=heading)
            words, linked = [], 0
        if element.tag == "a" and element.get("href"):
            depth += 1 if event == "start" else -1
        piece = element.text if event == "start" else element.tail
        if piece and (event == "start" or element is not body):
            words.append(piece)
            linked += len(piece.strip()) if depth else 0


FORMAT = FileFormat(
    name="HTML",
    endings=(".html", ".htm", ".xhtml", ".php"),
    recognizes=lambda head, ending: (
        is_page(head) or (ending in (".html", ".htm", ".xhtml", ".php") and bool(_TAG.search(_in_ascii(head))))
    ),
    parse=parse,
    compressible=True,
    risky=True,
)
