"""Decode bytes to text, with a warning for each doubt about the encoding."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import AnyStr

from citegraph.errors import ReadError
from citegraph.i18n import message
from citegraph.read.legacy_encodings import decode_western, repair
from citegraph.read.syllable_share import syllable_share

BROKEN_SHARE = 0.1
"""The largest share of the non-ASCII characters that may be broken in a text that is still taken for UTF-8."""
SAMPLE_BYTES = 64 * 1024
"""How much of a file is examined to detect an undeclared encoding, in bytes."""

_MARKS = (  # UTF-32 first, because its mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
"""Bytes that files in binary formats contain, and texts hardly ever do."""
_WESTERN = {"cp1252", "iso8859-1", "iso8859-15", "ascii"}
"""Charsets that pages declare by default whatever they contain. They do not rule out an old Vietnamese encoding."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded text, its encoding, and warnings about it."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def encoding_of(head: bytes) -> str | None:
    """Return the encoding shown by the first bytes: a byte order mark, or UTF-16 without one; else None."""
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    if marked or b"\0" not in head:
        return marked
    head = head[: len(head) // 2 * 2]
    pairs = len(head) // 2
    low, high = head[0::2].count(0), head[1::2].count(0)
    # At least a third of Vietnamese letters are ASCII, whose high byte in UTF-16 is zero.
    if pairs >= 4 and high > pairs / 3 and low < pairs / 20:
        return "utf-16-le"
    if pairs >= 4 and low > pairs / 3 and high < pairs / 20:
        return "utf-16-be"
    return None


def is_binary(head: bytes) -> bool:
    """Whether the bytes are not text in any encoding: they have zero bytes where UTF-16 has none."""
    return b"\0" in head and encoding_of(head) is None


def remove_zero_bytes(data: AnyStr) -> tuple[AnyStr, tuple[str, ...]]:
    """Remove zero bytes, which some programs use as padding.

    Returns:
        The bytes or text without zero bytes, and a warning if there were any.
    """
    zero, nothing = ("\0", "") if isinstance(data, str) else (b"\0", b"")
    zeros = data.count(zero)
    return (data.replace(zero, nothing), (message("doubt.zeros", n=zeros),)) if zeros else (data, ())


def _remove_stray_zero_bytes(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Remove the zero bytes of a text that a crash or a faulty program left in it; other bytes are unchanged."""
    head = data[:SAMPLE_BYTES]
    if b"\0" not in data or encoding_of(head) not in (None, "utf-8"):
        return data, ()
    return (data, ()) if _CONTROLS.search(head) or 2 * data.count(b"\0") > len(data) else remove_zero_bytes(data)


def decode(data: bytes, path: str, *, declared: str | None = None) -> Decoded:
    """Decode `data` to text, without its byte order mark and with newlines unchanged.

    Old Vietnamese encodings are converted. All other text keeps its normalization form (NFC or NFD).

    Args:
        data: The bytes of the file.
        path: The path of the file, for messages.
        declared: The charset that the page or file declares.

    Raises:
        ReadError: The bytes are not text.
    """
    data, zeros = _remove_stray_zero_bytes(data)
    raw = decode_without_repair(data, path, declared)
    text, legacy = repair(raw.text)
    if legacy is not None:
        return Decoded(text, legacy, (*zeros, *raw.warnings, message("doubt.legacy", encoding=legacy)))
    warnings = (*zeros, *raw.warnings)
    if raw.encoding in _WESTERN and not text.isascii() and not declared:
        warnings = (*warnings, message("doubt.encoding", encoding="Windows-1252"))
    lost = text.count("\N{REPLACEMENT CHARACTER}")
    if lost and warnings == zeros:
        warnings = (message("doubt.lost", n=lost),)
    return Decoded(text, raw.encoding, warnings)


def decode_without_repair(data: bytes, path: str, declared: str | None = None) -> Decoded:
    """Like `decode`, but old Vietnamese encodings are left as the Western letters of their bytes."""
    detected = encoding_of(data[:SAMPLE_BYTES])
    if detected:
        mark = next((mark for mark, name in _MARKS if data.startswith(mark)), b"")
        return _decode_with_replacement(data[len(mark) :], detected)
    if is_binary(data[:SAMPLE_BYTES]):
        raise ReadError(path, message("file.unknown_format"), message("do.to_known_format"))
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    name = _codec_name(declared)
    if name and name not in _WESTERN and name != "utf-8":
        return _decode_with_replacement(data, name)
    lenient = _decode_with_replacement(data, "utf-8")
    lost = lenient.text.count("\N{REPLACEMENT CHARACTER}")
    if lost <= BROKEN_SHARE * sum(not c.isascii() for c in lenient.text):
        return lenient
    western = decode_western(data)
    if repair(western)[1] or name in _WESTERN:
        return Decoded(western, "cp1252")
    return _guess_encoding(data, path, western)


def _decode_with_replacement(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        text = data.decode(encoding, "replace")
        lost = text.count("\N{REPLACEMENT CHARACTER}")
        doubt = message("doubt.invalid_bytes", n=lost, encoding=encoding.upper(), at=error.start + 1, sign="\ufffd")
        return Decoded(text, encoding, (doubt,))


def _guess_encoding(data: bytes, path: str, western: str) -> Decoded:
    """Guess the encoding by statistics, as a last resort; always with a warning."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE_BYTES]).best()
    if best is None:
        raise ReadError(path, message("file.unknown_encoding"), message("do.to_utf8"))
    read = _decode_with_replacement(data, best.encoding)
    if syllable_share(western[:SAMPLE_BYTES])[0] > syllable_share(read.text[:SAMPLE_BYTES])[0]:
        read = Decoded(western, "cp1252")
    return Decoded(read.text, read.encoding, (*read.warnings, message("doubt.guess", encoding=read.encoding)))


def _codec_name(declared: str | None) -> str | None:
    """Return Python's name of a declared charset, or None if it is missing or unknown."""
    try:
        return codecs.lookup(declared.strip()).name if declared else None
    except (LookupError, ValueError):
        return None
