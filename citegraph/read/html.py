"""Parse web pages: main text and metadata, without menus and lists of other articles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import regex

from citegraph.errors import ReadError
from citegraph.read import html_tree, report_title, single_report
from citegraph.read.decode import decode, encoding_of
from citegraph.read.html_tree import PARAGRAPH_CHARS, is_linked, linked_chars
from citegraph.read.html_tree import text as text_of
from citegraph.read.parser_types import Content, Draft, Format

COVERAGE = 0.7
"""The main text that trafilatura finds is believed when it holds this share of the page's long paragraphs."""
HEADING_LINES = 12
"""How many lines, of dates, authors and counters, may stand between a heading and its text."""
LINE_CHARS = 12
"""A shorter line is no evidence of where the main text lies."""
ARTICLE_SHARE = 1.2
"""What a page holds as data counts where it is so much longer than what the page shows."""
LINKED_LINES = 12
"""More links in a row than these are a menu, wherever they stand."""

# A page says so at its start; a comment, an XML declaration or a line of PHP may come first.
_PAGE = regex.compile(
    rb"(?:\s|\xef\xbb\xbf|<\?[^>]*>|<!--(?s:.){0,2000}?-->){0,8}"
    rb"(?:<!doctype\s+html|<html[\s>]|<head[\s>](?s:.){1,20000}?<body[\s>])",
    regex.IGNORECASE,
)
_TAG = regex.compile(rb"<(?:p|div|span|table|body|br|h[1-6]|a|ul|meta|title)[\s/>]", regex.IGNORECASE)
_CHARSET = regex.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", regex.IGNORECASE)

_AMERICAN = regex.compile(
    r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}),? \d{1,2}:\d\d(?::\d\d)? ?[AP]M", regex.IGNORECASE
)

# Pages that a word processor wrote are documents from end to end.
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
"""What stands over a list of other reports, as a whole line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text on a page; `linked` says that most of it is links, `heading` that it heads what follows."""

    text: str
    linked: bool = False
    heading: bool = False


def is_page(head: bytes) -> bool:
    """Whether bytes are the start of a whole web page, rather than text in which tags occur."""
    return _PAGE.match(_in_ascii(head)) is not None


def _in_ascii(head: bytes) -> bytes:
    """The start of a file with its tags in ASCII, whatever the file is in."""
    encoding = encoding_of(head) if b"\0" in head else None
    return head.decode(encoding, "ignore").encode("utf-8", "replace") if encoding else head


def parse(content: Content) -> Iterator[Draft]:
    """One report; ReadError for a page without text."""
    data = content.data()
    declared = _CHARSET.search(data, 0, 4096)
    decoded = decode(data, content.path, declared=declared[1].decode() if declared else None)
    if not decoded.text.strip():
        raise ReadError(content.path, "is empty", "leave it out, or fetch it again")
    draft = read_page(decoded.text, decoded.warnings)
    if not draft.text.strip():
        raise ReadError(content.path, "is a page without text", "save it when it has loaded, with its content")
    yield draft


def read_page(page: str, warnings: tuple[str, ...] = ()) -> Draft:
    """The main text and the metadata of a page; the text is empty where the page holds none."""
    import trafilatura

    tree, doubts = html_tree.tree(page)
    article = html_tree.article_body(tree)
    # Without "extensive" no date is guessed from the text, where it would be that of a cited document.
    _drop_related(tree)
    meta = trafilatura.extract_metadata(tree, extensive=False)
    date, undated = _date(tree, meta.date)
    titled = bool(tree.xpath("//title[normalize-space()] | //meta[@property='og:title']"))
    left = list(html_tree.make_ready(tree))
    lines = list(_lines(tree.body))
    title = report_title.tidy_title(meta.title or "", meta.sitename)
    if not _OFFICE.search(page, 0, 4096):
        found = trafilatura.extract(tree, favor_precision=True, include_comments=False, include_tables=True)
        begin, end = _main(lines, found or "")
        left += [line.text for line in lines[:begin] + lines[end:] if _is_long(line) and line.text != title]
        lines = lines[begin:end]
        if not titled and lines and lines[0].heading:
            title = lines[0].text
    text = "\n".join(_kept(lines)) or "\n".join(line.text for line in lines)
    if len(article) > ARTICLE_SHARE * len(text):
        text = whole_text(article) if "<" in article else article
    if text and title and title not in text[:2000]:
        text = f"{title}\n{text}"  # a title cites as much as a text does
    warnings += (*doubts, *undated, *single_report.left_out(single_report.OUTSIDE, left))
    return Draft(text=text, title=title, date=date, publisher=meta.sitename, url=meta.url, warnings=warnings)


