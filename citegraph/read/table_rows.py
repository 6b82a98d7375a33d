"""Turn the rows of a table inside a document into lines of text.

Cells are set apart by " | ". Where they list documents, the type, number, date and issuer of each in a cell of its own,
these are one phrase, as in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import regex

from citegraph.knowledge import kinds
from citegraph.knowledge.tables import cached

APART = " | "
ISSUER_CHARS = 60
"""A longer cell behind a number or a date is no issuer."""

_CODE = regex.compile(
    r"(?:số\s*:?\s*)?\d{1,5}\p{Lu}?\s?[-–/]\s?(?:\d{4}\s?[-–/]\s?)?\p{Lu}{1,8}(?:\s?[-–/]\s?\p{Lu}[\p{L}\d]{0,8}){0,3}",
    regex.IGNORECASE,
)
_NUMBER = regex.compile(r"(?:số\s*)?\d{1,4}\p{Lu}?", regex.IGNORECASE)
_DATE = regex.compile(r"(?:ngày\s*)?\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}", regex.IGNORECASE)
_ISSUER = regex.compile(rf"\p{{Lu}}\D{{1,{ISSUER_CHARS - 1}}}")
_HEADED = {
    "code": regex.compile(r"số\s*(?:hiệu|văn bản|[,/&-]?\s*(?:và\s*)?k[ýí] hiệu)(?: văn bản)?|k[ýí] hiệu(?: văn bản)?"),
    "number": regex.compile(r"số"),
    "kind": regex.compile(r"(?:tên |thể )?loại(?: văn bản)?|hình thức(?: văn bản)?|(?:tên )?văn bản"),
    "date": regex.compile(r"ngày(?:,? tháng(?:,? năm)?)?(?: ban hành| văn bản| ký)?|thời gian ban hành"),
    "issuer": regex.compile(r"(?:cơ quan|nơi|cấp)(?: ban hành| ký)?|tác giả"),
}


@cached
def _kinds() -> frozenset[str]:
    return frozenset(kind.name.casefold() for kind in kinds.everything())


def lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A line for each row that says anything; the first row may tell what the columns hold."""
    heads: list[str | None] | None = None
    for row in rows:
        cells = [cell.strip() for cell in row]
        if heads is None and any(cells):
            heads = _heads(cells)
            yield _joined(cells, [None] * len(cells))
        elif any(cells):
            yield _joined(cells, heads if heads and any(heads) and len(heads) == len(cells) else [None] * len(cells))


def lists_documents(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the cells of one of the rows are read as a phrase."""
    apart = [APART.join(filter(None, map(str.strip, row))) for row in rows]
    return any(line != plain for line, plain in zip(lines(rows), filter(None, apart), strict=True))


def _heads(cells: Sequence[str]) -> list[str | None]:
    """What each column holds, where the first row of a table says that it lists documents."""
    said = [" ".join(cell.casefold().split()) for cell in cells]
    heads = [next((name for name, head in _HEADED.items() if head.fullmatch(cell)), None) for cell in said]
    # "Số" alone may head a count, which has no date.
    lists = ("code" in heads and ("kind" in heads or "date" in heads)) or ("number" in heads and "date" in heads)
    return heads if lists else [None] * len(cells)


def _joined(cells: Sequence[str], heads: Sequence[str | None]) -> str:
    told = [_told(cell, head) for cell, head in zip(cells, heads, strict=True)]
    is_document = "code" in told or ("number" in told and "date" in told)
    line, last = "", None
    for cell, says in zip(cells, told, strict=True):
        if not cell:
            continue
        issues = last in ("code", "date") and _ISSUER.fullmatch(cell)
        together = is_document and last is not None and (says is not None or issues)
        line += (" " if together else APART if line else "") + cell
        last = says
    return line


def _told(cell: str, head: str | None) -> str | None:
    """What a cell says of a document; None where it says nothing of one."""
    if _CODE.fullmatch(cell):
        return "code"
    if _DATE.fullmatch(cell):
        return "date"
    if cell.casefold() in _kinds():
        return "kind"
    if head in ("code", "number") and _NUMBER.fullmatch(cell):
        return "number"
    return head if head == "issuer" and len(cell) <= ISSUER_CHARS else None
