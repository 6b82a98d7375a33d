"""Parse HTML into a tree, and prepare its text in the order in which a browser shows it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import regex

from citegraph.i18n import message
from citegraph.read import table_to_text
from citegraph.read.lines_with_documents import has_numbered_document
from citegraph.read.superscripts import superscript_meaning

PARAGRAPH_CHARS = 80
"""The length of a long paragraph; lines of menus and lists of headlines are shorter."""
LINKED_SHARE = 0.5
"""A block with a larger share of its letters inside links is navigation."""
CELL_CHARS = 400
"""A table with a longer cell is used for the layout of its page."""

LISTING = "data-lists-documents"
"""The attribute of a table whose rows were joined because they list documents."""

_DROPPED = ("script", "style", "template", "iframe", "object", "svg", "input", "button", "select", "nav")
_LONG_TEXTS = ("template", "iframe", "object")
"""Elements that are dropped, but whose text is told if it is long or cites a document; menus and scripts are not."""
_SHOWN = ("svg", "button", "select", "nav")
"""Elements that are dropped, but whose text is told if it stands within an article and cites a document."""
_FRAMES = regex.compile(r"</?(?:frameset|frame|noframes)\b[^<>]*>", regex.IGNORECASE)
_FRAME = regex.compile(r"<frame\b", regex.IGNORECASE)
_JSON_LD = "//script[contains(@type, 'ld+json')]"
_RULE = regex.compile(r"(?:^|(?<=[{}]))(?P<selectors>[^{}]{1,1000})\{(?P<look>[^{}]{0,2000})\}")
_COMMENT = regex.compile(r"/\*.*?\*/", regex.DOTALL)
# The last part of a selector, with at least one class: "span.note.fn".
_SELECTOR = regex.compile(r"(?:.*[\s>+~])?(?P<tag>\w*)(?P<classes>(?:\.[\w-]{1,100}){1,10})", regex.DOTALL)
_RAISED = regex.compile(
    r"vertical-align\s*:\s*\+?(?:super|(?P<number>\d{0,5}(?:\.\d{1,9})?)(?P<unit>r?em|ex|px|pt|%))", regex.IGNORECASE
)
_LEAST = {"px": 2, "pt": 2, "%": 15}
_LEAST_EMS = 0.2
_RAISABLE = ("sup", "span", "a", "font", "small", "b", "i", "em", "strong")
_Rules = Mapping[str, set[tuple[str, frozenset[str]]]]
# If tags are nested too deeply for the parser, these become line breaks, and all others except _FLAT are removed.
_TAG = regex.compile(r"</?(?P<name>[a-zA-Z][a-zA-Z0-9]*)\b[^<>]{0,4000}>")
_BREAKING = frozenset(
    ("div", "p", "li", "ul", "ol", "tr", "td", "th", "table", "section", "article", "main", "blockquote")
)
_FLAT = frozenset(("html", "head", "title", "meta", "body", "br", "script", "style", "h1", "h2", "h3"))


def parse_tree(page: str) -> tuple[Any, tuple[str, ...]]:
    """Parse a page.

    Returns:
        The tree, with a head and a body, and warnings about it.
    """
    warnings: tuple[str, ...] = ()
    page = page if page.strip() else "<html></html>"
    if frames := len(_FRAME.findall(page)):
        page = _FRAMES.sub("", page)
        warnings = (message("doubt.frames", n=frames),)
    found, is_cut = _parse(page)
    if is_cut:
        found, _ = _parse(_TAG.sub(_flatten_tag, page))
    return found, warnings


def reduce_to_shown_text(root: Any, sheet: str = "", *, is_part: bool = False) -> tuple[str, ...]:
    """Reduce the tree to the text that a browser shows.

    Args:
        root: The tree, which is changed.
        sheet: The style sheets that came with the page.
        is_part: Whether the page is part of a document, which keeps its asides.

    Returns:
        The texts that were removed.
    """
    own_sheet = "\n".join(style.text or "" for style in root.iter("style"))
    for form in list(root.iter("form")):
        form.drop_tag()  # some portals put the whole page into a form
    for element in list(root.iter("noscript", "textarea")):
        content = element_text(element)
        _unwrap(
            element, keeps=len(content) >= PARAGRAPH_CHARS or (_is_inside(element) and has_numbered_document(content))
        )
    for element in list(root.iter("template")):
        if element.get("shadowrootmode"):  # a browser shows it in place
            element.tag = "div"
    texts = [_text_inside(element) for element in root.iter(*_LONG_TEXTS)]
    removed = [inside for inside in texts if len(inside) >= PARAGRAPH_CHARS or has_numbered_document(inside)]
    removed += [
        inside
        for element in root.iter(*_SHOWN)
        if _is_inside(element) and has_numbered_document(inside := element_text(element))
    ]
    for element in list(root.iter(*_DROPPED)):
        element.drop_tree()
    for element in list(root.iter("aside")):
        content = element_text(element)
        keeps = is_part or (_is_inside(element) and not is_linked(content, count_linked_characters(element)))
        removed += [] if keeps or is_linked(content, count_linked_characters(element)) else [content]
        _unwrap(element, keeps=keeps)
    for element in _superscript_elements(root, (sheet, own_sheet)):
        _replace_superscript(element)
    for table in list(root.iter("table")):
        _join_document_rows(table)
    return tuple(removed)


def article_body(root: Any) -> str:
    """Return the longest article text in the page's structured data (JSON-LD), or "" if there is none."""
    found = [body for script in root.xpath(_JSON_LD) for body in _article_bodies(script.text or "")]
    return max(found, key=len, default="")


