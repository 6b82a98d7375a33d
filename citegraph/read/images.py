"""Read pictures of pages (.png, .jpg, .tif, .gif) by text recognition."""

from __future__ import annotations

from collections.abc import Iterator

from citegraph.errors import ReadError
from citegraph.i18n import message
from citegraph.read import recognition, single_report
from citegraph.read.ocr_repair import repaired
from citegraph.read.parser_types import Content, Draft, Format

_STARTS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")


def parse(content: Content) -> Iterator[Draft]:
    """Yield the one report of a picture.

    Raises:
        ReadError: Pictures are not to be recognized, Tesseract is not installed, or it finds no text.
    """
    if content.recognition.mode == "never":
        raise ReadError(content.path, message("file.picture"), content.recognition.remedy)
    recognition.required(content.path)
    image = recognition.Image(content.data())
    result = next(recognition.pages([image], content.recognition))
    if result is None or not result.text.strip():
        raise ReadError(
            content.path, message("file.picture_without_text"), message("do.scan_again", dpi=recognition.DPI)
        )
    body = single_report.Body()
    body.begin("page", 1, result.confidence)
    body.add([repaired(result.text)])
    yield single_report.report(content.path, body, [recognition.warning([result], 1)], unit="line")


FORMAT = Format(
    name="picture",
    endings=(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif"),
    claims=lambda head, ending: head.startswith(_STARTS),
    parse=parse,
    risky=True,
)
