"""Fold text to one spelling, and map offsets back to the original.

Folding removes variation without meaning: composed and decomposed letters, no-break and zero-width spaces, look-alike
dashes and letters, HTML entities and stray tags, old and new positions of the tone mark. The grammar then needs one
pattern per phrase. Spans in folded text are mapped back to the original text.
"""

from __future__ import annotations

import html
import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from string import ascii_uppercase

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
# Names of letters of other scripts that look like Latin letters and digits, each with what it looks like.
_LOOK_ALIKES = {
    "CYRILLIC CAPITAL LETTER": "A:A VE:B IE:E KA:K EM:M EN:H O:O ER:P ES:C TE:T U:Y HA:X JE:J DZE:S ZE:3",
    "CYRILLIC SMALL LETTER": "A:a IE:e O:o ER:p ES:c U:y HA:x JE:j DZE:s",
    "GREEK CAPITAL LETTER": (
        "ALPHA:A BETA:B EPSILON:E ZETA:Z ETA:H IOTA:I KAPPA:K MU:M NU:N OMICRON:O RHO:P TAU:T UPSILON:Y CHI:X"
    ),
    "GREEK SMALL LETTER": "OMICRON:o",
}
_LETTERS = {
    "\N{LATIN CAPITAL LETTER ETH}": "Đ",
    "\N{LATIN CAPITAL LETTER AFRICAN D}": "Đ",
    "\N{LATIN SMALL LETTER ETH}": "đ",
    "\N{LATIN CAPITAL LETTER OI}": "Ư",  # as some converters of old fonts write "Ư"
    "\N{LATIN SMALL LETTER OI}": "ư",
    "\N{CYRILLIC CAPITAL LETTER BYELORUSSIAN-UKRAINIAN I}": "I",
    "\N{CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I}": "i",
    **{unicodedata.lookup(f"FULLWIDTH LATIN CAPITAL LETTER {letter}"): letter for letter in ascii_uppercase},
    **{unicodedata.lookup(f"FULLWIDTH LATIN SMALL LETTER {letter}"): letter.lower() for letter in ascii_uppercase},
    **{
        unicodedata.lookup(f"{script} {name}"): letter
        for script, letters in _LOOK_ALIKES.items()
        for name, letter in (pair.split(":") for pair in letters.split())
    },
}
# The zeros of other scripts; the other nine digits follow each. After folding, digits are 0 to 9.
_ZEROS = (
    "\u0660\u06f0\u07c0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0de6\u0e50\u0ed0\u0f20\u1040\u1090\u17e0"
    "\u1810\u1946\u19d0\u1a80\u1a90\u1b50\u1bb0\u1c40\u1c50\ua620\ua8d0\ua900\ua9d0\ua9f0\uaa50\uabf0\uff10\U000104a0"
    "\U00010d30\U00010d40\U00011066\U000110f0\U00011136\U000111d0\U000112f0\U00011450\U000114d0\U00011650\U000116c0"
    "\U000116d0\U000116da\U00011730\U000118e0\U00011950\U00011bf0\U00011c50\U00011d50\U00011da0\U00011de0\U00011f50"
    "\U00016130\U00016a60\U00016ac0\U00016b50\U00016d70\U0001ccf0\U0001d7ce\U0001d7d8\U0001d7e2\U0001d7ec\U0001d7f6"
    "\U0001e140\U0001e2f0\U0001e4f0\U0001e5f1\U0001e950\U0001fbf0"
)
DIGITS = {chr(ord(zero) + digit): str(digit) for zero in _ZEROS for digit in range(10)}
"""The digits of other scripts, including full-width ones, mapped to ASCII digits."""
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
_MARKS = (
    TONES + "\N{COMBINING GRAVE TONE MARK}\N{COMBINING ACUTE TONE MARK}"
    "\N{COMBINING CIRCUMFLEX ACCENT}\N{COMBINING BREVE}\N{COMBINING HORN}"
)
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
    | (?P<bold>      \*\*+ )                                 # Markdown's bold markers
    """,
    regex.VERBOSE,
)
_WHITE = frozenset(" \r\n")
# White space whose folded form has another length. Its folded form needs no second round.
_WHITE_RUN = re.compile(r" *\r\n? *| +\n *|\n +|  +")
# Each folding above contains or begins with one of these. Texts without them, which are most, cost only a search for a
# character.
_SIGNS = ("&", "<", "\r", "**", "  ", " \r", " \n", "\n ", *_INVISIBLE)
_CHANGING = (*_SIGNS, *_MARKS)
_AFTER_LETTER = frozenset(("&", *_MARKS))  # those that belong to the preceding letter: "e&#769;"
UNEVEN = frozenset((*_CHANGING, *_ONE_TO_ONE))
"""Strings that `fold_same_length` does not fold. It is enough for a text without them."""
HIDING = ("&", "<", "**", *_INVISIBLE, *_MARKS, *_LETTERS)
"""Strings that may occur inside a word. The word is not found before they are folded."""
GAPS = {
    **{gap: gap for gap in ("  ", " \n", "\r", " \r")},
    **{blank + space: space for blank in ("", " ") for space in _SPACES},
    "\n": "\n ",
    "_": "",
}
"""Strings that may replace the space between two syllables, or begin such a string, mapped to the string of UNEVEN that
they contain.
"""
_SEGMENTED = regex.compile(r"(?<=\p{L})_(?=\p{L})")  # word segmenters write "Nghị_quyết"
# A line break before a lower-case letter or a digit comes from the line width, not from the author. A line with only a
# number is a page number. The pattern begins with the characters it replaces, which the engine finds fast.
_SOFT_BREAK = regex.compile(
    r"\n(?:(?<=[\d\p{Lu}][-/]\n)(?!\n)"
    r"|(?=\p{Ll}|\d+[ ]?[-/][ ]?\p{Lu}|NQ|QĐ|CT/|KL/|T[WƯ])(?<=[\p{L}\d,/-]\n)(?<!\n\d{1,3}\n))"
)


def _with_tone(letter: str, tone: str) -> str:
    return unicodedata.normalize("NFC", letter + tone)


# Move the tone mark from the second vowel (older spelling) to the first (newer): "hoá" → "hóa", "uỷ" → "ủy".
_NEW_PLACE = {
    first + _with_tone(second, tone): _with_tone(first, tone) + second
    for first, second in ("oa", "oe", "uy", "Oa", "Oe", "Uy", "OA", "OE", "UY")
    for tone in TONES
}
_SECOND = "".join(sorted({old[1] for old in _NEW_PLACE}))
_OLD_PLACE = regex.compile(rf"[oOuU][{_SECOND}](?<![qQ]..)(?![\p{{L}}\p{{M}}])")  # "quý": the u belongs to the q


# What the foldings begin with: one character, or two.
_FOLDABLE = regex.compile(
    rf"[{regex.escape(''.join(sorted(s for s in UNEVEN if len(s) == 1)))}_*]|[ ][ \n]|\n[ ]|{_OLD_PLACE.pattern}"
)

# A removal can create new foldable text ("a <b> c"). Ordinary text needs two rounds. For text that is nested on
# purpose, folding stops after this many rounds: then no character opens a tag or an entity.
_MOST_ROUNDS = 8
_SETTLED = str.maketrans({"<": "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}", "&": "\N{FULLWIDTH AMPERSAND}"})

_WINDOW = 1 << 16  # code points that are searched together for changes
_PIECES = 1 << 14  # pieces of folded text held before they are joined


class _Round:
    """The changes of one round of folding, in ascending order, with offsets in both texts."""

    __slots__ = ("_folded_ends", "_folded_starts", "_starts", "_stops")

    def __init__(self) -> None:
        # There may be one change per two code points, so each takes 16 bytes instead of the 200 of a tuple.
        self._folded_starts, self._folded_ends, self._starts, self._stops = (array("I") for _ in range(4))

    def __len__(self) -> int:
        return len(self._starts)

    def add(self, folded_start: int, folded_end: int, start: int, stop: int) -> None:
        """Append a change: `[start, stop)` of the original is folded to `[folded_start, folded_end)`."""
        self._folded_starts.append(folded_start)
        self._folded_ends.append(folded_end)
        self._starts.append(start)
        self._stops.append(stop)

    def to_folded(self, position: int) -> int:
        """Return the folded offset of an original offset outside every change."""
        index = bisect_right(self._stops, position) - 1
        return position if index < 0 else position - self._stops[index] + self._folded_ends[index]

    def to_original(self, position: int, *, end: bool) -> int:
        """Return the original offset of a folded one; `end` marks the end of an interval rather than its start."""
        index = bisect_right(self._folded_starts, position) - 1
        if end:  # an end at the start of a change is before the change
            while index >= 0 and self._folded_starts[index] >= position:
                index -= 1
        if index < 0:
            return position
        if position < self._folded_ends[index]:
            return self._stops[index] if end and position > self._folded_starts[index] else self._starts[index]
        return self._stops[index] + position - self._folded_ends[index]


class Folded:
    """Folded text; `span` maps an interval of it to code points of the original."""

    __slots__ = ("_rounds", "text")

    def __init__(self, text: str, rounds: tuple[_Round, ...] = ()) -> None:
        self.text = text
        self._rounds = rounds

    def folded_position(self, position: int) -> int:
        """Return the folded offset of the unchanged character at `position` of the original."""
        for folding in self._rounds:
            position = folding.to_folded(position)
        return position

    def original_span(self, start: int, end: int) -> Span:
        """Return the interval `[start, end)` of the folded text as a span of the original."""
        for folding in reversed(self._rounds):
            start, end = folding.to_original(start, end=False), folding.to_original(end, end=True)
        return Span(start, max(start, end))


def fold(text: str) -> Folded:
    """Return `text` folded. Folding is idempotent: `fold(fold(t).text).text == fold(t).text`.

    >>> fold("Nghị&nbsp;quyết số 35\N{EN DASH}NQ/TW").text
    'Nghị quyết số 35-NQ/TW'
    """
    folded = fold_except_tones(text)
    folded.text = move_tone_marks(folded.text)
    return folded


def fold_except_tones(text: str, signs: Collection[str] = UNEVEN) -> Folded:
    """Return `text` folded except for the position of tone marks, which `move_tone_marks` handles where needed.

    Args:
        text: The text to fold.
        signs: The strings of UNEVEN that occur in the text, if the caller knows them.
    """
    rounds: list[_Round] = []
    text = _fold_one_to_one(text, signs)
    if any(space in signs for space in _SPACES):  # they may be next to spaces
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
    """Return `text`, of the same length, with spaces for line-width breaks and for word segmentation."""
    if "_" in text:
        text = _SEGMENTED.sub(" ", text)
    if "\n" in text:
        text = _SOFT_BREAK.sub(" ", text)
    return text


def is_folded(opening: str) -> bool:
    """Return whether folding leaves text that continues with `opening` unchanged.

    Spaces in place of line breaks do not count as a change.
    """
    return _FOLDABLE.search(opening) is None


def move_tone_marks(text: str) -> str:
    """Return `text`, of the same length, with tone marks as in the newer spelling: "hoá" → "hóa", "uỷ" → "ủy"."""
    return _OLD_PLACE.sub(_move_mark, text)


def _move_mark(match: regex.Match[str]) -> str:
    old: str = match.group()
    return _NEW_PLACE.get(old, old)


def _fold_one_to_one(text: str, signs: Collection[str]) -> str:
    if not text.isascii() or "\t" in text:
        for sign in set(text).intersection(_ONE_TO_ONE) if signs is UNEVEN else signs:
            if sign in _ONE_TO_ONE:
                text = text.replace(sign, _ONE_TO_ONE[sign])
    return text


def _change_lengths(text: str, signs: Collection[str]) -> tuple[str, _Round, bool]:
    """Do one round of the length-changing foldings.

    Return the text, the changes, and whether another round may be needed.
    """
    changes = _Round()
    whole: list[str] = []
    pieces: list[str] = []
    done = length = 0
    again = False
    for start, stop, kind in _length_changes(text, signs):
        if kind == "white":
            replacement = "\n" if "\n" in text[start:stop] or "\r" in text[start:stop] else " "
        else:
            again = True
            found = text[start:stop]
            replacement = _replacement(kind, found)
            if replacement == found:
                continue
        pieces += (text[done:start], replacement)
        length += start - done
        changes.add(length, length + len(replacement), start, stop)
        length += len(replacement)
        done = stop
        if len(pieces) >= _PIECES:
            whole.append("".join(pieces))
            pieces = []
    return "".join([*whole, *pieces, text[done:]]), changes, again


def _length_changes(text: str, signs: Collection[str]) -> Iterator[tuple[int, int, str]]:
    """Yield where a folding changes the length of the text, and which one; only places with `signs` are tried."""
    done = 0
    for at in _sign_positions(text, [sign for sign in _CHANGING if sign in signs and sign in text]):
        if at < done:
            continue
        if text[at] in _WHITE:
            if run := _WHITE_RUN.match(text, at):
                done = run.end()
                yield at, done, "white"
            continue
        match = None
        if at > done and text[at] in _AFTER_LETTER:
            match = _LENGTH_CHANGING.match(text, at - 1)
        if match is None or match.lastgroup != "mark":
            match = _LENGTH_CHANGING.match(text, at)
        if match is not None:
            done = match.end()
            yield match.start(), done, match.lastgroup or ""


def _sign_positions(text: str, signs: Iterable[str]) -> Iterator[int]:
    """Yield the offsets of the signs in ascending order, each at least once where signs overlap themselves."""
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


def _replacement(kind: str, found: str) -> str:
    match kind:
        case "mark":
            return unicodedata.normalize("NFC", html.unescape(found))
        case "entity":
            return _decode_entity(found)
        case "breaking":
            return "\n"
    return ""


@lru_cache(maxsize=512)
def _decode_entity(entity: str) -> str:
    decoded = html.unescape(entity)
    while decoded != entity and decoded.endswith(";"):  # escaped repeatedly: "&amp;agrave;"
        entity, decoded = decoded, html.unescape(decoded)
    if any(c in _INVISIBLE or unicodedata.combining(c) for c in decoded):
        return ""
    if decoded in ("<", ">"):  # an escaped bracket is text and must not become a tag in the next round
        return (
            "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}"
            if decoded == "<"
            else "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
        )
    return decoded.translate(_TO_ONE) if decoded.isprintable() else " "
