"""Parse Word documents (.docx) in page order: headers, body with tables, notes, footers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from citegraph.errors import ReadError
from citegraph.read import ooxml_package, single_report, wordml
from citegraph.read.decode import decode
from citegraph.read.html import whole_text
from citegraph.read.ooxml_package import Package, Relation
from citegraph.read.parser_types import Content, Draft, Format

_ENDINGS = (".docx", ".docm", ".dotx", ".dotm")
_MAIN = "word/document.xml"
_NOTES = ("footnotes", "endnotes")
_DRAWINGS = ("diagramData", "chart")
_XML_MARKS = (
    b'"http://schemas.microsoft.com/office/word/2003/wordml"',
    b'"http://schemas.microsoft.com/office/2006/xmlPackage"',
)
CHUNK_DEPTH = 3
"""How deep documents may be put into one another."""


def parse(content: Content) -> Iterator[Draft]:
    """One report; ReadError for a broken or empty document and for one that unpacks beyond all measure."""
    warnings: list[str] = []
    lines = list(
        _document(ooxml_package.opened(content.data(), content.path, "Word"), content.path, warnings, CHUNK_DEPTH)
    )
    yield single_report.report(content.path, lines, warnings)


def parse_xml(content: Content) -> Iterator[Draft]:
    """The same for a document that is a single file of XML, as Word 2003 and later ones write."""
    root = ooxml_package.parsed(content.data())
    parts = {each.get("{*}name") or _part_name(each): each for each in root if each.tag.endswith("}part")}
    if parts:
        warnings: list[str] = []
        flat = Package(list(parts), lambda name: _part_data(parts[name]))
        yield single_report.report(content.path, list(_document(flat, content.path, warnings, CHUNK_DEPTH)), warnings)
        return
    reading = wordml.Reading(wordml.styles(root))
    heads = [list(wordml.lines(each, reading)) for each in root.iter() if wordml.name(each) == "hdr"]
    body = [line for each in root if wordml.name(each) == "body" for line in wordml.lines(each, reading)]
    feet = [list(wordml.lines(each, reading)) for each in root.iter() if wordml.name(each) == "ftr"]
    lines = [*_once(heads), *body, *reading.notes, *_once(feet)]
    yield single_report.report(content.path, lines, single_report.left_out(single_report.HIDDEN, reading.hidden))


def _document(parts: Package, path: str, warnings: list[str], depth: int) -> Iterator[str]:
    main = parts.main(_MAIN)
    if main is None:
        raise ReadError(path, "is no Word document, though it is called one", "check what file this is")
    relations = {each.id: each for each in parts.related(main)}
    of_kind = {kind: [each.target for each in relations.values() if each.kind == kind] for kind in ("styles", *_NOTES)}
    root = parts.xml(main)
    style = _xml(parts, next(iter(of_kind["styles"]), ""), warnings)

    def chunk(id: str) -> Iterable[str]:
        return _chunk(parts, relations.get(id), path, warnings, depth)

    reading = wordml.Reading(wordml.styles(style), chunk)
    heads, feet = (
        [list(_lines(parts, name, reading, warnings)) for name in _referenced(root, kind, relations)]
        for kind in ("headerReference", "footerReference")
    )
    yield from _once(heads)
    yield from wordml.lines(root, reading)
    for name in [*of_kind["footnotes"], *of_kind["endnotes"]]:
        yield from _lines(parts, name, reading, warnings)
    for each in relations.values():
        if each.kind in _DRAWINGS:
            yield from _drawn(_xml(parts, each.target, warnings))
    yield from _once(feet)
    warnings += single_report.embedded(sum(each.kind in ooxml_package.EMBEDDED for each in relations.values()))
    warnings += single_report.left_out(single_report.HIDDEN, reading.hidden)


def _xml(parts: Package, name: str, warnings: list[str]) -> Any | None:
    """The root of a part other than the main one; one that is broken costs no more than itself."""
    try:
        return parts.xml(name) if name else None
    except MemoryError:
        raise
    except Exception:
        warnings.append(f"its part {name} is broken and left out")
        return None


def _lines(parts: Package, name: str, reading: wordml.Reading, warnings: list[str]) -> Iterator[str]:
    root = _xml(parts, name, warnings)
    return iter(()) if root is None else wordml.lines(root, reading)


def _referenced(root: Any, kind: str, relations: dict[str, Relation]) -> list[str]:
    """The headers or footers that the sections name, on whichever pages they stand, in order."""
    ids = (value for each in root.iter() if wordml.name(each) == kind for value in each.attrib.values())
    return list(dict.fromkeys(relations[id].target for id in ids if id in relations))


def _once(texts: Iterable[list[str]]) -> Iterator[str]:
    """The lines of headers or footers; what stands on several kinds of pages is said once."""
    return (line for text in dict.fromkeys(map(tuple, texts)) for line in text)


def _chunk(parts: Package, relation: Relation | None, path: str, warnings: list[str], depth: int) -> Iterable[str]:
    """The lines of a file that is put into a document as it is: a page, a text, another document."""
    data = parts.data(relation.target) if relation else None
    if data is None or relation is None or not depth:
        warnings.append("a file that is put into it is missing and left out")
        return ()
    if data.startswith(b"PK"):
        return _document(ooxml_package.opened(data, path, "Word"), path, warnings, depth - 1)
    text = decode(data, path).text
    return (whole_text(text) if "<" in text[:1000] else text).splitlines()


def _drawn(root: Any | None) -> Iterator[str]:
    """What a diagram or a chart says."""
    for paragraph in () if root is None else root.iter("{*}p"):
        if line := "".join(letters.text or "" for letters in paragraph.iter("{*}t")).strip():
            yield line


def _part_name(part: Any) -> str:
    return next((value for key, value in part.attrib.items() if key.rpartition("}")[2] == "name"), "")


def _part_data(part: Any) -> bytes:
    """The bytes of a part of a package that is a single file of XML."""
    import base64

    from lxml import etree

    held = next(iter(part), None)
    if held is None:
        return b""
    if held.tag.endswith("}binaryData"):
        return base64.b64decode(held.text or "")
    return etree.tostring(held[0]) if len(held) else b""


FORMAT = Format(
    name="Word",
    endings=_ENDINGS,
    claims=lambda head, ending: head.startswith(b"PK\x03\x04") and (ending in _ENDINGS or b"word/document.xml" in head),
    parse=parse,
    risky=True,
    holds=lambda names: any(name.replace("\\", "/").lower().startswith("word/document") for name in names),
)
XML = Format(
    name="Word XML",
    endings=(".xml",),
    claims=lambda head, ending: any(mark in head[:4096] for mark in _XML_MARKS),
    parse=parse_xml,
    risky=True,
)
