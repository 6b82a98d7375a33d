"""Text in, folded text out: one spelling for what writers and machines spell in many, and the way back to offsets.

Folding makes the variants that carry no meaning equal (composed and decomposed letters, no-break and zero-width spaces,
look-alike dashes and letters, HTML entities and stray tags, old and new placing of the tone mark), so that the grammar
needs one pattern for each thing. Spans found in folded text are mapped back to the text as it was.
"""

from __future__ import annotations

import html
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from unicodedata import is_normalized

import regex

from citegraph.model import Span

_SPACES = (
    "\N{NO-BREAK SPACE}\N{EN QUAD}\N{EM QUAD}\N{EN SPACE}\N{EM SPACE}\N{THREE-PER-EM SPACE}\N{FOUR-PER-EM SPACE}"
    "\N{SIX-PER-EM SPACE}\N{FIGURE SPACE}\N{PUNCTUATION SPACE}\N{THIN SPACE}\N{HAIR SPACE}"
    "\N{NARROW NO-BREAK SPACE}\N{MEDIUM MATHEMATICAL SPACE}\N{IDEOGRAPHIC SPACE}\t"
)
_DASHES = (
    "\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}\N{HORIZONTAL BAR}\N{MINUS SIGN}"
    "\N{SMALL HYPHEN-MINUS}\N{FULLWIDTH HYPHEN-MINUS}"
)
_SLASHES = "\N{FRACTION SLASH}\N{DIVISION SLASH}\N{FULLWIDTH SOLIDUS}"
_INVISIBLE = (
    "\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}"
    "\N{SOFT HYPHEN}\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}"
)
_ONE_TO_ONE = {
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _SLASHES), "/"),
    ord("\N{LATIN CAPITAL LETTER ETH}"): "Đ",
    ord("\N{LATIN CAPITAL LETTER AFRICAN D}"): "Đ",
    ord("\N{LATIN SMALL LETTER ETH}"): "đ",
}
_BREAKING_TAGS = (
    "address|article|aside|blockquote|br|dd|div|dl|dt|figcaption|h[1-6]|hr|li|ol|p|section|table|td|th|tr|ul"
)

_ATTRIBUTES = r"(?:\s[^<>=]{0,60}=[^<>]{0,500})?\s{0,3}/?"
# The tone and vowel marks of Vietnamese as numbered entities: grave, acute, tilde, hook, dot; circumflex, breve, horn.
_MARK_ENTITY = r"&\#(?:768|769|771|777|803|770|774|795);"

# Everything whose folded form has another length. One alternation, no nested quantifier.
_LENGTH_CHANGING = regex.compile(
    rf"""
      (?P<mark>      [^\W\d_](?:\p{{Mn}}|{_MARK_ENTITY})+ )   # a letter and its combining marks
    | (?P<invisible> [{_INVISIBLE}\p{{Mn}}]+ )
    | (?P<entity>    &(?:amp;)*(?:\#\d{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z]\w{{1,9}}); )
    | (?P<breaking>  </?(?:{_BREAKING_TAGS}){_ATTRIBUTES}> )
    | (?P<tag>       </?[A-Za-z][\w:-]{{0,30}}{_ATTRIBUTES}> )
    | (?P<bold>      \*\*+ )                                 # Markdown's bold is no part of what is said
    | (?P<newline>   [ ]*\r\n?[ ]* | [ ]+\n[ ]* | \n[ ]+ )
    | (?P<blank>     [ ][ ]+ )
    """,
    regex.VERBOSE,
)
_LENGTH_CHANGING_HINT = regex.compile(rf"[{_INVISIBLE}\p{{Mn}}&<\r]|\*\*|  | \n|\n ")
_SEGMENTED = regex.compile(r"(?<=\p{L})_(?=\p{L})")  # word segmentation writes "Nghị_quyết"
# A line that goes on in lower case or with a digit was broken by its width, not by its writer.
_SOFT_BREAK = regex.compile(
    r"(?<=\d[-/])\n|(?<=[\p{L}\d,/-])\n(?=(?:\p{Ll}|\d+[ ]?[-/][ ]?\p{Lu}|NQ|QĐ|CT/|KL/|T[WƯ]))"
)

_TONES = (
    "\N{COMBINING GRAVE ACCENT}\N{COMBINING ACUTE ACCENT}\N{COMBINING HOOK ABOVE}\N{COMBINING TILDE}"
    "\N{COMBINING DOT BELOW}"
)


def _toned(letter: str, tone: str) -> str:
    return unicodedata.normalize("NFC", letter + tone)


# "hoá" and "hóa", "uỷ" and "ủy": the mark on the second vowel (older habit) to the first (newer habit).
_NEW_PLACE = {
    first + _toned(second, tone): _toned(first, tone) + second
    for first, second in ("oa", "oe", "uy", "Oa", "Oe", "Uy", "OA", "OE", "UY")
    for tone in _TONES
}
_OLD_PLACE = regex.compile(rf"(?<![qQ])(?:{'|'.join(map(regex.escape, _NEW_PLACE))})(?!\p{{L}})")


