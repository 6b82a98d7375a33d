"""Parse subtitles (.srt, .vtt): the spoken text without numbers and times."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from citegraph.read import single_report
from citegraph.read.decode import decode
from citegraph.read.parser_types import Content, FileFormat, ParsedReport

_TIME = r"(?:\d{1,3}:)?\d\d:\d\d[.,]\d{3}[ \t]*-->[ \t]*(?:\d{1,3}:)?\d\d:\d\d[.,]\d{3}[^\n]*"
_CUE = regex.compile(rf"^(?:[^\S\n]*\d+[^\S\n]*\n)?[^\S\n]*{_TIME}\n?", regex.MULTILINE)
_HEAD = regex.compile(rb"(?:\xef\xbb\xbf)?\s*(?:WEBVTT\b|\d+\s*\n\s*\d\d:\d\d:\d\d,\d{3}[ \t]*-->)")
_TAG = regex.compile(r"</?[a-z][^<>\n]{0,40}>|\{\\[^{}\n]{0,40}\}", regex.IGNORECASE)


def parse(content: Content) -> Iterator[ParsedReport]:
    """Yield the one report of a file.

    Raises:
        ReadError: The file has no spoken text.
    """
    decoded = decode(content.data(), content.path)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("WEBVTT")
    lines = (_TAG.sub("", line).strip() for line in _CUE.sub("", text).split("\n"))
    yield single_report.report_of_lines(content.path, filter(None, lines), decoded.warnings, unit="line")


FORMAT = FileFormat(
    name="subtitles",
    endings=(".srt", ".vtt"),
    recognizes=lambda head, ending: _HEAD.match(head) is not None,
    parse=parse,
    compressible=True,
)
