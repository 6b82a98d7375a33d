"""Plain text and Markdown in, the text out: exactly as decoded, for the places of mentions index it."""

from __future__ import annotations

from collections.abc import Iterator

from citegraph.errors import ReadError
from citegraph.read.content import Content, Draft, Format
from citegraph.read.decode import decode


def parse(content: Content) -> Iterator[Draft]:
    """One report; ReadError for an empty file and for what is no text."""
    decoded = decode(content.data(), content.path)
    if not decoded.text.strip():
        raise ReadError(content.path, "is empty", "leave it out, or fetch it again")
    yield Draft(text=decoded.text, warnings=decoded.warnings)


FORMAT = Format(
    name="text",
    endings=(".txt", ".md"),
    claims=lambda head, ending: True,  # the last row of the table takes what no other does
    parse=parse,
    compressible=True,
)
