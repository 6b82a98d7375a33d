"""Parse Outlook mail (.msg, [MS-OXMSG]): subject, text and attachments."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from citegraph.model import IsoDate
from citegraph.read import compressed_rtf, html, ole_streams, rtf, single_report
from citegraph.read.decode import decode
from citegraph.read.parser_types import Content, FileFormat, Member, ParsedReport

DEPTH = 5
"""How many levels deep mails may be attached to one another."""

_SUBJECT, _BODY, _PAGE, _FILE, _LONG_NAME, _NAME = 0x0037, 0x1000, 0x1013, 0x3701, 0x3707, 0x3704
_SENT, _CODEPAGE = (0x00390040, 0x0E060040), (0x3FFD0003, 0x3FDE0003)
_PROPERTIES = "__properties_version1.0"
_RICH = "__substg1.0_10090102"
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def parse(content: Content) -> Iterator[ParsedReport | Member]:
    """Yield one report for each mail, including attached mails, and a member for each attached file.

    Raises:
        ReadError: The file is broken or has no text, or olefile is not installed.
    """
    with ole_streams.open_ole(content) as ole:
        yield from _parse_message(ole, (), content.path, None, DEPTH)


def _parse_message(
    ole: Any, storage: tuple[str, ...], path: str, part: str | None, depth: int
) -> Iterator[ParsedReport | Member]:
    properties = _fixed_properties(ole_streams.read_stream(ole, *storage, _PROPERTIES), 24 if storage else 32)
    codepage = next(
        (f"cp{struct.unpack('<I', properties[tag][:4])[0]}" for tag in _CODEPAGE if tag in properties), None
    )
    subject = " ".join(_text_property(ole, storage, _SUBJECT, codepage).split())
    body = _text_property(ole, storage, _BODY, codepage)
    if not body.strip() and (page := _text_property(ole, storage, _PAGE, codepage)):
        body = html.whole_text(page)
    if not body.strip() and (rich := compressed_rtf.decompress(ole_streams.read_stream(ole, *storage, _RICH))):
        body = "\n".join(rtf.read_lines_and_hidden_text(rich)[0])
    sent = next((properties[tag] for tag in _SENT if tag in properties), b"")
    attachments = sorted(
        {entry[len(storage)] for entry in ole.listdir(streams=True, storages=True) if len(entry) > len(storage)
         and entry[: len(storage)] == list(storage) and entry[len(storage)].startswith("__attach_version1.0_")}
    )  # fmt: skip
    if subject or body.strip() or not attachments:
        lines = [*([subject] if subject and subject not in body[:2000] else []), *body.splitlines()]
        draft = single_report.report_of_lines(path, lines, title=subject or None, unit="line")
        yield ParsedReport(
            text=draft.text,
            title=draft.title,
            date=_date_of_file_time(sent),
            warnings=draft.warnings,
            unit=draft.unit,
            part=part,
        )
    for number, name in enumerate(attachments, 1):
        attachment = (*storage, name)
        file_name = (
            _text_property(ole, attachment, _LONG_NAME, codepage)
            or _text_property(ole, attachment, _NAME, codepage)
            or f"attachment {number}"
        )
        file_name = file_name.replace("/", " ").replace("\\", " ").strip("\0 ")
        data = ole_streams.read_stream(ole, *attachment, f"__substg1.0_{_FILE:04X}0102")
        nested = (*attachment, f"__substg1.0_{_FILE:04X}000D")
        if data:
            yield Member(file_name if part is None else f"{part}/{file_name}", data)
        elif depth and ole.exists([*nested, _PROPERTIES]):
            yield from _parse_message(
                ole, nested, path, file_name if part is None else f"{part}/{file_name}", depth - 1
            )


def _text_property(ole: Any, storage: tuple[str, ...], tag: int, codepage: str | None) -> str:
    """Return a text property, stored in Unicode, in the encoding of the mail, or as bytes."""
    stem = f"__substg1.0_{tag:04X}"
    if data := ole_streams.read_stream(ole, *storage, f"{stem}001F"):
        return data.decode("utf-16-le", "replace").rstrip("\0")
    data = ole_streams.read_stream(ole, *storage, f"{stem}001E") or ole_streams.read_stream(
        ole, *storage, f"{stem}0102"
    )
    return decode(data.rstrip(b"\0"), "", declared=codepage).text if data else ""


def _fixed_properties(data: bytes, head: int) -> dict[int, bytes]:
    """Return the properties of fixed length, by their tags."""
    return {struct.unpack_from("<I", data, at)[0]: data[at + 8 : at + 16] for at in range(head, len(data) - 15, 16)}


def _date_of_file_time(value: bytes) -> IsoDate | None:
    with suppress(struct.error, OverflowError):
        moment = _EPOCH + timedelta(microseconds=struct.unpack("<Q", value)[0] // 10)
        return moment.date().isoformat() if moment.year > 1990 else None
    return None


FORMAT = FileFormat(
    name="Outlook",
    endings=(".msg",),
    recognizes=lambda head, ending: False,  # recognized by its streams
    parse=parse,
    risky=True,
    recognizes_container=lambda names: "__properties_version1.0" in names,
)
