"""Fold text to one spelling, and map positions back to the original.

Folding makes the variants that carry no meaning equal (composed and decomposed letters, no-break and zero-width spaces,
look-alike dashes and letters, HTML entities and stray tags, old and new placing of the tone mark), so that the grammar
needs one pattern for each thing. Spans found in folded text are mapped back to the text as it was.
"""

from __future__ import annotations

import html
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

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
_LETTERS = {
    "\N{LATIN CAPITAL LETTER ETH}": "Đ",
    "\N{LATIN CAPITAL LETTER AFRICAN D}": "Đ",
    "\N{LATIN SMALL LETTER ETH}": "đ",
}
# Zeros, each with the other digits behind it: what patterns take for a digit is 0 to 9 once it is folded.
_ZEROS = (
    "\u0660\u06f0\u07c0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0de6\u0e50\u0ed0\u0f20\u1040\u1090\u17e0"
    "\u1810\u1946\u19d0\u1a80\u1a90\u1b50\u1bb0\u1c40\u1c50\ua620\ua8d0\ua900\ua9d0\ua9f0\uaa50\uabf0\uff10\U000104a0"
    "\U00010d30\U00010d40\U00011066\U000110f0\U00011136\U000111d0\U000112f0\U00011450\U000114d0\U00011650\U000116c0"
    "\U000116d0\U000116da\U00011730\U000118e0\U00011950\U00011bf0\U00011c50\U00011d50\U00011da0\U00011de0\U00011f50"
    "\U00016130\U00016a60\U00016ac0\U00016b50\U00016d70\U0001ccf0\U0001d7ce\U0001d7d8\U0001d7e2\U0001d7ec\U0001d7f6"
    "\U0001e140\U0001e2f0\U0001e4f0\U0001e5f1\U0001e950\U0001fbf0"
)
DIGITS = {chr(ord(zero) + digit): str(digit) for zero in _ZEROS for digit in range(10)}
"""The digits of other scripts, full-width ones among them, and what they fold to."""
_ONE_TO_ONE = {
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_SLASHES, "/"),
    **_LETTERS,
    **DIGITS,
}
_TO_ONE = str.maketrans(_ONE_TO_ONE)
_BREAKING_TAGS = (
    "address|article|aside|blockquote|br|dd|div|dl|dt|figcaption|h[1-6]|hr|li|ol|p|section|table|td|th|tr|ul"
)

TONES = (
    "\N{COMBINING GRAVE ACCENT}\N{COMBINING ACUTE ACCENT}\N{COMBINING HOOK ABOVE}\N{COMBINING TILDE}"
    "\N{COMBINING DOT BELOW}"
)
_MARKS = TONES + "\N{COMBINING CIRCUMFLEX ACCENT}\N{COMBINING BREVE}\N{COMBINING HORN}"
_ATTRIBUTES = r"(?:\s[^<>=]{0,60}=[^<>]{0,500})?\s{0,3}/?"
_MARK_ENTITY = rf"&\#(?:{'|'.join(str(ord(mark)) for mark in _MARKS)});"

# Everything whose folded form has another length. One alternation, no nested quantifier.
_LENGTH_CHANGING = regex.compile(
    rf"""
      (?P<mark>      [^\W\d_](?:[{_MARKS}]++|{_MARK_ENTITY})+ )   # a letter and its combining marks
    | (?P<invisible> [{_INVISIBLE}{_MARKS}]+ )
    | (?P<entity>    &(?:amp;)*(?:\#\d{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z]\w{{1,9}}); )
    | (?P<breaking>  </?(?:{_BREAKING_TAGS}){_ATTRIBUTES}> )
    | (?P<tag>       </?[A-Za-z][\w:-]{{0,30}}{_ATTRIBUTES}> )
    | (?P<bold>      \*\*+ )                                 # Markdown's bold is no part of what is said
    | (?P<newline>   [ ]*\r\n?[ ]* | [ ]+\n[ ]* | \n[ ]+ )
    | (?P<blank>     [ ][ ]+ )
    """,
    regex.VERBOSE,
)
# What each of these foldings holds or begins with: a text without them, as most are, is passed over at the speed of a
# search for a character.
_SIGNS = ("&", "<", "\r", "**", "  ", " \r", " \n", "\n ", *_INVISIBLE)
_CHANGING = (*_SIGNS, *_MARKS)
_BEHIND_LETTER = frozenset(("&", *_MARKS))  # those that belong to the letter before them: "e&#769;"
UNEVEN = frozenset((*_CHANGING, *_ONE_TO_ONE))
"""What `fold_same_length` does not fold: a text without any of these needs no more than that."""
HIDING = ("&", "<", "**", *_INVISIBLE, *_MARKS, *_LETTERS)
"""Those that may stand inside a word, so that it is not found before they are folded."""
GAPS = {
    **{gap: gap for gap in ("  ", " \n", "\r", " \r")},
    **{blank + space: space for blank in ("", " ") for space in _SPACES},
    "\n": "\n ",
    "_": "",
}
"""What may stand for the blank between two syllables, or begins what may, and which of UNEVEN may then stand there."""
_SEGMENTED = regex.compile(r"(?<=\p{L})_(?=\p{L})")  # word segmentation writes "Nghị_quyết"
# A line that goes on in lower case or with a digit was broken by its width, not by its writer.
_SOFT_BREAK = regex.compile(
    r"(?<=[\d\p{Lu}][-/])\n(?!\n)|(?<=[\p{L}\d,/-])\n(?=(?:\p{Ll}|\d+[ ]?[-/][ ]?\p{Lu}|NQ|QĐ|CT/|KL/|T[WƯ]))"
)