def element_text(element: Any) -> str:
    """Return the words of an element, separated by single spaces."""
    return " ".join("".join(element.itertext()).split())


def _is_inside(element: Any) -> bool:
    """Whether an element is within an article or the main part of its page."""
    return next(element.iterancestors("article", "main"), None) is not None


def _text_inside(element: Any) -> str:
    """Return the text of an element, or of the page that a frame contains in an attribute."""
    page = element.get("srcdoc", "")
    return element_text(_parse(page)[0]) if page.strip() else element_text(element)


def count_linked_characters(element: Any) -> int:
    """Return the number of letters of an element that are inside links."""
    return sum(len(element_text(link)) for link in element.iter("a"))


def is_linked(text: str, linked: int) -> bool:
    """Whether a text is empty or mostly inside links."""
    return not text or linked > LINKED_SHARE * len(text)


def _parse(page: str) -> tuple[Any, bool]:
    """Return the tree, and whether the parser gave up because tags are nested too deeply."""
    from lxml import html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    found = html.document_fromstring(page.encode("utf-8", "replace"), parser=parser, ensure_head_body=True)
    return found, any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)


def _flatten_tag(tag: regex.Match[str]) -> str:
    name = tag["name"].lower()
    return "<br>" if name in _BREAKING else str(tag.group()) if name in _FLAT else ""


def _unwrap(element: Any, *, keeps: bool) -> None:
    if element.getparent() is None:
        return
    if keeps:
        element.tag = "div"
    else:
        element.drop_tree()


def _superscript_elements(root: Any, sheets: Sequence[str]) -> list[Any]:
    """Return the superscript elements: by their name, their own style, or the classes of style sheets."""
    rules = [rules for sheet in sheets if (rules := _raising_rules(sheet))]
    return [
        element
        for element in root.iter(*_RAISABLE)
        if element.tag == "sup"
        or _is_raised(element.get("style") or "")
        or any(_is_matched_by_rules(element, some) for some in rules)
    ]


@lru_cache(maxsize=4)  # the chapters of a book share a style sheet
def _raising_rules(sheet: str) -> _Rules:
    """Return the rules of a style sheet that raise text, by the first of their classes: the tag and more classes."""
    rules: dict[str, set[tuple[str, frozenset[str]]]] = {}
    for rule in _RULE.finditer(_COMMENT.sub("", sheet)):
        if _is_raised(rule["look"]):
            for selector in rule["selectors"].split(","):
                if chosen := _SELECTOR.fullmatch(selector.strip()):
                    first, *more = chosen["classes"][1:].split(".")
                    rules.setdefault(first, set()).add((chosen["tag"].lower(), frozenset(more)))
    return rules


def _is_raised(style: str) -> bool:
    """Whether a style raises its text by more than letters beside a picture are."""
    found = _RAISED.search(style)
    if found is None or found["unit"] is None:
        return found is not None
    return float(found["number"] or 0) >= _LEAST.get(found["unit"].lower(), _LEAST_EMS)


def _is_matched_by_rules(element: Any, rules: _Rules) -> bool:
    classes = (element.get("class") or "").split()
    return any(
        tag in ("", element.tag) and more.issubset(classes) for first in classes for tag, more in rules.get(first, ())
    )


def _replace_superscript(element: Any) -> None:
    """Replace a superscript element by its text."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:  # an enclosing element was already replaced
        return
    ahead = (before.tail if before is not None else parent.text) or ""
    element.text = superscript_meaning("".join(element.itertext()), ahead or " ")
    for child in list(element):
        element.remove(child)
    element.drop_tag()


def _join_document_rows(table: Any) -> None:
    """Make each row of a table that lists documents one line."""
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    cells = [[element_text(cell) for cell in row if cell.tag in ("td", "th")] for row in rows]
    is_layout = any(True for _ in table.iterdescendants("table")) or any(
        len(cell) > CELL_CHARS for row in cells for cell in row
    )
    if is_layout or not table_to_text.lists_documents(cells):
        return
    lines = table_to_text.row_lines(cells)
    table.set(LISTING, "1")
    for row, row_cells in zip(rows, cells, strict=True):
        if any(row_cells):
            cell = row[0]
            row[:] = [cell]
            cell[:] = []
            cell.text, cell.tail = next(lines), None


def _article_bodies(data: str) -> Iterator[str]:
    try:
        waiting = [json.loads(data, strict=False)]
    except (ValueError, RecursionError):
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            body = value.get("articleBody")
            if isinstance(body, str):
                yield body
            waiting += [child for child in value.values() if isinstance(child, list | dict)]
