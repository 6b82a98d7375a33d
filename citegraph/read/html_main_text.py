"""Choose the lines of a page that are its main text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from citegraph.read.html_lines import HtmlLine
from citegraph.read.html_tree import PARAGRAPH_CHARS
from citegraph.read.lines_with_documents import has_numbered_document

COVERAGE = 0.7
"""The main text that trafilatura finds is used if it holds at least this share of the page's long paragraphs."""
HEADING_LINES = 12
"""How many lines (dates, authors, counters) may lie between a heading and its text."""
LINE_CHARS = 12
"""Shorter lines are not used to locate the main text."""
LINKED_LINES = 12
"""More consecutive links than this are a menu, unless they name documents within an article."""
APART_LINES = 3
"""How many short lines may lie between the main text and a list of documents outside an article."""
BODY_SHARE = 0.5
"""A text in structured data is that of the page if it holds at least this share of the long lines."""

_TAGS = regex.compile(r"(?:từ khóa|từ khoá|tags?|thẻ|chủ đề|nhãn)\s*:?", regex.IGNORECASE)


def main_range(lines: Sequence[HtmlLine], found: str) -> tuple[int, int]:
    """Return where in `lines` the main text begins, with its heading, and ends.

    `found` only locates the main text, because it often lacks short lines, such as numbers and headings, and tables at
    either end. If it lacks too many long lines, all lines are the main text.

    Args:
        lines: The lines of the page.
        found: The main text that a library found.
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
    first = first - _count_adjoining_lines(lines[:first][::-1])
    last = last + _count_adjoining_lines(lines[last + 1 :])
    heads = [at for at in range(max(0, first - HEADING_LINES), first) if lines[at].heading]
    return heads[0] if heads else first, last + 1


def _count_adjoining_lines(lines: Sequence[HtmlLine]) -> int:
    """Return how many of the lines next to the main text belong to it: up to the last one that is content."""
    reach = apart = 0
    is_adjacent = True  # whether no links, and few other lines, lie between
    for at, line in enumerate(lines, start=1):
        is_listed = not line.linked and (line.listing or line.begins_with_document)
        if _is_content(line) or (is_adjacent and is_listed):
            reach, apart = at, 0
        else:
            apart += 1
            is_adjacent = is_adjacent and not line.linked and not line.menu and apart <= APART_LINES
    return reach


def _is_content(line: HtmlLine) -> bool:
    """Whether a line is content wherever it stands within an article."""
    return line.article and (line.begins_with_document if line.linked else line.table or line.has_numbered_document)


def without_navigation(lines: Sequence[HtmlLine]) -> Iterator[str]:
    """Yield the lines that are not navigation.

    A few links between two paragraphs are kept, and links within an article that name documents; a menu is not.

    Args:
        lines: The lines of the main text.
    """
    links: list[HtmlLine] = []
    before: HtmlLine | None = None
    paragraphs = [at for at, line in enumerate(lines) if line.article and is_long_paragraph(line)]
    for at, line in enumerate(lines):
        if line.linked:
            links.append(line)
            continue
        within = bool(paragraphs) and paragraphs[0] < at <= paragraphs[-1]
        yield from _kept_links(links, before, line, is_within=within)
        links, before = [], line
        yield line.text
    yield from _kept_links(links, before, None, is_within=False)


def _kept_links(
    links: Sequence[HtmlLine], before: HtmlLine | None, after: HtmlLine | None, *, is_within: bool
) -> Iterator[str]:
    """Yield the consecutive links that are text, between the lines before and after them."""
    if before is not None and _TAGS.fullmatch(before.text):
        return
    is_between = before is not None and after is not None and is_long_paragraph(before) and is_long_paragraph(after)
    is_short = len(links) <= LINKED_LINES
    for link in links:
        is_inside = link.article and (link.begins_with_document or (is_within and is_short))
        if is_inside or (
            is_short and (is_between or (link.begins_with_document and before is not None and after is not None))
        ):
            yield link.text


def is_long_paragraph(line: HtmlLine) -> bool:
    """Whether a line is a long paragraph."""
    return not line.linked and len(line.text) >= PARAGRAPH_CHARS


def is_omission_reported(line: HtmlLine) -> bool:
    """Whether the reader is told that a line is left out: no link, and no short line of a menu or the site's frame."""
    is_beside = line.menu or line.frame
    return not line.linked and (not is_beside or is_long_paragraph(line) or line.has_numbered_document)


def is_same_article(body: str, text: str) -> bool:
    """Whether a text in a page's structured data is that of the page: it holds most of its lines, and all citations.

    Args:
        body: The text in the structured data.
        text: The visible text.
    """
    squeezed = "".join(body.split())
    lines = [line for line in text.split("\n") if len(line) >= PARAGRAPH_CHARS or has_numbered_document(line)]
    held = [line for line in lines if "".join(line.split()).rstrip(".…") in squeezed]
    lost = any(has_numbered_document(line) for line in lines if line not in held)
    return not lost and sum(map(len, held)) >= BODY_SHARE * sum(map(len, lines))
