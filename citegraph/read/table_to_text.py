"""Convert the rows of a table inside a document to lines of text.

Cells are separated by " | ". If a table lists documents with kind, number, date and issuer in separate cells, each row
is joined into one phrase, as in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import regex

from citegraph.knowledge import kinds
from citegraph.knowledge.tables import cached

APART = " | "
ISSUER_CHARS = 60
"""A longer cell after a number or a date is not an issuer."""

_CODE = regex.compile(
    r"(?:số\s*:?\s*)?\d{1,5}\p{Lu}?\s?[-–/]\s?(?:\d{4}\s?[-–/]\s?)?\p{Lu}{1,8}(?:\s?[-–/]\s?\p{Lu}[\p{L}\d]{0,8}){0,3}",
    regex.IGNORECASE,
)
_NUMBER = regex.compile(r"(?:số\s*)?\d{1,4}\p{Lu}?", regex.IGNORECASE)
_DATE = regex.compile(r"(?:ngày\s*)?\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}", regex.IGNORECASE)
_ISSUER = regex.compile(rf"\p{{Lu}}\D{{1,{ISSUER_CHARS - 1}}}")
_HEADER_PATTERNS = {
    "code": regex.compile(r"số\s*(?:hiệu|văn bản|[,/&-]?\s*(?:và\s*)?k[ýí] hiệu)(?: văn bản)?|k[ýí] hiệu(?: văn bản)?"),
    "number": regex.compile(r"số"),
    "kind": regex.compile(r"(?:tên |thể )?loại(?: văn bản)?|hình thức(?: văn bản)?|(?:tên )?văn bản"),
    "date": regex.compile(r"ngày(?:,? tháng(?:,? năm)?)?(?: ban hành| văn bản| ký)?|thời gian ban hành"),
    "issuer": regex.compile(r"(?:cơ quan|nơi|cấp)(?: ban hành| ký)?|tác giả"),
}


@cached
def _kind_names() -> frozenset[str]:
    return frozenset(kind.name.casefold() for kind in kinds.all_kinds())


def row_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a line for each row that is not empty. The first row may be a header."""
    heads: list[str | None] | None = None
    for row in rows:
        cells = [cell.strip() for cell in row]
        if heads is None and any(cells):
            heads = _column_roles(cells)
            yield _row_phrase(cells, [None] * len(cells))
        elif any(cells):
            yield _row_phrase(
                cells, heads if heads and any(heads) and len(heads) == len(cells) else [None] * len(cells)
            )


def lists_documents(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the cells of at least one row are joined into a phrase."""
    apart = [APART.join(filter(None, map(str.strip, row))) for row in rows]
    return any(line != plain for line, plain in zip(row_lines(rows), filter(None, apart), strict=True))


def _column_roles(cells: Sequence[str]) -> list[str | None]:
    """Return the role of each column if the first row is the header of a list of documents; else None for each."""
    texts = [" ".join(cell.casefold().split()) for cell in cells]
    heads = [next((name for name, head in _HEADER_PATTERNS.items() if head.fullmatch(cell)), None) for cell in texts]
    # "Số" alone may be the header of a count; a list of documents also has dates.
    lists = ("code" in heads and ("kind" in heads or "date" in heads)) or ("number" in heads and "date" in heads)
    return heads if lists else [None] * len(cells)


def _row_phrase(cells: Sequence[str], heads: Sequence[str | None]) -> str:
    roles = [_role_of_cell(cell, head) for cell, head in zip(cells, heads, strict=True)]
    is_document = "code" in roles or ("number" in roles and "date" in roles)
    line, last = "", None
    for cell, role in zip(cells, roles, strict=True):
        if not cell:
            continue
        issues = last in ("code", "date") and _ISSUER.fullmatch(cell)
        together = is_document and last is not None and (role is not None or issues)
        line += (" " if together else APART if line else "") + cell
        last = role
    return line


def _role_of_cell(cell: str, head: str | None) -> str | None:
    """Return the role of a cell in a list of documents, or None."""
    if _CODE.fullmatch(cell):
        return "code"
    if _DATE.fullmatch(cell):
        return "date"
    if cell.casefold() in _kind_names():
        return "kind"
    if head in ("code", "number") and _NUMBER.fullmatch(cell):
        return "number"
    return head if head == "issuer" and len(cell) <= ISSUER_CHARS else None
