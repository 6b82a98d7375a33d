"""Parse Word documents (.docx) in page order: headers, body with tables, notes, footers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from citegraph.errors import ReadError
from citegraph.i18n import message
from citegraph.read import ooxml_package, single_report, wordml
from citegraph.read.decode import decode
from citegraph.read.html import whole_text
from citegraph.read.ooxml_package import Package, Relation
from citegraph.read.parser_types import Content, FileFormat, ParsedReport

_ENDINGS = (".docx", ".docm", ".dotx", ".dotm")
_MAIN = "word/document.xml"
_NOTES = ("footnotes", "endnotes")
_DRAWINGS = ("diagramData", "chart")
_XML_MARKS = (
    b'"http://schemas.microsoft.com/office/word/2003/wordml"',
    b'"http://schemas.microsoft.com/office/2006/xmlPackage"',
)
CHUNK_DEPTH = 3
"""How many levels deep documents may be embedded in one another."""


def parse(content: Content) -> Iterator[ParsedReport]:
    """Yield the one report of a document.

    Raises:
        ReadError: The document is broken, empty or unpacks to too many bytes.
    """
    warnings: list[str] = []
    lines = list(
        _document_lines(
            ooxml_package.open_package(content.data(), content.path, "Word"), content.path, warnings, CHUNK_DEPTH
        )
    )
    yield single_report.report_of_lines(content.path, lines, warnings)


def parse_xml(content: Content) -> Iterator[ParsedReport]:
    """Yield the one report of a document that is a single XML file, as Word 2003 and later versions write.

    Raises:
        ReadError: The document is empty.
    """
    root = ooxml_package.parse_xml(content.data())
    parts = {part.get("{*}name") or _part_name(part): part for part in root if part.tag.endswith("}part")}
    if parts:
        warnings: list[str] = []
        flat = Package(list(parts), lambda name: _part_data(parts[name]))
        yield single_report.report_of_lines(
            content.path, list(_document_lines(flat, content.path, warnings, CHUNK_DEPTH)), warnings
        )
        return
    reading = wordml.WordState(wordml.styles(root))
    heads = [list(wordml.lines(part, reading)) for part in root.iter() if wordml.local_name(part) == "hdr"]
    body = [line for part in root if wordml.local_name(part) == "body" for line in wordml.lines(part, reading)]
    feet = [list(wordml.lines(part, reading)) for part in root.iter() if wordml.local_name(part) == "ftr"]
    lines = [*_without_duplicates(heads), *body, *reading.notes, *_without_duplicates(feet)]
    yield single_report.report_of_lines(
        content.path, lines, single_report.left_out_warning(single_report.HIDDEN, reading.hidden)
    )


def _document_lines(parts: Package, path: str, warnings: list[str], depth: int) -> Iterator[str]:
    main = parts.main_part(_MAIN)
    if main is None:
        raise ReadError(path, message("file.misnamed", program="Word"), message("do.check_type"))
    relations = {relation.id: relation for relation in parts.relations_of(main)}
    targets = {
        kind: [relation.target for relation in relations.values() if relation.kind == kind]
        for kind in ("styles", *_NOTES)
    }
    root = parts.part_root(main)
    style = _part_root(parts, next(iter(targets["styles"]), ""), warnings)

    def chunk(id: str) -> Iterable[str]:
        return _chunk_lines(parts, relations.get(id), path, warnings, depth)

    reading = wordml.WordState(wordml.styles(style), chunk)
    heads, feet = (
        [list(_part_lines(parts, name, reading, warnings)) for name in _referenced_parts(root, kind, relations)]
        for kind in ("headerReference", "footerReference")
    )
    yield from _without_duplicates(heads)
    yield from wordml.lines(root, reading)
    for name in [*targets["footnotes"], *targets["endnotes"]]:
        yield from _part_lines(parts, name, reading, warnings)
    for relation in relations.values():
        if relation.kind in _DRAWINGS:
            yield from _drawing_lines(_part_root(parts, relation.target, warnings))
    yield from _without_duplicates(feet)
    warnings += single_report.embedded_warning(
        sum(relation.kind in ooxml_package.EMBEDDED for relation in relations.values())
    )
    warnings += single_report.left_out_warning(single_report.HIDDEN, reading.hidden)


def _part_root(parts: Package, name: str, warnings: list[str]) -> Any | None:
    """Return the root of a part other than the main one; a broken part is left out with a warning."""
    try:
        return parts.part_root(name) if name else None
    except MemoryError:
        raise
    except Exception:
        warnings.append(message("doubt.part", part=name))
        return None


def _part_lines(parts: Package, name: str, reading: wordml.WordState, warnings: list[str]) -> Iterator[str]:
    root = _part_root(parts, name, warnings)
    return iter(()) if root is None else wordml.lines(root, reading)


def _referenced_parts(root: Any, kind: str, relations: dict[str, Relation]) -> list[str]:
    """Return the names of the headers or footers that the sections refer to, in order."""
    ids = (value for element in root.iter() if wordml.local_name(element) == kind for value in element.attrib.values())
    return list(dict.fromkeys(relations[id].target for id in ids if id in relations))


def _without_duplicates(texts: Iterable[list[str]]) -> Iterator[str]:
    """Yield the lines of headers or footers without duplicates: a text on several kinds of pages is kept once."""
    return (line for text in dict.fromkeys(map(tuple, texts)) for line in text)


def _chunk_lines(
    parts: Package, relation: Relation | None, path: str, warnings: list[str], depth: int
) -> Iterable[str]:
    """Return the lines of a file that is embedded as a chunk: a page, a text or another document."""
    data = parts.part_data(relation.target) if relation else None
    if data is None or relation is None or not depth:
        warnings.append(message("doubt.missing_part"))
        return ()
    if data.startswith(b"PK"):
        return _document_lines(ooxml_package.open_package(data, path, "Word"), path, warnings, depth - 1)
    text = decode(data, path).text
    return (whole_text(text) if "<" in text[:1000] else text).splitlines()


def _drawing_lines(root: Any | None) -> Iterator[str]:
    """Yield the lines of text in a diagram or a chart."""
    for paragraph in () if root is None else root.iter("{*}p"):
        if line := "".join(letters.text or "" for letters in paragraph.iter("{*}t")).strip():
            yield line


def _part_name(part: Any) -> str:
    return next((value for key, value in part.attrib.items() if key.rpartition("}")[2] == "name"), "")


def _part_data(part: Any) -> bytes:
    """Return the bytes of a part of a package that is a single XML file."""
    import base64

    from lxml import etree

    held = next(iter(part), None)
    if held is None:
        return b""
    if held.tag.endswith("}binaryData"):
        return base64.b64decode(held.text or "")
    return etree.tostring(held[0]) if len(held) else b""


FORMAT = FileFormat(
    name="Word",
    endings=_ENDINGS,
    recognizes=lambda head, ending: (
        head.startswith(b"PK\x03\x04") and (ending in _ENDINGS or b"word/document.xml" in head)
    ),
    parse=parse,
    risky=True,
    recognizes_container=lambda names: any(
        name.replace("\\", "/").lower().startswith("word/document") for name in names
    ),
)
XML = FileFormat(
    name="Word XML",
    endings=(".xml",),
    recognizes=lambda head, ending: any(mark in head[:4096] for mark in _XML_MARKS),
    parse=parse_xml,
    risky=True,
)
