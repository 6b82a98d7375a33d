"""Parse mail (.eml): subject, text and attachments. A saved web archive (.mhtml) is read as a page.

Sender and recipients are left out, since they are personal data.
"""

from __future__ import annotations

import base64
import email
import email.policy
import email.utils
from collections.abc import Iterator
from email.message import EmailMessage

import regex

from citegraph.errors import ReadError
from citegraph.i18n import message
from citegraph.model import IsoDate
from citegraph.read import html, single_report
from citegraph.read.decode import decode
from citegraph.read.parser_types import Content, FileFormat, Member, ParsedReport

MAX_PARTS = 1000

_MISNAMED = (message("file.misnamed_mail"), message("do.check_type"))
_WITHOUT_TEXT = (message("file.page_without_text"), message("do.save_loaded"))

_FIELD = regex.compile(rb"(?P<name>[A-Za-z][A-Za-z0-9-]{1,60}):[ \t]*[^\r\n]*(?:\r?\n[ \t][^\r\n]*){0,50}(?:\r?\n|\Z)")
_HEADER_FIELDS = frozenset(
    b"from to cc subject date message-id mime-version received return-path delivered-to content-type reply-to".split()
)
ENOUGH_FIELDS = 3
"""A text that begins with this many mail header fields is a mail."""


def parse(content: Content) -> Iterator[ParsedReport | Member]:
    """Yield the one report of a mail, and a member for each attachment.

    Raises:
        ReadError: The file is not a mail.
    """
    message = email.message_from_bytes(content.data(), policy=email.policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise ReadError(content.path, *_MISNAMED)
    if _is_page(message):
        yield from _page(message, content.path)
        return
    body = message.get_body(("plain", "html"))
    subject = " ".join(_header_field(message, "subject").split())
    text = _body_text(body, content.path) if isinstance(body, EmailMessage) else ""
    attachments = list(_attachments(message, body))
    if text.strip() or subject or not attachments:
        lines = [*([subject] if subject and subject not in text[:2000] else []), *text.splitlines()]
        draft = single_report.report_of_lines(content.path, lines, title=subject or None, unit="line")
        yield ParsedReport(
            text=draft.text, title=draft.title, date=_date(message), warnings=draft.warnings, unit=draft.unit
        )
    yield from attachments


def is_mail(head: bytes) -> bool:
    """Whether the bytes begin with the header of a mail."""
    at, names = 0, set()
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    while field := _FIELD.match(head, at):
        names.add(field["name"].lower())
        at = field.end()
    return len(names & _HEADER_FIELDS) >= ENOUGH_FIELDS and not {b"from", b"mime-version", b"received"}.isdisjoint(
        names
    )


def _is_page(message: EmailMessage) -> bool:
    """Whether a message is a web page with its resources, as saved by a browser."""
    related = message.get_content_type() == "multipart/related"
    return related and ("snapshot-content-location" in message or "to" not in message)


def _page(message: EmailMessage, path: str) -> Iterator[ParsedReport]:
    body = message.get_body(("html", "plain"))
    if not isinstance(body, EmailMessage):
        raise ReadError(path, *_WITHOUT_TEXT)
    parts = [part for part in message.walk() if isinstance(part, EmailMessage) and part is not body]
    sheet = "\n".join(_part_text(part, path) for part in parts if part.get_content_type() == "text/css")
    frames = [
        html.whole_text(_part_text(part, path), sheet) for part in parts if part.get_content_type() == "text/html"
    ]
    draft = html.read_page(_part_text(body, path), frames=frames, sheet=sheet)
    if draft.text.strip():
        yield draft
    elif any(map(str.strip, frames)):  # a page of frames alone
        lines = [line for frame in frames for line in frame.splitlines()]
        yield single_report.report_of_lines(path, lines, title=draft.title)
    else:
        raise ReadError(path, *_WITHOUT_TEXT)


def _body_text(body: EmailMessage, path: str) -> str:
    text = _part_text(body, path)
    return html.whole_text(text) if body.get_content_type() == "text/html" else text


def _part_text(body: EmailMessage, path: str) -> str:
    """Return the text of a part. Its declared encoding may be wrong, so it is decoded like a file."""
    data = body.get_payload(decode=True)
    return decode(data, path, declared=body.get_content_charset()).text if isinstance(data, bytes) and data else ""


def _attachments(message: EmailMessage, body: object) -> Iterator[Member]:
    """Yield the attached files. Pictures that the text shows are left out."""
    name_counts: dict[str, int] = {}
    waiting = [message]
    for _ in range(MAX_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        if part.get_content_type() == "message/rfc822":
            data = b"".join(inner.as_bytes() for inner in part.iter_parts())
            if str(part.get("content-transfer-encoding", "")).lower() == "base64":  # against the standard, but usual
                data = _from_base64(data)
            yield Member(_attachment_name(part, "mail.eml", name_counts), data)
        elif part.is_multipart():
            if part.get_content_type() != "multipart/alternative" or body is None:
                waiting = [*part.iter_parts(), *waiting]  # type: ignore[list-item]
        elif part is not body and (part.get_filename() or part.get_content_maintype() not in ("text", "image")):
            if part.get_content_maintype() == "image" and "content-id" in part:
                continue
            data = part.get_payload(decode=True)  # type: ignore[assignment]
            if data:
                yield Member(_attachment_name(part, "attachment", name_counts), data)


def _from_base64(data: bytes) -> bytes:
    """Return the decoded bytes, or `data` if they are not in base64."""
    try:
        return base64.b64decode(b"".join(data.split()), validate=True)
    except ValueError:
        return data


def _attachment_name(part: EmailMessage, fallback: str, name_counts: dict[str, int]) -> str:
    name = " ".join((part.get_filename() or fallback).replace("/", " ").replace("\\", " ").split()) or fallback
    name_counts[name] = name_counts.get(name, 0) + 1
    if name_counts[name] == 1:
        return name
    stem, dot, ending = name.rpartition(".")
    return f"{stem} ({name_counts[name]}){dot}{ending}" if stem else f"{name} ({name_counts[name]})"


def _header_field(message: EmailMessage, name: str) -> str:
    try:
        return str(message[name] or "")
    except Exception:  # the library fails on some malformed fields
        return ""


def _date(message: EmailMessage) -> IsoDate | None:
    try:
        return email.utils.parsedate_to_datetime(_header_field(message, "date")).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


FORMAT = FileFormat(
    name="mail",
    endings=(".eml", ".mhtml", ".mht"),
    recognizes=lambda head, ending: (
        is_mail(head) or (ending in (".eml", ".mhtml", ".mht") and _FIELD.match(head) is not None)
    ),
    parse=parse,
    compressible=True,
    risky=True,
)
