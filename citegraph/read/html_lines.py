"""The lines of text on a page, with what their place says: links, headings, articles, tables and menus."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import regex

from citegraph.read import lines_with_documents
from citegraph.read.html_tree import LISTING, count_linked_characters, is_linked

_TITLES = ("h1", "h2", "h3")
_BLOCK_TAGS = """
address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4
h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_BESIDE = regex.compile(
    r"(?:^|[-_\s])(?:tags?|keywords?|related|breadcrumbs?|sidebar|menu|comments?)(?:$|[-_\s])", regex.IGNORECASE
)
"""A class or name of a box beside the content."""
_FRAME_TAGS = ("header", "footer")
_FRAME = regex.compile(
    r"(?:^|[-_\s])(?:site-?)?(?:header|footer|copyright|topbar|bottombar)(?:$|[-_\s])", regex.IGNORECASE
)
"""A class or name of the top or bottom of a site, which is the same on every page."""


@dataclass(frozen=True, slots=True)
class HtmlLine:
    """A line of text on a page.

    `linked` is true if most of the line is links, `heading` if it is a heading. `article` is true within an article or
    the main part of a page, unless a menu or a list of other articles holds the line; `menu` within such a box.
    `frame` is true within the top or bottom of the site, `table` within a table, `listing` within a table that lists
    documents.
    """

    text: str
    linked: bool = False
    heading: bool = False
    article: bool = False
    menu: bool = False
    frame: bool = False
    table: bool = False
    listing: bool = False

    @property
    def begins_with_document(self) -> bool:
        """Whether the line begins with a document, as in a list or a preamble; no headline does so by its form."""
        return not self.menu and lines_with_documents.begins_with_document(self.text)

    @property
    def has_numbered_document(self) -> bool:
        """Whether the line carries a kind of document with a number."""
        return lines_with_documents.has_numbered_document(self.text)


def block_lines(body: Any) -> Iterator[HtmlLine]:
    """Yield the lines of text on a page, as its block elements and line breaks separate them."""
    from lxml import etree

    words: list[str] = []
    linked = depth = 0
    places = _Places(body)
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _BLOCKS or (element.tag == "br" and event == "start"):
            if text := " ".join("".join(words).split()):
                heading = event == "end" and element.tag in _TITLES
                yield places.line_here(text, is_linked(text, linked), heading)
            words, linked = [], 0
        places.enter_or_leave(event, element)
        if element.tag == "a" and element.get("href"):
            depth += 1 if event == "start" else -1
        piece = element.text if event == "start" else element.tail
        if piece and (event == "start" or element is not body):
            words.append(piece)
            linked += len(piece.strip()) if depth else 0


class _Places:
    """How many articles, menus and tables hold the present line."""

    def __init__(self, body: Any) -> None:
        articles = list(body.iter("article"))
        self._cards = {element for element in articles if len(articles) > 1 and _is_card(element)}
        self._articles = self._menus = self._frames = self._tables = self._listings = 0
        self._is_tag = False  # whether the present line has a link to a tag

    def enter_or_leave(self, event: str, element: Any) -> None:
        """Enter or leave an element."""
        by = 1 if event == "start" else -1
        self._is_tag = self._is_tag or element.get("rel") == "tag"
        self._articles += by if element.tag in ("article", "main") else 0
        self._menus += by if element in self._cards or _is_beside_content(element) else 0
        self._frames += by if _is_frame(element) else 0
        self._tables += by if element.tag == "table" else 0
        self._listings += by if element.tag == "table" and element.get(LISTING) else 0

    def line_here(self, text: str, linked: bool, heading: bool) -> HtmlLine:
        """Return a line at the present place."""
        menu, self._is_tag = self._menus > 0 or self._is_tag, False
        return HtmlLine(
            text,
            linked,
            heading,
            article=self._articles > 0 and not menu,
            menu=menu,
            frame=self._frames > 0 and not self._articles,
            table=self._tables > 0,
            listing=self._listings > 0,
        )


def _is_card(article: Any) -> bool:
    """Whether an article only leads to another page: its heading is a link."""
    heading = next(article.iter(*_TITLES, "h4", "h5"), None)
    return heading is not None and (
        count_linked_characters(heading) > 0 or any(up.tag == "a" for up in heading.iterancestors())
    )


def _is_beside_content(element: Any) -> bool:
    """Whether an element is a box beside the content."""
    return _is_named(element, _BESIDE) and not _holds_content(element)


def _is_frame(element: Any) -> bool:
    """Whether an element is the top or bottom of a site."""
    return (element.tag in _FRAME_TAGS or _is_named(element, _FRAME)) and not _holds_content(element)


def _is_named(element: Any, names: regex.Pattern[str]) -> bool:
    return any(names.search(element.get(name) or "") for name in ("class", "id"))


def _holds_content(element: Any) -> bool:
    return next(element.iter("body", "main", "article", "h1"), None) is not None
