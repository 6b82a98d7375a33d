"""Web page in, its main text and what its head says of it out; navigation and lists of other news stay behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import regex

from citegraph.errors import ReadError
from citegraph.read import titles
from citegraph.read.content import Content, Draft, Format
from citegraph.read.decode import decode

COVERAGE = 0.7
"""The main text that trafilatura finds is believed when it holds this share of the page's long paragraphs."""
PARAGRAPH_CHARS = 80
"""What counts as a long paragraph; menus and lists of headlines have shorter lines."""
LINKED_SHARE = 0.5
"""A block with more of its letters inside links than this is navigation."""

# A page says so at its start; a comment, an XML declaration or a line of PHP may come first.
_PAGE = regex.compile(
    rb"(?:\s|\xef\xbb\xbf|<\?[^>]*>|<!--(?s:.){0,2000}?-->){0,8}"
    rb"(?:<!doctype\s+html|<html[\s>]|<head[\s>](?s:.){1,20000}?<body[\s>])",
    regex.IGNORECASE,
)
_TAG = regex.compile(rb"<(?:p|div|span|table|body|br|h[1-6]|a|ul|meta|title)[\s/>]", regex.IGNORECASE)
_CHARSET = regex.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", regex.IGNORECASE)

_DROPPED = (
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "object",
    "svg",
    "form",
    "button",
    "select",
    "nav",
    "aside",
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)

RELATED = regex.compile(
    r"(?:(?:các |những |một số )?(?:tin|bài|tin bài|bài viết|tin tức|văn bản)(?: (?:đọc|xem|có|đã))?"
    r" (?:cùng (?:chuyên mục|chủ đề|chuyên đề|loại)|liên quan|khác|mới|mới nhất|mới hơn|cũ hơn|đã đưa|đưa|nổi bật|nhiều nhất)"
    r"|(?:đọc|xem) (?:thêm|tiếp|nhiều|nhiều nhất)|có thể bạn quan tâm|ý kiến bạn đọc|bình luận|phản hồi|tiêu điểm)\s*:?",
    regex.IGNORECASE,
)
"""What stands over a list of other reports, as a whole line."""


def is_page(head: bytes) -> bool:
    """Whether bytes are the start of a whole web page, rather than text in which tags occur."""
    return _PAGE.match(head) is not None


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
    import trafilatura  # noqa: PLC0415 - slow to import
    from lxml import html  # noqa: PLC0415

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=parser, ensure_head_body=True)
    # Without "extensive" no date is guessed from the text, where it would be that of a cited document.
    meta = trafilatura.extract_metadata(tree, extensive=False)
    _clean(tree)
    lines = list(_lines(tree.body))
    own = "\n".join(line for line, linked in lines if not linked) or "\n".join(line for line, _ in lines)
    found = trafilatura.extract(tree, favor_precision=True, include_comments=False, include_tables=True)
    text = found if found and _covers(found, own) else own
    title = titles.tidy_title(meta.title or "", meta.sitename)
    if text and title and title not in text[:2000]:
        text = f"{title}\n\n{text}"  # a title cites as much as a text does
    return Draft(text=text, title=title, date=meta.date, publisher=meta.sitename, url=meta.url, warnings=warnings)


def _clean(tree: Any) -> None:
    """Take out what is no text, the lists of other reports, and line breaks that mean nothing."""
    for element in list(tree.iter(*_DROPPED)):
        element.drop_tree()
    for element in list(tree.body.iter(*_HEADINGS)):
        text = _text(element)
        if len(text) < 60 and element.getparent() is not None and RELATED.fullmatch(text):
            _drop_list(element, text)
    for element in tree.body.iter():
        if element.tag != "pre":
            element.text = element.text and _BLANK.sub(" ", element.text)
        element.tail = element.tail and _BLANK.sub(" ", element.tail)


def _drop_list(heading: Any, text: str) -> None:
    """Drop a heading and the links below it; a heading in boxes of its own goes with its boxes."""
    while heading.getparent().tag != "body" and _text(heading.getparent()) == text:
        heading = heading.getparent()
    below = heading.getnext()
    while below is not None and _is_linked(_text(below), sum(len(_text(link)) for link in below.iter("a"))):
        following = below.getnext()
        below.drop_tree()
        below = following
    heading.drop_tree()


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _is_linked(text: str, linked: int) -> bool:
    return not text or linked > LINKED_SHARE * len(text)


def _covers(found: str, own: str) -> bool:
    """Whether `found` holds most of the long paragraphs of the page."""
    squeezed = "".join(found.split())
    long = [line for line in own.split("\n") if len(line) >= PARAGRAPH_CHARS]
    held = sum(len(line) for line in long if "".join(line.split()) in squeezed)
    return held >= COVERAGE * sum(map(len, long))


def _lines(body: Any) -> Iterator[tuple[str, bool]]:
    """The lines of text, each with whether most of it is links."""
    from lxml import etree  # noqa: PLC0415

    words: list[str] = []
    linked = depth = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _BLOCKS or (element.tag == "br" and event == "start"):
            if text := " ".join("".join(words).split()):
                yield text, _is_linked(text, linked)
            words, linked = [], 0
        if element.tag == "a":
            depth += 1 if event == "start" else -1
        piece = element.text if event == "start" else element.tail
        if piece and (event == "start" or element is not body):
            words.append(piece)
            linked += len(piece.strip()) if depth else 0


FORMAT = Format(
    name="HTML",
    endings=(".html", ".htm", ".xhtml", ".php"),
    claims=lambda head, ending: (
        is_page(head) or (ending in (".html", ".htm", ".xhtml", ".php") and bool(_TAG.search(head)))
    ),
    parse=parse,
    compressible=True,
)
