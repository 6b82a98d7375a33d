"""Parse mail (.eml, .mbox): subject, text and attachments. A saved web archive (.mhtml) is read as a page.

Sender and recipients are left out, because they are personal data.
"""

from __future__ import annotations

import base64
import email
import email.policy
import email.utils
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from email.message import EmailMessage

import regex

from citegraph.errors import ReadError
from citegraph.i18n import message
from citegraph.model import IsoDate
from citegraph.read import html, mailbox, single_report
from citegraph.read.decode import Decoded, decode
from citegraph.read.parser_types import Content, FileFormat, Member, ParsedReport

MAX_PARTS = 1000
_ENDINGS = (".eml", ".mbox", ".mhtml", ".mht")

_MISNAMED = (message("file.misnamed_mail"), message("do.check_type"))
_WITHOUT_TEXT = (message("file.page_without_text"), message("do.save_loaded"))

_FIELD = regex.compile(rb"(?P<name>[A-Za-z][A-Za-z0-9-]{1,60}):[ \t]*[^\r\n]*(?:\r?\n[ \t][^\r\n]*){0,50}(?:\r?\n|\Z)")
_HEADER_FIELDS = frozenset(
    b"from to cc subject date message-id mime-version received return-path delivered-to content-type reply-to".split()
)
_FOLD = regex.compile(r"\r?\n[ \t]")  # a long line of a calendar goes on after this
_SHOWN_PROPERTY = regex.compile(
    r"^(?P<name>SUMMARY|LOCATION|DESCRIPTION)(?:;[^:\r\n]*)?:(?P<value>[^\r\n]*)", regex.MULTILINE | regex.IGNORECASE
)
_ESCAPED = regex.compile(r"\\([\\;,nN])")
_MIME = {b"mime-version", b"content-type"}
ENOUGH_FIELDS = 3
"""A text that begins with this many mail header fields is a mail."""
PLAIN_SHARE = 0.5
"""A plain text with less than this share of the words of the same text in HTML only says to open the other."""


