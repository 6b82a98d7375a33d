"""Rewrite what the library for workbooks misreads: superscripts, and cells far from all others."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

import regex

from citegraph.read import ooxml_package, opendocument, sheet_superscripts
from citegraph.read.container_names import OLE
from citegraph.read.superscripts import superscript_meaning

GRID_CELLS = 8_000_000
"""A sheet whose outermost cells span more cells than this is narrowed; the library keeps all of them in memory."""

_TEXTS = regex.compile(r"xl/(?:sharedstrings.*|worksheets/[^/]*)\.xml")
_BINARY_TEXTS = regex.compile(r"xl/(?:sharedstrings.*|worksheets/[^/]*)\.bin")
_XLS_STREAM = "Workbook"
_SHEET = regex.compile(r"xl/worksheets/[^/]*\.xml")
_HEADER = regex.compile(
    rb"<(?:\w+:)?(?P<name>(?:odd|even|first)(?:Header|Footer))\b[^<>]*>(?P<text>[^<>]{1,2000})</(?:\w+:)?(?P=name)>"
)
_PART_OF_HEADER = regex.compile(r"&[LCR]")
# The font, size, colour and fields of a header; "&X" begins and ends a superscript, here a note mark.
_HEADER_CODE = regex.compile(r"&X\d{1,3}(?:&X)?|&\"[^\"]*\"|&K[\dA-F]{6}|&\d{1,3}|(?<!&)&\p{L}")
_CELL = regex.compile(rb"""(?P<ahead><(?:\w+:)?c\s(?:[^>]*?\s)?r=["'])(?P<column>[A-Z]{1,3})(?P<row>\d{1,7})(?=["'])""")
_ROW = regex.compile(rb"<(?:\w+:)?row\b")
_DIMENSION = regex.compile(rb"<(?:\w+:)?dimension\b[^>]*/>")


def repair_workbook(data: bytes, path: str) -> bytes:
    """Return a workbook without note marks, and with sheets that are narrow enough to be read.

    Args:
        data: The bytes of the file.
        path: Its path, for messages.

    Raises:
        ReadError: The file is broken, encrypted or unpacks to too many bytes.
        ExpatError: The content of an .ods file is not XML.
    """
    if data.startswith(OLE):
        return _mark_superscripts_of_xls(data)
    if not data.startswith(b"PK"):
        return data
    parts = ooxml_package.open_package(data, path, "Excel")
    changed: dict[str, bytes] = {}
    raised = sheet_superscripts.raised_fonts_of_biff12(parts.part_data("xl/styles.bin") or b"")
    for name in parts.part_names:
        if any(raised) and _BINARY_TEXTS.fullmatch(name):
            data_of_part = parts.part_data(name) or b""
            changed[name] = sheet_superscripts.mark_superscripts_of_biff12(data_of_part, raised)
        if not _TEXTS.fullmatch(name) and name != "content.xml":
            continue
        before = after = parts.part_data(name) or b""
        if name == "content.xml":
            expat.ParserCreate().Parse(before, True)  # the library would wait for ever for the end of a broken table
            after = _open_document_without_note_marks(after) if b"text-position" in after else after
        else:
            after = _remove_note_marks(after) if b"superscript" in after else after
            after = _narrow_sheet(after) if _SHEET.fullmatch(name) else after
        if after != before:
            changed[name] = after
    return _replace_parts(data, changed) if changed else data


def header_and_footer_lines(parts: ooxml_package.Package) -> Iterator[str]:
    """Yield what is printed above and below the pages of each sheet of an .xlsx file; page numbers are left out.

    Args:
        parts: The parts of the file.
    """
    for name in sorted(filter(_SHEET.fullmatch, parts.part_names)):
        for found in _HEADER.finditer(parts.part_data(name) or b""):
            text = html.unescape(found["text"].decode("utf-8", "replace"))
            for part in _PART_OF_HEADER.split(text):
                line = _HEADER_CODE.sub("", part).replace("&&", "&").strip()
                if sum(map(str.isalpha, line.split())) + sum(map(str.isdigit, line)) > 1:
                    yield from line.splitlines()


def _mark_superscripts_of_xls(data: bytes) -> bytes:
    """Return an .xls file with its superscripts marked; as it is if it cannot be changed."""
    try:
        import olefile

        out = io.BytesIO(data)
        with olefile.OleFileIO(out, write_mode=True) as ole:
            before = ole.openstream(_XLS_STREAM).read()
            after = sheet_superscripts.mark_superscripts_of_biff8(before)
            if after != before:
                ole.write_stream(_XLS_STREAM, after)
            return out.getvalue()
    except MemoryError:
        raise
    except Exception:  # olefile is missing, or the library for workbooks will say what is wrong with the file
        return data


def _replace_parts(data: bytes, changed: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for part in before.infolist():
            new = changed.get(ooxml_package.normalize_part_name(part.filename))
            after.writestr(part.filename, before.read(part) if new is None else new)
    return out.getvalue()


def _remove_note_marks(data: bytes) -> bytes:
    """Return a part with the superscripts of its strings replaced by what they mean."""
    root = ooxml_package.parse_xml(data)
    for string in root.iter("{*}si", "{*}is"):
        before = ""
        for run in string.iter("{*}r"):
            is_raised = any(align.get("val") == "superscript" for align in run.iter("{*}vertAlign"))
            for letters in run.iter("{*}t"):
                text = letters.text or ""
                letters.text = superscript_meaning(text, before) if is_raised else text
                before += letters.text
    return _serialize(root)


def _open_document_without_note_marks(data: bytes) -> bytes:
    root = ooxml_package.parse_xml(data)
    opendocument.replace_superscripts(root)
    return _serialize(root)


def _serialize(root: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _narrow_sheet(data: bytes) -> bytes:
    """Return a sheet without its empty columns, or else without its empty cells, if it spans too many cells."""
    columns: set[bytes] = set()
    last = 1
    for cell in _CELL.finditer(data):
        columns.add(cell["column"])
        last = max(last, int(cell["row"]))
    if not columns or max(map(_column_number, columns)) * last <= GRID_CELLS:
        return data
    data = _DIMENSION.sub(b"", data)
    if len(columns) * last <= GRID_CELLS:
        names = {column: _column_name(at) for at, column in enumerate(sorted(columns, key=_column_number), 1)}
        return bytes(_CELL.sub(lambda cell: cell["ahead"] + names[cell["column"]] + cell["row"], data))
    first, *rows = _ROW.split(data)
    heads = _ROW.findall(data)
    return first + b"".join(head + _row_without_gaps(row) for head, row in zip(heads, rows, strict=True))


def _row_without_gaps(row: bytes) -> bytes:
    filled = 0

    def cell_moved_left(cell: regex.Match[bytes]) -> bytes:
        nonlocal filled
        filled += 1
        return cell["ahead"] + _column_name(filled) + cell["row"]

    return bytes(_CELL.sub(cell_moved_left, row))


def _column_number(name: bytes) -> int:
    number = 0
    for letter in name:
        number = 26 * number + letter - 64
    return number


def _column_name(number: int) -> bytes:
    name = b""
    while number:
        number, rest = divmod(number - 1, 26)
        name = bytes([65 + rest]) + name
    return name
