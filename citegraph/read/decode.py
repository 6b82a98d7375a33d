"""Decode bytes to text and report every doubt."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import AnyStr

from citegraph.errors import ReadError
from citegraph.read.legacy_encodings import from_western, repair
from citegraph.read.syllables import syllable_share

BROKEN_SHARE = 0.1
"""UTF-8 is still believed when at most this share of the characters beyond ASCII are broken."""
SAMPLE_BYTES = 64 * 1024
"""How much is looked at to tell an encoding that nothing declares, in bytes."""

_MARKS = (  # the longer first: the mark of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_WESTERN = {"cp1252", "iso8859-1", "iso8859-15", "ascii"}
"""What pages declare out of habit, whatever they hold: no evidence against an old Vietnamese encoding."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was in, and what is doubtful about it."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def encoding_of(head: bytes) -> str | None:
    """The encoding that the first bytes of a file give away: a byte order mark, or UTF-16 without one; else None."""
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    if marked or b"\0" not in head:
        return marked
    head = head[: len(head) // 2 * 2]
    pairs = len(head) // 2
    low, high = head[0::2].count(0), head[1::2].count(0)
    # A third of Vietnamese letters at the very least are ASCII, whose other byte is zero.
    if pairs >= 4 and high > pairs / 3 and low < pairs / 20:
        return "utf-16-le"
    if pairs >= 4 and low > pairs / 3 and high < pairs / 20:
        return "utf-16-be"
    return None


def is_binary(head: bytes) -> bool:
    """Whether the bytes are no text in any encoding: zeros where UTF-16 would have none."""
    return b"\0" in head and encoding_of(head) is None


def without_zeros(data: AnyStr) -> tuple[AnyStr, tuple[str, ...]]:
    """Bytes or text without the zero bytes that programs pad with, and a warning where there were any."""
    zero, nothing = ("\0", "") if isinstance(data, str) else (b"\0", b"")
    zeros = data.count(zero)
    return (data.replace(zero, nothing), (f"{zeros} zero bytes are left out",)) if zeros else (data, ())


def decode(data: bytes, path: str, *, declared: str | None = None) -> Decoded:
    """Text of `data`, newlines untouched and without byte order mark; `declared` is the charset a page or file names.

    Old Vietnamese encodings are converted, everything else stays as it was written (NFC or NFD). Raises ReadError, with
    `path` in it, for bytes that are no text.
    """
    raw = decode_bytes(data, path, declared)
    text, legacy = repair(raw.text)
    if legacy is not None:
        return Decoded(text, legacy, (*raw.warnings, f"written in {legacy}; converted"))
    warnings = raw.warnings
    if raw.encoding in _WESTERN and not text.isascii() and not declared:
        warnings = (*warnings, "no encoding is declared; read as Windows-1252")
    lost = text.count("\N{REPLACEMENT CHARACTER}")
    if lost and not warnings:
        warnings = (f"{lost} characters were already lost when this text was written",)
    return Decoded(text, raw.encoding, warnings)


def decode_bytes(data: bytes, path: str, declared: str | None = None) -> Decoded:
    """As `decode`, with the text of an old Vietnamese encoding left as the Western letters that its bytes are."""
    sure = encoding_of(data[:SAMPLE_BYTES])
    if sure:
        mark = next((mark for mark, name in _MARKS if data.startswith(mark)), b"")
        return _lenient(data[len(mark) :], sure)
    if is_binary(data[:SAMPLE_BYTES]):
        raise ReadError(path, "is not text and of no known format", "convert it to PDF, DOCX, HTML or text")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    name = _known(declared)
    if name and name not in _WESTERN and name != "utf-8":
        return _lenient(data, name)
    nearly = _lenient(data, "utf-8")
    lost = nearly.text.count("\N{REPLACEMENT CHARACTER}")
    if lost <= BROKEN_SHARE * sum(not c.isascii() for c in nearly.text):
        return nearly
    western = from_western(data)
    if repair(western)[1] or name in _WESTERN:
        return Decoded(western, "cp1252")
    return _detect(data, path, western)


def _lenient(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        text = data.decode(encoding, "replace")
        lost = text.count("\N{REPLACEMENT CHARACTER}")
        where = f"first at byte {error.start + 1}"
        return Decoded(text, encoding, (f"{lost} places are not {encoding.upper()} ({where}); each reads as \ufffd",))


def _detect(data: bytes, path: str, western: str) -> Decoded:
    """What statistics say, for want of anything better; always with a warning."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE_BYTES]).best()
    if best is None:
        raise ReadError(path, "is not text in any known encoding", "save it as UTF-8")
    read = _lenient(data, best.encoding)
    if syllable_share(western[:SAMPLE_BYTES])[0] > syllable_share(read.text[:SAMPLE_BYTES])[0]:
        read = Decoded(western, "cp1252")
    return Decoded(
        read.text, read.encoding, (*read.warnings, f"no encoding is declared; read as {read.encoding} by guess")
    )


def _known(declared: str | None) -> str | None:
    """Python's name of a declared charset; None where there is none or Python does not know it."""
    try:
        return codecs.lookup(declared.strip()).name if declared else None
    except (LookupError, ValueError):
        return None
