"""Read pictures of pages (.png, .jpg, .tif, .gif) by text recognition.

Stamps are removed before, if Pillow is installed.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import numpy as np

from citegraph.errors import ReadError
from citegraph.i18n import message
from citegraph.read import ocr_repair, single_report, stamps, text_recognition
from citegraph.read.parser_types import MAX_PAGES, Content, FileFormat, Heartbeat, ParsedReport
from citegraph.read.text_recognition import Image, Recognized

_STARTS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_TIFF = {b"II*\x00": "<", b"MM\x00*": ">"}
_ENTRY_BYTES = 12
_GRAY = ("1", "L", "I", "I;16")


def parse(content: Content) -> Iterator[ParsedReport | Heartbeat]:
    """Yield the one report of a picture, which may have several pages, and progress while they are recognized.

    Raises:
        ReadError: Recognition is off, Tesseract is not installed, or it finds no text.
    """
    if content.recognition.mode == "never":
        raise ReadError(content.path, message("file.picture"), content.recognition.remedy)
    text_recognition.require_tesseract(content.path)
    data = content.data()
    nexts = _next_page_fields(data)
    if len(nexts) > MAX_PAGES:
        raise ReadError(content.path, message("file.too_many_pages", most=MAX_PAGES), message("do.split"))
    count = max(1, len(nexts))
    images = (_without_stamps(_extract_page(data, nexts, at)) for at in range(count))
    recognized: dict[int, Recognized] = {}
    for number, result in enumerate(text_recognition.recognize_pages(images, content.recognition), 1):
        yield Heartbeat(number, count)
        if result is not None and result.text.strip():
            recognized[number] = result
    remedy = message("do.scan_again", dpi=text_recognition.DPI)
    if not recognized:
        raise ReadError(content.path, message("file.picture_without_text"), remedy)
    body = single_report.LocatedLines()
    texts = {number: ocr_repair.repair_page(result) for number, result in recognized.items()}
    for number, text in texts.items():
        body.begin_section("page", number, recognized[number].confidence)
        body.add_lines([text])
    warnings = text_recognition.recognition_warnings(recognized, count)
    warnings += ocr_repair.illegible_warnings(texts.values())
    if left := [number for number in range(1, count + 1) if number not in recognized]:
        warnings.append(text_recognition.no_text_warning(left, count, remedy))
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


def _without_stamps(image: Image) -> Image:
    """Return a page without its stamps; as it is if it has none, or cannot be decoded here."""
    try:
        import PIL.Image

        with PIL.Image.open(io.BytesIO(image.data)) as picture:
            width, height = picture.size
            if width * height > stamps.MOST_PIXELS:
                return image
            pixels = np.asarray(picture.convert("L" if picture.mode in _GRAY else "RGB"))
    except MemoryError:
        raise
    except Exception:  # Pillow is missing, or Tesseract will say what is wrong with the picture
        return image
    gray = stamps.without_stamps(pixels, stamps.page_dpi(width, height))
    return image if gray is None else text_recognition.gray_image(width, height, gray.tobytes(), image.dpi)


FORMAT = FileFormat(
    name="picture",
    endings=(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif"),
    recognizes=lambda head, ending: head.startswith(_STARTS),
    parse=parse,
    risky=True,
)
