"""Read pictures of pages (.png, .jpg, .tif, .gif) by text recognition."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from citegraph.errors import ReadError
from citegraph.i18n import message
from citegraph.read import recognition, single_report
from citegraph.read.ocr_repair import repair_codes
from citegraph.read.parser_types import MAX_PAGES, Content, FileFormat, Heartbeat, ParsedReport
from citegraph.read.recognition import Image, Recognized

_STARTS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_TIFF = {b"II*\x00": "<", b"MM\x00*": ">"}
_ENTRY_BYTES = 12


def parse(content: Content) -> Iterator[ParsedReport | Heartbeat]:
    """Yield the one report of a picture, which may have several pages, and progress while they are recognized.

    Raises:
        ReadError: Recognition is off, Tesseract is not installed, or it finds no text.
    """
    if content.recognition.mode == "never":
        raise ReadError(content.path, message("file.picture"), content.recognition.remedy)
    recognition.require_tesseract(content.path)
    data = content.data()
    nexts = _next_page_fields(data)
    if len(nexts) > MAX_PAGES:
        raise ReadError(content.path, message("file.too_many_pages", most=MAX_PAGES), message("do.split"))
    count = max(1, len(nexts))
    images = (_extract_page(data, nexts, at) for at in range(count))
    recognized: dict[int, Recognized] = {}
    for number, result in enumerate(recognition.recognize_pages(images, content.recognition), 1):
        yield Heartbeat(number, count)
        if result is not None and result.text.strip():
            recognized[number] = result
    remedy = message("do.scan_again", dpi=recognition.DPI)
    if not recognized:
        raise ReadError(content.path, message("file.picture_without_text"), remedy)
    body = single_report.LocatedLines()
    for number, result in recognized.items():
        body.begin_section("page", number, result.confidence)
        body.add_lines([repair_codes(result.text)])
    warnings = recognition.recognition_warnings(recognized, count)
    if left := [number for number in range(1, count + 1) if number not in recognized]:
        warnings.append(recognition.no_text_warning(left, count, remedy))
    yield single_report.report_of_lines(content.path, body, warnings, unit="line")


def _next_page_fields(data: bytes) -> list[int]:
    """Return the offsets of the "next page" fields of a TIFF, from the header on; [] for other pictures."""
    order = _TIFF.get(data[:4])
    fields: dict[int, None] = {}
    at = 4
    while order and at not in fields:
        try:
            (start,) = struct.unpack_from(f"{order}I", data, at)
            if not start:
                break
            (entries,) = struct.unpack_from(f"{order}H", data, start)
        except struct.error:  # cut off
            break
        fields[at] = None
        at = start + 2 + entries * _ENTRY_BYTES
    return [*fields]


def _extract_page(data: bytes, nexts: list[int], at: int) -> Image:
    """Return a page of a picture as a separate picture with only this page."""
    if len(nexts) < 2:
        return Image(data)
    alone = bytearray(data)
    alone[4:8] = data[nexts[at] : nexts[at] + 4]
    if at + 1 < len(nexts):
        alone[nexts[at + 1] : nexts[at + 1] + 4] = bytes(4)
    return Image(bytes(alone))


FORMAT = FileFormat(
    name="picture",
    endings=(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif"),
    recognizes=lambda head, ending: head.startswith(_STARTS),
    parse=parse,
    risky=True,
)
