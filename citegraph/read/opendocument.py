"""Parse OpenDocument texts and presentations (.odt, .odp, .fodt) in page order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from citegraph.errors import ReadError
from citegraph.i18n import message
from citegraph.read import ooxml_package, single_report, table_to_text
from citegraph.read.parser_types import Content, FileFormat, ParsedReport
from citegraph.read.superscripts import superscript_meaning

_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_SKIPPED = frozenset(
    ("annotation", "tracked-changes", "note-citation", "title", "desc", "forms", "sequence-decls", "variable-decls",
     "table-of-content-source", "page-number", "page-count", "scripts", "settings", "meta")
)  # fmt: skip
_CHARACTERS = {"tab": "\t", "line-break": "\n"}
_HIDDEN = ("hidden-text", "hidden-paragraph")
SPACES = 1000
"""The longest run of spaces."""
REPEATED = 100
"""The most times that a repeated cell is read."""


class OpenDocumentStyle(NamedTuple):
    """The effect of a style on its text; None if it does not set a property."""

    hidden: bool | None = None
    is_raised: bool | None = None


@dataclass(slots=True)
class OpenDocumentState:
    """The styles of a document, and the notes and hidden text found while it is read."""

    styles: Mapping[str, OpenDocumentStyle]
    notes: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)


def parse(content: Content) -> Iterator[ParsedReport]:
    """Yield the one report of a document.

    Raises:
        ReadError: The file is broken, encrypted, empty or unpacks to too many bytes.
    """
    data = content.data()
    if not data.startswith(b"PK"):
        root = ooxml_package.parse_xml(data)
        yield _report_of_roots(content.path, [root], root)
        return
    parts = ooxml_package.open_package(data, content.path, "OpenDocument")
    if b"encryption-data" in (parts.part_data("META-INF/manifest.xml") or b""):
        raise ReadError(content.path, message("file.encrypted"), message("do.remove_password"))
    body = parts.part_root("content.xml")
    if body is None:
        raise ReadError(content.path, message("file.misnamed", program="OpenDocument"), message("do.check_type"))
    styles = parts.part_root("styles.xml")
    yield _report_of_roots(content.path, [body] if styles is None else [styles, body], body)


def _report_of_roots(path: str, roots: list[Any], body: Any) -> ParsedReport:
    reading = OpenDocumentState(_styles(roots))
    heads, feet = (
        [line for root in roots for page in root.iter() if _local_name(page) in kinds for line in _lines(page, reading)]
        for kinds in (("header", "header-first", "header-left"), ("footer", "footer-first", "footer-left"))
    )
    text = single_report.LocatedLines()
    text.add_lines(dict.fromkeys(heads))
    for element in (element for element in body.iter() if _local_name(element) == "body"):
        slides = [page for page in element.iter() if _local_name(page) == "page"]
        for number, slide in enumerate(slides, 1):
            if _style_of_element(slide, reading).hidden:
                reading.hidden += _lines(slide, reading)
            else:
                text.begin_section("slide", number)
                text.add_lines(_lines(slide, reading))
        text.add_lines([] if slides else _lines(element, reading))
    text.add_lines([*reading.notes, *dict.fromkeys(feet)])
    return single_report.report_of_lines(
        path, text, single_report.left_out_warning(single_report.HIDDEN, reading.hidden)
    )


def replace_superscripts(root: Any) -> None:
    """Replace the superscripts below an element by what they mean."""
    styles = _styles([root])
    for paragraph in [element for element in root.iter() if _local_name(element) in ("p", "h")]:
        before = ""
        for span in [element for element in paragraph.iter() if _local_name(element) == "span"]:
            if (look := styles.get(_attribute(span, "style-name"))) is not None and look.is_raised:
                ahead = span.getprevious()
                before = (span.getparent().text if ahead is None else ahead.tail) or before
                text = superscript_meaning("".join(span.itertext()), before)
                for child in list(span):
                    span.remove(child)
                span.text = text


def _styles(roots: list[Any]) -> dict[str, OpenDocumentStyle]:
    """Return the styles of a document by their names, with what they inherit."""
    defined = {
        _attribute(style, "name"): (_own_style(style), _attribute(style, "parent-style-name"))
        for root in roots
        for style in root.iter()
        if _local_name(style) == "style"
    }
    return {name: _resolve_inheritance(name, defined) for name in defined}


def _resolve_inheritance(name: str, defined: Mapping[str, tuple[OpenDocumentStyle, str]]) -> OpenDocumentStyle:
    hidden = is_raised = None
    seen: set[str] = set()
    while name in defined and name not in seen:
        seen.add(name)
        own, name = defined[name]
        hidden = own.hidden if hidden is None else hidden
        is_raised = own.is_raised if is_raised is None else is_raised
    return OpenDocumentStyle(hidden, is_raised)


def _own_style(style: Any) -> OpenDocumentStyle:
    hidden = is_raised = None
    for properties in style:
        if _local_name(properties) == "text-properties":
            position, display = _attribute(properties, "text-position"), _attribute(properties, "display")
            is_raised = position.startswith("super") or position[:1] in tuple("123456789") if position else None
            hidden = display == "none" if display else None
        elif _local_name(properties) == "drawing-page-properties":
            hidden = _attribute(properties, "visibility") == "hidden"
    return OpenDocumentStyle(hidden, is_raised)


def _lines(root: Any, reading: OpenDocumentState) -> Iterator[str]:
    """Yield the paragraphs and rows below `root` that have text; each is a line."""
    for child in root:
        kind = _local_name(child)
        if kind in _SKIPPED:
            continue
        if kind in ("p", "h"):
            boxes: list[str] = []
            text = "".join(_paragraph_text(child, "", boxes, reading))
            if _is_hidden_paragraph(child, reading):
                reading.hidden += [text, *boxes]
                continue
            if text.strip():
                yield text
            yield from boxes
        elif kind == "section" and _attribute(child, "display") == "none":
            reading.hidden += _lines(child, reading)
        elif kind == "table":
            yield from table_to_text.row_lines(
                _row_cells(row, reading) for row in _children_of_kind(child, "table-row")
            )
        else:
            yield from _lines(child, reading)


def _style_of_element(element: Any, reading: OpenDocumentState) -> OpenDocumentStyle:
    return reading.styles.get(_attribute(element, "style-name"), OpenDocumentStyle())


def _is_hidden_paragraph(paragraph: Any, reading: OpenDocumentState) -> bool:
    """Whether a paragraph has a hidden style, or a field that hides it; a condition is judged by its stored result."""
    fields = (field for field in paragraph.iter() if _local_name(field) == "hidden-paragraph")
    return bool(_style_of_element(paragraph, reading).hidden) or any(
        _attribute(field, "is-hidden") == "true" for field in fields
    )


def _row_cells(row: Any, reading: OpenDocumentState) -> list[str]:
    cells: list[str] = []
    for cell in _children_of_kind(row, "table-cell"):
        cell_text = "\n".join(_lines(cell, reading))
        repeated = _attribute(cell, "number-columns-repeated")
        cells += [cell_text] * (min(int(repeated), REPEATED) if repeated.isdigit() and cell_text else 1)
    return cells


def _children_of_kind(element: Any, kind: str) -> Iterator[Any]:
    for child in element:
        if _local_name(child) == kind:
            yield child
        elif _local_name(child) not in ("table-row", "table-cell", "table"):
            yield from _children_of_kind(child, kind)


def _paragraph_text(element: Any, before: str, boxes: list[str], reading: OpenDocumentState) -> Iterator[str]:
    """Yield the text of a paragraph; the lines of text boxes anchored in it are added to `boxes`."""
    style = _style_of_element(element, reading) if _local_name(element) == "span" else OpenDocumentStyle()
    preceding = before
    for piece in _text_pieces(element, preceding, boxes, reading):
        if style.hidden:
            reading.hidden.append(piece)
            continue
        text = superscript_meaning(piece, preceding) if style.is_raised else piece
        preceding = text or preceding
        yield text


def _text_pieces(element: Any, before: str, boxes: list[str], reading: OpenDocumentState) -> Iterator[str]:
    preceding = before
    if element.text:
        preceding = element.text
        yield preceding
    for child in element:
        kind = _local_name(child)
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
            for text in _paragraph_text(child, preceding, boxes, reading):
                preceding = text or preceding
                yield text
        if child.tail:
            preceding = child.tail
            yield preceding


def _local_name(element: Any) -> str:
    """Return the local name of an element of OpenDocument; "" for any other."""
    if not isinstance(element.tag, str):  # an entity, which is not resolved
        return ""
    namespace, _, local = element.tag[1:].partition("}")
    return local if namespace.startswith(_SPACE) else ""


def _attribute(element: Any, local: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == local), "")


FORMAT = FileFormat(
    name="OpenDocument",
    endings=(".odt", ".ott", ".odp", ".fodt", ".fodp"),
    recognizes=lambda head, ending: (
        (head.startswith(b"PK\x03\x04") and b"mimetypeapplication/vnd.oasis.opendocument" in head[:200])
        or (b"<office:document" in head[:8192] and f'"{_SPACE}office'.encode() in head[:8192])
    ),
    parse=parse,
    risky=True,
    recognizes_container=lambda names: "content.xml" in names and "META-INF/manifest.xml" in names,
)
