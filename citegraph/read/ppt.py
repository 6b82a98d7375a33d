"""Parse presentations from before 2007 (.ppt) slide by slide, each followed by its speaker notes.

The file consists of nested records ([MS-PPT], section 2.3). The last edit lists the slides and their offsets.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from citegraph.errors import ReadError
from citegraph.i18n import message
from citegraph.read import ole_streams, single_report
from citegraph.read.parser_types import Content, FileFormat, ParsedReport
from citegraph.read.superscripts import superscript_meaning

MAX_EDITS = 1000
DEPTH = 30

_LISTED, _SLIDE, _EDIT, _DIRECTORY, _WIDE, _NARROW = 0x0FF0, 0x03F3, 0x0FF5, 0x1772, 0x0FA0, 0x0FA8
_NOTES, _SHOW = 0x03F1, 0x03F9
_FLAGS, _IS_HIDDEN = 10, 4  # where the flags of a slide in a show are, and the one that hides it
_SHAPE_TEXT, _STYLES = 0xF00D, 0x0FA1
_ENCRYPTED = 0xF3D1C4DF
# The fields of a paragraph style in their order, each with its mask and length; then those of a run style.
_BEFORE_TABS = (
    (0xF, 2), (0x80, 2), (0x10, 2), (0x40, 2), (0x20, 4), (0x800, 2), (0x1000, 2), (0x2000, 2), (0x4000, 2), (0x100, 2),
    (0x400, 2), (0x8000, 2),
)  # fmt: skip
_TABS = 0x100000
_AFTER_TABS = ((0x10000, 2), (0xE0000, 2), (0x200000, 2))
_BEFORE_POSITION = (
    (0xFFFF, 2), (0x10000, 2), (0x200000, 2), (0x400000, 2), (0x800000, 2), (0x20000, 2), (0x40000, 4)
)  # fmt: skip
_POSITION = 0x80000
_LISTS = {0: "slides", 2: "notes"}  # 1 is the list of masters


class PptRecord(NamedTuple):
    """A record of the file: its type, and the range of its content."""

    kind: int
    instance: int
    is_container: bool
    start: int
    end: int


class PptSlide(NamedTuple):
    """A slide or its notes."""

    id: int | None
    about: int | None  # the id of the slide that it notes something about
    is_hidden: bool
    lines: list[str]


def parse(content: Content) -> Iterator[ParsedReport]:
    """Yield the one report of a presentation.

    Raises:
        ReadError: The file is encrypted, broken or has no text, or olefile is not installed.
    """
    with ole_streams.open_ole(content) as ole:
        user = ole_streams.read_stream(ole, "Current User")
        data = ole_streams.read_stream(ole, "PowerPoint Document")
    if len(user) < 20:
        raise ReadError(content.path, message("file.no_current_edit"), message("do.resave"))
    token, edit = struct.unpack_from("<2I", user, 12)
    if token == _ENCRYPTED:
        raise ReadError(content.path, message("file.encrypted"), message("do.remove_password"))
    offsets, document = _object_offsets(data, edit)
    found: dict[str, list[PptSlide]] = {"slides": [], "notes": []}
    for inner in _records(data, *_content_range(data, offsets.get(document, len(data)))):
        if inner.kind == _LISTED and inner.instance in _LISTS:
            found[_LISTS[inner.instance]] += _slides(data, inner, offsets)
    body = single_report.LocatedLines()
    hidden: list[str] = []
    notes: dict[int | None, list[str]] = {}
    for each in found["notes"]:
        notes.setdefault(each.about, []).extend(each.lines)
    for number, slide in enumerate(found["slides"], 1):
        lines = [*slide.lines, *(notes.pop(slide.id, ()) if slide.id is not None else ())]
        if slide.is_hidden:
            hidden += lines
        else:
            body.begin_section("slide", number)
            body.add_lines(lines)
    body.add_lines(line for lines in notes.values() for line in lines)
    yield single_report.report_of_lines(
        content.path, body, single_report.left_out_warning(single_report.HIDDEN, hidden)
    )


def _object_offsets(data: bytes, edit: int) -> tuple[dict[int, int], int]:
    """Return the offset of each object by its number, and the number of the document.

    The edits are followed from the last to the first; later ones take precedence.
    """
    offsets: dict[int, int] = {}
    document = 0
    for _ in range(MAX_EDITS):
        record = next(_records(data, edit, len(data)), None)
        if record is None or record.kind != _EDIT or record.end - record.start < 20:
            break
        _, _, before, directory, first = struct.unpack_from("<5I", data, record.start)
        document = document or first
        table = next(_records(data, directory, len(data)), None)
        at = table.start if table and table.kind == _DIRECTORY else len(data)
        while table and at + 4 <= table.end:
            head = struct.unpack_from("<I", data, at)[0]
            count = min(head >> 20, (table.end - at - 4) // 4)
            for number, offset in enumerate(struct.unpack_from(f"<{count}I", data, at + 4), head & 0xFFFFF):
                offsets.setdefault(number, offset)
            at += 4 + 4 * max(count, 1)
        if before in (0, edit):
            break
        edit = before
    return offsets, document


def _slides(data: bytes, listed: PptRecord, offsets: dict[int, int]) -> Iterator[PptSlide]:
    """Yield each slide of a list. Its lines are those of its outline, then those of its other shapes."""
    waiting: list[PptRecord] = []
    number = slide_id = None
    for record in [*_records(data, listed.start, listed.end), None]:
        if record is None or record.kind == _SLIDE:
            lines = list(_text_lines(data, waiting))
            if number is not None:
                yield _slide(data, _content_range(data, offsets.get(number, len(data))), slide_id, lines)
            elif lines:
                yield PptSlide(None, None, False, lines)
            waiting = []
            if record is not None and record.end - record.start >= 4:
                number = struct.unpack_from("<I", data, record.start)[0]
                has_id = record.end - record.start >= 16
                slide_id = struct.unpack_from("<I", data, record.start + 12)[0] if has_id else None
        else:
            waiting.append(record)


def _slide(data: bytes, content: tuple[int, int], slide_id: int | None, outline: list[str]) -> PptSlide:
    about, is_hidden = None, False
    for record in _records(data, *content):
        if record.kind == _NOTES and record.end - record.start >= 4:
            about = struct.unpack_from("<I", data, record.start)[0]
        elif record.kind == _SHOW and record.end - record.start > _FLAGS:
            is_hidden = bool(data[record.start + _FLAGS] & _IS_HIDDEN)
    return PptSlide(slide_id, about, is_hidden, [*outline, *_shape_lines(data, *content)])


def _shape_lines(data: bytes, start: int, end: int, depth: int = 0) -> Iterator[str]:
    records = list(_records(data, start, end))
    yield from _text_lines(data, records)
    for record in records:
        if (record.is_container or record.kind == _SHAPE_TEXT) and depth < DEPTH:
            yield from _shape_lines(data, record.start, record.end, depth + 1)


def _text_lines(data: bytes, records: list[PptRecord]) -> Iterator[str]:
    """Yield the texts among some records. The record of its style follows each text."""
    for at, record in enumerate(records):
        if record.kind not in (_WIDE, _NARROW):
            continue
        raw = data[record.start : record.end]
        text = raw.decode("utf-16-le" if record.kind == _WIDE else "cp1252", "replace")
        style = next(
            (following for following in records[at + 1 :] if following.kind in (_STYLES, _WIDE, _NARROW)), None
        )
        if style is not None and style.kind == _STYLES:
            text = _with_superscripts(text, data[style.start : style.end])
        for line in text.replace("\x0b", "\r").split("\r"):
            if line.strip(" *"):  # an asterisk is a placeholder for the slide number
                yield line


def _with_superscripts(text: str, styles: bytes) -> str:
    """Return a text with its superscripts replaced by what they mean, as far as its styles can be read."""
    output, done = "", 0
    try:
        at = _end_of_paragraph_styles(styles, len(text) + 1)
        while done < len(text):
            count, mask = struct.unpack_from("<2I", styles, at)
            at += 8 + sum(size for bits, size in _BEFORE_POSITION if mask & bits)
            position = 0
            if mask & _POSITION:
                position = struct.unpack_from("<h", styles, at)[0]
                at += 2
            piece = text[done : done + count]
            output += superscript_meaning(piece, output) if position > 0 else piece
            done += max(1, count)
    except struct.error:
        return output + text[done:]
    return output


def _end_of_paragraph_styles(styles: bytes, length: int) -> int:
    """Return where the styles of paragraphs end, and those of runs begin."""
    at = done = 0
    while done < length:
        count, _, mask = struct.unpack_from("<IHI", styles, at)
        at += 10 + sum(size for bits, size in _BEFORE_TABS if mask & bits)
        if mask & _TABS:
            at += 2 + 4 * struct.unpack_from("<H", styles, at)[0]
        at += sum(size for bits, size in _AFTER_TABS if mask & bits)
        done += max(1, count)
    return at


def _records(data: bytes, start: int, end: int) -> Iterator[PptRecord]:
    while start + 8 <= min(end, len(data)):
        head, kind, length = struct.unpack_from("<2HI", data, start)
        stop = min(start + 8 + length, end)
        yield PptRecord(kind, head >> 4, head & 0xF == 0xF, start + 8, stop)
        start = stop


def _content_range(data: bytes, offset: int) -> tuple[int, int]:
    record = next(_records(data, offset, len(data)), None)
    return (record.start, record.end) if record else (len(data), len(data))


FORMAT = FileFormat(
    name="PowerPoint 97",
    endings=(".ppt", ".pps", ".pot"),
    recognizes=lambda head, ending: False,  # recognized by its streams
    parse=parse,
    risky=True,
    recognizes_container=lambda names: "PowerPoint Document" in names,
)
