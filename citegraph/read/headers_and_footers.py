"""Remove page numbers, and headers and footers that repeat on every page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import regex

EDGE = 2
"""How many lines from the top and the bottom of a page are examined."""
PAGES = 3
"""A header must appear on at least this many pages, and on half of all, to be removed."""

_NUMBER = regex.compile(
    r"\s*(?:trang|tr\.)?\s*[-–—|]?\s*(?P<number>\d{1,4})\s*(?:[/|]\s*\d{1,4})?\s*[-–—]?\s*", regex.IGNORECASE
)


def remove_headers_and_footers(pages: Sequence[str]) -> list[str]:
    """Return the pages without page numbers, and without headers and footers that an earlier page already has.

    So a sentence can continue across pages.
    """
    if len(pages) < 2:
        return list(pages)
    lines = [page.split("\n") for page in pages]
    edges = [_edge_line_indexes(page) for page in lines]
    offsets = Counter(
        number - at
        for at, (page, edge) in enumerate(zip(lines, edges, strict=True))
        for number in _page_numbers(page, edge)
    )
    counted = {offset for offset, count in offsets.items() if count > 1 or (count and offset == 1)}
    heads = Counter(head for page, edge in zip(lines, edges, strict=True) for head in _edge_texts(page, edge))
    enough = max(PAGES, len(pages) / 2)
    running = {head for head, count in heads.items() if count >= enough and any(map(str.isalpha, head[1]))}
    seen: set[tuple[int, str]] = set()
    kept = []
    for at, (page, edge) in enumerate(zip(lines, edges, strict=True)):
        removed = {line for line in edge if any(number - at in counted for number in _page_numbers(page, [line]))}
        removed |= {line for line, head in zip(edge, _edge_texts(page, edge), strict=True) if head in running & seen}
        seen.update(_edge_texts(page, edge))
        kept.append("\n".join(text for line, text in enumerate(page) if line not in removed))
    return kept


def _edge_line_indexes(page: Sequence[str]) -> list[int]:
    """Return the indexes of the lines at the top and bottom of a page."""
    filled = [at for at, line in enumerate(page) if line.strip()]
    return filled if len(filled) < 2 * EDGE else [*filled[:EDGE], *filled[-EDGE:]]


def _edge_texts(page: Sequence[str], edge: Sequence[int]) -> list[tuple[int, str]]:
    """Return the lines at the edges with their positions from the top or the bottom, with digits replaced by "0"."""
    texts = [regex.sub(r"\d+", "0", " ".join(page[at].split())) for at in edge]
    return [(at if at < EDGE else at - len(edge), text) for at, text in enumerate(texts)]


def _page_numbers(page: Sequence[str], lines: Sequence[int]) -> list[int]:
    found = (_NUMBER.fullmatch(page[at]) for at in lines)
    return [int(match["number"]) for match in found if match]
