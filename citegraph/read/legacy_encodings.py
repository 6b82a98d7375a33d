"""Repair text that was decoded with the wrong encoding (TCVN3, VNI, VISCII, VIQR, Windows-1258).

Before Unicode, Vietnamese was written with fonts that drew the bytes of Western letters as Vietnamese ones. Such text
remains in files, in web pages, and in the text layers of PDF and Word files, where each byte has become a letter of
Windows-1252. All encodings here are undone from that form, wherever the text comes from.

Sources of the tables: TCVN 5712:1993 (VN3, the ABC and .VnTime fonts); RFC 1456 (VISCII and VIQR); the character
tables of Unikey (VNI-Windows). The table of Windows-1258 is Python's. Unicode normalization composes the letters.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import regex

from citegraph.read.syllable_share import MODERN, is_syllable, syllable_share

ENOUGH_SHARE = 0.8
"""An encoding is accepted if at least this share of its marked words are Vietnamese syllables, ..."""
DOUBTFUL_SHARE = 0.5
"""... and less than this share were syllables before."""
ENOUGH_WORDS = 3
"""Fewer marked words are not enough evidence."""
VIQR_SHARE = 0.1
"""The share of words with VIQR marks from which an ASCII text is VIQR; formulas and misprints reach far less."""
SAMPLE_CHARS = 20_000
"""How much of a text is examined, in characters; all of it is converted."""

_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"

# The 256 characters of Windows-1252; the five undefined bytes map to themselves, as in browsers.
_WESTERN = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))
_BYTE_OF = {**{chr(byte): byte for byte in range(256)}, **{letter: byte for byte, letter in enumerate(_WESTERN)}}


def decode_western(data: bytes) -> str:
    """Decode bytes as Windows-1252, which never fails. Text in an old Vietnamese encoding is then left to `repair`."""
    return codecs.charmap_decode(data, "strict", _WESTERN)[0]


def _byte_table(first: int, letters: str) -> dict[int, str]:
    """Return a table for str.translate from the bytes `first`, `first` + 1, … to letters; "·" means none."""
    pairs = {first + i: letter for i, letter in enumerate(letters) if letter != "·"}
    return {form: letter for byte, letter in pairs.items() for form in {byte, ord(_WESTERN[byte])}}


_TCVN3 = _byte_table(
    0xA1,
    "ĂÂÊÔƠƯĐăâêôơưđ······àảãáạ·ằẳẵắ·······ặầẩẫấậè·ẻẽéẹềểễếệìỉ···ĩíịò·ỏõóọồổỗốộờởỡớợù·ủũúụừửữứựỳỷỹýỵ",
)
_VISCII = {
    0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ",
    **_byte_table(
        0x80,
        "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
        "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
    ),
}  # fmt: skip

_WINDOWS_1258 = _byte_table(
    0x80, "".join(bytes([byte]).decode("cp1258", "ignore") or "·" for byte in range(0x80, 0x100))
)

_HYPHENATED = regex.compile(r"(?<![\p{L}\d/-])(?:\p{L}+-\p{L}*|-\p{L}+)(?![\p{L}\d/-])")

# VNI writes a letter, then a byte for its marks; _VNI_LETTERS are single bytes for whole letters.
_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "î": "ỵ", "æ": "ỉ", "ó": "ĩ", "ò": "ị"}
_VNI_MARKS = {
    "ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "â": _CIRCUMFLEX, "á": _CIRCUMFLEX + _ACUTE, "à": _CIRCUMFLEX + _GRAVE, "å": _CIRCUMFLEX + _HOOK,
    "ã": _CIRCUMFLEX + _TILDE, "ä": _CIRCUMFLEX + _DOT,
    "ê": _BREVE, "é": _BREVE + _ACUTE, "è": _BREVE + _GRAVE, "ú": _BREVE + _HOOK,
    "ü": _BREVE + _TILDE, "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_LETTER = {**_VNI_LETTERS, **{k.upper(): v.upper() for k, v in _VNI_LETTERS.items()}}
_VNI_MARK = {**_VNI_MARKS, **{k.upper(): v for k, v in _VNI_MARKS.items()}}
_VNI_PAIR = regex.compile(f"([aeouyôöAEOUYÔÖ])([{''.join(_VNI_MARK)}])|[{''.join(_VNI_LETTER)}]")

# VIQR (RFC 1456): ASCII with marks after the letters; a backslash before a literal character.
_VIQR_MARKS = {
    "'": _ACUTE, "`": _GRAVE, "?": _HOOK, "~": _TILDE, ".": _DOT, "^": _CIRCUMFLEX, "(": _BREVE, "+": "\u031b",
}  # fmt: skip
_VIQR_WORD = regex.compile(r"(?:dd|DD|Dd|[AEIOUYaeiouy][\^(+]?['`?~.]?|[A-Za-z])+")
_VIQR_UNIT = regex.compile(r"(?P<d>dd|DD|Dd)|(?P<vowel>[AEIOUYaeiouy])(?P<marks>[\^(+]?['`?~.]?)|[A-Za-z]")
_VIQR_TRACE = regex.compile(r"[aeo]\^['`?~.]|[ou]\+['`?~.]|\bdd[aeiou]")

_DOUBLE_DECODED = regex.compile(
    r"[\u0080-\u00ff" + regex.escape("".join(c for c in _WESTERN if ord(c) > 255)) + "]{2,}"
)


def _from_tcvn3(text: str) -> str:
    read = _HYPHENATED.sub(_restore_u, text.translate(_TCVN3))
    return "".join(_with_capital_tone_letters(line) for line in read.splitlines(keepends=True))


def _restore_u(word: regex.Match[str]) -> str:
    """Return a word with its lost "ư", which is read as a soft hyphen, or in PDF as a plain hyphen: "ng-ời", "th-"."""
    read: str = word.group().replace("-", "ư")
    return read if is_syllable(read) else word.group()


def _with_capital_tone_letters(line: str) -> str:
    """Return a line with capital tone letters.

    TCVN3 has a separate font for capitals with tones. If all plain letters are capitals, the letters with tones are as
    well.
    """
    plain = [c for c in line if c.isascii() and c.isalpha()]
    if len(plain) > 3 and all(c.isupper() for c in plain):
        return line.upper()
    return regex.sub(r"\b(?=\w*[A-Z]\w*[A-Z])[^\Wa-z]+\b", lambda word: word.group().upper(), line)


def _from_vni(text: str) -> str:
    def decode_letter(found: regex.Match[str]) -> str:
        base, mark = found.groups()
        if base is None:
            return _VNI_LETTER[found.group()]
        return unicodedata.normalize("NFC", _VNI_LETTER.get(base, base) + _VNI_MARK[mark])

    return _VNI_PAIR.sub(decode_letter, text)


def _from_viscii(text: str) -> str:
    return text.translate(_VISCII)


def _from_windows_1258(text: str) -> str:
    # This code page has separate characters for the tones, so the original normalization form is unknown.
    return unicodedata.normalize("NFC", text.translate(_WINDOWS_1258))


def _undo_double_decoding(text: str) -> str:
    def decode_run(found: regex.Match[str]) -> str:
        try:
            return bytes(_BYTE_OF[letter] for letter in found.group()).decode("utf-8")
        except UnicodeDecodeError:
            return found.group()

    return _DOUBLE_DECODED.sub(decode_run, text)


def _word_from_viqr(word: str) -> str:
    def decode_unit(found: regex.Match[str]) -> str:
        if found["d"]:
            return "đ" if found["d"] == "dd" else "Đ"
        marks = found["marks"]
        return (
            unicodedata.normalize("NFC", found["vowel"] + "".join(map(_VIQR_MARKS.__getitem__, marks)))
            if marks
            else found.group()
        )

    return _VIQR_UNIT.sub(decode_unit, word)


def _from_viqr(text: str) -> str:
    def decode_word(found: regex.Match[str]) -> str:
        whole, rest = found.group(), ""
        if whole[-1] in ".?" and text[found.end() : found.end() + 1] in ("", "\r", "\n"):
            whole, rest = whole[:-1], whole[-1]  # punctuation at the end of a line ends a sentence
        for cut in (len(whole), len(whole) - 1):
            read = _word_from_viqr(whole[:cut])
            if is_syllable(read):
                return read + whole[cut:] + rest
        # A word that is not a syllable is an abbreviation ("QDD") or not Vietnamese.
        return found.group().replace("DD", "Đ") if found.group().isupper() else found.group()

    return regex.sub(r"\\(?=[\^(+'`?~.\\dD])", "", _VIQR_WORD.sub(decode_word, text))


@dataclass(frozen=True, slots=True)
class Legacy:
    """An old encoding."""

    name: str
    traces: tuple[str, ...]  # every longer text in the encoding, read as Windows-1252, contains at least one of these
    undo: Callable[[str], str]
    source: str


LEGACY = (
    Legacy(
        "UTF-8 read as Windows-1252", ("áº", "á»", "Ä‘", "Ä\x91", "Æ°"), _undo_double_decoding, "Unicode, chapter 3.9"
    ),
    Legacy("TCVN3 (ABC, .VnTime)", ("®", "§", "µ", "¸"), _from_tcvn3, "TCVN 5712:1993"),
    Legacy("VNI-Windows", ("ñ", "Ñ", "ö", "aù", "aø", "eä", "oä"), _from_vni, "Unikey's keyboard tables"),
    Legacy("VISCII", ("ð", "Ð", "ß", "½", "¾"), _from_viscii, "RFC 1456"),
    Legacy("Windows-1258", ("ð", "Ð", "ý", "õ", "ì", "ò"), _from_windows_1258, "Microsoft code page 1258"),
)


def repair(text: str) -> tuple[str, str | None]:
    """Undo an old encoding.

    Lines that already are Vietnamese in Unicode are unchanged, so a text of both kinds is repaired correctly. A text is
    changed only if nearly all of its marked words become Vietnamese syllables that they were not before.

    Returns:
        The repaired text, and the name of the encoding that was undone; (text, None) if none was.
    """
    if text.isascii():
        return _repair_ascii(text)
    lines = text.splitlines(keepends=True)
    old = [line for line in lines if not line.isascii() and not MODERN.search(line)]
    if not old:
        return text, None
    sample = "".join(old)[:SAMPLE_CHARS]
    before, words = syllable_share(sample)
    if words < ENOUGH_WORDS or before >= DOUBTFUL_SHARE:
        return text, None
    suspects = [legacy for legacy in LEGACY if any(trace in text for trace in legacy.traces)]
    if not suspects:
        return text, None
    judged = [(*syllable_share(legacy.undo(sample)), legacy) for legacy in suspects]
    share, read, legacy = max(judged, key=lambda verdict: verdict[0])
    if share < ENOUGH_SHARE or read < words / 2:  # in a Vietnamese text most marked words stay marked
        return text, None
    return "".join(line if MODERN.search(line) else legacy.undo(line) for line in lines), legacy.name


def _repair_ascii(text: str) -> tuple[str, str | None]:
    if "^" not in text:
        return text, None
    sample = text[:SAMPLE_CHARS]
    if len(_VIQR_TRACE.findall(sample)) < max(ENOUGH_WORDS, VIQR_SHARE * len(sample.split())):
        return text, None
    converted = _from_viqr(text)
    share, words = syllable_share(converted[:SAMPLE_CHARS])
    return (converted, "VIQR") if share >= ENOUGH_SHARE and words >= ENOUGH_WORDS else (text, None)