def parse(content: Content) -> Iterator[ParsedReport | Member]:
    """Yield the one report of a mail, and a member for each attachment; a member for each mail of a mailbox.

    Raises:
        ReadError: The file is not a mail.
    """
    data = content.data()
    if mailbox.is_mailbox(data):
        yield from mailbox.mails(data)
        return
    message = email.message_from_bytes(_strip_before_header(data), policy=email.policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise ReadError(content.path, *_MISNAMED)
    if _is_saved_web_page(message):
        yield from _reports_of_web_archive(message, content.path)
        return
    bodies = list(_body_parts(message, content.path))
    subject = " ".join(_header_field(message, "subject").split())
    decoded = [_body_text(body, content.path) for body in bodies]
    text = "\n".join(part.text for part in decoded)
    attachments = list(_attachments(message, bodies))
    if text.strip() or subject or not attachments:
        lines = [*([subject] if subject and subject not in text[:2000] else []), *text.splitlines()]
        warnings = tuple(dict.fromkeys(warning for part in decoded for warning in part.warnings))
        draft = single_report.report_of_lines(content.path, lines, warnings, title=subject or None, unit="line")
        yield ParsedReport(
            text=draft.text, title=draft.title, date=_mail_date(message), warnings=draft.warnings, unit=draft.unit
        )
    yield from attachments


def is_mail(head: bytes) -> bool:
    """Whether the bytes begin with the header of a mail, or of a web archive."""
    at, names = 0, set()
    head = _strip_before_header(head)
    while field := _FIELD.match(head, at):
        names.add(field["name"].lower())
        at = field.end()
    if names >= _MIME:
        return True
    return len(names & _HEADER_FIELDS) >= ENOUGH_FIELDS and not {b"from", b"mime-version", b"received"}.isdisjoint(
        names
    )


def _strip_before_header(data: bytes) -> bytes:
    """Return a mail without the byte order mark and the blank lines that some programs write before its header."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")


def _is_attached(part: EmailMessage) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _body_parts(part: EmailMessage, path: str) -> Iterator[EmailMessage]:
    """Yield the parts that make up the text of a mail: of the same text in several forms one, else each."""
    kind = part.get_content_type()
    if kind == "multipart/alternative":
        forms = [list(_body_parts(form, path)) for form in _children(part)]
        yield from _preferred_alternative([form for form in forms if form], path)
    elif part.is_multipart() and kind != "message/rfc822":
        for child in _children(part):
            yield from _body_parts(child, path)
    elif kind.startswith("text/") and kind != "text/css" and not _is_attached(part):
        yield part


def _children(part: EmailMessage) -> list[EmailMessage]:
    return [child for child in part.iter_parts() if isinstance(child, EmailMessage)]


def _preferred_alternative(forms: list[list[EmailMessage]], path: str) -> list[EmailMessage]:
    """Return the plain one of several forms of a text, but the longest if the plain one lacks most of its words."""
    if not forms:
        return []
    words = [sum(len(_body_text(body, path).text.split()) for body in form) for form in forms]
    plain = next((at for at, form in enumerate(forms) if form[0].get_content_type() == "text/plain"), None)
    return forms[plain if plain is not None and words[plain] >= PLAIN_SHARE * max(words) else words.index(max(words))]


def _is_saved_web_page(message: EmailMessage) -> bool:
    """Whether a message is a web page with its resources, as saved by a browser."""
    related = message.get_content_type() == "multipart/related"
    return related and ("snapshot-content-location" in message or "to" not in message)


def _reports_of_web_archive(message: EmailMessage, path: str) -> Iterator[ParsedReport]:
    body = message.get_body(("html", "plain"))
    if not isinstance(body, EmailMessage):
        raise ReadError(path, *_WITHOUT_TEXT)
    parts = [part for part in message.walk() if isinstance(part, EmailMessage) and part is not body]
    sheet = "\n".join(_part_text(part, path).text for part in parts if part.get_content_type() == "text/css")
    frames = [
        html.whole_text(_part_text(part, path).text, sheet) for part in parts if part.get_content_type() == "text/html"
    ]
    page = _part_text(body, path)
    draft = html.read_page(page.text, page.warnings, frames=frames, sheet=sheet)
    if draft.text.strip():
        yield draft
    elif any(map(str.strip, frames)):  # a page of frames alone
        lines = [line for frame in frames for line in frame.splitlines()]
        yield single_report.report_of_lines(path, lines, title=draft.title)
    else:
        raise ReadError(path, *_WITHOUT_TEXT)


def _body_text(body: EmailMessage, path: str) -> Decoded:
    decoded = _part_text(body, path)
    if body.get_content_type() == "text/html":
        return replace(decoded, text=html.whole_text(decoded.text))
    if body.get_content_type() == "text/calendar":
        return replace(decoded, text=_invitation_text(decoded.text))
    return decoded


def _invitation_text(calendar: str) -> str:
    """Return what people read of an invitation (RFC 5545): its summary, its place and its description."""
    unfolded = _FOLD.sub("", calendar)
    found = {match["name"].upper(): match["value"] for match in _SHOWN_PROPERTY.finditer(unfolded)}
    values = (found[name] for name in ("SUMMARY", "LOCATION", "DESCRIPTION") if name in found)
    return "\n".join(_ESCAPED.sub(lambda sign: "\n" if sign[1] in "nN" else sign[1], value) for value in values)


def _part_text(body: EmailMessage, path: str) -> Decoded:
    """Return the text of a part. Its declared encoding may be wrong, so it is decoded like a file."""
    data = body.get_payload(decode=True)
    if not isinstance(data, bytes) or not data:
        return Decoded("", "utf-8")
    if body.get_content_charset() == "utf-7":  # letters and digits alone, so that its bytes look like ASCII
        with suppress(UnicodeDecodeError):
            return Decoded(data.decode("utf-7"), "utf-7")
    return decode(data, path, declared=body.get_content_charset())


def _attachments(message: EmailMessage, bodies: list[EmailMessage]) -> Iterator[Member]:
    """Yield the attached files. Pictures that the text shows and other forms of the text are left out."""
    name_counts: dict[str, int] = {}
    waiting: list[tuple[EmailMessage, bool]] = [(message, False)]
    for _ in range(MAX_PARTS):
        if not waiting:
            return
        part, is_form = waiting.pop(0)
        if part.get_content_type() == "message/rfc822":
            data = b"".join(inner.as_bytes() for inner in part.iter_parts())
            if str(part.get("content-transfer-encoding", "")).lower() == "base64":  # usual, though not standard
                data = _decode_base64(data)
            yield Member(_attachment_name(part, "mail.eml", name_counts), data)
        elif part.is_multipart():
            forms = part.get_content_type() == "multipart/alternative" and bool(bodies)
            waiting = [*((child, forms) for child in _children(part)), *waiting]
        elif not is_form and not any(part is body for body in bodies) and _is_attached_file(part):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload:
                yield Member(_attachment_name(part, "attachment", name_counts), payload)


def _is_attached_file(part: EmailMessage) -> bool:
    if part.get_content_maintype() == "image" and "content-id" in part:
        return False
    return _is_attached(part) or part.get_content_maintype() not in ("text", "image")


def _decode_base64(data: bytes) -> bytes:
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


def _mail_date(message: EmailMessage) -> IsoDate | None:
    try:
        return email.utils.parsedate_to_datetime(_header_field(message, "date")).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


FORMAT = FileFormat(
    name="mail",
    endings=_ENDINGS,
    recognizes=lambda head, ending: (
        mailbox.is_mailbox(head)
        or is_mail(head)
        or (ending in _ENDINGS and bool(_FIELD.match(_strip_before_header(head))))
    ),
    parse=parse,
    compressible=True,
    risky=True,
)