# What a removal leaves side by side can fold again ("a <b> c"); text from people and machines settles in two rounds.
_MOST_ROUNDS = 8

_Change = tuple[int, int, int, int]  # folded start, folded end, original start, original end


class _Round:
    """The changes of one round of folding, rising, and the way back over them."""

    __slots__ = ("_changes", "_starts")

    def __init__(self, changes: list[_Change]) -> None:
        self._changes = changes
        self._starts = [change[0] for change in changes]

    def back(self, position: int, *, end: bool) -> int:
        """The original offset of a folded one; `end` says that it ends a stretch rather than begins one."""
        index = bisect_right(self._starts, position) - 1
        if end:  # an end that touches the start of a change lies before it
            while index >= 0 and self._starts[index] >= position:
                index -= 1
        if index < 0:
            return position
        folded_start, folded_end, start, stop = self._changes[index]
        if position < folded_end:
            return stop if end and position > folded_start else start
        return stop + position - folded_end


class Folded:
    """Folded text and the way back: `span` maps a stretch of it to code points of the original."""

    __slots__ = ("_rounds", "text")

    def __init__(self, text: str, rounds: tuple[_Round, ...] = ()) -> None:
        self.text = text
        self._rounds = rounds

    def span(self, start: int, end: int) -> Span:
        """The stretch `[start, end)` of the folded text as a span of the original."""
        for folding in reversed(self._rounds):
            start, end = folding.back(start, end=False), folding.back(end, end=True)
        return Span(start, max(start, end))


def fold(text: str) -> Folded:
    """Fold `text`. Folding is idempotent: `fold(fold(t).text).text == fold(t).text`."""
    rounds: list[_Round] = []
    text = text.translate(_ONE_TO_ONE)
    while len(rounds) < _MOST_ROUNDS and (_LENGTH_CHANGING_HINT.search(text) or not is_normalized("NFC", text)):
        text, changes = _change_lengths(text)
        if not changes:
            break
        text = text.translate(_ONE_TO_ONE)
        rounds.append(_Round(changes))
    if "_" in text:
        text = _SEGMENTED.sub(" ", text)
    if "\n" in text:
        text = _SOFT_BREAK.sub(" ", text)
    text = _OLD_PLACE.sub(lambda match: _NEW_PLACE[match.group()], text)
    return Folded(text, tuple(rounds))


def _change_lengths(text: str) -> tuple[str, list[_Change]]:
    """One round of the foldings that change lengths, and what they changed."""
    changes: list[_Change] = []
    pieces: list[str] = []
    done = length = 0
    for match in _LENGTH_CHANGING.finditer(text):
        replacement = _replacement(match.lastgroup or "", match.group())
        if replacement == match.group():
            continue
        start, stop = match.span()
        pieces += (text[done:start], replacement)
        length += start - done
        changes.append((length, length + len(replacement), start, stop))
        length += len(replacement)
        done = stop
    pieces.append(text[done:])
    return "".join(pieces), changes


def _replacement(group: str, found: str) -> str:
    match group:
        case "mark":
            return unicodedata.normalize("NFC", html.unescape(found))
        case "entity":
            return _decode(found)
        case "breaking" | "newline":
            return "\n"
        case "blank":
            return " "
    return ""


@lru_cache(maxsize=512)
def _decode(entity: str) -> str:
    decoded = html.unescape(entity)
    while decoded != entity and decoded.endswith(";"):  # escaped more than once: "&amp;agrave;"
        entity, decoded = decoded, html.unescape(decoded)
    if any(c in _INVISIBLE or unicodedata.combining(c) for c in decoded):
        return ""
    if decoded in "<>":  # an escaped bracket is text, and must not look like a tag to a second reading
        return (
            "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}"
            if decoded == "<"
            else "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
        )
    return decoded if decoded.isprintable() or decoded == "\N{NO-BREAK SPACE}" else " "


_WORD = regex.compile(r"[\p{L}\d]+")
_BASE = str.maketrans("đĐ", "dD")


def words(text: str) -> list[str]:
    """The words of `text` for comparing: folded, lower case, without punctuation; diacritics kept."""
    return _WORD.findall(fold(text).text.lower())


def bare(text: str) -> str:
    """`text` in lower case without diacritics, đ as d, as people type it in a hurry: "bao ve nen tang"."""
    decomposed = unicodedata.normalize("NFD", text.translate(_BASE))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def toneless(text: str) -> str:
    """`text` without its tone marks: "định" → "đinh", "quyết" → "quyêt"."""
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))


def tidy(text: str) -> str:
    """`text` folded, with every run of white space made one space and none at its ends."""
    return " ".join(fold(text).text.split())
