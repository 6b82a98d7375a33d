"""Parse OpenDocument texts and presentations (.odt, .odp, .fodt) in page order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from citegraph.errors import ReadError
from citegraph.read import ooxml_package, single_report, table_rows
from citegraph.read.parser_types import Content, Draft, Format
from citegraph.read.superscripts import raised

_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_SKIPPED = frozenset(
    ("annotation", "tracked-changes", "note-citation", "title", "desc", "forms", "sequence-decls", "variable-decls",
     "table-of-content-source", "page-number", "page-count", "scripts", "settings", "meta")
)  # fmt: skip
_CHARACTERS = {"tab": "\t", "line-break": "\n"}
_HIDDEN = ("hidden-text", "hidden-paragraph")
SPACES = 1000
"""A run of blanks is no longer than this."""
REPEATED = 100
"""How often a row or a cell that says it is repeated is read."""


class TextStyle(NamedTuple):
    """What a style does to the letters it is given to."""

    hidden: bool = False
    is_raised: bool = False


@dataclass(slots=True)
class Reading:
    """What is known and found while a document is read."""

    styles: Mapping[str, TextStyle]
    notes: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)


def parse(content: Content) -> Iterator[Draft]:
    """One report; ReadError for a broken or encrypted file, and for one that unpacks beyond all measure."""
    data = content.data()
    if not data.startswith(b"PK"):
        root = ooxml_package.parsed(data)
        yield _report(content.path, [root], root)
        return
    parts = ooxml_package.opened(data, content.path, "OpenDocument")
    if b"encryption-data" in (parts.data("META-INF/manifest.xml") or b""):
        raise ReadError(content.path, "is encrypted", "save it without a password")
    body = parts.xml("content.xml")
    if body is None:
        raise ReadError(content.path, "is no OpenDocument document, though it is called one", "check what file this is")
    styles = parts.xml("styles.xml")
    yield _report(content.path, [body] if styles is None else [styles, body], body)


def _report(path: str, roots: list[Any], body: Any) -> Draft:
    reading = Reading({name: look for root in roots for name, look in _styles(root)})
    heads, feet = (
        [line for root in roots for page in root.iter() if _name(page) in kinds for line in _lines(page, reading)]
        for kinds in (("header", "header-first", "header-left"), ("footer", "footer-first", "footer-left"))
    )
    lines = [line for each in body.iter() if _name(each) == "body" for line in _lines(each, reading)]
    found = [*dict.fromkeys(heads), *lines, *reading.notes, *dict.fromkeys(feet)]
    return single_report.report(path, found, single_report.left_out(single_report.HIDDEN, reading.hidden))


def _styles(root: Any) -> Iterator[tuple[str, TextStyle]]:
    for style in root.iter():
        if _name(style) == "style":
            for look in style:
                if _name(look) == "text-properties":
                    position = _attribute(look, "text-position")
                    is_raised = position.startswith("super") or position[:1] in tuple("123456789")
                    yield _attribute(style, "name"), TextStyle(_attribute(look, "display") == "none", is_raised)


def _lines(root: Any, reading: Reading) -> Iterator[str]:
    """The paragraphs and rows below `root` that have text; a paragraph is a line."""
    for child in root:
        kind = _name(child)
        if kind in _SKIPPED:
            continue
        if kind in ("p", "h"):
            boxes: list[str] = []
            if (text := "".join(_letters(child, "", boxes, reading))).strip():
                yield text
            yield from boxes
        elif kind == "table":
            yield from table_rows.lines(_row(row, reading) for row in _below(child, "table-row"))
        else:
            yield from _lines(child, reading)


def _row(row: Any, reading: Reading) -> list[str]:
    cells: list[str] = []
    for cell in _below(row, "table-cell"):
        said = "\n".join(_lines(cell, reading))
        again = _attribute(cell, "number-columns-repeated")
        cells += [said] * (min(int(again), REPEATED) if again.isdigit() and said else 1)
    return cells


def _below(element: Any, kind: str) -> Iterator[Any]:
    for child in element:
        if _name(child) == kind:
            yield child
        elif _name(child) not in ("table-row", "table-cell", "table"):
            yield from _below(child, kind)


def _letters(element: Any, before: str, boxes: list[str], reading: Reading) -> Iterator[str]:
    """The letters of a paragraph; what stands in boxes anchored in it goes to `boxes`."""
    look = (
        reading.styles.get(_attribute(element, "style-name"), TextStyle()) if _name(element) == "span" else TextStyle()
    )
    said = before
    for piece in _pieces(element, said, boxes, reading):
        if look.hidden:
            reading.hidden.append(piece)
            continue
        text = raised(piece, said) if look.is_raised else piece
        said = text or said
        yield text


def _pieces(element: Any, before: str, boxes: list[str], reading: Reading) -> Iterator[str]:
    said = before
    if element.text:
        said = element.text
        yield said
    for child in element:
        kind = _name(child)
        if kind in _CHARACTERS:
            yield _CHARACTERS[kind]
        elif kind == "s":
            count = _attribute(child, "c")
            yield " " * (min(int(count), SPACES) if count.isdigit() else 1)
        elif kind == "note":
            reading.notes += _lines(child, reading)
        elif kind in _HIDDEN:
            reading.hidden.append("".join(child.itertext()))
        elif kind == "frame" or str(child.tag).startswith(f"{{{_SPACE}drawing"):
            boxes += _lines(child, reading)
        elif kind not in _SKIPPED:
            for text in _letters(child, said, boxes, reading):
                said = text or said
                yield text
        if child.tail:
            said = child.tail
            yield said


def _name(element: Any) -> str:
    """The local name of an element of OpenDocument; else nothing."""
    if not isinstance(element.tag, str):  # an entity, of which nothing is put in
        return ""
    namespace, _, local = element.tag[1:].partition("}")
    return local if namespace.startswith(_SPACE) else ""


def _attribute(element: Any, local: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == local), "")


FORMAT = Format(
    name="OpenDocument",
    endings=(".odt", ".ott", ".odp", ".fodt", ".fodp"),
    claims=lambda head, ending: (
        (head.startswith(b"PK\x03\x04") and b"mimetypeapplication/vnd.oasis.opendocument" in head[:200])
        or (b"<office:document" in head[:8192] and f'"{_SPACE}office'.encode() in head[:8192])
    ),
    parse=parse,
    risky=True,
    holds=lambda names: "content.xml" in names and "META-INF/manifest.xml" in names,
)
