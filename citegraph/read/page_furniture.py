"""Remove page numbers and running heads, which repeat on every page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import regex

EDGE = 2
"""How many lines from the top and the bottom of a page such a line stands."""
PAGES = 3
"""A head runs when it stands on so many pages, and on half of all."""

_NUMBER = regex.compile(
    r"\s*(?:trang|tr\.)?\s*[-–—|]?\s*(?P<number>\d{1,4})\s*(?:[/|]\s*\d{1,4})?\s*[-–—]?\s*", regex.IGNORECASE
)


def without(pages: Sequence[str]) -> list[str]:
    """The pages without their numbers, and without heads and feet that were there on a page before.

    A sentence that goes over a page goes on so.
    """
    if len(pages) < 2:
        return list(pages)
    lines = [page.split("\n") for page in pages]
    edges = [_edges(page) for page in lines]
    offsets = Counter(
        number - at for at, (page, edge) in enumerate(zip(lines, edges, strict=True)) for number in _numbers(page, edge)
    )
    counted = {offset for offset, count in offsets.items() if count > 1 or (count and offset == 1)}
    heads = Counter(head for page, edge in zip(lines, edges, strict=True) for head in _heads(page, edge))
    enough = max(PAGES, len(pages) / 2)
    running = {head for head, count in heads.items() if count >= enough and any(map(str.isalpha, head[1]))}
    seen: set[tuple[int, str]] = set()
    kept = []
    for at, (page, edge) in enumerate(zip(lines, edges, strict=True)):
        gone = {line for line in edge if any(number - at in counted for number in _numbers(page, [line]))}
        gone |= {line for line, head in zip(edge, _heads(page, edge), strict=True) if head in running & seen}
        seen.update(_heads(page, edge))
        kept.append("\n".join(text for line, text in enumerate(page) if line not in gone))
    return kept


def _edges(page: Sequence[str]) -> list[int]:
    """Which lines stand at the top and bottom of a page."""
    filled = [at for at, line in enumerate(page) if line.strip()]
    return filled if len(filled) < 2 * EDGE else [*filled[:EDGE], *filled[-EDGE:]]


def _heads(page: Sequence[str], edge: Sequence[int]) -> list[tuple[int, str]]:
    """The lines at the edges, the same on every page, with their places from the top or back from the bottom."""
    texts = [regex.sub(r"\d+", "0", " ".join(page[at].split())) for at in edge]
    return [(at if at < EDGE else at - len(edge), text) for at, text in enumerate(texts)]


def _numbers(page: Sequence[str], lines: Sequence[int]) -> list[int]:
    found = (_NUMBER.fullmatch(page[at]) for at in lines)
    return [int(match["number"]) for match in found if match]
