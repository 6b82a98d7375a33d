"""Read WordprocessingML, in its three dialects, as the lines of text that Word shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from citegraph.read import table_to_text
from citegraph.read.superscripts import superscript_meaning

_DIALECTS = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",  # the strict dialect
    "http://schemas.microsoft.com/office/word/2003/wordml",  # a single XML file, as Word 2003 writes
)
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
# Deleted and moved text, fallbacks for older programs, properties and comments are not part of the text. Headers and
# footers are read separately.
_SKIPPED = frozenset(("del", "moveFrom", "Fallback", "pPr", "rPr", "sectPr", "instrText", "delText", "annotation"))
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOTES = ("footnote", "endnote")  # inside paragraphs only in the dialect of Word 2003
_OFF = ("0", "false", "off", "none")

RISE, SMALL = 4, 20
"""Text that is raised by this much or more, and at most this large, is a superscript; both in half points."""

Chunk = Callable[[str], Iterable[str]]
"""Returns the lines of an embedded file, by the id of its relationship."""


class WordStyle(NamedTuple):
    """The effect of a style on the text of a run; None if it does not set a property."""

    hidden: bool | None = None
    is_raised: bool | None = None

    def inheriting_from(self, below: WordStyle) -> WordStyle:
        """Return this style with its unset properties taken from `below`."""
        return WordStyle(
            *(value if value is not None else fallback for value, fallback in zip(self, below, strict=True))
        )


@dataclass(slots=True)
class WordState:
    """The styles of a document, and the notes and hidden text found while it is read."""

    styles: Mapping[str, WordStyle] = field(default_factory=dict)
    chunk: Chunk = field(default=lambda _: ())
    notes: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)


def styles(root: Any | None) -> dict[str, WordStyle]:
    """Return the text styles of a document, by their ids."""
    defined: dict[str, tuple[WordStyle, str]] = {}
    for style in () if root is None else root.iter():
        if local_name(style) == "style":
            parts = {local_name(child): child for child in style}
            based = _val_attribute(parts["basedOn"]) if "basedOn" in parts else ""
            defined[_attribute(style, "styleId")] = (_text_style(parts.get("rPr"), {}), based)
    return {style_id: _resolve_inheritance(style_id, defined) for style_id in defined}


def lines(root: Any, reading: WordState) -> Iterator[str]:
    """Yield the paragraphs and rows below `root` that have text, in order; add hidden text and notes to `reading`."""
    for line in _walk_lines(root, reading):
        if line.strip():
            yield line


def local_name(element: Any) -> str:
    """Return the local name of an element of WordprocessingML or markup compatibility; "" for any other."""
    if not isinstance(element.tag, str):  # an entity, which is not resolved
        return ""
    namespace, _, local = element.tag[1:].partition("}")
    return local if namespace in _DIALECTS or namespace == _COMPATIBILITY else ""


def _walk_lines(root: Any, reading: WordState) -> Iterator[str]:
    """Yield each paragraph and each row of a table as a line."""
    for child in root:
        kind = local_name(child)
        if kind in _SKIPPED:
            continue
        if kind == "p":
            boxes: list[str] = []
            yield "".join(_paragraph_text(child, boxes, reading))
            yield from boxes
        elif kind == "tbl":
            yield from table_to_text.row_lines(
                [_joined_lines(cell, reading) for cell in _rows_or_cells(row, "tc")]
                for row in _rows_or_cells(child, "tr")
            )
        elif kind == "altChunk":
            yield from reading.chunk(_attribute(child, "id"))
        else:
            yield from _walk_lines(child, reading)


def _joined_lines(root: Any, reading: WordState) -> str:
    return "\n".join(lines(root, reading))


def _rows_or_cells(element: Any, kind: str) -> Iterator[Any]:
    """Yield the rows of a table, or the cells of a row, even inside an insertion or a content control."""
    for child in element:
        if local_name(child) == kind:
            yield child
        elif local_name(child) not in _SKIPPED:
            yield from _rows_or_cells(child, kind)


def _paragraph_text(paragraph: Any, boxes: list[str], reading: WordState) -> Iterator[str]:
    """Yield the text of a paragraph; the lines of text boxes anchored in it are added to `boxes`."""
    preceding = ""
    hides = _is_hidden_style(paragraph, reading.styles)
    for run, style in _runs(paragraph, reading):
        text = "".join(_run_text(run, boxes, reading))
        if hides if style.hidden is None else style.hidden:
            reading.hidden.append(text)
            continue
        text = superscript_meaning(text, preceding) if style.is_raised else text
        preceding = text or preceding
        yield text


def _is_hidden_style(paragraph: Any, styles: Mapping[str, WordStyle]) -> bool:
    """Whether the style of a paragraph hides those of its runs that do not show themselves."""
    properties = (part for part in paragraph if local_name(part) == "pPr")
    named = (styles.get(_val_attribute(part)) for each in properties for part in each if local_name(part) == "pStyle")
    return any(style is not None and style.hidden for style in named)


def _runs(paragraph: Any, reading: WordState) -> Iterator[tuple[Any, WordStyle]]:
    for child in paragraph:
        kind = local_name(child)
        if kind == "r":
            properties = next((part for part in child if local_name(part) == "rPr"), None)
            yield child, _text_style(properties, reading.styles)
        elif kind not in _SKIPPED:
            yield from _runs(child, reading)


def _run_text(run: Any, boxes: list[str], reading: WordState) -> Iterator[str]:
    for child in run:
        kind = local_name(child)
        if kind in _SKIPPED:
            continue
        if kind == "t":
            yield child.text or ""
        elif kind in _CHARACTERS:
            yield _CHARACTERS[kind]
        elif kind == "txbxContent":
            boxes += lines(child, reading)
        elif kind in _NOTES:
            reading.notes += lines(child, reading)
        else:
            yield from _run_text(child, boxes, reading)


def _text_style(properties: Any | None, styles: Mapping[str, WordStyle]) -> WordStyle:
    hidden = is_raised = None
    style = WordStyle()
    rise = size = 0
    for property_element in () if properties is None else properties:
        match local_name(property_element):
            case "vanish":
                hidden = _val_attribute(property_element) not in _OFF
            case "vertAlign":
                is_raised = _val_attribute(property_element) == "superscript"
            case "position":
                rise = _half_points(property_element)
            case "sz":
                size = _half_points(property_element)
            case "rStyle":
                style = styles.get(_val_attribute(property_element), style)
    if is_raised is None and rise >= RISE and 0 < size <= SMALL:
        is_raised = True
    return WordStyle(hidden, is_raised).inheriting_from(style)


def _half_points(element: Any) -> int:
    value = _val_attribute(element)
    return int(value) if value.removeprefix("-").isdecimal() and len(value) < 9 else 0


def _resolve_inheritance(style: str, defined: Mapping[str, tuple[WordStyle, str]]) -> WordStyle:
    combined, seen = WordStyle(), set()
    while style in defined and style not in seen:
        seen.add(style)
        combined, style = combined.inheriting_from(defined[style][0]), defined[style][1]
    return combined


def _val_attribute(element: Any) -> str:
    return _attribute(element, "val")


def _attribute(element: Any, local: str) -> str:
    """Return an attribute by its local name, since its namespace varies."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == local), "")