def whole_text(page: str, sheet: str = "") -> str:
    """All text of a page that is part of a document, with its style sheet: no main text is looked for."""
    tree, _ = html_tree.tree(page)
    html_tree.make_ready(tree, sheet)
    return "\n".join(line.text for line in _lines(tree.body))


def _date(tree: Any, found: str | None) -> tuple[str | None, tuple[str, ...]]:
    """The date that the head of a page tells, and what is doubtful about it.

    What is written with AM or PM has the month first, or the day where a program of another country wrote it.
    """
    said = (value for meta in tree.iter("meta", "time") for value in meta.attrib.values())
    american = next(filter(None, map(_AMERICAN.fullmatch, said)), None)
    if american is None or found is None:
        return found, ()
    month, day, year = int(american["month"]), int(american["day"]), american["year"]
    if day <= 12 and month != day:
        return None, (f"its date {american.group()!r} may have the day or the month first, and is left open",)
    return (f"{year}-{min(month, day):02d}-{max(month, day):02d}" if max(month, day) <= 31 else None), ()


def _main(lines: list[Line], found: str) -> tuple[int, int]:
    """Where in `lines` the main text `found` begins, with its heading, and ends; all, where it misses much of them.

    What was found tells where the main text lies; its short lines, the numbers and heads of a document, are often
    missing from it.
    """
    squeezed = "".join(found.split())
    own = [(at, line.text) for at, line in enumerate(lines) if not line.linked]
    held = [(at, text) for at, text in own if len(text) >= LINE_CHARS and "".join(text.split()) in squeezed]
    long = sum(len(text) for _, text in own if len(text) >= PARAGRAPH_CHARS)
    if not held or not long or sum(len(text) for _, text in held if len(text) >= PARAGRAPH_CHARS) < COVERAGE * long:
        return 0, len(lines)
    first, last = held[0][0], held[-1][0]
    heads = [at for at in range(max(0, first - HEADING_LINES), first) if lines[at].heading]
    return heads[0] if heads else first, last + 1


def _kept(lines: list[Line]) -> Iterator[str]:
    """The lines that are no navigation: a link between two paragraphs is one of them, a menu is not."""
    links: list[str] = []
    before = False  # whether a paragraph stands before the links
    for line in lines:
        if line.linked:
            links.append(line.text)
            continue
        if before and len(links) <= LINKED_LINES and _is_long(line):
            yield from links
        links, before = [], _is_long(line)
        yield line.text


def _is_long(line: Line) -> bool:
    return not line.linked and len(line.text) >= PARAGRAPH_CHARS


def _drop_related(tree: Any) -> None:
    """Drop the lists of other reports."""
    for element in list(tree.body.iter(*_HEADINGS)):
        text = text_of(element)
        attached = next(element.iterancestors("body"), None) is not None
        if attached and len(text) < 60 and RELATED.fullmatch(text):
            _drop_list(element, text)


def _drop_list(heading: Any, text: str) -> None:
    """Drop a heading and the links below it; a heading in boxes of its own goes with its boxes."""
    while heading.getparent().tag != "body" and text_of(heading.getparent()) == text:
        heading = heading.getparent()
    below = heading.getnext()
    while below is not None and is_linked(text_of(below), linked_chars(below)):
        following = below.getnext()
        below.drop_tree()
        below = following
    heading.drop_tree()


def _lines(body: Any) -> Iterator[Line]:
    """The lines of text on a page, as its blocks and line breaks part them."""
    from lxml import etree

    words: list[str] = []
    linked = depth = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _BLOCKS or (element.tag == "br" and event == "start"):
            if text := " ".join("".join(words).split()):
                heading = event == "end" and element.tag in _TITLES
                yield Line(text, linked=is_linked(text, linked), heading=heading)
            words, linked = [], 0
        if element.tag == "a" and element.get("href"):
            depth += 1 if event == "start" else -1
        piece = element.text if event == "start" else element.tail
        if piece and (event == "start" or element is not body):
            words.append(piece)
            linked += len(piece.strip()) if depth else 0


FORMAT = Format(
    name="HTML",
    endings=(".html", ".htm", ".xhtml", ".php"),
    claims=lambda head, ending: (
        is_page(head) or (ending in (".html", ".htm", ".xhtml", ".php") and bool(_TAG.search(_in_ascii(head))))
    ),
    parse=parse,
    compressible=True,
    risky=True,
)
