"""Parse presentations from before 2007 (.ppt) slide by slide, each followed by its speaker notes.

Its records lie in one another ([MS-PPT], section 2.3); the last edit says which slides there are and where each lies.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from citegraph.errors import ReadError
from citegraph.read import ole_streams, single_report
from citegraph.read.parser_types import Content, Draft, Format
from citegraph.read.superscripts import raised

MAX_EDITS = 1000
DEPTH = 30

_LISTED, _SLIDE, _EDIT, _DIRECTORY, _WIDE, _NARROW = 0x0FF0, 0x03F3, 0x0FF5, 0x1772, 0x0FA0, 0x0FA8
_SHAPE_TEXT, _LOOKS = 0xF00D, 0x0FA1
_ENCRYPTED = 0xF3D1C4DF
# What a mask says is there of the looks of a paragraph, in order, each with its length; then those of a run.
_BEFORE_TABS = (
    (0xF, 2), (0x80, 2), (0x10, 2), (0x40, 2), (0x20, 4), (0x800, 2), (0x1000, 2), (0x2000, 2), (0x4000, 2), (0x100, 2),
    (0x400, 2), (0x8000, 2),
)  # fmt: skip
_TABS = 0x100000
_BEHIND_TABS = ((0x10000, 2), (0xE0000, 2), (0x200000, 2))
_BEFORE_POSITION = (
    (0xFFFF, 2), (0x10000, 2), (0x200000, 2), (0x400000, 2), (0x800000, 2), (0x20000, 2), (0x40000, 4)
)  # fmt: skip
_POSITION = 0x80000
_LISTS = {0: "slides", 2: "notes"}  # the list of masters lies between


class Record(NamedTuple):
    """A record of the file."""

    kind: int
    instance: int
    is_container: bool
    start: int
    end: int


def parse(content: Content) -> Iterator[Draft]:
    """One report; ReadError for what is encrypted or broken."""
    with ole_streams.opened(content) as ole:
        user = ole_streams.stream(ole, "Current User")
        data = ole_streams.stream(ole, "PowerPoint Document")
    if len(user) < 20:
        raise ReadError(content.path, "is broken (no current edit)", "open it in its own program and save it anew")
    token, edit = struct.unpack_from("<2I", user, 12)
    if token == _ENCRYPTED:
        raise ReadError(content.path, "is encrypted", "save it without a password")
    places, document = _places(data, edit)
    texts: dict[str, list[str]] = {"slides": [], "notes": []}
    for held in _records(data, *_inside(data, places.get(document, len(data)))):
        if held.kind == _LISTED and held.instance in _LISTS:
            texts[_LISTS[held.instance]] += _slides(data, held, places)
    yield single_report.report(content.path, [*texts["slides"], *texts["notes"]])


def _places(data: bytes, edit: int) -> tuple[dict[int, int], int]:
    """Where each object lies, by its number, as the edits say, the last first; and the number of the document."""
    places: dict[int, int] = {}
    document = 0
    for _ in range(MAX_EDITS):
        record = next(_records(data, edit, len(data)), None)
        if record is None or record.kind != _EDIT or record.end - record.start < 20:
            break
        _, _, before, directory, first = struct.unpack_from("<5I", data, record.start)
        document = document or first
        held = next(_records(data, directory, len(data)), None)
        at = held.start if held and held.kind == _DIRECTORY else len(data)
        while held and at + 4 <= held.end:
            head = struct.unpack_from("<I", data, at)[0]
            count = min(head >> 20, (held.end - at - 4) // 4)
            for number, place in enumerate(struct.unpack_from(f"<{count}I", data, at + 4), head & 0xFFFFF):
                places.setdefault(number, place)
            at += 4 + 4 * max(count, 1)
        if before in (0, edit):
            break
        edit = before
    return places, document


def _slides(data: bytes, listed: Record, places: dict[int, int]) -> Iterator[str]:
    """The text of each slide: what its outline says, then what else stands on it."""
    waiting: list[Record] = []
    number = None
    for record in [*_records(data, listed.start, listed.end), None]:
        if record is None or record.kind == _SLIDE:
            yield from _lines(data, waiting)
            if number is not None:
                yield from _drawn(data, *_inside(data, places.get(number, len(data))))
            waiting = []
            if record is not None and record.end - record.start >= 4:
                number = struct.unpack_from("<I", data, record.start)[0]
        else:
            waiting.append(record)


def _drawn(data: bytes, start: int, end: int, depth: int = 0) -> Iterator[str]:
    records = list(_records(data, start, end))
    yield from _lines(data, records)
    for record in records:
        if (record.is_container or record.kind == _SHAPE_TEXT) and depth < DEPTH:
            yield from _drawn(data, record.start, record.end, depth + 1)


def _lines(data: bytes, records: list[Record]) -> Iterator[str]:
    """The texts among some records, each of which the record of its looks stands behind."""
    for at, record in enumerate(records):
        if record.kind not in (_WIDE, _NARROW):
            continue
        raw = data[record.start : record.end]
        text = raw.decode("utf-16-le" if record.kind == _WIDE else "cp1252", "replace")
        look = next((each for each in records[at + 1 :] if each.kind in (_LOOKS, _WIDE, _NARROW)), None)
        if look is not None and look.kind == _LOOKS:
            text = _with_marks(text, data[look.start : look.end])
        for line in text.replace("\x0b", "\r").split("\r"):
            if line.strip(" *"):  # an asterisk stands for the number of the slide
                yield line


def _with_marks(text: str, looks: bytes) -> str:
    """A text with what its superscript letters say in their place; as it is where its looks cannot be read."""
    said, done = "", 0
    try:
        at = _behind_paragraphs(looks, len(text) + 1)
        while done < len(text):
            count, mask = struct.unpack_from("<2I", looks, at)
            at += 8 + sum(size for bits, size in _BEFORE_POSITION if mask & bits)
            position = 0
            if mask & _POSITION:
                position = struct.unpack_from("<h", looks, at)[0]
                at += 2
            piece = text[done : done + count]
            said += raised(piece, said) if position > 0 else piece
            done += max(1, count)
    except struct.error:
        return said + text[done:]
    return said


def _behind_paragraphs(looks: bytes, letters: int) -> int:
    """Where the looks of paragraphs end, and those of runs of letters begin."""
    at = done = 0
    while done < letters:
        count, _, mask = struct.unpack_from("<IHI", looks, at)
        at += 10 + sum(size for bits, size in _BEFORE_TABS if mask & bits)
        if mask & _TABS:
            at += 2 + 4 * struct.unpack_from("<H", looks, at)[0]
        at += sum(size for bits, size in _BEHIND_TABS if mask & bits)
        done += max(1, count)
    return at


def _records(data: bytes, start: int, end: int) -> Iterator[Record]:
    while start + 8 <= min(end, len(data)):
        head, kind, length = struct.unpack_from("<2HI", data, start)
        stop = min(start + 8 + length, end)
        yield Record(kind, head >> 4, head & 0xF == 0xF, start + 8, stop)
        start = stop


def _inside(data: bytes, place: int) -> tuple[int, int]:
    record = next(_records(data, place, len(data)), None)
    return (record.start, record.end) if record else (len(data), len(data))


FORMAT = Format(
    name="PowerPoint 97",
    endings=(".ppt", ".pps", ".pot"),
    claims=lambda head, ending: False,  # told by the streams in it
    parse=parse,
    risky=True,
    holds=lambda names: "PowerPoint Document" in names,
)
