"""Tests that superscripts in the cells of binary workbooks are no digits."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import oldoffice
import pytest

from citegraph.model import Report
from citegraph.read import Source, load, sheet_superscripts

PLAIN, RAISED = 0, 1


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<2H", kind, len(data)) + data


def font(escapement: int) -> bytes:
    return record(0x0031, struct.pack("<5H", 200, 0, 0x7FFF, 400, escapement) + bytes(6))


def rich(text: str, runs: list[tuple[int, int]], *, wide: bool = True) -> bytes:
    letters = text.encode("utf-16-le" if wide else "latin-1")
    head = struct.pack("<HBH", len(text), 9 if wide else 8, len(runs))
    return head + letters + b"".join(struct.pack("<2H", *run) for run in runs)


def xls(strings: list[bytes], cut: int | None = None) -> bytes:
    """A workbook of Excel 97 whose shared strings may go on in another record, after `cut` bytes."""

    def begin(kind: int) -> bytes:
        return record(0x0809, struct.pack("<4H2I", 0x0600, kind, 0, 0, 0, 0x0600))

    held = struct.pack("<2I", len(strings), len(strings)) + b"".join(strings)
    shared = record(0xFC, held if cut is None else held[:cut])
    shared += b"" if cut is None else record(0x3C, b"\1" + held[cut:])
    head = begin(0x05) + b"".join(map(font, (PLAIN, PLAIN, PLAIN, PLAIN, RAISED)))  # this one has the number 5
    place = len(head) + 4 + 9 + 4 + len(shared)
    head += record(0x0085, struct.pack("<I2B2B", place, 0, 0, 1, 0) + b"a") + shared + record(0x0A)
    cells = (record(0xFD, struct.pack("<3HI", row, 0, 0, row)) for row in range(len(strings)))
    stream = head + begin(0x10) + b"".join(cells) + record(0x0A)
    return oldoffice.disk({"Workbook": stream.ljust(oldoffice.LARGE, b"\0")})


def text_of(name: str, data: bytes) -> str:
    (one,) = load(Source(name, Path(name), data))
    assert isinstance(one, Report), one
    return one.text


NOTE = rich("Quy định 372-QĐ/TW", [(0, 0), (11, 5), (12, 0)])


@pytest.mark.parametrize("cut", [None, *range(13, 13 + 2 * 17, 2)])
def test_a_note_mark_of_an_xls_cell_is_no_digit(cut: int | None) -> None:
    area = rich("50 m2 \xe0", [(4, 5), (5, 0)], wide=False)
    assert text_of("a.xls", xls([NOTE, area], cut)) == "Quy định 37-QĐ/TW\n50 m² à"


def test_an_xls_cell_without_superscripts_is_left_as_it_is() -> None:
    assert text_of("a.xls", xls([rich("Quy định 372-QĐ/TW", [(0, 0), (11, 4)])])) == "Quy định 372-QĐ/TW"
    assert sheet_superscripts.mark_superscripts_of_biff8(b"\xfc\0\x20\0cut") == b"\xfc\0\x20\0cut"


def record_12(kind: int, data: bytes) -> bytes:
    return bytes([kind, len(data)]) + data


@pytest.mark.parametrize(("kind", "ahead"), [(19, b""), (62, bytes(8))])
def test_a_note_mark_of_an_xlsb_cell_is_no_digit(kind: int, ahead: bytes) -> None:
    fonts = b"".join(record_12(43, struct.pack("<4H", 220, 0, 400, raised) + bytes(8)) for raised in (0, 1, 0))
    raised = sheet_superscripts.raised_fonts_of_biff12(fonts)
    assert raised == [False, True, False]
    text = "Quy định 372-QĐ/TW"
    runs = struct.pack("<I6H", 3, 0, 0, 11, 1, 12, 0)
    part = record_12(kind, ahead + b"\1" + struct.pack("<I", len(text)) + text.encode("utf-16-le") + runs)
    marked = sheet_superscripts.mark_superscripts_of_biff12(part, raised)
    assert len(marked) == len(part)
    shown = marked[2 + len(ahead) + 5 :][: 2 * len(text)].decode("utf-16-le")
    assert shown == text.replace("372", f"37{sheet_superscripts.DROPPED}")
    assert sheet_superscripts.mark_superscripts_of_biff12(part[:40], raised) == part[:40]


def test_broken_strings_keep_their_length() -> None:
    chance = random.Random(1)
    stream = record(0x31, bytes(8) + b"\1\0") + record(0xFC, bytes(8) + NOTE * 3)
    for _ in range(500):
        broken = bytearray(stream[: chance.randrange(1, len(stream) + 1)])
        for _ in range(4):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        for marked in (
            sheet_superscripts.mark_superscripts_of_biff8(bytes(broken)),
            sheet_superscripts.mark_superscripts_of_biff12(bytes(broken), [False, True]),
        ):
            assert len(marked) == len(broken)
        sheet_superscripts.raised_fonts_of_biff12(bytes(broken))
