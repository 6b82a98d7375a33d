"""Parse plain text and Markdown.

The decoded text is not changed, except for escapes of a whole text and superscripts of Markdown.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from citegraph.errors import ReadError
from citegraph.i18n import message
from citegraph.model import CHARACTERS
from citegraph.read import escaped_text
from citegraph.read.decode import decode
from citegraph.read.parser_types import Content, FileFormat, ParsedReport
from citegraph.read.superscripts import superscript_meaning

TEXT_ENDINGS = (".txt", ".md")
# "18<sup>3</sup>", and "18^3^" of pandoc; "18[^3]" has no digit beside the number.
_MARKDOWN_SUPERSCRIPT = regex.compile(
    r"(?<=[\p{L}\d])(?:<sup>(?P<tagged>[^<>\n]{1,8})</sup>|\^(?P<marked>\d{1,3})\^)", regex.IGNORECASE
)
_BYTES = 2 * CHARACTERS
"""The longest file, in bytes: CHARACTERS of Vietnamese are shorter in every usual encoding. Detecting an old encoding
takes up to 20 bytes of memory for each."""


def parse(content: Content) -> Iterator[ParsedReport]:
    """Yield the one report of a file.

    Raises:
        ReadError: The file is empty, not text, or longer than _BYTES.
    """
    data = content.stream.read(_BYTES + 1)
    if len(data) > _BYTES:
        what = message("file.too_long", mb=_BYTES // 10**6)
        raise ReadError(content.path, what, message("do.split_or_jsonl"))
    decoded = decode(data, content.path)
    if not decoded.text.strip():
        raise ReadError(content.path, message("file.empty"), message("do.skip_or_download"))
    text, escape = escaped_text.undo_escapes(decoded.text)
    if content.ending == ".md":
        text = _MARKDOWN_SUPERSCRIPT.sub(_replace_superscript, text)
    doubts = (message("doubt.legacy", encoding=escape),) if escape else ()
    yield ParsedReport(text=text, warnings=(*decoded.warnings, *doubts))


def _replace_superscript(found: regex.Match[str]) -> str:
    """Return what a superscript of Markdown means, so that a note mark is no digit of the number before it."""
    before = found.string[max(0, found.start() - 8) : found.start()]
    return superscript_meaning(found["tagged"] or found["marked"], before)


FORMAT = FileFormat(
    name="text",
    endings=TEXT_ENDINGS,
    recognizes=lambda head, ending: True,  # the last format in the table accepts every file that no other does
    parse=parse,
    compressible=True,
)