def _toned(letter: str, tone: str) -> str:
    return unicodedata.normalize("NFC", letter + tone)


# "hoá" and "hóa", "uỷ" and "ủy": the mark on the second vowel (older habit) to the first (newer habit).
_NEW_PLACE = {
    first + _toned(second, tone): _toned(first, tone) + second
    for first, second in ("oa", "oe", "uy", "Oa", "Oe", "Uy", "OA", "OE", "UY")
    for tone in TONES
}
_SECOND = "".join(sorted({old[1] for old in _NEW_PLACE}))
_OLD_PLACE = regex.compile(rf"(?<![qQ])[oOuU][{_SECOND}](?![\p{{L}}\p{{M}}])")  # "quý": the u belongs to the q


# What any of the foldings begins with, alone or with what may come behind it.
_FOLDABLE = regex.compile(
    rf"[{regex.escape(''.join(sorted(s for s in UNEVEN if len(s) == 1)))}_*]|[ ][ \n]|\n[ ]|{_OLD_PLACE.pattern}"
)

# What a removal leaves side by side can fold again ("a <b> c"); text from people and machines settles in two rounds.
# In text that does not, which was made to nest without end, no sign opens a tag or an entity after so many.
_MOST_ROUNDS = 8
_SETTLED = str.maketrans({"<": "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}", "&": "\N{FULLWIDTH AMPERSAND}"})

_WINDOW = 1 << 16  # code points in which places to change are looked for together
_PIECES = 1 << 14  # pieces of folded text that are kept apart


class _Round:
    """The changes of one round of folding, rising, and the way back over them."""

    __slots__ = ("_folded_ends", "_folded_starts", "_starts", "_stops")

    def __init__(self) -> None:
        # There may be one in each two code points: 16 bytes for each, not the 200 of a tuple.
        self._folded_starts, self._folded_ends, self._starts, self._stops = (array("I") for _ in range(4))

    def __len__(self) -> int:
        return len(self._starts)

    def add(self, folded_start: int, folded_end: int, start: int, stop: int) -> None:
        """Take note of a change behind all others: `[start, stop)` of the original stands folded there."""
        self._folded_starts.append(folded_start)
        self._folded_ends.append(folded_end)
        self._starts.append(start)
        self._stops.append(stop)

    def forth(self, position: int) -> int:
        """The folded offset of an original one that no change touches."""
        index = bisect_right(self._stops, position) - 1
        return position if index < 0 else position - self._stops[index] + self._folded_ends[index]

    def back(self, position: int, *, end: bool) -> int:
        """The original offset of a folded one; `end` says that it ends a stretch rather than begins one."""
        index = bisect_right(self._folded_starts, position) - 1
        if end:  # an end that touches the start of a change lies before it
            while index >= 0 and self._folded_starts[index] >= position:
                index -= 1
        if index < 0:
            return position
        if position < self._folded_ends[index]:
            return self._stops[index] if end and position > self._folded_starts[index] else self._starts[index]
        return self._stops[index] + position - self._folded_ends[index]


class Folded:
    """Folded text and the way back: `span` maps a stretch of it to code points of the original."""

    __slots__ = ("_rounds", "text")

    def __init__(self, text: str, rounds: tuple[_Round, ...] = ()) -> None:
        self.text = text
        self._rounds = rounds

    def folded_position(self, position: int) -> int:
        """Where in the folded text the character stands that was at `position` of the original, itself unchanged."""
        for folding in self._rounds:
            position = folding.forth(position)
        return position

    def span(self, start: int, end: int) -> Span:
        """The stretch `[start, end)` of the folded text as a span of the original."""
        for folding in reversed(self._rounds):
            start, end = folding.back(start, end=False), folding.back(end, end=True)
        return Span(start, max(start, end))


def fold(text: str) -> Folded:
    """Fold `text`. Folding is idempotent: `fold(fold(t).text).text == fold(t).text`."""
    folded = fold_except_tones(text)
    folded.text = move_tone_marks(folded.text)
    return folded


