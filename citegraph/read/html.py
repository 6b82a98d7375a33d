"""Web page in, its main text and what its head says of it out; navigation and lists of other news stay behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import regex

from citegraph.errors import ReadError
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
    r"(?:(?:các |những )?(?:tin|bài|bài viết|tin bài|tin tức|văn bản)"
    r"(?: (?:cùng|có|cũ|mới|đã|được|cùng loại|trong|xem|đọc))? ?"
    r"(?:chuyên mục|liên quan|chuyên đề|khác|hơn|mới nhất|mới|nhất|nhiều|đưa|cũ hơn|nhiều nhất|đọc nhiều|nổi bật|loại|chủ đề)"
    r"(?: nhất)?|(?:đọc|xem) (?:thêm|nhiều|tiếp|nhiều nhất)|có thể bạn quan tâm|mời bạn đọc|bình luận|phản hồi"
    r"|tiêu điểm|tin nóng|đọc nhiều nhất|xem nhiều nhất|các tin đã đưa|tin đã đưa)\s*:?",
    regex.IGNORECASE,
)
"""A heading over a list of other reports, as a whole line."""


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
    from lxml import etree, html  # noqa: PLC0415

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=parser, ensure_head_body=True)
    meta = trafilatura.extract_metadata(tree)
    _clean(tree)
    own = "\n".join(block for block, linked in _blocks(tree.body if tree.body is not None else tree) if not linked)
    found = trafilatura.extract(
        etree.tostring(tree, encoding="unicode", method="html"),
        favor_precision=True,
        include_comments=False,
        include_tables=True,
    )
    text = found if found and _covers(found, own) else own
    return Draft(
        text=text,
        title=meta.title if meta else None,
        date=meta.date if meta else None,
        publisher=meta.sitename if meta else None,
        url=meta.url if meta else None,
        warnings=warnings,
    )


def _clean(tree: Any) -> None:
    for element in list(tree.iter(*_DROPPED)):
        element.drop_tree()


def _covers(found: str, own: str) -> bool:
    """Whether `found` holds most of the long paragraphs of the page."""
    squeezed = "".join(found.split())
    long = [line for line in own.split("\n") if len(line) >= PARAGRAPH_CHARS]
    held = sum(len(line) for line in long if "".join(line.split()) in squeezed)
    return held >= COVERAGE * sum(map(len, long))


def _blocks(root: Any) -> Iterator[tuple[str, bool]]:
    """The lines of text, each with whether most of it is links."""
    words: list[str] = []
    linked = 0

    def line() -> tuple[str, bool]:
        nonlocal linked
        text = " ".join("".join(words).split())
        pair = text, linked > LINKED_SHARE * max(len(text), 1)
        words.clear()
        linked = 0
        return pair

    depth = 0
    from lxml import etree  # noqa: PLC0415

    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if tag in _BLOCKS or tag == "br":
            if event == "start" or tag != "br":
                ended = line()
                if ended[0]:
                    yield ended
        if tag == "a":
            depth += 1 if event == "start" else -1
        text = element.text if event == "start" else (element.tail if element is not root else None)
        if text:
            words.append(text)
            linked += len(text.strip()) if depth else 0
    ended = line()
    if ended[0]:
        yield ended


FORMAT = Format(
    name="HTML",
    endings=(".html", ".htm", ".xhtml", ".php"),
    claims=lambda head, ending: (
        is_page(head) or (ending in (".html", ".htm", ".xhtml", ".php") and bool(_TAG.search(head)))
    ),
    parse=parse,
    compressible=True,
)
