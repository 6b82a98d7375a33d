"""Read WordprocessingML elements as the lines of text that Word shows, in each of its three dialects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from citegraph.read import table_rows
from citegraph.read.superscripts import raised

_DIALECTS = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",  # strict
    "http://schemas.microsoft.com/office/word/2003/wordml",  # a single file of XML, as Word 2003 writes
)
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
# What is struck out, moved away, or said a second time for older programs is no text; what belongs to a page comes
# apart from what is written on it, and comments are those of other people.
_SKIPPED = frozenset(("del", "moveFrom", "Fallback", "pPr", "rPr", "sectPr", "instrText", "delText", "annotation"))
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOTES = ("footnote", "endnote")  # within a paragraph only in the dialect of 2003
_OFF = ("0", "false", "off", "none")

Chunk = Callable[[str], Iterable[str]]
"""The lines of a foreign file that is put in, by the id of the relationship that leads to it."""


class TextStyle(NamedTuple):
    """What the style of a run does to its letters; None where it says nothing of it."""

    hidden: bool | None = None
    is_raised: bool | None = None

    def over(self, below: TextStyle) -> TextStyle:
        """The same, with what it leaves open as `below` has it."""
        return TextStyle(*(own if own is not None else other for own, other in zip(self, below, strict=True)))


@dataclass(slots=True)
class Reading:
    """What is known and found while a document is read."""

    styles: Mapping[str, TextStyle] = field(default_factory=dict)
    chunk: Chunk = field(default=lambda _: ())
    notes: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)


def styles(root: Any | None) -> dict[str, TextStyle]:
    """The looks of the styles of a document, by their ids."""
    own: dict[str, tuple[TextStyle, str]] = {}
    for style in () if root is None else root.iter():
        if name(style) == "style":
            parts = {name(child): child for child in style}
            based = _value(parts["basedOn"]) if "basedOn" in parts else ""
            own[_attribute(style, "styleId")] = (_look(parts.get("rPr"), {}), based)
    return {each: _inherited(each, own) for each in own}


def lines(root: Any, reading: Reading) -> Iterator[str]:
    """The paragraphs and rows below `root` that have text, in order; hidden text and notes go to `reading`."""
    for line in _walk(root, reading):
        if line.strip():
            yield line


def name(element: Any) -> str:
    """The local name of an element of this language, or of what chooses between it and others; else nothing."""
    if not isinstance(element.tag, str):  # an entity, of which nothing is put in
        return ""
    namespace, _, local = element.tag[1:].partition("}")
    return local if namespace in _DIALECTS or namespace == _COMPATIBILITY else ""


def _walk(root: Any, reading: Reading) -> Iterator[str]:
    """A paragraph is a line, and so is a row of a table."""
    for child in root:
        kind = name(child)
        if kind in _SKIPPED:
            continue
        if kind == "p":
            boxes: list[str] = []
            yield "".join(_characters(child, boxes, reading))
            yield from boxes
        elif kind == "tbl":
            yield from table_rows.lines(
                [_text(cell, reading) for cell in _below(row, "tc")] for row in _below(child, "tr")
            )
        elif kind == "altChunk":
            yield from reading.chunk(_attribute(child, "id"))
        else:
            yield from _walk(child, reading)


def _text(root: Any, reading: Reading) -> str:
    return "\n".join(lines(root, reading))


def _below(element: Any, kind: str) -> Iterator[Any]:
    """The rows of a table, or the cells of a row, wrapped as an insertion or a field of a form or not."""
    for child in element:
        if name(child) == kind:
            yield child
        elif name(child) not in _SKIPPED:
            yield from _below(child, kind)


def _characters(paragraph: Any, boxes: list[str], reading: Reading) -> Iterator[str]:
    """The characters of a paragraph; what stands in text boxes anchored in it goes to `boxes`."""
    said = ""
    for run, look in _runs(paragraph, reading):
        text = "".join(_letters(run, boxes, reading))
        if look.hidden:
            reading.hidden.append(text)
            continue
        text = raised(text, said) if look.is_raised else text
        said = text or said
        yield text


def _runs(paragraph: Any, reading: Reading) -> Iterator[tuple[Any, TextStyle]]:
    for child in paragraph:
        kind = name(child)
        if kind == "r":
            properties = next((each for each in child if name(each) == "rPr"), None)
            yield child, _look(properties, reading.styles)
        elif kind not in _SKIPPED:
            yield from _runs(child, reading)


def _letters(run: Any, boxes: list[str], reading: Reading) -> Iterator[str]:
    for child in run:
        kind = name(child)
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
            yield from _letters(child, boxes, reading)


def _look(properties: Any | None, styles: Mapping[str, TextStyle]) -> TextStyle:
    hidden = is_raised = None
    style = TextStyle()
    for each in () if properties is None else properties:
        match name(each):
            case "vanish":
                hidden = _value(each) not in _OFF
            case "vertAlign":
                is_raised = _value(each) == "superscript"
            case "rStyle":
                style = styles.get(_value(each), style)
    return TextStyle(hidden, is_raised).over(style)


def _inherited(style: str, own: Mapping[str, tuple[TextStyle, str]]) -> TextStyle:
    look, seen = TextStyle(), set()
    while style in own and style not in seen:
        seen.add(style)
        look, style = look.over(own[style][0]), own[style][1]
    return look


def _value(element: Any) -> str:
    return _attribute(element, "val")


def _attribute(element: Any, local: str) -> str:
    """An attribute by its local name, for its namespace is that of the dialect, or another for a relationship."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == local), "")
