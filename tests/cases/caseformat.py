"""Read case files: texts with their expected mentions (README.md beside this file describes the format)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
KNOWN_FAILURES = FOLDER / "known_failures.txt"
METADATA = {"date", "locality", "publisher", "title", "number", "url"}

LINE = re.compile(r"(?P<id>[a-z]+(?:-[a-z]+)*-\d{3,}): (?:\{(?P<meta>[^{}]*)\} )?(?P<text>.*\S)")
MARK = re.compile(r"\[\[(?P<surface>[^|]+?)\|(?P<document>[^|\]]+)(?:\|(?P<claims>[^|\]]+))?\]\]")
CLAIMS = {"date", "issuer", "term", "title", "locality", "plenum", "pinpoint"}
ESCAPE = re.compile(r"\\(?:u(?P<u>[0-9a-fA-F]{4})|x(?P<x>[0-9a-fA-F]{2})|(?P<c>.))")
PLAIN = {"n": "\n", "t": "\t", "\\": "\\"}
PARTY_CODE = re.compile(r"\d+[A-Z]?-\w+/\w+")  # hyphen first, slash second


class CaseError(ValueError):
    """A line that is not a case."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A mention that must be found: half-open span in code points, its canonical id, and what is claimed of it."""

    start: int
    end: int
    document: str
    claims: tuple[tuple[str, str | None], ...] = ()  # by field; None for what must not be claimed


def claims_of(mention: object) -> tuple[tuple[str, str | None], ...]:
    """All that is claimed of a mention, by field."""
    return tuple((name, getattr(mention, name)) for name in sorted(CLAIMS))


@dataclass(frozen=True, slots=True)
class Case:
    """One line: where it stands, the report's text and metadata, and what must be found in it."""

    id: str
    where: str
    text: str
    metadata: dict[str, str]
    expected: tuple[Expected, ...]


def unescape(text: str) -> str:
    """Resolve the escapes of a case line; an unknown one is an error."""

    def one(m: re.Match[str]) -> str:
        if code := m["u"] or m["x"]:
            return chr(int(code, 16))
        if m["c"] not in PLAIN:
            raise CaseError(f"unknown escape {m[0]!r}")
        return PLAIN[m["c"]]

    return ESCAPE.sub(one, text)


def parse_line(line: str, where: str) -> Case:
    """Take the marks out of a line and remember where they were."""
    found = LINE.fullmatch(line)
    if not found:
        raise CaseError(f"{where}: expected 'name-001: text', got {line[:60]!r}")
    metadata = dict(part.strip().split("=", 1) for part in (found["meta"] or "").split(";") if part.strip())
    form = "NFD" if metadata.pop("nfd", None) else None
    if unknown := set(metadata) - METADATA:
        raise CaseError(f"{where}: unknown metadata {sorted(unknown)}")

    pieces: list[str] = []
    expected: list[Expected] = []
    length = 0

    def add(piece: str) -> None:
        nonlocal length
        piece = unescape(piece)
        piece = unicodedata.normalize(form, piece) if form else piece
        pieces.append(piece)
        length += len(piece)

    at = 0
    for mark in MARK.finditer(found["text"]):
        add(found["text"][at : mark.start()])
        start = length
        add(mark["surface"])
        if mark["surface"] != mark["surface"].strip():
            raise CaseError(f"{where}: white space at the edge of the mark {mark[0]!r}")
        if PARTY_CODE.match(mark["document"]) and "@" not in mark["document"]:
            raise CaseError(f"{where}: a Party number needs its term or place: {mark['document']!r}")
        claims = dict(part.strip().split("=", 1) for part in (mark["claims"] or "").split(";") if part.strip())
        if unknown := set(claims) - CLAIMS:
            raise CaseError(f"{where}: unknown claims {sorted(unknown)}")
        said = tuple((name, unescape(value) or None) for name, value in claims.items())
        expected.append(Expected(start, length, unescape(mark["document"]), said))
        at = mark.end()
    add(found["text"][at:])
    text = "".join(pieces)
    if "[[" in text or "]]" in text:
        raise CaseError(f"{where}: a mark is not closed or has no document")
    return Case(found["id"], where, text, metadata, tuple(expected))


def load(folder: Path = FOLDER) -> Iterator[Case]:
    """All cases of a folder, by file name and line."""
    for path in sorted(folder.glob("*.txt")):
        if path.name != KNOWN_FAILURES.name:
            yield from of_file(path)


def of_file(path: Path) -> Iterator[Case]:
    """The cases of one file, by line."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield parse_line(line, f"{path.name}:{number}")


def known_failures(path: Path = KNOWN_FAILURES) -> set[str]:
    """The ids of cases that are right and not met yet."""
    lines = (line.split("#", 1)[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return {line for line in lines if line}