def fold_except_tones(text: str, signs: Collection[str] = UNEVEN) -> Folded:
    """`text` folded but for the place of tone marks, which `move_tone_marks` can do where it matters.

    `signs` are those of UNEVEN that stand in it, where that is known.
    """
    rounds: list[_Round] = []
    text = _one_to_one(text, signs)
    if any(space in signs for space in _SPACES):  # which may stand beside blanks
        signs = UNEVEN
    while True:
        text, changes, again = _change_lengths(text, signs)
        signs = UNEVEN
        if not changes:
            break
        rounds.append(changes)
        if not again:
            break
        if len(rounds) == _MOST_ROUNDS:
            text = text.translate(_SETTLED)
    return Folded(fold_same_length(text), tuple(rounds))


def fold_same_length(text: str) -> str:
    """`text`, of the same length, with a blank for each mere break of a line and each sign of word segmentation."""
    if "_" in text:
        text = _SEGMENTED.sub(" ", text)
    if "\n" in text:
        text = _SOFT_BREAK.sub(" ", text)
    return text


def is_folded(opening: str) -> bool:
    """Whether a text that goes on with `opening` surely says just that when folded, save a blank for a line break."""
    return _FOLDABLE.search(opening) is None


def move_tone_marks(text: str) -> str:
    """`text`, of the same length, with the tone marks of "hoá" and "uỷ" where newer spelling has them: "hóa", "ủy"."""
    return _OLD_PLACE.sub(_placed, text)


def _placed(match: regex.Match[str]) -> str:
    old: str = match.group()
    return _NEW_PLACE.get(old, old)


def _one_to_one(text: str, signs: Collection[str]) -> str:
    if not text.isascii() or "\t" in text:
        for sign in set(text).intersection(_ONE_TO_ONE) if signs is UNEVEN else signs:
            if sign in _ONE_TO_ONE:
                text = text.replace(sign, _ONE_TO_ONE[sign])
    return text


def _change_lengths(text: str, signs: Collection[str]) -> tuple[str, _Round, bool]:
    """One round of the foldings that change lengths, what they changed, and whether that may call for another round."""
    changes = _Round()
    whole: list[str] = []
    pieces: list[str] = []
    done = length = 0
    again = False
    for match in _changing(text, signs):
        kind = match.lastgroup or ""
        replacement = _REPLACEMENTS.get(kind)
        if replacement is None:
            again = True
            replacement = _replacement(kind, match.group())
            if replacement == match.group():
                continue
        start, stop = match.span()
        pieces += (text[done:start], replacement)
        length += start - done
        changes.add(length, length + len(replacement), start, stop)
        length += len(replacement)
        done = stop
        if len(pieces) >= _PIECES:
            whole.append("".join(pieces))
            pieces = []
    return "".join([*whole, *pieces, text[done:]]), changes, again


def _changing(text: str, signs: Collection[str]) -> Iterator[regex.Match[str]]:
    """The places of what changes its length, tried only where one of the `signs` of it stands."""
    done = 0
    for at in _spots(text, [sign for sign in _CHANGING if sign in signs]):
        if at < done:
            continue
        match = None
        if at > done and text[at] in _BEHIND_LETTER:
            match = _LENGTH_CHANGING.match(text, at - 1)
        if match is None or match.lastgroup != "mark":
            match = _LENGTH_CHANGING.match(text, at)
        if match is not None:
            done = match.end()
            yield match


def _spots(text: str, signs: Iterable[str]) -> Iterator[int]:
    """The places where one of the signs begins, rising, each at least once where signs overlap themselves."""
    for begin in range(0, len(text), _WINDOW):
        spots: list[int] = []
        for sign in signs:
            end = begin + _WINDOW + len(sign) - 1
            at = text.find(sign, begin, end)
            while at >= 0:
                spots.append(at)
                at = text.find(sign, at + len(sign), end)
        spots.sort()
        yield from spots


# White space folds to what needs no second look.
_REPLACEMENTS = {"newline": "\n", "blank": " "}


def _replacement(kind: str, found: str) -> str:
    match kind:
        case "mark":
            return unicodedata.normalize("NFC", html.unescape(found))
        case "entity":
            return _decode(found)
        case "breaking":
            return "\n"
    return ""


@lru_cache(maxsize=512)
def _decode(entity: str) -> str:
    decoded = html.unescape(entity)
    while decoded != entity and decoded.endswith(";"):  # escaped more than once: "&amp;agrave;"
        entity, decoded = decoded, html.unescape(decoded)
    if any(c in _INVISIBLE or unicodedata.combining(c) for c in decoded):
        return ""
    if decoded in ("<", ">"):  # an escaped bracket is text, and must not look like a tag to a second reading
        return (
            "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}"
            if decoded == "<"
            else "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
        )
    return decoded.translate(_TO_ONE) if decoded.isprintable() else " "
