"""Read the name of a law after "Luật", "Bộ luật" or "Pháp lệnh"."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from citegraph.grammar.disambiguation_patterns import REACH, can_continue, may_match_at, prefixes_of
from citegraph.knowledge import kinds
from citegraph.knowledge.law_names import listed_laws
from citegraph.knowledge.tables import cached
from citegraph.text import fold

_YEAR = regex.compile(r"\s*(?:,\s*)?(?:năm\s+)?(?P<year>(?:19|20)\d\d)(?![\d/-]|\.\d)")
# A new law under its old name: "Luật Đất đai (sửa đổi)".
_ANEW = regex.compile(r"\s*\(\s*sửa\s+đổi\s*\)", regex.IGNORECASE)
_AMENDING = regex.compile(
    r"\s*(?:sửa\s+đổi\s*,?\s*(?:và\s+)?bổ\s+sung|sửa\s+đổi|bổ\s+sung)\s+(?:(?:một\s+số\s+)?điều(?:\s+của)?|)\s*(?:các\s+)?",
    regex.IGNORECASE,
)
_AND_LAW = regex.compile(
    r"(?:\s*\(\p{Lu}+\))?\s*(?:,|và)\s*(?:và\s+)?(?P<kind>Bộ\s+luật|Luật|Pháp\s+lệnh)(?=\s+\p{L})", regex.IGNORECASE
)
_CLOSED = regex.compile(r"\s+(?:ngày|số|năm)\s+\d|\s+\d")  # what follows a complete name
_KIND = regex.compile(r"\s*(?P<kind>Bộ\s+luật|Luật|Pháp\s+lệnh)(?=\s+\p{L})", regex.IGNORECASE)
_WORD = regex.compile(r"\s+(?P<word>[\p{L}\d]+)|\s*(?P<sign>[,&/-])")
# A law that is not in the table: capitalized words; a lower-case word must be followed by another capital or a known
# link.
_STOP = (
    "năm|của|có|là|được|quy|đã|sẽ|này|trong|theo|do|thì|cũng|phải|đối|cho|để|khi|tại|hiện|ngày|bởi|ra|chưa|không|ban|nêu|số|và|"
    "lần|như|mới|rất|đều|gồm|nhằm|nên|sửa|đang|vừa|với|vào|về|từ|đến|đó|trên|hay|hoặc|mà|nhưng|vẫn|còn|bị|chỉ"
)
_UNLISTED = regex.compile(
    rf"""\s+(?P<name> \p{{Lu}}{{3,8}}(?!\p{{L}})
        | (?:về\s+)?\p{{Lu}}\p{{Ll}}+(?:(?:,\s+(?=chống|phòng)|\s+(?:và\s+)?)(?!(?:{_STOP})\b)\p{{Ll}}+){{1,5}}
      )(?=\s+(?:{_STOP})\b|\s*(?:[,;.:)(\"”\n]|$))""",
    regex.VERBOSE,
)
# Capitalized words with which "Luật" forms another word: "Hội Luật Gia tỉnh", "Đoàn Luật Sư".
_NOT_A_LAW = regex.compile(r"\s+(?:Năm|Sư|Gia|Pháp|Khoa|Học)\b")


@dataclass(frozen=True, slots=True)
class LawName:
    """A law as a text names it: its official name with the kind, the printed year, and the end offset."""

    name: str  # "Luật Bảo hiểm xã hội"
    year: str | None
    end: int


@cached
def _official_names() -> dict[str, dict[tuple[str, ...], str]]:
    """Return the official names by kind and by the words used to cite them, including aliases."""
    out: dict[str, dict[tuple[str, ...], str]] = {kind.lower(): {} for kind in kinds.kind_names_with_flag("law")}
    for law in listed_laws():
        table = out[law.kind.lower()]
        for name in (law.name, *law.aliases):
            table.setdefault(_printed_words(name), f"{law.kind} {law.name}")
    for words, official in out["bộ luật"].items():  # "Luật Dân sự" for "Bộ luật Dân sự"
        out["luật"].setdefault(words, official)
    return out


def _printed_words(text: str) -> tuple[str, ...]:
    return tuple(m["word"].lower() for m in _WORD.finditer(" " + fold(text).text) if m["word"])


@cached
def _word_prefixes_by_kind() -> dict[str, frozenset[tuple[str, ...]]]:
    return {
        kind: frozenset(words[:n] for words in table for n in range(1, len(words) + 1))
        for kind, table in _official_names().items()
    }


@cached
def _text_prefixes_by_kind() -> dict[str, frozenset[str]]:
    """Return the prefixes of the names of each kind, including the whole names."""
    return {kind: prefixes_of(map(" ".join, table)) for kind, table in _official_names().items()}


def name_may_begin(kind: str, opening: str, *, capitalized: bool) -> bool:
    """Return whether text that continues with `opening` after the kind word `kind` may name a law."""
    if may_match_at(_AMENDING, opening) or (
        capitalized and any(may_match_at(name, opening) for name in (_ABOUT, _UNLISTED))
    ):
        return True
    names, prefixes = _official_names()[kind.lower()], _text_prefixes_by_kind()[kind.lower()]
    position, words = 0, tuple[str, ...]()
    while (word := _WORD.match(opening, position)) is not None:
        position = word.end()
        if word["word"] is None:
            continue
        if words in names:
            return True
        words = (*words, word["word"].lower())
        if " ".join(words) not in prefixes:
            return False
    return bool(words) or can_continue(_WORD, opening[position:])


def listed_law(text: str, end: int, kind: str, *, capitalized: bool = True) -> LawName | None:
    """Return the longest known name of kind `kind` ("Luật") that follows at `end` of folded `text`, or None.

    "về" may precede the name only after a `capitalized` kind word: "pháp luật về dân số" is a field of law.
    """
    table, prefixes = _official_names()[kind.lower()], _word_prefixes_by_kind()[kind.lower()]
    words: tuple[str, ...] = ()
    best: LawName | None = None
    position = end
    for first in (_ABOUT, None) if capitalized else (None,):
        position = end
        if first is not None:
            match = first.match(text, end, end + REACH)
            if match is None:
                continue
            position = match.end()
        words = ()
        while (match := _WORD.match(text, position, position + REACH)) is not None:
            position = match.end()
            if match["word"] is None:
                continue
            words = (*words, match["word"].lower())
            if words not in prefixes:
                break
            if words in table:
                best = LawName(table[words], None, position)
        if best is not None:
            break
    return best and _with_year(text, best)


_ABOUT = regex.compile(r"\s+về(?=\s)")


def _with_year(text: str, law: LawName) -> LawName:
    name, end = law.name, law.end
    if match := _ANEW.match(text, end, end + REACH):
        name, end = f"{name} (sửa đổi)", match.end()
    match = _YEAR.match(text, end, end + REACH)
    return LawName(name, match["year"], match.end()) if match else LawName(name, None, end)


def amending_law(text: str, end: int, kind: str) -> LawName | None:
    """Return an amending law with the laws it amends, or None.

    An example is "Luật sửa đổi, bổ sung một số điều của Luật A và Luật B".
    """
    match = _AMENDING.match(text, end, end + REACH)
    if match is None:
        return None
    position = match.end()
    found, joined = list[LawName](), ""
    target = _KIND.match(text, position, position + REACH)
    while target is not None:
        law = listed_law(text, target.end(), " ".join(target["kind"].split()))
        if law is None:
            break
        found.append(law)
        position, joined = law.end, target.group()
        target = None if law.year else _AND_LAW.match(text, position, position + REACH)  # the year ends the name
    if not found:
        return None
    if "và" not in joined and not _CLOSED.match(text, position, position + REACH):  # it is an item of a list
        found = found[:1]
    position, amended = found[-1].end, [law.name for law in found]
    names = amended[0] if len(amended) == 1 else f"{', '.join(amended[:-1])} và {amended[-1]}"
    name = f"{kind} sửa đổi, bổ sung một số điều của {names}"
    return (
        LawName(name, found[-1].year, position) if found[-1].year else _with_year(text, LawName(name, None, position))
    )


def unlisted_law(text: str, end: int, kind: str) -> LawName | None:
    """Return the unlisted law with a capitalized name, or None."""
    if _NOT_A_LAW.match(text, end, end + REACH) or (match := _UNLISTED.match(text, end, end + REACH)) is None:
        return None
    name = match["name"].removeprefix("về ")
    return _with_year(text, LawName(f"{kind} {name}", None, match.end()))
