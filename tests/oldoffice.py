"""Files of Office of before 2007, as small as they can be: a disk of streams, and in it Word, Excel, PowerPoint or Outlook."""

from __future__ import annotations

import struct

SECTOR, SMALL, LARGE = 512, 64, 4096
FREE, END, OF_FAT, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
ROOT, STORAGE, STREAM = 5, 1, 2

Tree = dict[str, "bytes | Tree"]


def disk(files: Tree) -> bytes:
    """A disk that holds streams, and folders of these."""
    entries: list[tuple[str, int, bytes, int, int]] = []  # name, kind, data, next sibling, first child

    def add(name: str, kind: int, held: bytes | Tree, sibling: int) -> int:
        at = len(entries)
        entries.append((name, kind, held if isinstance(held, bytes) else b"", sibling, NONE))
        if not isinstance(held, bytes):
            child = NONE
            for inner, data in sorted(held.items(), reverse=True):
                child = add(inner, STREAM if isinstance(data, bytes) else STORAGE, data, child)
            entries[at] = (name, kind, b"", sibling, child)
        return at

    add("Root Entry", ROOT, files, NONE)
    large, small = _Chains(SECTOR), _Chains(SMALL)
    starts = [(small if len(data) < LARGE else large).store(data) for _, kind, data, *_ in entries]
    held, table = b"".join(small.sectors), struct.pack(f"<{len(small.next)}I", *small.next)
    starts[0], sizes = large.store(held), [len(held), *(len(data) for _, _, data, *_ in entries[1:])]
    first_of_small = large.store(table)
    directory = b""
    for (name, kind, _, sibling, child), start, size in zip(entries, starts, sizes, strict=True):
        letters = name.encode("utf-16-le")
        directory += letters.ljust(64, b"\0") + struct.pack("<HBB3I", len(letters) + 2, kind, 1, NONE, sibling, child)
        directory += bytes(36) + struct.pack("<IQ", start, size)
    first = large.store(directory)
    tables = 1
    while tables * SECTOR // 4 < len(large.sectors) + tables:
        tables += 1
    fat = [*large.next, *[OF_FAT] * tables]
    places = [len(large.sectors) + at for at in range(tables)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, tables, first, 0, LARGE, first_of_small, -(-len(table) // SECTOR), END, 0)
    head += struct.pack("<109I", *places, *[FREE] * (109 - tables))
    return head + b"".join(large.sectors) + struct.pack(f"<{len(fat)}I", *fat).ljust(tables * SECTOR, b"\xff")


class _Chains:
    """Sectors of one size, and which follows each."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.sectors: list[bytes] = []
        self.next: list[int] = []

    def store(self, data: bytes) -> int:
        """Where the data begin."""
        if not data:
            return END
        start = len(self.sectors)
        for at in range(0, len(data), self.size):
            self.sectors.append(data[at : at + self.size].ljust(self.size, b"\0"))
            self.next.append(len(self.sectors))
        self.next[-1] = END
        return start


def word(
    body: str, notes: str = "", heads: str = "", comments: str = "", looks: tuple[tuple[int, int, bytes], ...] = ()
) -> bytes:
    """A document of Word 97; `looks` are properties of stretches of its letters, and every "\\x07\\x07" ends a row."""
    parts = [body, notes, heads, "", comments, "", "", ""]
    text = "".join(part + "\r" if part else "" for part in parts)
    lengths = [len(part) + 1 if part else 0 for part in parts]
    start = 1024
    letters = text.encode("utf-16-le")
    at = -(-(start + len(letters)) // SECTOR)
    runs = [(start + 2 * begin, start + 2 * end, said) for begin, end, said in looks] or [
        (start, start + len(letters), b"")
    ]
    bounds = [runs[0][0], *(end for _, end, _ in runs)]
    page = bytearray(SECTOR)
    page[: 4 * len(bounds)] = struct.pack(f"<{len(bounds)}I", *bounds)
    free = SECTOR - 2
    for number, (_, _, said) in enumerate(runs):
        if said:
            free = (free - len(said) - 1) // 2 * 2
            page[free : free + 1 + len(said)] = bytes([len(said)]) + said
            page[4 * len(bounds) + number] = free // 2
    page[-1] = len(runs)
    ends = [found + 1 for found in range(len(text)) if text[found : found + 2] == "\x07\x07"]
    cuts = sorted({0, len(text), *ends, *(end + 1 for end in ends)})
    rows = bytearray(SECTOR)
    rows[: 4 * len(cuts)] = struct.pack(f"<{len(cuts)}I", *(start + 2 * cut for cut in cuts))
    row_end = b"\x03\0\0\x17\x24\x01"  # six bytes in words: their count, a style, the property that ends a row
    rows[SECTOR - 8 : SECTOR - 2] = row_end
    for number, cut in enumerate(cuts[:-1]):
        rows[4 * len(cuts) + 13 * number] = (SECTOR - 8) // 2 if cut in ends else 0
    rows[-1] = len(cuts) - 1
    clx = b"\x02" + struct.pack("<I2I", 16, 0, len(text)) + struct.pack("<HIH", 0, start, 0)
    tables = [
        struct.pack("<3I", start, start + len(letters), at),
        struct.pack("<3I", start, start + len(letters), at + 1),
        clx,
    ]
    head = bytearray(start)
    struct.pack_into("<2H", head, 0, 0xA5EC, 0xC1)
    struct.pack_into("<8i", head, 0x4C, *lengths)
    place = 0
    for field, block in zip((0xFA, 0x102, 0x1A2), tables, strict=True):
        struct.pack_into("<2I", head, field, place, len(block))
        place += len(block)
    data = bytes(head) + letters.ljust(at * SECTOR - start, b"\0") + bytes(page) + bytes(rows)
    return disk({"WordDocument": data, "0Table": b"".join(tables)})


def workbook(rows: list[list[str]]) -> bytes:
    """A workbook of Excel 97 with one sheet."""

    def record(kind: int, data: bytes = b"") -> bytes:
        return struct.pack("<2H", kind, len(data)) + data

    def begin(kind: int) -> bytes:
        return record(0x0809, struct.pack("<4H2I", 0x0600, kind, 0, 0, 0, 0x0600))

    sheet = begin(0x10) + b"".join(
        record(0x0204, struct.pack("<4HB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
    )
    head = begin(0x05)
    place = len(head) + 4 + 9 + 4
    head += record(0x0085, struct.pack("<I2B2B", place, 0, 0, 1, 0) + b"a") + record(0x0A)
    return disk({"Workbook": (head + sheet + record(0x0A)).ljust(LARGE, b"\0")})


def _record(kind: int, data: bytes, instance: int = 0, *, holds: bool = False) -> bytes:
    return struct.pack("<2HI", instance << 4 | (0xF if holds else 0), kind, len(data)) + data


def _text(text: str) -> bytes:
    return _record(0x0FA0, text.replace("\n", "\r").encode("utf-16-le"))


def slides(
    outlines: list[str],
    boxes: list[str],
    notes: str = "",
    notes_about: tuple[int, ...] = (),
    hidden: tuple[int, ...] = (),
) -> bytes:
    """A presentation of PowerPoint 97: a slide for each outline, with a box of text on it.

    `notes` are of the whole, or else of each of the slides `notes_about`; slides and `hidden` ones count from 1.
    """
    listed = b"".join(
        _record(0x03F3, struct.pack("<5I", at, 0, 0, 254 + at, 0)) + _text(text) for at, text in enumerate(outlines, 2)
    )
    document = _record(0x0FF0, listed, holds=True)
    pages = [
        _record(0xF00D, _text(box)) + _record(0x03F9, bytes(10) + bytes([0x15 if at in hidden else 0x11]) + bytes(5))
        for at, box in enumerate(boxes, 1)
    ]
    if notes and not notes_about:
        document += _record(0x0FF0, _record(0x03F3, struct.pack("<5I", 9999, 0, 0, 0, 0)) + _text(notes), 2, holds=True)
    if notes_about:
        numbers = range(2 + len(boxes), 2 + len(boxes) + len(notes_about))
        places_of_notes = b"".join(_record(0x03F3, struct.pack("<5I", number, 0, 0, 256, 0)) for number in numbers)
        document += _record(0x0FF0, places_of_notes, 2, holds=True)
        pages += [
            _record(0x03F1, struct.pack("<2I", 255 + at, 0)) + _record(0xF00D, _text(f"{notes} {at}"))
            for at in notes_about
        ]
    data, places = b"", []
    for held in (_record(0x03E8, document, holds=True), *(_record(0x03EE, page, holds=True) for page in pages)):
        places.append(len(data))
        data += held
    directory = len(data)
    data += _record(0x1772, struct.pack(f"<{1 + len(places)}I", len(places) << 20 | 1, *places))
    edit = len(data)
    data += _record(0x0FF5, struct.pack("<7I", 0, 0, 0, directory, 1, 0, 0))
    user = _record(0x0FF6, struct.pack("<4I", 0x14, 0xE391C05F, edit, 0))
    return disk({"PowerPoint Document": data, "Current User": user})


def mail(
    subject: str, body: str, attached: dict[str, bytes] | None = None, inner: Tree | None = None, sent: int = 0
) -> Tree:
    """The streams of a mail as Outlook saves it; `inner` are those of one that is attached to it.

    `sent` counts tenths of microseconds since 1601.
    """
    files: Tree = {
        "__properties_version1.0": bytes(32) + struct.pack("<2IQ", 0x00390040, 0, sent),
        "__substg1.0_0037001F": subject.encode("utf-16-le"),
        "__substg1.0_1000001F": body.encode("utf-16-le"),
    }
    held: list[Tree] = [
        {"__substg1.0_3707001F": name.encode("utf-16-le"), "__substg1.0_37010102": data}
        for name, data in (attached or {}).items()
    ]
    if inner is not None:
        held.append({"__substg1.0_3701000D": inner})
    return files | {f"__attach_version1.0_#{number:08X}": each for number, each in enumerate(held)}
